"""The workbook holds the figures of the charts as figures; nothing in it is a formula, whatever names the data has."""

from __future__ import annotations

import datetime as dt
import math
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

from barometer.audience import Audience
from barometer.briefing.pack import Exhibit, FigureTable, Pack, Section, Sentence
from barometer.briefing.sheet_names import LONGEST, SheetNames
from barometer.briefing.sheet_style import FIRST, LINE_HEIGHT, column_width, digits_wide
from barometer.briefing.templates import build_pack, filters_of
from barometer.briefing.workbook import write_workbook
from barometer.charts.marks import Bars, Heat, Line, Monthly
from barometer.charts.spec import ChartSpec, Provenance
from barometer.faults import UnwritableFile
from barometer.language import use_language
from barometer.periods import month_run, parse_month
from barometer.scope import Scope
from barometer.snapshots import current_snapshot

FOOT = Provenance("来源：演示 & 合成", "数据截至2026年10月31日", "筛选：2026年1—10月", "000001")
NOON = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)
ODD = ("=1+1", "<b>&\"'</b>", "@SUM(A1)", "长" * 300, "http://x.test", "\x01\x0b名")


@pytest.fixture(autouse=True)
def in_chinese() -> Iterator[None]:
    use_language("zh")
    yield
    use_language("zh")


def one_chart(*panels: Monthly | Bars | Heat, language: str = "zh", title: str = "标题") -> Pack:
    spec = ChartSpec("odd", "registered", title, "件次", panels, FOOT)
    section = Section("一", exhibits=(Exhibit("odd", spec, Sentence(title)),))
    return Pack("topic", language, "材料", "2026年10月", (section,), FOOT, NOON, "leader", mark="内部资料")


def cells_of(path: Path, sheet: int) -> list[tuple[object, ...]]:
    book = openpyxl.load_workbook(path)
    return [tuple(cell.value for cell in row) for row in book.worksheets[sheet].iter_rows(min_row=FIRST + 1)]


