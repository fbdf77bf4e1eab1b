"""Native charts hold the figures of their spec, in the chart and in its workbook, and nothing that no program reads."""

from __future__ import annotations

import datetime as dt
import io
import math
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from lxml import etree

from barometer.audience import Audience
from barometer.briefing.chart_axes import round_scale
from barometer.briefing.heat_table import heat_table
from barometer.briefing.native_charts import Frame, NativeChart, chart_notes, has_charts, native_charts
from barometer.briefing.number_formats import axis_format, live_format
from barometer.charts.funnel_mark import Funnel, FunnelDot
from barometer.charts.marks import Band, Bars, Columns, Dot, Dots, Heat, Line, Monthly
from barometer.charts.spec import ChartSpec, Event, Provenance
from barometer.filters import Filters
from barometer.language import use_language
from barometer.panels import breakdowns, cohorts, collective, handling, repeats, timeliness
from barometer.panels.procurement import stage_heat
from barometer.panels.trend import trend
from barometer.panels.unit_funnel import unit_funnel
from barometer.periods import month_run, parse_month
from barometer.scope import Scope
from barometer.snapshots import current_snapshot

YEAR = Filters(parse_month("2026-10"), "ytd")
SLIDE = Frame(872, 380)
SIDES = ((0.95, 1), (0.7, 1), (0.02, -1), (0.25, -1))  # of dots, and whether they lie above or below their range
PANELS = (
    partial(trend, metric_id="registered"),
    partial(trend, metric_id="repeat_share", beneath="repeat_items"),
    breakdowns.contributions,
    breakdowns.channels,
    repeats.intervals,
    partial(repeats.dots, metric_id="repeat_share", across="category"),
    collective.collective_trend,
    collective.size_classes,
    timeliness.on_time_rates,
    timeliness.answer_days,
    handling.ages,
    unit_funnel,
)
C = {"c": "http://schemas.openxmlformats.org/drawingml/2006/chart"}
A = {"a": "http://schemas.openxmlformats.org/drawingml/2006/main"}
MONTHS = tuple(month_run(parse_month("2024-11"), parse_month("2026-10")))
ODD = '=<b>"&\x0b\x00维修</b>'


@pytest.fixture(autouse=True)
def in_chinese() -> Iterator[None]:
    use_language("zh")
    yield
    use_language("zh")


def spec_of(*panels: Any, events: tuple[Event, ...] = ()) -> ChartSpec:
    return ChartSpec("any", "registered", "题", "口径", panels, Provenance("来源", "截至", "筛选", "000001"), events)


def line(*values: float | None, name: str = "信访总量", role: str = "main", label: str = "") -> Line:
    return Line(name, values, role, label)


def months(*lines: Line, **more: Any) -> Monthly:
    return Monthly(MONTHS[: len(lines[0].values)], lines, "count", "件次", **more)


def parsed(chart: NativeChart) -> Any:
    return etree.fromstring(chart.xml("rId1"))


def cached(root: Any) -> dict[str, list[float]]:
    """Return the numbers kept in the chart, by the range of the sheet they come from."""
    found = {}
    for reference in root.iterfind(".//c:numRef", C):
        place = reference.find("c:f", C).text
        found[place] = [float(value.text) for value in reference.iterfind(".//c:v", C)]
    return found


def sheet_of(chart: NativeChart) -> Any:
    return openpyxl.load_workbook(io.BytesIO(chart.workbook)).active


def in_sheet(sheet: Any, place: str) -> list[float]:
    cells = [cell.value for row in sheet[place.replace("$", "").partition("!")[2]] for cell in row]
    days = [(cell - dt.datetime(1899, 12, 30)).days if isinstance(cell, dt.datetime) else cell for cell in cells]
    return [float(cell) for cell in days if cell is not None]


def close(one: list[float], other: list[float]) -> bool:
    return len(one) == len(other) and all(map(partial(math.isclose, rel_tol=1e-9), one, other))


