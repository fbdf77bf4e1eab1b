"""The panels of a chart as readers outside may see them: without small numbers and those they would follow from."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from barometer.briefing.external_cuts import FURTHER, Cut, Outside, is_too_much, note_hidden, part_and_rest
from barometer.briefing.external_months import Months, families, with_hidden_months
from barometer.charts.funnel_mark import Funnel
from barometer.charts.marks import Bars, Columns, Dots, Heat, Monthly, Panel, Value
from barometer.charts.withheld import Withheld
from barometer.disclosure import Hidden, hide_small

FEWEST_ROWS = 2  # of units or topics against their whole


def cut_panels(panels: tuple[Panel, ...], outside: Outside) -> Cut | None:
    """Return what may be shown of a chart; None where so little is left that none of it is."""
    cut = Cut()
    monthly = [panel for panel in panels if isinstance(panel, Monthly)]
    left: list[Panel | None] = []
    if len(monthly) == len(panels):
        left += _monthly(monthly, outside, cut)
    else:
        left += [_panel(panel, outside, cut) for panel in panels]
    if any(panel is None for panel in left):
        return None
    cut.panels = tuple(panel for panel in left if panel is not None)
    return cut


def _panel(panel: Panel, outside: Outside, cut: Cut) -> Panel | None:
    if isinstance(panel, Heat):
        return _heat(panel, outside, cut)
    if isinstance(panel, Columns):
        return _columns(panel, outside, cut)
    if isinstance(panel, Bars):
        return _bars(panel, outside, cut)
    if isinstance(panel, Dots | Funnel):
        return _rows(panel, outside, cut)
    return None


def _monthly(panels: list[Monthly], outside: Outside, cut: Cut) -> list[Monthly | None]:
    """Hide months of each series; a chart all of whose figures cannot be judged is not shown."""
    told = families(panels)
    if told is None:
        return [None]
    hidden: list[tuple[Months, Hidden]] = []
    for months in told:
        found = hide_small(months.columns, months.sums(outside.periods), outside.least, outside.known)
        if found is None or is_too_much(found, months.columns):
            return [None]
        hidden.append((months, found))
        note_hidden(cut, found, months.columns)
        if len(months.columns) == 2:  # part and rest
            pairs = [[column[place] or 0 for column in months.columns] for place in found.all]
            cut.shares |= {part / (part + rest) for part, rest in pairs if part + rest}
        cut.hides_last = cut.hides_last or bool(found.all & months.last_places)
    return [with_hidden_months(panel, place, hidden, outside.small, FURTHER) for place, panel in enumerate(panels)]


def _columns(panel: Columns, outside: Outside, cut: Cut) -> Columns | None:
    if panel.kind != "count":
        return None
    series = [panel.values, *([panel.earlier] if panel.earlier else [])]
    found = [_hidden([values], _parts(len(values), panel.marked), outside, cut) for values in series]
    if any(hidden is None for hidden in found):
        return None
    cells = [hidden for hidden in found if hidden is not None]
    words = [one for column, hidden in enumerate(cells) for one in _words(hidden, column, outside)]
    cut.names |= {panel.names[place] for place in cells[0].all}
    return replace(
        panel,
        values=_without(panel.values, cells[0].all),
        labels=tuple("" if place in cells[0].all else text for place, text in enumerate(panel.labels)),
        earlier=_without(panel.earlier, cells[-1].all) if panel.earlier else (),
        hidden=tuple(words),
    )


def _bars(panel: Bars, outside: Outside, cut: Cut) -> Bars | None:
    """Hide bars; a difference with either of the counts behind it, and all where these are not told."""
    is_change = any((value or 0) < 0 for value in panel.values) or any(text[:1] in "+−" for text in panel.labels)
    if panel.kind != "count" or (is_change and not panel.behind):
        return None
    columns: list[Sequence[Value]] = [list(one) for one in zip(*panel.behind, strict=True)] if is_change else []
    sums = [range(len(panel.values))] if is_change else _parts(len(panel.values), panel.marked)
    hidden = _hidden(columns or [panel.values], sums, outside, cut)
    if hidden is None:
        return None
    cut.names |= {panel.names[place] for place in hidden.all}
    if is_change:
        cut.counts |= {abs(panel.values[place] or 0) for place in hidden.all}
    return replace(
        panel,
        values=_without(panel.values, hidden.all),
        labels=tuple("" if place in hidden.all else text for place, text in enumerate(panel.labels)),
        behind=(),
        hidden=tuple((place, 0, FURTHER) for place in sorted(hidden.all))
        if is_change
        else tuple(_words(hidden, 0, outside)),
    )


def _heat(panel: Heat, outside: Outside, cut: Cut) -> Heat | None:
    high, wide = len(panel.rows), len(panel.columns)
    cells = [value for row in panel.values for value in row]
    if panel.kind == "count":
        rows = [range(row * wide, (row + 1) * wide) for row in range(high)]
        sums = [*rows, *(range(column, high * wide, wide) for column in range(wide)), range(high * wide)]
        columns: list[Sequence[Value]] = [cells]
    elif panel.kind == "share" and panel.bases:
        columns, sums = part_and_rest(cells, [base for base in panel.bases for _ in range(wide)]), []
    else:
        return None
    hidden = _hidden(columns, sums, outside, cut, cells if panel.kind == "share" else ())
    if hidden is None:
        return None
    told = outside.small if panel.kind == "count" else FURTHER
    words = [(*divmod(place, wide), told if place in hidden.small else FURTHER) for place in sorted(hidden.all)]
    return replace(
        panel,
        values=_in_rows(_without(cells, hidden.all), wide),
        shades=_in_rows(_without([one for row in panel.shades for one in row], hidden.all), wide),
        hidden=tuple(words),
    )


def _rows(panel: Dots | Funnel, outside: Outside, cut: Cut) -> Dots | Funnel | None:
    """Leave out the rows of few, and as many more as keep theirs from following from the whole."""
    if panel.kind != "share":
        return None
    bases = [row.base if isinstance(panel, Dots) else row.denominator for row in panel.rows]  # type: ignore[union-attr]
    values = [row.value for row in panel.rows]
    hidden = _hidden(part_and_rest(values, bases), [range(len(bases))], outside, cut, values)
    if hidden is None or len(bases) - len(hidden.all) < FEWEST_ROWS:
        return None
    cut.names |= {panel.rows[place].name for place in hidden.all}
    left = [place for place in range(len(bases)) if place not in hidden.all]
    picks = tuple(panel.picks[place] for place in left) if panel.picks else ()
    if isinstance(panel, Dots):
        return replace(panel, rows=tuple(panel.rows[place] for place in left), picks=picks)
    return _within(replace(panel, rows=tuple(panel.rows[place] for place in left), picks=picks), bool(hidden.all))


def _within(panel: Funnel, is_cut: bool) -> Funnel:
    """Return a funnel whose curves run no further than its units: their ends would tell the bases of those left out."""
    bases = [row.denominator for row in panel.rows]
    inside = [place for place, base in enumerate(panel.grid) if min(bases) <= base <= max(bases)]
    if not is_cut or len(inside) < FEWEST_ROWS:
        return panel
    near, far = (tuple(tuple(curve[place] for place in inside) for curve in pair) for pair in (panel.near, panel.far))
    grid = tuple(panel.grid[place] for place in inside)
    return replace(panel, grid=grid, near=(near[0], near[1]), far=(far[0], far[1]))


def _hidden(
    columns: list[Sequence[Value]],
    sums: Sequence[Sequence[int]],
    outside: Outside,
    cut: Cut,
    shares: Sequence[Value] = (),
) -> Hidden | None:
    found = hide_small(columns, sums, outside.least, outside.known)
    if found is None or is_too_much(found, columns):
        return None
    note_hidden(cut, found, columns)
    cut.shares |= {value for place in found.all if shares and (value := shares[place]) is not None}
    return found


def _parts(count: int, marked: Collection[int]) -> list[list[int]]:
    """Return the sums of classes that a title may tell: of all, of those marked, of the others."""
    rest = [place for place in range(count) if place not in marked]
    return [group for group in (list(range(count)), sorted(marked), rest) if group]


def _words(hidden: Hidden, column: int, outside: Outside) -> list[Withheld]:
    return [(place, column, outside.small if place in hidden.small else FURTHER) for place in sorted(hidden.all)]


def _without(values: Sequence[Value], places: Collection[int]) -> tuple[Value, ...]:
    return tuple(None if place in places else value for place, value in enumerate(values))


def _in_rows(cells: Sequence[Value], wide: int) -> tuple[tuple[Value, ...], ...]:
    return tuple(tuple(cells[start : start + wide]) for start in range(0, len(cells), wide)) if cells else ()
