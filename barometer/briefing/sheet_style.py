"""What all sheets of a workbook share: fonts and formats, the names taken, how they are printed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from barometer.briefing.fonts import families
from barometer.briefing.pack import Pack
from barometer.briefing.sheet_names import SheetNames
from barometer.charts.palette import LIGHT

FIRST = 4  # the row of a sheet's head: conclusion, what is measured and a blank row stand above
_LONGEST = 250  # signs of a foot line


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
