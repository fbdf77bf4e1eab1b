"""A pack as a printed paper: PDF/A-2b and PDF/UA-1, set by Typst on the page of the Word file, charts as vectors."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import typst

from barometer.briefing.installed_fonts import paper_families
from barometer.briefing.pack import Pack
from barometer.briefing.paper_words import full_title
from barometer.briefing.printed_parts import parts_of
from barometer.briefing.whole_file import whole_file
from barometer.language import in_language

TEMPLATE = Path(__file__).resolve().parent / "assets" / "paper.typ"
STANDARDS: list[Any] = ["a-2b", "ua-1"]


def write_pdf(pack: Pack, path: Path) -> None:
    """Write the pack as PDF. Raises NoFont where no installed font draws Chinese, UnwritableFile."""
    made = pdf_of(pack)
    with whole_file(path) as unfinished:
        unfinished.write_bytes(made)


def pdf_of(pack: Pack) -> bytes:
    """Return the pack as PDF; the same pack gives the same bytes."""
    with in_language(pack.language):
        paper = {
            "language": pack.language,
            "title": full_title(pack),
            "fonts": paper_families(),
            "parts": parts_of(pack),
            "made-on": {"year": pack.made_at.year, "month": pack.made_at.month, "day": pack.made_at.day},
        }
    return _set(json.dumps(paper, ensure_ascii=False), pack)


def _set(paper: str, pack: Pack) -> bytes:
    """Return what the template makes of a paper; its words enter as data and are never read as markup."""
    setting = typst.Compiler(TEMPLATE.read_bytes(), font_paths=_fonts(), sys_inputs={"paper": paper})
    made = setting.compile(format="pdf", pdf_standards=STANDARDS, timestamp=int(pack.made_at.timestamp()))
    assert isinstance(made, bytes)
    return made


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_embedded_fonts=False)
