-- How many of each unit's own registrations leave a column empty?
-- Grain: unit x column of petitions; registrations of the covered days, accusations left out.
-- Reads: petitions, days.
with counted as (
    select
        petitions.unit_id as own_unit,
        count(*) as registrations,
        count(*) - count(petitions.petition_id) as petition_id,
        count(*) - count(petitions.matter_id) as matter_id,
        count(*) - count(petitions.visit_id) as visit_id,
        count(*) - count(petitions.registered_on) as registered_on,
        count(*) - count(petitions.unit_id) as unit_id,
        count(*) - count(petitions.about_unit_id) as about_unit_id,
        count(*) - count(petitions.channel) as channel,
        count(*) - count(petitions.purpose) as purpose,
        count(*) - count(petitions.category) as category,
        count(*) - count(petitions.area) as area,
        count(*) - count(petitions.reception_level) as reception_level,
        count(*) - count(petitions.is_outside_designated) as is_outside_designated,
        count(*) - count(petitions.persons) as persons,
        count(*) - count(petitions.is_repeat) as is_repeat,
        count(*) - count(petitions.source) as source,
        count(*) - count(petitions.procedure) as procedure,
        count(*) - count(petitions.accepted_on) as accepted_on,
        count(*) - count(petitions.limit_on) as limit_on,
        count(*) - count(petitions.extended_to) as extended_to,
        count(*) - count(petitions.answered_on) as answered_on,
        count(*) - count(petitions.closed_on) as closed_on,
        count(*) - count(petitions.status) as status,
        count(*) - count(petitions.is_in_rating_scope) as is_in_rating_scope,
        count(*) - count(petitions.rating) as rating,
        count(*) - count(petitions.rated_on) as rated_on
    from petitions
    inner join days on petitions.registered_on = days.day
    where petitions.purpose is distinct from 'accusation'
    group by petitions.unit_id
)

select
    own_unit as unit_id,
    column_name,
    registrations,
    nulls
from counted
unpivot (
    nulls for column_name in (
        petition_id,
        matter_id,
        visit_id,
        registered_on,
        unit_id,
        about_unit_id,
        channel,
        purpose,
        category,
        area,
        reception_level,
        is_outside_designated,
        persons,
        is_repeat,
        source,
        procedure,
        accepted_on,
        limit_on,
        extended_to,
        answered_on,
        closed_on,
        status,
        is_in_rating_scope,
        rating,
        rated_on
    )
)
