-- Do a buyer's awards of an area and year go to few suppliers?
-- Grain: buyer x area x year with an active award.
-- Reads: dated_tenders, active_awards, award_suppliers.
-- Measured is the sum of squared shares of the amount (HHI), or the largest share where only that is over its limit. The
-- members of a consortium hold equal parts.
with parts as (
    select
        concat_ws('/', unit_id, area, year) as subject_id,
        award_id,
        supplier_id,
        cast(in_yuan as double) / greatest(suppliers, 1) as amount,
        case
            when supplier_id is null then 'award_suppliers.supplier_id' when in_yuan is null then 'awards.amount'
        end as missing
    from active_awards
    inner join dated_tenders using (tender_id)
    left join award_suppliers using (award_id)
    where year is not null
),

held as (
    select
        subject_id,
        supplier_id,
        sum(amount) / sum(sum(amount)) over (partition by subject_id) as share
    from parts
    group by subject_id, supplier_id
),

spread as (
    select
        subject_id,
        sum(share * share) as hhi,
        max(share) as top_share
    from held
    group by subject_id
),

judged as (
    select
        subject_id,
        hhi,
        top_share,
        case when max(missing) is not null then max(missing) when count(distinct award_id) < $fewest then 'minimum_n' end
            as missing
    from parts
    inner join spread using (subject_id)
    group by subject_id, hhi, top_share
),

told as (
    select
        *,
        hhi <= $highest_hhi and top_share > $highest_share as is_by_top_share
    from judged
)

select
    'buyer_year' as subject,
    subject_id,
    cast(null as varchar) as tender_id,
    case
        when missing is not null then 'not_computable'
        when hhi > $highest_hhi or top_share > $highest_share then 'flagged'
        else 'clear'
    end as state,
    case when is_by_top_share then top_share else hhi end as measured,
    cast(case when is_by_top_share then $highest_share else $highest_hhi end as double) as limit_value,
    missing
from told
