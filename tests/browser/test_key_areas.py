"""重点领域 in a browser: a number opens its tenders, a tender its evidence, and the address holds both."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from conftest import Opener
from screen import Screen

pytestmark = pytest.mark.browser

SECOND_ROW = 36 + 36 * 1.5  # px from the top of the table: head, then rows
WORDS = {
    "zh": {"all": "待核对", "known": "已知情况", "close": "关闭", "gone": "链接中的疑点不存在，已显示全部。"},
    "en": {"all": "tenders to check", "known": "What is known", "close": "Close", "gone": "flags there are not"},
}


def rows_of_file(screen: Screen) -> list[list[str]]:
    """Return the tenders of the file that the work list offers."""
    with screen.page.expect_download() as waiting:
        screen.page.locator(".st-key-card-work-list").get_by_text("CSV").click()
    text = Path(waiting.value.path()).read_text(encoding="utf-8-sig")
    body = list(csv.reader(io.StringIO(text, newline="")))[1:]
    return body[: body.index([])]


def title_of(screen: Screen) -> str:
    return screen.page.locator(".st-key-card-work-list h2").inner_text()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_click_on_a_cell_opens_exactly_its_tenders_and_back_undoes_it(language: str, opened: Opener) -> None:
    screen = opened(f"/procurement?period=2025-12&mode=range&from=2021-01&lang={language}")
    everything = rows_of_file(screen)
    digits = screen.page.locator(".st-key-card-stages .annotation-text").all_text_contents()
    screen.click_plot("stages", 3.5 / 6, 0.5 / 3)  # engineering, bidding
    assert screen.address["rows"] == ["engineering/stage/bidding"]
    opened_rows = rows_of_file(screen)
    assert 0 < len(opened_rows) < len(everything)
    assert str(len(opened_rows)) in digits
    assert str(len(opened_rows)) in title_of(screen)
    with screen.run():
        screen.page.go_back()
    assert "rows" not in screen.address
    assert len(rows_of_file(screen)) == len(everything)
    with screen.run():
        screen.page.go_forward()
    with screen.run():
        screen.page.locator("[class*=st-key-chip-rows] button").first.click()
    assert "rows" not in screen.address


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_row_opens_its_tender_with_evidence_and_without_devices(language: str, opened: Opener) -> None:
    screen = opened(f"/procurement?mode=rolling&lang={language}")
    first, second = (row[0] for row in rows_of_file(screen)[:2])
    table = screen.page.locator(".st-key-card-work-list [data-testid=stDataFrame] canvas").first
    table.scroll_into_view_if_needed()
    box = table.bounding_box()
    assert box is not None
    with screen.run():
        screen.page.mouse.click(box["x"] + 16, box["y"] + SECOND_ROW)
    assert screen.address["tender"] == [second]
    words = screen.page.locator(".st-key-tender").inner_text()
    assert WORDS[language]["known"] in words
    assert not [word for word in ("hash", "设备号", "账号") if word in words]
    screen.page.reload()
    screen.settle()
    assert second in screen.page.locator(".st-key-tender h2").first.inner_text()
    assert first != second
    with screen.run():
        screen.page.locator(".st-key-close-tender button").click()
    assert "tender" not in screen.address


def test_a_flag_is_a_link_to_its_definition_under_the_same_filters(opened: Opener) -> None:
    screen = opened("/procurement?period=2025-12&mode=year&unit=U002")
    link = screen.page.locator(".st-key-card-flag-list").get_by_role("link", name="超期签约", exact=True)
    with screen.run():
        link.click()
    assert screen.name == "definitions"
    assert screen.address["flag"] == ["C13"]
    assert (screen.address["period"], screen.address["unit"]) == (["2025-12"], ["U002"])
    assert "signing_period" in screen.page.locator(".st-key-card-flag-limits").inner_text()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_an_address_that_names_nothing_there_is_says_so(language: str, opened: Opener) -> None:
    screen = opened(f"/procurement?rows=moon/flag/C99&lang={language}")
    assert WORDS[language]["gone"] in screen.page.get_by_test_id("stAlert").first.inner_text()
    assert "rows" not in screen.address
    assert WORDS[language]["all"] in title_of(screen)
