"""Figures that a newer snapshot tells otherwise, in words: where they stand, what they were, what they are."""

from __future__ import annotations

from collections.abc import Sequence

from barometer.briefing.figures_shown import Changed
from barometer.briefing.pack import Exhibit, Pack
from barometer.dates_in_words import period_name
from barometer.faults import UnknownPeriod
from barometer.language import current_language, say
from barometer.metrics import metric_named, registry
from barometer.periods import parse_month, run_of
from barometer.wording import number


def changes_in_words(pack: Pack, changed: Sequence[Changed]) -> list[tuple[str, ...]]:
    """Return chart or sentence, row, column, before and now of each figure, in the current language."""
    exhibits = {one.key: one for one in pack.exhibits}
    return [(*_place(exhibits.get(one.place), one), *_values(one)) for one in changed]


def _place(exhibit: Exhibit | None, one: Changed) -> tuple[str, str, str]:
    """Return where a figure stands; a chart that can no longer be drawn still has its name."""
    if exhibit is not None:
        return exhibit.conclusion.text, one.row, one.column
    columns = {"numerator": say("numerator"), "denominator": say("denominator")}
    where = say("Table") if one.place.startswith("table-") else say("Text")
    return where, _row_cited(one), columns.get(one.column, say("value"))


def _values(one: Changed) -> tuple[str, str]:
    return _value(one.before, one.kind), _value(one.now, one.kind)


def _row_cited(one: Changed) -> str:
    """Return metric, period and what that is compared with of a cited figure in words; codes as they are."""
    metric, period, *rest = one.row.split(" ")
    label = metric_named(metric).label(current_language()) if metric in registry() else metric
    against = {"year": say("a year ago"), "previous": say("the previous period"), "cut": say("to the same day")}
    return " · ".join([label, _period_cited(period), *(against.get(part, part) for part in rest)])


def _period_cited(label: str) -> str:
    first, _, last = label.partition("/")
    try:
        return period_name(run_of(parse_month(first), parse_month(last or first)))
    except UnknownPeriod:  # one that ends within a month
        return label


def _value(value: float | str | None, kind: str) -> str:
    return value if isinstance(value, str) else number(value, kind)
