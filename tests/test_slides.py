"""Slides: a real title, an editable chart, notes that tell all; the office's own master; no half file."""

from __future__ import annotations

import datetime as dt
import math
import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from openxml_audit import OpenXmlValidator
from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.util import Emu

from barometer.audience import Audience
from barometer.briefing.chart_axes import text_width
from barometer.briefing.pack import Exhibit, FigureTable, Pack, Section, Sentence
from barometer.briefing.slide_titles import WIDEST, fitted, in_two_lines, size_within, title_size
from barometer.briefing.slides import write_slides
from barometer.charts.marks import Bars, Heat, Line, Monthly
from barometer.charts.spec import ChartSpec, Provenance
from barometer.faults import UnreadableFile, UnusableMaster, UnwritableFile
from barometer.filters import Filters
from barometer.language import in_language
from barometer.panels import breakdowns, cohorts, collective, handling, repeats
from barometer.panels.trend import trend
from barometer.panels.unit_funnel import unit_funnel
from barometer.periods import month_run, parse_month
from barometer.scope import Scope
from barometer.snapshots import current_snapshot

YEAR = Filters(parse_month("2026-10"), "ytd")
PANELS: tuple[Any, ...] = (
    partial(trend, metric_id="registered"),
    partial(trend, metric_id="repeat_share", beneath="repeat_items"),
    breakdowns.contributions,
    repeats.intervals,
    cohorts.cohorts,
    partial(repeats.dots, metric_id="repeat_share", across="category"),
    collective.collective_trend,
    handling.ages,
    unit_funnel,
)
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
FROM = Provenance("来源：合成演示数据", "数据截至2026年10月31日", "筛选：全部单位", "000001")
VALIDATOR = OpenXmlValidator()
LONG = "近12个月共10398件次，同比上升2.4%；近三年方向不明（每年−0.6%至+6.1%）；最高为2026年3月；最低为2026年2月"
ODD = '<a:t>"&\x0b\x00维修</a:t>'


def pack_of(*sections: Section, language: str = "zh", **more: Any) -> Pack:
    made = dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC)
    title = "信访形势分析" if language == "zh" else "Petition situation report"
    return Pack("monthly", language, title, "2026年1—10月", sections, FROM, made, "分析员", **more)


def exhibit(spec: ChartSpec) -> Exhibit:
    return Exhibit(spec.key, spec, Sentence(spec.title))


def spec_of(panel: Any, title: str = "题", **more: Any) -> ChartSpec:
    return ChartSpec("any", "registered", title, "口径", (panel,), FROM, **more)


def months(*values: float | None) -> Monthly:
    run = tuple(month_run(parse_month("2024-11"), parse_month("2026-10")))[: len(values)]
    return Monthly(run, (Line("信访总量", values, label="<b>3</b>"),), "count", "件次")


def sample_pack(data: Path, language: str) -> Pack:
    with in_language(language):
        asked = Audience(Scope(), current_snapshot(data))
        exhibits = tuple(exhibit(panel(asked, YEAR)) for panel in PANELS)
    table = FigureTable("主要指标", ("指标", "本期"), (("信访总量", "8665件次"),), frozenset({1}))
    return pack_of(
        Section("一、基本情况", (Sentence("共登记信访8665件次。"),), (table,), exhibits[:5]),
        Section("二、办理质效", (), (), (*exhibits[5:], Exhibit("none", None, Sentence("越级来访"), "不可计算。"))),
        Section("三、原因分析", is_by_hand=True),
        language=language,
        mark="内部资料",
        notes=("信访总量：不含检举控告。",),
    )


def written(pack: Pack, folder: Path, **more: Any) -> Any:
    path = folder / "slides.pptx"
    write_slides(pack, path, **more)
    return Presentation(str(path))


def titles(file: Any) -> list[str]:
    return [slide.shapes.title.text_frame.text for slide in file.slides]


def notes(slide: Any) -> str:
    return str(slide.notes_slide.notes_text_frame.text)


def texts(slide: Any) -> str:
    return "\n".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)


