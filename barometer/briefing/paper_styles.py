"""The styles of a paper: in Chinese those of GB/T 9704-2012, in English plain ones of the same page."""

from __future__ import annotations

from typing import Any

from docx.oxml.ns import qn

from barometer.briefing.fonts import families
from barometer.briefing.wordprocessing import TWIPS_IN_POINT, Element, Style, element, fonts_of
from barometer.charts.palette import LIGHT
from barometer.language import current_language

LINE_PITCH = 579  # 22 lines in 225 mm
SQUEEZE = -5  # a quarter of a point: 28 characters of 16 points in 156 mm
_KEPT = ("Normal", "Default Paragraph Font", "Normal Table", "No List")


def styles_of(language: str) -> dict[str, Style]:
    """Return the styles of a paper by what they are for."""
    return _chinese() if language == "zh" else _english()


def _chinese() -> dict[str, Style]:
    """Return the styles of an official paper: 16 points on the grid, 2 characters in, headings by their family."""
    own = families()
    latin = own.latin_body
    on_grid: dict[str, Any] = {"size": 16, "latin": latin, "on_grid": True, "squeeze": SQUEEZE}
    return {
        "mark": Style("Paper Mark", own.first, **on_grid),
        "title": Style("Title", own.title, latin, 22, align="center", before=579, line=640, keep_next=True),
        "lead": Style("Subtitle", own.second, align="center", **on_grid),
        "heading": Style("heading 1", own.first, indent=2, level=1, keep_next=True, **on_grid),
        "subheading": Style("heading 2", own.second, indent=2, level=2, keep_next=True, **on_grid),
        "body": Style("Body Text", own.body, align="both", indent=2, **on_grid),
        "hint": Style("Paper Hint", own.body, indent=2, colour=LIGHT.muted, **on_grid),
        "figure": Style("Paper Figure", own.body, latin, 12, align="center", before=120, keep_next=True),
        "caption": Style("caption", own.first, latin, 12, align="center", before=60, after=60),
        "key": Style("Paper Key", own.body, latin, 10.5, align="center", colour=LIGHT.muted, after=120),
        "cell": Style("Paper Cell", own.body, latin, 12),
        "note": Style("Paper Note", own.body, latin, 12, indent=2, line=400),
        "strip": Style("Paper Strip", own.body, latin, 10.5, colour=LIGHT.muted, line=320),
        "number": Style("footer", own.number, own.number, 14),
    }


def _english() -> dict[str, Style]:
    own = families()
    text, sans = own.latin_body, own.latin_screen
    body: dict[str, Any] = {"family": own.body, "latin": text}
    heads: dict[str, Any] = {"family": own.first, "latin": sans, "is_bold": True, "keep_next": True}
    return {
        "mark": Style("Paper Mark", own.first, sans, 11, is_bold=True),
        "title": Style("Title", size=20, before=360, after=120, **heads),
        "lead": Style("Subtitle", size=12, after=240, colour=LIGHT.muted, **body),
        "heading": Style("heading 1", size=14, before=280, after=100, level=1, **heads),
        "subheading": Style("heading 2", size=12, before=200, after=80, level=2, **heads),
        "body": Style("Body Text", size=11.5, after=120, line=310, align="left", **body),
        "hint": Style("Paper Hint", size=11.5, after=120, line=310, colour=LIGHT.muted, **body),
        "figure": Style("Paper Figure", size=11, align="center", before=120, keep_next=True, **body),
        "caption": Style("caption", own.first, sans, 9.5, before=60, after=60),
        "key": Style("Paper Key", size=9, after=160, colour=LIGHT.muted, **body),
        "cell": Style("Paper Cell", own.first, sans, 9.5),
        "note": Style("Paper Note", size=10, after=60, line=260, **body),
        "strip": Style("Paper Strip", size=9, line=220, colour=LIGHT.muted, **body),
        "number": Style("footer", size=10.5, **body),
    }


