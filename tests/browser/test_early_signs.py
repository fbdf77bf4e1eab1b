"""Early signs in a browser: the rows of 需关注 lead on, 全部 keeps the filters, nothing needs scrolling or a mouse."""

from __future__ import annotations

from typing import Any

import pytest
from conftest import Opener
from screen import MENU, SIZES, Screen

pytestmark = pytest.mark.browser

LATE = "/?period=2026-10&mode=month&compare=previous"
# Rows of the card: tone by class, whether the link covers the row, colour of the icon.
ROWS = """() => [...document.querySelectorAll('[class*=st-key-look-]')].map((row) => {
    const box = row.getBoundingClientRect();
    const under = (x, y) => document.elementFromPoint(x, y)?.closest('a') === row.querySelector('a');
    return {
        tone: row.className.match(/st-key-look-(\\w+)-/)[1],
        isCovered: under(box.left + 3, box.bottom - 3) && under(box.right - 3, box.top + 3),
        colour: getComputedStyle(row.querySelector('[data-testid=stIconMaterial]')).color,
        bottom: box.bottom,
    };
})"""


def rows_of(screen: Screen) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = screen.ask(ROWS)
    return found


def test_a_row_is_one_link_to_the_metrics_page_of_the_unit(opened: Opener) -> None:
    screen = opened(LATE)
    rows = rows_of(screen)
    assert [row["tone"] for row in rows][:1] == ["worse"] and rows[-1]["tone"] == "question"
    assert all(row["isCovered"] for row in rows)
    with screen.run():
        screen.page.locator("[class*=st-key-look-] [data-testid=stCaptionContainer]").first.click(force=True)
    assert screen.name == "handling"
    assert screen.address == {"period": ["2026-10"], "mode": ["month"], "compare": ["previous"], "lang": ["zh"]}
    screen.back()
    with screen.run():
        screen.page.locator("[class*=st-key-look-question] a").focus()
        screen.page.keyboard.press("Enter")
    assert screen.address["unit"] and screen.address["period"] == ["2026-10"]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_card_fits_a_small_laptop_and_all_opens_the_list_under_the_filters(language: str, opened: Opener) -> None:
    screen = opened(f"{LATE}&lang={language}", viewport={"width": SIZES[0][0], "height": SIZES[0][1]})
    assert all(row["bottom"] <= SIZES[0][1] for row in rows_of(screen))
    before = screen.address
    with screen.run():
        screen.page.locator(".st-key-everything a").click()
    assert (screen.name, screen.address) == ("signals", before)
    assert screen.page.locator(".st-key-card-signals tbody tr").count() > 5
    assert (
        not screen.page.get_by_test_id("stTopNavLink")
        .get_by_text({"zh": "苗头提示", "en": "Early signs"}[language])
        .count()
    )


def test_a_name_in_the_list_opens_the_unit(opened: Opener) -> None:
    screen = opened("/signals?period=2026-10&mode=rolling")
    link = screen.page.locator(".st-key-card-signals tbody a").nth(3)
    name = link.inner_text().split(" · ")[1]
    with screen.loaded_anew():
        link.click()
    assert screen.name in MENU["zh"]
    assert name in screen.chosen
    assert screen.address["mode"] == ["rolling"]


def test_only_what_is_worse_has_a_colour(opened: Opener) -> None:
    screen = opened("/", color_scheme="light")
    colours = {row["tone"]: row["colour"] for row in rows_of(screen)}
    assert colours == {"worse": "rgb(178, 58, 14)", "neutral": "rgb(86, 97, 109)", "question": "rgb(86, 97, 109)"}