@pytest.fixture(scope="module", params=["zh", "en"])
def deck(request: pytest.FixtureRequest, sample_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    path = tmp_path_factory.mktemp("deck") / f"{request.param}.pptx"
    write_slides(sample_pack(sample_data, request.param), path)
    yield path


def test_each_slide_has_a_real_title_and_each_chart_a_description(deck: Path) -> None:
    file = Presentation(str(deck))
    assert all(titles(file))
    assert (Emu(file.slide_width).inches, Emu(file.slide_height).inches) == pytest.approx((13.333, 7.5), abs=0.01)
    frames = [shape for slide in file.slides for shape in slide.shapes if shape.has_chart or shape.has_table]
    assert len(frames) >= 11
    for frame in frames:
        properties = next(frame._element.iter(f"{P}cNvPr"))
        assert properties.get("descr"), properties.get("name")
    ids = [[next(shape._element.iter(f"{P}cNvPr")).get("id") for shape in slide.shapes] for slide in file.slides]
    assert all(len(set(found)) == len(found) for found in ids)


def test_every_run_names_its_language_and_east_asian_font(deck: Path) -> None:
    language = "zh-CN" if deck.stem == "zh" else "en-GB"
    with zipfile.ZipFile(deck) as package:
        parts = [name for name in package.namelist() if re.match(r"ppt/(slides|notesSlides)/[^/]+\.xml", name)]
        for name in parts:
            root = etree.fromstring(package.read(name))
            for run in [*root.iter(f"{A}r"), *root.iter(f"{A}fld")]:
                if run.tag == f"{A}fld" and "notes" in name:
                    continue
                style = run.find(f"{A}rPr")
                assert style.get("lang") == language
                assert style.find(f"{A}ea").get("typeface") == "微软雅黑", name


def test_the_file_keeps_the_schema_and_holds_no_link_macro_or_formula(deck: Path) -> None:
    told = VALIDATOR.validate(str(deck))
    assert told.is_valid, [error.description for error in told.errors]
    with zipfile.ZipFile(deck) as package:
        names = package.namelist()
        relations = b"".join(package.read(name) for name in names if name.endswith(".rels"))
    assert b'TargetMode="External"' not in relations
    assert not [name for name in names if "vba" in name.lower() or name.endswith(("app.xml", ".bin", ".jpeg"))]


def test_notes_tell_origin_definitions_and_figures(deck: Path) -> None:
    file = Presentation(str(deck))
    charts = [slide for slide in file.slides if any(shape.has_chart for shape in slide.shapes)]
    for slide in charts:
        assert "000001" in notes(slide)
        assert "\t" in notes(slide)
    definition = "本期登记的信访件次" if deck.stem == "zh" else "Registrations in the period"
    assert definition in notes(charts[0])
    assert "2026-10" in notes(charts[0])


def test_the_foot_of_each_slide_tells_the_snapshot_before_what_may_be_cut(deck: Path) -> None:
    snapshot = "快照号000001" if deck.stem == "zh" else "Snapshot 000001"
    for slide in list(Presentation(str(deck)).slides)[2:]:
        assert [
            shape
            for shape in slide.shapes
            if shape.has_text_frame and snapshot in shape.text_frame.text.replace("号 ", "号")
        ]


def test_text_over_several_slides_leaves_no_single_line_for_the_last(tmp_path: Path) -> None:
    for count in (24, 31, 40):
        notes = tuple(f"{n}. 口径说明一行" for n in range(count))
        path = tmp_path / f"{count}.pptx"
        write_slides(pack_of(Section("总体情况"), notes=notes), path)
        told = [slide.element.xpath("string()").count("口径说明一行") for slide in Presentation(str(path)).slides]
        shares = [share for share in told if share]
        assert sum(shares) == count
        assert max(shares) - min(shares) <= len(shares), "slides hold about as much"


def test_what_cannot_be_drawn_is_said_and_what_people_write_is_left_to_them(sample_data: Path, tmp_path: Path) -> None:
    file = written(sample_pack(sample_data, "zh"), tmp_path)
    assert [title for title in titles(file) if title in ("目录", "未能绘制的图", "三、原因分析")] == [
        "目录",
        "未能绘制的图",
        "三、原因分析",
    ]
    found = {slide.shapes.title.text_frame.text: texts(slide) for slide in file.slides}
    assert "越级来访：不可计算。" in found["未能绘制的图"]
    assert "（此处由人工填写）" in found["三、原因分析"]
    assert "内部资料" in texts(file.slides[0])
    assert "不含检举控告" in texts(file.slides[len(file.slides) - 1])


def test_the_same_pack_gives_the_same_bytes(tmp_path: Path) -> None:
    pack = pack_of(Section("一", (), (), (exhibit(spec_of(months(1, 2, 3))),)))
    for name in ("one.pptx", "other.pptx"):
        write_slides(pack, tmp_path / name)
    assert (tmp_path / "one.pptx").read_bytes() == (tmp_path / "other.pptx").read_bytes()
    later = replace(pack, made_at=dt.datetime(2026, 11, 24, 9, tzinfo=dt.UTC))
    properties = written(later, tmp_path).core_properties
    assert (properties.created, properties.language) == (dt.datetime(2026, 11, 24, 9), "zh-CN")


def test_a_title_too_long_is_cut_at_a_clause_and_the_notes_begin_with_all_of_it(tmp_path: Path) -> None:
    file = written(pack_of(Section("一", (), (), (exhibit(spec_of(months(1, 2), LONG)),))), tmp_path)
    slide = file.slides[1]
    assert slide.shapes.title.text_frame.text.replace("\v", "") == LONG.split("；最高")[0]
    assert notes(slide).startswith(LONG)


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("网上信访最多，占43%", "网上信访最多，占43%"),
        (LONG, LONG.split("；最高")[0]),
        ("字" * 60, "字" * 43 + "…"),
        ("clearly above the whole: Legacy cases, Land; clearly below: Facilities, Appointments and more words than fit",
         "clearly above the whole: Legacy cases, Land"),
        ("a, " * 40, ("a, " * 30)[:-2]),
    ],
)  # fmt: skip
def test_titles_fit(sentence: str, told: str) -> None:
    with in_language("zh"):
        found = fitted(sentence)
    assert text_width(found) <= WIDEST
    assert found == told if "a, a" not in sentence else told.startswith(found[:30])


