"""What stands on a slide: text, charts, tables, notes. All text names its fonts and its language."""

from __future__ import annotations

import io
from copy import deepcopy
from typing import Any

from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.opc.constants import CONTENT_TYPE as CT
from pptx.opc.packuri import PackURI
from pptx.oxml.shapes.graphfrm import CT_GraphicalObjectFrame
from pptx.parts.chart import ChartPart
from pptx.util import Pt

from barometer.briefing.chart_elements import Element, fill, fonts, language_tag, node, printable
from barometer.briefing.native_charts import NativeChart
from barometer.briefing.slide_master import Area

Slide = Any


def add_text(slide: Slide, area: Area, paragraphs: list[Element], name: str, anchor: str = "t") -> None:
    """Put paragraphs into a text box without inner margins."""
    box = slide.shapes.add_textbox(Pt(area.left), Pt(area.top), Pt(area.width), Pt(area.height))
    box.name = name
    body = box.text_frame._txBody
    for side in ("lIns", "tIns", "rIns", "bIns"):
        body.bodyPr.set(side, "0")
    body.bodyPr.set("wrap", "square")
    body.bodyPr.set("anchor", anchor)
    for old in list(body.p_lst):
        body.remove(old)
    for one in paragraphs:
        body.append(one)


def paragraph(text: str, size: float, colour: str, bold: bool = False, align: str = "l", after: float = 0.0) -> Element:
    """Return one paragraph."""
    look = node("a:pPr", node("a:spcAft", node("a:spcPts", val=round(after * 100))), algn=align)
    return node("a:p", look, node("a:r", _run_style(size, colour, bold), node("a:t", text)))


def page_number(size: float, colour: str) -> Element:
    """Return the number of the slide as a field, at the right."""
    identity = "{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}"
    field = node("a:fld", _run_style(size, colour, False), node("a:t", "‹#›"), id=identity, type="slidenum")
    return node("a:p", node("a:pPr", algn="r"), field)


def set_title(slide: Slide, title: str, size: float | None, is_own: bool) -> None:
    """Write the title into its placeholder, a vertical tab as a new line; without `size` as its master has it."""
    fill_placeholder(slide.shapes.title, title, size, is_own)


def fill_placeholder(shape: Any, text: str, size: float | None, is_own: bool) -> None:
    """Write text into a placeholder; its fonts are those of the master where that is the office's own."""
    shape.text_frame.text = "\v".join(printable(part) for part in text.split("\v"))
    for told in shape.text_frame.paragraphs:
        for run in told.runs:
            if size:
                run.font.size = Pt(size)
    name_fonts(shape._element, is_own)


def add_number(slide: Slide, layout: Any) -> None:
    """Put the layout's own page number on the slide, where it has one: new slides come without it."""
    for shape in layout.placeholders:
        if shape.placeholder_format.type == PP_PLACEHOLDER.SLIDE_NUMBER:
            number = deepcopy(shape._element)
            next(number.iter(_PROPERTIES)).set("id", str(_next_id(slide)))
            slide.shapes._spTree.append(number)


def name_fonts(element: Element, own: bool = False) -> None:
    """Give every run below `element` its language and, unless the office's master gives them, its families."""
    a = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
    for tag in ("r", "fld", "br"):
        for run in element.iter(f"{a}{tag}"):
            style = run.find(f"{a}rPr")
            if style is None:
                style = node("a:rPr")
                run.insert(0, style)
            style.set("lang", language_tag())
            if not own and style.find(f"{a}ea") is None:
                for old in [*style.findall(f"{a}latin"), *style.findall(f"{a}cs")]:
                    style.remove(old)
                for font in fonts():
                    style.append(font)


def add_chart(slide: Slide, chart: NativeChart, area: Area, described: str) -> None:
    """Register a chart and its workbook with the presentation and put it on the slide."""
    package = slide.part.package
    name = package.next_partname(ChartPart.partname_template)
    part = ChartPart.load(PackURI(name), CT.DML_CHART, package, chart.xml())
    part.chart_workbook.update_from_xlsx_blob(chart.workbook)
    relation = slide.part.relate_to(part, _CHART)
    identity = _next_id(slide)
    place = (Pt(area.left), Pt(area.top), Pt(area.width), Pt(area.height))
    frame = CT_GraphicalObjectFrame.new_chart_graphicFrame(identity, f"Chart {identity}", relation, *place)
    slide.shapes._spTree.append(frame)
    describe(frame, chart.name, described)


def add_picture(slide: Slide, content: bytes, area: Area, described: str) -> None:
    """Put a picture into the area, as large as its shape allows."""
    picture = slide.shapes.add_picture(io.BytesIO(content), Pt(area.left), Pt(area.top), width=Pt(area.width))
    if picture.height > Pt(area.height):
        picture.width = round(picture.width * Pt(area.height) / picture.height)
        picture.height = Pt(area.height)
        picture.left = round(Pt(area.left) + (Pt(area.width) - picture.width) / 2)
    describe(picture._element, described, described)


def describe(element: Element, name: str, described: str) -> None:
    """Give a chart, table or picture its name and what those are told who cannot see it."""
    properties = next(element.iter(_PROPERTIES))
    properties.set("name", printable(name)[:120])
    properties.set("descr", printable(described))


def add_notes(slide: Slide, lines: list[str]) -> None:
    """Write the speaker's notes."""
    frame = slide.notes_slide.notes_text_frame
    frame.text = printable("\n".join(lines))
    name_fonts(frame._txBody)


def _next_id(slide: Slide) -> int:
    return max(int(one.get("id")) for one in slide.shapes._spTree.iter(_PROPERTIES)) + 1


def _run_style(size: float, colour: str, bold: bool) -> Element:
    return node("a:rPr", fill(colour), *fonts(), lang=language_tag(), sz=round(size * 100), b=int(bold))


_PROPERTIES = "{http://schemas.openxmlformats.org/presentationml/2006/main}cNvPr"
_CHART = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/chart"
