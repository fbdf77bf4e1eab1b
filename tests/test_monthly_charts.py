"""Trends on screen: every value is seen, the expected range lies under them, and labels have room."""

from __future__ import annotations

import re
from base64 import b64decode
from itertools import pairwise
from typing import Any

import pytest

from barometer.charts import ChartSpec, figure, sparkline
from barometer.charts.marks import Band, Line, Monthly, Value
from barometer.charts.monthly import axis_start
from barometer.charts.palette import DARK, LIGHT
from barometer.charts.spec import Provenance
from barometer.figure_table import figures_html
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


LOW: tuple[Value, ...] = (80, 80, None, 90, 90, 90)
HIGH: tuple[Value, ...] = (120, 120, None, 130, 130, 130)
EXPECTED: tuple[Value, ...] = (100, 100, None, 110, 110, 110)
BAND = Band(LOW, HIGH, EXPECTED)


def banded(*values: Value, **more: Any) -> Monthly:
    lines = (Line("one", values, label="now"), Line("two", (95.0,) * 6, "earlier", "then"))
    return Monthly(MONTHS, lines, "count", "件次", band=BAND, **more)


def of(panel: Monthly, theme: str = "light") -> Any:
    return figure(ChartSpec("key", "registered", "", "", (panel,), NOWHERE), theme)


def bands(drawing: Any) -> list[Any]:
    return [trace for trace in drawing["data"] if trace.get("fill") == "toself"]


def labels(drawing: Any) -> dict[str, Any]:
    return {mark["text"]: mark for mark in drawing["layout"]["annotations"]}


@pytest.mark.parametrize(("theme", "colours"), [("light", LIGHT), ("dark", DARK)])
def test_the_expected_range_lies_under_the_lines_with_a_gap_where_nothing_was_read(theme: str, colours: Any) -> None:
    drawing = of(banded(100, 110, 100, 150, 100, 110), theme)
    first, second = bands(drawing)
    assert drawing["data"][:2] == [first, second], "drawn before the lines"
    assert first["x"] == ["2026-01-15", "2026-02-15", "2026-02-15", "2026-01-15"]
    assert first["y"] == [120, 120, 80, 80]
    assert second["y"] == [130, 130, 130, 90, 90, 90]
    assert first["fillcolor"] == colours.band and first["hoverinfo"] == "skip"


def test_a_month_read_between_months_that_are_not_has_a_band_one_can_see() -> None:
    alone = Band((None, 80, None, None, None, None), (None, 120, None, None, None, None), (None, 100) + (None,) * 4)
    (shape,) = bands(of(Monthly(MONTHS, (Line("one", (100.0,) * 6),), "count", "", band=alone)))
    assert shape["x"][0] < "2026-02-15" < shape["x"][1]


def test_without_a_band_nothing_is_added() -> None:
    drawing = drawn(0.8, 0.8, 0.9, 0.9, 0.7, 0.6)
    assert not bands(drawing)
    assert len(drawing["data"]) == 2  # type: ignore[arg-type]


def test_the_range_has_its_name_at_its_end_clear_of_the_others() -> None:
    told = labels(of(banded(100, 110, 100, 150, 100, 110)))
    height, axis = 270 - 62, of(banded(100, 110, 100, 150, 100, 110))["layout"]["yaxis"]["range"]
    places = sorted(mark["y"] / (axis[1] - axis[0]) * height + mark["yshift"] for mark in told.values())
    assert set(told) == {"now", "then", "预期范围"}
    assert min(high - low for low, high in pairwise(places)) >= 21 - 1e-9


def test_the_axis_reaches_as_far_as_the_range() -> None:
    top = of(banded(100, 110, 100, 100, 100, 110))["layout"]["yaxis"]["range"][1]
    assert top > 130
    months = tuple(month_run(parse_month("2025-01"), parse_month("2025-12")))
    wide = Band((40.0,) * 12, (160.0,) * 12, (100.0,) * 12)
    line = Line("one", tuple(float(value) for value in range(90, 102)))
    start = {
        axis_start(Monthly(months, (line,), "count", "", starts_at_zero=False, band=band)) for band in (None, wide)
    }
    assert len(start) == 2 and 0 in start, "an axis that starts above the range would cut it"


