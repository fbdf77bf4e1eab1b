"""Figures that a newer snapshot tells otherwise, in words: where they stand, what they were, what they are."""

from __future__ import annotations

from collections.abc import Sequence

from barometer.briefing.figures_shown import Changed
from barometer.briefing.pack import Exhibit, Pack
from barometer.charts.column_kinds import column_kinds
from barometer.language import current_language, say
from barometer.metrics import metric_named, registry
from barometer.wording import number


def changes_in_words(pack: Pack, changed: Sequence[Changed]) -> list[tuple[str, ...]]:
    """Return chart or sentence, row, column, before and now of each figure, in the current language."""
    exhibits = {one.key: one for one in pack.exhibits}
    return [_row(exhibits.get(one.place), one) for one in changed]


def _row(exhibit: Exhibit | None, one: Changed) -> tuple[str, ...]:
    if exhibit is None or exhibit.spec is None or one.panel >= len(exhibit.spec.panels):
        kind = _kind_cited(one)
        return _place_cited(one), _row_cited(one), _column_cited(one), _value(one.before, kind), _value(one.now, kind)
    panel = exhibit.spec.panels[one.panel]
    header = [str(name) for name in next(iter(panel.table()))]
    kind = column_kinds(panel)[header.index(one.column) - 1] if one.column in header else panel.kind
    return exhibit.conclusion.text, one.row, one.column, _value(one.before, kind), _value(one.now, kind)


def _place_cited(one: Changed) -> str:
    return say("Table") if one.place.startswith("table-") else say("Text")


def _row_cited(one: Changed) -> str:
    metric, _, rest = one.row.partition(" ")
    return f"{metric_named(metric).label(current_language())} {rest}" if metric in registry() else one.row


def _column_cited(one: Changed) -> str:
    return {"numerator": say("numerator"), "denominator": say("denominator")}.get(one.column, say("value"))


def _kind_cited(one: Changed) -> str:
    """Return what a cited figure is: its row begins with the metric."""
    metric = one.row.split(" ")[0]
    return metric_named(metric).kind if one.column == "value" and metric in registry() else "count"


def _value(value: float | str | None, kind: str) -> str:
    return value if isinstance(value, str) else number(value, kind)
