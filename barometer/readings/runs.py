"""How many months in a row: on one side of the expected value, higher than the month before, raised."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Whole = NDArray[np.int64]


def run_lengths(flags: ArrayLike) -> Whole:
    """Return for how many months in a row, up to each of (series, months), the flag has stood; 0 where it does not."""
    held = np.asarray(flags, dtype=bool)
    place = np.arange(1, held.shape[1] + 1)
    broken = np.maximum.accumulate(np.where(held, 0, place), axis=1)
    run: Whole = np.where(held, place - broken, 0)
    return run


def signed_runs(signs: ArrayLike) -> Whole:
    """Return the run of equal signs up to each of (series, months), negative as the sign is; 0 and NaN break it."""
    held = np.sign(np.nan_to_num(np.asarray(signs, dtype=float)))
    return run_lengths(held > 0) - run_lengths(held < 0)


def climbs(values: ArrayLike) -> Whole:
    """Return for how many months in a row each of (series, months) is higher than the one before, negative: lower."""
    held = np.asarray(values, dtype=float)
    return signed_runs(np.diff(held, axis=1, prepend=np.nan))
