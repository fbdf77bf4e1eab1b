"""Saved views: what a name may hold, what has room in an address, and that none is lost without a word."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from barometer.contract import HOUSE
from barometer.counting import CODED
from barometer.faults import TooLong
from barometer.filters import Filters
from barometer.saved_views import LONGEST, LONGEST_NAME, MOST, View, read_views, view_of, with_view, write_views
from barometer.scope import Scope
from barometer.session import open_session
from barometer.snapshots import current_snapshot

MAY = Filters(dt.date(2026, 5, 1), "month")
FREE = "视图1"
Opened = Callable[..., AppTest]


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("例会", "例会"),
        ("  例会 |\n A ", "例会 A"),
        ("", "视图1"),
        (" | || ", "视图1"),
        ("\t\n", "视图1"),
        ("长" * 50, "长" * LONGEST_NAME),
        ("a" * (LONGEST_NAME - 1) + " b", "a" * (LONGEST_NAME - 1)),
    ],
)
def test_every_name_gives_a_view_that_an_address_brings_back(typed: str, name: str) -> None:
    view = view_of(typed, MAY, FREE)
    assert view.name == name
    assert read_views(write_views([view])) == (view,)


def test_a_view_an_address_has_no_room_for_is_refused() -> None:
    fits = 0
    for count in range(100):
        filters = Filters(MAY.month, "month", units=tuple(f"unit-{n:04d}" for n in range(count)))
        try:
            view = view_of("例会", filters, FREE)
        except TooLong:
            break
        fits = len(view.text)
        assert read_views(write_views([view])) == (view,)
    assert LONGEST - 20 < fits <= LONGEST


def test_a_view_takes_the_place_of_one_of_its_name_and_the_oldest_makes_room() -> None:
    views: tuple[View, ...] = ()
    for n in range(MOST + 1):
        views = with_view(views, View(str(n), "mode=month"))
    assert [view.name for view in views] == [str(n) for n in range(1, MOST + 1)]
    assert with_view(views, View("3", "mode=ytd"))[-1] == View("3", "mode=ytd")
    assert len(with_view(views, View("3", "mode=ytd"))) == MOST


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch, small_data: Path) -> Opened:
    """Return a function that opens the overview under an address."""

    def open_page(**address: str | list[str]) -> AppTest:
        monkeypatch.setenv("BAROMETER_DATA", str(small_data))
        at = AppTest.from_file(str(HOUSE / "barometer" / "shell.py"), default_timeout=60)
        for key, value in address.items():
            at.query_params[key] = value
        return at.run()

    return open_page


def save(at: AppTest, name: str = "") -> AppTest:
    at.text_input(key="view-name").set_value(name)
    at.button(key="save-view-button").click().run()
    assert not at.exception
    return at


def names_in(at: AppTest) -> list[str]:
    written = at.query_params.get("view", [])
    return [text.partition("|")[0] for text in ([written] if isinstance(written, str) else written)]


def test_a_view_without_a_name_takes_the_first_free_number(opened: Opened) -> None:
    at = save(save(save(opened()), " | "), "视图4")
    assert names_in(at) == ["视图1", "视图2", "视图4"]
    at.button(key="forget-view-0").click().run()
    assert names_in(save(save(at))) == ["视图2", "视图4", "视图1", "视图3"]
    assert names_in(save(opened(lang="en"))) == ["View 1"]


def test_a_view_too_long_for_an_address_is_refused_in_words(opened: Opened, small_data: Path) -> None:
    session = open_session(Scope(), current_snapshot(small_data))
    codes = {name: list(session.labels(name, "en")) for name in CODED}
    at = save(opened(unit=list(session.tree.units), **codes, lang="en"), "all of them")
    assert names_in(at) == []
    assert [entry.value.startswith("The view was not saved") for entry in at.info] == [True]
    assert not at.run().info, "the notice is told once"
