-- What is the quantile of a sorted list, Hyndman and Fan's type 8?
-- Grain: one value; null for an empty list.
-- Reads: its arguments.
-- h = (n + 1/3) p + 1/3, linear between order statistics, clamped to the ends. DuckDB's quantile_cont is type 7 and gives
-- other answers.
create or replace macro quantile_8(ordered, p) as case
    when len(ordered) = 0 then null
    when (len(ordered) + 1e0 / 3) * p + 1e0 / 3 < 1 then ordered[1]
    when (len(ordered) + 1e0 / 3) * p + 1e0 / 3 >= len(ordered) then ordered[len(ordered)]
    else
        ordered[cast(floor((len(ordered) + 1e0 / 3) * p + 1e0 / 3) as bigint)]
        + ((len(ordered) + 1e0 / 3) * p + 1e0 / 3 - floor((len(ordered) + 1e0 / 3) * p + 1e0 / 3))
        * (
            ordered[cast(floor((len(ordered) + 1e0 / 3) * p + 1e0 / 3) as bigint) + 1]
            - ordered[cast(floor((len(ordered) + 1e0 / 3) * p + 1e0 / 3) as bigint)]
        )
end
