"""The office's own document: marks give way to words, tables and charts; what is unknown is named, nothing is run."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Mm
from paper_packs import exhibit_of, made_pack, real_pack, table_of
from test_paper import HOSTILE, SHOWN, assert_sound, text_of

from barometer.__main__ import main
from barometer.audience import Audience
from barometer.briefing.choices import TOPICS
from barometer.briefing.own_figures import PARTS, SPANS, figure_told
from barometer.briefing.own_marks import marks_of
from barometer.briefing.pack import Pack, Section, Sentence
from barometer.briefing.paper import write_paper
from barometer.charts.marks import Bars
from barometer.contract import HOUSE
from barometer.faults import UnknownMark, UnreadableFile
from barometer.filters import default_filters
from barometer.language import use_language
from barometer.metrics import registry
from barometer.scope import Scope
from barometer.snapshots import current_snapshot

BARS = Bars(("甲", "乙"), (3.0, 2.0), ("3", "2"), "count", "件次")
PACK = made_pack(
    Section("基本情况", (Sentence("登记1,234件次", key="overall"),), (table_of(("总量", "1,234", "5")),)),
    Section("主要特点", exhibits=(exhibit_of(BARS, key="bars-by-unit", title="甲最多"),)),
)


@pytest.fixture(autouse=True)
def in_chinese() -> Iterator[None]:
    use_language("zh")
    yield
    use_language("zh")


def office_document(folder: Path, *lines: str, header: str = "") -> Path:
    """Return a document of the office with a paragraph a line, in a style of its own."""
    document = Document()
    document.styles["Normal"].font.name = "Office Own"
    for line in lines:
        document.add_paragraph(line)
    document.sections[0].header.paragraphs[0].text = header
    path = folder / "own.docx"
    document.save(str(path))
    return path


def filled(folder: Path, *lines: str, pack: Pack = PACK, header: str = "", **options: Any) -> Any:
    out = folder / "out.docx"
    write_paper(pack, out, own=office_document(folder, *lines, header=header), **options)
    assert_sound(out)
    return Document(str(out))


def test_words_take_the_place_of_marks_and_the_look_of_the_office_stays(tmp_path: Path) -> None:
    document = filled(tmp_path, "关于{{title}}的报告", "{{ overall.sentence }}。", header="{{mark}}{{period}}")
    assert [p.text for p in document.paragraphs] == ["关于2026年1—10月信访形势分析的报告", "登记1234件次。"]
    assert document.sections[0].header.paragraphs[0].text == "2026年1—10月"
    assert document.styles["Normal"].font.name == "Office Own"


def test_a_mark_that_word_has_cut_into_runs_is_read(tmp_path: Path) -> None:
    document = Document()
    line = document.add_paragraph("共")
    for piece in ("{", "{over", "all.sen", "tence}", "}完"):
        line.add_run(piece).bold = piece == "all.sen"
    document.save(str(tmp_path / "own.docx"))
    write_paper(PACK, tmp_path / "out.docx", own=tmp_path / "own.docx")
    assert "登记1234件次完" in Document(str(tmp_path / "out.docx")).paragraphs[0].text


def test_charts_tables_and_parts_stand_where_their_marks_did(tmp_path: Path) -> None:
    lines = ("前", "{{chart.bars-by-unit}}", "中", "{{table.1}}", "{{section.2}}", "{{provenance}}", "后")
    document = filled(tmp_path, *lines)
    told = text_of(document).split("\n")
    assert told[0] == "前"
    assert told[-1] == "后"
    assert told.index("图1　件次，2026年1—10月") < told.index("中") < told.index("表1　主要指标")
    assert "甲最多（见图2）。" in told
    assert len(document.tables) == 1
    assert len(list(document.element.body.iter(qn("c:chart")))) == 2
    assert [p.text for p in document.paragraphs if p.style.name == "Heading 1"] == ["一、主要特点"]


def test_charts_and_tables_are_as_wide_as_the_text_of_the_office(tmp_path: Path) -> None:
    document = Document()
    document.sections[0].page_width, document.sections[0].left_margin = Mm(182), Mm(42)
    document.sections[0].right_margin = Mm(40)
    document.add_paragraph("{{sections}}")
    document.save(str(tmp_path / "own.docx"))
    write_paper(PACK, tmp_path / "out.docx", own=tmp_path / "own.docx")
    told = Document(str(tmp_path / "out.docx"))
    assert [round(int(node.get("cx")) / 36000) for node in told.element.body.iter(qn("wp:extent"))] == [100]
    assert sum(int(node.get(qn("w:w"))) for node in told.tables[0]._tbl.tblGrid) <= Mm(100).twips + 1


def test_all_parts_can_be_put_in_at_once_in_a_cell_too(tmp_path: Path) -> None:
    document = Document()
    document.add_table(1, 1).cell(0, 0).text = "{{table.1}}"
    document.add_paragraph("{{sections}}")
    document.save(str(tmp_path / "own.docx"))
    write_paper(PACK, tmp_path / "out.docx", own=tmp_path / "own.docx")
    assert_sound(tmp_path / "out.docx")
    told = Document(str(tmp_path / "out.docx"))
    cell = told.tables[0].cell(0, 0)
    assert cell.tables
    assert cell._tc[-1].tag == qn("w:p"), "a cell ends with a paragraph"
    assert "一、基本情况" in text_of(told)


def test_marks_that_stand_for_nothing_are_all_named_with_what_is_near(tmp_path: Path) -> None:
    with pytest.raises(UnknownMark) as refused:
        filled(tmp_path, "{{titel}} {{title}}", "{{chart.bars-by-units}}", "{{registered.ytd.sentence}}")
    assert refused.value.found == "{{titel}}, {{chart.bars-by-units}}, {{registered.ytd.sentence}}"
    assert "title" in refused.value.remedy
    assert "chart.bars-by-unit" in refused.value.remedy
    assert not (tmp_path / "out.docx").exists()


@pytest.mark.parametrize(
    "mark", ["{{ 7 * 7 }}", "{{ ''.__class__.__mro__ }}", "{% for x in range(9) %}x{% endfor %}", '{{ "a" }}', "{{}}"]
)
def test_a_mark_is_a_name_and_never_run(tmp_path: Path, mark: str) -> None:
    with pytest.raises(UnknownMark):
        filled(tmp_path, mark)


@pytest.mark.parametrize("line", ["见{{chart.bars-by-unit}}", "{{table.1}}{{table.1}}"])
def test_a_chart_or_table_stands_alone_in_its_paragraph(tmp_path: Path, line: str) -> None:
    with pytest.raises(UnknownMark, match="stand for nothing") as refused:
        filled(tmp_path, line)
    assert "alone" in refused.value.expected


def test_a_chart_in_a_header_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnknownMark):
        filled(tmp_path, "正文", header="{{chart.bars-by-unit}}")


def test_words_are_never_read_as_markup(tmp_path: Path) -> None:
    pack = made_pack(Section("甲", (Sentence(HOSTILE, key="odd"),)))
    assert filled(tmp_path, "{{odd.sentence}}", pack=pack).paragraphs[0].text == SHOWN


@pytest.mark.parametrize("content", [b"", b"no zip", None])
def test_what_is_no_word_document_is_refused(tmp_path: Path, content: bytes | None) -> None:
    own = tmp_path / "own.docx"
    if content is None:
        with zipfile.ZipFile(own, "w") as parts:
            parts.writestr("word/document.xml", "<w:document/>")
    else:
        own.write_bytes(content)
    with pytest.raises(UnreadableFile):
        write_paper(PACK, tmp_path / "out.docx", own=own)
    with pytest.raises(UnreadableFile):
        write_paper(PACK, tmp_path / "out.docx", own=tmp_path / "missing.docx")


def test_a_document_of_endless_size_is_not_unpacked(tmp_path: Path) -> None:
    own = office_document(tmp_path, "{{title}}")
    with zipfile.ZipFile(own, "a", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("word/media/huge.bin", bytes(60_000_000))
    with pytest.raises(UnreadableFile) as refused:
        write_paper(PACK, tmp_path / "out.docx", own=own)
    assert "MB" in refused.value.found


def test_figures_of_any_metric_are_told_on_request(sample_data: Path, tmp_path: Path) -> None:
    audience = Audience(Scope(), current_snapshot(sample_data))
    told = partial(figure_told, audience, default_filters(audience.session))
    pack = real_pack(sample_data)
    marks = ("{{registered.ytd.sentence}}", "{{registered.month.value}}", "{{registered.rolling.label}}")
    lines = [p.text for p in filled(tmp_path, *marks, pack=pack, told=told).paragraphs]
    assert lines[0].startswith("2026年1—10月，信访总量8665件次，同比")
    assert re.fullmatch(r"\d+件次", lines[1])
    assert lines[2] == "信访总量"
    assert told("registered.ytd") is None
    assert told("nothing.ytd.value") is None
    assert told("registered.range.value") is None


def test_every_metric_span_and_part_has_words(small_data: Path) -> None:
    audience = Audience(Scope(), current_snapshot(small_data))
    told = partial(figure_told, audience, default_filters(audience.session))
    assert all(told(f"{metric}.{span}.{part}") for metric in registry() for span in SPANS for part in PARTS)


def test_a_chart_answers_to_its_key_on_the_screen_too(sample_data: Path, tmp_path: Path) -> None:
    document = filled(tmp_path, "{{chart.trend-registered}}", "{{chart.registered}}", pack=real_pack(sample_data))
    assert len(list(document.element.body.iter(qn("c:chart")))) == 2


def test_the_page_of_marks_lists_the_keys_of_every_template(sample_data: Path) -> None:
    page = (HOUSE / "docs" / "own-templates.md").read_text(encoding="utf-8")
    packs = [real_pack(sample_data, template) for template in ("monthly", "quarterly")]
    packs += [real_pack(sample_data, "topic", topic=topic) for topic in TOPICS]
    keys = {one.key for pack in packs for one in pack.exhibits}
    keys |= {one.key for pack in packs for section in pack.sections for one in section.paragraphs}
    named = {key.replace(key.removeprefix("text-feature-"), "METRIC") if "feature" in key else key for key in keys}
    assert not [key for key in named if f"`{key}`" not in page]


def test_the_command_fills_the_documents_of_the_office(sample_data: Path, tmp_path: Path) -> None:
    own = office_document(tmp_path, "{{registered.ytd.sentence}}")
    asked = ["brief", "--template", "monthly", "--period", "2026-10", "--formats", "docx", "--data", str(sample_data)]
    assert main([*asked, "--own", str(own), "--out", str(tmp_path / "out")]) == 0
    (path,) = (tmp_path / "out").glob("*.docx")
    assert Document(str(path)).paragraphs[0].text.startswith("2026年1—10月，信访总量8665件次")


def test_the_page_of_marks_lists_them_all() -> None:
    page = (HOUSE / "docs" / "own-templates.md").read_text(encoding="utf-8")
    kinds = {re.sub(r"\d+$", "N", name) for name in marks_of(PACK).names}
    kinds = {re.sub(r"^chart\..*", "chart.KEY", re.sub(r".*\.sentence$", "KEY.sentence", name)) for name in kinds}
    assert not [name for name in kinds if "{{" + name + "}}" not in page]
    assert not [part for part in (*SPANS, *PARTS) if f"`{part}`" not in page]
