"""Findings of supervision, integrity risk points and the list of old cases."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from barometer.sample import clock, columns, plot, topics
from barometer.sample.clock import AS_OF, FIRST_DAY, NONE, Days
from barometer.sample.discipline import POWERS
from barometer.sample.petitions import Ledger
from barometer.sample.plot import Cast
from barometer.sample.tree import Units

_KINDS = (
    "decision",
    "procurement",
    "contract",
    "finance",
    "assets",
    "personnel",
    "conduct",
    "rules",
    "other",
)
_SOURCES = ("inspection", "audit", "supervision", "special", "self_check", "other")
_STAGES = ("budget", "method", "documents", "bidding", "contract", "performance")
_BASES = ("consequence", "criteria", "power")
_PLANTED_KIND = 2
_FROZEN = (clock.day("2023-03-31"), clock.day("2025-03-31"))


def findings_table(rng: np.random.Generator, units: Units, cast: Cast, rows: int) -> pa.Table:
    """Return up to 25 findings a unit; in two planted branches rectified late, or of one kind again."""
    n = len(units.name) * int(np.clip(rows // 4 // len(units.name), 4, 25))
    unit = rng.choice(len(units.name), n, p=units.headcount / units.headcount.sum())
    found = np.sort(clock.spread(rng, FIRST_DAY, AS_OF, n))
    kind = rng.choice(len(_KINDS), n, p=[0.1, 0.17, 0.13, 0.17, 0.09, 0.09, 0.1, 0.11, 0.04])
    returns = (units.branch[unit] == cast.returning_branch) & (found >= plot.KIND_FROM) & (rng.random(n) < 0.6)
    kind = np.where(returns, _PLANTED_KIND, kind)
    due = found + rng.choice([30, 60, 90], n, p=[0.3, 0.45, 0.25])
    late_here = (units.branch[unit] == cast.late_branch) & (due >= plot.RECTIFY_FROM)
    in_time = rng.random(n) < np.where(late_here, 0.4, 0.85)
    took = np.where(in_time, (due - found) * rng.uniform(0.3, 1.0, n), due - found + 1 + rng.exponential(45.0, n))
    rectified = found + np.maximum(took.astype(np.int64), 1)
    area = np.where(np.isin(kind, (1, 2)), rng.choice(3, n), np.where(kind == 5, 3, rng.choice(5, n)))
    area = np.where(rng.random(n) < 0.12, NONE, area)
    return columns.table(
        "findings",
        finding_id=columns.keys("F", np.arange(1, n + 1), 6),
        found_on=columns.dates(found),
        unit_id=columns.keys("U", unit + 1, units.width),
        area=columns.codes(area, topics.AREAS),
        power=columns.codes(rng.choice(5, n, p=[0.34, 0.14, 0.36, 0.07, 0.09]), POWERS),
        severity=columns.codes(rng.choice(3, n, p=[0.55, 0.35, 0.1]), ("low", "medium", "high")),
        source=columns.codes(rng.choice(6, n, p=[0.2, 0.2, 0.3, 0.18, 0.1, 0.02]), _SOURCES),
        kind=columns.codes(kind, _KINDS),
        due_on=columns.dates(due),
        rectified_on=columns.dates(np.where(rectified <= AS_OF, rectified, NONE)),
    )


def risk_points_table(rng: np.random.Generator, units: Units) -> pa.Table:
    """Return about six risk points a unit; each branch grades on one basis of its own."""
    n = 6 * len(units.name)
    unit = np.sort(rng.choice(len(units.name), n))
    identified = rng.choice([clock.day(f"{year}-03-31") for year in range(2020, 2027)], n) - rng.integers(0, 25, n)
    retired = np.where(rng.random(n) < 0.07, identified + rng.integers(300, 1200, n), NONE)
    has_control = (rng.random(n) < 0.88).astype(np.int64)
    reviewed = AS_OF - np.where(rng.random(n) < 0.8, rng.integers(1, 360, n), rng.integers(366, 900, n))
    reviewed = np.where((has_control == 1) & (rng.random(n) < 0.96), np.maximum(reviewed, identified), NONE)
    area = rng.choice(5, n, p=[0.28, 0.22, 0.14, 0.22, 0.14])
    stage = np.where(area <= 2, rng.choice(6, n), NONE)
    return columns.table(
        "risk_points",
        risk_point_id=columns.keys("K", np.arange(1, n + 1), 5),
        unit_id=columns.keys("U", unit + 1, units.width),
        area=columns.codes(area, topics.AREAS),
        power=columns.codes(rng.choice(5, n, p=[0.36, 0.18, 0.3, 0.08, 0.08]), POWERS),
        stage=columns.codes(stage, _STAGES),
        level=columns.codes(rng.choice(3, n, p=[0.17, 0.35, 0.48]), ("1", "2", "3")),
        grading_basis=columns.codes(units.branch[unit] % 3, _BASES),
        has_live_control=pa.array(has_control == 1),
        reviewed_on=columns.dates(reviewed),
        identified_on=columns.dates(identified),
        retired_on=columns.dates(np.where(retired > AS_OF, NONE, retired)),
    )


def old_cases_table(rng: np.random.Generator, units: Units, ledger: Ledger) -> pa.Table:
    """Return two frozen lists of matters that had come back before; three in five are resolved."""
    wanted = max(3, len(ledger.day) * 2 // 1000)
    rows, frozen, taken = [], [], np.zeros(int(ledger.matter.max()) + 1, dtype=bool)
    for listed_on in _FROZEN:
        fits = np.flatnonzero((ledger.turn > 0) & (ledger.day < listed_on) & ~taken[ledger.matter])
        _, once = np.unique(ledger.matter[fits], return_index=True)
        chosen = rng.permutation(fits[once])[:wanted]
        taken[ledger.matter[chosen]] = True
        rows.append(chosen)
        frozen.append(np.full(len(chosen), listed_on))
    row, frozen_on = np.concatenate(rows), np.concatenate(frozen)
    order = np.argsort(ledger.matter[row])
    row, frozen_on = row[order], frozen_on[order]
    resolved = _resolved(rng, frozen_on)
    return columns.table(
        "old_cases",
        matter_id=columns.keys("M", ledger.matter[row], ledger.width),
        unit_id=columns.keys("U", ledger.unit[row] + 1, units.width),
        frozen_on=columns.dates(frozen_on),
        resolved_on=columns.dates(resolved),
    )


def _resolved(rng: np.random.Generator, frozen_on: Days) -> Days:
    day = frozen_on + rng.integers(30, 700, len(frozen_on))
    return np.where((rng.random(len(day)) < 0.75) & (day <= AS_OF), clock.to_workday(day), NONE)
