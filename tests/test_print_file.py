"""The printed paper: PDF/A-2b and PDF/UA-1, fonts inside, 22 lines of 28 signs, every word as it is."""

from __future__ import annotations

import datetime as dt
import re
import subprocess
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest

from barometer.audience import Audience
from barometer.briefing.installed_fonts import paper_families
from barometer.briefing.pack import Exhibit, FigureTable, Pack, Section, Sentence
from barometer.briefing.paper_words import full_title
from barometer.briefing.print_file import pdf_of, write_pdf
from barometer.briefing.printed_parts import parts_of
from barometer.briefing.templates import build_pack, filters_of
from barometer.charts.marks import Bars
from barometer.charts.spec import ChartSpec, Provenance
from barometer.faults import UnwritableFile
from barometer.language import use_language
from barometer.scope import Scope
from barometer.snapshots import current_snapshot

MADE = dt.datetime(2026, 11, 23, 9, 30, tzinfo=dt.UTC)
SOURCE = Provenance("来源：试验", "数据截至2026年10月31日", "筛选：全部单位", "000001")
STRANGE = "#第<三> $x$ *甲* _乙_ @丙 \\\\ `丁` “戊” [己] </svg> & = // $"


@pytest.fixture(autouse=True)
def in_chinese() -> Iterator[None]:
    use_language("zh")
    yield
    use_language("zh")


def pack_of(*sections: Section, language: str = "zh", title: str = "信访形势分析", **more: str) -> Pack:
    return Pack("monthly", language, title, "2026年1—10月", sections, SOURCE, MADE, "leader", **more)


def sample_pack(data: Path, template: str = "quarterly", language: str = "zh") -> Pack:
    use_language(language)
    audience = Audience(Scope(), current_snapshot(data))
    filters = filters_of(audience.session, template, audience.session.last_month)
    return build_pack(audience, filters, template, made_at=MADE)


