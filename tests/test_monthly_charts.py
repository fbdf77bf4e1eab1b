"""Trends on screen: what a line cannot reach still has a point, and labels have room."""

from __future__ import annotations

from barometer.charts import ChartSpec, figure
from barometer.charts.marks import Line, Monthly, Value
from barometer.charts.spec import Provenance
from barometer.periods import month_run, parse_month

MONTHS = tuple(month_run(parse_month("2026-01"), parse_month("2026-06")))
NOWHERE = Provenance("", "", "", "")


def drawn(*values: Value, kind: str = "share") -> dict[str, object]:
    panel = Monthly(MONTHS, (Line("one", values),), kind, "%")
    return figure(ChartSpec("key", "registered", "", "", (panel,), NOWHERE))


def points(drawing: dict[str, object]) -> list[list[Value]]:
    traces = drawing["data"]
    assert isinstance(traces, list)
    return [trace["y"] for trace in traces if trace["mode"] == "markers"]


def test_a_month_between_months_without_a_figure_is_a_point() -> None:
    alone, last = points(drawn(0.8, None, 0.9, None, 0.7, 0.6))
    assert alone == [0.8, None, 0.9, None, None, None]
    assert last == [None, None, None, None, None, 0.6]


def test_a_whole_line_has_a_point_at_its_end_only() -> None:
    assert points(drawn(0.8, 0.8, 0.9, 0.9, 0.7, 0.6)) == [[None, None, None, None, None, 0.6]]


def test_labels_of_days_have_more_room() -> None:
    margins = [drawn(*(20.0,) * 6, kind=kind)["layout"]["margin"]["r"] for kind in ("days", "share")]  # type: ignore[index]
    assert margins[0] > margins[1]