def test_a_long_title_is_smaller_and_breaks_where_both_lines_are_about_as_long() -> None:
    with in_language("zh"):
        short, long = "网上信访最多，占43%", LONG.split("；最高")[0]
        assert (title_size(short, 872), in_two_lines(short, 872)) == (26, short)
        assert title_size(long, 872) == 22
        longer = "集体访140批次1305人次，同比下降25.1%；近三年方向不明（每年−16.6%至+10.5%）"
        first, second = in_two_lines(longer, 872).split("\v")
        assert (first[-1], first + second) == ("；", longer)
        lines = in_two_lines("字" * 43, 872).split("\v")
        assert abs(len(lines[0]) - len(lines[1])) <= 2


def test_a_short_sentence_stands_above_the_first_chart_and_a_long_one_on_a_slide_of_its_own(tmp_path: Path) -> None:
    charts = (exhibit(spec_of(months(1, 2), "甲")), exhibit(spec_of(months(1, 2), "乙")))
    file = written(pack_of(Section("一", (Sentence("占比20.5%。"),), (), charts)), tmp_path)
    assert titles(file)[1:] == ["甲", "乙"]
    assert ["占比20.5%。" in texts(slide) for slide in file.slides] == [False, True, False]
    long = "占比提高。" * 30
    file = written(pack_of(Section("一", (Sentence(long),), (), charts)), tmp_path)
    assert titles(file)[1:] == ["一", "甲", "乙"]
    assert long in texts(file.slides[1])


