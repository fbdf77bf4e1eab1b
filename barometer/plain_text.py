"""Names and sentences in markdown, shown as they are written."""

from __future__ import annotations

import re

_SPECIAL = str.maketrans({c: "\\" + c for c in "\\`*_{}[]()<>#+-.!|~$:&"})
# Markdown makes links of bare addresses even where their signs are escaped: a mark without width takes them apart.
_LINKS = re.compile(r"(?i)(?<=http)(?=s?://)|(?<=www)(?=\.)|(?<=@)")


def plain(text: str) -> str:
    """Return `text` so that markdown shows it as it is: names may hold links, pictures or formulas."""
    return _LINKS.sub("\u2060", text).translate(_SPECIAL)
