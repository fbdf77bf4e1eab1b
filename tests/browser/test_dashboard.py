"""The dashboard as a reader sees it: links, filters, languages, downloads, layout, restarts; in a real browser."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from conftest import Opener
from deliveries import write_delivery
from PIL import Image
from screen import CHARTS, MENU, PAGES, SIZES, TABLET, Screen
from serving import Server

from barometer.__main__ import main
from barometer.publishing import publish

if TYPE_CHECKING:
    from playwright.sync_api import Locator

pytestmark = pytest.mark.browser

LINK = "/repeat?period=2026-05&mode=month&unit=U005"
CHOSEN = {"period": ["2026-05"], "mode": ["month"], "compare": ["year"], "unit": ["U005"], "lang": ["zh"]}
DEFAULTS = {"period": ["2026-10"], "mode": ["ytd"], "compare": ["year"], "lang": ["zh"]}
SCALE, EDGE = 3, 24
SMALLEST_TEXT = 13
NAME = (
    "*星* _下划线_ ~~删~~ # 一 - 二 | 三 :smile: &lt;b&gt; http://example.invalid/x.png HTTPS://example.invalid "
    "www.example.invalid a.b@example.invalid ftp://example.invalid mailto:a@example.invalid =1+1" + "很长的名字" * 30
)

CHART_TEXTS = """() => [...document.querySelectorAll('.js-plotly-plot')].flatMap((plot) => {
    const box = plot.getBoundingClientRect();
    return [...plot.querySelectorAll('text')].filter((text) => text.textContent.trim()).map((text) => {
        const own = text.getBoundingClientRect();
        return {
            text: text.textContent,
            size: parseFloat(getComputedStyle(text).fontSize),
            isInside: own.left >= box.left - 1 && own.right <= box.right + 1
                && own.top >= box.top - 1 && own.bottom <= box.bottom + 1,
        };
    });
})"""
# Texts of one chart that lie on each other, and texts that are cut or leave their card.
OVERPRINTS = """() => [...document.querySelectorAll('.js-plotly-plot')].flatMap((plot) => {
    const texts = [...plot.querySelectorAll('text')].filter((text) => text.textContent.trim());
    const boxes = texts.map((text) => text.getBoundingClientRect());
    const meet = (one, other) => Math.min(one.right, other.right) - Math.max(one.left, other.left) > 1
        && Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top) > 4;
    return texts.flatMap((text, place) => texts.slice(place + 1)
        .filter((_, further) => meet(boxes[place], boxes[place + 1 + further]))
        .map((other) => `${text.textContent} × ${other.textContent}`));
})"""
LEAVES_CARD = """() => [...document.querySelectorAll('[class*=st-key-card-]')].flatMap((card) => {
    const right = card.getBoundingClientRect().right;
    const words = document.createTreeWalker(card, NodeFilter.SHOW_TEXT), found = [];
    while (words.nextNode()) {
        const range = document.createRange(), element = words.currentNode.parentElement;
        if (element.closest('[data-testid=stPopoverButton]')) continue;  // a label for readers who hear the page
        range.selectNodeContents(words.currentNode);
        const isCut = ['hidden', 'clip'].includes(getComputedStyle(element).overflowX)
            && element.clientWidth > 1 && element.scrollWidth > element.clientWidth + 1;
        if (words.currentNode.data.trim() && (isCut || range.getBoundingClientRect().right > right))
            found.push(words.currentNode.data);
    }
    return found;
})"""
OVERFLOWS = """() => [document.documentElement, document.querySelector('[data-testid=stMain]')]
    .map((box) => box.scrollWidth > box.clientWidth)"""
COLOURS = """() => {
    const text = document.querySelector('.js-plotly-plot text');
    return [getComputedStyle(text).fill, getComputedStyle(text.closest('[class*=st-key-card-]')).backgroundColor];
}"""


def test_the_first_link_after_a_start_opens_its_page_with_its_filters(server: Server, opened: Opener) -> None:
    server.stop()
    server.start()
    screen = opened(LINK)
    assert screen.name == "repeat"
    assert screen.address == CHOSEN
    share = asked("repeat_share", server, "2026-05", unit="U005")["value"]
    assert f"2026年5月重复信访占比{share:.1%}" in screen.sentence
    assert "2026年5月" in screen.chosen
    assert "第一分公司" in screen.chosen


def test_an_address_loaded_again_shows_the_same_figures(opened: Opener) -> None:
    screen = opened("/collective?period=2026-06&mode=rolling&compare=previous&unit=U005")
    before, figures = screen.address, screen.figures
    assert len(figures) > 100
    screen.reload()
    assert screen.address == before
    assert screen.figures == figures


def test_filters_change_address_and_figures_and_back_restores_them(server: Server, opened: Opener) -> None:
    screen = opened(LINK)
    seen = [(screen.page.url, screen.figures)]
    screen.choose(month="2026年3月")
    assert screen.address == {**CHOSEN, "period": ["2026-03"]}
    assert f"{asked('repeat_share', server, '2026-03', unit='U005')['value']:.1%}" in screen.sentence
    seen.append((screen.page.url, screen.figures))
    screen.choose("累计")
    assert screen.address == {**CHOSEN, "period": ["2026-03"], "mode": ["ytd"]}
    assert f"{asked('repeat_share', server, '2026-03', 'ytd', 'U005')['value']:.1%}" in screen.sentence
    seen.append((screen.page.url, screen.figures))
    screen.choose(comparison="对比上一期")
    assert screen.address == {**CHOSEN, "period": ["2026-03"], "mode": ["ytd"], "compare": ["previous"]}
    assert "环比" in screen.sentence
    seen.append((screen.page.url, screen.figures))
    screen.undo("第一分公司")
    assert "unit" not in screen.address
    seen.append((screen.page.url, screen.figures))
    screen.choose(units="第二分公司")
    (unit,) = screen.address["unit"]
    assert unit != "U005"
    assert f"{asked('repeat_share', server, '2026-03', 'ytd', unit)['value']:.1%}" in screen.sentence
    for address, figures in reversed(seen):
        screen.back()
        assert screen.page.url == address
        assert screen.figures == figures
    assert "2026年5月" in screen.chosen
    assert "第一分公司" in screen.chosen


def test_menu_and_language_keep_the_filters(opened: Opener) -> None:
    screen = opened(LINK)
    assert screen.language == "zh-CN"
    sentences = {"zh": {}, "en": {}}
    for language, address in (("zh", CHOSEN), ("en", {**CHOSEN, "lang": ["en"]})):
        for name in ("repeat", "collective", "handling", "procurement", "definitions", "signals", "overview", "repeat"):
            if screen.name != name:
                screen.go_to(*MENU[language][name])
            assert screen.name == name
            assert screen.address == address
            assert screen.language == {"zh": "zh-CN", "en": "en"}[language]
            sentences[language][name] = screen.sentence
            assert ("2026年5月" if language == "zh" else "May 2026") in screen.sentence
        if language == "zh":
            screen.switch_language()
            screen.choose("12 months")
            assert screen.address == {**CHOSEN, "mode": ["rolling"], "lang": ["en"]}
            screen.choose("Month")
    for name in sentences["zh"]:
        shared = set(numbers(sentences["zh"][name])) & set(numbers(sentences["en"][name]))
        assert shared > {"2026"} or (name == "procurement" and shared), "both languages tell the same figures"
    screen.switch_language()
    assert (screen.name, screen.address, screen.language) == ("repeat", CHOSEN, "zh-CN")
    assert screen.sentence == sentences["zh"]["repeat"]


def test_a_table_in_english_is_english_throughout(opened: Opener) -> None:
    screen = opened("/?lang=en")
    menu = screen.tools("contributions", 1)
    with screen.page.expect_download() as waiting:
        menu.get_by_text("CSV").click()
    content = Path(waiting.value.path()).read_text(encoding="utf-8-sig")
    assert "registrations" in content.splitlines()[0]
    assert not re.search(r"[\u4e00-\u9fff]", content)


def test_two_tabs_do_not_disturb_each_other(opened: Opener) -> None:
    first, second = opened(LINK), opened("/collective?lang=en")
    figures = first.figures
    second.choose(month="March 2026")
    second.choose(units="第二分公司")
    second.go_to(*MENU["en"]["repeat"])
    assert first.page.url.endswith("/repeat?period=2026-05&mode=month&compare=year&unit=U005&lang=zh")
    assert first.figures == figures
    before = second.figures
    first.choose("近12月")
    assert first.address == {**CHOSEN, "mode": ["rolling"]}
    assert first.language == "zh-CN"
    assert second.figures == before
    assert second.address["period"] == ["2026-03"]
    assert second.language == "en"


def test_a_pasted_link_with_wrong_values_falls_back_with_a_notice(opened: Opener) -> None:
    screen = opened(
        "/collective?period=2031-99&mode=decade&compare=%3Cb%3E&unit=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E"
    )
    assert screen.name == "collective"
    assert screen.address == DEFAULTS
    notices = screen.page.get_by_test_id("stAlert").all_inner_texts()
    assert len(notices) == 1
    assert "单位" in notices[0]
    assert "期间" in notices[0]
    screen.choose("当月")
    assert screen.page.get_by_test_id("stAlert").count() == 0


def test_no_request_leaves_the_machine(server: Server, opened: Opener) -> None:
    screen = opened(LINK, color_scheme="light")  # a profile of its own: nothing comes from a cache
    for name in ("repeat", "collective", "overview"):
        if screen.name != name:
            screen.go_to(*MENU["zh"][name])
        screen.tools_of_first_chart(0)
        screen.close_menu()
    screen.switch_language()
    assert screen.hosts == {f"127.0.0.1:{server.port}"}
    assert len(screen.requests) > 50
    assert any(url.startswith("ws://") for url in screen.requests)


def test_the_table_of_a_chart_downloads_as_a_spreadsheet_reads_it(server: Server, opened: Opener) -> None:
    screen = opened("/?period=2026-10&unit=U005")
    stored = []
    screen.page.on(
        "response", lambda response: stored.append(response.all_headers()) if "/media/" in response.url else None
    )
    menu = screen.tools("trend-registered", 1)
    with screen.page.expect_download() as waiting:
        menu.get_by_text("CSV").click()
    assert waiting.value.suggested_filename == "trend-registered.csv"
    content = Path(waiting.value.path()).read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    header, *rows = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    assert header == ["月份", "信访总量", "上年同期", "预期值", "预期下限", "预期上限"]
    months = monthly("registered", server, "2023-11", "2026-10", "U005")
    earlier = monthly("registered", server, "2022-11", "2025-10", "U005")
    assert all(float(low) <= float(expected) <= float(high) for *_, expected, low, high in rows[:36])
    assert [row[:3] for row in rows[:36]] == [
        [month, str(value), str(before)]
        for (month, value), before in zip(months.items(), earlier.values(), strict=True)
    ]
    title = screen.page.locator(".st-key-card-trend-registered h2").inner_text()
    assert [title] in rows[36:]
    (foot,) = [row[0] for row in rows[36:] if row and row[0].startswith("来源：")]
    assert "数据截至2026年10月31日" in foot
    assert "第一分公司" in foot
    assert [headers["cache-control"] for headers in stored if "text/csv" in headers.get("content-type", "")] == [
        "no-store"
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_picture_is_three_times_the_chart_and_carries_sentence_and_source(
    scheme: str, opened: Opener, tmp_path: Path
) -> None:
    screen = opened("/?unit=U005", color_scheme=scheme)
    chart = screen.page.locator(".st-key-card-trend-registered .js-plotly-plot").bounding_box()
    assert chart
    menu = screen.tools("trend-registered", 1)
    with screen.page.expect_download() as waiting:
        menu.get_by_text("PNG").click()
    assert waiting.value.suggested_filename == "trend-registered.png"
    waiting.value.save_as(tmp_path / "picture.png")
    picture = Image.open(tmp_path / "picture.png").convert("RGB")
    assert abs(picture.width - SCALE * (chart["width"] + 2 * EDGE)) < 2
    strips = picture.height - SCALE * (chart["height"] + 3 * EDGE)
    assert SCALE * 60 < strips < SCALE * 160, "a sentence, a measure and one to three lines of source"
    background = picture.getpixel((5, 5))
    assert background == ((255, 255, 255) if scheme == "light" else (26, 33, 41))
    head, foot = SCALE * EDGE, SCALE * (EDGE + 20)
    for name, top, bottom in (
        ("sentence", head, head + SCALE * 24),
        ("measure", head + SCALE * 27, head + SCALE * 48),
        ("chart", picture.height // 3, 2 * picture.height // 3),
        ("source", picture.height - foot, picture.height - SCALE * EDGE),
    ):
        strip = picture.crop((SCALE * EDGE, top, picture.width - SCALE * EDGE, bottom))
        assert contrast(strip, background) > 4.5, f"{name} cannot be read"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_pages_fit_their_window_and_their_charts_are_whole_and_legible(language: str, opened: Opener) -> None:
    screen = opened(f"/?lang={language}")
    shows_the_main_things_without_scrolling(screen)
    for name in PAGES:
        if screen.name != name:
            screen.go_to(*MENU[language][name])
        for width, height in (TABLET, *SIZES):
            screen.resize(width, height)
            assert screen.ask(OVERFLOWS) == [False, False]
            assert screen.page.locator(".js-plotly-plot").count() == CHARTS[name]
            texts = screen.ask(CHART_TEXTS)
            assert len(texts) > 20 or not CHARTS[name]
            assert [text for text in texts if text["size"] < SMALLEST_TEXT] == []
            assert [text for text in texts if not text["isInside"]] == []
            assert screen.ask(OVERPRINTS) == []
            assert screen.ask(LEAVES_CARD) == []


def test_charts_are_drawn_anew_when_the_system_turns_dark(opened: Opener) -> None:
    screen = opened(LINK, color_scheme="light")
    light = screen.ask(COLOURS)
    sentence = screen.sentence
    with screen.loaded_anew():
        screen.page.emulate_media(color_scheme="dark")
    dark = screen.ask(COLOURS)
    assert relative_contrast(*map(rgb, light)) > 4.5
    assert relative_contrast(*map(rgb, dark)) > 4.5
    assert rgb(dark[1]) == (26, 33, 41)
    assert screen.address == CHOSEN
    assert screen.sentence == sentence


def test_a_restart_of_the_server_reconnects_an_open_page_with_its_filters(server: Server, opened: Opener) -> None:
    screen = opened(LINK)
    screen.choose(month="2026年3月")
    figures, address = screen.figures, screen.address
    server.kill()
    with screen.loaded_anew():
        server.start()
    assert screen.address == address
    assert screen.figures == figures
    screen.choose("累计")
    assert screen.address == {**address, "mode": ["ytd"]}
    assert "2026年1—3月" in screen.sentence


def test_a_long_name_with_markup_is_plain_text_and_asks_for_nothing(odd_server: Server, opened: Opener) -> None:
    screen = opened("/?unit=odd", base=odd_server.address)
    assert screen.ask(OVERFLOWS) == [False, False]
    caption = screen.page.locator(".st-key-headline [data-testid=stCaptionContainer]")
    assert NAME[:30] in without_joiners(caption)
    assert caption.locator("a, img, em, strong, del, code, h1").count() == 0
    assert NAME[:10] in screen.chosen
    foot = screen.page.locator(".st-key-foot")
    assert NAME in without_joiners(foot)
    assert screen.hosts == {f"127.0.0.1:{odd_server.port}"}
    assert foot.locator("a, img, em, strong, del, code, h1").count() == 0


@pytest.fixture(scope="module")
def odd_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("odd")
    units = [{"unit_id": "all"}, {"unit_id": "odd", "parent_id": "all", "unit_name": NAME}]
    petitions = [{"registered_on": f"2026-{month:02d}-05", "unit_id": "odd"} for month in range(1, 11)]
    publish(write_delivery(folder / "delivery", units, petitions), folder / "data")
    with Server(folder / "data", folder / "log") as running:
        yield running


def shows_the_main_things_without_scrolling(overview: Screen) -> None:
    """Assert that filters, sentence, five cards and the whole main chart of 总览 stand on a small laptop's window."""
    overview.resize(1366, 768)
    bottoms = overview.ask(
        """() => ['.st-key-filterbar', 'h1', '[class*=st-key-card-figure-]', '.st-key-card-trend-registered',
            '.st-key-card-trend-registered .js-plotly-plot'].map((kind) =>
            [...document.querySelectorAll(kind)].map((element) => element.getBoundingClientRect().bottom))"""
    )
    assert [len(found) for found in bottoms] == [1, 1, 5, 1, 1]
    assert max(bottom for found in bottoms for bottom in found) <= 768
    assert overview.ask("document.querySelector('h1').getBoundingClientRect().top") >= 60, "not under the header"


