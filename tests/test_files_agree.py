"""What the files of a pack say, parsed back, is what `python -m barometer ask` answers: tables, sentences, charts."""

from __future__ import annotations

import datetime as dt
import json
import math
import re
import subprocess
import zipfile
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from lxml import etree
from read_files import caches, monthly_figures, rows_of, words_of

from barometer.__main__ import main
from barometer.metrics import metric_named, registry

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
PACKS = [
    ("sample_data", "monthly", "2026-10"),
    ("sample_data", "quarterly", "2026-10"),
    ("small_data", "monthly", "2026-10"),
    ("new_york_data", "monthly", "2024-11"),
]
WRITTEN = ("pptx", "docx", "xlsx", "pdf")
SHOWN = {"count": "信访总量", "share": "重复信访占比"}
Ask = Callable[..., list[dict[str, Any]]]


class Files:
    """The files that the command brief wrote, and the answers of the command ask about the same data."""

    def __init__(self, data: Path, template: str, month: str, folder: Path):
        self.data, self.template, self.month, self.folder = data, template, month, folder
        formats = ",".join((*WRITTEN, "zip"))
        asked = ["--template", template, "--period", month, "--formats", formats, "--data", str(data)]
        assert main(["brief", *asked, "--out", str(folder)]) == 0
        self._answers: dict[tuple[str, ...], Any] = {}

    def path(self, kind: str) -> Path:
        (found,) = self.folder.glob(f"*.{kind}")
        return found

    def ask(self, capsys: pytest.CaptureFixture[str], metric: str, first: str, last: str, by: str) -> Any:
        key = (metric, first, last, by)
        if key not in self._answers:
            capsys.readouterr()
            assert (
                main(["ask", metric, "--from", first, "--to", last, "--by", by, "--data", str(self.data), "--json"])
                == 0
            )
            self._answers[key] = json.loads(capsys.readouterr().out)
        return self._answers[key]


