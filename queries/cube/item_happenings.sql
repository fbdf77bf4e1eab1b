-- What happened to each registration on which day: was it registered, a repeat, due, not answered in time?
-- Grain: event x registration. is_limit: the day is a limit, which counts as due only before data_as_of (in a cut month:
-- before cut_on): on that day an answer can still come in time.
-- Reads: items, settings.
select
    'registered' as event,
    registered_on as happened_on,
    false as is_limit,
    span,
    channel,
    category,
    area
from items
union all
select
    'headcount_unknown' as event,
    registered_on as happened_on,
    false as is_limit,
    span,
    channel,
    category,
    area
from items
where not has_headcount
union all
select
    'online' as event,
    registered_on as happened_on,
    false as is_limit,
    span,
    channel,
    category,
    area
from items
where channel = 'online'
union all
select
    'repeated' as event,
    registered_on as happened_on,
    false as is_limit,
    span,
    channel,
    category,
    area
from items
where is_repeat
union all
select
    'repeat_unknown' as event,
    registered_on as happened_on,
    false as is_limit,
    span,
    channel,
    category,
    area
from items
where is_repeat is null
union all
select
    'due' as event,
    due_on as happened_on,
    true as is_limit,
    span,
    channel,
    category,
    area
from items
cross join settings
where due_on < settings.data_as_of
union all
select
    'answer_missed' as event,
    due_on as happened_on,
    true as is_limit,
    span,
    channel,
    category,
    area
from items
cross join settings
where due_on < settings.data_as_of and coalesce(answered_on, date '9999-12-31') > due_on
