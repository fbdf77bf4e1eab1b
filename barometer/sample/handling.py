"""What becomes of a registration: acceptance, limit, extension, answer, end and rating.

Everything is drawn to its end first, also beyond data_as_of, so that lateness can decide whether the
matter returns; `cut_off` then hides what had not happened yet.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from barometer.sample import clock, plot
from barometer.sample.clock import AS_OF, NONE, Days, Floats
from barometer.sample.plot import Cast
from barometer.sample.tree import Units

# The synthetic source system's own limits; the law's stand in data/reference/limits.csv.
ANSWER_DAYS = 60
ACCEPT_DAYS = 15
STATUSES = ("registered", "accepted", "not_accepted", "answered", "withdrawn", "closed")
RATINGS = ("satisfied", "mostly", "dissatisfied")


@dataclass(frozen=True)
class Handling:
    """The course of each registration; days are NONE where nothing of the kind happens."""

    accepted: Days
    limit: Days
    extended: Days
    answered: Days
    closed: Days
    due: Days  # the limit after extension, NONE without one
    is_late: np.ndarray  # answered after the limit
    is_lapsed: np.ndarray  # not accepted, or withdrawn


def late_shares(rng: np.random.Generator, units: Units, cast: Cast) -> Floats:
    """Return by unit and month of the limit the share answered late; the planted branches differ."""
    years = (np.arange(clock.BURN_IN_MONTHS + clock.MONTHS + 8) - clock.BURN_IN_MONTHS) / 12
    usual = 0.058 - 0.003 * years
    share = rng.lognormal(0.0, 0.3, len(units.name))[:, None] * usual[None, :]
    improving = units.branch == cast.improving_branch
    share[improving] = np.clip(0.14 - 0.019 * years, 0.03, 0.14)
    late = np.flatnonzero(units.branch == cast.late_branch)
    share[late, clock.BURN_IN_MONTHS + 63 :] = 0.20
    return np.clip(share, 0.01, 0.3)


def handle(rng: np.random.Generator, lateness: Floats, unit: Days, day: Days, purpose: Days) -> Handling:
    """Return the course of registrations of these days at these units."""
    n = len(day)
    lapse = rng.random(n)
    refused, withdrawn = lapse < 0.03, (lapse >= 0.03) & (lapse < 0.05)
    accepted = _accept(rng, day)
    has_limit = (purpose == 0) & (lapse >= 0.05)
    limit = np.where(has_limit, accepted + ANSWER_DAYS, NONE)
    extends = has_limit & (rng.random(n) < 0.06)
    extended = np.where(extends, limit + np.array([10, 15, 20, 30])[rng.integers(0, 4, n)], NONE)
    due = np.where(extends, extended, limit)
    month = np.clip(clock.month_of(np.where(has_limit, due, day)), 0, lateness.shape[1] - 1)
    is_late = has_limit & (rng.random(n) < lateness[unit, month])
    answered = _answer(rng, accepted, limit, due, is_late, extends)
    closed = answered + rng.integers(0, 6, n)
    closed = np.where(refused, day + rng.integers(5, 15, n), closed)
    closed = np.where(withdrawn, accepted + rng.integers(3, 40, n), closed)
    lapsed = refused | withdrawn
    return Handling(
        accepted=np.where(refused, NONE, accepted),
        limit=limit,
        extended=extended,
        answered=np.where(lapsed, NONE, answered),
        closed=closed,
        due=due,
        is_late=is_late,
        is_lapsed=lapsed,
    )


def cut_off(course: Handling, purpose: Days) -> tuple[Handling, Days]:
    """Return the course as known at data_as_of, and the place of each status in STATUSES."""
    known = {f.name: getattr(course, f.name) for f in fields(Handling)}
    for name in ("accepted", "answered", "closed"):
        known[name] = np.where(known[name] <= AS_OF, known[name], NONE)
    is_open = known["accepted"] == NONE
    # A limit is set on acceptance; an extension is decided in the last days before it.
    known["limit"] = np.where(is_open, NONE, course.limit)
    known["extended"] = np.where(is_open | (course.limit - 3 > AS_OF), NONE, course.extended)
    lapsed = course.is_lapsed & (known["closed"] != NONE)
    status = np.where(is_open, 0, 1)
    status = np.where(known["answered"] != NONE, 3, status)
    status = np.where((known["closed"] != NONE) & ~lapsed, 5, status)
    status = np.where(lapsed, np.where(course.accepted == NONE, 2, 4), status)
    # An appeal withdrawn only after data_as_of is still an accepted one with a limit.
    pending = course.is_lapsed & ~lapsed & ~is_open & (purpose == 0)
    known["limit"] = np.where(pending, known["accepted"] + ANSWER_DAYS, known["limit"])
    return Handling(**known), status


def rate(
    rng: np.random.Generator, cast: Cast, branch: Days, course: Handling, purpose: Days
) -> tuple[Days, Days, Days]:
    """Return whether the petitioner may rate (1, 0), the rating's place in RATINGS, and its day."""
    n = len(branch)
    in_scope = (course.answered != NONE) & (purpose == 0) & (rng.random(n) < 0.85)
    rated_on = course.answered + rng.integers(1, 26, n)
    rated = in_scope & (rng.random(n) < 0.45) & (rated_on <= AS_OF)
    displeased = (branch == cast.displeased_branch) & (rated_on >= plot.DISPLEASED_FROM)
    bad = np.where(course.is_late, 0.38, np.where(displeased, 0.32, 0.12))
    draw = rng.random(n)
    rating = np.where(draw < bad, 2, np.where(draw < bad + (1 - bad) * 0.37, 1, 0))
    return in_scope.astype(np.int64), np.where(rated, rating, NONE), np.where(rated, rated_on, NONE)


def _accept(rng: np.random.Generator, day: Days) -> Days:
    n = len(day)
    delay = np.minimum(rng.gamma(2.0, 3.0, n), ACCEPT_DAYS)
    delay = np.where(rng.random(n) < 0.025, ACCEPT_DAYS + 3 + rng.exponential(5.0, n), delay)
    return np.maximum(day, clock.to_workday(day + delay.astype(np.int64)))


def _answer(
    rng: np.random.Generator, accepted: Days, limit: Days, due: Days, is_late: np.ndarray, extends: np.ndarray
) -> Days:
    """Return answer days: bunched before the limit, after it where extended, with a long tail where late."""
    n = len(accepted)
    in_time = accepted + np.maximum(2, ANSWER_DAYS * rng.beta(3.6, 1.6, n)).astype(np.int64)
    in_time = np.where(extends, limit + 3 + ((due - limit - 3) * rng.random(n)).astype(np.int64), in_time)
    late = due + 3 + np.minimum(rng.exponential(19.0, n), 240).astype(np.int64)
    day = np.where(is_late, late, in_time)
    return np.maximum(accepted + 1, clock.to_workday(day))
