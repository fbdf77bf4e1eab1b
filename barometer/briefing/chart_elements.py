"""The elements native charts are made of, in the order the schema wants: what PowerPoint, Word and WPS draw."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from lxml import etree

from barometer.briefing.fonts import families
from barometer.language import current_language

SPACES = {
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "c15": "http://schemas.microsoft.com/office/drawing/2012/chart",
}
POINT = 12700  # English metric units
_UNPRINTABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

Element = Any


def node(tag: str, *children: Element | str | None, **values: object) -> Element:
    """Return the element `c:tag` or `a:tag` with its attributes; children that are None are left out."""
    prefix, _, name = tag.partition(":")
    made = etree.Element(f"{{{SPACES[prefix]}}}{name}", nsmap=SPACES)
    for key, value in values.items():
        made.set(key, printable(str(value)))
    for child in children:
        if isinstance(child, str):
            made.text = printable(child)
        elif child is not None:
            made.append(child)
    return made


def printable(text: str) -> str:
    """Return `text` without the signs that no XML file may hold."""
    return _UNPRINTABLE.sub("", text)


def language_tag() -> str:
    """Return the language of the text as files name it."""
    return "zh-CN" if current_language() == "zh" else "en-GB"


def fill(colour: str | None) -> Element:
    """Return a plain fill in #RRGGBB; no fill for None."""
    if colour is None:
        return node("a:noFill")
    return node("a:solidFill", node("a:srgbClr", val=colour.removeprefix("#")))


def line(colour: str | None, width: float = 1.0, dash: str = "", cap: str = "rnd") -> Element:
    """Return an outline or curve of `width` points; none for None."""
    if colour is None:
        return node("a:ln", fill(None))
    style = node("a:prstDash", val=dash) if dash else None
    return node("a:ln", fill(colour), style, node("a:round"), w=round(width * POINT), cap="flat" if dash else cap)


def shape(inside: str | None, outline: Element | None = None) -> Element:
    """Return how a column, bar or background looks."""
    return node("c:spPr", fill(inside), line(None) if outline is None else outline)


def curve(colour: str | None, width: float = 1.0, dash: str = "", cap: str = "rnd") -> Element:
    """Return how a line looks."""
    return node("c:spPr", line(colour, width, dash, cap))


def fonts() -> tuple[Element, Element, Element]:
    """Return the families of Latin, East Asian and other letters; all three, or Chinese falls back to another."""
    named = families()
    return (
        node("a:latin", typeface=named.latin_screen),
        node("a:ea", typeface=named.screen),
        node("a:cs", typeface=named.latin_screen),
    )


def text_style(size: float, colour: str, bold: bool = False) -> Element:
    """Return how text of an axis or label looks, unwrapped and level."""
    style = node("a:defRPr", fill(colour), *fonts(), sz=round(size * 100), b=int(bold))
    paragraph = node("a:p", node("a:pPr", style), node("a:endParaRPr", *fonts(), lang=language_tag()))
    return node("c:txPr", node("a:bodyPr", rot=0, vert="horz", wrap="none"), node("a:lstStyle"), paragraph)


def rich_text(text: str, size: float, colour: str, bold: bool = False) -> Element:
    """Return words of a label that no figure stands behind."""
    style = {"lang": language_tag(), "sz": round(size * 100), "b": int(bold)}
    run = node("a:r", node("a:rPr", fill(colour), *fonts(), **style), node("a:t", text))
    body = node("a:bodyPr", rot=0, vert="horz", wrap="none")
    defaults = node("a:pPr", node("a:defRPr", fill(colour), *fonts()))
    return node("c:tx", node("c:rich", body, node("a:lstStyle"), node("a:p", defaults, run)))


def marker(symbol: str = "none", size: int = 7, inside: str = "", edge: str = "") -> Element:
    """Return the mark at a point: "circle", or "none"."""
    if symbol == "none":
        return node("c:marker", node("c:symbol", val="none"))
    look = node("c:spPr", fill(inside), line(edge or inside, 1.75))
    return node("c:marker", node("c:symbol", val=symbol), node("c:size", val=size), look)


def column_point(place: int, look: Element) -> Element:
    """Return how one column or bar looks that looks other than its series."""
    return node("c:dPt", node("c:idx", val=place), node("c:invertIfNegative", val=0), node("c:bubble3D", val=0), look)


def label(
    place: int,
    position: str,
    style: Element,
    number_format: str = "",
    words: Element | None = None,
    shift: tuple[float, float] = (0.0, 0.0),
) -> Element:
    """Return the label of one point: its value in `number_format`, or `words`.

    `position` is t, b, l, r, ctr or outEnd; `shift` moves it by parts of the chart's width and height.
    """
    moved = None
    if any(shift):
        x, y = node("c:x", val=f"{shift[0]:.4f}"), node("c:y", val=f"{shift[1]:.4f}")
        moved = node("c:layout", node("c:manualLayout", x, y))
    shown = node("c:numFmt", formatCode=number_format, sourceLinked=0) if number_format else None
    at = node("c:dLblPos", val=position)
    return node("c:dLbl", node("c:idx", val=place), moved, words, shown, shape(None), style, at, *_shown(True))


def labels(some: Iterable[Element]) -> Element:
    """Return the labels of a series; points not among them have none."""
    return node("c:dLbls", *some, *_shown(False), _no_leaders())


def _no_leaders() -> Element:
    """Return the extension that keeps a moved label from being tied to its point."""
    place = node("c:ext", node("c15:showLeaderLines", val=0), uri="{CE6537A1-D6FC-4f65-9D91-7224C49458BB}")
    return node("c:extLst", place)


def _shown(is_value: bool) -> list[Element]:
    parts = {"LegendKey": 0, "Val": int(is_value), "CatName": 0, "SerName": 0, "Percent": 0, "BubbleSize": 0}
    return [node(f"c:show{name}", val=value) for name, value in parts.items()]


def placed(left: float, top: float, width: float, height: float) -> Element:
    """Return where the plot lies inside its chart, in parts of it, without its labels."""
    modes = [node("c:layoutTarget", val="inner"), node("c:xMode", val="edge"), node("c:yMode", val="edge")]
    sides = zip("xywh", (left, top, width, height), strict=True)
    return node("c:layout", node("c:manualLayout", *modes, *(node(f"c:{k}", val=f"{v:.4f}") for k, v in sides)))