@pytest.fixture(scope="module", params=PACKS, ids=lambda pack: "-".join(pack))
def files(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Files:
    data, template, month = request.param
    return Files(request.getfixturevalue(data), template, month, tmp_path_factory.mktemp("files"))


def labels() -> dict[str, str]:
    return {metric.label_zh: metric.id for metric in registry().values()}


def printed(answer: dict[str, Any], kind: str) -> str:
    """Return the digits of a figure as bulletins print them, halves rounded up."""
    if kind == "share":
        exact = Decimal(answer["numerator"]) * 100 / Decimal(answer["denominator"])
        return f"{exact.quantize(Decimal('0.1'), ROUND_HALF_UP)}%"
    return f"{answer['value']:.0f}"


@pytest.mark.parametrize(
    "kind", [pytest.param(one, marks=pytest.mark.office) if one == "pdf" else one for one in WRITTEN]
)
def test_tables_print_the_answers(kind: str, files: Files, capsys: pytest.CaptureFixture[str]) -> None:
    by = "ytd" if files.template == "monthly" else "month"
    year, month = files.month.split("-")
    earlier = f"{int(year) - 1}-{month}"
    rows, checked = rows_of(files.path(kind)), 0
    for label, metric in labels().items():
        cells = rows.get(label, [])
        if not cells or metric_named(metric).kind not in SHOWN:
            continue
        answer = files.ask(capsys, metric, files.month, files.month, by)
        before = files.ask(capsys, metric, earlier, earlier, by)
        if answer.get("not_computable"):
            assert cells[0] == "不可计算", label
            continue
        for cell, told in ((cells[0], answer), (cells[1 if by == "ytd" else 2], before)):
            (row,) = told["rows"]
            if row["value"] is None:
                assert cell.startswith("—") or "不可" in cell, (label, cell)
            elif metric_named(metric).kind == "share" and row["denominator"] < 30:
                assert str(row["numerator"]) in cell, (label, cell)
            else:
                digits = re.match(r"[−-]?[\d.]+%?", cell.replace(",", ""))
                assert digits and digits[0] == printed(row, metric_named(metric).kind), (label, cell)
            checked += 1
    assert checked >= (6 if files.data.name.startswith("new-york") else 16), checked


@pytest.mark.office
def test_the_first_sentence_is_the_same_in_every_file_and_cites_the_answer(
    files: Files, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = files.ask(
        capsys, "registered", files.month, files.month, "ytd" if files.template == "monthly" else "month"
    )
    said = f"共登记信访{answer['rows'][0]['value']:.0f}件次"
    for kind in ("pptx", "docx", "pdf"):
        assert said in words_of(files.path(kind)), kind


@pytest.mark.parametrize("kind", ["pptx", "docx", "xlsx"])
def test_the_figures_behind_charts_are_the_answers(kind: str, files: Files, capsys: pytest.CaptureFixture[str]) -> None:
    known, checked = labels(), 0
    for head, before, values in monthly_figures(files.path(kind)):
        is_earlier = head == "上年同期" and before in known
        if head not in known and not is_earlier:
            continue
        months = [month.replace(year=month.year - is_earlier) for month in values]
        first, last = (f"{month:%Y-%m}" for month in (months[0], months[-1]))
        answer = files.ask(capsys, known[before if is_earlier else head], first, last, "month")
        asked = {row["period"]: row["value"] for row in answer["rows"]}
        for month, value in zip(months, values.values(), strict=True):
            told = asked.get(f"{month:%Y-%m}")
            assert (value is None and told is None) or math.isclose(value, told, rel_tol=1e-12), (head, month)
            checked += value is not None
    assert checked >= 36


@pytest.mark.parametrize("kind", ["pptx", "docx"])
def test_what_charts_keep_is_what_their_workbooks_hold(kind: str, files: Files) -> None:
    found = list(caches(files.path(kind)))
    assert len(found) > 8
    for place, kept, held in found:
        assert len(kept) == len(held), place
        assert all(math.isclose(one, other, rel_tol=1e-12) for one, other in zip(kept, held, strict=True)), place


@pytest.mark.parametrize("kind", ["pptx", "docx", "xlsx"])
def test_every_letter_of_charts_and_themes_has_its_east_asian_font(kind: str, files: Files) -> None:
    with zipfile.ZipFile(files.path(kind)) as parts:
        charts = [name for name in parts.namelist() if re.search(r"/charts/chart\d+\.xml$", name)]
        assert charts
        for name in charts:
            root = etree.fromstring(parts.read(name))
            styles = [one for tag in ("rPr", "defRPr") for one in root.iter(f"{A}{tag}")]
            assert styles
            assert all(one.find(f"{A}ea").get("typeface") for one in styles if one.find(f"{A}latin") is not None), name
            assert kind == "xlsx" or all(one.find(f"{A}ea") is not None for one in styles), name
            assert all(0 < int(one.get("val")) < 2**31 for one in root.iter("{*}axId")), name
        if kind == "pptx":
            theme = etree.fromstring(parts.read("ppt/theme/theme1.xml"))
            assert [one.get("typeface") for one in theme.iterfind(f".//{A}fontScheme/*/{A}ea")] == ["微软雅黑"] * 2


def test_no_cell_computes_and_no_part_links_outside(files: Files) -> None:
    for sheet in openpyxl.load_workbook(files.path("xlsx")):
        assert not [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    for kind in ("pptx", "docx", "xlsx"):
        with zipfile.ZipFile(files.path(kind)) as parts:
            for name in parts.namelist():
                assert not re.search(r"externalLink|vba|activeX|\.bin$", name), name
                assert not name.endswith(".rels") or b'TargetMode="External"' not in parts.read(name), name


def test_the_zip_holds_the_same_files_and_figures_that_are_the_answers(
    files: Files, capsys: pytest.CaptureFixture[str]
) -> None:
    with zipfile.ZipFile(files.path("zip")) as bundle:
        for kind in WRITTEN:
            path = files.path(kind)
            assert bundle.read(path.name) == path.read_bytes()
        told = json.loads(bundle.read("manifest.json"))
    counted = [one for one in told["figures"] if (one["place"], one["column"]) == ("registered", "信访总量")]
    first, last = counted[0]["row"], counted[-1]["row"]
    asked = {row["period"]: row["value"] for row in files.ask(capsys, "registered", first, last, "month")["rows"]}
    assert {one["row"]: one["value"] for one in counted} == asked
    assert dt.date.fromisoformat(f"{files.month}-01").strftime("%Y-%m") == last


@pytest.mark.office
def test_printed_papers_name_their_standards_and_embed_every_font(files: Files) -> None:
    path = files.path("pdf")
    told = subprocess.run(["pdffonts", str(path)], capture_output=True, check=True, text=True, timeout=60).stdout
    rows = told.splitlines()[2:]
    assert rows and all(re.match(r"[A-Z]{6}\+", row) and re.search(r" yes +yes +yes ", row) for row in rows), told
    content = path.read_bytes()
    for claim in (b"<pdfaid:part>2<", b"<pdfaid:conformance>B<", b"<pdfuaid:part>1<", b"/OutputIntent"):
        assert claim in content
    assert not re.search(rb"/(JavaScript|Launch|EmbeddedFile|Encrypt|URI)\b", content)
