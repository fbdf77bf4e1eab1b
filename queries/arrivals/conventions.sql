-- Until when is each recent month provisional where nothing is known of its late registrations?
-- Grain: month; final from the 15th of the following month on. It tells nothing of any unit, only how many deliveries
-- there have been.
-- Reads: arrivals, settings.
with recent_months as (
    select
        arrivals.month,
        cast(arrivals.month + interval 1 month + interval 14 day as date) as final_on
    from arrivals
    group by arrivals.month
)

select
    recent_months.month,
    case when settings.data_as_of < recent_months.final_on then 'provisional' else 'final' end as state,
    cast(null as integer) as delay,
    cast(null as bigint) as items,
    cast(null as double) as share,
    cast(null as double) as estimate,
    cast(null as double) as lower,
    cast(null as double) as upper,
    (select count(distinct arrivals.data_as_of) from arrivals) as deliveries,
    true as is_convention,
    recent_months.final_on
from recent_months
cross join settings