def asked(metric: str, server: Server, month: str, by: str = "month", unit: str = "") -> dict[str, float]:
    """Return the row that `ask` prints for a month, or the year to date up to it."""
    rows = printed(metric, server, month, month, by, unit)
    return next(row for row in rows if row["unit"] == (unit or None))


def monthly(metric: str, server: Server, first: str, last: str, unit: str) -> dict[str, float]:
    """Return the values that `ask` prints, by month."""
    return {
        row["period"]: row["value"]
        for row in printed(metric, server, first, last, "month", unit)
        if row["unit"] == unit
    }


def printed(metric: str, server: Server, first: str, last: str, by: str, unit: str) -> list[dict[str, float]]:
    words = io.StringIO()
    units = ["--unit", unit] if unit else []
    span = ["--from", first, "--to", last, "--by", by]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.stdout", words)
        assert main(["ask", metric, *span, *units, "--data", str(server.data), "--json"]) == 0
    rows: list[dict[str, float]] = json.loads(words.getvalue())["rows"]
    return rows


def without_joiners(element: Locator) -> str:
    """Return the text of an element as it is seen: marks without width keep addresses from turning into links."""
    return element.inner_text().replace("\u2060", "")


def numbers(text: str) -> list[str]:
    return re.findall(r"\d+(?:,\d{3})*(?:\.\d+)?%?", text)


def rgb(colour: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", colour)[:3])


def contrast(strip: Image.Image, background: tuple[int, ...]) -> float:
    """Return the contrast of the colour that stands out most from the background."""
    colours = strip.getcolors(maxcolors=strip.width * strip.height) or []
    return max(relative_contrast(colour, background) for _, colour in colours)


def relative_contrast(one: tuple[int, ...], other: tuple[int, ...]) -> float:
    brighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


def luminance(colour: tuple[int, ...]) -> float:
    """Return the relative luminance of WCAG."""
    parts = [part / 255 for part in colour]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
