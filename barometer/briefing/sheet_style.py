"""What all sheets of a workbook share: fonts and formats, the names taken, how they are printed."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from unicodedata import east_asian_width

from barometer.briefing.fonts import families
from barometer.briefing.pack import Pack
from barometer.briefing.sheet_names import SheetNames
from barometer.charts.palette import LIGHT

FIRST = 4  # the row of a sheet's head: conclusion, what is measured and a blank row stand above
LINE_HEIGHT = 15.0  # points of a line in a cell
_LONGEST = 250  # signs of a foot line
_NARROWEST, _WIDEST = 10, 44  # digits a column is wide


@dataclass(frozen=True)
class Book:
    """A workbook being written, with its formats and the names taken; `in_wan` writes counts and money in 万."""

    file: Any
    formats: dict[str, Any]
    names: SheetNames
    in_wan: bool


def formats_of(file: Any) -> dict[str, Any]:
    """Return the formats of a workbook by name; "font" is what all of them start from."""
    font = {"font_name": families().screen, "font_size": 10, "font_color": LIGHT.ink}
    named: dict[str, dict[str, Any]] = {
        "text": {"text_wrap": True, "valign": "top"},
        "title": {"bold": True, "font_size": 14},
        "muted": {"font_color": LIGHT.muted},
        "head": {"bold": True, "top": 2, "bottom": 1, "text_wrap": True, "valign": "vcenter"},
        "figure head": {"bold": True, "top": 2, "bottom": 1, "text_wrap": True, "valign": "vcenter", "align": "right"},
        "name": {},
        "inner name": {"indent": 1},
        "inner head": {"bold": True, "top": 2, "bottom": 1, "text_wrap": True, "valign": "vcenter", "indent": 1},
        "words": {"align": "right"},
    }
    return {name: file.add_format({**font, **more}) for name, more in named.items()} | {"font": font}


def column_width(cells: Sequence[str]) -> float:
    """Return how many digits wide a column is that shows its cells, within limits."""
    return min(max(max(map(digits_wide, cells)) + 2, _NARROWEST), _WIDEST)


def lines(text: str, width: float) -> int:
    """Return how many lines a text takes in a column that is `width` digits wide."""
    return max(math.ceil(1.05 * digits_wide(text) / width), 1)


def digits_wide(text: str) -> float:
    """Return how many digits wide a text is: a Chinese sign is about two."""
    return sum(1.9 if east_asian_width(sign) in "WF" else 0.9 for sign in text)


def set_print(sheet: Any, pack: Pack, landscape: bool = True) -> None:
    """Set paper, width of one page, the head on each page, the foot with where the figures come from."""
    if landscape:
        sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(FIRST if landscape else 0)
    foot = pack.provenance.line().replace("&", "&&")
    sheet.set_footer(f"&L&8{foot[: _LONGEST - 12].rstrip('&')}&R&8&P/&N")
    if pack.mark:
        sheet.set_header(f"&R{pack.mark.replace('&', '&&')[:_LONGEST]}")