def test_a_point_that_left_the_range_is_a_dot_with_month_and_value_in_the_colour_of_the_verdict() -> None:
    panel = banded(150, 110, 100, 100, 100, 110, marked=((0, "worse"),))
    drawing = of(panel)
    (dots,) = [trace for trace in drawing["data"] if trace["mode"] == "markers" and trace["x"] == ["2026-01-15"]]
    assert (dots["y"], dots["marker"]["color"]) == ([150], [LIGHT.worse])
    mark = labels(drawing)["2026年1月<br><b>150</b>"]
    assert (mark["font"]["color"], mark["xanchor"]) == (LIGHT.worse_text, "left")


@pytest.mark.parametrize(
    ("verdict", "colour"), [("worse", LIGHT.worse), ("better", LIGHT.better), ("neutral", LIGHT.ink)]
)
def test_the_last_point_has_the_colour_of_its_verdict_and_no_second_label(verdict: str, colour: str) -> None:
    drawing = of(banded(100, 110, 100, 100, 100, 160, marked=((5, verdict),)))
    assert drawing["data"][-1]["marker"]["line"]["color"] == colour
    assert set(labels(drawing)) == {"now", "then", "预期范围"}


def test_of_many_points_outside_the_three_latest_are_labelled_those_that_would_touch_left_out() -> None:
    months = tuple(month_run(parse_month("2023-01"), parse_month("2025-12")))
    marked = tuple((place, "better") for place in (2, 9, 16, 23, 24, 30))
    panel = Monthly(months, (Line("one", (100.0,) * 36),), "count", "", marked=marked)
    drawing = of(panel)
    assert len(drawing["data"][1]["x"]) == 6, "each has its dot"
    told = [text.split("<br>")[0] for text in labels(drawing)]
    assert told == ["2025年7月", "2025年1月", "2024年5月"]


def test_labels_left_and_right_of_their_points_do_not_touch() -> None:
    months = tuple(month_run(parse_month("2023-01"), parse_month("2025-12")))
    panel = Monthly(months, (Line("one", (100.0,) * 36),), "count", "", marked=((27, "worse"), (33, "worse")))
    told = labels(of(panel))
    assert [text.split("<br>")[0] for text in told] == ["2025年10月"], "one would end where the other begins"
    assert [mark["xanchor"] for mark in told.values()] == ["right"], "no room between it and the end"


def test_the_pointer_and_the_table_tell_what_was_expected() -> None:
    panel = banded(150, 110, 100, 100, 100, 110)
    (main,) = [trace for trace in of(panel)["data"] if trace["mode"] == "lines+markers"]
    assert main["text"][0].endswith("预期80–120")
    assert "预期" not in main["text"][2]
    assert [row[3:] for row in panel.table()] == [
        ("预期值", "预期下限", "预期上限"),
        *zip(EXPECTED, LOW, HIGH, strict=True),
    ]
    assert "<th scope='col' class='figure'>预期下限（件次）</th>" in figures_html(panel)


def test_a_table_of_shares_of_few_tells_limits_as_per_cent() -> None:
    limits = (0.5,) * 6
    panel = Monthly(MONTHS, (Line("one", limits, bases=(4.0,) * 6),), "share", "%", band=Band(limits, limits, limits))
    assert "<td class='figure'>2/4</td><td class='figure'>50.0%</td>" in figures_html(panel)


def svg(*values: Value, **more: Any) -> str:
    return b64decode(sparkline(values, **more).partition(",")[2]).decode()


def test_a_sparkline_has_the_range_below_its_line_and_both_fit() -> None:
    drawing = svg(100, 110, 100, 100, 100, 110, band=BAND)
    assert drawing.count("<polygon") == 2 and drawing.index("<polygon") < drawing.index("<path")
    assert 'points="5.0,' in drawing
    heights = [float(y) for y in re.findall(r"\d,(-?[\d.]+)", drawing)]
    assert len(heights) == 10 and min(heights) == 5 and max(heights) == 39
    assert LIGHT.band in drawing and DARK.band in drawing


@pytest.mark.parametrize("verdict", ["worse", "better"])
def test_the_ring_of_a_sparkline_has_the_colour_of_the_verdict_in_both_themes(verdict: str) -> None:
    for colours in (LIGHT, DARK):
        ring = f"circle{{stroke:{getattr(colours, verdict)};"
        assert ring in svg(1, 2, verdict=verdict)
        assert ring not in svg(1, 2) and f"circle{{stroke:{colours.ink};" in svg(1, 2)