def install_styles(document: Any, styles: dict[str, Style], *, is_own: bool = False) -> dict[str, str]:
    """Put the styles into a document and return their ids; a document of the office keeps its own of the same name."""
    root = document.styles.element
    if not is_own:
        _replace_all(root, styles["body"])
    known = {_name(style).lower(): style.get(qn("w:styleId")) for style in root.findall(qn("w:style"))}
    for style in styles.values():
        if style.name.lower() not in known:
            known[style.name.lower()] = style.name.title().replace(" ", "")
            root.append(_definition(style, known[style.name.lower()]))
    return {purpose: known[style.name.lower()] for purpose, style in styles.items()}


def set_language(document: Any, language: str) -> None:
    """Say in styles, settings and properties which language the paper is in."""
    names = _languages(language)
    defaults = document.styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
    for old in defaults.findall(qn("w:lang")):
        defaults.remove(old)
    defaults.append(element("w:lang", {**names, "w:bidi": "ar-SA"}))
    for old in document.settings.element.findall(qn("w:themeFontLang")):
        old.attrib.clear()
        for name, value in names.items():
            old.set(qn(name), value)
    document.core_properties.language = "zh-CN" if language == "zh" else "en-GB"


def _languages(language: str) -> dict[str, str]:
    # Latin letters of a Chinese paper are English: were they Chinese too, lines would break inside numbers.
    return {"w:val": "en-US" if language == "zh" else "en-GB", "w:eastAsia": "zh-CN"}


def _replace_all(root: Element, body: Style) -> None:
    """Leave of the styles only those no document can be without, and no family of a theme."""
    for style in root.findall(qn("w:style")):
        if _name(style) not in _KEPT:
            root.remove(style)
        elif (fonts := style.find(qn("w:rPr"))) is not None:
            style.remove(fonts)
    defaults = root.find(qn("w:docDefaults"))
    defaults.clear()
    size = {"w:val": round(2 * body.size)}
    letters = element("w:rPr", {}, fonts_of(body), element("w:sz", size), element("w:szCs", size))
    defaults.append(element("w:rPrDefault", {}, letters))
    defaults.append(element("w:pPrDefault", {}, element("w:pPr")))


def _name(style: Element) -> str:
    return str(style.find(qn("w:name")).get(qn("w:val")))


def _definition(style: Style, style_id: str) -> Element:
    made = element("w:style", {"w:type": "paragraph", "w:styleId": style_id})
    if style.name.startswith("Paper "):
        made.set(qn("w:customStyle"), "1")
    made.append(element("w:name", {"w:val": style.name}))
    made.append(element("w:basedOn", {"w:val": "Normal"}))
    if style.level:
        made.append(element("w:next", {"w:val": "BodyText"}))
    made.append(element("w:qFormat"))
    made.extend((_of_paragraph(style), _of_letters(style)))
    return made


def _of_paragraph(style: Style) -> Element:
    made = element("w:pPr")
    if style.keep_next:
        made.extend((element("w:keepNext"), element("w:keepLines")))
    made.append(element("w:widowControl", {"w:val": 0 if style.on_grid else 1}))
    made.append(element("w:autoSpaceDE", {"w:val": 0}))
    made.append(element("w:autoSpaceDN", {"w:val": 0}))
    made.append(element("w:snapToGrid", {"w:val": int(style.on_grid)}))
    exact = {"w:line": style.line, "w:lineRule": "exact"} if style.line else {"w:line": 240, "w:lineRule": "auto"}
    made.append(element("w:spacing", {"w:before": style.before, "w:after": style.after, **exact}))
    if style.indent:
        width = round(style.indent * (style.size * TWIPS_IN_POINT + style.squeeze))
        made.append(element("w:ind", {"w:firstLineChars": 100 * style.indent, "w:firstLine": width}))
    made.append(element("w:jc", {"w:val": style.align}))
    if style.level:
        made.append(element("w:outlineLvl", {"w:val": style.level - 1}))
    return made


def _of_letters(style: Style) -> Element:
    made = element("w:rPr", {}, fonts_of(style))
    if style.is_bold:
        made.extend((element("w:b"), element("w:bCs")))
    made.append(element("w:color", {"w:val": (style.colour or LIGHT.ink).lstrip("#")}))
    if style.squeeze:
        made.append(element("w:spacing", {"w:val": style.squeeze}))
    size = {"w:val": round(2 * style.size)}
    made.extend((element("w:sz", size), element("w:szCs", size)))
    made.append(element("w:lang", _languages(current_language())))
    return made
