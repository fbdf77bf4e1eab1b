"""What a chart draws is what its sentence says: axes, lines at zero, edges of classes, shades, parts that add up."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from barometer.answers import course
from barometer.audience import Audience
from barometer.charts import ChartSpec, figure
from barometer.charts.marks import Bars, Columns, Heat, Line, Monthly, Panel, Value
from barometer.charts.palette import LIGHT
from barometer.charts.spec import Provenance
from barometer.filters import default_filters
from barometer.panels.breakdowns import SHOWN, contributions
from barometer.panels.repeats import STEP_DAYS, intervals
from barometer.panels.trend import axis_note
from barometer.periods import month_run, parse_month
from barometer.scope import Scope
from barometer.snapshots import current_snapshot

MONTHS = tuple(month_run(parse_month("2025-01"), parse_month("2025-12")))


def drawn(panel: Panel) -> Any:
    """Return data and layout of a chart that is nothing but `panel`."""
    return figure(ChartSpec("key", "registered", "", "", (panel,), Provenance("", "", "", "")))


def course_of(values: list[float], kind: str) -> Monthly:
    return Monthly(MONTHS, (Line("one", tuple(values)),), kind, "%", starts_at_zero=False)


@pytest.mark.parametrize(
    ("low", "high", "kind", "told"),
    [
        (0.166, 0.239, "share", "纵轴自14%起"),
        (0.821, 0.905, "share", "纵轴自80%起"),
        (0.93, 0.97, "share", "纵轴自92%起"),
        (0.9, 0.9, "share", "纵轴自85%起"),
        (9000, 12000, "count", "纵轴自8,000起"),
        (5000, 12000, "count", ""),
        (0.1, 0.9, "share", ""),
    ],
)
def test_an_axis_starts_at_the_tick_its_subtitle_names(low: float, high: float, kind: str, told: str) -> None:
    panel = course_of([low, high] * 6, kind)
    axis = drawn(panel)["layout"]["yaxis"]
    assert axis_note(panel) == told
    if told:
        assert axis["range"][0] == axis["tick0"] <= low
        assert 1 <= (axis["range"][1] - axis["range"][0]) / axis["dtick"] <= 7, "two ticks or a few more"
        shown = f"{axis['tick0']:.0%}" if kind == "share" else f"{axis['tick0']:,.0f}"
        assert shown in told
    else:
        assert axis["range"][0] == 0


def test_bars_to_both_sides_stand_on_a_line_at_zero() -> None:
    both = drawn(Bars(("a", "b"), (3.0, -2.0), ("+3", "−2"), "count", ""))["layout"]
    assert (both["xaxis"]["zeroline"], both["yaxis"]["showline"]) == (True, False)
    assert both["xaxis"]["zerolinecolor"] == LIGHT.axis
    one = drawn(Bars(("a", "b"), (3.0, 2.0), ("3", "2"), "count", ""))["layout"]
    assert (one["xaxis"]["zeroline"], one["yaxis"]["showline"]) == (False, True)


def test_classes_that_follow_on_each_other_bear_their_edges() -> None:
    values: tuple[Value, ...] = (1.0, 2.0, 3.0)
    axis = drawn(Columns(("0–14", "15–29", "30+"), values, "count", "", edges=("0", "", "30+")))["layout"]["xaxis"]
    assert (axis["tickvals"], axis["ticktext"]) == ([-0.5, 1.5], ["0", "30+"])
    named = drawn(Columns(("5–9", "10+"), (1.0, 2.0), "count", ""))["layout"]["xaxis"]
    assert (named["tickvals"], named["ticktext"]) == ([0, 1], ["5–9", "10+"])


def test_the_limit_stands_on_the_tick_that_names_its_day(sample_data: Path) -> None:
    audience = Audience(Scope(), current_snapshot(sample_data))
    spec = intervals(audience, default_filters(audience.session))
    assert isinstance(spec, ChartSpec)
    layout = figure(spec)["layout"]
    ticks = dict(zip(layout["xaxis"]["ticktext"], layout["xaxis"]["tickvals"], strict=True))
    assert layout["shapes"][0]["x0"] == ticks["60"]
    (panel,) = spec.panels
    assert isinstance(panel, Columns)
    assert panel.names[1] == f"{STEP_DAYS}–{2 * STEP_DAYS - 1}", "its table names every class"


def test_a_heat_map_of_gaps_is_darkest_where_most_is_missing() -> None:
    gaps = Heat(("u",), ("1", "2", "3"), ((1.0, 0.5, 0.0),), "share", "", top=1.0, shades_gaps=True)
    assert drawn(gaps)["data"][0]["z"] == [[0.0, 4.0, 9.0]]
    counts = Heat(("u",), ("1", "2", "3"), ((10.0, 5.0, 0.0),), "count", "")
    assert drawn(counts)["data"][0]["z"] == [[9.0, 4.0, 0.0]]


def test_a_calendar_shows_every_number_but_zeros() -> None:
    week = Heat(("Mon",), ("1", "2", "3"), ((2.0, 0.0, float("nan")),), "count", "", has_zeros=False)
    assert [mark["text"] for mark in drawn(week)["layout"]["annotations"]] == ["2"]


def test_where_a_change_comes_from_adds_up_to_the_change(sample_data: Path) -> None:
    audience = Audience(Scope(), current_snapshot(sample_data))
    filters = default_filters(audience.session)
    spec, told = contributions(audience, filters), course(audience, "registered", filters)
    assert isinstance(spec, ChartSpec)
    (panel,) = spec.panels
    assert isinstance(panel, Bars)
    assert len(panel.values) == SHOWN + 1
    assert sum(value or 0 for value in panel.values) == (told.now.value or 0) - (told.base.value or 0)
    assert panel.names[-1].startswith("其余")
    assert len(panel.picks) == SHOWN, "nothing can be narrowed to the rest"
