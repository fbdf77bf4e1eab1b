"""Visits: which registrations were made together, by how many persons, and at which level."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from barometer.sample import clock, topics
from barometer.sample.clock import NONE, Days, Floats
from barometer.sample.matters import Matters
from barometer.sample.returns import Registrations
from barometer.sample.tree import Units

LEVELS = ("own", "next", "above", "capital")
COLLECTIVE = 5  # persons from which a visit is a collective one
MOST = 80

# Chances of the levels: own, next, above; the rest goes to the capital.
_USUAL = np.array([0.80, 0.96, 0.99])
_AFTER_LATE = np.array([0.38, 0.55, 0.85])


@dataclass(frozen=True)
class Visits:
    """For each registration, NONE where it did not come by visit; the same on every row of one visit."""

    number: Days
    persons: Days
    level: Days
    is_outside: Days


def hold_visits(rng: np.random.Generator, units: Units, matters: Matters, rows: Registrations) -> Visits:
    """Return the visits of the registrations."""
    came = np.flatnonzero(rows.channel == 1)
    together = np.where(rows.turn[came] == 0, matters.visit[rows.matter[came]], NONE)
    alone = np.arange(len(came)) + together.max(initial=0) + 1
    _, leader, visit = np.unique(np.where(together == NONE, alone, together), return_index=True, return_inverse=True)
    first = came[leader]
    persons = _persons(rng, units, matters, rows, first)
    level = _levels(rng, rows.follows_late[first], persons)
    outside = (rng.random(len(first)) < np.array([0.004, 0.004, 0.03, 0.09])[level]).astype(np.int64)
    # A visit of one registration may go without a number, as in some source systems.
    is_bare = (np.bincount(visit, minlength=len(first)) == 1) & (rng.random(len(first)) < 0.03)
    number = np.where(is_bare, NONE, _numbered(rows.day[first]))
    columns = []
    for values in (number, persons, level, outside):
        column = np.full(len(rows.day), NONE)
        column[came] = values[visit]
        columns.append(column)
    return Visits(*columns)


def _numbered(day: Days) -> Days:
    """Return numbers from 1 in the order of the days."""
    number = np.empty(len(day), dtype=np.int64)
    number[np.argsort(day, kind="stable")] = np.arange(1, len(day) + 1)
    return number


def _persons(rng: np.random.Generator, units: Units, matters: Matters, rows: Registrations, first: Days) -> Days:
    """Return the persons of each visit: mostly one to four, with a heavy tail of collective ones."""
    n, matter = len(first), rows.matter[first]
    few = 1 + (rng.random(n)[:, None] > np.array([0.58, 0.83, 0.94])).sum(axis=1)
    many = COLLECTIVE + np.floor(rng.lognormal(1.25, 1.0, n)).astype(np.int64)
    crowd = matters.is_crowd[matter] & (rows.turn[first] == 0)
    chance = _crowd_chances(rng, units, matters, rows, first)
    many = np.where(matters.is_planted[matter], many + 3, many)
    return np.where(crowd | (rng.random(n) < chance), np.minimum(many, MOST), few)


def _crowd_chances(
    rng: np.random.Generator, units: Units, matters: Matters, rows: Registrations, first: Days
) -> Floats:
    """Return the chance of a collective visit: by topic, in hot weeks of a branch, after a late answer."""
    matter, day = rows.matter[first], rows.day[first]
    category, branch = matters.category[matter], units.branch[matters.unit[matter]]
    weeks = (clock.AS_OF - clock.BURN_IN) // 7 + 2
    heat = rng.gamma(0.6, 1 / 0.6, (int(units.branch.max()) + 1, weeks))
    chance = 0.036 * heat[branch, (day - clock.BURN_IN) // 7]
    chance *= np.where(category == NONE, 1.0, topics.CROWDS[np.maximum(category, 0)])
    chance *= np.where((category == topics.PAY) & clock.is_before_festival(day), 2.5, 1.0)
    return np.minimum(chance * np.where(rows.follows_late[first], 12.0, 1.0), 0.85)


def _levels(rng: np.random.Generator, after_late: np.ndarray, persons: Days) -> Days:
    """Return the level of reception; whoever waited in vain, or came in numbers, goes further up."""
    upto = np.where(after_late[:, None], _AFTER_LATE, _USUAL) - 0.02 * (persons >= COLLECTIVE)[:, None]
    return np.asarray((rng.random(len(persons))[:, None] > upto).sum(axis=1))
