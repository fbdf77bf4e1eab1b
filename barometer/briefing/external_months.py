"""The months of a trend as places where numbers are hidden: a series with its year before, a share with its parts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from barometer.charts.marks import Line, Monthly, Value
from barometer.charts.withheld import Withheld
from barometer.disclosure import Hidden
from barometer.periods import add_months

YEAR = 12
Spot = tuple[int, int]  # panel and line


@dataclass(frozen=True)
class Months:
    """Counts of one series over all its months: `lines` show it, each so many months back; `columns` are counts."""

    months: tuple[dt.date, ...]
    columns: tuple[tuple[Value, ...], ...]
    lines: tuple[tuple[Spot, int], ...]
    is_count: tuple[bool, ...]  # of each of `lines`: its own number is the first column

    def sums(self, periods: Sequence[tuple[dt.date, ...]]) -> list[list[int]]:
        """Return the months whose sum a reader may know: of years, of periods told of, of the last twelve."""
        at = {month: place for place, month in enumerate(self.months)}
        count = len(self.months)
        years = {month.year for month in self.months}
        groups = [[place for month, place in at.items() if month.year == year] for year in sorted(years)]
        groups = [group for group in groups if len(group) == YEAR]
        groups += [[at[month] for month in period] for period in periods if all(month in at for month in period)]
        groups += [list(range(max(end - YEAR, 0), end)) for end in range(count, 0, -YEAR)]
        return [group for place, group in enumerate(groups) if len(group) > 1 and group not in groups[:place]]

    @property
    def last_places(self) -> set[int]:
        """Return the last month and what it is compared with."""
        last = len(self.months) - 1
        return {last, last - 1, last - YEAR}


def families(panels: Sequence[Monthly]) -> list[Months] | None:
    """Return the series of panels; None where one holds figures of which nobody can tell what they rest on."""
    found: list[Months] = []
    for place, panel in enumerate(panels):
        groups = [[at] for at, line in enumerate(panel.lines) if line.role != "earlier"]
        earlier = [at for at, line in enumerate(panel.lines) if line.role == "earlier"]
        if groups:
            groups[0] += earlier
        for group in groups:
            made = _family(panel, place, group)
            if made is None:
                return None
            found = _joined(found, made)
    return found


def _family(panel: Monthly, place: int, group: list[int]) -> Months | None:
    """Return a line and its year before as one series: the same month is one place in both."""
    counts: dict[dt.date, tuple[Value, ...]] = {}
    lines = []
    for at in group:
        line, back = panel.lines[at], YEAR if panel.lines[at].role == "earlier" else 0
        told = _counts(line, panel.kind)
        if told is None:
            return None
        for month, values in zip(panel.months, told, strict=True):
            counts.setdefault(add_months(month, -back), values)
        lines.append(((place, at), back))
    months = tuple(sorted(counts))
    columns = tuple(zip(*(counts[month] for month in months), strict=True))
    return Months(months, columns, tuple(lines), (panel.kind == "count",) * len(lines))


def _counts(line: Line, kind: str) -> list[tuple[Value, ...]] | None:
    """Return what the values of a line rest on, month by month: counts, or part and rest of a share."""
    bases = line.bases or line.rests_on
    if kind == "count":
        return [(value,) for value in line.values]
    if kind == "share" and bases:
        return [_split(value, base) for value, base in zip(line.values, bases, strict=True)]
    return [(base,) for base in line.rests_on] if line.rests_on else None


def _split(value: Value, base: Value) -> tuple[Value, Value]:
    if value is None or base is None:
        return (None, None)
    part = float(round(value * base))
    return (part, base - part)


def _joined(found: list[Months], more: Months) -> list[Months]:
    """Return series with one more; a count that is the part of a share shown above it hides with that share."""
    for place, one in enumerate(found):
        if len(one.columns) == 2 and more.is_count[0] and _is_part(one, more):
            joined = replace(one, lines=one.lines + more.lines, is_count=one.is_count + more.is_count)
            return [*found[:place], joined, *found[place + 1 :]]
    return [*found, more]


def _is_part(share: Months, count: Months) -> bool:
    parts = dict(zip(share.months, share.columns[0], strict=True))
    pairs = [(parts.get(month), value) for month, value in zip(count.months, count.columns[0], strict=True)]
    return all(month in parts for month in count.months) and all(part is None or part == n for part, n in pairs)


def with_hidden_months(
    panel: Monthly, place: int, hidden: Sequence[tuple[Months, Hidden]], small: str, further: str
) -> Monthly:
    """Return the panel at `place` without the hidden months, its range and marks there, and labels of the last one."""
    lines, words, gone = list(panel.lines), [], set[int]()
    for months, found in hidden:
        at = {month: number for number, month in enumerate(months.months)}
        for ((where, line), back), is_count in zip(months.lines, months.is_count, strict=True):
            if where != place:
                continue
            spots = [
                (row, spot)
                for row, month in enumerate(panel.months)
                if (spot := at[add_months(month, -back)]) in found.all and lines[line].values[row] is not None
            ]
            words += [(row, line, _said(months, spot, found, is_count, small, further)) for row, spot in spots]
            lines[line] = _line(lines[line], {row for row, _ in spots})
            gone |= {row for row, _ in spots} if line == 0 else set()
    return _panel(panel, tuple(lines), tuple(words), gone)


def _said(months: Months, spot: int, found: Hidden, is_count: bool, small: str, further: str) -> str:
    """Return the words in a hidden month; of a count that hides with its share only a small one is called so."""
    value = months.columns[0][spot]
    is_own = len(months.columns) == 1 or (value is not None and any(value == one for one in _smalls(small)))
    return small if is_count and spot in found.small and is_own else further


def _smalls(small: str) -> range:
    return range(1, int(small.removeprefix("<")))


def _line(line: Line, rows: set[int]) -> Line:
    def kept(values: tuple[Value, ...]) -> tuple[Value, ...]:
        return tuple(None if row in rows else value for row, value in enumerate(values))

    label = "" if len(line.values) - 1 in rows else line.label
    return replace(line, values=kept(line.values), bases=kept(line.bases), rests_on=(), label=label)


def _panel(panel: Monthly, lines: tuple[Line, ...], words: tuple[Withheld, ...], gone: set[int]) -> Monthly:
    marked = tuple((row, verdict) for row, verdict in panel.marked if row not in gone)
    band = panel.band
    if band:
        lower, upper, expected = (
            tuple(None if row in gone else value for row, value in enumerate(values))
            for values in (band.lower, band.upper, band.expected)
        )
        band = replace(band, lower=lower, upper=upper, expected=expected)
    return replace(
        panel,
        lines=lines,
        band=band,
        marked=marked,
        marked_as=panel.marked_as if marked == panel.marked else "",
        provisional=panel.provisional if lines[0].values[-1] is not None else 0,
        hidden=words,
    )
