-- On which day did a moment fall where the offices are?
-- Grain: one value; null for none.
-- Reads: its argument.
-- Moments are UTC; limits of Chinese law run in days of UTC+8, which knows no summer time. The only place that says so.
create or replace macro local_day(moment) as cast(moment + interval 8 hours as date)
