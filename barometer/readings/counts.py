"""What a batch of counts must be before anything is read from it."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from barometer.faults import UnreadableSeries
from barometer.readings.loglinear import Floats

LARGEST = 1e15  # beyond it a double cannot tell a count from the next one


def batch_of(counts: ArrayLike) -> Floats:
    """Return `counts` as (units, months) in floats; one series becomes a batch of one; a month not known is NaN.

    Raises UnreadableSeries for anything but whole numbers from 0 to 1e15, and for a table of other than 1 or 2 sides.
    """
    try:
        batch = np.array(counts, dtype=float, ndmin=2)
    except (TypeError, ValueError) as error:
        raise UnreadableSeries("A series holds something that is not a number", expected="whole numbers") from error
    if batch.ndim != 2 or 0 in batch.shape:
        raise UnreadableSeries("A series holds no month", expected="at least one unit and one month")
    known = batch[~np.isnan(batch)]
    for is_wrong, problem in (
        (known < 0, "A count is below zero"),
        (known > LARGEST, "A count is too large to be read"),
        (known != np.floor(known), "A count is not a whole number"),
    ):
        if is_wrong.any():
            raise UnreadableSeries(
                problem,
                expected="whole numbers from 0 to 1e15",
                found=f"{known[is_wrong][0]:g}",
                remedy="correct the count, or hand it over as not known",
            )
    return batch
