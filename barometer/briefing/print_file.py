"""A pack as a printed paper: PDF/A-2b and PDF/UA-1, set by Typst on the page of the Word file, charts as vectors."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import typst

from barometer.briefing.chart_elements import printable
from barometer.briefing.installed_fonts import BOX, is_drawn, paper_families, stand_in
from barometer.briefing.pack import Pack
from barometer.briefing.paper_words import full_title
from barometer.briefing.printed_parts import parts_of
from barometer.briefing.whole_file import whole_file
from barometer.language import in_language, say

TEMPLATE = Path(__file__).resolve().parent / "assets" / "paper.typ"
STANDARDS: list[Any] = ["a-2b", "ua-1"]
UNDRAWN = re.compile(r'text `"(?:\\u\{(?P<number>[0-9a-f]+)\}|(?P<sign>[^"]+))"` could not be displayed')


def write_pdf(pack: Pack, path: Path) -> None:
    """Write the pack as PDF. Raises NoFont where no installed font draws Chinese, UnwritableFile."""
    made = pdf_of(pack)
    with whole_file(path) as unfinished:
        unfinished.write_bytes(made)


def pdf_of(pack: Pack) -> bytes:
    """Return the pack as PDF; the same pack gives the same bytes.

    The standards forbid signs that no font draws: a box stands in their place, and the last line says so.
    """
    with in_language(pack.language):
        paper: dict[str, Any] = {
            "language": pack.language,
            "title": full_title(pack),
            "fonts": paper_families(),
            "parts": parts_of(pack),
            "made-on": {"year": pack.made_at.year, "month": pack.made_at.month, "day": pack.made_at.day},
        }
        told = say("{box} stands for a sign that no font installed here has", box=BOX)
    if not any(BOX in part.get("svg", "") for part in paper["parts"]):
        try:
            return _set(_written(paper), pack)
        except typst.TypstError as refused:
            _undrawn(refused)
    *parts, last = paper["parts"]
    end = [{**last, "keep": True}, {**last, "text": told}]
    return _set_boxed(_boxed(_written({**paper, "parts": [*parts, *end]})), pack)


def _set_boxed(paper: str, pack: Pack) -> bytes:
    """Set a paper with boxes; a mark above or below a sign is known to be lacking only when it is set."""
    while True:
        try:
            return _set(paper, pack)
        except typst.TypstError as refused:
            if (lacking := _undrawn(refused)) not in paper:
                raise
            paper = paper.replace(lacking, "")


def _undrawn(refused: typst.TypstError) -> str:
    """Return the sign that made Typst refuse a paper. Raises what it was given where that was something else."""
    if not (told := UNDRAWN.search(str(refused))):
        raise refused
    return chr(int(told["number"], 16)) if told["number"] else told["sign"]


def _written(paper: dict[str, Any]) -> str:
    """Return a paper as JSON; signs that print nothing are left out of its words."""
    return json.dumps(_printable(paper), ensure_ascii=False)


def _printable(part: Any) -> Any:
    if isinstance(part, str):
        return printable(part)
    if isinstance(part, dict):
        return {key: _printable(value) for key, value in part.items()}
    return [_printable(value) for value in part] if isinstance(part, list | tuple) else part


def _boxed(paper: str) -> str:
    """Return `paper` with a box in place of each sign that no installed font draws."""
    return "".join(sign if sign.isascii() or is_drawn(sign) else stand_in(sign) for sign in paper)


def _set(paper: str, pack: Pack) -> bytes:
    """Return what the template makes of a paper; its words enter as data and are never read as markup."""
    setting = typst.Compiler(TEMPLATE.read_bytes(), font_paths=_fonts(), sys_inputs={"paper": paper})
    made = setting.compile(format="pdf", pdf_standards=STANDARDS, timestamp=int(pack.made_at.timestamp()))
    assert isinstance(made, bytes)
    return made


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_embedded_fonts=False)
