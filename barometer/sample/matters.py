"""First registrations: how many each unit draws in each month, and what each is about."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from barometer.sample import clock, plot, topics
from barometer.sample.clock import NONE, Days, Floats
from barometer.sample.plot import Cast
from barometer.sample.tree import Units

OVERDISPERSION = 1.4
SPARE = 0.9  # first registrations drawn for each row asked for; about a fifth more come back


@dataclass(frozen=True)
class Matters:
    """Distinct matters (事项), one place each; `day` and `channel` are those of the first registration."""

    unit: Days
    day: Days
    category: Days
    area: Days
    purpose: Days
    about: Days
    channel: Days
    visit: Days  # first visits that were made together share a number; NONE: a visit of its own
    is_crowd: np.ndarray  # came as one of a cluster of collective visits
    is_planted: np.ndarray


def open_matters(rng: np.random.Generator, units: Units, cast: Cast, rows: int) -> Matters:
    """Return first registrations from the burn-in on, enough to fill `rows` with what comes back."""
    unit, day = _scatter(rng, _expected(units, cast), rows)
    category = topics.draw_categories(rng, units.kind[unit], day)
    channel = topics.draw_channels(rng, clock.year_of(day))
    day, visit = _make_together(rng, units, unit, day, channel)
    clusters = [_cluster(rng, units) for _ in range(max(1, rows // 600))]
    planted = _housing_cluster(rng, cast, rows)
    extra = np.concatenate([*clusters, planted], axis=1)
    category[_draw_null(rng, len(unit), 0.015)] = NONE
    n_extra, n_planted = extra.shape[1], planted.shape[1]
    unit, day = np.concatenate([unit, extra[0]]), np.concatenate([day, extra[1]])
    category = np.concatenate([category, extra[2]])
    is_silent = (unit == cast.silent_unit) & (day >= plot.SILENT_FROM)
    day = np.where(is_silent, plot.SILENT_FROM - 40, day)
    return Matters(
        unit=unit,
        day=day,
        category=category,
        area=topics.draw_areas(rng, np.where(category == NONE, topics.LEGACY, category)),
        purpose=np.concatenate([_purposes(rng, len(unit) - n_extra), np.zeros(n_extra, dtype=np.int64)]),
        about=_about(rng, units, unit),
        channel=np.concatenate([channel, np.ones(n_extra, dtype=np.int64)]),
        visit=np.concatenate([visit, np.full(n_extra, NONE)]),
        is_crowd=np.arange(len(unit)) >= len(unit) - n_extra,
        is_planted=np.arange(len(unit)) >= len(unit) - n_planted,
    )


def _expected(units: Units, cast: Cast) -> Floats:
    """Return the expected number by unit and month, in no particular measure: mild growth, then the cases."""
    reading = clock.elapsed()[clock.month_starts() - clock.day("2018-01-01")]
    starts = clock.month_starts()[:-1]
    growth = 1.02 ** ((starts - clock.FIRST_DAY) / 365.25)
    expected = units.weight[:, None] * (np.diff(reading) * growth)[None, :]
    surge = (starts >= plot.SURGE[0]) & (starts <= plot.SURGE[1])
    expected[cast.surge_unit, surge] *= 3.5
    years_of_rise = np.maximum(starts - plot.RISING_FROM, 0) / 365.25
    expected[cast.rising_unit] *= 2 ** (years_of_rise / 3)
    expected[cast.silent_unit, starts >= plot.SILENT_FROM] = 0.0
    return np.asarray(expected)


def _scatter(rng: np.random.Generator, expected: Floats, rows: int) -> tuple[Days, Days]:
    """Return unit and day of first registrations, more scattered than chance alone would."""
    wanted = rows * SPARE + 30
    mean = expected * wanted / expected[:, clock.BURN_IN_MONTHS :].sum()
    scattered = rng.gamma(np.maximum(mean / (OVERDISPERSION - 1), 1e-9)) * (OVERDISPERSION - 1)
    scattered = np.where(mean > 0, scattered, 0.0)
    counts = rng.multinomial(round(mean.sum()), (scattered / scattered.sum()).ravel())
    cell = np.repeat(np.arange(len(counts)), counts)
    unit, month = cell // expected.shape[1], cell % expected.shape[1]
    reading = clock.elapsed()[clock.month_starts() - clock.day("2018-01-01")]
    at = reading[month] + np.diff(reading)[month] * rng.random(len(cell)) * 0.999999
    return unit, clock.day_at(at)


def _make_together(rng: np.random.Generator, units: Units, unit: Days, day: Days, channel: Days) -> tuple[Days, Days]:
    """Return days and visit numbers: some first visits join another of the same unit, a few of the branch."""
    visit = np.full(len(unit), NONE)
    number = 0
    for place, chance in ((unit, 0.09), (units.branch[unit], 0.006)):
        free = np.flatnonzero((channel == 1) & (visit == NONE))
        order = free[np.lexsort((rng.random(len(free)), clock.month_of(day[free]), place[free]))]
        same = (np.diff(place[order]) == 0) & (np.diff(clock.month_of(day[order])) == 0)
        joins = np.concatenate([[False], same & (rng.random(len(same)) < chance)])
        joins[3:] &= ~(joins[1:-2] & joins[2:-1])  # three registrations to a visit at most
        first = np.maximum.accumulate(np.where(joins, 0, np.arange(len(order))))
        is_shared = joins | np.concatenate([joins[1:], [False]])
        visit[order] = np.where(is_shared, number + first, NONE)
        day = day.copy()
        day[order] = day[order[first]]
        number += len(order)
    return day, visit


def _cluster(rng: np.random.Generator, units: Units) -> Days:
    """Return unit, day and topic of a few collective visits within three days."""
    unit = rng.choice(len(units.name), p=units.weight / units.weight.sum())
    category = rng.choice([topics.PAY, topics.HOUSING, topics.LAND, topics.LEGACY], p=[0.4, 0.3, 0.2, 0.1])
    first = int(clock.spread(rng, clock.FIRST_DAY, clock.AS_OF, 1)[0])
    if category == topics.PAY and rng.random() < 0.7:  # wages are claimed before the family gathers
        festivals = [day for day in clock.new_years() if clock.FIRST_DAY < day < clock.AS_OF]
        first = int(rng.choice(festivals)) - int(rng.integers(8, 36))
    n = int(rng.integers(2, 6))
    days = clock.to_workday(np.clip(first + rng.integers(0, 3, n), clock.FIRST_DAY + 3, clock.AS_OF))
    return np.stack([np.full(n, unit), days, np.full(n, category)])


def _housing_cluster(rng: np.random.Generator, cast: Cast, rows: int) -> Days:
    n = int(np.clip(rows // 600, 3, 12))
    days = clock.to_workday(rng.integers(plot.HOUSING[0] + 2, plot.HOUSING[1] + 1, n))
    return np.stack([np.full(n, cast.housing_unit), days, np.full(n, topics.HOUSING)])


def _purposes(rng: np.random.Generator, n: int) -> Days:
    return np.asarray((rng.random(n)[:, None] > np.array([0.85, 0.95])).sum(axis=1))


def _about(rng: np.random.Generator, units: Units, unit: Days) -> Days:
    """Return the unit complained about: mostly the unit itself, else one of its branch, often not given."""
    chance, place = rng.random(len(unit)), rng.random(len(unit))
    first = units.branch[unit]
    other = first + np.floor(place * (units.branch_end[unit] - first)).astype(np.int64)
    return np.where(chance < 0.25, NONE, np.where(chance < 0.8, unit, other))


def _draw_null(rng: np.random.Generator, n: int, share: float) -> np.ndarray:
    return np.asarray(rng.random(n) < share)
