-- Did one supplier get several orders of a buyer and class in a short time, each under the open-tender amount, together not?
-- Grain: awarded tender with an open-tender amount; and supplier of a flagged tender.
-- Reads: limits_in_force, active_awards, award_suppliers.
-- Each tender carries the largest sum of a window of $days_apart days that it lies in; all awards of the window are under.
with orders as (
    select
        limited.tender_id,
        supplier_id,
        unit_id,
        item_class,
        limit_value,
        min(awarded_on) as awarded_on,
        case when bool_and(in_yuan is not null) then sum(in_yuan) end as amount,
        case
            when untold is not null then untold
            when item_class is null then 'tenders.item_class'
            when supplier_id is null then 'award_suppliers.supplier_id'
            when bool_or(awarded_on is null) then 'awards.awarded_on'
            when bool_or(in_yuan is null) then 'awards.amount'
        end as missing
    from limits_in_force('open_tender_limit') as limited
    inner join active_awards on limited.tender_id = active_awards.tender_id
    left join award_suppliers using (award_id)
    group by limited.tender_id, supplier_id, unit_id, item_class, limit_value, untold
),

small as (
    select
        tender_id,
        unit_id,
        supplier_id,
        item_class,
        awarded_on,
        amount
    from orders
    where missing is null and amount < limit_value
),

windows as (
    select
        small.unit_id,
        small.supplier_id,
        small.item_class,
        small.tender_id as first_tender,
        small.awarded_on as first_day,
        sum(following.amount) as total,
        count(*) as n
    from small
    inner join small as following
        on
            small.unit_id = following.unit_id
            and small.supplier_id = following.supplier_id
            and small.item_class = following.item_class
            and small.awarded_on <= following.awarded_on
            and following.awarded_on - small.awarded_on <= $days_apart
    group by all
),

summed as (
    select
        orders.tender_id,
        orders.supplier_id,
        orders.limit_value,
        orders.missing,
        coalesce(max(total), any_value(amount)) as amount,
        coalesce(max(total) filter (where n > 1) >= orders.limit_value, false) as is_flagged
    from orders
    left join windows
        on
            orders.unit_id = windows.unit_id
            and orders.supplier_id = windows.supplier_id
            and orders.item_class = windows.item_class
            and orders.awarded_on >= windows.first_day
            and orders.awarded_on - windows.first_day <= $days_apart
            and orders.amount < orders.limit_value
            and orders.missing is null
    group by orders.tender_id, orders.supplier_id, orders.limit_value, orders.missing
),

judged as (
    select
        tender_id,
        any_value(limit_value) as limit_value,
        bool_or(is_flagged) as is_flagged,
        max(missing) as missing,
        coalesce(max(amount) filter (where is_flagged), max(amount)) as amount
    from summed
    group by tender_id
)

select
    'tender' as subject,
    tender_id as subject_id,
    tender_id,
    case when is_flagged then 'flagged' when missing is not null then 'not_computable' else 'clear' end as state,
    cast(amount as double) as measured,
    limit_value,
    case when not is_flagged then missing end as missing
from judged
union all
select
    'supplier' as subject,
    supplier_id as subject_id,
    tender_id,
    'flagged' as state,
    cast(amount as double) as measured,
    limit_value,
    null as missing
from summed
where is_flagged
