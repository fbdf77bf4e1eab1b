"""The master of our slides: 16:9, the house's colours and fonts, a cover, a page with a title; or the office's own."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.util import Emu, Pt

from barometer.briefing.chart_elements import fonts
from barometer.briefing.fonts import families
from barometer.charts.palette import LIGHT
from barometer.faults import UnreadableFile, UnusableMaster
from barometer.phrases import listed

WIDTH, HEIGHT = 960.0, 540.0  # points
SIDE, FOOT = 44.0, 36.0
FEWEST = 220.0  # points of height a chart needs
_TITLES = {PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE, PP_PLACEHOLDER.VERTICAL_TITLE}
_EDGES = {PP_PLACEHOLDER.DATE, PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER}

_P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_THEME = {"dk1": LIGHT.ink, "dk2": LIGHT.ink, "lt2": LIGHT.band, "accent1": LIGHT.bar, "accent2": LIGHT.worse}

Shape = Any


@dataclass(frozen=True)
class Area:
    """A rectangle of a slide, in points."""

    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True)
class Deck:
    """A presentation without slides, its layouts, and where the content of a page goes below its title."""

    file: Any
    cover: Any
    page: Any
    content: Area
    is_own: bool

    def title_room(self) -> tuple[float, float, float]:
        """Return width, height and text size of a page's title, in points, as layout and master have them."""
        title = next(shape for shape in self.page.placeholders if shape.placeholder_format.type in _TITLES)
        styles = [title._element, self.page.slide_master.element.find(f"{_P}txStyles/{_P}titleStyle")]
        sizes = [look.get("sz") for style in styles for look in style.iter(f"{_A}defRPr") if look.get("sz")]
        return Emu(title.width).pt, Emu(title.height).pt, int(sizes[0]) / 100 if sizes else 44.0


def open_deck(master: Path | None = None) -> Deck:
    """Return our own master, or the office's without its slides.

    Raises UnreadableFile where `master` is no .pptx, UnusableMaster where it has no layout of a title alone.
    """
    if master is None:
        return _house_deck()
    file = _opened(master)
    layouts = list(file.slide_layouts)
    page = next((layout for layout in layouts if _kinds(layout) and _kinds(layout) <= _TITLES), None)
    if page is None:
        raise UnusableMaster(
            "The master has no layout with a title alone",
            str(master),
            expected="a layout with a title placeholder and, beside date, footer and number, no other",
            found=listed([layout.name for layout in layouts]),
            remedy="insert a layout with a title only in the slide master, then save as .pptx",
        )
    content = _content(page, file)
    if content.height < FEWEST:
        remedy = f"make the title placeholder of layout {page.name} lower, or move the footers down"
        raise UnusableMaster("The master leaves too little room for charts", str(master), remedy=remedy)
    cover = next((layout for layout in layouts if PP_PLACEHOLDER.SUBTITLE in _kinds(layout)), page)
    return Deck(file, cover, page, content, is_own=True)


def _opened(master: Path) -> Any:
    try:
        file = Presentation(str(master))
    except Exception as error:  # whatever a file that is no presentation makes the library raise
        remedy = "save the master as a .pptx file and name that"
        raise UnreadableFile("The master cannot be opened", str(master), remedy=remedy) from error
    slides = file.slides._sldIdLst
    for slide in list(slides):
        file.part.drop_rel(slide.rId)
        slides.remove(slide)
    for name in ("extLst", "custShowLst"):  # they name the slides that are gone
        for left_over in file.element.findall(f"{_P}{name}"):
            file.element.remove(left_over)
    return file


def _kinds(layout: Any) -> set[Any]:
    return {shape.placeholder_format.type for shape in layout.placeholders} - _EDGES


def _content(page: Any, file: Any) -> Area:
    title = next(shape for shape in page.placeholders if shape.placeholder_format.type in _TITLES)
    left, top = Emu(title.left).pt, Emu(title.top + title.height).pt + 4
    edges = [shape.top for shape in page.placeholders if shape.placeholder_format.type in _EDGES and shape.top]
    low = [Emu(edge).pt for edge in edges if edge > file.slide_height / 2]
    bottom = min([*low, Emu(file.slide_height).pt - 8])
    return Area(left, top, Emu(title.width).pt, bottom - top)


