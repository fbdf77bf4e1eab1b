-- How often is each column empty among the registrations of the asked units?
-- Grain: column.
-- Reads: column_nulls.
select
    column_name,
    cast(sum(registrations) as bigint) as registrations,
    cast(sum(nulls) as bigint) as nulls
from column_nulls
where unit_id in (select unnest($units))
group by column_name
