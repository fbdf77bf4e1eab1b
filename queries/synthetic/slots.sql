-- Who offers how much in each of $tenders synthetic tenders? On average 3.85 bids, the winner in slot 0.
-- Grain: bid.
-- Reads: macro draw.
with drawn as (
    select
        numbers.place,
        cast(1 + floor(draw(place, 'bids') * 6.7) as integer) as bids,
        cast(draw(place, 'winner') * greatest($tenders // 7, 30) as bigint) as first_supplier,
        round(exp(12 + 4 * draw(place, 'budget')), 2) as budget
    from range($tenders) as numbers (place)
),

slotted as (
    select
        drawn.*,
        unnest(range(bids)) as slot
    from drawn
)

select
    place,
    slot,
    bids,
    budget,
    printf('T%08d', place) as tender_id,
    printf('B%08d-%d', place, slot) as bid_id,
    printf('S%07d', (first_supplier + slot * slot * 31) % greatest($tenders // 7, 30)) as supplier_id,
    round(budget * (0.9 + case when slot > 0 then 0.004 + 0.2 * draw(place * 8 + slot, 'price') else 0 end), 2) as amount,
    case
        when slot > 0 and draw(place * 8 + slot, 'status') < 0.04 then 'disqualified'
        when slot > 0 and draw(place * 8 + slot, 'status') < 0.05 then 'withdrawn'
        else 'valid'
    end as status,
    timestamp '2021-01-04 01:00:00' + to_days(cast(place * 2000 // $tenders as integer)) as deadline_at
from slotted
