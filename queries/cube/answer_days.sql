-- How many days lay between acceptance and answer, for the items answered in each month?
-- Grain: month x node x days; is_cut rows hold a month only up to its cut_on. An answer dated before the acceptance
-- is left out: nobody knows which day is wrong.
-- Reads: items, months, days, span_nodes.
with answers as (
    select
        answered_on,
        span,
        datediff('day', accepted_on, answered_on) as days
    from items
    where answered_on >= accepted_on
),

dated as (
    select
        days.month,
        false as is_cut,
        answers.span,
        answers.days
    from answers
    inner join days on answers.answered_on = days.day
    union all
    select
        days.month,
        true as is_cut,
        answers.span,
        answers.days
    from answers
    inner join days on answers.answered_on = days.day
    inner join months on days.month = months.month and days.day <= months.cut_on
)

select
    dated.month,
    dated.is_cut,
    span_nodes.node,
    dated.days,
    count(*) as items
from dated
inner join span_nodes on dated.span = span_nodes.span
group by all