def _house_deck() -> Deck:
    file = Presentation()
    file.slide_width, file.slide_height = Pt(WIDTH), Pt(HEIGHT)
    cover, page = file.slide_layouts[0], file.slide_layouts[5]
    for layout in list(file.slide_layouts):
        if layout not in (cover, page):
            file.slide_layouts.remove(layout)
    for holder in (file.slide_master, cover, page):
        for shape in list(holder.placeholders):
            if shape.placeholder_format.type in _EDGES:
                shape._element.getparent().remove(shape._element)
    _drop_unused(file)
    _set_styles(file.slide_master)
    _place(file.slide_master.placeholders[0], Area(SIDE, 30, WIDTH - 2 * SIDE, 64))
    _place(file.slide_master.placeholders[1], Area(SIDE, 100, WIDTH - 2 * SIDE, 390))
    _place(cover.placeholders[0], Area(72, 150, WIDTH - 144, 120))
    _place(cover.placeholders[1], Area(72, 282, WIDTH - 144, 90))
    next(cover.placeholders[1]._element.iter(f"{_A}bodyPr")).set("lIns", "0")
    for level in cover.placeholders[1]._element.iter(f"{_A}lvl1pPr"):
        level.set("algn", "l")
        for style in level.iter(f"{_A}defRPr"):
            style.clear()
    return Deck(file, cover, page, Area(SIDE, 98, WIDTH - 2 * SIDE, HEIGHT - 98 - 8), is_own=False)


def _place(shape: Shape, area: Area) -> None:
    shape.left, shape.top, shape.width, shape.height = map(Pt, (area.left, area.top, area.width, area.height))


def _drop_unused(file: Any) -> None:
    """Take out the preview, the printer's settings and the counts of slides of the library's own template."""
    for holder in (file.part, file.part.package):
        for key, relation in list(holder._rels.items()):
            if relation.reltype in (RT.PRINTER_SETTINGS, RT.THUMBNAIL, RT.EXTENDED_PROPERTIES):
                holder._rels.pop(key)


def _set_styles(master: Any) -> None:
    """Set fonts and colours in the theme, and how titles and text look on every page."""
    theme = master.part.part_related_by(RT.THEME)
    text = theme.blob.decode("utf-8")
    named = families()
    text = re.sub(r'<a:latin typeface="[^"]*"/>', f'<a:latin typeface="{named.latin_screen}"/>', text)
    text = re.sub(r'<a:(ea|cs) typeface=""/>', rf'<a:\1 typeface="{named.screen}"/>', text)
    for name, colour in {
        "dk1": LIGHT.ink,
        "dk2": LIGHT.ink,
        "lt2": LIGHT.band,
        "accent1": LIGHT.bar,
        "accent2": LIGHT.worse,
    }.items():
        value = f'<a:{name}><a:srgbClr val="{colour[1:]}"/></a:{name}>'
        text = re.sub(rf"<a:{name}>.*?</a:{name}>", value, text, flags=re.S)
    theme._blob = text.encode("utf-8")
    styles = master.element.find(f"{_P}txStyles")
    for level in styles[0].iter(f"{_A}lvl1pPr"):
        level.set("algn", "l")
    for style in styles.iter(f"{_A}defRPr"):
        for kind in ("latin", "ea", "cs"):
            for old in style.findall(f"{_A}{kind}"):
                style.remove(old)
        for font in fonts():
            style.append(font)
    title = next(styles[0].iter(f"{_A}defRPr"))
    title.set("sz", "2600")
    title.set("b", "1")
    body = master.placeholders[0].text_frame._txBody.bodyPr
    for name, value in {"anchor": "b", "lIns": "0", "rIns": "0"}.items():
        body.set(name, value)