@pytest.mark.parametrize("panel", PANELS, ids=lambda panel: getattr(panel, "func", panel).__name__)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_chart_and_workbook_hold_the_figures_of_the_spec(panel: Any, language: str, sample_data: Path) -> None:
    use_language(language)
    spec = panel(Audience(Scope(), current_snapshot(sample_data)), YEAR)
    assert isinstance(spec, ChartSpec)
    charts = native_charts(spec, SLIDE)
    assert len(charts) == len(spec.panels)
    assert sum(chart.height for chart in charts) == pytest.approx(SLIDE.height)
    for chart, shown in zip(charts, spec.panels, strict=True):
        kept, sheet = cached(parsed(chart)), sheet_of(chart)
        for place, values in kept.items():
            assert close(in_sheet(sheet, place), values), place
        _, *rows = shown.table()
        for column in range(1, len(rows[0])):
            wanted = [float(row[column]) for row in rows if row[column] is not None]  # type: ignore[arg-type]
            columns = [[cell.value for cell in told[1:] if cell.value is not None] for told in sheet.columns]
            assert any(close(wanted, told) for told in columns if not any(isinstance(x, str | dt.date) for x in told))


@pytest.mark.parametrize("panel", PANELS, ids=lambda panel: getattr(panel, "func", panel).__name__)
def test_ids_are_small_and_positive_and_every_text_names_its_east_asian_font(panel: Any, sample_data: Path) -> None:
    spec = panel(Audience(Scope(), current_snapshot(sample_data)), YEAR)
    for chart in native_charts(spec, SLIDE):
        root = parsed(chart)
        ids = [int(axis.get("val")) for axis in root.iterfind(".//c:axId", C)]
        assert set(ids) == {10, 20}
        styles = [style for tag in ("rPr", "defRPr", "endParaRPr") for style in root.iterfind(f".//a:{tag}", A)]
        assert styles
        assert all(style.find("a:ea", A) is not None and style.find("a:cs", A) is not None for style in styles)
        orders = [int(order.get("val")) for order in root.iterfind(".//c:order", C)]
        assert len(orders) == len(set(orders))


def drawn(root: Any, tag: str) -> dict[str, list[float]]:
    """Return the numbers of each series by its name; of equal names the last."""
    found = {}
    for series in root.iterfind(".//c:ser", C):
        values = series.iterfind(f"{tag}//c:v", C)
        found[series.find("c:tx//c:v", C).text] = [float(value.text) for value in values]
    return found


def test_each_line_and_column_draws_its_own_figures() -> None:
    lines = months(line(1.0, 2.0), line(3.0, None, name="上年同期", role="earlier"))
    (chart,) = native_charts(spec_of(lines), SLIDE)
    assert drawn(parsed(chart), "c:val") == {"信访总量": [1.0, 2.0], "上年同期": [3.0]}
    columns = Columns(("一", "二"), (1.0, 2.0), "count", "本期", earlier=(5.0, 6.0), earlier_name="上年同期")
    (chart,) = native_charts(spec_of(columns), SLIDE)
    assert drawn(parsed(chart), "c:val") == {"本期": [1.0, 2.0], "上年同期": [5.0, 6.0]}


def test_rows_lie_between_the_ends_of_their_own_range_and_only_those_outside_have_colour() -> None:
    rows = (Dot("a", "甲", 0.4, 0.1, 0.3, 50, 1), Dot("b", "乙", 0.2, 0.15, 0.25, 90, 0))
    root = parsed(native_charts(spec_of(Dots(rows, 0.2, "整体 20.0%", "件次", "lower", "share", "%")), SLIDE)[0])
    places = [
        [float(value.text) for axis in ("c:xVal", "c:yVal") for value in series.iterfind(f"{axis}//c:v", C)]
        for series in root.iterfind(".//c:ser", C)
    ]
    assert [0.1, 0.3, 2.0, 2.0] in places
    assert [0.15, 0.25, 1.0, 1.0] in places
    assert [0.4, 0.2, 2.0, 1.0] in places
    assert colours_of_points(root) == {"0": "D55E00"}


def test_a_figure_beside_a_dot_keeps_off_the_names_on_the_left_and_the_bases_on_the_right() -> None:
    rows = tuple(Dot(str(n), "甲", value, 0.3, 0.6, 50, verdict) for n, (value, verdict) in enumerate(SIDES))
    root = parsed(native_charts(spec_of(Dots(rows, 0.4, "整体", "件次", "lower", "share", "%")), SLIDE)[0])
    labels = root.find(".//c:ser", C).iterfind("c:dLbls/c:dLbl", C)
    assert [one.find("c:dLblPos", C).get("val") for one in labels] == ["l", "r", "r", "l"]


