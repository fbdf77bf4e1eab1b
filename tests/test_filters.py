"""The address and the filters are one and the same: what is written is read back, what is wrong falls back."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from deliveries import TREE, published

from barometer.faults import UnknownCode, UnknownPeriod, UnknownUnit
from barometer.filters import Filters, default_filters, read_address, write_address
from barometer.session import Session


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Session:
    """Return two years of data in a small tree."""
    folder: Path = tmp_path_factory.mktemp("filters")
    days = {"2024-11-05": "north-1", "2026-10-05": "south"}
    return published(folder, TREE, [{"registered_on": on, "unit_id": unit} for on, unit in days.items()])


@pytest.mark.parametrize("mode", ["month", "ytd", "rolling"])
@pytest.mark.parametrize("comparison", ["year", "previous"])
@pytest.mark.parametrize("units", [(), ("south",), ("north", "south")])
def test_what_is_written_is_read_back(session: Session, mode: str, comparison: str, units: tuple[str, ...]) -> None:
    filters = Filters(dt.date(2026, 3, 1), mode, comparison, units)
    reading = read_address(write_address(filters), session)
    assert reading.filters == filters
    assert not reading.refused


def test_an_empty_address_is_the_year_to_date_of_the_last_month(session: Session) -> None:
    reading = read_address({}, session)
    assert reading.filters == default_filters(session) == Filters(dt.date(2026, 10, 1), "ytd", "year", ())
    assert reading.filters.period.label == "2026-01/2026-10"


def test_a_kept_link_names_its_period_also_at_the_default(session: Session) -> None:
    assert write_address(default_filters(session)) == {"period": ["2026-10"], "mode": ["ytd"], "compare": ["year"]}


@pytest.mark.parametrize(
    ("address", "fault"),
    [
        ({"period": ["yesterday"]}, UnknownPeriod),
        ({"period": ["2026-13"]}, UnknownPeriod),
        ({"period": ["0000-01"]}, UnknownPeriod),
        ({"period": ["2019-01"]}, UnknownPeriod),
        ({"period": ["2027-01"]}, UnknownPeriod),
        ({"mode": ["weekly"]}, UnknownPeriod),
        ({"compare": ["plan"]}, UnknownPeriod),
        ({"unit": ["nowhere"]}, UnknownUnit),
        ({"channel": ["pigeon"]}, UnknownCode),
        ({"channel": [""]}, UnknownCode),
        ({"mode": ["range"]}, UnknownPeriod),
        ({"mode": ["range"], "from": ["2027-01"]}, UnknownPeriod),
        ({"unit": ["south", "' or 1=1 --"]}, UnknownUnit),
    ],
    ids=str,
)
def test_what_cannot_be_read_falls_back_and_is_reported(
    session: Session, address: dict[str, list[str]], fault: type[Exception]
) -> None:
    reading = read_address(address, session)
    assert reading.filters == default_filters(session)
    assert [type(refused) for refused in reading.refused] == [fault]
    assert reading.refused[0].remedy


def test_one_wrong_value_leaves_the_others_in_force(session: Session) -> None:
    reading = read_address({"period": ["2026-03"], "mode": ["weekly"], "unit": ["south"]}, session)
    assert reading.filters == Filters(dt.date(2026, 3, 1), "ytd", "year", ("south",))


def test_chosen_units_stand_in_tree_order_also_below_each_other(session: Session) -> None:
    assert read_address({"unit": ["north-1", "north", "north-1"]}, session).filters.units == ("north", "north-1")


def test_two_months_in_the_wrong_order_are_a_range_all_the_same(session: Session) -> None:
    reading = read_address({"period": ["2025-03"], "mode": ["range"], "from": ["2026-05"]}, session)
    assert reading.filters == Filters(dt.date(2026, 5, 1), "range", first=dt.date(2025, 3, 1))
    assert not reading.refused


def test_the_rows_without_a_code_are_written_as_a_dash(session: Session) -> None:
    filters = default_filters(session).with_codes("channel", ("visit", ""))
    assert write_address(filters)["channel"] == ["visit", "-"]
    assert read_address(write_address(filters), session).filters == filters
