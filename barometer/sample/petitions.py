"""The petitions table: everything drawn, cut to the number of rows asked for and put in contract columns."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from barometer.sample import columns, handling, topics
from barometer.sample.clock import AS_OF, FIRST_DAY, NONE, Days
from barometer.sample.handling import cut_off, late_shares, rate
from barometer.sample.matters import Matters, open_matters
from barometer.sample.plot import Cast
from barometer.sample.returns import Registrations, follow
from barometer.sample.tree import Units
from barometer.sample.visits import LEVELS, hold_visits

DISAGREEING = 0.005  # share of rows whose source flag contradicts the matter's history


@dataclass(frozen=True)
class Ledger:
    """The petitions and, for the list of old cases, the matters in them."""

    table: pa.Table
    matter: Days  # number of the matter on each row, from 1
    unit: Days
    day: Days
    turn: Days
    width: int


def register(rng: np.random.Generator, units: Units, cast: Cast, rows: int) -> Ledger:
    """Return exactly `rows` registrations between the first day and data_as_of, oldest first."""
    matters = open_matters(rng, units, cast, rows)
    everything = follow(rng, units, cast, matters, late_shares(rng, units, cast))
    kept = everything.chosen(_choose(rng, matters, everything, rows))
    number = _numbered(kept.matter)
    width = max(5, len(str(len(kept.day))))
    unit = matters.unit[kept.matter]
    return Ledger(
        table=_table(rng, units, cast, matters, kept, number, width),
        matter=number,
        unit=unit,
        day=kept.day,
        turn=kept.turn,
        width=width,
    )


def _choose(rng: np.random.Generator, matters: Matters, rows: Registrations, wanted: int) -> np.ndarray:
    """Return the places of `wanted` registrations, oldest first, in whole matters."""
    age = AS_OF - rows.day
    # What came in last is not all entered yet: the newest day lacks three in ten.
    not_entered = (rng.random(len(age)) < 0.3 * (1 - age / 15)) & ~matters.is_planted[rows.matter]
    inside = np.flatnonzero((rows.day >= FIRST_DAY) & ~not_entered)
    count = np.bincount(rows.matter[inside], minlength=len(matters.unit))
    order = np.lexsort((rng.random(len(count)), ~matters.is_planted))
    order = order[count[order] > 0]
    fits = np.cumsum(count[order]) <= wanted
    missing = wanted - int(count[order][fits].sum())
    singles = order[~fits][count[order][~fits] == 1][:missing]
    if len(singles) < missing:
        raise ValueError("too few registrations drawn; ask for more rows")
    is_chosen = np.zeros(len(count), dtype=bool)
    is_chosen[order[fits]] = is_chosen[singles] = True
    places = inside[is_chosen[rows.matter[inside]]]
    return np.asarray(places[np.lexsort((rng.random(len(places)), rows.day[places]))])


def _numbered(matter: Days) -> Days:
    """Return numbers from 1 for the matters in the order in which they appear."""
    _, first, inverse = np.unique(matter, return_index=True, return_inverse=True)
    rank = np.empty(len(first), dtype=np.int64)
    rank[np.argsort(first)] = np.arange(1, len(first) + 1)
    return rank[inverse]


def _table(
    rng: np.random.Generator,
    units: Units,
    cast: Cast,
    matters: Matters,
    rows: Registrations,
    number: Days,
    width: int,
) -> pa.Table:
    matter, n = rows.matter, len(rows.day)
    unit, purpose = matters.unit[matter], matters.purpose[matter]
    visits = hold_visits(rng, units, matters, rows)
    course, status = cut_off(rows.course, purpose)
    in_scope, rating, rated_on = rate(rng, cast, units.branch[unit], course, purpose)
    about = matters.about[matter]
    procedure = np.where(rows.turn > 0, (rng.random(n)[:, None] > np.array([0.94, 0.99])).sum(axis=1), 0)
    return columns.table(
        "petitions",
        petition_id=columns.keys("P", np.arange(1, n + 1), max(6, width)),
        matter_id=columns.keys("M", number, width),
        visit_id=columns.keys("V", visits.number, width),
        registered_on=columns.dates(rows.day),
        unit_id=columns.keys("U", unit + 1, units.width),
        about_unit_id=columns.keys("U", np.where(about == NONE, NONE, about + 1), units.width),
        channel=columns.codes(rows.channel, topics.CHANNELS),
        purpose=columns.codes(purpose, topics.PURPOSES),
        category=columns.codes(matters.category[matter], topics.CATEGORIES),
        area=columns.codes(matters.area[matter], topics.AREAS),
        reception_level=columns.codes(visits.level, LEVELS),
        is_outside_designated=columns.truths(visits.is_outside),
        persons=columns.integers(visits.persons),
        is_repeat=pa.array((rows.turn > 0) ^ (rng.random(n) < DISAGREEING)),
        source=columns.codes((rng.random(n) < 0.32).astype(np.int64), ("own", "forwarded")),
        procedure=columns.codes(procedure, ("handling", "review", "final_review")),
        accepted_on=columns.dates(course.accepted),
        limit_on=columns.dates(course.limit),
        extended_to=columns.dates(course.extended),
        answered_on=columns.dates(course.answered),
        closed_on=columns.dates(course.closed),
        status=columns.codes(status, handling.STATUSES),
        is_in_rating_scope=columns.truths(in_scope),
        rating=columns.codes(rating, handling.RATINGS),
        rated_on=columns.dates(rated_on),
    )