def test_a_name_keeps_off_a_dot_at_the_edge_of_the_plot() -> None:
    rows = (Dot("a", "甲", 0.0, 0.3, 0.6, 50, -1), Dot("b", "乙", 0.4, 0.3, 0.6, 50, 0))
    root = parsed(native_charts(spec_of(Dots(rows, 0.4, "整体", "件次", "lower", "share", "%")), SLIDE)[0])
    names = [text.text for text in root.iterfind(".//c:dLbl//a:t", A | C) if text.text[0] in "甲乙"]
    assert names == ["甲" + "\N{NO-BREAK SPACE}" * 3, "乙"]


def test_a_label_at_the_foot_of_a_trend_stands_above_its_line_and_not_on_the_months() -> None:
    fallen = months(line(*(50.0, 80.0, 90.0, 60.0, 30.0, 10.0, 2.0, 0.0, 0.0, 1.0, 2.0, 5.0, 6.0, 7.0)))
    root = parsed(native_charts(spec_of(fallen), SLIDE)[0])
    sides = {one.find("c:idx", C).get("val"): one.find("c:dLblPos", C) for one in root.iterfind(".//c:dLbl", C)}
    assert sides["7"].get("val") == "t"


def test_units_outside_the_limits_of_a_funnel_have_colour_and_name(sample_data: Path) -> None:
    spec = unit_funnel(Audience(Scope(), current_snapshot(sample_data)), YEAR)
    assert isinstance(spec, ChartSpec)
    panel = spec.panels[0]
    assert isinstance(panel, Funnel)
    outside = {str(place): row.name for place, row in enumerate(panel.rows) if row.verdict}
    root = parsed(native_charts(spec, SLIDE)[0])
    assert outside
    assert colours_of_points(root) == dict.fromkeys(outside, "D55E00")
    words = [text.text for text in root.iterfind(".//c:dLbl//a:t", C | A)]
    assert [f"▼ {name}" for name in outside.values()] == [word for word in words if word.startswith("▼")]


def colours_of_points(root: Any) -> dict[str, str]:
    return {
        point.find("c:idx", C).get("val"): point.find("c:marker/c:spPr/a:solidFill/a:srgbClr", C | A).get("val")
        for point in root.iterfind(".//c:dPt", C)
    }


def test_names_at_the_ends_of_a_funnel_do_not_lie_on_each_other() -> None:
    grid, dots = (10.0, 20.0), (FunnelDot("a", "甲", 18, 20, 0.9, (0.5, 1.0), (0.4, 1.0)),)
    near, far = ((0.6, 0.7), (0.99, 0.985)), ((0.5, 0.6), (1.0, 0.99))
    panel = Funnel(dots, 0.9, "合计 90%", grid, near, far, 1.0, "按期", "到期件", "higher", "share", "%")
    root = parsed(native_charts(spec_of(panel), SLIDE)[0])
    told = [text.text for text in root.iterfind(".//c:dLbl//a:t", A | C)]
    assert sorted(told) == ["95%", "99.8%", "99.8%", "合计 90%"], "the upper limit of 95% ends too near"


def test_no_cell_of_a_workbook_is_a_formula_and_odd_names_stay_as_they_are() -> None:
    (chart,) = native_charts(spec_of(Bars((ODD, "@x"), (1.0, None), ("1", ""), "count", ODD)), SLIDE)
    cells = [cell for row in sheet_of(chart).iter_rows() for cell in row]
    assert {cell.data_type for cell in cells if cell.value is not None} == {"s", "n"}
    assert cells[2].value == '=<b>"&维修</b>'
    assert '=<b>"&维修</b>' in [told.text for told in parsed(chart).iterfind(".//c:v", C)]


