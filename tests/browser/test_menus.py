"""What a card and the page offer under ⋯: figures, files, text, SQL, language, print; and the way out of a state."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import Opener
from screen import Screen
from serving import Server

from barometer.__main__ import main
from barometer.contract import HOUSE
from barometer.metrics import registry

pytestmark = pytest.mark.browser

CLIPBOARD = ["clipboard-read", "clipboard-write"]
WORDS = {
    "zh": {"data": "数据", "copy": "复制文字", "copied": "已复制", "stop": "。"},
    "en": {"data": "Data", "copy": "Copy text", "copied": "Copied", "stop": "."},
}
CELLS = "(table) => [...table.rows].map((row) => [...row.cells].map((cell) => cell.innerText.trim()))"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_table_file_chart_and_console_tell_the_same_figures(server: Server, language: str, opened: Opener) -> None:
    screen = opened(f"/?unit=U005&lang={language}")
    menu = screen.tools("trend-registered", 1)
    with screen.page.expect_download() as waiting:
        menu.get_by_text("CSV").click()
    content = Path(waiting.value.path()).read_text(encoding="utf-8-sig")
    file = [row[1] for row in csv.reader(io.StringIO(content, newline="")) if re.match(r"\d{4}-\d\d", "".join(row))]
    dialog = screen.open_dialog("trend-registered", WORDS[language]["data"])
    header, *rows = dialog.locator("table").evaluate(CELLS)
    assert "件次" in header[1] or "registrations" in header[1]
    shown = [row[1].replace(",", "") for row in rows]
    asked = monthly("registered", server, "2023-11", "2026-10", "U005")
    assert [row[0] for row in rows] == list(asked)
    assert shown == file == [f"{value:.0f}" for value in asked.values()]
    screen.close_dialog()
    chart = screen.page.locator(".st-key-card-trend-registered .js-plotly-plot text").all_text_contents()
    assert any(text.startswith(rows[-1][1]) for text in chart)


def test_digits_of_a_table_stand_right_under_a_header_that_stays(opened: Opener) -> None:
    screen = opened("/collective")
    dialog = screen.open_dialog("collective-trend", "数据")
    assert dialog.locator("table").count() == 2, "visits and persons"
    aligned = dialog.locator(":is(td, th):not(:first-child)").evaluate_all(
        "(cells) => cells.map((cell) => getComputedStyle(cell).textAlign)"
    )
    assert set(aligned) == {"right"}
    assert dialog.locator("th").first.evaluate("(cell) => getComputedStyle(cell).position") == "sticky"


def test_a_card_of_two_metrics_explains_and_queries_both(opened: Opener) -> None:
    screen = opened("/repeat")
    names = [registry()[name].label_zh for name in ("repeat_share", "repeat_items")]
    definitions = screen.tools("trend-repeat_share", 0).inner_text()
    assert all(name in definitions for name in names)
    screen.close_menu()
    dialog = screen.open_dialog("trend-repeat_share", "SQL")
    assert dialog.locator("code").count() == 2
    assert all(name in dialog.inner_text() for name in names)


def test_menus_work_again_after_a_filter_and_a_change_of_language(opened: Opener) -> None:
    screen = opened("/?period=2026-09")
    seen = []
    for language, month in (("zh", "2026年3月"), ("en", "June 2026")):
        for change in (None, month):
            if change:
                screen.choose(month=change)
            dialog = screen.open_dialog("channels", WORDS[language]["data"])
            seen.append([row[1] for row in dialog.locator("table").evaluate(CELLS)[1:]])
            screen.close_dialog()
        if language == "zh":
            screen.switch_language()
    assert seen[1] == seen[2], "only the language has changed"
    assert seen[0] != seen[1] != seen[3]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_text_of_a_card_is_copied_with_sentence_measure_and_source(language: str, opened: Opener) -> None:
    screen = opened(f"/?lang={language}&unit=U005", permissions=CLIPBOARD)
    screen.tools("channels", 1).get_by_text(WORDS[language]["copy"]).click()
    says(screen, WORDS[language]["copied"])
    card = screen.page.locator(".st-key-card-channels")
    copied = screen.ask("navigator.clipboard.readText()").splitlines()
    foot = screen.page.locator(".st-key-foot").inner_text().strip()
    caption = card.get_by_test_id("stCaptionContainer").inner_text()
    assert copied == [card.locator("h2").inner_text(), caption, foot]
    assert "第一分公司" in copied[2]


def test_text_is_copied_where_the_browser_has_no_clipboard_for_scripts(opened: Opener) -> None:
    screen = opened("/", permissions=CLIPBOARD)
    screen.ask(
        """() => {
            Object.defineProperty(navigator, 'clipboard', {value: undefined});
            document.addEventListener('copy', () => { window.copied = document.activeElement.value; });
        }"""
    )
    screen.tools("channels", 1).get_by_text("复制文字").click()
    says(screen, "已复制")
    assert screen.ask("window.copied").startswith(screen.page.locator(".st-key-card-channels h2").inner_text())
    screen.ask("() => { document.execCommand = () => false; }")
    screen.tools("channels", 1).get_by_text("复制文字").click()
    says(screen, "未能复制")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_three_sentences_are_copied_each_with_its_stop(language: str, opened: Opener) -> None:
    screen = opened(f"/?lang={language}", permissions=CLIPBOARD)
    screen.page.locator(".st-key-copy-sentences button:visible").click()
    says(screen, WORDS[language]["copied"])
    copied = screen.ask("navigator.clipboard.readText()")
    assert len(re.findall(r"。" if language == "zh" else r"\.(?= |$)", copied)) == 3
    assert copied.endswith(WORDS[language]["stop"])
    total = screen.page.get_by_test_id("stMetricValue").first.inner_text().split()[0]
    assert (total.replace(",", "") if language == "zh" else total) in copied


def test_the_menu_of_the_page_names_the_snapshot_and_prints(opened: Opener) -> None:
    screen = opened("/")
    screen.ask("() => { window.print = () => { window.printed = true; }; }")
    menu = screen.page_menu()
    assert "000001" in menu.inner_text()
    assert re.search(r"\d{4}年\d{1,2}月\d{1,2}日 \d\d:\d\d", menu.inner_text())
    menu.get_by_text("打印").click()
    screen.page.wait_for_timeout(500)
    assert screen.ask("window.printed") is True


def test_a_narrow_window_hides_the_badges_and_wraps_the_cards(opened: Opener) -> None:
    screen = opened("/")
    assert screen.page.get_by_text("个单位", exact=False).first.is_visible()
    screen.resize(820, 1180)
    assert not screen.page.locator(".st-key-status").get_by_text("数据截至").is_visible()
    assert screen.page.locator(".st-key-status").get_by_test_id("stPopoverButton").is_visible()
    assert screen.ask("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    cut = screen.ask(
        """() => [...document.querySelectorAll('[data-testid=stMetricValue] p')]
            .filter((value) => value.scrollWidth > value.clientWidth + 1).length"""
    )
    assert cut == 0


def test_an_empty_range_is_widened_by_its_button(opened: Opener) -> None:
    screen = opened("/collective?unit=U036&period=2026-02&mode=month")
    cards = screen.page.locator("[class*=st-key-card-]:has(h2)")
    assert cards.filter(has_text="这个范围内没有记录").count() > 3
    assert screen.page.locator("[class*=st-key-tools-]").count() == 0, "a state has nothing to download"
    heights = [box["height"] for card in cards.all() if (box := card.bounding_box())]
    assert min(heights) > 200
    screen.press("放宽到近12月")
    assert screen.address["mode"] == ["rolling"]
    assert screen.address["unit"] == ["U036"]


def test_a_period_before_the_data_leads_back_to_the_latest_month(opened: Opener) -> None:
    screen = opened("/collective?period=2021-02&mode=rolling")
    screen.press("回到最近月份")
    assert screen.address["period"] == ["2026-10"]
    assert screen.page.locator(".js-plotly-plot").count() == 5


@pytest.fixture(scope="module")
def broken_server(sample_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The sample with a table of events that cannot be read: trends fail, the rest works."""
    folder = tmp_path_factory.mktemp("broken")
    shutil.copytree(sample_data, folder / "data")
    (folder / "data" / "reference").mkdir()
    events = (HOUSE / "data" / "reference" / "events.csv").read_text(encoding="utf-8")
    broken = re.sub(r"\d{4}-\d{2}-\d{2}", "no day", events)
    (folder / "data" / "reference" / "events.csv").write_text(broken, encoding="utf-8")
    with Server(folder / "data", folder / "log") as running:
        yield running


def test_a_chart_that_failed_is_asked_again_and_stands_as_high_as_before(broken_server: Server, opened: Opener) -> None:
    events = broken_server.data / "reference" / "events.csv"
    screen = opened("/", base=broken_server.address)
    failed = screen.page.locator("[class*=st-key-card-]:has(h2)").filter(has_text="这张图暂时读不出来")
    assert failed.count() == 1
    before = failed.bounding_box()
    events.unlink()
    screen.press("重试")
    assert failed.count() == 0
    after = screen.page.locator(".st-key-card-trend-registered").bounding_box()
    assert before
    assert after
    assert abs(before["height"] - after["height"]) < 24


def says(screen: Screen, words: str) -> None:
    note = screen.page.locator(".said.is-shown")
    note.wait_for()
    assert words in note.inner_text()


def monthly(metric: str, server: Server, first: str, last: str, unit: str) -> dict[str, float]:
    """Return the values that `ask` prints, by month."""
    printed = io.StringIO()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.stdout", printed)
        span = ["--from", first, "--to", last, "--unit", unit]
        assert main(["ask", metric, *span, "--data", str(server.data), "--json"]) == 0
    return {row["period"]: row["value"] for row in json.loads(printed.getvalue())["rows"] if row["unit"] == unit}
