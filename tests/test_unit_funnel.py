"""Units compared by the share answered on time: who stands out, whom nobody can judge, and that all of it adds up."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from deliveries import Row, published
from worked_examples import appeal

from barometer.answers import course
from barometer.audience import Audience
from barometer.charts import ChartSpec, figure
from barometer.charts.funnel_mark import Funnel
from barometer.filters import Filters, Pick, default_filters
from barometer.language import use_language
from barometer.panels.told import State
from barometer.panels.unit_funnel import unit_funnel
from barometer.periods import parse_month
from barometer.readings.funnel import read_shares, wide_share_limits
from barometer.scope import Scope
from barometer.snapshots import current_snapshot

OCTOBER = Filters(parse_month("2026-10"), "month")


@pytest.fixture(autouse=True)
def in_chinese() -> Iterator[None]:
    use_language("zh")
    yield
    use_language("zh")


def due(unit: str, in_time: int, total: int) -> list[Row]:
    days = ["2026-10-09"] * in_time + ["2026-10-19"] * (total - in_time)
    return [appeal("2026-08-01", "2026-10-10", day, unit_id=unit, accepted_on="2026-08-02") for day in days]


def told_of(tmp_path: Path, counts: Mapping[str, tuple[int, int]], filters: Filters = OCTOBER) -> Any:
    """Return what is told of units below "all", each with so many answered on time of so many due."""
    units = [{"unit_id": "all"}, *({"unit_id": unit, "parent_id": "all"} for unit in counts)]
    petitions = [row for unit, (in_time, total) in counts.items() for row in due(unit, in_time, total)]
    snapshot = published(tmp_path, units, petitions).snapshot
    return unit_funnel(Audience(Scope(), snapshot), filters)


def panel_of(told: Any) -> Funnel:
    assert isinstance(told, ChartSpec), told
    (panel,) = told.panels
    assert isinstance(panel, Funnel)
    figure(told)
    return panel


# --- who stands out -------------------------------------------------------------------------------------------------


def test_a_unit_far_below_the_others_is_named_and_small_ones_are_not(tmp_path: Path) -> None:
    counts = {f"u{n}": (54 + n % 3, 60) for n in range(20)} | {"late": (20, 60), "small": (4, 6)}
    told = told_of(tmp_path, counts)
    panel = panel_of(told)
    assert told.title == "22个单位中1个按期办结率明显偏低：late"
    assert {row.name: row.verdict for row in panel.rows if row.verdict} == {"late": -1}
    assert [row.name for row in panel.rows] == sorted(counts), "in the order of the tree, no ranking"
    assert [(row.numerator, row.denominator) for row in panel.rows if row.name == "small"] == [(4, 6)]
    assert panel.target == pytest.approx(sum(k for k, _ in counts.values()) / sum(n for _, n in counts.values()))
    assert panel.picks[0] == Pick(unit="late")


def test_a_unit_that_kept_none_of_two_limits_is_not_named(tmp_path: Path) -> None:
    """Of units that keep four of five, none of two is met by chance once in 25."""
    panel = panel_of(told_of(tmp_path, {f"u{n}": (79 + n % 3, 100) for n in range(12)} | {"two": (0, 2)}))
    assert panel.phi < 1 and {row.verdict for row in panel.rows} == {0}
    (two,) = [row for row in panel.rows if row.name == "two"]
    assert (two.numerator, two.denominator) == (0, 2)
    assert all(base == int(base) >= 1 for base in panel.grid), "exact limits are those of whole items"
    assert sorted(set(panel.grid)) == list(panel.grid) and panel.grid[-1] > 100


def test_units_above_and_below_are_told_apart_and_more_than_two_counted(tmp_path: Path) -> None:
    counts = {f"u{n:02d}": (75 + n % 2, 100) for n in range(40)} | {"best": (100, 100)}
    counts |= {f"late{n}": (30, 100) for n in range(3)}
    told = told_of(tmp_path, counts)
    assert told.title == "44个单位中3个按期办结率明显偏低：late0、late1等；1个明显偏高：best"


def test_only_units_above_are_a_sentence_too(tmp_path: Path) -> None:
    counts = {f"u{n:02d}": (50 + n % 2, 100) for n in range(40)} | {"best": (99, 100)}
    assert told_of(tmp_path, counts).title == "41个单位中1个按期办结率明显偏高：best"


def test_where_nobody_stands_out_the_sentence_says_so(tmp_path: Path) -> None:
    told = told_of(tmp_path, {f"u{n}": (18 * n - n % 2, 20 * n) for n in range(1, 8)})
    assert told.title == "7个单位的按期办结率均无明显偏离"
    assert "偶然的" in told.subtitle and "界限已放宽" not in told.subtitle


@pytest.mark.parametrize("in_time", [0, 1])
def test_units_that_all_keep_or_miss_every_limit_make_a_chart(in_time: int, tmp_path: Path) -> None:
    told = told_of(tmp_path, {f"u{n}": (in_time * 5 * n, 5 * n) for n in range(1, 7)})
    panel = panel_of(told)
    assert {row.verdict for row in panel.rows} == {0}
    assert (panel.target, panel.phi) == (in_time, 0)
    assert "为偶然的0.0倍" in told.subtitle


def test_what_all_units_share_widens_the_limits_and_the_subtitle_says_how_much(tmp_path: Path) -> None:
    told = told_of(tmp_path, {f"u{n}": (40 + 15 * (n % 4), 100) for n in range(12)})
    panel = panel_of(told)
    assert panel.phi > 2
    assert f"为偶然的{panel.phi:.1f}倍，界限已放宽" in told.subtitle
    assert not [row.name for row in panel.rows if row.verdict]


# --- whom nobody can judge ------------------------------------------------------------------------------------------


def test_of_four_units_nothing_is_told(tmp_path: Path) -> None:
    told = told_of(tmp_path, {f"u{n}": (5, 10) for n in range(4)})
    assert isinstance(told, State)
    assert told.reason == "单位太少，不作比较"
    assert "有到期件的单位4个，不足5个" in told.why and told.remedy == ""


def test_units_without_items_due_are_left_out_and_counted(tmp_path: Path) -> None:
    counts = {f"u{n}": (9, 10) for n in range(5)}
    told = told_of(tmp_path, counts | {"idle": (0, 0)})
    assert len(panel_of(told).rows) == 5
    assert "另有1个单位无到期件，未列" in told.subtitle
    assert "未列" not in told_of(tmp_path / "busy", counts).subtitle


def test_without_any_item_due_or_without_limits_the_card_says_why(tmp_path: Path) -> None:
    counts = {f"u{n}": (9, 10) for n in range(5)}
    empty = told_of(tmp_path, counts, Filters(parse_month("2026-09"), "month"))
    assert isinstance(empty, State) and empty.reason == "这个范围内没有记录"
    units = [{"unit_id": "all"}, *({"unit_id": unit, "parent_id": "all"} for unit in counts)]
    blank = [{"registered_on": "2026-10-02", "unit_id": unit} for unit in counts]
    snapshot = published(tmp_path / "blank", units, blank).snapshot
    told = unit_funnel(Audience(Scope(), snapshot), OCTOBER)
    assert isinstance(told, State) and told.reason == "不可计算"


# --- which units ----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def sample(sample_data: Path) -> Audience:
    return Audience(Scope(), current_snapshot(sample_data))


def test_the_sample_compares_the_units_one_level_down_and_they_add_up_to_the_page(sample: Audience) -> None:
    filters = default_filters(sample.session)
    told = unit_funnel(sample, filters)
    panel, whole = panel_of(told), course(sample, "completed_on_time_rate", filters).now
    assert {sample.session.tree.units[row.code].depth for row in panel.rows} == {1}
    own = (whole.denominator or 0) - sum(row.denominator for row in panel.rows)
    assert 0 <= own < 0.1 * (whole.denominator or 0), "what the top handles itself belongs to no unit below"
    assert "下一级单位" in told.subtitle


def test_a_chosen_unit_is_compared_in_its_parts_and_a_lowest_one_in_nothing(sample: Audience) -> None:
    tree, filters = sample.session.tree, default_filters(sample.session)
    parent = next(code for code in tree.units if code != tree.roots[0] and len(tree.below(code)) > 8)
    panel = panel_of(unit_funnel(sample, Filters(filters.month, units=(parent,))))
    assert {tree.units[row.code].parent_id for row in panel.rows} == {parent}
    alone = unit_funnel(sample, Filters(filters.month, units=(tree.below(parent)[-1],)))
    assert isinstance(alone, State) and (alone.reason, alone.remedy) == ("单位太少，不作比较", "all units")


def test_where_few_stand_below_the_chosen_units_the_lowest_ones_are_compared(sample: Audience) -> None:
    tree, filters = sample.session.tree, default_filters(sample.session)
    two = tuple(code for code, unit in tree.units.items() if unit.depth == 1 and len(tree.below(code)) > 6)[:2]
    told = unit_funnel(sample, Filters(filters.month, units=two))
    assert {tree.units[row.code].depth for row in panel_of(told).rows} == {2}
    assert told.subtitle.startswith("末级单位")


def test_several_chosen_units_stand_for_themselves(sample: Audience) -> None:
    tree, filters = sample.session.tree, default_filters(sample.session)
    chosen = tuple(code for code, unit in tree.units.items() if unit.depth == 1)[:6]
    told = unit_funnel(sample, Filters(filters.month, units=chosen))
    assert [row.code for row in panel_of(told).rows] == list(chosen)
    assert told.subtitle.startswith("所选单位")


def test_codes_narrow_the_funnel_as_they_narrow_the_page(sample: Audience) -> None:
    filters = default_filters(sample.session)
    by_letter = filters.with_codes("channel", ("letter",))
    few, all_of_them = (
        sum(row.denominator for row in panel_of(unit_funnel(sample, one)).rows) for one in (by_letter, filters)
    )
    assert 0 < few < all_of_them


# --- one definition of the limits -----------------------------------------------------------------------------------


def test_the_curves_pass_through_the_limits_of_every_unit() -> None:
    part, base = [40, 55, 80, 10, 33], [50, 80, 90, 30, 36]
    reading = read_shares(part, base)
    np.testing.assert_allclose(wide_share_limits(reading.target, reading.tau2, base), reading.wide, rtol=1e-12)
    reach = 3.090232 * math.sqrt(1 / (4 * 50) + reading.tau2)
    lower = math.sin(math.asin(math.sqrt(reading.target)) - reach) ** 2
    assert wide_share_limits(reading.target, reading.tau2, [50])[1, 0, 0] == pytest.approx(lower)


def test_no_limit_leaves_the_scale_of_shares() -> None:
    limits = wide_share_limits(0.97, 0.01, [1, 2, 5, 1000])
    assert ((limits >= 0) & (limits <= 1)).all()
    assert (limits[1, 1] >= limits[0, 1]).all() and (limits[1, 0] <= limits[0, 0]).all()
