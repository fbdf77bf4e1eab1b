"""Drawn pictures as parts of a page: names of their own, no words of the file format, letters in the reader's font."""

from __future__ import annotations

import html
import re

from barometer.briefing.installed_fonts import drawing_faces
from barometer.charts.palette import FONT

_PREFACE = re.compile(r"^.*?(?=<svg )", re.DOTALL)
_UNSAID = re.compile(r"\s*<(metadata|title|style)\b.*?</\1>", re.DOTALL)
_NAME = re.compile(r' id="([^"]+)"')
_POINTER = re.compile(r'((?:xlink:href=")#|url\(#)([^")]+)')
_SIZE = re.compile(r'(<svg [^>]*?) width="[^"]*" height="[^"]*"')
_STILL = re.compile(r' transform="rotate\(-?0 [^)]*\)"')


def inline_svg(drawn: str, place: int, alt: str) -> str:
    """Return the picture numbered `place` as an element of a page that holds others; `alt` is read aloud for it."""
    named = f"figure-{place}"
    svg = _UNSAID.sub("", _PREFACE.sub("", drawn))
    pointed = {name for _, name in _POINTER.findall(svg)}
    svg = _NAME.sub(lambda found: f' id="{named}-{found[1]}"' if found[1] in pointed else "", svg)
    svg = _POINTER.sub(lambda found: f"{found[1]}{named}-{found[2]}", svg)
    drawn_with = f"'{drawing_faces()[0].family}'"
    svg = _STILL.sub("", _SIZE.sub(r"\1", svg)).replace(drawn_with, f"{drawn_with},{FONT}")
    title = f'<title id="{named}">{html.escape(alt)}</title>'
    head, _, rest = svg.partition(">")
    return f'{head} role="img" aria-labelledby="{named}">{title}{rest}'.strip()
