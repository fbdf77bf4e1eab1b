"""Cells as they were written, turned into counts or told apart with their line."""

from __future__ import annotations

import numpy as np
import pandas as pd

from barometer.faults import UnreadableSeries
from barometer.readings.counts import LARGEST
from barometer.readings.loglinear import Floats


def counts_in(frame: pd.DataFrame, column: str) -> Floats:
    """Return a column of counts, NaN where a cell is empty.

    Raises UnreadableSeries, naming the line of the first cell, where the column is missing, a cell is no number, below
    zero, too large or not whole. The index of `frame` holds the lines.
    """
    if column not in frame.columns:
        raise UnreadableSeries(
            "A column is missing",
            column=column,
            expected=f"a column named {column}",
            found=", ".join(map(str, frame.columns)),
            remedy="name the columns in the first line of the file",
        )
    numbers = pd.to_numeric(frame[column], errors="coerce")
    is_count = frame[column].isna() | ((numbers >= 0) & (numbers <= LARGEST) & (numbers == np.floor(numbers)))
    if not is_count.all():
        wrong = int(np.argmin(is_count.to_numpy()))
        raise UnreadableSeries(
            "A cell is no count",
            column=column,
            expected=f"a whole number from 0 to {LARGEST:g}, or an empty cell where it is not known",
            found=f"{frame[column].iloc[wrong]} in line {frame.index[wrong]}",
            remedy="correct the cell",
        )
    return np.asarray(numbers, dtype=float)
