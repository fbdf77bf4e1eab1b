-- Which suppliers bid often and hardly win, or meet the same rival again and again where always the same one wins?
-- Grain: supplier of a decided tender; and supplier x tender of such a pair.
-- Reads: decided_tries.
-- Measured is the win rate against $highest_rate; for a pair the share that the one won of their common tenders, which is 1.
with shares as (
    select
        supplier_id,
        count(*) as n,
        count(*) filter (where is_won) / cast(count(*) as double) as rate
    from decided_tries
    group by supplier_id
),

frequent as (
    select
        tender_id,
        supplier_id,
        is_won
    from decided_tries
    where
        supplier_id in (
            select supplier_id from shares
            where n >= $fewest_meetings
        )
),

pairs as (
    select
        one.supplier_id as winner,
        other.supplier_id as loser
    from frequent as one
    inner join frequent as other on one.tender_id = other.tender_id and one.supplier_id != other.supplier_id
    group by all
    having count(*) >= $fewest_meetings and bool_and(one.is_won and not other.is_won)
),

paired as (
    select distinct unnest([winner, loser]) as supplier_id from pairs
),

judged as (
    select
        supplier_id,
        rate,
        n >= $fewest_bids and rate <= $highest_rate as is_loser,
        n >= $fewest_bids as is_enough,
        supplier_id in (select supplier_id from paired) as is_paired
    from shares
)

select
    'supplier' as subject,
    supplier_id as subject_id,
    cast(null as varchar) as tender_id,
    case when is_loser or is_paired then 'flagged' when is_enough then 'clear' else 'not_computable' end as state,
    case when is_paired and not is_loser then 1 else rate end as measured,
    case when is_paired and not is_loser then 1 else cast($highest_rate as double) end as limit_value,
    case when not is_enough and not is_paired then 'minimum_n' end as missing
from judged
union all
select distinct
    'supplier' as subject,
    unnest([winner, loser]) as subject_id,
    one.tender_id,
    'flagged' as state,
    cast(1 as double) as measured,
    cast(1 as double) as limit_value,
    null as missing
from pairs
inner join frequent as one on pairs.winner = one.supplier_id
inner join frequent as other on pairs.loser = other.supplier_id and one.tender_id = other.tender_id
