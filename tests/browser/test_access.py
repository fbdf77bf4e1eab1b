"""Everybody can use the pages: with the keyboard alone, with a screen reader, with weak eyes."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from conftest import Opener
from playwright.sync_api import expect
from screen import CHARTS, MENU, PAGES, Screen

pytestmark = pytest.mark.browser

# What Streamlit itself has been found to leave, by rule of axe and how often on a page; none with the version pinned.
STREAMLITS_OWN = {"svg-img-alt": 0, "color-contrast": 0, "scrollable-region-focusable": 0}

CONTROLS = """() => {
    const shown = (element) => element.checkVisibility({visibilityProperty: true, opacityProperty: false})
        && element.getBoundingClientRect().width > 0;
    const all = [...document.querySelectorAll('button, input, select, textarea, a[href], summary')];
    // One of a group of radio buttons is reached by tabulator, the others from there by arrows.
    const group = (element) => element.closest('[role=radiogroup]');
    const usable = all.filter((element) => shown(element) && !element.disabled && element.tabIndex >= 0);
    const leads = (element) => group(element).querySelector('button, input') === element;
    const asked = usable.filter((element) => !group(element) || leads(element));
    asked.forEach((element, place) => {
        for (const one of group(element)?.querySelectorAll('button, input') || [element]) one.dataset.place = place;
    });
    return asked.map((element) => (element.closest('[class*=st-key-]')?.className.match(/st-key-[\\w-]+/) || [''])[0]);
}"""
FOCUSED = """() => {
    const element = document.activeElement;
    const box = element.getBoundingClientRect();
    return {place: element.dataset.place, name: element.tagName, isSeen: box.width > 0 && box.height > 0};
}"""


# Texts too pale for their ground, which axe leaves undecided in popovers and dialogs: each with its contrast.
PALE = """() => {
    const parts = (colour) => (colour.match(/[\\d.]+/g) || [0, 0, 0, 0]).map(Number);
    const linear = (part) => (part /= 255) <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    const light = ([red, green, blue]) => 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
    const ground = (element) => {
        for (let one = element; one; one = one.parentElement) {
            const fill = parts(getComputedStyle(one).backgroundColor);
            if (fill.length < 4 || fill[3] === 1) return fill;
        }
        return [255, 255, 255];
    };
    const isSeen = (element) => {
        for (let one = element; one; one = one.parentElement)
            if (getComputedStyle(one).clipPath !== 'none') return false;
        return element.checkVisibility({visibilityProperty: true})
            && !element.closest('script, style, svg, [data-testid=stIconMaterial], [aria-disabled=true]');
    };
    const found = [];
    const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (words.nextNode()) {
        const element = words.currentNode.parentElement;
        if (!words.currentNode.data.trim() || !isSeen(element)) continue;
        const below = ground(element), [red, green, blue, alpha = 1] = parts(getComputedStyle(element).color);
        const ink = [red, green, blue].map((part, place) => alpha * part + (1 - alpha) * below[place]);
        const [dark, bright] = [light(ink), light(below)].sort((one, other) => one - other);
        const contrast = (bright + 0.05) / (dark + 0.05);
        if (contrast < 4.5) found.push(`${words.currentNode.data.trim().slice(0, 20)}: ${contrast.toFixed(1)}`);
    }
    return found;
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_axe_finds_nothing_on_any_page(language: str, scheme: str, opened: Opener) -> None:
    screen = opened(f"/?lang={language}", color_scheme=scheme)
    for name in PAGES:
        if screen.name != name:
            screen.go_to(*MENU[language][name])
        finds_nothing(screen, name)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_menus_dialogs_and_states(scheme: str, opened: Opener) -> None:
    screen = opened("/", color_scheme=scheme)
    with screen.run():
        screen.page.locator(".st-key-filter-panel button").first.click()
    finds_nothing(screen, "filter panel")
    screen.page.keyboard.press("Escape")
    screen.tools("channels", 0)
    finds_nothing(screen, "definition")
    screen.close_menu()
    screen.tools("channels", 1)
    finds_nothing(screen, "menu of a card")
    screen.close_menu()
    for entry in ("数据", "SQL"):
        screen.open_dialog("channels", entry)
        finds_nothing(screen, entry)
        screen.close_dialog()
    screen.page_menu()
    finds_nothing(screen, "menu of the page")
    screen.page.goto(f"{screen.base}/collective?unit=U036&period=2026-02&mode=month")
    screen.settle()
    finds_nothing(screen, "states")
    screen.page.goto(f"{screen.base}/definitions?metric=repeat_share")
    screen.settle()
    finds_nothing(screen, "definition with its query")
    screen.page.goto(f"{screen.base}/definitions?section=reading")
    screen.settle()
    finds_nothing(screen, "how to read the charts")


def test_axe_would_find_what_is_wrong(opened: Opener) -> None:
    screen = opened("/")
    screen.ask("() => { document.querySelector('h1').style.color = '#ddd'; }")
    screen.ask("() => { document.querySelector('.sparkline').removeAttribute('alt'); }")
    assert set(found_by_axe(screen)) == {"color-contrast", "image-alt"}
    assert screen.ask(PALE) == [f"{screen.sentence[:20]}: 1.2"]


@pytest.mark.parametrize("page", PAGES)
def test_the_keyboard_reaches_every_control_from_top_to_bottom(page: str, opened: Opener) -> None:
    paths = {"overview": "/", "definitions": "/definitions?section=data"}
    screen = opened(paths.get(page, f"/{page}"))
    keys = screen.ask(CONTROLS)
    own = {"signals": "explain", "material": "begin"}.get(page, "tools")
    for wanted in ("filter", own, "status", "reset"):
        assert any(wanted in key for key in keys), f"no control of {wanted}"
    screen.ask("() => document.activeElement.blur()")
    places = []
    for _ in range(3 * len(keys)):
        screen.page.keyboard.press("Tab")
        focused = screen.ask(FOCUSED)
        if focused["name"] == "BODY" and places:
            break
        if focused["place"] is not None:
            assert focused["isSeen"], keys[int(focused["place"])]
            places.append(int(focused["place"]))
    missed = [keys[place] for place in range(len(keys)) if place not in places]
    assert not missed
    cards = [place for place in places if "st-key-tools" in keys[place]]
    assert cards == sorted(cards), "in the order of the page"


def test_a_card_is_worked_with_the_keyboard_alone(opened: Opener) -> None:
    screen = opened("/")
    button = screen.page.locator(".st-key-tools-channels [data-testid=stPopoverButton]:visible").nth(1)
    button.focus()
    screen.page.keyboard.press("Enter")
    menu = screen.page.get_by_test_id("stPopoverBody")
    expect(menu).to_be_visible()
    names = []
    for _ in range(8):
        screen.page.keyboard.press("Tab")
        names.append(screen.ask("document.activeElement.innerText").strip())
        if names[-1].endswith("数据"):
            break
    assert names[-1].endswith("数据"), names
    screen.page.keyboard.press("Enter")
    dialog = screen.page.get_by_role("dialog").filter(has=screen.page.locator("table"))
    expect(dialog).to_be_visible()
    screen.page.keyboard.press("Escape")
    expect(dialog).not_to_be_visible()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_picture_has_words_that_say_what_it_shows(language: str, opened: Opener) -> None:
    screen = opened(f"/?lang={language}")
    for name in PAGES:
        if screen.name != name:
            screen.go_to(*MENU[language][name])
        charts = screen.page.locator("[class*=st-key-card-] [data-testid=stPlotlyChart]")
        assert charts.count() == CHARTS[name]
        for chart in charts.all():
            card = chart.locator("xpath=ancestor::*[contains(@class, 'st-key-card-')][1]")
            words = chart.evaluate(
                "(chart) => chart.getAttribute('aria-label') || chart.querySelector('[aria-label]')?.ariaLabel || ''"
            )
            assert card.locator("h2").inner_text().casefold() in words.casefold()
            assert len(words) > len(card.locator("h2").inner_text()) + 5
        unnamed = screen.ask("() => [...document.querySelectorAll('img')].filter((image) => !image.alt.trim()).length")
        assert unnamed == 0


def finds_nothing(screen: Screen, where: str) -> None:
    screen.page.mouse.move(2, 300)  # away from whatever shows a tooltip
    screen.page.wait_for_timeout(400)
    assert screen.ask(PALE) == [], where
    allowed = {rule for rule, count in STREAMLITS_OWN.items() if count}
    found = found_by_axe(screen)
    assert {rule: nodes for rule, nodes in found.items() if rule not in allowed} == {}, where
    assert all(len(nodes) <= STREAMLITS_OWN[rule] for rule, nodes in found.items()), where


def found_by_axe(screen: Screen) -> dict[str, list[str]]:
    response: dict[str, Any] = Axe().run(screen.page).response
    assert len(response["passes"]) > 20, "axe has looked"
    return {entry["id"]: [node["html"][:200] for node in entry["nodes"]] for entry in response["violations"]}
