"""A table of pairs of counts read as ratios: what `python -m barometer read ratio` answers."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from barometer.readings.columns_in import need, numeric, plain
from barometer.readings.options import only
from barometer.readings.ratio import rate_ratio

COLUMNS = ("c1", "c0", "t1", "t0")


def read_ratio(frame: pd.DataFrame, options: Mapping[str, str]) -> dict[str, object]:
    """Return the ratio of two rates for each row of a table with the columns c1, c0, t1 and t0.

    `rows` holds the four, ratio, interval (low and high, exact, 95 %), p (central) and mid_p. The ratio and the upper
    end are null where they are infinite (c0 = 0); where both counts are 0 all are null and cannot_be_read says so.
    No options. Raises UnreadableSeries for counts or exposures that are none, NotAllowed for an option.
    """
    only(options, ())
    need(frame, COLUMNS)
    given = {name: numeric(frame, name) for name in COLUMNS}
    read = rate_ratio(given["c1"], given["c0"], given["t1"], given["t0"])
    rows = []
    for place in range(len(frame)):
        row: dict[str, object] = {name: float(column[place]) for name, column in given.items()}
        row["ratio"] = plain(read.ratio[place])
        row["interval"] = [plain(read.low[place]), plain(read.high[place])]
        row |= {"p": plain(read.p[place]), "mid_p": plain(read.mid_p[place])}
        row["cannot_be_read"] = "both counts are 0" if row["p"] is None else None
        rows.append(row)
    return {"rows": rows}
