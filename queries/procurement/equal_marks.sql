-- In which tenders do bids of different suppliers carry the same device, deposit account or legal representative?
-- Grain: considered tender with a submitted bid.
-- Reads: considered_bids, bids.
-- Per mark: are two bidders told, and the suppliers of bids with equal marks and no supplier in common, with repetitions.
with marked as (
    select
        considered_bids.tender_id,
        bid_id,
        tenderers,
        device_hash,
        deposit_account_hash,
        legal_rep_hash
    from considered_bids
    inner join bids using (bid_id)
    where is_submitted and tenderers is not null
),

pairs as (
    select
        one.tender_id,
        list_concat(string_split(one.tenderers, chr(31)), string_split(other.tenderers, chr(31))) as suppliers,
        list_has_any(string_split(one.tenderers, chr(31)), string_split(other.tenderers, chr(31))) as is_related,
        coalesce(one.device_hash = other.device_hash, false) as is_device,
        coalesce(one.deposit_account_hash = other.deposit_account_hash, false) as is_account,
        coalesce(one.legal_rep_hash = other.legal_rep_hash, false) as is_representative
    from marked as one
    inner join marked as other on one.tender_id = other.tender_id and one.bid_id < other.bid_id
    where
        one.device_hash = other.device_hash
        or one.deposit_account_hash = other.deposit_account_hash
        or one.legal_rep_hash = other.legal_rep_hash
),

shared as (
    select
        tender_id,
        flatten(list(suppliers) filter (where is_device)) as of_device,
        flatten(list(suppliers) filter (where is_account)) as of_account,
        flatten(list(suppliers) filter (where is_representative)) as of_representative
    from pairs
    where not is_related
    group by tender_id
),

told as (
    select
        tender_id,
        min(tenderers) filter (where device_hash is not null)
        != max(tenderers) filter (where device_hash is not null) as is_device_told,
        min(tenderers) filter (where deposit_account_hash is not null)
        != max(tenderers) filter (where deposit_account_hash is not null) as is_account_told,
        min(tenderers) filter (where legal_rep_hash is not null)
        != max(tenderers) filter (where legal_rep_hash is not null) as is_representative_told
    from marked
    group by tender_id
)

select
    told.*,
    of_device,
    of_account,
    of_representative
from told
left join shared using (tender_id)
