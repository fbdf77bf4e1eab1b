-- Which number from 0 to 1 does chance give a place, the same at every run?
-- Grain: one value.
-- Reads: its arguments.
create or replace macro draw(place, purpose) as hash(place, purpose) % 1000003 / 1000003e0
