"""The elements a Word file is made of, as WordprocessingML: runs and paragraphs in a named style."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

Element = Any  # lxml brings no types
TWIPS_IN_POINT = 20
_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class Style:
    """How a paragraph looks: families and size in points, distances in twips; `line` is exact, 0 as the font asks.

    `indent` are characters of its first line; `on_grid` puts lines on the grid of the page; `level` is a heading's,
    0 for none. `name` is the one Word knows or lists it by.
    """

    name: str
    family: str
    latin: str
    size: float
    align: str = "left"
    indent: int = 0
    before: int = 0
    after: int = 0
    line: int = 0
    squeeze: int = 0
    on_grid: bool = False
    keep_next: bool = False
    level: int = 0
    colour: str = ""
    is_bold: bool = False


def element(tag: str, attributes: Mapping[str, object] | None = None, *children: Element) -> Element:
    """Return an element of a prefixed name such as w:p, with prefixed attributes and children."""
    made = OxmlElement(tag)
    for name, value in (attributes or {}).items():
        made.set(qn(name) if ":" in name else name, str(value))
    made.extend(children)
    return made


def without_forbidden(text: str) -> str:
    """Return the text without signs no XML file may hold, which a name in the data may."""
    return _NOT_IN_XML.sub("", text)


def fonts_of(style: Style, **more: str) -> Element:
    """Return the families of a run: each kind of letter has its own, none is left to a theme."""
    names = {"w:ascii": style.latin, "w:hAnsi": style.latin, "w:eastAsia": style.family, "w:cs": style.latin}
    return element("w:rFonts", {**names, **{f"w:{name}": value for name, value in more.items()}})


def run(style: Style, text: str, *, colour: str = "", is_bold: bool = False) -> Element:
    """Return a run; its hint has quotes and dashes between Chinese drawn as Chinese ones."""
    properties = element("w:rPr", {}, fonts_of(style, hint="eastAsia"))
    if is_bold:
        properties.append(element("w:b"))
    if colour:
        properties.append(element("w:color", {"w:val": colour.lstrip("#")}))
    words = element("w:t", {"xml:space": "preserve"})
    words.text = without_forbidden(text)
    return element("w:r", {}, properties, words)


def paragraph(style_id: str, runs: Iterable[Element], *settings: Element) -> Element:
    """Return a paragraph in a style; `settings` go before the style's own, in the order of the schema."""
    properties = element("w:pPr", {}, element("w:pStyle", {"w:val": style_id}), *settings)
    return element("w:p", {}, properties, *runs)


def keep_with_next() -> Element:
    """Return the setting that keeps a paragraph on the page of the one after it."""
    return element("w:keepNext")
