-- Which suppliers were awarded unusually many classes of items, by the first digits of their codes?
-- Grain: supplier of an active award of its own with items.
-- Reads: considered_tenders, awards, award_suppliers, tender_items.
-- The limit is the upper fence of all such numbers unless $threshold is given.
with named as (
    select
        award_id,
        count(*) as n,
        min(supplier_id) as supplier_id
    from award_suppliers
    group by award_id
),

counted as (
    select
        named.supplier_id,
        count(distinct awards.tender_id) as n,
        cast(count(distinct left(class_code, $digits)) as double) as classes
    from awards
    inner join considered_tenders using (tender_id)
    inner join named using (award_id)
    inner join tender_items on awards.award_id = tender_items.award_id
    where awards.status = 'active' and named.n = 1 and named.supplier_id is not null
    group by named.supplier_id
),

spread as (
    select coalesce(list_sort(list(classes)), []) as ordered from counted
    where n >= $minimum_contracting_processes
),

limits as (
    select
        coalesce($threshold, upper_fence(ordered)) as fence,
        $threshold is not null or len(ordered) >= $minimum_n as is_told
    from spread
),

told as (
    select
        counted.*,
        fence,
        case
            when n < $minimum_contracting_processes then 'awards.award_id'
            when not is_told or fence is null then 'fence'
        end as missing
    from counted
    cross join limits
)

select
    'supplier' as subject,
    supplier_id as subject_id,
    cast(null as varchar) as tender_id,
    case when missing is not null then 'not_computable' when classes >= fence then 'flagged' else 'clear' end as state,
    classes as measured,
    fence as limit_value,
    missing
from told
