"""Names of sheets that every office program takes: no sign it forbids, at most 31 letters, each once."""

from __future__ import annotations

import re

from barometer.briefing.chart_elements import printable

LONGEST = 31
_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f\x7f]")
_RESERVED = "history"


class SheetNames:
    """The names taken so far, whatever their case."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def taken(self, wanted: str) -> str:
        """Return `wanted` cleaned, cut and, where another sheet is called so, numbered."""
        cleaned = " ".join(_FORBIDDEN.sub(" ", printable(wanted)).split()).strip("'")
        if not cleaned or cleaned.lower() == _RESERVED:
            cleaned = f"{cleaned or 'sheet'} 1"
        name, number = _cut(cleaned, ""), 1
        while name.lower() in self._taken:
            number += 1
            name = _cut(cleaned, f" {number}")
        self._taken.add(name.lower())
        return name


def _cut(name: str, end: str) -> str:
    """Return `name` with `end`, in all no longer than a sheet's name; signs outside the first plane count twice."""
    kept = name
    while len((kept + end).encode("utf-16-le")) // 2 > LONGEST:
        kept = kept[:-1]
    return kept.rstrip(" '") + end
