-- How was each month of a unit's metric to be read? Made at publish by the readings, so that no page fits a model.
-- Grain: node x metric x month, the last 36 months; a month that cannot be read has no row.
-- Reads: nothing.
create table readings (
    node varchar, -- unit with all below it; * the whole organisation
    metric varchar,
    month date,
    value double, -- of the metric, as it was
    counted bigint, -- how many were judged: the numerator, or what is left of the base where more is better
    base bigint, -- denominator of a share, null for counts
    expected double, -- these three on the scale of the value
    lower double,
    upper double,
    chance double, -- mid-p of as many as were counted, or more
    strength double, -- its normal score
    kind varchar, -- alarm, watch, fall_to_zero, or empty
    raised smallint, -- months in a row of this kind; a month on watch may follow alarms
    run smallint, -- months in a row above (below: negative) the expected value
    climb smallint, -- months in a row higher (lower: negative) against the expected value than the month before
    history smallint -- months before it that speak of this series
)
