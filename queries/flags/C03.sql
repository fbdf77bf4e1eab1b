-- Did a buyer's purchases of one class and fiscal year without open tender add up to more than the open-tender amount?
-- Grain: purchase of goods or services without open tender or approval under the government procurement law.
-- Reads: limits_in_force.
-- Each tender carries the sum of its group; the limit is that of the group's last day. Several purchases make a split.
with purchases as (
    select
        amounts.tender_id,
        amounts.unit_id,
        amounts.area,
        amounts.item_class,
        amounts.year,
        amounts.decided_on,
        amounts.estimate,
        amounts.estimate_missing,
        amounts.limit_value,
        numbers.limit_value as fewest,
        case
            when numbers.untold is not null then numbers.untold
            when amounts.untold is not null then amounts.untold
            when amounts.ocds_method is null then 'tenders.method'
            when amounts.item_class is null then 'tenders.item_class'
        end as untold
    from limits_in_force('splitting_min_tenders') as numbers
    inner join limits_in_force('open_tender_limit') as amounts using (tender_id)
    where
        amounts.area in ('goods', 'services')
        and amounts.ocds_method is distinct from 'open'
        and not coalesce(amounts.is_exemption_approved, false)
),

groups as (
    select
        unit_id,
        area,
        item_class,
        year,
        sum(estimate) as amount,
        count(*) >= max(fewest) as is_several,
        arg_max(limit_value, decided_on) as limit_value,
        max(estimate_missing) as estimate_missing
    from purchases
    where untold is null
    group by all
),

judged as (
    select
        purchases.tender_id,
        groups.amount,
        groups.limit_value,
        coalesce(is_several and groups.amount > groups.limit_value, false) as is_flagged,
        case
            when untold is not null then untold
            when is_several then groups.estimate_missing
        end as missing
    from purchases
    left join groups
        on
            purchases.untold is null
            and purchases.unit_id = groups.unit_id
            and purchases.area = groups.area
            and purchases.item_class = groups.item_class
            and purchases.year = groups.year
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
