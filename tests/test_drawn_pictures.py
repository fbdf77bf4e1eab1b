"""Pictures show what the screen shows: every kind of chart, both languages, letters of their own, nothing cut."""

from __future__ import annotations

import datetime as dt
import io
import re
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pytest
from PIL import Image

from barometer.audience import Audience
from barometer.benchmark import PAGES
from barometer.briefing.canvas import Canvas, width_of
from barometer.briefing.palette_png import COLOURS, palette_png
from barometer.briefing.pictures import PLACED_DOTS, PLACED_WIDTH, png_of, svg_of
from barometer.briefing.scales import scale_of, ticks
from barometer.charts import figure
from barometer.charts.axes import few_ticks, value_axis
from barometer.charts.marks import Band, Bars, Columns, Dot, Dots, Heat, Line, Monthly
from barometer.charts.palette import LIGHT
from barometer.charts.spec import ChartSpec, Event, Provenance
from barometer.filters import default_filters
from barometer.language import current_language, use_language
from barometer.periods import month_run, parse_month
from barometer.scope import Scope
from barometer.snapshots import current_snapshot

MONTHS = tuple(month_run(parse_month("2025-01"), parse_month("2026-06")))
VALUES = tuple(float(100 + 7 * (place % 5)) for place in range(18))
STRANGE = "第<三>&公司 “$x_1$” #2 *甲* </b>"
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(autouse=True)
def in_chinese() -> Iterator[None]:
    use_language("zh")
    yield
    use_language("zh")


def spec_of(*panels: object, **more: object) -> ChartSpec:
    source = Provenance("来源：试验", "数据截至2026年6月30日", "筛选：全部单位", "000001")
    return replace(ChartSpec("key", "registered", "标题", "副题", panels, source), **more)  # type: ignore[arg-type]


def monthly(**more: object) -> Monthly:
    lines = (Line("本期", VALUES, "main", "<b>114</b> 初步数"), Line("上年", VALUES[::-1], "earlier", "上年同期 100"))
    return replace(Monthly(MONTHS, lines, "count", "件次"), **more)  # type: ignore[arg-type]


def words(svg: bytes) -> list[str]:
    return [text.text or "" for text in ElementTree.fromstring(svg).iter(f"{SVG}text")]


def text_svg(spec: ChartSpec, language: str = "zh") -> list[str]:
    return words(svg_of(spec, language, is_titled=False, outlines=False))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_chart_of_the_sample_becomes_a_picture_with_all_its_words(sample_data: Path, language: str) -> None:
    use_language(language)
    audience = Audience(Scope(), current_snapshot(sample_data))
    filters = default_filters(audience.session)
    told = [step(audience, filters) for steps in PAGES.values() for step in steps]
    specs = [one for one in told if isinstance(one, ChartSpec)]
    kinds = {type(panel).__name__ for spec in specs for panel in spec.panels}
    assert kinds == {"Monthly", "Columns", "Bars", "Heat", "Dots", "Funnel"}
    for spec in specs:
        shown = "".join(text_svg(spec, language)).replace(" ", "")
        for note in figure(spec)["layout"]["annotations"]:
            pieces = re.split(r"</?b>|<br>", note["text"])
            assert all(piece.replace(" ", "").replace("&amp;", "&") in shown for piece in pieces), (spec.key, note)


def test_a_png_is_16_by_9_with_title_and_source_whatever_the_height_of_the_chart() -> None:
    many = Bars(tuple(f"单位{n}" for n in range(40)), (5.0,) * 40, ("5",) * 40, "count", "件次")
    for spec in (spec_of(monthly()), spec_of(many, height=940)):
        picture = Image.open(io.BytesIO(png_of(spec, "zh")))
        assert picture.size == (1600, 900)
        shown = words(svg_of(spec, "zh", outlines=False))
        assert {"标题", "副题"} <= set(shown) and any("数据截至" in text for text in shown)


def test_a_long_title_takes_two_lines_and_ends_in_an_ellipsis_inside_the_sheet() -> None:
    spec = spec_of(monthly(), title="按期办结率93.9%，" * 30, subtitle="a subtitle of words " * 40)
    picture = np.asarray(Image.open(io.BytesIO(png_of(spec, "zh"))).convert("L"))
    assert picture[:, -30:].min() > 250, "nothing reaches the right edge"
    shown = words(svg_of(spec, "zh", outlines=False))
    title = [text for text in shown if "办结率" in text]
    assert len(title) == 2 and title[1].endswith("…")
    assert not title[0].endswith("93"), "a number stays in one piece"


