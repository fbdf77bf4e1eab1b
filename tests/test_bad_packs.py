"""Whatever a pack holds, each of its files opens, keeps its schema and says what it was given."""

from __future__ import annotations

import io
import re
import subprocess
import zipfile
from pathlib import Path

import openpyxl
import pypdfium2
import pytest
from bad_packs import BAD, CONTROLS, EMOJI, MARKUP, pack_with
from docx import Document
from lxml import etree
from openxml_audit import OpenXmlValidator
from PIL import Image
from pptx import Presentation

from barometer.briefing.chart_elements import printable
from barometer.briefing.exporting import Look, write_format
from barometer.briefing.installed_fonts import BOX
from barometer.briefing.print_file import pdf_of
from barometer.charts.marks import Bars
from barometer.language import in_language, say

pytestmark = pytest.mark.filterwarnings("error")
VALIDATOR = OpenXmlValidator()
PACKS = list(BAD)
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def written(kind: str, pack: str, folder: Path, charts: str = "native") -> Path:
    (path,) = write_format(kind, BAD[pack], None, folder, Look(charts))  # type: ignore[arg-type]
    assert list(folder.iterdir()) == [path], "no other file is left"
    return path


def bare(text: str) -> str:
    return re.sub(r"\s", "", text)


def assert_sound(path: Path) -> None:
    """Assert that every part of an office file is XML that keeps the schema, links nowhere and computes nothing."""
    found = VALIDATOR.validate(str(path))
    assert found.is_valid, [error.description for error in found.errors]
    with zipfile.ZipFile(path) as parts:
        assert parts.testzip() is None
        for name in parts.namelist():
            if name.endswith((".xml", ".rels")):
                root = etree.fromstring(parts.read(name))
                assert not [one for one in root.iter("{*}Relationship") if one.get("TargetMode") == "External"], name
                assert not [one for one in root.iter("{*}f") if "spreadsheetml" in str(one.tag)], name
                assert all(0 < int(one.get("val")) < 2**31 for one in root.iter("{*}axId")), name
                assert_named_for_chinese(name, root)
            if name.endswith(".xlsx"):
                cells = openpyxl.load_workbook(io.BytesIO(parts.read(name))).active
                assert not [cell for row in cells.iter_rows() for cell in row if cell.data_type == "f"]


def assert_named_for_chinese(name: str, root: etree._Element) -> None:
    """Assert that every run of slides, notes and charts, and every font of a paper, names an East Asian family."""
    if re.search(r"/(charts|slides|notesSlides)/[^/]+\.xml$", name):
        assert all(run.find(f"{A}ea") is not None for tag in ("rPr", "defRPr") for run in root.iter(A + tag)), name
    assert all(font.get(f"{W}eastAsia") for font in root.iter(f"{W}rFonts")), name


@pytest.mark.parametrize("pack", PACKS)
def test_slides_open(pack: str, tmp_path: Path) -> None:
    path = written("pptx", pack, tmp_path)
    assert_sound(path)
    told = "".join(node.text or "" for slide in Presentation(str(path)).slides for node in slide.element.iter(f"{A}t"))
    assert bare(printable(BAD[pack].notes[0])) in bare(told)


@pytest.mark.parametrize("pack", PACKS)
def test_papers_open(pack: str, tmp_path: Path) -> None:
    path = written("docx", pack, tmp_path)
    assert_sound(path)
    told = "".join(node.text or "" for node in Document(str(path)).element.iter(f"{W}t"))
    assert bare(printable(BAD[pack].notes[0])) in bare(told)
    assert "<5" in told, "words in place of a hidden figure"


@pytest.mark.parametrize("pack", PACKS)
def test_workbooks_open(pack: str, tmp_path: Path) -> None:
    path = written("xlsx", pack, tmp_path)
    assert_sound(path)
    cells = [cell.value for sheet in openpyxl.load_workbook(path) for row in sheet.iter_rows() for cell in row]
    assert "<5" in cells


@pytest.mark.parametrize("pack", PACKS)
def test_printed_papers_keep_their_standards(pack: str, tmp_path: Path) -> None:
    document = pypdfium2.PdfDocument(written("pdf", pack, tmp_path))
    told = bare("".join(page.get_textpage().get_text_bounded() for page in document))
    assert "<5" in told
    if pack == "months unknown":
        assert "无数据" in told


@pytest.mark.parametrize("pack", [name for name in PACKS if name != "200 units"])
def test_pictures_open(pack: str, tmp_path: Path) -> None:
    for kind in ("png", "svg"):
        made = write_format(kind, BAD[pack], None, tmp_path)  # type: ignore[arg-type]
        assert len(made) == sum(one.spec is not None for one in BAD[pack].exhibits)
        for path in made:
            if kind == "png":
                with Image.open(path) as picture:
                    assert picture.size == (1600, 900)
            else:
                etree.fromstring(path.read_bytes())


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["pptx", "docx"])
def test_pictures_of_two_hundred_units_stand_in_files_that_open(kind: str, tmp_path: Path) -> None:
    assert_sound(written(kind, "200 units", tmp_path, "picture"))


def test_a_sign_that_no_font_has_is_a_box_and_the_paper_says_so() -> None:
    name = f"{EMOJI}公司"
    pack = pack_with(Bars((name,), (1.0,), (name,), "count", "件次"), word=name)
    document = pypdfium2.PdfDocument(pdf_of(pack))
    told = bare("".join(page.get_textpage().get_text_bounded() for page in document))
    with in_language("zh"):
        assert bare(say("{box} stands for a sign that no font installed here has", box=BOX)) in told
    assert "单位□𠮷" in told, "only what is lacking is replaced"


def test_a_paper_tells_of_boxes_in_its_charts_alone() -> None:
    name = f"{EMOJI}公司"
    document = pypdfium2.PdfDocument(pdf_of(pack_with(Bars((name,), (1.0,), ("",), "count", "件次"), word="词")))
    told = bare("".join(page.get_textpage().get_text_bounded() for page in document))
    assert "单位□𠮷" in told
    with in_language("zh"):
        assert bare(say("{box} stands for a sign that no font installed here has", box=BOX)) in told


def test_a_paper_whose_signs_are_all_there_tells_of_no_box() -> None:
    document = pypdfium2.PdfDocument(pdf_of(BAD["one month"]))
    assert BOX not in "".join(page.get_textpage().get_text_bounded() for page in document)


@pytest.mark.office
@pytest.mark.parametrize("kind", ["pptx", "docx", "xlsx"])
def test_an_office_program_reads_them_all(kind: str, tmp_path: Path) -> None:
    folder = tmp_path / "bad"
    for place, pack in enumerate(PACKS):
        (tmp_path / pack).mkdir()
        folder.mkdir(exist_ok=True)
        written(kind, pack, tmp_path / pack).rename(folder / f"{place}.{kind}")
    files = sorted(map(str, folder.iterdir()))
    profile = f"-env:UserInstallation=file://{tmp_path / 'profile'}"
    convert = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), *files]
    subprocess.run(convert, check=True, capture_output=True, timeout=400)
    for place, pack in enumerate(PACKS):
        assert len(pypdfium2.PdfDocument(tmp_path / f"{place}.pdf")) >= 3, pack


def test_what_was_tried_is_hostile() -> None:
    assert printable(CONTROLS) == "甲乙"
    assert "<a:t>" in MARKUP
