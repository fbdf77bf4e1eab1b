-- How much of each recent month has been reported, and until when is it provisional?
-- Grain: month: what earlier deliveries taught of late registrations where they are enough, else the convention.
-- Reads: completeness.
select
    month,
    state,
    delay,
    items,
    share,
    estimate,
    lower,
    upper,
    deliveries,
    is_convention,
    final_on
from completeness
qualify row_number() over (partition by month order by is_convention) = 1
order by month
