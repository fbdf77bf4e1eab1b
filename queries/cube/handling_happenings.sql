-- How was each registration handled: accepted in time, extended, rated, resolved at the first time, and on which day?
-- Grain: event x registration; is_limit as in item_happenings. Ratings belong to the day on which the item was answered
-- or closed; what became of a first-time matter to the day on which its closing lies first_time_resolution_days back,
-- when the answer is known. Whether an early registration was the first is not known; closed when the history was long
-- enough it is left out, else one item open for years would hide the share for years.
-- Accepted, refused, transferred or answered: whichever came first is the decision that the registration limit asks for.
-- What went wrong is counted, not what went well: it is a tenth of the rows.
-- Reads: items, settings.
with first_registrations as (
    select
        closed_on + settings.first_time_resolution_days as happened_on,
        is_repeat is null as is_unknown,
        next_on <= closed_on + settings.first_time_resolution_days as is_returned,
        span,
        channel,
        category,
        area
    from items
    cross join settings
    where
        registration_number = 1
        and is_repeat is distinct from true
        and (is_repeat is not null or closed_on < settings.first_day + to_months(settings.repeat_window_months))
)

select
    'acceptance_due' as event,
    accept_by as happened_on,
    true as is_limit,
    span,
    channel,
    category,
    area
from items
cross join settings
where accept_by < settings.data_as_of
union all
select
    'acceptance_missed' as event,
    accept_by as happened_on,
    true as is_limit,
    span,
    channel,
    category,
    area
from items
cross join settings
where accept_by < settings.data_as_of and coalesce(least(accepted_on, finished_on), date '9999-12-31') > accept_by
union all
select
    'due_extended' as event,
    due_on as happened_on,
    true as is_limit,
    span,
    channel,
    category,
    area
from items
cross join settings
where due_on < settings.data_as_of and is_extended
union all
select
    'rating_scope' as event,
    finished_on as happened_on,
    false as is_limit,
    span,
    channel,
    category,
    area
from items
where is_in_rating_scope
union all
select
    'rated' as event,
    finished_on as happened_on,
    false as is_limit,
    span,
    channel,
    category,
    area
from items
where is_in_rating_scope and rating is not null
union all
select
    'dissatisfied' as event,
    finished_on as happened_on,
    false as is_limit,
    span,
    channel,
    category,
    area
from items
where is_in_rating_scope and rating not in ('satisfied', 'mostly')
union all
select
    'first_closed' as event,
    happened_on,
    false as is_limit,
    span,
    channel,
    category,
    area
from first_registrations
union all
select
    'first_returned' as event,
    happened_on,
    false as is_limit,
    span,
    channel,
    category,
    area
from first_registrations
where is_returned
union all
select
    'first_unknown' as event,
    happened_on,
    false as is_limit,
    span,
    channel,
    category,
    area
from first_registrations
where is_unknown
