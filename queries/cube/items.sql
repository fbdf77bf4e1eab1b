-- What is countable about each registration that is not an accusation?
-- Grain: registration (件次). is_repeat is the source's flag, else derived; null while the history before it is
-- shorter than the repeat window. limit_on and due_on, after extension, are those of items that have a limit by law;
-- accept_by is the last day to decide on acceptance under the limit in force on the day of registration, null where the
-- petitioner withdrew before a decision and by that day; cause is what went before the visit an item belongs to, null for
-- what is no visit. It is told here, from all matters of the visit and all their registrations, since a choice of units
-- or codes does not bring them along.
-- Reads: petitions, units, unit_spans, days, settings, registration_limits.
with petitions_counted as (
    select
        *,
        coalesce(visit_id, petition_id) as batch,
        case
            when matter_id is not null
                then lag(registered_on) over (partition by matter_id order by registered_on, petition_id)
        end as previous_on,
        case
            when matter_id is not null
                then lead(registered_on) over (partition by matter_id order by registered_on, petition_id)
        end as next_on,
        case
            when matter_id is not null
                then row_number() over (partition by matter_id order by registered_on, petition_id)
        end as registration_number
    from petitions
    where purpose is distinct from 'accusation'
),

petitions_judged as (
    select
        petitions_counted.*,
        coalesce(
            previous_on >= registered_on - to_months(settings.repeat_window_months), false
        ) as has_earlier,
        registered_on >= settings.first_day + to_months(settings.repeat_window_months) as is_history_long,
        limit_on is not null and coalesce(purpose, 'appeal') = 'appeal' as has_limit,
        least(answered_on, closed_on) as finished_on
    from petitions_counted
    cross join settings
),

spans as (
    select distinct
        unit_id,
        span,
        first_day,
        day_after
    from unit_spans
),

registrations as (
    select
        petitions_judged.petition_id,
        petitions_judged.matter_id,
        petitions_judged.batch,
        spans.span,
        petitions_judged.registered_on,
        days.month as registered_month,
        petitions_judged.channel,
        petitions_judged.category,
        petitions_judged.area,
        petitions_judged.reception_level,
        petitions_judged.is_outside_designated,
        petitions_judged.persons,
        petitions_judged.previous_on,
        petitions_judged.next_on,
        petitions_judged.registration_number,
        petitions_judged.has_earlier,
        petitions_judged.is_history_long,
        petitions_judged.is_repeat as is_repeat_by_source,
        case
            when petitions_judged.is_repeat is not null then petitions_judged.is_repeat
            when petitions_judged.matter_id is null then false
            when petitions_judged.is_history_long then petitions_judged.has_earlier
        end as is_repeat,
        case
            when
                petitions_judged.status = 'withdrawn'
                and petitions_judged.accepted_on is null
                and petitions_judged.finished_on <= petitions_judged.registered_on + registration_limits.days
                then null
            else petitions_judged.registered_on + registration_limits.days
        end as accept_by,
        petitions_judged.accepted_on,
        case when petitions_judged.has_limit then petitions_judged.limit_on end as limit_on,
        case
            when petitions_judged.has_limit then coalesce(petitions_judged.extended_to, petitions_judged.limit_on)
        end as due_on,
        petitions_judged.extended_to is not null as is_extended,
        petitions_judged.answered_on,
        petitions_judged.closed_on,
        petitions_judged.finished_on,
        coalesce(petitions_judged.is_in_rating_scope, false) as is_in_rating_scope,
        petitions_judged.rating,
        units.headcount is not null as has_headcount
    from petitions_judged
    inner join days on petitions_judged.registered_on = days.day
    inner join spans
        on
            petitions_judged.unit_id = spans.unit_id
            and petitions_judged.registered_on >= spans.first_day
            and petitions_judged.registered_on < spans.day_after
    left join registration_limits
        on
            petitions_judged.registered_on >= registration_limits.first_day
            and petitions_judged.registered_on < registration_limits.day_after
    left join units
        on
            petitions_judged.unit_id = units.unit_id
            and petitions_judged.registered_on between units.valid_from
            and coalesce(units.valid_to, date '9999-12-31')
),

visits_overdue as (
    select distinct visits.batch
    from registrations as visits
    inner join registrations as earlier
        on
            visits.matter_id = earlier.matter_id
            and visits.batch <> earlier.batch
            and visits.registered_on >= earlier.registered_on
            and visits.registered_on > earlier.due_on
            and coalesce(earlier.finished_on, date '9999-12-31') >= visits.registered_on
    where visits.channel = 'visit'
),

visit_causes as (
    select
        visits.batch,
        case
            when max(visits_overdue.batch) is not null then 'overdue'
            when max(visits.matter_id) is null then 'unknown'
            when bool_or(visits.registration_number > 1 or coalesce(visits.is_repeat, false)) then 'returned'
            else 'first'
        end as cause
    from registrations as visits
    left join visits_overdue on visits.batch = visits_overdue.batch
    where visits.channel = 'visit'
    group by visits.batch
)

select
    registrations.*,
    visit_causes.cause
from registrations
left join visit_causes on registrations.batch = visit_causes.batch and registrations.channel = 'visit'
