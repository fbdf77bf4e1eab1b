-- How many registrations of each statistics month did each delivery know, this one and those before it?
-- Grain: month x data_as_of: the last 36 months covered, as this delivery counts them, and as earlier days told them.
-- Of two deliveries of one day the one published later stands, and nothing of a later day than this one's.
-- Reads: months, items, settings, arrivals_before.
with recent_months as (
    select month
    from months
    order by month desc
    limit 36
)

select
    recent_months.month,
    settings.data_as_of,
    count(items.petition_id) as items
from recent_months
cross join settings
left join items on recent_months.month = items.registered_month
group by recent_months.month, settings.data_as_of
union all
select
    arrivals_before.month,
    arrivals_before.data_as_of,
    arrivals_before.items
from arrivals_before
inner join recent_months on arrivals_before.month = recent_months.month
cross join settings
where
    arrivals_before.data_as_of < settings.data_as_of
    and arrivals_before.data_as_of >= (select min(first.month) from recent_months as first)
