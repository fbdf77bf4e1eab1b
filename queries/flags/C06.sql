-- Was a single source announced for too few working days, and how much does a buyer take from single sources?
-- Grain: single-source tender under the government procurement law; and buyer x area x year, all regimes.
-- Reads: limits_in_force, dated_tenders, working_days.
-- The first day of the notice does not count. The share is the larger of number and amount; without all amounts, of number.
with announced as (
    select
        limited.tender_id,
        limit_value,
        last_days.nth - first_days.nth as days,
        case
            when untold is not null then untold
            when ocds_method is null then 'tenders.method'
            when publicity_from_on is null then 'tenders.publicity_from'
            when publicity_to_on is null then 'tenders.publicity_to'
            when first_days.nth is null or last_days.nth is null then 'holidays.date'
        end as missing
    from limits_in_force('single_source_notice') as limited
    left join working_days as first_days on publicity_from_on = first_days.day
    left join working_days as last_days on publicity_to_on = last_days.day
    where coalesce(is_single_source, true)
),

years as (
    select
        concat_ws('/', unit_id, area, year) as subject_id,
        count(*) >= $minimum_n as is_enough,
        bool_and(is_single_source is not null) as is_told,
        greatest(
            count(*) filter (where is_single_source) / cast(count(*) as double),
            case
                when bool_and(estimate is not null)
                    then
                        cast(coalesce(sum(estimate) filter (where is_single_source), 0) as double)
                        / cast(sum(estimate) as double)
            end
        ) as share
    from dated_tenders
    where year is not null
    group by unit_id, area, year
)

select
    'tender' as subject,
    tender_id as subject_id,
    tender_id,
    case when missing is not null then 'not_computable' when days < limit_value then 'flagged' else 'clear' end as state,
    cast(days as double) as measured,
    limit_value,
    missing
from announced
union all
select
    'buyer_year' as subject,
    subject_id,
    null as tender_id,
    case
        when not is_enough or not is_told then 'not_computable' when share >= $highest_share then 'flagged' else 'clear'
    end as state,
    case when is_told then share end as measured,
    cast($highest_share as double) as limit_value,
    case when not is_told then 'tenders.method' when not is_enough then 'minimum_n' end as missing
from years
