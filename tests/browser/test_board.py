"""放映: the charts of a page one by one, by keys, buttons and address, on one screen of a meeting room."""

from __future__ import annotations

import re

import pytest
from conftest import Opener
from screen import Screen

pytestmark = pytest.mark.browser
ROOM = {"viewport": {"width": 1920, "height": 1080}}
ADDRESS = "/board?period=2026-09&mode=month&unit=U002&page=collective"


def slide(screen: Screen) -> str:
    found = re.search(r"\d+ / \d+", screen.page.locator(".st-key-board-foot").inner_text())
    return found[0] if found else ""


def press(screen: Screen, key: str) -> str:
    """Press a key and return the sentence that then stands there."""
    with screen.run():
        screen.page.keyboard.press(key)
    return screen.sentence


def test_keys_turn_the_slides_and_the_address_keeps_the_place(opened: Opener) -> None:
    screen = opened(ADDRESS, **ROOM)
    first = screen.sentence
    assert slide(screen) == "1 / 5"
    sentences = [press(screen, key) for key in ("ArrowRight", "PageDown", " ", "ArrowDown")]
    assert len({first, *sentences}) == 5 and slide(screen) == "5 / 5"
    assert screen.address["slide"] == ["5"]
    screen.page.keyboard.press("ArrowRight")  # nothing comes after the last
    assert press(screen, "ArrowLeft") == sentences[2]
    assert press(screen, "PageUp") == sentences[1]
    screen.reload()
    assert screen.sentence == sentences[1] and slide(screen) == "3 / 5"
    assert screen.address["unit"] == ["U002"] and screen.address["mode"] == ["month"]


def test_two_buttons_turn_the_slides_and_a_third_goes_back(opened: Opener) -> None:
    screen = opened(ADDRESS, **ROOM)
    with screen.run():
        screen.page.locator(".st-key-board-next button:visible").click()
    assert slide(screen) == "2 / 5"
    with screen.run():
        screen.page.locator(".st-key-board-previous button:visible").click()
    assert slide(screen) == "1 / 5"
    assert screen.page.locator(".st-key-board-previous button:visible").is_disabled()
    with screen.run():
        screen.page.keyboard.press("Escape")
    assert screen.name == "collective"
    assert screen.address["unit"] == ["U002"] and "slide" not in screen.address


@pytest.mark.parametrize("page", ["/", "/handling", "/procurement", "/signals", "/definitions"])
def test_it_opens_from_every_page_with_its_charts_and_filters(page: str, opened: Opener) -> None:
    screen = opened(f"{page}?period=2026-09&mode=ytd&lang=en")
    with screen.run():
        screen.page.locator(".st-key-to-board a").click()
    assert screen.name == "board"
    assert screen.address["page"] == [page.strip("/") or "overview"]
    assert screen.address["period"] == ["2026-09"] and screen.address["lang"] == ["en"]
    assert "Source:" in screen.page.locator(".st-key-board-foot").inner_text()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_slide_fits_the_screen_and_is_large_enough_for_the_room(language: str, opened: Opener) -> None:
    for page, slides in (("overview", 3), ("handling", 6), ("procurement", 4)):
        for number in range(1, slides + 1):
            screen = opened(f"/board?page={page}&slide={number}&lang={language}", **ROOM)
            foot = screen.page.locator(".st-key-board-foot").bounding_box()
            assert foot["y"] + foot["height"] <= 1080, (page, number)
            assert screen.page.evaluate("document.documentElement.scrollWidth") <= 1920
            sizes = screen.ask(
                "() => [...document.querySelectorAll('.st-key-board :is(h1, p, strong, .js-plotly-plot text)')]"
                ".filter((e) => e.textContent.trim() && e.getClientRects().length)"
                ".map((e) => parseFloat(getComputedStyle(e).fontSize))"
            )
            assert min(sizes) >= 20, (page, number)
            assert (
                not screen.page.locator("[data-testid=stHeader], .st-key-status, .st-key-filterbar")
                .locator("visible=true")
                .count()
            )


def test_an_address_that_names_no_slide_or_page_shows_the_first(opened: Opener) -> None:
    for words in ("slide=0", "slide=x", "slide=99999", "slide=-1", "page=../shell", "page=nothing&slide=1"):
        screen = opened(f"/board?{words}", **ROOM)
        assert slide(screen).endswith("/ 3")
    screen = opened("/board?slide=77&page=handling", **ROOM)
    assert slide(screen) == "6 / 6"


def test_a_chart_without_records_says_so_on_the_board(opened: Opener) -> None:
    screen = opened("/board?period=2026-09&mode=month&unit=U002&category=none&page=overview&slide=2", **ROOM)
    assert screen.page.locator(".st-key-board").inner_text()


def test_the_board_is_white_whatever_the_theme(opened: Opener) -> None:
    screen = opened("/board", color_scheme="dark", **ROOM)
    colours = screen.ask(
        "() => [getComputedStyle(document.querySelector('.stApp')).backgroundColor,"
        " getComputedStyle(document.querySelector('h1')).color]"
    )
    assert colours == ["rgb(255, 255, 255)", "rgb(27, 39, 51)"]
