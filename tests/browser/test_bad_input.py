"""Data that strains a page: names without end or in other scripts, 2,000 units, 300 topics, empty columns."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from conftest import Opener
from odd_deliveries import write_bare, write_strained
from screen import MENU, SIZES, Screen
from serving import Server

from barometer.publishing import publish

pytestmark = pytest.mark.browser

# Texts of a chart that lie over each other or outside it.
UNREADABLE = """() => [...document.querySelectorAll('.js-plotly-plot')].flatMap((plot) => {
    const outer = plot.getBoundingClientRect(), found = [];
    const texts = [...plot.querySelectorAll('text')].filter((text) => text.textContent.trim())
        .map((text) => [text.textContent, text.getBoundingClientRect()]);
    texts.forEach(([text, box], place) => {
        if (box.left < outer.left - 1 || box.right > outer.right + 1) found.push(`outside: ${text}`);
        for (const [other, its] of texts.slice(place + 1)) {
            const wide = Math.min(box.right, its.right) - Math.max(box.left, its.left);
            const high = Math.min(box.bottom, its.bottom) - Math.max(box.top, its.top);
            if (wide > 3 && high > 5) found.push(`${text} over ${other}`);
        }
    });
    return found;
})"""
OVERFLOWS = """() => [document.documentElement, document.querySelector('[data-testid=stMain]')]
    .map((box) => box.scrollWidth > box.clientWidth)"""


@pytest.fixture(scope="module")
def strained(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("strained")
    publish(write_strained(folder / "delivery"), folder / "data")
    with Server(folder / "data", folder / "log") as running:
        yield running


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("bare")
    publish(write_bare(folder / "delivery"), folder / "data")
    with Server(folder / "data", folder / "log") as running:
        yield running


@pytest.mark.parametrize("language", ["zh", "en"])
def test_long_names_in_any_script_overlap_nothing_and_leave_no_page(
    language: str, strained: Server, opened: Opener
) -> None:
    chosen = "unit=a0&unit=a2&unit=a5&category=c0&category=c10&category=c20&category=c1&area=engineering"
    for address in (f"/?lang={language}", f"/?lang={language}&{chosen}"):
        screen = opened(address, base=strained.address)
        for name, (page, section) in MENU[language].items():
            if screen.name != name:
                screen.go_to(page, section)
            stands(screen, name)


def stands(screen: Screen, name: str) -> None:
    for size in SIZES:
        screen.resize(*size)
        assert screen.ask(OVERFLOWS) == [False, False], f"{name} at {size}"
        assert screen.ask(UNREADABLE) == [], f"{name} at {size}"


def test_one_unit_of_two_thousand_is_found_by_typing(strained: Server, opened: Opener) -> None:
    screen = opened("/", base=strained.address)
    with screen.run():
        screen.page.locator(".st-key-filter-panel button").first.click()
    field = screen.page.locator(".st-key-filter-units input")
    field.click()
    field.fill("第1777项目部")
    option = screen.page.get_by_role("option").filter(has_text="第1777项目部")
    option.click()
    screen.page.keyboard.press("Tab")
    with screen.run():
        screen.page.locator(".st-key-apply button").click()
    assert screen.address["unit"] == ["b1777"]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_where_nothing_but_day_and_unit_is_known_each_card_says_what_is_missing(
    language: str, bare: Server, opened: Opener
) -> None:
    screen = opened(f"/?lang={language}", base=bare.address)
    for name, (page, section) in MENU[language].items():
        if screen.name != name:
            screen.go_to(page, section)
        stands(screen, name)
        if name in ("collective", "handling"):
            assert screen.page.get_by_text({"zh": "不可计算", "en": "not computable"}[language]).count() > 1
