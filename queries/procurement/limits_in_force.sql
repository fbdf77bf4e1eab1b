-- Which limit of an id holds for each tender, by its regime, its area and the day that decides?
-- Grain: tender to which the limit applies, or of which that is not told; with all columns of dated_tenders.
-- Reads: dated_tenders, thresholds.
-- A regime without a row of thresholds has no row here. untold names the column without which no limit is known.
create or replace macro limits_in_force(limit_id) as table
    select
        dated_tenders.*,
        thresholds.value as limit_value,
        thresholds.measured_in as limited_in,
        case
            when thresholds.value is not null then null
            when dated_tenders.regime is null then 'tenders.regime'
            else 'tenders.notice_at'
        end as untold
    from dated_tenders
    left join thresholds
        on
            thresholds.id = limit_id
            and (thresholds.regime is null or dated_tenders.regime = thresholds.regime)
            and (thresholds.area is null or dated_tenders.area = thresholds.area)
            and dated_tenders.decided_on >= thresholds.first_day
            and dated_tenders.decided_on < thresholds.day_after
    where
        thresholds.value is not null
        or dated_tenders.regime is null
        or (
            dated_tenders.decided_on is null
            and dated_tenders.regime in (
                select known.regime from thresholds as known
                where known.id = limit_id
            )
        )