def test_a_png_has_few_colours_and_keeps_white_and_the_colours_of_marks() -> None:
    picture = Image.open(io.BytesIO(png_of(spec_of(Bars(("甲", "乙"), (3.0, 2.0), ("3", "2"), "count", "件次")), "zh")))
    assert picture.mode == "P"
    counted = sorted(picture.convert("RGB").getcolors(1 << 16), reverse=True)
    assert {"#{:02X}{:02X}{:02X}".format(*colour) for _, colour in counted[:2]} == {LIGHT.card, LIGHT.ghost}


def test_a_palette_keeps_the_few_colours_there_are_and_comes_close_to_many() -> None:
    few = np.full((40, 60, 4), 255, np.uint8)
    few[3:9, 5:50, :3] = (201, 55, 38)
    few[30, 59, :3] = (1, 2, 3)
    assert (np.asarray(Image.open(io.BytesIO(palette_png(few))).convert("RGB")) == few[..., :3]).all()
    many = np.full((100, 256, 4), 255, np.uint8)
    many[:50, :, :3] = np.arange(256, dtype=np.uint8)[None, :, None]  # every grey
    many[50:60, :, 0] = np.arange(256, dtype=np.uint8)  # and a row of reds
    drawn = Image.open(io.BytesIO(palette_png(many)))
    told = np.asarray(drawn.convert("RGB")).astype(int)
    assert len(drawn.getcolors() or ()) == COLOURS
    assert (told[60:] == 255).all(), "what covers most keeps its colour to the last bit"
    assert abs(told - many[..., :3]).max() <= 24 and (told - many[..., :3]).std() < 5


def test_svg_letters_are_outlines_so_that_they_look_the_same_anywhere() -> None:
    assert not words(svg_of(spec_of(monthly()), "zh"))
    assert b"<script" not in svg_of(spec_of(monthly()), "zh")


def test_names_with_markup_are_drawn_as_they_are() -> None:
    panel = Bars((STRANGE, "乙"), (3.0, 2.0), ("3", "2"), "count", "件次")
    spec = spec_of(panel, title=STRANGE)
    assert STRANGE in text_svg(spec)
    assert STRANGE in words(svg_of(spec, "zh", outlines=False))
    ElementTree.fromstring(svg_of(spec, "zh"))


@pytest.mark.parametrize("draw", [svg_of, png_of])
def test_the_same_chart_drawn_anew_gives_the_same_bytes(draw: Any) -> None:
    drawn = draw(spec_of(monthly()), "zh")
    draw.cache_clear()
    assert draw(spec_of(monthly()), "zh") == drawn


def test_a_chart_is_drawn_once_for_all_files_and_anew_in_another_language() -> None:
    spec = spec_of(monthly(band=Band((90.0,) * 18, (120.0,) * 18, (100.0,) * 18)))
    for draw in (png_of, svg_of):
        drawn = draw(spec, "zh", is_titled=False)
        assert draw(replace(spec), "zh", is_titled=False) is drawn
        assert draw(spec, "en", is_titled=False) != drawn
        assert draw(replace(spec, height=300), "zh", is_titled=False) != drawn


def test_a_picture_speaks_its_own_language_and_leaves_the_readers_alone() -> None:
    band = Band((90.0,) * 18, (120.0,) * 18, (100.0,) * 18)
    assert "expected range" in text_svg(spec_of(monthly(band=band)), "en")
    assert "预期范围" in text_svg(spec_of(monthly(band=band)), "zh")
    assert current_language() == "zh"


