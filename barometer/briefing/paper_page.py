"""The page of a paper: A4 with the margins of GB/T 9704-2012, 22 lines of 28 characters, numbers — 1 — outside."""

from __future__ import annotations

from typing import Any

from docx import Document
from docx.oxml.ns import qn
from docx.shared import Mm

from barometer.briefing.pack import Pack
from barometer.briefing.paper_styles import LINE_PITCH
from barometer.briefing.wordprocessing import Element, Style, element, paragraph, run, without_forbidden

TEXT_WIDTH = 8844  # twips: 156 mm
TWIPS_IN_MM = 1440 / 25.4
EMU_IN_TWIP = 635
_MARGINS = {"top_margin": 37, "bottom_margin": 35, "left_margin": 28, "right_margin": 26, "footer_distance": 23}
_LEFT_OUT = ("thumbnail", "customXml", "stylesWithEffects", "numbering")  # of the library's own empty document


def empty_page() -> Any:
    """Return an empty document of one section with the page set up and odd pages told from even ones."""
    document = Document()
    for part in (document.part.package, document.part):
        for key, relation in list(part.rels.items()):
            if any(name in relation.reltype for name in _LEFT_OUT):
                part.rels.pop(key)
    document.element.body.clear_content()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    for name, width in _MARGINS.items():
        setattr(section, name, Mm(width))
    document.settings.odd_and_even_pages_header_footer = True
    return document


def put_on_grid(document: Any) -> None:
    """Give the page its grid of lines; one of characters would double the pitch where it is misread."""
    settings = document.sections[0]._sectPr
    for old in settings.findall(qn("w:docGrid")):
        settings.remove(old)
    settings.append(element("w:docGrid", {"w:type": "lines", "w:linePitch": LINE_PITCH}))


def number_pages(document: Any, style: Style, style_id: str) -> None:
    """Put — 1 — at the foot, on odd pages one character from the right, on even ones from the left."""
    section = document.sections[0]
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        footer.is_linked_to_previous = False
        for old in list(footer._element):
            footer._element.remove(old)
        inset = element("w:ind", {f"w:{side}Chars": 100, f"w:{side}": round(style.size * 20)})
        runs = [run(style, "— "), _page_number(style), run(style, " —")]
        footer._element.append(paragraph(style_id, runs, inset, element("w:jc", {"w:val": side})))


def text_width(document: Any) -> int:
    """Return the width of the text of a document's first section, in twips."""
    section = document.sections[0]
    sides = [getattr(section, side) for side in ("page_width", "left_margin", "right_margin")]
    if None in sides:
        return TEXT_WIDTH
    return max(int((sides[0] - sides[1] - sides[2]) / EMU_IN_TWIP), TEXT_WIDTH // 3)


def describe(document: Any, pack: Pack, title: str) -> None:
    """Write title and moment into the properties of the file."""
    told = document.core_properties
    told.title, told.subject = without_forbidden(title)[:255], without_forbidden(pack.provenance.filters)[:255]
    told.author = told.last_modified_by = without_forbidden(pack.made_by)[:255]
    told.comments, told.keywords, told.revision = without_forbidden(pack.mark)[:255], "", 1
    told.created = told.modified = pack.made_at


def _page_number(style: Style) -> Element:
    return element("w:fldSimple", {"w:instr": " PAGE "}, run(style, "1"))
