"""What a page says is true: of few, of ties, of missing units, of months that are not over."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from deliveries import TREE, Row, published
from streamlit.testing.v1 import AppTest
from worked_examples import letter, visit

from barometer import session as session_module
from barometer.audience import Audience
from barometer.charts.marks import Columns
from barometer.charts.spec import ChartSpec
from barometer.contract import HOUSE
from barometer.figure_table import figures_html
from barometer.filters import Filters
from barometer.language import use_language
from barometer.metrics import registry
from barometer.panels.breakdowns import channels, contributions
from barometer.panels.cards import cards
from barometer.panels.checks import sum_checks
from barometer.panels.collective import size_classes
from barometer.panels.comparable import comparability, reporting_notes
from barometer.panels.expectation import choose_one, unread
from barometer.panels.handling import ages
from barometer.panels.headline import overview_headline, repeat_headline
from barometer.panels.repeats import dots, intervals
from barometer.panels.sentences import three_sentences
from barometer.panels.tables import Table
from barometer.panels.told import State, Told
from barometer.panels.trend import trend
from barometer.panels.visit_days import visit_calendar
from barometer.periods import month_run, parse_month, run_of
from barometer.reporting import reporting
from barometer.scope import Scope
from barometer.session import open_session
from barometer.snapshots import current_snapshot
from barometer.wording import unit_of_count

OCTOBER = Filters(parse_month("2026-10"), "month")
FROM_2021 = (dt.date(2021, 1, 1), dt.date(2026, 10, 31))
UNITS: list[Row] = [
    {"unit_id": "all", "is_reporting": False},
    *({"unit_id": name, "parent_id": "all"} for name in ("busy", "loud", "calm")),
]


@pytest.fixture(autouse=True)
def in_chinese() -> Iterator[None]:
    use_language("zh")
    yield
    use_language("zh")


def audience(tmp_path: Path, units: list[Row], petitions: list[Row], **delivery: Any) -> Audience:
    delivery = {"period": FROM_2021, **delivery}
    return Audience(Scope(), published(tmp_path, units, petitions, **delivery).snapshot)


def monthly_letters(unit: str, first: str, last: str, each: int, **more: Any) -> list[Row]:
    months = month_run(parse_month(first), parse_month(last))
    return [letter(f"{month:%Y-%m}-0{n % 9 + 1}", unit_id=unit, **more) for month in months for n in range(each)]


def silent_since_september(tmp_path: Path) -> Audience:
    """Two units of three register twelve a month, one of them up to August; the third has one a quarter."""
    letters = monthly_letters("busy", "2021-01", "2026-10", 12) + monthly_letters("loud", "2021-01", "2026-08", 12)
    calm = [letter(f"{year}-{month:02d}-05", unit_id="calm") for year in range(2021, 2027) for month in (1, 4, 7)]
    return audience(tmp_path, UNITS, letters + calm)


def title_of(told: Told) -> str:
    assert isinstance(told, ChartSpec)
    return told.title


# --- who delivered -------------------------------------------------------------------------------------------------


def test_a_unit_without_petitions_is_not_said_to_be_missing_one_that_fell_silent_is(tmp_path: Path) -> None:
    asked = silent_since_september(tmp_path)
    october = run_of(OCTOBER.month, OCTOBER.month)
    told = {unit: reporting(asked, october, (unit,)) for unit in ("busy", "loud", "calm")}
    assert [(one.reported, one.missing, one.is_enough) for one in told.values()] == [
        (1, 0, True), (0, 1, False), (0, 0, True),
    ]  # fmt: skip
    assert comparability(asked, replace(OCTOBER, units=("calm",))) == ""
    year = run_of(parse_month("2025-11"), OCTOBER.month)
    assert reporting(asked, year, ()).missing == 1, "silent for two months of twelve"


def test_a_change_says_that_units_are_missing_wherever_it_is_told(tmp_path: Path) -> None:
    asked = silent_since_september(tmp_path)
    assert overview_headline(asked, OCTOBER).sentence.startswith(
        "2026年10月登记信访12件次，比上年同期少12件次（上年同期24件次，基数较小），报送单位不全"
    )
    assert "3个应报单位中1个疑有缺报（上年同期0个）" in overview_headline(asked, OCTOBER).caption
    assert "基数较小），报送单位不全。" in three_sentences(asked, OCTOBER)
    assert cards(asked, OCTOBER)[0].change == "同比 −12，报送单位不全"
    assert "，报送单位不全" in title_of(trend(asked, OCTOBER, "registered"))
    before = Filters(parse_month("2026-08"), "month")
    assert "报送单位不全" not in overview_headline(asked, before).sentence + three_sentences(asked, before)


def test_the_foot_speaks_of_the_period_and_its_base_and_of_nothing_else(tmp_path: Path) -> None:
    asked = silent_since_september(tmp_path)
    assert reporting_notes(asked, OCTOBER) == ("2026年10月3个应报单位中1个有登记", "2025年10月3个应报单位中2个有登记")
    assert len(reporting_notes(asked, Filters(parse_month("2021-01"), "month"))) == 1


@pytest.mark.parametrize(
    ("loud_until", "calm", "icon", "counts"),
    [("2026-10", 1, "check_circle", "3/3"), ("2026-10", 0, "info", "2/3"), ("2026-09", 0, "warning", "1/3")],
)
def test_the_header_ticks_only_what_is_complete_and_names_its_month(
    loud_until: str, calm: int, icon: str, counts: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    letters = monthly_letters("busy", "2026-01", "2026-10", 12) + monthly_letters("loud", "2026-01", loud_until, 12)
    audience(tmp_path, UNITS, letters + monthly_letters("calm", "2026-10", "2026-10", calm))
    monkeypatch.setenv("BAROMETER_DATA", str(tmp_path / "data"))
    at = AppTest.from_file(str(HOUSE / "barometer" / "shell.py"), default_timeout=60).run()
    assert not at.exception
    badge = next(link.proto for link in at.get("page_link") if "数据截至" in link.proto.label)
    assert badge.label == f"数据截至 2026年10月31日 · 10月{counts}个单位有登记"
    assert badge.icon == f":material/{icon}:"


# --- few, ties, empty ----------------------------------------------------------------------------------------------


def test_a_share_of_few_is_told_by_counts_on_cards_in_tables_and_sentences_and_by_a_number_in_files(
    tmp_path: Path,
) -> None:
    asked = audience(
        tmp_path,
        [{"unit_id": "all"}],
        [letter(f"2026-10-0{n}", is_repeat=n == 1, matter_id=f"m{n}", category="land") for n in range(1, 5)],
    )
    share = cards(asked, OCTOBER)[1]
    assert (share.value, share.counted_in) == ("1/4", "件次")
    assert repeat_headline(asked, OCTOBER).sentence == "2026年10月重复信访占比4件次中1件次"
    spec = trend(asked, OCTOBER, "repeat_share")
    assert isinstance(spec, ChartSpec)
    assert "占比4件次中1件次" in spec.title
    assert ">1/4</td>" in figures_html(spec.panels[0]).rpartition("<tr>")[2]
    assert spec.table()[-1][1] == 0.25
    row = dots(asked, OCTOBER, "repeat_share", "category")
    assert isinstance(row, ChartSpec)
    assert ">1/4</td>" in figures_html(row.panels[0])
    assert "4件次中重复信访1件次。" in three_sentences(asked, OCTOBER)
    assert not [text for text in (three_sentences(asked, OCTOBER), spec.title) if "%" in text]


def test_the_peak_is_of_the_twelve_months_and_not_named_where_two_are_equal(tmp_path: Path) -> None:
    letters = monthly_letters("all", "2024-05", "2026-10", 2) + monthly_letters("all", "2024-06", "2024-06", 9)
    once = audience(tmp_path / "one", [{"unit_id": "all"}], [*letters, letter("2026-03-03")])
    assert title_of(trend(once, OCTOBER, "registered")).endswith("；最高为2026年3月（3）")
    tied = audience(tmp_path / "two", [{"unit_id": "all"}], letters)
    assert "最高" not in title_of(trend(tied, OCTOBER, "registered"))


@pytest.mark.parametrize(
    ("days", "told"),
    [
        ("02 02 05", "有集体访的共2天，单日最多2批次（10月2日）"),
        ("02 02 05 05 07", "有集体访的共3天，单日最多2批次（共2天）"),
        ("02 05", "有集体访的共2天，每天1批次"),
        ("02", "有集体访的共1天，单日最多1批次（10月2日）"),
    ],
)
def test_of_several_equal_days_none_is_named_as_the_busiest(days: str, told: str, tmp_path: Path) -> None:
    visits = [visit(f"2026-10-{day}", 6, visit_id=f"v{n}") for n, day in enumerate(days.split())]
    assert title_of(visit_calendar(audience(tmp_path, [{"unit_id": "all"}], visits), OCTOBER)) == told


def test_of_equal_channels_the_first_is_not_said_to_lead_alone(tmp_path: Path) -> None:
    letters = [letter("2026-10-02", channel=channel) for channel in ("letter", "online")]
    asked = audience(tmp_path, [{"unit_id": "all"}], letters)
    assert "等并列最多" in title_of(channels(asked, OCTOBER))


def test_where_nothing_changes_no_topic_is_said_to_have_moved(tmp_path: Path) -> None:
    days = ("2025-10-02", "2026-10-02")
    asked = audience(tmp_path, [{"unit_id": "all"}], [letter(day, category="land") for day in days])
    assert title_of(contributions(asked, OCTOBER)) == "各类别均无增减"
    early = contributions(asked, Filters(parse_month("2021-10"), "month"))
    assert isinstance(early, State)
    no_base = contributions(asked, Filters(parse_month("2021-01"), "month"))
    assert isinstance(no_base, State)
    assert no_base.why == "数据未覆盖上年同期。"


def test_where_there_is_no_base_no_outline_of_zeros_is_drawn(tmp_path: Path) -> None:
    petitions = [visit("2021-01-02", 6, visit_id="v", answered_on=None), letter("2021-01-03", closed_on="2026-01-01")]
    asked = audience(tmp_path, [{"unit_id": "all"}], petitions)
    for month, bars in (("2021-01", ()), ("2022-01", (1.0,))):
        for panel in (size_classes, ages):
            told = panel(asked, Filters(parse_month(month), "month", "previous" if bars else "year"))
            if isinstance(told, ChartSpec):
                assert isinstance(told.panels[0], Columns)
                assert bool(told.panels[0].earlier) == bool(bars)
                assert ("空心" in told.subtitle) == bool(bars)


def test_while_the_history_is_short_repeats_are_not_known_rather_than_none(tmp_path: Path) -> None:
    letters = [letter(f"2021-0{n}-02", matter_id="m", category="land") for n in range(1, 7)]
    asked = audience(tmp_path, [{"unit_id": "all"}], letters)
    june = Filters(parse_month("2021-06"), "month")
    for panel in (intervals, partial(dots, metric_id="repeat_share", across="category")):
        told = panel(asked, june)
        assert isinstance(told, State)
        assert told.reason == "历史数据不足，暂不能认定"
    assert repeat_headline(asked, june).sentence.endswith("历史数据不足，暂不能认定")


def test_the_sentence_above_the_sums_follows_their_rows(tmp_path: Path) -> None:
    letters = [letter("2026-10-02", category="land")]
    both = [*letters, *(visit("2026-10-03", 6, visit_id="v", category=topic) for topic in ("land", "wages"))]
    told = sum_checks(audience(tmp_path, [{"unit_id": "all"}], both), OCTOBER)
    assert isinstance(told, Table)
    verdicts = [row[4] for row in told.rows]
    agree, differ, rest = (verdicts.count(word) for word in ("一致", "不一致（属正常）", "未比对"))
    assert differ == rest == 1
    assert told.title == f"{agree}项合计相符、1项有差异但属正常、1项未比对"


# --- what is not over ----------------------------------------------------------------------------------------------


def test_a_month_that_is_not_over_says_up_to_which_day_and_meets_no_whole_period(tmp_path: Path) -> None:
    letters = monthly_letters("all", "2025-01", "2026-10", 9)
    asked = audience(
        tmp_path,
        [{"unit_id": "all"}],
        letters,
        data_as_of=dt.date(2026, 10, 9),
        period=(FROM_2021[0], dt.date(2026, 10, 9)),
    )
    told = overview_headline(asked, OCTOBER).sentence
    assert told.startswith("2026年10月（截至10月9日）登记信访9件次，同比持平")
    free = Filters(parse_month("2026-10"), "range", "previous", first=parse_month("2026-06"))
    assert "（截至10月9日）登记信访45件次，环比持平" in overview_headline(asked, free).sentence
    assert cards(asked, free)[0].change == "环比 持平"


# --- one unit of measure, one time limit ---------------------------------------------------------------------------


def test_a_metric_is_counted_in_the_unit_its_formula_names() -> None:
    for metric in registry().values():
        counted_in = unit_of_count(metric.counted_in, 2).removeprefix("个")
        formula = metric.formula_zh
        assert counted_in in formula, metric.id
        assert counted_in != "件" or "件次" not in formula, metric.id


SLOW_UNITS = """
    create or replace view unit_months as
    select 'all' as unit_id, current_date as month, count(*) as items from range(50000) a, range(50000) b
    where a.range + b.range = -1 group by all
