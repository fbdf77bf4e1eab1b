-- Which tenders have a flag of the asked group, those with most kinds of flags first, then the largest?
-- Grain: tender; flags are all it has, in the order of the registry; n_all is how many tenders there are in all.
-- Reads: chosen_tenders(), flag_groups, flag_bits, tender_details.
with asked as (
    select mask
    from flag_groups
    where breakdown = $breakdown and code = $code
),

found as (
    select
        chosen.*,
        bit_count(chosen.flagged) as kinds
    from chosen_tenders($node, $first_month, $last_month, $area) as chosen
    cross join asked
    where chosen.flagged & asked.mask <> 0
),

named as (
    select
        found.tender_id,
        list(flag_bits.flag order by flag_bits.bit) as flags
    from found
    inner join flag_bits on found.flagged & flag_bits.bit <> 0
    group by found.tender_id
)

select
    found.tender_id,
    found.area,
    found.unit_id,
    found.day,
    found.amount,
    found.kinds,
    named.flags,
    count(*) over () as n_all
from found
inner join named on found.tender_id = named.tender_id
order by found.kinds desc, found.amount desc nulls last, found.tender_id asc
limit $most
