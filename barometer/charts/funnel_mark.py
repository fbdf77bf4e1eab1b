"""The mark of a funnel: shares of units against their bases, between limits that narrow as bases grow."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from barometer.filters import Pick
from barometer.language import say

Limits = tuple[float, float]
Curve = tuple[float, ...]


@dataclass(frozen=True)
class FunnelDot:
    """One unit: its counts, its share, the limits of 95 % (`near`) and 99.8 % (`far`) at its own base."""

    code: str
    name: str
    numerator: float
    denominator: float
    value: float
    near: Limits
    far: Limits

    @property
    def verdict(self) -> int:
        """Return −1 below the 99.8 % limits, 1 above them, else 0."""
        return int(self.value > self.far[1]) - int(self.value < self.far[0])

    @property
    def is_outside_95(self) -> bool:
        """Return whether the unit lies outside the 95 % limits."""
        return not self.near[0] <= self.value <= self.near[1]


@dataclass(frozen=True)
class Funnel:
    """Units around the share of all, `target`; `better` says which side is good.

    `near` and `far` are the lower and the upper limits at the bases of `grid`, at 95 % and 99.8 %; `phi` is how many
    times the units scatter as far as by chance alone.
    """

    rows: tuple[FunnelDot, ...]
    target: float
    target_label: str
    grid: Curve
    near: tuple[Curve, Curve]
    far: tuple[Curve, Curve]
    phi: float
    part_name: str
    base_name: str
    better: str
    kind: str
    measured_in: str
    picks: tuple[Pick, ...] = ()

    def table(self) -> Iterator[tuple[object, ...]]:
        """Yield header and rows: name, share, both limits at 95 % and 99.8 %, then the counts."""
        limits = (say("95% from"), say("95% to"), say("99.8% from"), say("99.8% to"))
        yield (say("name"), self.measured_in, *limits, self.part_name, self.base_name)
        for row in self.rows:
            yield (row.name, row.value, *row.near, *row.far, row.numerator, row.denominator)

    def base(self, row: int, column: int) -> float | None:
        """Return the denominator of a unit's share; its limits and counts have none."""
        return None if column else self.rows[row].denominator