"""


@pytest.mark.parametrize("page", ["overview", "repeat", "collective", "handling", "definitions"])
def test_a_slow_question_in_header_and_foot_leaves_the_page_standing(
    page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    audience(tmp_path, [{"unit_id": "all"}], [letter("2026-10-02")])
    session = open_session(Scope(), current_snapshot(tmp_path / "data"))
    session.rows("drop table unit_months")
    session.rows(SLOW_UNITS)
    monkeypatch.setenv("BAROMETER_DATA", str(tmp_path / "data"))
    monkeypatch.setattr(session_module, "TIME_LIMIT_SECONDS", 0.2)
    at = AppTest.from_file(str(HOUSE / "barometer" / "shell.py"), default_timeout=60)
    if page != "overview":
        at.switch_page(f"../pages/{page}.py")
    at.run()
    assert not at.exception
    assert at.title[0].value == "查询超时，已中断"
    assert at.caption[0].value == "请缩短期间或减少单位。"
    assert "remedy-headline" in {button.key for button in at.button}
    assert "数据截至2026年10月31日" in [link.proto.label for link in at.get("page_link")]
    assert "数据截至2026年10月31日" in at.caption[-1].value, "the foot"


# --- what to choose so that months are read -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("scope", "told", "remedy"),
    [
        (Scope(), "请选一个单位或全部单位。", "all units"),
        (Scope("unit", frozenset({"north", "north-1", "south"})), "请选一个单位。", ""),
        (Scope("unit", frozenset({"north", "north-1"})), "请选一个单位或全部单位。", ""),
    ],
    ids=["the whole", "several tops", "one top"],
)
def test_all_units_are_offered_only_where_all_together_are_read(
    tmp_path: Path, scope: Scope, told: str, remedy: str
) -> None:
    """Units apart in the tree were never counted together at publish: choosing all of them would tell nothing."""
    snapshot = published(tmp_path, list(TREE), [letter("2026-10-01", unit_id="north-1")]).snapshot
    reader, chosen = Audience(scope, snapshot), Filters(parse_month("2026-10"), units=("north-1", "south"))
    if not scope.units or "south" in scope.units:
        state = unread("x", reader, chosen)
        assert (state.why.endswith(told), state.remedy) == (True, remedy)
    assert choose_one(reader).endswith(told)
