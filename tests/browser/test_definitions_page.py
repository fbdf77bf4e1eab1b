"""口径与数据 in a browser: links, Back, sections and what fits the window."""

from __future__ import annotations

import pytest
from conftest import Opener
from screen import MENU, SIZES, Screen

pytestmark = pytest.mark.browser

SMALLEST_TEXT = 13
OVERFLOWS = """() => [document.documentElement, document.querySelector('[data-testid=stMain]')]
    .map((box) => box.scrollWidth > box.clientWidth)"""
SMALL_TEXTS = f"""() => [...document.querySelectorAll('.js-plotly-plot text, .figures :is(td, th, code, a)')]
    .filter((text) => text.textContent.trim() && parseFloat(getComputedStyle(text).fontSize) < {SMALLEST_TEXT})
    .map((text) => text.textContent)"""
CUT_TABLES = """() => [...document.querySelectorAll('.figures')]
    .map((table) => table.scrollWidth > table.closest('[class*=st-key-card-]').clientWidth)"""


def test_a_name_in_the_list_opens_its_metric_and_back_the_list(opened: Opener) -> None:
    screen = opened("/definitions?unit=U005&period=2026-05&mode=month")
    before = screen.address
    with screen.loaded_anew():
        screen.page.locator(".figures a").get_by_text("重复信访占比", exact=True).click()
    assert screen.address == {**before, "metric": ["repeat_share"]}
    assert heads(screen) == ["重复信访占比", "所依据的期限与标准", "查询语句"]
    with screen.loaded_anew():
        screen.page.go_back()
    assert screen.address == before
    assert heads(screen)[0] == "指标口径与依据"


def test_each_choice_of_a_section_is_one_step_back(opened: Opener) -> None:
    screen = opened("/definitions?lang=en&metric=backlog")
    assert heads(screen) == ["Open items", "Query"]
    for name in ("Data quality", "Glossary"):
        choose_section(screen, name)
    assert heads(screen) == ["Words of the field"]
    screen.back()
    assert screen.address["section"] == ["data"]
    assert len(heads(screen)) == 7
    screen.back()
    assert screen.address["metric"] == ["backlog"]
    assert heads(screen) == ["Open items", "Query"]


def test_a_metric_is_found_by_a_part_of_its_name(opened: Opener) -> None:
    screen = opened("/definitions?lang=en")
    field = screen.page.locator(".st-key-definitions-metric input")
    field.click()
    field.fill("overdue")
    with screen.run():
        screen.page.get_by_role("option").first.click()
    assert screen.address["metric"] == ["overdue_open"]
    assert heads(screen)[0] == "Overdue and open"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_links_to_the_page_and_within_it_keep_filters_and_views(language: str, opened: Opener) -> None:
    start = f"period=2026-05&mode=month&unit=U005&channel=visit&view=A%7Cmode%3Dytd&lang={language}"
    screen = opened(f"/handling?{start}")
    address, filter_line = screen.address, screen.chosen
    with screen.run():
        screen.tools("ages", 0).get_by_test_id("stPageLink").locator("a").click()
    assert (screen.name, screen.address) == ("definitions", {**address, "metric": ["backlog"]})
    with screen.run():
        screen.page.locator(".st-key-status a").click()
    assert screen.address == {**address, "section": ["data"]}
    assert screen.chosen == filter_line
    screen.go_to(*MENU[language]["handling"])
    assert screen.address == address
    while screen.name == "handling":
        screen.back()
    while screen.name == "definitions":
        assert {key: screen.address[key] for key in address} == address
        screen.back()
    assert (screen.name, screen.address, screen.chosen) == ("handling", address, filter_line)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("section", ["metrics", "data", "reading", "glossary"])
def test_each_section_fits_its_window_and_is_legible(section: str, language: str, opened: Opener) -> None:
    screen = opened(f"/definitions?section={section}&lang={language}")
    for width, height in (*SIZES, (820, 1180)):
        screen.resize(width, height)
        assert screen.ask(OVERFLOWS) == [False, False]
        assert screen.ask(SMALL_TEXTS) == []
        assert not any(screen.ask(CUT_TABLES))


def test_the_menu_holds_the_page_behind_the_sections(opened: Opener) -> None:
    screen = opened("/definitions")
    places = [
        screen.page.get_by_test_id("stTopNavLink").get_by_text("总览", exact=True).bounding_box(),
        screen.page.get_by_test_id("stTopNavSection").get_by_text("信访", exact=True).bounding_box(),
        screen.page.get_by_test_id("stTopNavLink").get_by_text("口径与数据", exact=True).bounding_box(),
    ]
    lefts = [place["x"] for place in places if place]
    assert len(lefts) == 3
    assert lefts == sorted(lefts)


def choose_section(screen: Screen, name: str) -> None:
    with screen.run():
        screen.page.locator(".st-key-definitions-section").get_by_text(name, exact=True).click()


def heads(screen: Screen) -> list[str]:
    return screen.page.locator("[class*=st-key-card-] h2").all_inner_texts()