def test_a_short_sentence_stands_above_its_table_and_what_is_missing_with_the_text(tmp_path: Path) -> None:
    table = FigureTable("主要指标", ("指标", "本期"), (("信访总量", "8665件次"),), frozenset({1}))
    file = written(pack_of(Section("一", (Sentence("占比20.5%。"),), (table,), ())), tmp_path)
    assert titles(file)[1:] == ["主要指标"]
    assert "占比20.5%。" in texts(file.slides[1])
    absent = Exhibit("channels", None, Sentence("信访渠道"), "不可计算")
    charts = (exhibit(spec_of(months(1, 2), "甲")), absent)
    file = written(pack_of(Section("一", (Sentence("占比20.5%。"),), (), charts)), tmp_path)
    assert titles(file)[1:] == ["一", "甲"]
    assert "信访渠道：不可计算" in texts(file.slides[1])
    file = written(pack_of(Section("一", (), (), charts)), tmp_path)
    assert titles(file)[1:] == ["甲", "未能绘制的图"]


def test_an_english_title_breaks_after_a_stop_and_not_within_a_figure() -> None:
    with in_language("en"):
        title = "Petitions registered: 10,398 registrations in 12 months, up 2.4% y/y"
        assert in_two_lines(title, 700).split("\v")[0] == "Petitions registered:"


def test_a_heat_map_of_few_rows_fills_half_a_slide(tmp_path: Path) -> None:
    panel = Heat(("工程建设", "物资采购"), ("预算", "评审"), ((1, 0), (2, 3)), "count", "件")
    file = written(pack_of(Section("一", (), (), (exhibit(spec_of(panel)),))), tmp_path)
    (table,) = [shape for shape in file.slides[1].shapes if shape.has_table]
    assert 180 < Emu(sum(row.height for row in table.table.rows)).pt < 280


@pytest.mark.parametrize(
    ("title", "told"), [("题", None), ("字" * 30, None), ("字" * 31, 32.0), ("字" * 44, 26.0), ("字" * 200, 16.0)]
)
def test_a_title_on_the_offices_master_is_only_as_small_as_its_place_needs(title: str, told: float | None) -> None:
    assert size_within(title, (700.0, 96.0, 36.0)) == told


@pytest.mark.parametrize(
    "panel",
    [
        months(None, None, None),
        Bars((), (), (), "count", "件次"),
        Bars((ODD,), (1.0,), ("1",), "count", ODD),
        Heat((ODD,), (ODD, ""), ((None, math.nan),), "count", "件"),
        Heat((), (), (), "count", "件"),
    ],
    ids=["no month known", "no bar", "XML in names", "heat of nothing", "no row"],
)
def test_odd_charts_make_files_that_open(panel: Any, tmp_path: Path) -> None:
    pack = pack_of(Section(ODD, (Sentence(ODD),), (FigureTable(ODD, (ODD,), ((ODD,),)),), (exhibit(spec_of(panel)),)))
    file = written(replace(pack, title=ODD, made_by=ODD, notes=(ODD,)), tmp_path)
    assert titles(file)[0] == '<a:t>"&维修</a:t>'
    assert VALIDATOR.validate(str(tmp_path / "slides.pptx")).is_valid


def test_two_hundred_rows_go_on_over_several_slides(tmp_path: Path) -> None:
    names = tuple(f"第{place}分公司第{place}项目部" for place in range(200))
    heat = Heat(names, ("一月", "二月"), ((1.0, 2.0),) * 200, "count", "件")
    table = FigureTable("单位", ("单位", "件次"), tuple((name, "1") for name in names), frozenset({1}))
    file = written(pack_of(Section("一", (), (table,), (exhibit(spec_of(heat)),))), tmp_path)
    rows = [
        [row.cells[0].text for row in shape.table.rows][1:]
        for slide in file.slides
        for shape in slide.shapes
        if shape.has_table
    ]
    assert [name for part in rows for name in part] == [*names, *names]
    assert len([title for title in titles(file) if title.endswith("（续）")]) == len(rows) - 2
    bottom = max(Emu(shape.top + shape.height).pt for slide in file.slides for shape in slide.shapes if shape.has_table)
    assert bottom <= 510


