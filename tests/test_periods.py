"""Periods and what they are compared with: the same cut-off, leap years, 环比, the calendar of the house."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from deliveries import ONE_UNIT, Row, day, published, write_delivery
from worked_examples import appeal, letter

from barometer.answers import course
from barometer.audience import Audience
from barometer.faults import UnknownPeriod
from barometer.filters import Filters
from barometer.metrics import ask
from barometer.panels.handling import handling_headline
from barometer.panels.sentences import three_sentences
from barometer.periods import (
    Period,
    add_months,
    base_of,
    month_run,
    months_apart,
    parse_month,
    period_ending,
    periods_between,
    run_of,
)
from barometer.publishing import publish
from barometer.scope import Scope
from barometer.session import Session

MARCH = parse_month("2026-03")
NEVER_CUT: frozenset[dt.date] = frozenset()


def run(first: str, last: str = "") -> Period:
    return run_of(parse_month(first), parse_month(last or first))


def letters(first: str, last: str, **columns: object) -> list[Row]:
    """Return a letter on each day, both ends included."""
    days = (day(last) - day(first)).days + 1
    return [letter((day(first) + dt.timedelta(n)).isoformat(), **columns) for n in range(days)]


# --- months --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("month", "count", "told"),
    [("2026-03", 0, "2026-03"), ("2026-03", -3, "2025-12"), ("2026-12", 1, "2027-01"), ("2026-01", -25, "2023-12")],
)
def test_months_are_counted_over_the_year(month: str, count: int, told: str) -> None:
    assert add_months(parse_month(month), count) == parse_month(told)
    assert months_apart(parse_month(month), parse_month(told)) == count


@pytest.mark.parametrize("count", [-12 * 2026, 12 * 9000], ids=["before year 1", "after year 9999"])
def test_a_month_outside_the_calendar_is_a_fault(count: int) -> None:
    with pytest.raises(UnknownPeriod):
        add_months(MARCH, count)


def test_a_run_of_months_holds_both_ends() -> None:
    assert month_run(parse_month("2025-12"), parse_month("2026-02")) == [
        parse_month(text) for text in ("2025-12", "2026-01", "2026-02")
    ]


@pytest.mark.parametrize(
    ("mode", "first", "length"), [("month", "2026-03", 1), ("ytd", "2026-01", 3), ("rolling", "2025-04", 12)]
)
def test_a_mode_begins_where_it_says_and_ends_with_the_chosen_month(mode: str, first: str, length: int) -> None:
    period = period_ending(MARCH, mode)
    assert (period.first_month, period.last_month, period.length) == (parse_month(first), MARCH, length)


def test_an_unknown_mode_or_comparison_is_a_fault() -> None:
    with pytest.raises(UnknownPeriod):
        period_ending(MARCH, "week")
    with pytest.raises(UnknownPeriod):
        base_of(run("2026-03"), "decade", MARCH, NEVER_CUT)


@pytest.mark.parametrize(
    ("first", "last", "by", "told"),
    [
        ("2025-11", "2026-05", "quarter", {"2025-Q4": 2, "2026-Q1": 3, "2026-Q2": 2}),
        ("2025-11", "2026-05", "year", {"2025": 2, "2026": 5}),
        ("2025-11", "2026-02", "ytd", {"2025-11": 11, "2025-12": 12, "2026-01": 1, "2026-02": 2}),
        ("2026-02", "2026-02", "month", {"2026-02": 1}),
    ],
)
def test_a_grain_cuts_the_range_into_runs_of_months(first: str, last: str, by: str, told: dict[str, int]) -> None:
    periods = periods_between(parse_month(first), parse_month(last), by)
    assert {period.label: period.length for period in periods} == told


# --- what a period is compared with --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("period", "comparison", "base"),
    [
        (run("2026-03"), "year", run("2025-03")),
        (run("2026-01", "2026-03"), "year", run("2025-01", "2025-03")),
        (run("2025-04", "2026-03"), "year", run("2024-04", "2025-03")),
        (run("2026-03"), "previous", run("2026-02")),
        (run("2026-01"), "previous", run("2025-12")),
        (run("2026-01", "2026-03"), "previous", run("2025-10", "2025-12")),
        (run("2025-04", "2026-03"), "previous", run("2024-04", "2025-03")),
    ],
    ids=[
        "a month 同比",
        "a year to date 同比",
        "twelve months 同比",
        "a month 环比",
        "January 环比",
        "a quarter 环比",
        "twelve months 环比",
    ],
)
def test_the_base_is_the_same_run_a_year_earlier_or_the_run_just_before(
    period: Period, comparison: str, base: Period
) -> None:
    assert base_of(period, comparison, MARCH, NEVER_CUT) == base


def test_only_a_period_that_reaches_into_the_running_month_is_cut() -> None:
    cut = frozenset({parse_month("2025-03"), parse_month("2025-02")})
    assert base_of(run("2026-01", "2026-03"), "year", MARCH, cut).cut_month == parse_month("2025-03")
    assert base_of(run("2026-01", "2026-02"), "year", MARCH, cut).cut_month is None


# 3 letters a day in 2025, 1 a day in 2026 to the 10th of March; 2 a day in the last December.
DAILY = [
    *letters("2024-03-01", "2024-03-31"),
    *letters("2025-01-01", "2025-11-30") * 3,
    *letters("2025-12-01", "2025-12-31") * 2,
    *letters("2026-01-01", "2026-03-10"),
]


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Session:
    """Return data to the 10th of March 2026, first day 2023-03-01."""
    period = (day("2023-03-01"), day("2026-03-10"))
    return published(tmp_path_factory.mktemp("running"), ONE_UNIT, DAILY, data_as_of=period[1], period=period)


@pytest.mark.parametrize(
    ("mode", "comparison", "now", "base"),
    [
        ("month", "year", 10, 3 * 10),
        ("ytd", "year", 31 + 28 + 10, 3 * (31 + 28 + 10)),
        ("rolling", "year", 3 * (365 - 31 - 28 - 31 - 31) + 2 * 31 + 31 + 28 + 10, 3 * (31 + 28 + 10)),
        ("month", "previous", 10, 10),
        ("ytd", "previous", 31 + 28 + 10, 3 * (31 + 30) + 2 * 10),
        ("rolling", "previous", 3 * (365 - 31 - 28 - 31 - 31) + 2 * 31 + 31 + 28 + 10, 3 * (31 + 28 + 10)),
    ],
)
def test_a_running_month_is_compared_to_the_same_day_of_its_month(
    running: Session, mode: str, comparison: str, now: int, base: int
) -> None:
    told = course(Audience(running.scope, running.snapshot), "registered", Filters(MARCH, mode, comparison))
    assert (told.now.value, told.base.value) == (now, base)


def test_a_month_that_is_over_is_compared_whole(running: Session) -> None:
    filters = Filters(parse_month("2026-02"), "ytd", "year")
    told = course(Audience(running.scope, running.snapshot), "registered", filters)
    assert (told.now.value, told.base.value) == (31 + 28, 3 * (31 + 28))


@pytest.mark.parametrize("comparison", ["year", "previous"])
def test_last_years_line_ends_at_the_same_day_whatever_the_cards_compare(running: Session, comparison: str) -> None:
    told = course(Audience(running.scope, running.snapshot), "registered", Filters(MARCH, "ytd", comparison))
    assert [figure.value for figure in told.year_earlier[-3:]] == [3 * 31, 3 * 28, 3 * 10]
    assert [figure.value for figure in told.monthly[-3:]] == [31, 28, 10]


def test_the_base_does_not_depend_on_the_months_a_chart_shows(running: Session) -> None:
    told = course(Audience(running.scope, running.snapshot), "registered", Filters(parse_month("2024-03"), "month"))
    assert told.now.value == 31
    assert told.base.value == 0
    assert told.monthly[0].value is None  # 2021-04 lies before the data


def cut_run(first: str, last: str) -> Period:
    return Period("cut", parse_month(first), parse_month(last), parse_month(last))


LIMITS_OF_MARCH = [
    appeal("2025-01-05", "2025-03-09"), appeal("2025-01-05", "2025-03-10", "2025-03-10"),
    appeal("2025-01-05", "2025-03-10"), appeal("2025-01-05", "2025-03-11"),
    appeal("2026-01-05", "2026-03-09", "2026-03-09"), appeal("2026-01-05", "2026-03-10", "2026-03-10"),
    letter("2025-03-11", matter_id="m"), letter("2025-03-10", matter_id="m"), letter("2025-03-10", matter_id="n"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("metric", "now", "base"),
    [
        ("completed_on_time_rate", (1, 1), (0, 1)),
        ("overdue_open", (3, None), (1, None)),
        ("backlog", (6, None), (5, None)),
        ("repeat_matter_share", (0, 0), (0, 2)),
    ],
    ids=[
        "a limit on the cut day is not yet due",
        "nor past",
        "open on the cut day",
        "a second time comes after the cut",
    ],
)
def test_limits_and_stocks_are_cut_at_the_same_day_too(
    tmp_path: Path, metric: str, now: tuple[int, int | None], base: tuple[int, int | None]
) -> None:
    period = (day("2023-01-01"), day("2026-03-10"))
    session = published(tmp_path, ONE_UNIT, LIMITS_OF_MARCH, data_as_of=period[1], period=period)
    told = ask(session, metric, [run("2026-03"), cut_run("2025-03", "2025-03")])
    found = [tuple(None if cell != cell else cell for cell in row) for row in told[["numerator", "denominator"]].values]
    assert found == [now, base]


@pytest.mark.parametrize(
    ("data_as_of", "now", "base"),
    [("2025-02-28", 28, 29), ("2025-02-27", 27, 27), ("2024-02-29", 29, 28), ("2024-02-28", 28, 28)],
    ids=["28 days to a whole leap February", "27 days to 27", "a whole leap February to 28", "28 of 29 days to 28"],
)
def test_a_whole_february_is_compared_to_a_whole_one(tmp_path: Path, data_as_of: str, now: int, base: int) -> None:
    rows = [row for row in letters("2023-01-01", "2025-02-28") if row["registered_on"] <= data_as_of]
    session = published(tmp_path, ONE_UNIT, rows, data_as_of=day(data_as_of))
    filters = Filters(day(data_as_of).replace(day=1), "month", "year")
    told = course(Audience(session.scope, session.snapshot), "registered", filters)
    assert (told.now.value, told.base.value) == (now, base)


@pytest.mark.parametrize(
    ("data_as_of", "base"),
    [("2026-03-30", 28), ("2026-03-31", 28), ("2026-05-30", 30), ("2026-05-31", 30)],
    ids=["30 days to a February of 28", "a whole March to it", "30 days to an April of 30", "a whole May to it"],
)
def test_a_month_is_never_compared_to_more_than_the_month_before_has(
    tmp_path: Path, data_as_of: str, base: int
) -> None:
    rows = [row for row in letters("2026-01-01", "2026-05-31") if row["registered_on"] <= data_as_of]
    session = published(tmp_path, ONE_UNIT, rows, data_as_of=day(data_as_of))
    filters = Filters(day(data_as_of).replace(day=1), "month", "previous")
    assert course(Audience(session.scope, session.snapshot), "registered", filters).base.value == base


@pytest.mark.parametrize(
    ("mode", "first", "now", "base"),
    [
        ("ytd", None, 31 + 28 + 31 + 30 + 10, 31 + 30 + 31 + 30 + 10),  # August to the 10th of December
        ("quarter", None, 30 + 10, 28 + 10),
        ("range", "2026-02", 28 + 31 + 30 + 10, 31 + 30 + 31 + 10),
    ],
)
def test_a_running_period_is_compared_to_as_many_months_and_days_before_it(
    tmp_path: Path, mode: str, first: str | None, now: int, base: int
) -> None:
    session = published(tmp_path, ONE_UNIT, letters("2025-07-01", "2026-05-10"), data_as_of=day("2026-05-10"))
    filters = Filters(parse_month("2026-05"), mode, "previous", first=parse_month(first) if first else None)
    told = course(Audience(session.scope, session.snapshot), "registered", filters)
    assert (told.now.value, told.base.value) == (now, base)


def test_whatever_can_end_a_base_is_cut(running: Session) -> None:
    cut = frozenset(row["month"] for row in running.months if row["month"] and row["cut_on"])
    lengths = range(1, 38)
    bases = [base_of(run_of(add_months(MARCH, 1 - n), MARCH), "previous", MARCH, cut) for n in lengths]
    assert [base.cut_month is not None for base in bases] == [running.covers(base) for base in bases]
    assert [running.covers(base) for base in bases].count(True) == 18  # of 37 months


# --- the calendar of the house -------------------------------------------------------------------------------------

CALENDARS = "id,starts_on_day,is_in_use,valid_from,valid_to,label_zh,label_en\n"
BUSINESS = CALENDARS + "natural,1,false,2000-01-01,,自然月,Natural\nbusiness,21,true,2000-01-01,,业务月,Business\n"
CHANGED = (
    CALENDARS + "natural,1,true,2000-01-01,2025-12-31,自然月,Natural\nbusiness,21,true,2026-01-01,,业务月,Business\n"
)


def with_calendar(tmp_path: Path, calendar: str, petitions: list[Row], data_as_of: str) -> Session:
    reference = tmp_path / "data" / "reference"
    reference.mkdir(parents=True)
    (reference / "calendars.csv").write_text(calendar, encoding="utf-8")
    last = day(data_as_of)
    source = write_delivery(
        tmp_path / "delivery", ONE_UNIT, petitions, data_as_of=last, period=(day("2024-01-01"), last)
    )
    return Session(Scope(), publish(source, tmp_path / "data"))


def by_month(session: Session, first: str, last: str, metric: str = "registered") -> list[float]:
    told = ask(session, metric, periods_between(parse_month(first), parse_month(last), "month"))
    return told["value"].tolist()


def test_a_business_month_runs_from_the_21st_to_the_20th_and_is_named_by_its_end(tmp_path: Path) -> None:
    rows = [letter(f"2026-02-{n}") for n in (20, 21, 21)] + [letter(f"2026-03-{n}") for n in (20, 20, 20, 21)]
    session = with_calendar(tmp_path, BUSINESS, rows, "2026-04-20")
    assert by_month(session, "2026-02", "2026-04") == [1, 5, 1]
    assert session.last_month == parse_month("2026-04")


def test_a_business_year_begins_on_the_21st_of_december(tmp_path: Path) -> None:
    rows = [letter("2025-12-20"), *(letter("2025-12-21"),) * 2, *(letter("2026-02-21"),) * 3]
    session = with_calendar(tmp_path, BUSINESS, rows, "2026-03-20")
    told = ask(session, "registered", periods_between(parse_month("2025-12"), parse_month("2026-03"), "ytd"))
    assert told["value"].tolist() == [1, 2, 2, 5]


def test_a_business_month_that_still_runs_is_compared_to_as_many_days(tmp_path: Path) -> None:
    session = with_calendar(tmp_path, BUSINESS, letters("2024-12-21", "2026-02-25"), "2026-02-25")
    assert session.last_month == MARCH
    told = course(Audience(session.scope, session.snapshot), "registered", Filters(MARCH, "month", "year"))
    assert (told.now.value, told.base.value) == (5, 5)
    told = course(Audience(session.scope, session.snapshot), "registered", Filters(MARCH, "ytd", "previous"))
    assert (told.now.value, told.base.value) == (31 + 31 + 5, 30 + 31 + 5)


def test_a_business_month_that_is_over_is_compared_whole(tmp_path: Path) -> None:
    session = with_calendar(tmp_path, BUSINESS, letters("2024-12-21", "2026-02-20"), "2026-02-20")
    filters = Filters(parse_month("2026-02"), "month", "previous")
    assert course(Audience(session.scope, session.snapshot), "registered", filters).base.value == 31


def test_open_items_are_counted_at_the_end_of_the_business_month(tmp_path: Path) -> None:
    rows = [
        letter("2026-02-20", closed_on="2026-02-21"),
        letter("2026-02-21"),
        letter("2026-02-01", closed_on="2026-02-20"),
    ]
    session = with_calendar(tmp_path, BUSINESS, rows, "2026-03-20")
    assert by_month(session, "2026-02", "2026-03", "backlog") == [1, 1]


def test_the_first_24_months_end_with_a_whole_business_month(tmp_path: Path) -> None:
    rows = [letter("2025-12-25", matter_id="m"), letter("2026-01-25", matter_id="m")]
    session = with_calendar(tmp_path, BUSINESS, rows, "2026-03-20")  # data from 2024-01-01
    told = ask(session, "repeat_matter_share", [run("2026-01"), run("2026-02")])
    assert told["numerator"].isna().tolist() == [True, False]


def test_a_change_of_calendar_makes_one_short_month_and_loses_no_day(tmp_path: Path) -> None:
    session = with_calendar(tmp_path, CHANGED, letters("2025-12-01", "2026-02-20"), "2026-02-20")
    assert by_month(session, "2025-12", "2026-02") == [31, 20, 31]


def test_a_sentence_for_a_paper_and_the_page_of_handling_name_the_last_day_of_the_business_month(
    tmp_path: Path,
) -> None:
    rows = [appeal("2026-01-02", "2026-03-03", "2026-02-20"), appeal("2026-02-21", "2026-04-22")]
    session = with_calendar(tmp_path, BUSINESS, rows, "2026-04-25")
    audience, march = Audience(session.scope, session.snapshot), Filters(parse_month("2026-03"), "month")
    assert "截至2026年3月20日" in three_sentences(audience, march)
    assert "截至2026年3月20日" in handling_headline(audience, march).sentence