@pytest.mark.parametrize("data", ["sample_data", "new_york_data"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_figures_read_back_are_those_of_the_charts(
    data: str, language: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    use_language(language)
    audience = Audience(Scope(), current_snapshot(request.getfixturevalue(data)))
    filters = filters_of(audience.session, "quarterly", audience.session.last_month)
    pack = build_pack(audience, filters, "quarterly")
    write_workbook(pack, tmp_path / "all.xlsx")
    book = openpyxl.load_workbook(tmp_path / "all.xlsx")
    drawn = [one for one in pack.exhibits if one.spec]
    tables = sum(len(section.tables) for section in pack.sections)
    assert len(book.worksheets) == 1 + tables + len(drawn) + 1
    assert book.worksheets[0].title == ("说明" if language == "zh" else "About this file")
    for sheet, exhibit in zip(book.worksheets[1 + tables :], drawn, strict=False):
        assert exhibit.spec
        assert sheet["A1"].value == exhibit.conclusion.text
        assert sheet.freeze_panes == f"B{FIRST + 2}"
        held = [cell.value for row in sheet.iter_rows(min_row=FIRST + 2) for cell in row[1:] if cell.data_type == "n"]
        held = [value for value in held if value is not None]
        shown = [value for panel in exhibit.spec.panels for row in list(panel.table())[1:] for value in row[1:]]
        known = sorted(value for value in shown if isinstance(value, int | float) and math.isfinite(value))
        assert sorted(held) == pytest.approx(known, rel=1e-14), exhibit.key
    assert not [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]


def test_months_are_dates_shares_are_shares_and_what_is_not_known_is_empty(tmp_path: Path) -> None:
    months = tuple(month_run(parse_month("2026-08"), parse_month("2026-10")))
    share = Monthly(months, (Line("占比", (0.19, None, 0.21)),), "share", "%", provisional=1)
    count = Monthly(months, (Line("件次", (10.0, 0.0, None)),), "count", "件次", is_columns=True)
    write_workbook(one_chart(share, count), tmp_path / "a.xlsx")
    assert cells_of(tmp_path / "a.xlsx", 1)[:4] == [
        ("月份", "占比", "件次"),
        (dt.datetime(2026, 8, 1), 0.19, 10),
        (dt.datetime(2026, 9, 1), None, 0),
        (dt.datetime(2026, 10, 1), 0.21, None),
    ]
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").worksheets[1]
    assert sheet.cell(FIRST + 2, 2).number_format == "0.0%"
    assert len(sheet._charts) == 2, "two panels, two charts"


def test_counts_are_written_in_wan_only_where_that_is_asked(tmp_path: Path) -> None:
    pack = one_chart(Bars(("甲",), (12345.0,), ("12,345",), "count", "件次"))
    for in_wan, written in ((False, "#,##0"), (True, r'0\.0,"万"')):
        write_workbook(pack, tmp_path / "a.xlsx", in_wan)
        cell = openpyxl.load_workbook(tmp_path / "a.xlsx").worksheets[1].cell(FIRST + 2, 2)
        assert (cell.value, cell.number_format) == (12345, written)


def test_odd_names_stay_words_and_the_file_opens(tmp_path: Path) -> None:
    bars = Bars(ODD, tuple(map(float, range(len(ODD)))), ODD, "count", ODD[0])
    heat = Heat(ODD, ODD[:2], ((1.0, None),) * len(ODD), "count", ODD[1])
    pack = one_chart(bars, heat, title="=cmd|' /C calc'!A0")
    table = FigureTable("=1+1", ("=a", "b"), (("=1+1", "＜5"), ("@x", "—")), frozenset({1}))
    pack = Pack(**{**vars(pack), "sections": (*pack.sections, Section("二", tables=(table,)))})
    write_workbook(pack, tmp_path / "odd.xlsx")
    book = openpyxl.load_workbook(tmp_path / "odd.xlsx")
    assert not [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    assert "＜5" in [cell.value for row in book.worksheets[1].iter_rows() for cell in row]
    with zipfile.ZipFile(tmp_path / "odd.xlsx") as parts:
        sheets = [parts.read(name).decode() for name in parts.namelist() if name.startswith("xl/worksheets/sheet")]
        charts = [parts.read(name).decode() for name in parts.namelist() if name.startswith("xl/charts/chart")]
        assert not [name for name in parts.namelist() if "external" in name.lower() or "vba" in name.lower()]
    assert not [text for text in sheets if "<f>" in text]
    assert not [text for text in charts if re.search(r'axId val="-', text)]


@pytest.mark.parametrize("values", [(), (None, None)])
def test_a_series_without_values_gives_a_sheet_that_opens(values: tuple[None, ...], tmp_path: Path) -> None:
    months = tuple(month_run(parse_month("2026-08"), parse_month("2026-09"))) if values else ()
    panels = Monthly(months, (Line("无", values),), "count", "件次"), Bars((), (), (), "count", "件次")
    write_workbook(one_chart(*panels), tmp_path / "a.xlsx")
    assert len(openpyxl.load_workbook(tmp_path / "a.xlsx").worksheets) == 2


def test_two_hundred_units_and_a_pack_of_long_titles_open(tmp_path: Path) -> None:
    names = tuple(f"单位{place}" for place in range(200))
    bars = Bars(names, tuple(map(float, range(200))), names, "count", "件次")
    write_workbook(one_chart(bars, title="长" * 500), tmp_path / "a.xlsx")
    assert len(cells_of(tmp_path / "a.xlsx", 1)) == 201


def test_sheet_names_are_short_clean_and_each_used_once() -> None:
    names = SheetNames()
    found = [
        names.taken(wanted) for wanted in ("a/b:c", "A B C", "'x'", "", "长" * 40, "长" * 41, "History", "𠮷" * 20)
    ]
    assert found[:4] == ["a b c", "A B C 2", "x", "sheet 1"]
    assert all(len(name.encode("utf-16-le")) // 2 <= LONGEST for name in found)
    assert len({name.lower() for name in found}) == len(found)


def test_a_folder_that_cannot_be_written_to_is_named_and_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(UnwritableFile, match="cannot be written"):
        write_workbook(one_chart(Bars((), (), (), "count", "")), tmp_path / "absent" / "a.xlsx")
    assert not list(tmp_path.iterdir())


def test_the_first_sheet_shows_every_line_of_a_definition_and_fits_a_page_upright(tmp_path: Path) -> None:
    write_workbook(one_chart(Bars(("甲",), (1.0,), ("1",), "count", "件次")), tmp_path / "book.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "book.xlsx").worksheets[0]
    assert sum(sheet.column_dimensions[letter].width for letter in "AB") < 90
    told = next(row for row in range(1, sheet.max_row + 1) if sheet.cell(row, 1).value == "信访总量")
    assert sheet.row_dimensions[told].height >= 2 * LINE_HEIGHT


def test_a_column_is_as_wide_as_its_cells_within_limits() -> None:
    assert column_width(["持续", "自4月起，连续6个月"]) >= digits_wide("自4月起，连续6个月")
    assert column_width(["数"]) == 10
    assert column_width(["字" * 200]) == 44


def test_an_axis_of_few_cases_has_whole_numbers_only(tmp_path: Path) -> None:
    write_workbook(one_chart(Bars(("甲", "乙"), (3.0, 1.0), ("3", "1"), "count", "件次")), tmp_path / "book.xlsx")
    with zipfile.ZipFile(tmp_path / "book.xlsx") as parts:
        assert '<c:majorUnit val="1"/>' in parts.read("xl/charts/chart1.xml").decode().replace('"1.0"', '"1"')
