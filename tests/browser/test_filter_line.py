"""The filter line as a reader works it: panel, chips, clicks on charts, links and saved views; in both languages."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from conftest import Opener, asked
from screen import MENU, Screen
from serving import Server

pytestmark = pytest.mark.browser

WORDS: dict[str, dict[str, str]] = {
    "zh": {"month": "当月", "quarter": "季度", "year": "全年", "ytd": "累计", "rolling": "近12月", "range": "自选",
           "october": "2026年10月", "may": "2026年5月", "march": "2025年3月", "previous": "对比上一期",
           "visit": "来访", "online": "网上信访", "engineering": "工程建设",
           "channel": "信访渠道：", "area": "重点领域："},
    "en": {"month": "Month", "quarter": "Quarter", "year": "Year", "ytd": "Year to date", "rolling": "12 months",
           "range": "Free range", "october": "October 2026", "may": "May 2026", "march": "March 2025",
           "previous": "against the previous period", "visit": "Visit", "online": "Online",
           "engineering": "Engineering works", "channel": "Channel: ", "area": "Key area: "},
}  # fmt: skip
DEFAULTS = {"period": ["2026-10"], "mode": ["ytd"], "compare": ["year"]}


@pytest.fixture(params=["zh", "en"])
def language(request: pytest.FixtureRequest) -> str:
    chosen: str = request.param
    return chosen


def registered(server: Server, screen: Screen) -> float:
    """Return what `ask` prints for the address of the screen: the sum of its months."""
    address = screen.address
    last, mode = address["period"][0], address["mode"][0]
    first = {
        "month": last,
        "quarter": f"{last[:5]}{(int(last[5:]) - 1) // 3 * 3 + 1:02d}",
        "rolling": f"{int(last[:4]) - 1}-{int(last[5:]) + 1:02d}" if last[5:] != "12" else f"{last[:5]}01",
        "range": address.get("from", [""])[0],
    }.get(mode, f"{last[:5]}01")
    codes = {column: address.get(column, []) for column in ("channel", "category", "area")}
    rows = asked(server, "registered", first, last, unit=address.get("unit", []), **codes)
    return sum(row["value"] for row in rows if row["unit"] is None)


def tells(server: Server, screen: Screen) -> None:
    """Assert that sentence, card, chart title and `ask` tell the same number."""
    told = f"{registered(server, screen):,.0f}"
    assert told in screen.sentence
    assert told in screen.page.locator(".st-key-card-figure-registered").inner_text()


def test_every_span_is_chosen_applied_once_written_and_undone_by_back(
    language: str, server: Server, opened: Opener
) -> None:
    words, screen = WORDS[language], opened(f"/?lang={language}")
    seen = [(screen.page.url, screen.sentence)]
    for mode, fields, address in (
        ("month", {"month": words["may"]}, {"period": ["2026-05"]}),
        ("quarter", {}, {"period": ["2026-06"]}),
        ("year", {}, {"period": ["2026-10"]}),
        ("rolling", {}, {"period": ["2026-10"]}),
        ("range", {"first": words["march"]}, {"period": ["2026-10"], "from": ["2025-03"]}),
    ):
        screen.choose(words[mode], **fields)
        assert screen.address == {**DEFAULTS, **address, "mode": [mode], "lang": [language]}
        tells(server, screen)
        seen.append((screen.page.url, screen.sentence))
    for url, sentence in reversed(seen[:-1]):
        screen.back()
        assert (screen.page.url, screen.sentence) == (url, sentence)
    screen.forward()
    assert (screen.page.url, screen.sentence) == seen[1]


def test_two_months_in_the_wrong_order_are_a_range_all_the_same(opened: Opener) -> None:
    screen = opened("/")
    screen.choose("自选", month="2025年3月", first="2026年5月")
    assert screen.address["from"] == ["2025-03"]
    assert screen.address["period"] == ["2026-05"]


def test_codes_and_units_narrow_together_and_chips_take_them_out(language: str, server: Server, opened: Opener) -> None:
    words, screen = WORDS[language], opened(f"/?lang={language}")
    screen.choose(
        comparison=words["previous"], units="第一分公司", channel=[words["visit"], words["online"]],
        area=words["engineering"],
    )  # fmt: skip
    chosen = {"compare": ["previous"], "unit": ["U005"], "channel": ["visit", "online"], "area": ["engineering"]}
    assert screen.address == {**DEFAULTS, **chosen, "lang": [language]}
    tells(server, screen)
    screen.undo(f"{words['channel']}{words['visit']}")
    assert screen.address["channel"] == ["online"]
    tells(server, screen)
    screen.undo(f"{words['area']}{words['engineering']}")
    screen.undo(f"{words['channel']}{words['online']}")
    screen.undo("第一分公司")
    assert screen.address == {**DEFAULTS, "compare": ["previous"], "lang": [language]}
    tells(server, screen)


def test_a_link_with_codes_is_followed_kept_on_every_page_and_after_a_reload(
    language: str, server: Server, opened: Opener
) -> None:
    screen = opened(f"/?period=2026-08&mode=month&area=engineering&category=-&unit=U005&lang={language}")
    address = {"period": ["2026-08"], "mode": ["month"], "compare": ["year"], "area": ["engineering"],
               "category": ["-"], "unit": ["U005"], "lang": [language]}  # fmt: skip
    assert screen.address == address
    tells(server, screen)
    sentence = screen.sentence
    screen.go_to(*MENU[language]["repeat"])
    assert screen.address == address
    screen.reload()
    assert screen.address == address
    screen.switch_language()
    other = {"zh": "en", "en": "zh"}[language]
    assert screen.address == {**address, "lang": [other]}
    screen.back()
    assert screen.address == address
    assert screen.language == {"zh": "zh-CN", "en": "en"}[language]
    screen.go_to(*MENU[language]["overview"])
    assert screen.sentence == sentence


def test_wrong_codes_fall_back_with_a_notice(language: str, opened: Opener) -> None:
    screen = opened(f"/?channel=pigeon&area=%3Cb%3E&mode=range&from=soon&lang={language}")
    assert screen.address == {**DEFAULTS, "lang": [language]}
    (notice,) = screen.page.get_by_test_id("stAlert").all_inner_texts()
    assert ("渠道" if language == "zh" else "code") in notice


@pytest.mark.parametrize(
    ("path", "chart", "place", "narrowed"),
    [
        ("/", "channels", 0, {"channel": ["online"]}),
        ("/", "contributions", 0, {"category": None}),
        ("/repeat", "dots-repeat_share", 0, {"category": None}),
        ("/handling", "unit-funnel", 3, {"unit": ["U013"]}),
    ],
    ids=["a bar", "a bar of a change", "a dot", "a unit of a funnel"],
)
def test_a_click_on_a_mark_narrows_and_its_chip_undoes_it(
    path: str, chart: str, place: int, narrowed: dict[str, Any], language: str, server: Server, opened: Opener
) -> None:
    screen = opened(f"{path}?lang={language}")
    before = screen.address
    screen.click_mark(chart, place)
    ((column, codes),) = narrowed.items()
    assert {**before, column: codes or screen.address[column]} == screen.address
    assert len(screen.address[column]) == 1
    if path == "/":
        tells(server, screen)
    with screen.run():
        screen.page.locator(f".st-key-chip-{column}-0 button").first.click()
    assert screen.address == before


def test_a_click_on_a_point_chooses_its_month(language: str, server: Server, opened: Opener) -> None:
    screen = opened(f"/?lang={language}&unit=U005")
    screen.click_plot("trend-registered", 0.5, 0.5)
    assert screen.address["mode"] == ["month"]
    assert "2025-03" < screen.address["period"][0] < "2025-08"
    tells(server, screen)
    with screen.run():
        screen.page.locator(".st-key-chip-period button").first.click()
    assert screen.address == {**DEFAULTS, "unit": ["U005"], "lang": [language]}


def test_a_click_on_a_cell_chooses_topic_and_area(language: str, opened: Opener) -> None:
    screen = opened(f"/collective?lang={language}")
    screen.click_plot("topics", 0.05, 0.05)
    assert screen.address["area"] == ["engineering"]
    assert len(screen.address["category"]) == 1
    screen.back()
    assert screen.address == {**DEFAULTS, "lang": [language]}


def test_the_reset_brings_everything_back(language: str, opened: Opener) -> None:
    screen = opened(f"/?period=2026-02&mode=month&unit=U005&channel=visit&compare=previous&lang={language}")
    with screen.run():
        screen.page.locator(".st-key-reset button").first.click()
    assert screen.address == {**DEFAULTS, "lang": [language]}


def test_the_copied_link_opens_the_same_page_in_another_tab(language: str, opened: Opener) -> None:
    screen = opened(f"/repeat?period=2026-05&mode=month&channel=visit&lang={language}", permissions=CLIPBOARD)
    screen.page.locator(".st-key-copy-link button").first.click()
    screen.settle()
    copied = screen.page.evaluate("navigator.clipboard.readText()")
    assert copied == screen.page.url
    other = opened(copied.removeprefix(screen.base))
    assert (other.name, other.address, other.sentence) == (screen.name, screen.address, screen.sentence)


CLIPBOARD = ["clipboard-read", "clipboard-write"]


def test_a_saved_view_travels_in_the_address_and_is_opened_and_deleted(language: str, opened: Opener) -> None:
    screen = opened(f"/?period=2026-05&mode=month&channel=visit&lang={language}")
    kept = {key: values for key, values in screen.address.items() if key != "view"}
    with views_of(screen):
        screen.page.locator(".st-key-view-name input").fill("例会 | A")
        with screen.run():
            screen.page.locator(".st-key-save-view-button button").click()
    ((written),) = screen.address["view"]
    assert written.startswith("例会 A|")
    assert parse_qs(written.partition("|")[2])["channel"] == ["visit"]
    screen.choose(WORDS[language]["ytd"])
    other = opened(urlsplit(screen.page.url).path + "?" + urlsplit(screen.page.url).query)  # a pasted link
    with views_of(other), other.run():
        other.page.locator(".st-key-view-0 button").click()
    assert {key: values for key, values in other.address.items() if key != "view"} == kept
    with views_of(other), other.run():
        other.page.locator(".st-key-forget-view-0 button").first.click()
    assert "view" not in other.address


@contextmanager
def views_of(screen: Screen) -> Iterator[None]:
    """Open the menu of saved views."""
    screen.page.locator(".st-key-views button").first.click()
    screen.page.locator(".st-key-view-name input").wait_for()
    yield
    screen.page.keyboard.press("Escape")
    screen.settle()


def test_a_view_that_is_none_is_left_out(opened: Opener) -> None:
    screen = opened("/?view=nothing&view=%3Cimg%20src%3Dx%3E%7Cperiod%3D2031-01&view=" + "x" * 700)
    assert len(screen.address["view"]) == 1
    with views_of(screen):
        assert screen.page.locator(".st-key-view-0 img").count() == 0
        with screen.run():
            screen.page.locator(".st-key-view-0 button").click()
    assert screen.page.get_by_test_id("stAlert").count() == 1
    assert screen.address["period"] == ["2026-10"]


def test_the_same_number_in_card_chart_table_file_and_ask(language: str, server: Server, opened: Opener) -> None:
    screen = opened(f"/?period=2026-08&mode=month&channel=visit&unit=U005&lang={language}")
    (told,) = asked(server, "registered", "2026-08", "2026-08", unit=["U005"], channel=["visit"])[:1]
    number = f"{told['value']:,.0f}"
    assert number in screen.sentence
    assert number in screen.page.locator(".st-key-card-figure-registered").inner_text()
    assert number in screen.page.locator(".st-key-card-trend-registered .js-plotly-plot").inner_html()
    menu = screen.tools("trend-registered", 1)
    with screen.page.expect_download() as waiting:
        menu.get_by_text("CSV").click()
    content = Path(waiting.value.path()).read_text(encoding="utf-8-sig")
    rows = [line.split(",") for line in content.splitlines()]
    assert [row[1] for row in rows if row[0] == "2026-08"] == [json.dumps(round(told["value"]))]
