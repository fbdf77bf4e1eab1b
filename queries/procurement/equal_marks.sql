-- In which tenders do bids of different suppliers carry the same device, deposit account or legal representative?
-- Grain: considered tender x mark (device, account, representative) with a submitted bid that tells the mark.
-- Reads: considered_bids, bids.
-- known: bidders whose mark is told. sharing: the suppliers of bids with equal marks and no supplier in common, sorted.
with marked as (
    select
        considered_bids.tender_id,
        bid_id,
        tenderers,
        unnest(['device', 'account', 'representative']) as mark,
        unnest([device_hash, deposit_account_hash, legal_rep_hash]) as told
    from considered_bids
    inner join bids using (bid_id)
    where is_submitted and tenderers is not null
),

repeated as (
    select
        tender_id,
        mark,
        told
    from marked
    where told is not null
    group by tender_id, mark, told
    having min(tenderers) != max(tenderers)
),

-- Few marks are repeated: only their bids are compared in pairs.
compared as (
    select
        marked.*,
        string_split(tenderers, chr(31)) as suppliers
    from marked
    semi join repeated using (tender_id, mark, told)
),

shared as (
    select
        one.tender_id,
        one.mark,
        list_sort(list_distinct(flatten(list(list_concat(one.suppliers, other.suppliers))))) as sharing
    from compared as one
    inner join compared as other
        on
            one.tender_id = other.tender_id
            and one.mark = other.mark
            and one.told = other.told
            and one.bid_id < other.bid_id
    where not list_has_any(one.suppliers, other.suppliers)
    group by one.tender_id, one.mark
)

select
    tender_id,
    mark,
    count(distinct tenderers) as known,
    any_value(sharing) as sharing
from marked
left join shared using (tender_id, mark)
where told is not null
group by tender_id, mark