def test_threads_draw_side_by_side() -> None:
    expected = svg_of(spec_of(monthly()), "zh")
    found: list[bytes] = []
    anew = svg_of.__wrapped__
    threads = [threading.Thread(target=lambda: found.append(anew(spec_of(monthly()), "zh"))) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [expected] * 6


EMPTY = (
    monthly(lines=(Line("本期", (None,) * 18, "main", "—"),)),
    Columns(("甲", "乙"), (None, None), "count", "件次"),
    Bars(("甲",), (None,), ("—",), "count", "件次"),
    Heat(("甲",), ("乙",), ((None,),), "count", "件次"),
    Dots((), 0.2, "整体 20%", "件次", "lower", "share", "%"),
)


@pytest.mark.parametrize("panel", EMPTY, ids=lambda panel: type(panel).__name__)
def test_a_chart_without_a_value_is_still_a_picture(panel: object) -> None:
    assert Image.open(io.BytesIO(png_of(spec_of(panel), "zh"))).size == (1600, 900)


def test_what_left_the_band_has_its_colour_and_what_is_provisional_is_hollow() -> None:
    band = Band((90.0,) * 18, (120.0,) * 18, (100.0,) * 18)
    told = monthly(band=band, marked=((4, "worse"),), provisional=1)
    events = (Event("春节", "spring_festival", dt.date(2025, 1, 28), dt.date(2025, 2, 4)),)
    svg = svg_of(spec_of(told, events=events), "zh").decode().upper()
    for colour in (LIGHT.worse, LIGHT.band, LIGHT.events["spring_festival"], LIGHT.ink, LIGHT.ghost):
        assert colour in svg
    assert "STROKE-DASHARRAY" in svg
    assert LIGHT.worse not in svg_of(spec_of(monthly(band=band)), "zh").decode().upper()


def test_a_line_is_drawn_where_its_values_are() -> None:
    """One month stands out: the topmost ink of the plot lies above that month, a third of the way along."""
    values = tuple(1000.0 if place == 6 else 10.0 for place in range(18))
    panel = Monthly(MONTHS, (Line("本期", values),), "count", "件次")
    picture = np.asarray(Image.open(io.BytesIO(png_of(spec_of(panel), "zh", is_titled=False))).convert("L"))
    scale = PLACED_DOTS / PLACED_WIDTH
    first, last = int(60 * scale), int(512 * scale)
    plot = picture[:, first:last] < 60
    row = int(np.argmax(plot.any(axis=1)))
    middle = float(np.flatnonzero(plot[row]).mean()) + first
    left, right = 56 * scale, PLACED_DOTS - 124 * scale
    assert middle == pytest.approx(left + (right - left) * 6.5 / 18, abs=15)


@pytest.mark.parametrize(
    ("top", "nticks", "kind", "told"),
    [
        (1540.0, 7, "count", ["0", "500", "1,000", "1,500"]),
        (4.2, 5, "count", ["0", "1", "2", "3", "4"]),
        (0.27, 7, "share", ["0%", "5%", "10%", "15%", "20%", "25%"]),
        (68.0, 5, "days", ["0", "20", "40", "60"]),
        (3.5, 5, "density", ["0", "1", "2", "3"]),
    ],
)
def test_ticks_stand_where_the_screen_has_them(top: float, nticks: int, kind: str, told: list[str]) -> None:
    axis = value_axis(LIGHT, kind, range=[0, top], nticks=nticks, **few_ticks(top, kind))
    assert [text for _, text in ticks(axis, scale_of(axis, 0, 100, 0))] == told


def test_bold_letters_are_wider_and_blanks_count() -> None:
    assert width_of("<b>on time</b>", 13) > width_of("on time", 13)
    assert width_of("a b", 13) > width_of("ab", 13)
    assert width_of("ab ", 13) > width_of("ab", 13)
    assert width_of("晴雨表", 10) == pytest.approx(30, abs=1)
    assert width_of("甲<br>甲乙丙", 10) == width_of("甲乙丙", 10)


def test_a_line_stays_inside_its_frame() -> None:
    sheet = Canvas(200, 100, "#FFFFFF")
    sheet.line([(0, 50), (200, 50)], "#000000", 4, within=(60, 20, 140, 80))
    picture = np.asarray(Image.open(io.BytesIO(sheet.png(1))).convert("L"))
    columns = np.flatnonzero((picture < 100).any(axis=0))
    assert (columns.min(), columns.max()) == (60, 139)
    (frame,) = ElementTree.fromstring(sheet.svg()).iter(f"{SVG}rect")
    assert {name: float(frame.attrib[name]) for name in ("x", "y", "width", "height")} == {
        "x": 60,
        "y": 20,
        "width": 80,
        "height": 60,
    }


def test_a_dot_outside_its_range_is_told_by_arrow_and_colour() -> None:
    rows = (Dot("a", "甲", 0.4, 0.1, 0.3, 418, 1), Dot("b", "乙", 0.2, 0.1, 0.3, 400, 0))
    spec = spec_of(Dots(rows, 0.2, "整体 20%", "件次", "lower", "share", "%"))
    assert any("▲" in text for text in text_svg(spec))
    assert LIGHT.worse in svg_of(spec, "zh").decode().upper()
