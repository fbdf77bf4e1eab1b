"""The marks a chart is made of: lines, columns, bars, cells and dots, each with its table."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from barometer.charts.funnel_mark import Funnel
from barometer.charts.range_mark import Band as Band
from barometer.charts.withheld import Withheld, with_words
from barometer.filters import Pick
from barometer.language import say

Value = float | None


@dataclass(frozen=True)
class Line:
    """Values by month; `label` stands at its end.

    `role` "main" is ink; "earlier", the same months a year before, and "beside", another figure, are thin and grey;
    "part0", "part1" … are parts of the whole, each in a colour of its own.
    `bases` are the denominators of shares: a share of a few is told by its counts. `rests_on` counts what values that
    are not told so rest on, such as the items of a median.
    """

    name: str
    values: tuple[Value, ...]
    role: str = "main"
    label: str = ""
    bases: tuple[Value, ...] = ()
    rests_on: tuple[Value, ...] = ()

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
    hidden: tuple[Withheld, ...] = ()

    def table(self) -> Iterator[tuple[object, ...]]:
        """Yield header and rows: month, one column a line, then what was expected and its limits, where read."""
        yield from with_words(self._table(), self.hidden)

    def _table(self) -> Iterator[tuple[object, ...]]:
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
    hidden: tuple[Withheld, ...] = ()

    def table(self) -> Iterator[tuple[object, ...]]:
        """Yield header and rows: class, value, value of the base where there is one."""
        yield from with_words(self._table(), self.hidden)

    def _table(self) -> Iterator[tuple[object, ...]]:
        yield (say("class"), self.measured_in, *([self.earlier_name] if self.earlier else []))
        for index, name in enumerate(self.names):
            yield (name, self.values[index], *([self.earlier[index]] if self.earlier else []))


@dataclass(frozen=True)
class Bars:
    """Lying bars, longest first as given, each with its label at the end.

    `picks` says what each stands for; a rest at the end has none. `behind`: the counts a bar is the difference of.
    """

    names: tuple[str, ...]
    values: tuple[Value, ...]
    labels: tuple[str, ...]
    kind: str
    measured_in: str
    marked: frozenset[int] = frozenset()
    picks: tuple[Pick, ...] = ()
    behind: tuple[tuple[Value, Value], ...] = ()
    hidden: tuple[Withheld, ...] = ()

    def table(self) -> Iterator[tuple[object, ...]]:
        """Yield header and rows: name, value."""
        rows = ((say("name"), self.measured_in), *zip(self.names, self.values, strict=True))
        yield from with_words(iter(rows), self.hidden)


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
    hidden: tuple[Withheld, ...] = ()

    def words_at(self, row: int, column: int) -> str:
        """Return what stands in a cell whose figure is hidden; nothing in any other."""
        return next((words for *place, words in self.hidden if place == [row, column]), "")

    def table(self) -> Iterator[tuple[object, ...]]:
        """Yield header and rows, the row's name first."""
        yield from with_words(self._table(), self.hidden)

    def _table(self) -> Iterator[tuple[object, ...]]:
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
