"""How wide the columns of a printed table are, and how large its letters: one rule for paper and slides."""

from __future__ import annotations

import re
from collections.abc import Sequence
from unicodedata import east_asian_width

Column = tuple[Sequence[str], bool]  # its cells, the head first, and whether they hold digits
LATIN = 0.55  # of a Chinese sign is how wide a Latin letter or digit is
_GAP = 0.25  # signs: many programs put a gap between digits and Chinese all the same
_GAPS = re.compile(r"(?<=[\u4e00-\u9fff])(?=[0-9A-Za-z])|(?<=[0-9A-Za-z%])(?=[\u4e00-\u9fff])")
_SIZES = (14.0, 12.0, 10.5, 9.0, 8.0, 7.0, 6.0, 5.0)
_READABLE = 9.0
_WRAPPED = (14.0, 10.0, 7.0)  # signs a name gets at least before it wraps


def fitted(
    columns: Sequence[Column], largest: float, width: float, pad: float, wrapped: Sequence[float] = _WRAPPED
) -> tuple[float, list[float]]:
    """Return the size of letters at which all columns stand beside each other, and the signs each column gets.

    `width` and `pad`, what a column needs beside its words, are points. Digits never wrap. Names share what is left
    and wrap where that is too little; the letters grow smaller before a name gets less than `wrapped` signs, and
    smaller than one can read only where digits leave no choice.
    """
    needs = [(_need(cells, is_figures), is_figures) for cells, is_figures in columns]
    sizes = [size for size in _SIZES if size <= largest]
    tried = [(size, least) for least in wrapped for size in sizes if size >= _READABLE]
    tried += [(size, wrapped[-1]) for size in sizes if size < _READABLE]
    for size, least in tried:
        room = (width - pad * len(columns)) / size
        names = [need for need, is_figures in needs if not is_figures]
        widest = _cap(names, room - sum(need for need, is_figures in needs if is_figures))
        if all(widest >= min(need, least) for need in names):
            break
    return size, [(need if is_figures else min(need, max(widest, 2.0))) + pad / size for need, is_figures in needs]


def width_in_signs(text: str) -> float:
    """Return how wide a text is, in Chinese signs."""
    return sum(1.0 if east_asian_width(sign) in "WFA" else LATIN for sign in text)


def _need(cells: Sequence[str], is_figures: bool) -> float:
    """Return the signs a column needs on one line; the head above digits may wrap."""
    widest, head = max(map(_with_gaps, cells[1:]), default=1.0), width_in_signs(cells[0])
    return max(widest, min(head, 4.0), 1.0) + _GAP if is_figures else max(widest, head, 2.0)


def _with_gaps(text: str) -> float:
    return width_in_signs(text) + _GAP * len(_GAPS.findall(text))


def _cap(needs: Sequence[float], room: float) -> float:
    """Return the width to which names are cut so that together they fill `room`; that of the widest where all fit."""
    left, rest = room, sorted(needs)
    for place, need in enumerate(rest):
        share = left / (len(rest) - place)
        if need > share:
            return share
        left -= need
    return rest[-1] if rest else room