def test_a_provisional_month_is_hollow_and_the_label_of_the_end_stays_a_figure() -> None:
    (chart,) = native_charts(spec_of(months(line(3.0, 5.0, 4.0, label="<b>4</b> 初步数"), provisional=1)), SLIDE)
    root = parsed(chart)
    (point,) = root.iterfind(".//c:dPt", C)
    assert point.find("c:idx", C).get("val") == "2"
    assert point.find("c:marker/c:spPr/a:solidFill/a:srgbClr", C | A).get("val") == "FFFFFF"
    assert point.find("c:spPr/a:ln/a:prstDash", C | A).get("val") == "sysDot"
    end = root.findall(".//c:dLbl", C)[-1]
    assert end.find("c:numFmt", C).get("formatCode") == '#,##0" 初步数"'
    assert end.find("c:tx", C) is None


def test_points_that_left_the_range_bear_the_colour_of_their_verdict() -> None:
    band = Band((None, 1.0, 1.0), (None, 3.0, 3.0), (None, 2.0, 2.0))
    panel = months(line(2.0, 9.0, 2.0), band=band, marked=((1, "worse"),))
    root = parsed(native_charts(spec_of(panel), SLIDE)[0])
    assert colours_of_points(root) == {"1": "D55E00", "2": "1B2733"}
    widths = cached(root)["Sheet1!$D$2:$D$4"]
    assert widths == [2.0, 2.0], "a month without a range has no column, not one of zero"
    assert "浅色为预期范围" in chart_notes(spec_of(panel))


@pytest.mark.parametrize(
    "panel",
    [
        months(line()),
        months(line(None, None, None)),
        months(line(None, 2.0, None), line(None, None, None, role="earlier", label="上年同期")),
        months(line(0.0, 0.0, 0.0), is_columns=True),
        Columns((), (), "count", "件次"),
        Columns(("一", "二"), (None, 0.0), "count", "件次", ("—", "0"), (None, None), "上年同期"),
        Bars((), (), (), "count", "件次"),
        Bars(("一",), (-3.0,), ("−3",), "count", "件次"),
        Dots((), 0.2, "整体 20.0%", "件次", "lower", "share", "%"),
        Dots((Dot("a", "甲", 0.0, 0.0, 0.0, 0, 0),), 0.0, "整体 0.0%", "件次", "lower", "share", "%"),
    ],
    ids=repr,
)
def test_what_is_empty_still_makes_a_chart(panel: Any) -> None:
    for chart in native_charts(spec_of(panel), SLIDE):
        assert parsed(chart).find("c:chart/c:plotArea", C) is not None
        assert sheet_of(chart).max_row >= 1


def test_rows_of_two_hundred_units_stand_in_one_chart() -> None:
    names = tuple(f"第{place}分公司" for place in range(200))
    (chart,) = native_charts(spec_of(Bars(names, tuple(map(float, range(200))), names, "count", "件次")), SLIDE)
    assert len(cached(parsed(chart))["Sheet1!$B$2:$B$201"]) == 200


def test_a_heat_map_is_a_table_whose_unknown_cells_have_a_dash_and_whose_outside_has_no_fill() -> None:
    heat = Heat(("甲", "乙"), ("一月", ""), ((0.0, 4.0), (None, math.nan)), "count", "件", has_zeros=False)
    assert not has_charts(spec_of(heat))
    (_, (zero, most)), (_, (unknown, outside)) = heat_table(heat).rows
    assert [cell.text for cell in (zero, most, unknown, outside)] == ["", "4", "—", ""]
    assert [cell.fill for cell in (zero, most, unknown, outside)] == ["#F2F6FA", "#12365B", "#FAF9F6", None]
    assert most.ink == "#FFFFFF"


@pytest.mark.parametrize("panel", [cohorts.cohorts, collective.topics, stage_heat])
def test_the_cells_of_a_heat_map_say_what_the_screen_says(panel: Any, sample_data: Path) -> None:
    spec = panel(Audience(Scope(), current_snapshot(sample_data)), YEAR)
    heat = spec.panels[0]
    rows = heat_table(heat).rows
    assert [len(cells) for _, cells in rows] == [len(heat.columns)] * len(heat.rows)
    told = [cell.text for _, cells in rows for cell in cells]
    known = [value for row in heat.values for value in row if value is not None and not math.isnan(value)]
    assert sum(text not in ("", "—") for text in told) == sum(bool(value) or heat.has_zeros for value in known)


