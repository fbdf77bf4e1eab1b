"""Matters that come back: each registration may bring another, sooner and more often after a late answer."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from barometer.sample import clock, plot, topics
from barometer.sample.clock import AS_OF, NONE, Days, Floats
from barometer.sample.handling import Handling, handle
from barometer.sample.matters import Matters
from barometer.sample.plot import Cast
from barometer.sample.tree import Units

LONGEST_GAP = 690  # days; within the 24 months in which an earlier registration makes a repeat


@dataclass(frozen=True)
class Registrations:
    """Registrations (件次), one place each, with the course of each."""

    matter: Days
    day: Days
    turn: Days  # 0 for the first registration of the matter
    channel: Days
    follows_late: np.ndarray  # the one before was overdue when this one came
    course: Handling

    def chosen(self, places: np.ndarray) -> Registrations:
        """Return the registrations at the given places, in that order."""
        course = Handling(**{f.name: getattr(self.course, f.name)[places] for f in fields(Handling)})
        return Registrations(
            matter=self.matter[places],
            day=self.day[places],
            turn=self.turn[places],
            channel=self.channel[places],
            follows_late=self.follows_late[places],
            course=course,
        )


def follow(rng: np.random.Generator, units: Units, cast: Cast, matters: Matters, lateness: Floats) -> Registrations:
    """Return all registrations of the matters up to data_as_of, turn by turn."""
    eagerness = rng.lognormal(0.0, 0.12, len(units.name))
    at = np.arange(len(matters.unit))
    day, channel, after_late = matters.day, matters.channel, np.zeros(len(at), dtype=bool)
    turns: list[Registrations] = []
    while len(at):
        unit = matters.unit[at]
        course = handle(rng, lateness, unit, day, matters.purpose[at])
        turn = np.full(len(at), len(turns))
        now = Registrations(at, day, turn, channel, after_late, course)
        turns.append(now)
        following = _next_days(rng, units, cast, matters, eagerness, now)
        keep = np.flatnonzero(following <= AS_OF)
        after_late = course.is_late[keep] & (following[keep] > course.due[keep])
        channel = _next_channels(rng, channel[keep], clock.year_of(following[keep]), after_late)
        at, day = at[keep], following[keep]
    return _joined(turns)


def _next_days(
    rng: np.random.Generator,
    units: Units,
    cast: Cast,
    matters: Matters,
    eagerness: Floats,
    now: Registrations,
) -> Days:
    """Return the day of each next registration; a day after data_as_of means there is none."""
    unit, n = matters.unit[now.matter], len(now.day)
    returns = rng.random(n) < _chances(cast, units, matters, eagerness, now)
    reading = clock.elapsed_at(now.day)
    gap = np.where(rng.random(n) < 0.05, rng.lognormal(5.4, 0.5, n), rng.lognormal(3.95, 0.7, n))
    after_late = clock.elapsed_at(np.maximum(now.course.due, clock.BURN_IN)) + rng.gamma(2.0, 13.0, n)
    waits = now.course.is_late & (rng.random(n) < 0.85)
    day = clock.day_at(np.where(waits, after_late, reading + np.clip(gap, 4, LONGEST_GAP)))
    day = np.clip(day, now.day + 2, now.day + LONGEST_GAP)
    day = np.where(returns, day, AS_OF + 1)
    day = _plant_returns(rng, cast, units, matters, now, day)
    silent = (unit == cast.silent_unit) & (day >= plot.SILENT_FROM)
    return np.where(silent, AS_OF + 1, day)


def _chances(cast: Cast, units: Units, matters: Matters, eagerness: Floats, now: Registrations) -> Floats:
    unit, category = matters.unit[now.matter], matters.category[now.matter]
    chance = np.where(now.turn == 0, 0.160, 0.335) * eagerness[unit]
    chance *= np.where(category == NONE, 1.0, topics.RETURNS[np.maximum(category, 0)])
    chance *= 1.05 - 0.018 * (clock.year_of(now.day) - 2021)
    chance *= np.where(now.course.is_late, 2.4, 0.95) * np.where(now.course.is_lapsed, 0.5, 1.0)
    chance *= np.array([1.06, 0.5, 0.6])[matters.purpose[now.matter]]
    return np.minimum(chance, 0.8)


def _plant_returns(
    rng: np.random.Generator, cast: Cast, units: Units, matters: Matters, now: Registrations, day: Days
) -> Days:
    """Return the days with more engineering matters of one branch coming back since August 2026."""
    target = (units.branch[matters.unit[now.matter]] == cast.returning_branch) & (day > AS_OF)
    target &= (matters.category[now.matter] == topics.ENGINEERING) & (matters.purpose[now.matter] == 0)
    target &= (now.day >= plot.RETURNS_FROM - 300) & (now.day <= AS_OF - 20) & (rng.random(len(day)) < 0.2)
    first = np.maximum(now.day[target] + 8, plot.RETURNS_FROM)
    low, high = clock.elapsed_at(first), clock.elapsed_at(AS_OF - 1)
    planted = day.copy()
    planted[target] = clock.day_at(low + (high - low) * rng.random(len(first)))
    return planted


def _next_channels(rng: np.random.Generator, before: Days, year: Days, after_late: np.ndarray) -> Days:
    """Return channels: mostly as before; whoever waited in vain comes in person."""
    stays = rng.random(len(before)) < 0.55
    channel = np.where(stays, before, topics.draw_channels(rng, year))
    return np.where(after_late & (rng.random(len(before)) < 0.45), 1, channel)


def _joined(turns: list[Registrations]) -> Registrations:
    """Return the turns as one, first registrations first."""
    course = {f.name: np.concatenate([getattr(turn.course, f.name) for turn in turns]) for f in fields(Handling)}
    return Registrations(
        matter=np.concatenate([turn.matter for turn in turns]),
        day=np.concatenate([turn.day for turn in turns]),
        turn=np.concatenate([turn.turn for turn in turns]),
        channel=np.concatenate([turn.channel for turn in turns]),
        follows_late=np.concatenate([turn.follows_late for turn in turns]),
        course=Handling(**course),
    )
