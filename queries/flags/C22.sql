-- Which suppliers win nearly always, or bid to one buyer only and win every time?
-- Grain: supplier of a decided tender.
-- Reads: decided_tries.
-- The second rule needs fewer bids, and data of more than one buyer.
with shares as (
    select
        supplier_id,
        count(*) as n,
        count(*) filter (where is_won) / cast(count(*) as double) as rate,
        count(distinct unit_id) = 1 as is_of_one_buyer
    from decided_tries
    group by supplier_id
),

buyers as (
    select count(distinct unit_id) >= $minimum_subjects as are_several from decided_tries
),

judged as (
    select
        supplier_id,
        rate,
        n >= $fewest_bids as is_enough,
        n >= $fewest_bids and rate >= $lowest_rate as is_frequent,
        n >= $fewest_of_one_buyer and is_of_one_buyer and are_several and rate = 1 as is_captive
    from shares
    cross join buyers
)

select
    'supplier' as subject,
    supplier_id as subject_id,
    cast(null as varchar) as tender_id,
    case when is_frequent or is_captive then 'flagged' when is_enough then 'clear' else 'not_computable' end as state,
    rate as measured,
    case when is_captive and not is_frequent then 1 else cast($lowest_rate as double) end as limit_value,
    case when not is_enough and not is_captive then 'minimum_n' end as missing
from judged