def pages(pdf: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(pdf)
    return [page.get_textpage().get_text_bounded().replace("\r\n", "\n") for page in document]


def plain(text: str) -> str:
    return re.sub(r"\s", "", text)


def said(pdf: bytes) -> str:
    """Return the words of a paper without page numbers, so that those over two pages are found too."""
    return plain("".join(re.sub(r"— ?\d+ ?—", "", page) for page in pages(pdf)))


def text(*paragraphs: str) -> Section:
    return Section("基本情况", tuple(Sentence(paragraph) for paragraph in paragraphs))


def exhibit(name: str, conclusion: str = "甲最多") -> Exhibit:
    panel = Bars((name, "乙"), (1234.0, 1.0), ("1,234", "1"), "count", "件次")
    spec = ChartSpec("bars", "registered", conclusion, "按类别，件次", (panel,), SOURCE, height=300)
    return Exhibit("bars", spec, Sentence(conclusion))


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("template", ["monthly", "quarterly"])
def test_a_pack_of_the_sample_holds_its_sentences_tables_and_charts(
    sample_data: Path, template: str, language: str
) -> None:
    pack = sample_pack(sample_data, template, language)
    pdf = pdf_of(pack)
    shown, count = said(pdf), 0
    for part in parts_of(pack):
        words = [part.get("text", ""), part.get("caption", "")]
        words += [cell for row in part.get("rows", ()) for cell in row]
        words += re.findall(r"<text[^>]*>([^<]*\d[^<]*)</text>", part.get("svg", ""))
        for piece in words:
            assert plain(piece).replace("&amp;", "&").replace("-", "") in shown.replace("-", ""), piece
        count += part["kind"] == "figure"
    assert count >= 10
    assert len(pdf) <= 400_000


def test_it_keeps_the_standards_it_names_and_tells_its_title_and_language(tmp_path: Path) -> None:
    pdf = pdf_of(pack_of(Section("基本情况", exhibits=(exhibit("甲"),))))
    for told in (
        b"<pdfaid:part>2</pdfaid:part>",
        b"<pdfaid:conformance>B</pdfaid:conformance>",
        b"<pdfuaid:part>1</pdfuaid:part>",
    ):
        assert told in pdf
    assert b"/Lang (zh-CN)" in pdf or b"/Lang(zh-CN)" in pdf
    document = pypdfium2.PdfDocument(pdf)
    assert document.get_metadata_value("Title") == "2026年1—10月信访形势分析"
    assert b"/Alt" in pdf and b"/JavaScript" not in pdf and b"/URI" not in pdf


@pytest.mark.office
def test_every_font_is_embedded_as_a_subset(tmp_path: Path) -> None:
    write_pdf(pack_of(Section("基本情况", (Sentence("甲"),), exhibits=(exhibit("甲"),))), tmp_path / "a.pdf")
    told = subprocess.run(["pdffonts", tmp_path / "a.pdf"], capture_output=True, text=True, check=True).stdout
    rows = [line for line in told.splitlines()[2:] if line.strip()]
    assert rows and all(re.search(r" yes +yes +yes ", row) and re.match(r"[A-Z]{6}\+", row) for row in rows)
    wanted = {family.replace(" ", "") for family in paper_families().values()}
    assert all(any(name.lower() in row.lower() for name in wanted) for row in rows), told


def test_a_page_holds_22_lines_of_28_signs() -> None:
    first, second, *_ = pages(pdf_of(pack_of(text("甲" * 28 * 60))))
    lines = [line for line in second.splitlines() if "甲" in line]
    assert len(lines) == 22
    assert {len(line.strip()) for line in lines} == {28}
    assert first.splitlines()[0].strip() == "2026年1—10月信访形势分析"


def test_page_numbers_stand_outside_between_dashes() -> None:
    document = pypdfium2.PdfDocument(pdf_of(pack_of(text("甲" * 28 * 60))))
    places = []
    for number in (1, 2):
        page = document[number - 1].get_textpage()
        found = page.search(f"— {number} —").get_next()
        places.append(page.get_charbox(found[0])[0])
    assert places[0] > 400 > 150 > places[1]


def test_words_with_marks_of_any_language_are_shown_as_they_are() -> None:
    table = FigureTable(STRANGE, (STRANGE, "值"), ((STRANGE, "1"),), frozenset({1}))
    section = Section(STRANGE, (Sentence(STRANGE),), (table,), (exhibit(STRANGE, STRANGE),))
    shown = said(pdf_of(pack_of(section, title=STRANGE, notes=(STRANGE,))))  # type: ignore[arg-type]
    assert shown.count(plain(STRANGE)) >= 7, "title, heading, sentence, table, its caption, conclusion, name, note"


def test_a_long_table_repeats_its_head_and_a_short_one_stays_whole() -> None:
    rows = tuple((f"第{place}单位", str(place)) for place in range(200))
    table = FigureTable("各单位", ("单位名称", "件次"), rows, frozenset({1}))
    found = pages(pdf_of(pack_of(Section("基本情况", tables=(table,)))))
    with_rows = [page for page in found if "单位\n" in page or ("第1" in page and "单位" in page)]
    assert len(with_rows) >= 4
    assert all("单位名称" in page for page in with_rows)
    short = replace(table, rows=rows[:12])
    found = pages(pdf_of(pack_of(text("甲" * 28 * 15), Section("其他", tables=(short,)))))
    assert len([page for page in found if "第1单位" in page or "第11单位" in page]) == 1
    assert any("表1" in page and "第11单位" in page for page in found), "a caption stays with its table"


def test_what_cannot_be_drawn_and_what_is_left_to_people_say_so() -> None:
    missing = Exhibit("none", None, Sentence("来访批次"), "数据中没有“信访渠道”")
    shown = said(pdf_of(pack_of(Section("情况", exhibits=(missing,)), Section("原因分析", is_by_hand=True))))
    assert "来访批次：数据中没有“信访渠道”。" in shown
    assert "二、原因分析（此处由人工填写）" in shown
    assert "数据截至2026年10月31日·快照号000001" in shown


def test_a_conclusion_that_the_text_has_said_is_not_said_twice() -> None:
    section = Section("情况", (Sentence("甲最多，占三成"),), exhibits=(exhibit("甲", "甲最多"),))
    kinds = [part["kind"] for part in parts_of(pack_of(section))]
    assert kinds[-6:] == ["heading", "body", "figure", "strip", "strip", "strip"]


def test_figures_of_papers_stand_without_separators_of_thousands() -> None:
    table = FigureTable("表", ("指标", "本期"), (("信访总量", "10,398件次"),), frozenset({1}))
    shown = said(pdf_of(pack_of(Section("情况", (Sentence("共10,398件次"),), (table,)))))
    assert shown.count("10398件次") == 2


def test_the_title_tells_the_period_once() -> None:
    assert full_title(pack_of()) == "2026年1—10月信访形势分析"
    assert full_title(pack_of(title="2026年1—10月集体访专题")) == "2026年1—10月集体访专题"


def test_the_same_pack_gives_the_same_bytes() -> None:
    pack = pack_of(Section("情况", exhibits=(exhibit("甲"),)))
    assert pdf_of(pack) == pdf_of(pack)


def test_a_folder_that_is_not_there_leaves_no_file(tmp_path: Path) -> None:
    with pytest.raises(UnwritableFile):
        write_pdf(pack_of(text("甲")), tmp_path / "none" / "a.pdf")
    assert not list(tmp_path.iterdir())


@pytest.mark.slow
def test_twelve_charts_take_a_few_seconds(sample_data: Path) -> None:
    pack = sample_pack(sample_data)
    pdf_of(pack)
    started = time.perf_counter()
    pdf_of(pack)
    assert time.perf_counter() - started <= 4
