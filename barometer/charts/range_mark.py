"""The mark of what was expected: a range under a line, month by month."""

from __future__ import annotations

from dataclasses import dataclass

from barometer.language import say

Value = float | None


@dataclass(frozen=True)
class Band:
    """What was expected of the main line, month by month, and the limits around it; None where nothing was read."""

    lower: tuple[Value, ...]
    upper: tuple[Value, ...]
    expected: tuple[Value, ...]
    name: str = ""  # what lies between the limits, where that is not the range expected of single months

    def limits(self, place: int) -> tuple[float, float] | None:
        """Return lower and upper limit at a place; None where either is not known."""
        low, high = self.lower[place], self.upper[place]
        return None if low is None or high is None else (low, high)

    def heads(self) -> tuple[str, str]:
        """Return the heads of lower and upper limits in a table."""
        own = (say("{name} from", name=self.name), say("{name} to", name=self.name))
        return own if self.name else (say("expected from"), say("expected to"))

    def runs(self) -> list[list[tuple[int, float, float]]]:
        """Return place, lower and upper limit of each month that has both, one list for each run without a gap."""
        runs: list[list[tuple[int, float, float]]] = [[]]
        for place in range(len(self.lower)):
            limits = self.limits(place)
            runs[-1].append((place, *limits)) if limits else runs.append([])
        return [run for run in runs if run]
