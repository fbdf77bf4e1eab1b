-- In which tenders do bids of different suppliers carry the same device, deposit account or legal representative?
-- Grain: considered tender x mark (device, account, representative) with a submitted bid that tells the mark.
-- Reads: considered_bids, bids.
-- known: bidders whose mark is told. sharing: the suppliers of bids with equal marks and no supplier in common, sorted.
with marked as (
    select
        considered_bids.tender_id,
        bid_id,
        string_split(tenderers, chr(31)) as suppliers,
        unnest(['device', 'account', 'representative']) as mark,
        unnest([device_hash, deposit_account_hash, legal_rep_hash]) as told
    from considered_bids
    inner join bids using (bid_id)
    where is_submitted and tenderers is not null
),

shared as (
    select
        one.tender_id,
        one.mark,
        list_sort(list_distinct(flatten(list(list_concat(one.suppliers, other.suppliers))))) as sharing
    from marked as one
    inner join marked as other
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
    count(distinct suppliers) as known,
    any_value(sharing) as sharing
from marked
left join shared using (tender_id, mark)
where told is not null
group by tender_id, mark
