"""Funnels on screen: colour and name only outside the limits, names clear of each other, a click narrows to a unit."""

from __future__ import annotations

from typing import Any

import pytest

from barometer.charts import ChartSpec, can_be_picked, figure, picked
from barometer.charts.funnel import value_range
from barometer.charts.funnel_mark import Funnel, FunnelDot
from barometer.charts.palette import DARK, LIGHT
from barometer.charts.spec import Provenance
from barometer.figure_table import figures_html
from barometer.filters import Pick

GRID = (10.0, 50.0, 100.0, 200.0, 400.0)
NEAR = ((0.5, 0.7, 0.75, 0.78, 0.8), (1.0, 1.0, 0.99, 0.95, 0.92))
FAR = ((0.3, 0.6, 0.68, 0.72, 0.76), (1.0, 1.0, 1.0, 0.99, 0.96))


def unit(name: str, numerator: float, denominator: float) -> FunnelDot:
    share = numerator / denominator
    return FunnelDot(name, name, numerator, denominator, share, (0.75, 0.95), (0.7, 0.98))


def funnel(*rows: FunnelDot, better: str = "higher") -> Funnel:
    picks = tuple(Pick(unit=row.code) for row in rows)
    words = ("answered on time", "due", better, "share", "按期办结率")
    return Funnel(rows, 0.86, "全部86.0%", GRID, NEAR, FAR, 1.4, *words, picks)


UNITS = (unit("inside", 86, 100), unit("outside 95", 72, 100), unit("low", 130, 200), unit("high", 297, 300))


def spec_of(panel: Funnel) -> ChartSpec:
    return ChartSpec("funnel", "completed_on_time_rate", "", "", (panel,), Provenance("", "", "", ""), height=320)


def drawn(panel: Funnel, theme: str = "light") -> Any:
    return figure(spec_of(panel), theme)


def names(drawing: Any) -> list[str]:
    return [mark["text"] for mark in drawing["layout"]["annotations"] if mark.get("xref") != "paper"]


def test_a_unit_is_judged_by_the_wide_limits_alone() -> None:
    assert [row.verdict for row in UNITS] == [0, 0, -1, 1]
    assert [row.is_outside_95 for row in UNITS] == [False, True, True, True]


@pytest.mark.parametrize(("theme", "colours"), [("light", LIGHT), ("dark", DARK)])
@pytest.mark.parametrize("better", ["higher", "lower", "neutral"])
def test_only_units_outside_the_limits_have_colour_arrow_and_name(theme: str, colours: Any, better: str) -> None:
    drawing = drawn(funnel(*UNITS, better=better), theme)
    low, high = {
        "higher": (colours.worse, colours.better),
        "lower": (colours.better, colours.worse),
        "neutral": (colours.ink, colours.ink),
    }[better]
    assert drawing["data"][-1]["marker"]["color"] == [colours.muted, colours.muted, low, high]
    assert sorted(names(drawing)) == ["<b>▲ High</b>", "<b>▼ Low</b>"]


def test_the_lines_of_the_limits_have_their_names_and_bear_no_mark_to_click() -> None:
    drawing = drawn(funnel(*UNITS))
    lines, (dots,) = drawing["data"][:-1], drawing["data"][-1:]
    assert [line["line"].get("dash") for line in lines] == ["dash", "dash", "solid", "solid", None]
    assert {line["mode"] for line in lines} == {"lines"} and {line["hoverinfo"] for line in lines} == {"skip"}
    assert dots["mode"] == "markers"
    told = [mark["text"] for mark in drawing["layout"]["annotations"] if mark.get("xref") == "paper"]
    assert sorted(told) == ["95%", "95%", "99.8%", "99.8%", "全部86.0%"]


def test_names_that_would_cover_each_other_are_left_out_the_least_extreme_first() -> None:
    crowd = [unit(f"unit number {place} of many", 100 + place, 200) for place in range(12)]
    told = names(drawn(funnel(*UNITS, *crowd)))
    assert 1 <= len([name for name in told if "many" in name]) < 12
    assert "<b>▼ Unit number 0 of many</b>" in told
    assert drawn(funnel(*UNITS, *crowd))["data"][-1]["marker"]["color"].count(LIGHT.worse) == 13, (
        "coloured all the same"
    )


def test_the_axis_holds_every_unit_and_starts_at_a_tick() -> None:
    low, high, step = value_range(funnel(*UNITS))
    assert low <= 0.65 and high >= 0.99
    assert low / step == pytest.approx(round(low / step))
    start = drawn(funnel(*UNITS))["layout"]
    assert (start["yaxis"]["range"][0], start["xaxis"]["range"]) == (low, [0, 400])


@pytest.mark.parametrize("share", [0.0, 1.0])
def test_equal_shares_at_either_end_make_an_axis(share: float) -> None:
    rows = [FunnelDot(str(n), str(n), share * n, n, share, (share, share), (share, share)) for n in (10, 20)]
    flat = ((share,) * 5, (share,) * 5)
    panel = Funnel(tuple(rows), share, "all", GRID, flat, flat, 0.0, "part", "due", "higher", "share", "%")
    low, high, _ = value_range(panel)
    assert 0 <= low < high <= 1.05
    assert names(drawn(panel)) == []


def test_a_click_narrows_to_the_unit_also_where_two_share_a_place() -> None:
    panel = funnel(unit("one", 86, 100), unit("other", 86, 100))
    assert can_be_picked(spec_of(panel))
    pick = picked(spec_of(panel), {"x": 100, "y": 0.86, "point_index": 1})
    assert pick == Pick(unit="other")
    assert picked(spec_of(panel), {"x": 100, "y": 0.86}) is None
    told = drawn(panel)["data"][-1]["customdata"]
    assert all("one、other" in text for text in told), "the pointer names whoever lies there"


def test_a_share_of_few_is_told_by_its_counts_and_the_table_has_every_limit() -> None:
    panel = funnel(unit("few", 9, 12), *UNITS)
    assert "<b>9/12</b>" in drawn(panel)["data"][-1]["customdata"][0]
    header, first, *rest = panel.table()
    assert header[2:6] == ("95%下限", "95%上限", "99.8%下限", "99.8%上限")
    assert first == ("few", 0.75, 0.75, 0.95, 0.7, 0.98, 9, 12) and len(rest) == len(UNITS)
    shown = figures_html(panel)
    assert "<td class='figure'>9/12</td><td class='figure'>75.0%</td>" in shown
    assert "<td class='figure'>9</td><td class='figure'>12</td>" in shown
