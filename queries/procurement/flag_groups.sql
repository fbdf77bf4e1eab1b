-- Which flags of tenders belong together: all, one alone, a stage, the statutory ones and the others?
-- Grain: breakdown x code; mask has the bit of each flag of the group. What is counted by area as well has the
-- breakdown's name after area_.
-- Reads: flag_bits.
with grouped as (
    select
        'all' as breakdown,
        '' as code,
        bit_or(bit) as mask
    from flag_bits
    union all
    select
        'flag' as breakdown,
        flag as code,
        bit as mask
    from flag_bits
    union all
    select
        'stage' as breakdown,
        stage as code,
        bit_or(bit) as mask
    from flag_bits
    group by stage
    union all
    select
        'kind' as breakdown,
        kind as code,
        bit_or(bit) as mask
    from flag_bits
    group by kind
)

select
    breakdown,
    code,
    mask,
    false as is_by_area
from grouped
union all
select
    if(breakdown = 'all', 'area', 'area_' || breakdown) as breakdown,
    code,
    mask,
    true as is_by_area
from grouped
