"""Titles of slides: measured, stepped down or cut at a clause, so that no line ends with a lonely word."""

from __future__ import annotations

import re

from barometer.briefing.chart_axes import text_width

LARGE, SMALL = 26.0, 22.0  # points
SPARE = 0.94  # of a line, for fonts that run wider than measured
WIDEST = 44.0  # Chinese signs; more is no title
LINE, INSIDE = 1.2, 16.0  # height of a line in sizes, margins inside a placeholder in points
_STEPS = (40.0, 36.0, 32.0, 28.0, 26.0, 24.0, 22.0, 20.0, 18.0, 16.0)
_STOPS = " ，；,;"
_BETTER, _FROM_MIDDLE = ",;:，；：、", 0.4  # a line rather ends after these, where that is not too far from the middle
_CLAUSES = (re.compile(r"(?<=；)|(?<=; )"), re.compile(r"(?<=[，；])|(?<=[,;] )"))


def fitted(sentence: str) -> str:
    """Return as many clauses of a conclusion as a title holds; of a single long one its start."""
    if text_width(sentence) <= WIDEST:
        return sentence
    for clause in _CLAUSES:
        if kept := _leading(clause.split(sentence)):
            return kept
    return _cut(sentence)


def title_size(title: str, width: float) -> float:
    """Return the size at which a title stands on one line `width` points wide, or the small one."""
    return LARGE if text_width(title) * LARGE <= SPARE * width else SMALL


def size_within(title: str, room: tuple[float, float, float]) -> float | None:
    """Return the size at which a title stays inside its place of the office's own master; None: as it is there.

    `room` is width, height and the size that the master sets.
    """
    width, height, usual = room
    for size in (usual, *(size for size in _STEPS if size < usual)):
        lines = max(1, int(height / (LINE * size)))
        whole_lines = lines if lines == 1 else lines - 0.3  # a line ends before its last sign does
        if text_width(title) * size <= SPARE * whole_lines * (width - INSIDE):
            return None if size == usual else size
    return _STEPS[-1]


def in_two_lines(title: str, width: float) -> str:
    """Return a title too wide for one line broken, by a vertical tab, where both lines become about as long."""
    if text_width(title) * title_size(title, width) <= SPARE * width:
        return title
    middle = text_width(title) / 2
    breaks = [match.start() for match in re.finditer(r"(?<=[，；：、）]).|(?<= ).", title)] or [len(title) // 2]
    stops = [place for place in breaks if title[:place].rstrip()[-1:] in _BETTER]
    near = [place for place in stops if abs(text_width(title[:place]) - middle) <= middle * _FROM_MIDDLE]
    best = min(near or breaks, key=lambda place: abs(text_width(title[:place]) - middle))
    if abs(text_width(title[:best]) - middle) > middle / 2:
        best = next(place for place in range(len(title)) if text_width(title[:place]) >= middle)
    return title[:best].rstrip(" ") + "\v" + title[best:]


def _leading(clauses: list[str]) -> str:
    """Return as many of the first clauses as fit, empty where the first alone is too wide."""
    kept = ""
    for clause in clauses:
        if text_width((kept + clause).rstrip(_STOPS)) > WIDEST:
            break
        kept += clause
    return kept.rstrip(_STOPS)


def _cut(sentence: str) -> str:
    width = 0.0
    for place, sign in enumerate(sentence):
        width += text_width(sign)
        if width > WIDEST - 1:
            return sentence[:place].rstrip() + "…"
    return sentence
