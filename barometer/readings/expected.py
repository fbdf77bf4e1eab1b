"""What was to be expected in a month, given the months before it: month effects, linear time, Chinese New Year.

Source: quasi-Poisson regression, McCullagh and Nelder (1989). The band is that of a negative binomial count whose
variance holds both the scatter of the months and the error of the expectation; below 5 a month it is exact Poisson.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import stats

from barometer.faults import UnreadableSeries
from barometer.readings.new_year import HOLIDAY, REBOUND, festival_days
from barometer.readings.numbers_in import counts
from barometer.readings.quasi_poisson import fit

YEAR = 12
JANUARY, FEBRUARY = 0, 1
SHORTEST = 24
ENOUGH_NEW_YEARS = 4
RARE = 5.0
LEVEL = 0.95

Floats = NDArray[np.float64]
Months = NDArray[np.int64]


@dataclass(frozen=True)
class Expected:
    """What a month was to bring. `months` are those judged together (January and February while New Years are few).

    `observed` is their count (None where it is not known yet), `expected` the mean that the months before lead to,
    `low` and `high` the band of single counts around it, whole numbers. `scale` is the dispersion of the model.
    `is_rare` says that fewer than 5 a month came so far: then the band is exact Poisson around their mean, without
    seasons, and `months_since` counts the months since the last one before (None: never any).
    """

    months: tuple[int, ...]
    observed: float | None
    expected: float
    low: float
    high: float
    scale: float
    is_rare: bool
    months_since: int | None


@dataclass(frozen=True)
class Adjusted:
    """A series without its seasons and its line: months (the later of two together), observed ÷ expected, residuals.

    `ratio` is 1 where a month is as the model of the whole series has it, `residual` the signed deviance residual
    divided by the root of the dispersion. Control charts are drawn of these, never of raw seasonal counts.
    """

    months: Months
    ratio: Floats
    residual: Floats


def expected_value(
    values: ArrayLike, months: ArrayLike, month: int, new_years: Iterable[date] = (), level: float = LEVEL
) -> Expected:
    """Return what the months before `month` let expect of it, with the band that holds `level` of single counts.

    `values` are counts (n,) of final months, `months` their months (year × 12 + month − 1), each once, gaps allowed;
    later months are not looked at. `new_years` are New Year's days; with fewer than 4 of them in the history before
    the year of the month, January is judged together with February, in February.
    Raises UnreadableSeries for missing or negative counts, fewer than 24 months before, a history of zeros alone, a
    calendar month in which nothing ever happened, and for a January that has to wait for February.
    """
    held, at = _in_order(values, months)
    month, festivals = int(month), tuple(new_years)
    before = at < month
    if before.sum() < SHORTEST:
        raise _short(int(before.sum()))
    if not held[before].any():
        raise UnreadableSeries("Nothing can be expected: all counts before are 0", column="y")
    if held[before].mean() < RARE:
        return _rare(held, at, month, level)
    is_joint = _is_joint(at[0], month - month % YEAR, festivals)
    if is_joint and month % YEAR == JANUARY:
        raise UnreadableSeries(
            "January is read together with February", expected=f"{ENOUGH_NEW_YEARS} New Years before", remedy="wait"
        )
    asked = np.array([month], dtype=np.int64)
    sums, ends = _joined(held[before], at[before], is_joint)
    used = _alive(sums, ends, asked)
    columns = _columns(np.append(ends[used], asked), festivals if not is_joint else ())
    found = fit(sums[used], columns[:-1])
    mean = float(np.exp(columns[-1] @ found.beta))
    low, high = _band(mean, found.scale, float(columns[-1] @ found.bread @ columns[-1]), level)
    together = (month - 1, month) if is_joint and month % YEAR == FEBRUARY else (month,)
    return Expected(together, _observed(held, at, together), mean, low, high, found.scale, False, None)


def adjusted(values: ArrayLike, months: ArrayLike, new_years: Iterable[date] = ()) -> Adjusted:
    """Return a series divided by what its own seasons, line and New Years make of each month.

    Arguments as of `expected_value`; the model is fitted to all months at once. Calendar months in which nothing ever
    happened are left out. With fewer than 4 New Years, January and February are one entry.
    Raises UnreadableSeries as `expected_value`, and for a series below 5 a month: chart those by exact limits.
    """
    held, at = _in_order(values, months)
    if held.size < SHORTEST:
        raise _short(held.size)
    if held.mean() < RARE:
        raise UnreadableSeries("Too few a month to divide by an expectation", column="y", expected=f"{RARE:g} a month")
    festivals = tuple(new_years)
    is_joint = _is_joint(at[0], at[-1] + 1, festivals)
    sums, ends = _joined(held, at, is_joint)
    used = _alive(sums, ends)
    sums, ends = sums[used], ends[used]
    found = fit(sums, _columns(ends, festivals if not is_joint else ()))
    with np.errstate(divide="ignore", invalid="ignore"):
        gain = np.where(sums > 0, sums * np.log(sums / found.mean), 0.0) - (sums - found.mean)
    residual = np.sign(sums - found.mean) * np.sqrt(2 * np.maximum(gain, 0) / found.scale)
    return Adjusted(ends, sums / found.mean, residual)


def poisson_band(mean: float, level: float = LEVEL) -> tuple[float, float]:
    """Return the whole numbers that hold a Poisson count of this mean with at least the probability `level`."""
    tail = (1 - level) / 2
    return float(stats.poisson.ppf(tail, mean)), float(stats.poisson.ppf(1 - tail, mean))


def _in_order(values: ArrayLike, months: ArrayLike) -> tuple[Floats, Months]:
    """Return counts and months in order of time; raises UnreadableSeries where a month stands twice."""
    held, at = counts(values, "y"), np.asarray(months, dtype=np.int64)
    if at.shape != held.shape or np.unique(at).size != at.size:
        raise UnreadableSeries("Each count has a month of its own", column="month", expected="each month once")
    order = np.argsort(at)
    return held[order], at[order]


def _short(found: int) -> UnreadableSeries:
    """Return the fault of too short a history."""
    return UnreadableSeries("The history is too short", expected=f"{SHORTEST} months", found=f"{found} months")


def _is_joint(first: int, after: int, festivals: tuple[date, ...]) -> bool:
    """Return whether January and February are read together: fewer than 4 New Years from `first` to before `after`."""
    return sum(first <= day.year * YEAR + day.month - 1 < after for day in festivals) < ENOUGH_NEW_YEARS


def _joined(held: Floats, at: Months, is_joint: bool) -> tuple[Floats, Months]:
    """Return counts with January added to its February, where they are read together; a half pair is left out."""
    if not is_joint:
        return held, at
    known = dict(zip(at.tolist(), held.tolist(), strict=True))
    sums = {month: count for month, count in known.items() if month % YEAR > FEBRUARY}
    pairs = [month for month in known if month % YEAR == FEBRUARY and month - 1 in known]
    sums |= {month: known[month - 1] + known[month] for month in pairs}
    ends = sorted(sums)
    return np.array([sums[month] for month in ends]), np.array(ends, dtype=np.int64)


def _alive(sums: Floats, ends: Months, asked: Months | None = None) -> NDArray[np.bool_]:
    """Return which rows lie in calendar months with counts; raises UnreadableSeries where the asked one has none."""
    alive = np.unique(ends[sums > 0] % YEAR)
    if asked is not None and not np.isin(asked % YEAR, alive).all():
        raise UnreadableSeries("In this calendar month nothing has ever happened", column="y")
    return np.isin(ends % YEAR, alive)


def _columns(at: Months, festivals: tuple[date, ...]) -> Floats:
    """Return the columns of the model: a month effect each, years of linear time, New Year where it is known."""
    seasons = at[:, None] % YEAR == np.unique(at % YEAR)
    parts = [seasons.astype(float), ((at - at.mean()) / YEAR)[:, None]]
    parts += [festival_days(at, festivals, window)[:, None] / 10 for window in (HOLIDAY, REBOUND) if festivals]
    return np.hstack(parts)


def _rare(held: Floats, at: Months, month: int, level: float) -> Expected:
    """Return the expectation of a series of few: the mean of the months before, exact Poisson band."""
    before = at < month
    mean = float(held[before].mean())
    low, high = poisson_band(mean, level)
    since = month - int(at[before & (held > 0)][-1])
    return Expected((month,), _observed(held, at, (month,)), mean, low, high, 1.0, True, since)


def _observed(held: Floats, at: Months, together: tuple[int, ...]) -> float | None:
    """Return the count of the months judged together, None where one of them is not known."""
    found = held[np.isin(at, together)]
    return float(found.sum()) if found.size == len(together) else None


def _band(mean: float, scale: float, error: float, level: float) -> tuple[float, float]:
    """Return the band of single counts: negative binomial, variance = mean × (scale + mean × error)."""
    ratio, tail = max(scale + mean * scale * error, 1.0001), (1 - level) / 2
    size, share = mean / (ratio - 1), 1 / ratio
    return float(stats.nbinom.ppf(tail, size, share)), float(stats.nbinom.ppf(1 - tail, size, share))
