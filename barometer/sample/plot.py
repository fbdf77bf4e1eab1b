"""The cases planted in the sample: who plays them, when, and how strongly.

What is written here tells a scoring command what a reader of the data should be able to find.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from barometer.sample.clock import AS_OF, FIRST_DAY, day, isoformat
from barometer.sample.tree import Units

LATE_FROM = day("2026-04-01")
RETURNS_FROM = day("2026-08-01")
SURGE = (day("2025-07-01"), day("2025-07-31"))
HOUSING = (day("2026-10-12"), day("2026-10-23"))
SILENT_FROM = day("2026-09-01")
RISING_FROM = day("2023-11-01")
DISPLEASED_FROM = day("2026-02-01")
RECTIFY_FROM = day("2026-01-01")
KIND_FROM = day("2025-01-01")


@dataclass(frozen=True)
class Cast:
    """Which unit plays which part; branches stand for all units below them."""

    late_branch: int
    returning_branch: int
    improving_branch: int
    displeased_branch: int
    surge_unit: int
    housing_unit: int
    silent_unit: int
    rising_unit: int


@dataclass
class Planted:
    """One planted case, as it stands in the file of planted cases."""

    id: str
    kind: str
    what: str
    table: str
    strength: float | str
    expected_metric: str
    first_day: str | None = None
    last_day: str | None = None
    category: str | None = None
    rows: int | None = None  # petitions of the units within the days: few rows show little
    unit_ids: list[str] = field(default_factory=list)
    tender_ids: list[str] = field(default_factory=list)
    supplier_ids: list[str] = field(default_factory=list)


def choose_cast(units: Units) -> Cast:
    """Return the parts: larger branches for the slow cases, middling units for the sudden ones."""
    firsts = np.flatnonzero((units.level == 1) & (units.kind > 0))
    size = np.array([units.weight[units.branch == branch].sum() for branch in firsts])
    # Institutes come last: they hardly have engineering matters. The largest branch would move the whole.
    branches = firsts[np.lexsort((-size, units.kind[firsts]))]
    branches = np.roll(branches, -1) if len(branches) > 4 else branches
    ends = np.setdiff1d(np.flatnonzero(units.is_reporting & (units.level > 1)), units.parent)
    ends = np.setdiff1d(ends, [unit for unit, _, _ in units.moved])
    ends = ends[np.argsort(units.weight[ends])[::-1]]
    chosen = [int(unit) for unit in ends[[0, 1, 2, 3]]]
    return Cast(*(int(branches[nth % len(branches)]) for nth in range(4)), *chosen)


def unit_cases(units: Units, cast: Cast) -> list[Planted]:
    """Return the planted cases that play at units: those of the petitions and of the findings."""
    return [
        Planted(
            id=kind,
            kind=kind,
            what=what,
            table="findings" if "rectif" in kind or "finding" in kind else "petitions",
            strength=strength,
            expected_metric=metric,
            first_day=isoformat(first),
            last_day=isoformat(last),
            category={"returning_matters": "engineering_works", "collective_housing": "housing"}.get(kind),
            unit_ids=[units.key(getattr(cast, part))],
        )
        for kind, part, first, last, metric, strength, what in _CASES
    ]


# kind, part in the cast, first day, last day, metric, strength, what. A branch means all units below it too.
_CASES: tuple[tuple[str, str, int, int, str, float | str, str], ...] = (
    ("late_answers", "late_branch", LATE_FROM, AS_OF, "completed_on_time_rate",
     "late share of due items .05 to .20", "A branch answers late since April 2026."),
    ("returning_matters", "returning_branch", RETURNS_FROM, AS_OF, "repeat_share",
     "a fifth of recent matters return", "A branch's engineering matters come back since August 2026."),
    ("surge", "surge_unit", *SURGE, "registered", 3.5,
     "A unit draws 3.5 times its usual number in July 2025."),
    ("collective_housing", "housing_unit", *HOUSING, "collective_batches",
     "three to twelve visits of eight or more", "Collective visits about housing cluster in October 2026."),
    ("silent_unit", "silent_unit", SILENT_FROM, AS_OF, "registered", 0.0,
     "A reporting unit delivers nothing since September 2026: a question about data."),
    ("rising_unit", "rising_unit", RISING_FROM, AS_OF, "registered", 2.0,
     "A unit's registrations double in three years, about 26 % a year."),
    ("improving_branch", "improving_branch", FIRST_DAY, AS_OF, "completed_on_time_rate",
     "late share of due items .14 to .03", "A branch answers on time more and more often."),
    ("displeased", "displeased_branch", DISPLEASED_FROM, AS_OF, "satisfied_rate",
     "dissatisfied ratings .13 to .32", "A branch's ratings worsen since February 2026."),
    ("late_rectification", "late_branch", RECTIFY_FROM, AS_OF, "rectified_on_time_rate",
     "on time .85 to .40", "A branch's findings due since January 2026 are rectified late."),
    ("repeated_finding", "returning_branch", KIND_FROM, AS_OF, "repeat_finding_share",
     "one kind in six findings of ten", "One kind of finding keeps coming back since January 2025."),
)  # fmt: skip
