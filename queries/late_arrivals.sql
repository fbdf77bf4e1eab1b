-- Which share of a month's registrations is known how many months after its end, and is that enough to be final?
-- Grain: delay in months; of the whole organisation, from successive deliveries. No row where they are too few.
-- Reads: completeness.
select
    delay,
    max(share) as share,
    bool_and(state = 'final') as is_final
from completeness
where not is_convention and share is not null
group by delay
order by delay
