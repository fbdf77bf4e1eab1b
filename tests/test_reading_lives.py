"""Months that say nothing of a unit: before it was founded, after it was closed, before it first registered, silent."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
from deliveries import Row, day, published, write_delivery
from worked_examples import letter, visit

from barometer.audience import Audience
from barometer.filters import Filters
from barometer.language import DEFAULT_LANGUAGE, use_language
from barometer.node_series import every_node
from barometer.panels.cards import Card, cards
from barometer.panels.expectation import left_range
from barometer.periods import month_run, monthly
from barometer.publishing import publish
from barometer.reading_answers import last_reading, readings_of
from barometer.reading_cube import known_months
from barometer.readings.new_year import HOLIDAY, REBOUND, days_in_spans
from barometer.scope import Scope
from barometer.session import WHOLE, Session

FIRST, LAST = dt.date(2021, 1, 1), dt.date(2026, 10, 1)
MONTHS = month_run(FIRST, LAST)
PERIOD = (FIRST, dt.date(2026, 10, 31))
A_MONTH = 10
UNITS: tuple[Row, ...] = (
    {"unit_id": "all", "is_reporting": False},
    {"unit_id": "old", "parent_id": "all"},
    {"unit_id": "founded", "parent_id": "all", "valid_from": "2024-05-01"},
    {"unit_id": "young", "parent_id": "all", "valid_from": "2025-03-01"},
    {"unit_id": "begun", "parent_id": "all"},
    {"unit_id": "closed", "parent_id": "all", "valid_to": "2026-06-15"},
    {"unit_id": "silent", "parent_id": "all"},
)
# The months, counted from 0, in which each registers ten: 40 is May 2024, 50 March 2025, 65 June 2026.
REGISTERING = {
    "old": range(70),
    "founded": range(40, 70),
    "young": range(50, 70),
    "begun": range(40, 70),
    "closed": range(66),
    "silent": range(66),
}


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Session:
    """Return six units that each register ten a month while they do, 70 months long."""
    petitions = [
        letter(f"{MONTHS[place]:%Y-%m}-{2 + n:02d}", unit_id=unit)
        for unit, places in REGISTERING.items()
        for place in places
        for n in range(A_MONTH)
    ]
    return published(tmp_path_factory.mktemp("lived"), UNITS, petitions, period=PERIOD)


def read_of(session: Session, unit: str) -> dict[dt.date, tuple[str, int]]:
    """Return kind and history of each month read of a unit's registrations."""
    query = "select month, kind, history from readings where metric = 'registered' and node = $unit order by month"
    return {month: (kind, history) for month, kind, history in session.rows(query, {"unit": unit})}


# --- lives ---------------------------------------------------------------------------------------------------------


def test_the_months_that_speak_are_those_of_a_units_life_and_reporting(lived: Session) -> None:
    """June 2026 is not one of the unit closed in its middle; a unit that fell silent is asked about all the same."""
    known = known_months(lived, every_node(lived), monthly(lived.first_month, lived.last_month))
    places = {node: np.flatnonzero(row).tolist() for node, row in zip(every_node(lived), known, strict=True)}
    begins_and_ends = {
        WHOLE: (0, 69),
        "all": (0, 69),
        "old": (0, 69),
        "founded": (40, 69),
        "young": (50, 69),
        "begun": (40, 69),
        "closed": (0, 64),
        "silent": (0, 69),
    }
    assert places == {node: [*range(first, last + 1)] for node, (first, last) in begins_and_ends.items()}


@pytest.mark.parametrize("unit", ["founded", "begun"])
def test_a_new_unit_is_read_from_its_own_25th_month_on_and_not_alarmed_for_being_new(lived: Session, unit: str) -> None:
    """Founded in month 40, or silent until then: 24 months of its own lie before month 64."""
    assert read_of(lived, unit) == {MONTHS[place]: ("", place - 40) for place in range(64, 70)}


def test_a_unit_founded_in_month_50_of_70_has_no_reading_yet(lived: Session) -> None:
    assert read_of(lived, "young") == {}


def test_a_closed_unit_has_no_fall_to_zero_but_one_that_fell_silent_has(lived: Session) -> None:
    closed, silent = read_of(lived, "closed"), read_of(lived, "silent")
    assert max(closed) == MONTHS[64] and {kind for kind, _ in closed.values()} == {""}
    assert [silent[month][0] for month in MONTHS[65:]] == ["", *["fall_to_zero"] * 4]


