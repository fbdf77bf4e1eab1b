"""会议材料 in a browser: charts put in from the pages, words checked, files written, links and files opened again."""

from __future__ import annotations

import io
import json
import re
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pypdfium2
import pytest
from conftest import Opener, asked
from docx import Document
from later_deliveries import CORRECTED, write_corrected
from playwright.sync_api import Locator, expect
from pptx import Presentation
from screen import MENU, PATIENCE_SECONDS, Screen
from serving import Server

from barometer.contract import HOUSE
from barometer.publishing import publish

pytestmark = pytest.mark.browser

RISING = "集体访140批次1305人次，同比上升25.1%"
WRONG = "集体访141批次1305人次，同比下降25.1%"
REFUSED = "此文件或链接不含会议材料，未作任何改动。请使用原样保存的文件或链接。"
CELLS = "(table) => [...table.rows].map((row) => [...row.cells].map((cell) => cell.innerText))"


@pytest.fixture(scope="module")
def server(sample_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The dashboard on data of its own: a later test publishes what was corrected."""
    folder = tmp_path_factory.mktemp("material")
    shutil.copytree(sample_data, folder / "data")
    with Server(folder / "data", folder / "log") as running:
        yield running


def put_in(screen: Screen, *charts: str) -> None:
    """Press the button of cards that puts their charts in, or takes them out."""
    for chart in charts:
        with screen.run():
            screen.page.locator(f".st-key-material-{chart} button:visible").first.click()
            screen.page.mouse.move(2, 300)


def press(screen: Screen, key: str) -> None:
    with screen.run():
        screen.page.locator(f".st-key-material-{key} button:visible").first.click()
        screen.page.mouse.move(2, 300)


def rows(screen: Screen) -> list[str]:
    """Return the names of the charts on the page, from top to bottom."""
    classes = screen.page.locator("[class*=st-key-exhibit-]").evaluate_all("(rows) => rows.map((row) => row.className)")
    return [re.search(r"st-key-exhibit-([\w-]+)", name)[1] for name in classes]  # type: ignore[index]


def words_of(screen: Screen, chart: str) -> Locator:
    return screen.page.locator(f".st-key-exhibit-{chart} textarea")


def write(screen: Screen, chart: str, words: str) -> None:
    """Write a sentence and leave its field."""
    words_of(screen, chart).fill(words)
    with screen.run():
        screen.page.keyboard.press("Tab")


def is_open(screen: Screen) -> bool:
    """Return whether the files may be made."""
    return screen.page.locator(".st-key-material-make button").is_enabled()


def menu_entry(screen: Screen) -> str:
    return screen.page.get_by_test_id("stTopNavLink").nth(1).inner_text().strip()


def notices(screen: Screen) -> list[str]:
    return screen.page.get_by_test_id("stAlert").locator("p").all_inner_texts()


def is_clean(screen: Screen, server: Server) -> None:
    assert [error for error in screen.errors if "/_stcore/" not in error] == []  # whose place is looked for first
    assert screen.hosts == {f"127.0.0.1:{server.port}"}
    assert "Traceback" not in server.log


def test_charts_of_several_pages_are_put_in_moved_and_taken_out(server: Server, opened: Opener) -> None:
    screen = opened("/")
    screen.go_to(*MENU["zh"]["material"])
    assert screen.sentence == "还没有选入图表" and menu_entry(screen) == "会议材料"
    screen.go_to(*MENU["zh"]["overview"])
    put_in(screen, "trend-registered", "channels")
    assert menu_entry(screen) == "会议材料（2）"
    screen.choose("当月", month="2026年9月")
    screen.go_to(*MENU["zh"]["collective"])
    put_in(screen, "collective-trend")
    screen.go_to("会议材料（3）")
    assert rows(screen) == ["registered-1", "channels-1", "collective-1"]
    assert re.match(r"3张图，可以导出", screen.sentence)
    september = asked(server, "collective_batches", "2026-09", "2026-09")[0]["value"]
    assert f"{september:.0f}批次" in words_of(screen, "collective-1").input_value()
    press(screen, "arrow_upward-channels-1")
    assert rows(screen) == ["channels-1", "registered-1", "collective-1"]
    press(screen, "arrow_downward-registered-1")
    assert rows(screen) == ["channels-1", "collective-1", "registered-1"]
    assert screen.page.locator(".st-key-material-arrow_upward-channels-1 button").first.is_disabled()
    assert screen.page.locator(".st-key-material-arrow_downward-registered-1 button").first.is_disabled()
    press(screen, "out-collective-1")
    assert rows(screen) == ["channels-1", "registered-1"] and menu_entry(screen) == "会议材料（2）"
    for left in (["channels-1", "collective-1", "registered-1"], ["channels-1", "registered-1", "collective-1"]):
        press(screen, "undo")
        assert rows(screen) == left
    press(screen, "empty")
    assert screen.sentence == "还没有选入图表" and "pack" not in screen.address
    press(screen, "undo")
    assert rows(screen) == ["channels-1", "registered-1", "collective-1"]
    is_clean(screen, server)


def test_a_card_shows_that_its_chart_is_in_and_takes_it_out_under_its_own_filters_only(opened: Opener) -> None:
    screen = opened("/?period=2026-10")
    put_in(screen, "channels")
    screen.choose("当月")
    put_in(screen, "channels")
    assert menu_entry(screen) == "会议材料（2）", "under other filters it is another chart"
    put_in(screen, "channels")
    assert menu_entry(screen) == "会议材料（1）"
    menu = screen.tools("channels", 1)
    expect(menu.get_by_text("SQL")).to_be_visible()
    screen.close_menu()
    screen.choose("累计")
    put_in(screen, "channels")
    assert menu_entry(screen) == "会议材料"


def test_a_sentence_against_its_figures_stops_the_files_until_it_is_mended(server: Server, opened: Opener) -> None:
    screen = opened("/collective")
    put_in(screen, "collective-trend", "sizes")
    screen.go_to("会议材料（2）")
    rule = words_of(screen, "collective-1").input_value()
    assert "同比下降25.1%" in rule and is_open(screen)
    checks = screen.page.locator(".st-key-card-checks")
    for words, why in ((RISING, "“上升”与图表数据相反"), (WRONG, "141批次")):
        write(screen, "collective-1", words)
        assert "处问题须先处理" in screen.sentence
        for place in (checks, screen.page.locator(".st-key-exhibit-collective-1")):
            assert "阻止导出" in place.inner_text() and why in place.inner_text()
        assert not is_open(screen)
    with screen.run():
        checks.get_by_text("我已核对这些语句，仍然导出").click()
    assert is_open(screen)
    write(screen, "collective-1", RISING)
    assert not is_open(screen), "what was confirmed was another sentence"
    press(screen, "undo")
    assert words_of(screen, "collective-1").input_value() == WRONG
    press(screen, "restore-collective-1")
    assert words_of(screen, "collective-1").input_value() == rule and is_open(screen)
    write(screen, "collective-1", "")
    assert words_of(screen, "collective-1").input_value() == rule
    write(screen, "collective-1", "集体访批次同比明显下降")
    assert is_open(screen)
    is_clean(screen, server)


def test_a_template_is_written_in_every_format_under_its_title(server: Server, opened: Opener, tmp_path: Path) -> None:
    screen = opened("/material?period=2026-10&mode=ytd")
    press(screen, "begin")
    assert len(rows(screen)) == 12 and is_open(screen)
    title = screen.page.locator("[class*=st-key-material-title-] input")
    title.fill("十月例会")
    with screen.run():
        title.press("Enter")
    press(screen, "out-repeat-topics")
    assert len(rows(screen)) == 11 and "repeat-topics" not in rows(screen)
    pills = screen.page.locator(".st-key-material-formats button")
    for name in ("表格", "PDF", "网页", "ZIP"):
        with screen.run():
            pills.filter(has_text=name).click()
    screen.page.locator(".st-key-material-make button").click()
    expect(screen.page.get_by_text(re.compile("正在生成.+第.+项"))).to_be_visible()
    offered = screen.page.locator("[class*=st-key-material-file-] button")
    expect(offered).to_have_count(6, timeout=3000 * PATIENCE_SECONDS)
    screen.settle()
    found = {}
    for button in offered.all():
        with screen.page.expect_download() as waiting:
            button.click()
        name = waiting.value.suggested_filename
        found[name.rpartition(".")[2]] = Path(waiting.value.path()).read_bytes()
        assert name.startswith("2026年1—10月十月例会."), name
    assert sorted(found) == ["docx", "html", "pdf", "pptx", "xlsx", "zip"]
    files_hold_the_title(found)
    press(screen, "undo")
    expect(screen.page.get_by_text("材料已改动，请重新生成文件。")).to_be_visible()
    assert offered.count() == 0, "what was written of another state is not offered"
    is_clean(screen, server)


def files_hold_the_title(found: dict[str, bytes]) -> None:
    slides = Presentation(io.BytesIO(found["pptx"])).slides
    assert len(slides) > 11
    assert "十月例会" in "".join(shape.text_frame.text for shape in slides[0].shapes if shape.has_text_frame)
    assert any("十月例会" in paragraph.text for paragraph in Document(io.BytesIO(found["docx"])).paragraphs)
    assert len(openpyxl.load_workbook(io.BytesIO(found["xlsx"])).worksheets) > 11
    assert len(pypdfium2.PdfDocument(found["pdf"])) >= 5
    with zipfile.ZipFile(io.BytesIO(found["zip"])) as bundle:
        assert {name.rpartition(".")[2] for name in bundle.namelist()} >= {"pptx", "docx", "xlsx", "pdf", "png", "json"}
        assert json.loads(bundle.read("pack.json"))["left_out"] == ["repeat-topics"]
        for kind in ("pptx", "docx", "xlsx", "pdf"):
            (name,) = [one for one in bundle.namelist() if one.endswith(f".{kind}")]
            assert bundle.read(name) == found[kind]


def test_a_link_and_a_saved_file_bring_the_material_to_others(server: Server, opened: Opener, tmp_path: Path) -> None:
    screen = opened("/handling?period=2026-08&mode=month")
    put_in(screen, "on-time")
    screen.go_to("会议材料（1）")
    write(screen, "on-time-1", "按期办结率总体平稳")
    shown = (rows(screen), words_of(screen, "on-time-1").input_value(), screen.sentence)
    other = opened(screen.page.url.removeprefix(screen.base), color_scheme="light")  # nothing is kept by a browser
    assert (rows(other), words_of(other, "on-time-1").input_value(), other.sentence) == shown
    other.go_to(*MENU["zh"]["overview"])
    other.reload()
    assert menu_entry(other) == "会议材料（1）", "a reload of any page keeps it"
    with screen.page.expect_download() as waiting:
        screen.page.locator(".st-key-material-save button").click()
    file = tmp_path / "pack.json"
    file.write_bytes(Path(waiting.value.path()).read_bytes())
    third = opened("/material")
    open_file(third, file)
    assert (rows(third), words_of(third, "on-time-1").input_value(), third.sentence) == shown
    assert third.address["pack"] == screen.address["pack"]
    for one in (screen, other, third):
        is_clean(one, server)


def open_file(screen: Screen, path: Path) -> None:
    with screen.run():
        screen.page.locator(".st-key-material-opened input[type=file]").set_input_files(path)


@pytest.mark.parametrize("text", ["[1]", "[" * 50_000, '{"barometer_pack": 1}', "PK\x03\x04", '{"title": "\\ud800"}'])
def test_a_wrong_file_says_so_and_changes_nothing(text: str, server: Server, opened: Opener, tmp_path: Path) -> None:
    (tmp_path / "wrong.json").write_text(text, encoding="utf-8")
    screen = opened("/material")
    open_file(screen, tmp_path / "wrong.json")
    assert notices(screen) == [REFUSED]
    assert screen.sentence == "还没有选入图表"
    is_clean(screen, server)


def test_a_damaged_link_says_so_on_the_page(server: Server, opened: Opener) -> None:
    screen = opened("/material?pack=eNqrVkrLz1eyUkpKLFKqBQAhGgRB")
    assert notices(screen) == [REFUSED]
    assert screen.sentence == "还没有选入图表" and "pack" not in screen.address
    is_clean(screen, server)


def test_english_material_is_english_throughout(server: Server, opened: Opener) -> None:
    screen = opened("/?lang=en")
    put_in(screen, "trend-registered", "channels")
    screen.go_to("Meeting material (2)")
    assert screen.sentence.startswith("2 charts ready to be written")
    chinese = re.compile(r"[\u4e00-\u9fff]")
    said = [*screen.page.locator("[data-testid=stMain] :is(p, h1, h2, label, button, td)").all_inner_texts()]
    said += [field.input_value() for field in screen.page.locator("textarea").all()]
    assert len(said) > 30 and [text for text in said if chinese.search(text)] == []
    screen.page.locator(".st-key-material-make button").click()
    offered = screen.page.locator("[class*=st-key-material-file-] button")
    expect(offered).to_have_count(2, timeout=2000 * PATIENCE_SECONDS)
    with screen.page.expect_download() as waiting:
        offered.first.click()
    assert waiting.value.suggested_filename == "Meeting material Jan–Oct 2026.pptx"
    is_clean(screen, server)


def test_newer_data_is_offered_and_every_changed_number_told(server: Server, opened: Opener, tmp_path: Path) -> None:
    screen = opened("/?period=2026-10")
    put_in(screen, "trend-registered", "channels")
    screen.go_to("会议材料（2）")
    link = screen.page.url.removeprefix(screen.base)
    before = words_of(screen, "channels-1").input_value()
    assert screen.page.locator(".st-key-material-newer").count() == 0
    publish(write_corrected(HOUSE / "data" / "sample", tmp_path / "corrected"), server.data)
    later = opened(link)
    assert words_of(later, "channels-1").input_value() == before, "it rests on its own snapshot"
    expect(later.page.locator(".st-key-material-newer")).to_be_visible()
    press(later, "update")
    table = later.page.locator("[data-testid=stExpander] table").first
    changes: list[list[str]] = table.evaluate(CELLS)
    letters = [row for row in changes if row[1] == "来信" and row[3].replace(",", "").isdigit()]
    (letter,) = letters
    assert int(letter[3].replace(",", "")) - int(letter[4].replace(",", "")) == CORRECTED
    assert all(row[3] != row[4] for row in changes)
    expect(later.page.get_by_text(f"{len(changes) - 1}个数字有变化")).to_be_visible()
    assert later.page.locator(".st-key-material-newer").count() == 0
    press(later, "undo")
    expect(later.page.locator(".st-key-material-newer")).to_be_visible()
    is_clean(later, server)
