"""A changed sentence is held against its figures: numbers, months and words of direction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal

import pytest

from barometer.briefing.numbers_in_words import COUNT, MONTH, PERCENT, POINTS, SPAN, YEAR, numbers_in
from barometer.briefing.pack import Cited, Sentence
from barometer.briefing.sentence_check import DATE, DIRECTION, NUMBER, mismatches
from barometer.charts.marks import Bars, Line, Monthly
from barometer.charts.spec import ChartSpec, Provenance
from barometer.language import use_language
from barometer.periods import month_run, parse_month

FOOT = Provenance("来源：演示", "数据截至2026年10月31日", "筛选：2026年1—10月", "000001")
MONTHS = tuple(month_run(parse_month("2023-11"), parse_month("2026-10")))


@pytest.fixture(autouse=True)
def in_chinese() -> Iterator[None]:
    use_language("zh")
    yield
    use_language("zh")


def chart(title: str, *panels: Monthly | Bars) -> ChartSpec:
    return ChartSpec("falling", "registered", title, "件次，按月", panels, FOOT)


def falling() -> ChartSpec:
    """1,000 in the first month, 20 fewer each month, 300 in the last: the last twelve months hold 4,920."""
    values = tuple(1000.0 - 20 * place for place in range(36))
    before = tuple(value + 240 for value in values)
    lines = (Line("信访总量", values), Line("上年", before, "earlier"))
    return chart("近12个月共4,920件次，同比下降36.9%", Monthly(MONTHS, lines, "count", "件次"))


def told(spec: ChartSpec, edited: str) -> list[str]:
    return [one.kind for one in mismatches(Sentence(spec.title, edited), spec)]


@pytest.mark.parametrize(
    ("text", "kind", "value", "step"),
    [
        ("9862件次", COUNT, "9862", "1"),
        ("9,862 petitions", COUNT, "9862", "1"),
        ("0.9万件次", COUNT, "9000", "1000"),
        ("九千件次", COUNT, "9000", "1000"),
        ("九千八百六十二件", COUNT, "9862", "1"),
        ("一万二千人次", COUNT, "12000", "1000"),
        ("两百零三件", COUNT, "203", "1"),
        ("近9000件次", COUNT, "9000", "1000"),
        ("4.6%", PERCENT, "4.6", "0.1"),
        ("百分之五", PERCENT, "5", "1"),
        ("三成", PERCENT, "30", "10"),
        ("4.6 per cent", PERCENT, "4.6", "0.1"),
        ("1.8个百分点", POINTS, "1.8", "0.1"),
        ("1.8 pp", POINTS, "1.8", "0.1"),
        ("3 percentage points", POINTS, "3", "1"),
        ("2026年", YEAR, "2026", "1"),
        ("10月", MONTH, "10", "1"),
        ("March", MONTH, "3", "1"),
        ("12个月", SPAN, "12", "1"),
        ("三年", SPAN, "3", "1"),
        ("(4) 5 items", COUNT, "5", "1"),
    ],
)
def test_a_number_is_read_in_digits_and_in_words_with_its_step(text: str, kind: str, value: str, step: str) -> None:
    (one,) = numbers_in(text)
    assert (one.kind, one.value, one.step) == (kind, Decimal(value), Decimal(step))


@pytest.mark.parametrize(
    "text", ["一是总量", "第一季度", "一个特点", "统一部署", "千方百计", "进一步加强", "十分突出", "You may"]
)
def test_what_names_no_number_is_none(text: str) -> None:
    assert numbers_in(text) == ()


@pytest.mark.parametrize(
    "edited",
    [
        "近12个月共4,920件次，同比下降36.9%",
        "近12个月登记信访4920件次，比上年同期减少36.9%",
        "信访总量持续回落，近12个月不足五千件次",
        "近12个月约4900件次，同比下降近四成",
        "同比少2880件次",
        "2026年10月300件次，为三年来最低",
        "2025年10月为540件次",
        "最高为2025年11月（520）",
        "信访总量未见上升",
        "2026年10月由上月的320件次降至300件次",
        "10月环比下降6.3%",
        "总量逐月下降",
        "Fell 36.9% y/y to 4,920 in 12 months",
    ],
)
def test_harmless_words_pass(edited: str) -> None:
    assert told(falling(), edited) == []


@pytest.mark.parametrize(
    ("edited", "kinds"),
    [
        ("近12个月共4920件次，同比上升36.9%", [DIRECTION]),
        ("信访总量有所上升", [DIRECTION]),
        ("近12个月共4920件次，同比持平", [DIRECTION]),
        ("信访总量并未下降", [DIRECTION]),
        ("三年来持续增长", [DIRECTION]),
        ("Petitions rose", [DIRECTION]),
        ("总量逐月上升", [DIRECTION]),
        ("同比降幅逐月收窄", [DIRECTION]),
        ("近12个月共5920件次", [NUMBER]),
        ("近12个月共六千件次", [NUMBER]),
        ("同比下降37.9%", [NUMBER]),
        ("同比下降36.9个百分点", [NUMBER]),
        ("近12个月共0.6万件次，同比上升36.9%", [NUMBER, DIRECTION]),
        ("最低为2019年3月", [DATE, DATE]),
        ("由上月的300件次降至320件次", [DIRECTION]),
        ("2026年9月300件次", [NUMBER]),
        ("2026年10月300件次，为三年来最高", [DIRECTION]),
        ("最低为2026年3月（440）", [DIRECTION]),
    ],
)
def test_a_wrong_number_and_a_wrong_direction_are_found(edited: str, kinds: list[str]) -> None:
    assert told(falling(), edited) == kinds


def test_a_course_that_the_rules_found_without_direction_is_given_none() -> None:
    spec = falling()
    undecided = chart("近12个月共4,920件次；近三年方向不明（每年−2.0%至+1.0%）", *spec.panels)
    assert told(undecided, "近三年明显下降") == [DIRECTION]


def test_bars_of_changes_know_which_way_each_went() -> None:
    bars = Bars(("征地", "薪酬"), (40.0, -25.0), ("+40", "−25"), "count", "件次")
    spec = chart("共增加15件次，征地增加最多（+40）", bars)
    assert told(spec, "征地增加40件次，薪酬减少25件次") == []
    assert told(spec, "薪酬增加25件次") == [DIRECTION]


def test_of_classes_only_the_largest_is_called_so() -> None:
    spec = chart("网上信访最多，占75%", Bars(("网上信访", "来访"), (30.0, 10.0), ("", ""), "count", "件次"))
    assert told(spec, "以网上信访最多，占四分之三") == []
    assert told(spec, "来访最多") == [DIRECTION]
    assert told(spec, "来访最少，占25%") == []


def test_a_sentence_without_a_chart_is_held_against_the_figures_it_cites() -> None:
    cited = (
        Cited("registered", "2026-10", 659, None, 659),
        Cited("registered", "2025-10", 685, None, 685, against="year"),
    )
    sentence = Sentence("2026年10月，共登记信访659件次，同比下降3.8%。", key="text-overall", cited=cited)
    assert not [*mismatches(Sentence(sentence.generated, "登记信访659件次，比上年同期少26件次", cited=cited))]
    wrong = mismatches(
        Sentence(sentence.generated, "登记信访695件次，比上年同期有所上升", key="text-overall", cited=cited)
    )
    assert [(one.key, one.kind, one.piece) for one in wrong] == [
        ("text-overall", NUMBER, "695件次"),
        ("text-overall", DIRECTION, "上升"),
    ]
    assert wrong[1].why == "“上升”与图表数据相反"


def test_an_unchanged_sentence_is_not_looked_at() -> None:
    assert mismatches(Sentence("共99件次，同比上升99%")) == ()
    assert dt.date(2026, 10, 1) == MONTHS[-1]