def test_only_who_was_there_throughout_has_a_yearly_change(lived: Session) -> None:
    rows = lived.rows("select node from annual_ratios where metric = 'registered' order by node")
    assert [node for (node,) in rows] == [WHOLE, "all", "old", "silent"]


# --- festivals -----------------------------------------------------------------------------------------------------


def test_new_year_days_fall_into_the_business_month_that_holds_them() -> None:
    """The 21st to the 20th, each named by its end, by hand.

    2023-01-22: eve to sixth day 21 to 28 January, then 29 January to 12 February. 2025-01-29: 28 January to 4
    February, then 5 to 19 February. 2026-02-17: 16 to 23 February, of which 16 to 20 are five; then 24 February to
    10 March.
    """
    ends = [(2023, 1), (2023, 2), (2023, 3), (2025, 1), (2025, 2), (2025, 3), (2026, 1), (2026, 2), (2026, 3)]
    spans = [(dt.date(year - (month == 1), (month - 2) % 12 + 1, 21), dt.date(year, month, 20)) for year, month in ends]
    new_years = [dt.date(2023, 1, 22), dt.date(2025, 1, 29), dt.date(2026, 2, 17)]
    assert days_in_spans(spans, new_years, HOLIDAY).tolist() == [0, 8, 0, 0, 8, 0, 0, 5, 3]
    assert days_in_spans(spans, new_years, REBOUND).tolist() == [0, 15, 0, 0, 15, 0, 0, 0, 15]


# --- silent units --------------------------------------------------------------------------------------------------

BRANCHES: tuple[Row, ...] = (
    {"unit_id": "all", "is_reporting": False},
    *({"unit_id": f"u{n}", "parent_id": "all"} for n in range(5)),
)
SEPTEMBER = dt.date(2026, 9, 1)


@pytest.fixture
def in_chinese() -> Iterator[None]:
    use_language("zh")
    yield
    use_language(DEFAULT_LANGUAGE)


def batches_of(tmp_path: Path, in_september: Sequence[int]) -> tuple[Card, Audience, Filters]:
    """Return the card of collective visits: eight a month in each of five units, in September as many as said."""
    petitions = [
        visit(f"{month:%Y-%m}-{2 + n:02d}", 6, unit_id=f"u{unit}")
        for month in month_run(dt.date(2022, 1, 1), SEPTEMBER)
        for unit in range(5)
        for n in range(in_september[unit] if month == SEPTEMBER else 8)
    ]
    source = write_delivery(tmp_path / "delivery", BRANCHES, petitions, period=(day("2022-01-01"), PERIOD[1]))
    audience = Audience(Scope(), publish(source, tmp_path / "data"))
    filters = Filters(audience.session.last_month)
    card = next(card for card in cards(audience, filters) if card.metric_id == "collective_batches")
    reading = last_reading(audience, "collective_batches", filters)
    assert (
        reading and (reading.month, reading.value) == (SEPTEMBER, sum(in_september)) and reading.value < reading.lower
    )
    return card, audience, filters


def dots(audience: Audience, filters: Filters) -> tuple[tuple[int, str], ...]:
    """Return the coloured points of the line of collective visits."""
    months = tuple(month_run(dt.date(2023, 11, 1), SEPTEMBER))
    return left_range(months, readings_of(audience, "collective_batches", filters))


@pytest.mark.usefixtures("in_chinese")
def test_fewer_than_expected_while_three_of_five_units_are_silent_is_no_good_news(tmp_path: Path) -> None:
    card, audience, filters = batches_of(tmp_path, (8, 8, 0, 0, 0))
    assert card.badge.startswith(":gray-badge[") and "报送不全" in card.badge and card.verdict == "neutral"
    assert "报送不全，不作判断" in card.help and dots(audience, filters) == ()


@pytest.mark.usefixtures("in_chinese")
def test_as_few_while_every_unit_reports_are_better(tmp_path: Path) -> None:
    card, audience, filters = batches_of(tmp_path, (4, 3, 3, 3, 3))
    assert card.badge.startswith(":blue-badge[") and card.verdict == "better"
    assert dots(audience, filters) == ((34, "better"),)
