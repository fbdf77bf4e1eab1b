"""The office's own .docx: its {{marks}} give way to the words, tables and charts of a pack; all else stays as it is."""

from __future__ import annotations

import re
import zipfile
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from docx.oxml.ns import qn
from docxtpl import DocxTemplate
from jinja2.sandbox import SandboxedEnvironment

from barometer.briefing.own_marks import Marks, Told, marks_of
from barometer.briefing.pack import Pack
from barometer.briefing.paper_draft import Draft
from barometer.briefing.paper_page import text_width
from barometer.briefing.wordprocessing import Element, without_forbidden
from barometer.faults import UnknownMark, UnreadableFile

LARGEST = 50_000_000  # bytes once unpacked: a document with marks holds few pictures
_MARK = re.compile(r"{{(.*?)}}|{%.*?%}|{#.*?#}", re.DOTALL)
_TAG = re.compile(r"<[^>]+>")
_BLOCK = re.compile("\ue000(.+?)\ue001")  # private signs, which no font draws and nobody types
_MOST_LISTED = 12


def filled(pack: Pack, own: Path, charts: str, told: Told | None) -> Any:
    """Return the office's document with every mark filled in.

    Raises UnreadableFile where it is no Word document, UnknownMark with all marks that stand for nothing.
    """
    marks = marks_of(pack, charts, told)
    document = _with_words(_opened(own), marks, own)
    draft = Draft(document, is_own=True, width=text_width(document))
    for place in list(document.element.body.iter(qn("w:p"))):
        text = "".join(piece.text or "" for piece in place.iter(qn("w:t"))).strip()
        for name in _BLOCK.findall(text):
            if text != f"\ue000{name}\ue001":
                raise _unknown(own, [name], "a chart, table or part stands alone in its paragraph", marks)
            _put_in_place(place, marks.blocks[name](draft))
    return document


class _Marked(DocxTemplate):  # type: ignore[misc]
    """A template whose marks are names and never expressions: each is looked up, none is evaluated."""

    def __init__(self, path: Path) -> None:
        super().__init__(str(path))
        self.names: list[str] = []

    def patch_xml(self, src_xml: str) -> str:
        """Return the XML with the pieces of each mark joined, and the mark as a number to look up."""
        return _MARK.sub(self._numbered, str(super().patch_xml(src_xml)))

    def render_properties(self, context: Any, jinja_env: Any = None) -> None:
        """Leave the properties of the file as they are."""

    def _numbered(self, match: re.Match[str]) -> str:
        self.names.append(_TAG.sub("", match[1] if match[1] is not None else match[0]).strip())
        return f"{{{{ mark({len(self.names) - 1}) }}}}"


def _opened(own: Path) -> _Marked:
    try:
        with zipfile.ZipFile(own) as parts:
            if sum(part.file_size for part in parts.infolist()) > LARGEST:
                raise _unreadable(own, f"more than {LARGEST // 1_000_000} MB")
        template = _Marked(own)
        template.init_docx()
    except OSError as error:
        raise _unreadable(own, str(error.strerror)) from error
    except (zipfile.BadZipFile, KeyError, ValueError) as error:
        raise _unreadable(own, "no .docx") from error
    return template


def _with_words(template: _Marked, marks: Marks, own: Path) -> Any:
    """Return the document with words filled in and each part marked where it is to stand."""
    unknown: list[str] = []

    def mark(number: int) -> str:
        name = template.names[number]
        is_body = template.current_rendering_part is template.docx.part
        if name in marks.blocks and is_body:
            return f"\ue000{name}\ue001"
        word = None if name in marks.blocks else marks.word(name)
        unknown.extend([name] if word is None and name not in unknown else [])
        return without_forbidden(word or "").replace("\n", " ").replace("\t", " ")

    template.render({"mark": mark}, SandboxedEnvironment(), autoescape=True)
    if unknown:
        raise _unknown(own, unknown, "marks of the list in docs/own-templates.md", marks)
    return template.docx


def _put_in_place(place: Element, elements: list[Element]) -> None:
    """Put elements where a paragraph was; a cell keeps a paragraph at its end, as it must."""
    for element in elements:
        place.addprevious(element)
    is_last_of_cell = place.getparent().tag == qn("w:tc") and place.getnext() is None
    if is_last_of_cell and (not elements or elements[-1].tag != qn("w:p")):
        for run in place.findall(qn("w:r")):
            place.remove(run)
    else:
        place.getparent().remove(place)


def _unreadable(own: Path, found: str) -> UnreadableFile:
    remedy = "save the document as .docx, without macros, and name that file"
    return UnreadableFile("The office's own document cannot be read", str(own), found=found, remedy=remedy)


def _unknown(own: Path, names: list[str], expected: str, marks: Marks) -> UnknownMark:
    near = sorted({match for name in names for match in get_close_matches(name, marks.names, 3, 0.5)})
    more = ", …" if len(names) > _MOST_LISTED else ""
    return UnknownMark(
        "Marks of the office's own document stand for nothing",
        str(own),
        expected=expected,
        found=", ".join("{{" + name[:64] + "}}" for name in names[:_MOST_LISTED]) + more,
        remedy="correct or delete them" + (f"; near ones are {', '.join(near)}" if near else ""),
    )