def test_pictures_take_the_place_of_charts_where_they_are_asked_for(tmp_path: Path) -> None:
    file = written(pack_of(Section("一", (), (), (exhibit(spec_of(months(1, 2, 3))),))), tmp_path, charts="picture")
    slide = file.slides[1]
    (picture,) = [
        shape for shape in slide.shapes if shape.shape_type is not None and "PICTURE" in str(shape.shape_type)
    ]
    assert next(picture._element.iter(f"{P}cNvPr")).get("descr") == "题，口径"
    assert not any(shape.has_chart for shape in slide.shapes)
    assert Emu(picture.top + picture.height).pt <= 510


# --- the office's own master ---------------------------------------------------------------------------------------


def own_master(folder: Path, drop_title_only: bool = False) -> Path:
    file = Presentation()
    slide = file.slides.add_slide(file.slide_layouts[1])
    slide.shapes.title.text_frame.text = "样张"
    if drop_title_only:
        file.slide_layouts.remove(file.slide_layouts.get_by_name("Title Only"))
    file.save(str(folder / "own.pptx"))
    return folder / "own.pptx"


def test_the_offices_master_gives_layouts_and_fonts_and_its_own_slides_go(tmp_path: Path) -> None:
    pack = pack_of(Section("一", (), (), (exhibit(spec_of(months(1, 2, 3))),)))
    file = written(pack, tmp_path, master=own_master(tmp_path))
    assert titles(file) == ["信访形势分析", "题"]
    assert [slide.slide_layout.name for slide in file.slides] == ["Title Slide", "Title Only"]
    run = file.slides[1].shapes.title.text_frame.paragraphs[0].runs[0]
    assert (run.font.size, run._r.find(f"{A}rPr").get("lang")) == (None, "zh-CN")
    assert run._r.find(f"{A}rPr/{A}ea") is None
    assert any(shape.placeholder_format.type == PP_PLACEHOLDER.SLIDE_NUMBER for shape in file.slides[1].placeholders)
    chart = next(shape for shape in file.slides[1].shapes if shape.has_chart)
    title = file.slides[1].shapes.title
    assert chart.top >= title.top + title.height
    assert chart.left + chart.width <= file.slide_width
    assert VALIDATOR.validate(str(tmp_path / "slides.pptx")).is_valid


def test_a_master_that_cannot_be_used_is_named_with_what_it_lacks(tmp_path: Path) -> None:
    pack = pack_of()
    with pytest.raises(UnusableMaster) as found:
        written(pack, tmp_path, master=own_master(tmp_path, drop_title_only=True))
    assert "Title and Content" in found.value.found
    (tmp_path / "no.pptx").write_text("no presentation", encoding="utf-8")
    for name in ("no.pptx", "absent.pptx"):
        with pytest.raises(UnreadableFile):
            written(pack, tmp_path, master=tmp_path / name)
    assert not (tmp_path / "slides.pptx").exists()


def test_a_folder_that_cannot_be_written_to_is_named_and_keeps_no_half_file(tmp_path: Path) -> None:
    with pytest.raises(UnwritableFile):
        write_slides(pack_of(), tmp_path / "absent" / "slides.pptx")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.office
def test_an_office_program_opens_the_file_and_prints_every_slide(deck: Path, tmp_path: Path) -> None:
    office = shutil.which("soffice")
    if office is None or shutil.which("pdftotext") is None:
        pytest.skip("LibreOffice or poppler is not installed")
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    arguments = [office, profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(deck)]
    subprocess.run(arguments, check=True, capture_output=True, timeout=180)
    text = subprocess.run(["pdftotext", str(tmp_path / f"{deck.stem}.pdf"), "-"], capture_output=True, check=True)
    pages = text.stdout.decode("utf-8").split("\f")[:-1]
    file = Presentation(str(deck))
    assert len(pages) == len(file.slides)
    for title, page in zip(titles(file), pages, strict=True):
        bare = re.sub(r"\s", "", page)
        assert re.sub(r"\s", "", title) in bare
        assert "\ufffd" not in page
