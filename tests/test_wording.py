"""Sentences are made by rule: each base, sign and language has its own wording."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from barometer.dates_in_words import period_name
from barometer.language import use_language
from barometer.metrics import metric_named
from barometer.periods import parse_month, run_of
from barometer.phrases import shortened
from barometer.wording import change, change_in_words, counted, measured_in, number, part_of, signed

COUNT, SHARE = metric_named("registered"), metric_named("repeat_share")
DAYS, DENSITY = metric_named("days_to_answer_p50"), metric_named("petition_density")


@pytest.fixture(autouse=True)
def chinese() -> Iterator[None]:
    """Begin and end in Chinese."""
    use_language("zh")
    yield
    use_language("zh")


@pytest.mark.parametrize(
    ("now", "before", "zh", "en"),
    [
        (9862, 9428, "同比上升4.6%", "up 4.6% y/y"),
        (9428, 9862, "同比下降4.4%", "down 4.4% y/y"),
        (100, 100, "同比持平", "unchanged y/y"),
        (100, 50, "由50件次增至100件次", "up from 50 registrations to 100 registrations"),
        (99, 50, "同比上升98.0%", "up 98.0% y/y"),
        (7, 0, "上年同期为0", "none a year ago"),
        (0, 0, "同比持平", "unchanged y/y"),
        (
            31,
            29,
            "比上年同期多2件次（上年同期29件次，基数较小）",
            "2 registrations more than a year ago (29 registrations; small base)",
        ),
        (
            0,
            1,
            "比上年同期少1件次（上年同期1件次，基数较小）",
            "1 registration fewer than a year ago (1 registration; small base)",
        ),
        (33, 30, "同比上升10.0%", "up 10.0% y/y"),
        (30, 30, "同比持平", "unchanged y/y"),
        (
            60,
            9,
            "比上年同期多51件次（上年同期9件次，基数较小）",
            "51 registrations more than a year ago (9 registrations; small base)",
        ),
        (10001, 10000, "同比持平", "unchanged y/y"),
        (9996, 10000, "同比持平", "unchanged y/y"),
        (10006, 10000, "同比上升0.1%", "up 0.1% y/y"),
        (2001, 2000, "同比上升0.1%", "up 0.1% y/y"),  # 0.05 % exactly: halves up, one rounding for word and number
        (1999, 2000, "同比下降0.1%", "down 0.1% y/y"),
        (5, None, "", ""),
        (float("nan"), 5, "", ""),
    ],
)
def test_a_change_of_a_count_is_worded_by_its_base(now: float, before: float | None, zh: str, en: str) -> None:
    assert change_in_words(now, before, COUNT, "year") == zh
    use_language("en")
    assert change_in_words(now, before, COUNT, "year") == en


@pytest.mark.parametrize(
    ("now", "before", "zh", "en"),
    [
        (0.19, 0.208, "同比下降1.8个百分点", "down 1.8 pp y/y"),
        (0.208, 0.19, "同比提高1.8个百分点", "up 1.8 pp y/y"),
        (0.19, 0.1904, "同比持平", "unchanged y/y"),
        (0.5, 0.0, "同比提高50.0个百分点", "up 50.0 pp y/y"),
    ],
)
def test_a_change_of_a_share_is_told_in_points(now: float, before: float, zh: str, en: str) -> None:
    assert change_in_words(now, before, SHARE, "year") == zh
    use_language("en")
    assert change_in_words(now, before, SHARE, "year") == en


@pytest.mark.parametrize(
    ("now", "before", "zh", "en"),
    [
        (43, 40.5, "同比增加2.5天", "up by 2.5 days y/y"),
        (40, 41, "同比减少1天", "down by 1 day y/y"),
        (43, 20, "同比增加23天", "up by 23 days y/y"),
        (0, 3, "同比减少3天", "down by 3 days y/y"),
        (43, 43.04, "同比持平", "unchanged y/y"),
        (43, None, "", ""),
    ],
)
def test_a_change_of_days_is_a_difference_never_a_percentage(
    now: float, before: float | None, zh: str, en: str
) -> None:
    assert change_in_words(now, before, DAYS, "year") == zh
    use_language("en")
    assert change_in_words(now, before, DAYS, "year") == en


def test_a_density_is_told_for_a_thousand_staff_and_changes_by_a_difference() -> None:
    assert counted(28.44, DENSITY) == "28.4件次/千人"
    assert change_in_words(28.4, 30, DENSITY, "year") == "同比减少1.6件次/千人"
    assert measured_in(DENSITY) == "件次/千人"
    use_language("en")
    assert counted(1028.44, DENSITY) == "1,028.4 per 1,000 staff"
    assert change_in_words(31, 30, DENSITY, "year") == "up by 1.0 per 1,000 staff y/y"


@pytest.mark.parametrize(
    ("days", "zh", "en"),
    [(23, "23天", "23 days"), (23.5, "23.5天", "23.5 days"), (1, "1天", "1 day"), (1.04, "1天", "1 day"),
     (0.05, "0.1天", "0.1 days"), (1234.0, "1,234天", "1,234 days"), (None, "—", "—")],
)  # fmt: skip
def test_days_have_at_most_one_decimal(days: float | None, zh: str, en: str) -> None:
    assert counted(days, DAYS) == zh
    use_language("en")
    assert counted(days, DAYS) == en


def test_the_previous_period_has_its_own_words() -> None:
    assert change_in_words(110, 100, COUNT, "previous") == "环比上升10.0%"
    assert change_in_words(12, 10, COUNT, "previous") == "比上一期多2件次（上一期10件次，基数较小）"


@pytest.mark.parametrize(
    ("now", "before", "kind", "told"),
    [
        (104.6, 100, "count", "+4.6%"),
        (98.2, 100, "count", "−1.8%"),
        (213.4, 100, "count", "+113.4%"),
        (9999, 10000, "count", "持平"),
        (2001, 2000, "count", "+0.1%"),
        (29, 29, "count", "持平"),
        (0.19, 0.1904, "share", "持平"),
        (12, 15, "count", "−3"),
        (5, 0, "count", "+5"),
        (0, 0, "count", "持平"),
        (0.25, 0.268, "share", "−1.8个百分点"),
        (43, 40.5, "days", "+2.5天"),
        (43, 43, "days", "持平"),
        (10.04, 12, "density", "−2.0"),
        (None, 5, "count", "—"),
    ],
)
def test_a_card_tells_its_change_in_short(now: float | None, before: float, kind: str, told: str) -> None:
    assert change(now, before, kind) == told


def test_numbers_are_whole_counts_and_shares_with_one_place() -> None:
    assert [number(9862, "count"), number(0.19, "share"), number(None, "count"), number(-3, "count")] == [
        "9,862", "19.0%", "—", "−3",
    ]  # fmt: skip
    assert [signed(212), signed(-53), signed(0)] == ["+212", "−53", "0"]
    assert counted(1, COUNT) == "1件次"
    use_language("en")
    assert [counted(1, COUNT), counted(2, COUNT)] == ["1 registration", "2 registrations"]


@pytest.mark.parametrize(
    ("first", "last", "zh", "en"),
    [
        ("2026-10", "2026-10", "2026年10月", "October 2026"),
        ("2026-01", "2026-10", "2026年1—10月", "Jan–Oct 2026"),
        ("2025-01", "2025-12", "2025年", "2025"),
        ("2025-11", "2026-10", "2025年11月—2026年10月", "Nov 2025 – Oct 2026"),
    ],
)
def test_a_period_is_named_as_short_as_it_can_be(first: str, last: str, zh: str, en: str) -> None:
    period = run_of(parse_month(first), parse_month(last))
    assert period_name(period) == zh
    use_language("en")
    assert period_name(period) == en


@pytest.mark.parametrize(("part", "base", "told"), [(3, 80, "3.8%"), (1, 16, "6.3%"), (1, 8, "12.5%"), (2, 3, "66.7%")])
def test_halves_are_rounded_up_as_in_bulletins(part: int, base: int, told: str) -> None:
    assert number(part / base, "share") == told


@pytest.mark.parametrize(
    ("part", "whole", "told"),
    [(14138, 14139, "99.9%"), (1, 14139, "0.1%"), (0, 14139, "0.0%"), (14139, 14139, "100.0%"), (1, 30, "3.3%"),
     (1, 29, "1/29"), (29, 29, "29/29"), (0, 4, "0/4")],
)  # fmt: skip
def test_a_share_is_never_rounded_to_all_or_none_and_of_few_told_by_its_counts(
    part: int, whole: int, told: str
) -> None:
    assert number(part / whole, "share", whole) == told


def test_a_share_of_few_names_what_is_counted_in_either_language() -> None:
    assert counted(0.25, SHARE, 4) == "4件次中1件次"
    assert counted(None, SHARE, 0) == "—"
    assert part_of(3, 12) == "3/12"
    assert part_of(999, 1000) == "99%（999）"
    use_language("en")
    assert counted(0.25, SHARE, 4) == "1 of 4 registrations"


def test_a_fall_that_leaves_something_is_less_than_all_and_a_doubling_is_no_share() -> None:
    assert change_in_words(4, 14139, COUNT, "year") == "同比下降99.9%"
    assert change_in_words(0, 14139, COUNT, "year") == "同比下降100.0%"
    assert change(19999, 10000, "count") == "+100.0%"


@pytest.mark.parametrize(
    ("text", "shown"),
    [("劳动报酬", "劳动报酬"), ("劳动报酬五", "劳动报…"), ("Wages", "Wages"), ("Work safety", "Work sa…"), ("", "")],
)
def test_a_long_name_is_cut_to_a_width_not_to_a_number_of_signs(text: str, shown: str) -> None:
    assert shortened(text, 8) == shown
