-- Over which value of a sorted list do outliers lie: Q3 + 1.5 IQR?
-- Grain: one value; null for an empty list.
-- Reads: quantile_8.
create or replace macro upper_fence(ordered) as
quantile_8(ordered, 0.75) + 1.5e0 * (quantile_8(ordered, 0.75) - quantile_8(ordered, 0.25))