@pytest.mark.parametrize(
    ("label", "value", "kind", "base", "told"),
    [
        ("<b>659</b> 初步数", 659.0, "count", None, '#,##0" 初步数"'),
        ("上年同期 1,685", 1685.0, "count", None, '"上年同期 "#,##0'),
        ("+117", 117.0, "count", None, '"+"#,##0'),
        ("−72", -72.0, "count", None, '#,##0;"−"#,##0'),
        ("93.9%", 0.939, "share", 400, "#,##0.0%"),
        ("九成件 61.4天", 61.4, "days", None, '"九成件 "#,##0.0"天"'),
        ("<b>43天</b>", 43.0, "days", None, '#,##0"天"'),
        ("1/4", 0.25, "share", 4, ""),
        ("43%（3,709）", 3709.0, "count", None, '"43%（"#,##0"）"'),
        ("4.62亿元", 462e6, "amount", None, ""),
        ("", None, "count", None, ""),
    ],
)
def test_a_label_stays_a_figure_where_a_number_format_can_say_it(
    label: str, value: float | None, kind: str, base: float | None, told: str
) -> None:
    assert live_format(label, value, kind, base) == told


@pytest.mark.parametrize("low", [0.0, 0.8, 0.92])
@pytest.mark.parametrize("ticks", [3, 5])
def test_ticks_of_shares_are_printed_as_they_are(low: float, ticks: int) -> None:
    for high in (low + part / 1000 for part in range(10, round(1000 * (1 - low)) + 1)):
        scale = round_scale(low, high, "share", ticks)
        finest = 100 if axis_format("share", scale.step) == "0%" else 1000
        assert scale.step * finest == pytest.approx(round(scale.step * finest))
        assert scale.high >= min(high, 1.0) - 1e-9


@pytest.mark.parametrize(
    ("low", "high", "kind", "told"),
    [
        (0.0, 1440.0, "count", (0.0, 1500.0, 500.0)),
        (0.0, 3.0, "count", (0.0, 3.0, 1.0)),
        (0.0, 0.0, "count", (0.0, 1.0, 1.0)),
        (0.88, 0.98, "share", (0.88, 0.98, 0.02)),
        (0.93, 0.99, "share", (0.93, 0.99, 0.02)),
        (0.93, 1.0, "share", (0.93, 1.0, 0.07)),
        (0.88, 1.0, "share", (0.88, 1.0, 0.03)),
        (0.0, 1.0, "share", (0.0, 1.0, 0.2)),
        (0.0, 0.236, "share", (0.0, 0.25, 0.05)),
        (0.0, 11.0, "count", (0.0, 15.0, 5.0)),
        (0.0, 3.0, "count", (0.0, 3.0, 1.0)),
        (0.0, 0.0, "count", (0.0, 1.0, 1.0)),
    ],
)
def test_an_axis_ends_at_a_round_value_and_a_share_at_the_whole(
    low: float, high: float, kind: str, told: tuple[float, float, float]
) -> None:
    scale = round_scale(low, high, kind)
    assert (scale.low, scale.high, scale.step) == pytest.approx(told)


def test_events_and_rules_that_the_chart_cannot_draw_are_told_in_words() -> None:
    events = tuple(Event("春节", "spring_festival", dt.date(year, 2, 1), dt.date(year, 2, 8)) for year in (2025, 2026))
    assert chart_notes(spec_of(months(line(1.0)), events=events)) == ("春节：2025年2月、2026年2月",)
    columns = Columns(("0–29", "30–59", "60–89"), (1.0, 2.0, 3.0), "count", "件次", rule=(1.5, "办理期限60日"))
    assert chart_notes(spec_of(columns)) == ("办理期限60日：在30–59与60–89之间",)


def test_the_same_spec_gives_the_same_bytes() -> None:
    spec = spec_of(months(line(1.0, 2.0, label="<b>2</b>")))
    one, other = (native_charts(replace(spec), SLIDE)[0] for _ in range(2))
    assert (one.xml(), one.workbook) == (other.xml(), other.workbook)


def test_bars_that_all_fell_still_start_at_zero() -> None:
    assert round_scale(-3000.0, 0.0, "count", 4).high == 0.0
    assert round_scale(0.0, 0.0, "count").high > 0.0
