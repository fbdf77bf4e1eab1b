"""Reports to the discipline inspection and the clues drawn from them and from elsewhere."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from barometer.sample import clock, columns, topics
from barometer.sample.clock import AS_OF, FIRST_DAY, NONE, Days
from barometer.sample.tree import Units

_CLASSES = ("accusation", "criticism", "appeal", "out_of_scope", "empty")
_BEHAVIOURS = ("political", "organisational", "integrity", "public", "work", "life", "duty", "other")
_SOURCES = ("petition", "inspection", "audit", "supervision", "transfer", "other")
POWERS = ("authority", "people", "money", "vehicle", "housing")
_DISPOSALS = ("talk", "verify", "hold", "close")


def reports_table(rng: np.random.Generator, units: Units, rows: int) -> pa.Table:
    """Return the `reports` table; each is handled by the level above the unit it is about."""
    n = max(40, rows * 6 // 100)
    matter, day, turn = _returning(rng, n)
    about, handler = _about(rng, units, n)
    kind = rng.choice(5, n, p=[0.52, 0.12, 0.08, 0.20, 0.08])
    is_signed = (rng.random(len(matter)) < (0.34 + 0.025 * (clock.year_of(day) - 2021))).astype(np.int64)
    accuses = kind[matter] == 0
    return columns.table(
        "reports",
        report_id=columns.keys("R", np.arange(1, len(matter) + 1), 6),
        matter_id=columns.keys("N", matter + 1, 5),
        received_on=columns.dates(day),
        unit_id=columns.keys("U", handler[matter] + 1, units.width),
        about_unit_id=columns.keys("U", np.where(about[matter] == NONE, NONE, about[matter] + 1), units.width),
        channel=columns.codes(topics.draw_channels(rng, clock.year_of(day)), topics.CHANNELS),
        source=columns.codes((rng.random(len(matter)) < 0.4).astype(np.int64), ("own", "forwarded")),
        **{"class": columns.codes(kind[matter], _CLASSES)},
        is_repeat=columns.truths((turn > 0).astype(np.int64)),
        is_signed=columns.truths(is_signed),
        behaviours=_behaviours(rng, accuses),
    )


def clues_table(rng: np.random.Generator, units: Units, rows: int) -> pa.Table:
    """Return the `clues` table; persons of the four forms only where the clue is concluded."""
    n = max(24, rows * 15 // 1000)
    day = np.sort(clock.spread(rng, FIRST_DAY, AS_OF, n))
    about, handler = _about(rng, units, n)
    disposal = rng.choice(4, n, p=[0.27, 0.52, 0.05, 0.16])
    disposed = clock.to_workday(day + rng.integers(7, 31, n))
    filed = np.where((disposal == 1) & (rng.random(n) < 0.42), disposed + rng.integers(20, 100, n), NONE)
    closed = np.maximum(np.where(filed == NONE, disposed, filed) + rng.integers(15, 120, n), disposed)
    closed = np.where(disposal == 2, NONE, closed)
    is_closed = (closed != NONE) & (closed <= AS_OF)
    known = disposed <= AS_OF
    area = rng.choice(6, n, p=[0.24, 0.16, 0.1, 0.2, 0.15, 0.15])
    power = rng.choice(6, n, p=[0.32, 0.18, 0.26, 0.05, 0.06, 0.13])
    forms = _forms(rng, is_closed, filed != NONE, disposal)
    return columns.table(
        "clues",
        clue_id=columns.keys("L", np.arange(1, n + 1), 5),
        received_on=columns.dates(day),
        unit_id=columns.keys("U", handler + 1, units.width),
        about_unit_id=columns.keys("U", np.where(about == NONE, NONE, about + 1), units.width),
        source=columns.codes(rng.choice(6, n, p=[0.44, 0.16, 0.1, 0.16, 0.1, 0.04]), _SOURCES),
        area=columns.codes(np.where(area == 5, NONE, area), topics.AREAS),
        power=columns.codes(np.where(power == 5, NONE, power), POWERS),
        disposal=columns.codes(np.where(known, disposal, NONE), _DISPOSALS),
        disposed_on=columns.dates(np.where(known, disposed, NONE)),
        filed_on=columns.dates(np.where(filed <= AS_OF, filed, NONE)),
        closed_on=columns.dates(np.where(is_closed, closed, NONE)),
        **{f"{nth}_form": columns.integers(form) for nth, form in forms.items()},
    )


def _returning(rng: np.random.Generator, n: int) -> tuple[Days, Days, Days]:
    """Return matter, day and turn of reports, about one in six a repeat, oldest first."""
    first = clock.spread(rng, FIRST_DAY, AS_OF, n)
    matter, day, turn = np.arange(n), first, np.zeros(n, dtype=np.int64)
    again = np.flatnonzero(rng.random(n) < 0.2)
    later = first[again] + np.minimum(rng.lognormal(4.2, 0.8, len(again)), 600).astype(np.int64) + 2
    inside = later <= AS_OF
    matter = np.concatenate([matter, again[inside]])
    day = np.concatenate([day, clock.to_workday(later[inside])])
    turn = np.concatenate([turn, np.ones(int(inside.sum()), dtype=np.int64)])
    order = np.lexsort((turn, day))
    return matter[order], day[order], turn[order]


def _about(rng: np.random.Generator, units: Units, n: int) -> tuple[Days, Days]:
    """Return the unit concerned, NONE for one in ten, and the unit that handles it."""
    weight = units.headcount / units.headcount.sum()
    about = rng.choice(len(units.name), n, p=weight)
    handler = np.where(units.level[about] > 1, units.branch[about], 0)
    return np.where(rng.random(n) < 0.1, NONE, about), handler


def _behaviours(rng: np.random.Generator, accuses: np.ndarray) -> pa.Array:
    """Return one to three kinds of conduct for accusations, null for all other reports."""
    share = [0.04, 0.12, 0.3, 0.14, 0.16, 0.08, 0.12, 0.04]
    count = np.where(accuses, rng.choice([1, 2, 3], len(accuses), p=[0.7, 0.23, 0.07]), 0)
    # Neighbouring places differ, so one report never names the same conduct twice.
    first = rng.choice(8, len(accuses), p=share)
    places = [(first[row] + step * 3) % 8 for row in np.flatnonzero(accuses) for step in range(count[row])]
    offsets = np.concatenate([[0], np.cumsum(count)]).astype(np.int32)
    values = pa.array([_BEHAVIOURS[place] for place in places], pa.string())
    return pa.ListArray.from_arrays(pa.array(offsets), values, mask=pa.array(~accuses))


def _forms(rng: np.random.Generator, is_closed: np.ndarray, is_filed: np.ndarray, disposal: Days) -> dict[str, Days]:
    """Return persons dealt with by each form: talks end in the first, filed cases mostly in the second."""
    n = len(is_closed)
    mild = (disposal == 0) | ((disposal == 1) & ~is_filed)
    first = np.where(mild & (rng.random(n) < 0.75), 1 + rng.poisson(0.5, n), 0)
    heavier = rng.choice(3, n, p=[0.78, 0.12, 0.10])
    return {
        name: np.where(is_closed, form, NONE)
        for name, form in {
            "first": first,
            "second": np.where(is_filed & (heavier == 0), 1 + rng.poisson(0.2, n), 0),
            "third": np.where(is_filed & (heavier == 1), 1, 0),
            "fourth": np.where(is_filed & (heavier == 2), 1, 0),
        }.items()
    }
