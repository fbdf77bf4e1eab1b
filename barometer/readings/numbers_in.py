"""What every reading asks of the numbers handed to it, told as named errors instead of NaN on a chart."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from barometer.faults import UnreadableSeries

LARGEST = 1e100
LARGEST_COUNT = 1e15  # beyond it a double cannot tell a count from the next one


def finite(values: ArrayLike, name: str) -> NDArray[np.float64]:
    """Return `values` as a one-dimensional array of finite numbers.

    Raises UnreadableSeries where the series is empty, or a value is missing or larger than 1e100 (its square would
    leave the range of a double). `name` is the column the error speaks of.
    """
    held = np.asarray(values, dtype=float).ravel()
    if not held.size:
        raise UnreadableSeries("The series is empty", column=name, remedy="hand over at least one value")
    missing = int((~np.isfinite(held)).sum())
    if missing:
        raise UnreadableSeries(
            "The series has missing values",
            column=name,
            expected="a number in every row",
            found=f"{missing} of {held.size} rows without a finite number",
            remedy="leave out the row where nothing was measured; write 0 where nothing happened",
        )
    if np.abs(held).max() > LARGEST:
        raise UnreadableSeries("A value is too large to be read", column=name, expected=f"at most {LARGEST:g}")
    return held


def counts(values: ArrayLike, name: str) -> NDArray[np.float64]:
    """Return `values` as an array of counts: finite and not negative.

    Raises UnreadableSeries, as `finite` does, and for a negative count.
    """
    held = finite(values, name)
    negative = int((held < 0).sum())
    if negative:
        raise UnreadableSeries(
            "The series has negative counts", column=name, expected="0 or more", found=f"{negative} negative values"
        )
    return held


def whole_counts(values: ArrayLike, name: str) -> NDArray[np.float64]:
    """Return `values` as an array of whole counts up to 1e15; raises UnreadableSeries, as `counts` does, else."""
    held = counts(values, name)
    if held.max() > LARGEST_COUNT:
        raise UnreadableSeries("A count is too large to be read", column=name, expected=f"at most {LARGEST_COUNT:g}")
    broken = int((held != np.floor(held)).sum())
    if broken:
        raise UnreadableSeries(
            "The series has counts that are not whole numbers",
            column=name,
            expected="whole numbers",
            found=f"{broken} fractions",
        )
    return held
