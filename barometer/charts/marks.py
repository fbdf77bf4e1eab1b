"""The marks a chart is made of: lines, columns, bars, cells and dots, each with its table."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from barometer.charts.funnel_mark import Funnel
from barometer.filters import Pick
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


@dataclass(frozen=True)
class Line:
    """Values by month; `label` stands at its end.

    `role` "main" is ink; "earlier", the same months a year before, and "beside", another figure, are thin and grey;
    "part0", "part1" … are parts of the whole, each in a colour of its own.
    `bases` are the denominators of shares: a share of a few is told by its counts.
    """

    name: str
    values: tuple[Value, ...]
    role: str = "main"
    label: str = ""
    bases: tuple[Value, ...] = ()

    @property
    def is_grey(self) -> bool:
        """Return whether the line only stands beside the main one."""
        return self.role in ("earlier", "beside")

    def base(self, place: int) -> Value:
        """Return what the share at `place` is a share of; None where it is no share."""
        return self.bases[place] if self.bases else None


@dataclass(frozen=True)
class Monthly:
    """Lines, or columns where `is_columns`, over months. The last points, as many as are `provisional`, are hollow.

    `band` lies under the lines; `marked` are places of final points of the first line that left it, each "worse",
    "better" or "neutral"; they bear month and value, or together what `marked_as` says.
    """

    months: tuple[dt.date, ...]
    lines: tuple[Line, ...]
    kind: str
    measured_in: str
    is_columns: bool = False
    provisional: int = 0
    starts_at_zero: bool = True
    band: Band | None = None
    marked: tuple[tuple[int, str], ...] = ()
    marked_as: str = ""

    def table(self) -> Iterator[tuple[object, ...]]:
        """Yield header and rows: month, one column a line, then what was expected and its limits, where read."""
        columns = [line.values for line in self.lines]
        heads = [line.name for line in self.lines]
        if self.band:
            columns += [self.band.expected, self.band.lower, self.band.upper]
            heads += [say("expected value"), *self.band.heads()]
        yield (say("month"), *heads)
        for index, month in enumerate(self.months):
            yield (f"{month:%Y-%m}", *(values[index] for values in columns))

    def base(self, row: int, column: int) -> Value:
        """Return the denominator of the share at a month and line; what was expected has none."""
        return self.lines[column].base(row) if column < len(self.lines) else None


@dataclass(frozen=True)
class Columns:
    """Upright columns by ordered class; those in `marked` carry the accent. `rule` is a labelled upright line.

    Classes that follow on each other bear at their left edges what `edges` says of each instead of their names.
    """

    names: tuple[str, ...]
    values: tuple[Value, ...]
    kind: str
    measured_in: str
    labels: tuple[str, ...] = ()
    earlier: tuple[Value, ...] = ()
    earlier_name: str = ""
    marked: frozenset[int] = frozenset()
    rule: tuple[float, str] | None = None
    edges: tuple[str, ...] = ()

    def table(self) -> Iterator[tuple[object, ...]]:
        """Yield header and rows: class, value, value of the base where there is one."""
        yield (say("class"), self.measured_in, *([self.earlier_name] if self.earlier else []))
        for index, name in enumerate(self.names):
            yield (name, self.values[index], *([self.earlier[index]] if self.earlier else []))


@dataclass(frozen=True)
class Bars:
    """Lying bars, longest first as given, each with its label at the end.

    `picks` says what each stands for; a rest at the end has none.
    """

    names: tuple[str, ...]
    values: tuple[Value, ...]
    labels: tuple[str, ...]
    kind: str
    measured_in: str
    marked: frozenset[int] = frozenset()
    picks: tuple[Pick, ...] = ()

    def table(self) -> Iterator[tuple[object, ...]]:
        """Yield header and rows: name, value."""
        yield (say("name"), self.measured_in)
        yield from zip(self.names, self.values, strict=True)


@dataclass(frozen=True)
class Heat:
    """A table of coloured cells; None is drawn as an em dash, a cell outside the table (NaN) as nothing.

    The darkest colour stands for `top`, where it is given, else for the largest value; for 0 where `shades_gaps`. Zeros
    stay without digit where they are so many that they would hide the others.
    """

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    values: tuple[tuple[Value, ...], ...]
    kind: str
    measured_in: str
    has_zeros: bool = True
    picks: tuple[tuple[Pick, ...], ...] = ()
    top: float = 0.0
    shades_gaps: bool = False
    shades: tuple[tuple[Value, ...], ...] = ()  # what the colour stands for, where it is not the value
    column_heads: tuple[str, ...] = ()  # for tables, where most columns bear no name on the chart
    bases: tuple[Value, ...] = ()  # the denominator of the shares of each row

    def table(self) -> Iterator[tuple[object, ...]]:
        """Yield header and rows, the row's name first."""
        yield ("", *(self.column_heads or self.columns))
        for name, values in zip(self.rows, self.values, strict=True):
            yield (name, *values)

    def base(self, row: int, column: int) -> Value:
        """Return the denominator of the shares of a row."""
        return self.bases[row] if self.bases else None


@dataclass(frozen=True)
class Dot:
    """One row of a dot plot: value, the range expected for its base, `verdict` −1 below, 0 inside, 1 above."""

    code: str
    name: str
    value: float
    low: float
    high: float
    base: float
    verdict: int


@dataclass(frozen=True)
class Dots:
    """Rows against the whole: `whole` is the upright line; `better` says which side is good."""

    rows: tuple[Dot, ...]
    whole: float
    whole_label: str
    base_name: str
    better: str
    kind: str
    measured_in: str
    picks: tuple[Pick, ...] = ()

    def table(self) -> Iterator[tuple[object, ...]]:
        """Yield header and rows: name, value, expected range, base."""
        yield (say("name"), self.measured_in, say("range from"), say("range to"), self.base_name)
        for row in self.rows:
            yield (row.name, row.value, row.low, row.high, row.base)

    def base(self, row: int, column: int) -> Value:
        """Return the denominator of a row's share; the range beside it has none."""
        return None if column else self.rows[row].base


Panel = Monthly | Columns | Bars | Heat | Dots | Funnel
