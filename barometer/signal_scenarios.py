"""Monthly series of which it is known where an outbreak lies: 42 scenarios to measure early warnings on.

Source: Noufaily et al., Statistics in Medicine 32 (2013), 3, whose weekly means are turned into months here.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from itertools import product
from typing import Literal, NamedTuple, get_args

import numpy as np
from numpy.typing import NDArray

from barometer.contract import HOUSE
from barometer.readings.new_year import HOLIDAY, REBOUND, festival_days
from barometer.reference import new_years

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Whole = NDArray[np.int64]
Kind = Literal["standard", "short", "new_year", "amplitude", "clean", "correlated"]
KINDS: tuple[Kind, ...] = get_args(Kind)

MONTHS, CURRENT, A_YEAR = 96, 12, 12
PAST_FROM = 20  # the first 20 months hold no outbreak
PAST_SIZES = (2, 3, 5, 10)
SIZES = tuple(range(1, 11))
_SHORT_MONTHS = 60
_WEEKS = 52 / 12
_SETS = (
    (0.1, 0.0025, 0.6, 0.6, 1.5),
    (-2.0, 0.005, 0.1, 0.3, 2.0),
    (1.5, 0.003, 0.2, -0.4, 1.0),
    (0.5, 0.002, 0.5, 0.5, 5.0),
    (2.5, 0.001, 1.0, 0.1, 3.0),
    (3.75, 0.001, 0.1, -0.1, 1.1),
    (5.0, 0.0001, 0.05, 0.01, 1.2),
)
NEW_YEARS = new_years(HOUSE / "data")
_FIRST_YEARS = range(2010, 2020)  # a scenario's 96 months begin in one of them
_CLOSED, _BUSY = 0.85, 0.25  # what a day of the holiday loses, and one of the rebound gains
_MEMORY, _NOISE = 0.5, 0.1  # of the log mean of correlated series: one month's share in the next, deviation


@dataclass(frozen=True)
class Scenario:
    """One way of drawing months: log level, its change a month, season by `harmonics` waves, variance ÷ mean."""

    number: int
    level: float
    growth: float
    cosine: float
    sine: float
    harmonics: int
    dispersion: float

    def means(self, amplitude: Floats | float = 1.0) -> Floats:
        """Return the means of months 1 to 96; `amplitude`, one number or (units, 96), stretches the season."""
        t = np.arange(1, MONTHS + 1)
        turns = [2 * np.pi * wave * t / A_YEAR for wave in range(1, self.harmonics + 1)]
        season = sum((self.cosine * np.cos(turn) + self.sine * np.sin(turn) for turn in turns), np.zeros(MONTHS))
        means: Floats = np.exp(self.level + self.growth * t + amplitude * season)
        return means


class Drawn(NamedTuple):
    """Series of one scenario: what a method may see, and what it is judged by.

    `counts` (units, months), the last 12 of them current; `new_year` (months, 2) days for the calendar, None for
    series without; `sizes` (units,) of the current outbreak, in standard deviations of a month; `first` and `last`
    (units,) its months among the 12; `has_outbreak` (units, 12) where it, or a past one that lasts, has cases.
    """

    counts: Whole
    new_year: Floats | None
    sizes: Whole
    first: Whole
    last: Whole
    has_outbreak: Flags

    def in_outbreak(self) -> Flags:
        """Return which current months (units, 12) lie within the current outbreak, its first and last included."""
        month = np.arange(CURRENT)
        return (month >= self.first[:, None]) & (month <= self.last[:, None])


def scenarios() -> list[Scenario]:
    """Return the 42 scenarios: 7 sets of numbers, with and without growth, with 0, 1 and 2 waves a year."""
    every = product(_SETS, (0, 1), (0, 1, 2))
    return [
        Scenario(number, level + np.log(_WEEKS), grows * growth * _WEEKS, cosine, sine, harmonics, dispersion)
        for number, ((level, growth, cosine, sine, dispersion), grows, harmonics) in enumerate(every, 1)
    ]


def draw(scenario: Scenario, kind: Kind, replicates: int, seed: int) -> Drawn:
    """Return `replicates` series of each size of current outbreak, 1 to 10, every one with a past of its own.

    Kinds: standard; short (the last 60 of the 96 months); new_year (the moving holiday closes offices, the weeks after
    are busy); amplitude (the season grows from half to one and a half in one half of the series, shrinks in the
    other); clean (no past outbreak); correlated (a month's noise lasts into the next).
    """
    rng = np.random.default_rng([seed, scenario.number, KINDS.index(kind)])
    sizes = np.repeat(SIZES, replicates)
    means, days = _means(rng, scenario, kind, len(sizes))
    counts = _spread_counts(rng, means, scenario.dispersion)
    deviations = np.sqrt(scenario.dispersion * means)
    past = np.zeros_like(counts)
    if kind != "clean":
        starts = rng.integers(PAST_FROM, MONTHS - CURRENT, (len(sizes), len(PAST_SIZES)))
        for column, size in enumerate(PAST_SIZES):
            past += _outbreaks(rng, starts[:, column], size * deviations)
    start = rng.integers(MONTHS - CURRENT, MONTHS, len(sizes))
    now = _outbreaks(rng, start, sizes[:, None] * deviations)
    first, last = _ends(now[:, -CURRENT:] > 0, start - (MONTHS - CURRENT))
    kept = _SHORT_MONTHS if kind == "short" else MONTHS
    drawn = Drawn((counts + past + now)[:, -kept:], days, sizes, first, last, past[:, -CURRENT:] > 0)
    return drawn._replace(has_outbreak=drawn.has_outbreak | drawn.in_outbreak())


def _means(rng: np.random.Generator, scenario: Scenario, kind: Kind, units: int) -> tuple[Floats, Floats | None]:
    """Return the means of all units (units, 96) and the New Year days that shaped them, if any did."""
    if kind == "amplitude":
        growing = np.linspace(0.5, 1.5, MONTHS)
        return scenario.means(np.where(np.arange(units)[:, None] % 2, growing, growing[::-1])), None
    means = np.tile(scenario.means(), (units, 1))
    if kind == "new_year":
        return _with_new_year(scenario, means)
    if kind == "correlated":
        means *= np.exp(_lasting_noise(rng, units))
    return means, None


def _with_new_year(scenario: Scenario, means: Floats) -> tuple[Floats, Floats]:
    first = _FIRST_YEARS[scenario.number % len(_FIRST_YEARS)] * A_YEAR
    months = np.arange(first, first + MONTHS)
    days = np.column_stack([festival_days(months, NEW_YEARS, window) for window in (HOLIDAY, REBOUND)])
    lengths = np.array([_length(month) for month in months.tolist()])
    return means * (1 - _CLOSED * days[:, 0] / lengths + _BUSY * days[:, 1] / lengths), days


def _length(month: int) -> int:
    """Return the days of a month given as year × 12 + month − 1."""
    starts = [dt.date(place // A_YEAR, place % A_YEAR + 1, 1) for place in (month, month + 1)]
    return (starts[1] - starts[0]).days


def _lasting_noise(rng: np.random.Generator, units: int) -> Floats:
    noise = rng.normal(0, _NOISE, (units, MONTHS))
    for month in range(1, MONTHS):
        noise[:, month] = _MEMORY * noise[:, month - 1] + np.sqrt(1 - _MEMORY**2) * noise[:, month]
    return noise


def _spread_counts(rng: np.random.Generator, means: Floats, dispersion: float) -> Whole:
    """Return counts whose variance is `dispersion` times their mean."""
    if dispersion == 1:
        return rng.poisson(means)
    return rng.negative_binomial(means / (dispersion - 1), 1 / dispersion)


def _outbreaks(rng: np.random.Generator, start: Whole, usual: Floats) -> Whole:
    """Return the cases (units, 96) of one outbreak a unit; `usual` (units, 96) is its mean size by starting month.

    At least two cases, each a lognormal number of months after the start; what falls past the end is not seen.
    """
    mean = usual[np.arange(len(start)), start]
    sizes = rng.poisson(mean)
    while (small := sizes < 2).any():
        sizes[small] = rng.poisson(mean[small])
    unit = np.repeat(np.arange(len(start)), sizes)
    month = np.repeat(start, sizes) + np.floor(rng.lognormal(0, 0.5, sizes.sum())).astype(np.int64)
    is_seen = month < MONTHS
    places = unit[is_seen] * MONTHS + month[is_seen]
    return np.bincount(places, minlength=len(start) * MONTHS).reshape(len(start), MONTHS)


def _ends(is_struck: Flags, start: Whole) -> tuple[Whole, Whole]:
    """Return the first and last struck month of each unit; its start where none of its cases is seen."""
    any_seen = is_struck.any(axis=1)
    first = np.where(any_seen, is_struck.argmax(axis=1), start)
    last = np.where(any_seen, is_struck.shape[1] - 1 - is_struck[:, ::-1].argmax(axis=1), start)
    return first, last
