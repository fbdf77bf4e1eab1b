"""Labels at the ends of lines instead of a legend, pushed apart where they would touch."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

from barometer.charts.axes import Drawing, note
from barometer.charts.marks import Line, Monthly, Value
from barometer.charts.palette import Palette
from barometer.language import say

LABEL_GAP = 21  # px between labels


def middle(month: dt.date) -> str:
    """Return where a month's point stands: at its middle, so that bands over whole months lie under their points."""
    return month.replace(day=15).isoformat()


def line_colour(line: Line, colours: Palette) -> str:
    """Return the colour of a line by its role."""
    if line.role.startswith("part"):
        return colours.parts[int(line.role.removeprefix("part"))]
    return colours.ghost if line.is_grey else colours.ink


def last_known(values: tuple[Value, ...]) -> int | None:
    """Return the place of the last value there is."""
    known = [index for index, value in enumerate(values) if value is not None]
    return known[-1] if known else None


def end_labels(panel: Monthly, scale: list[float], colours: Palette, axis: str, height: float) -> list[Drawing]:
    """Return the labels right of the last points, and of the band, pushed apart around the main one.

    The axis runs over `scale`, first and last value, in `height` px.
    """
    ends = [
        (line.label, line.values[last] or 0.0, line.role, colours.muted if line.is_grey else line_colour(line, colours))
        for line in panel.lines
        if line.label and (last := last_known(line.values)) is not None
    ]
    if panel.band and (runs := panel.band.runs()) and not panel.is_columns:
        _, low, high = runs[-1][-1]
        ends.append((panel.band.name or say("expected range"), (low + high) / 2, "band", colours.muted))
    per_unit = height / ((scale[1] - scale[0]) or 1.0)
    ends.sort(key=lambda end: end[1])
    shifts = pushed_apart([value * per_unit for _, value, *_ in ends], [role == "main" for _, _, role, _ in ends])
    place = {"x": middle(panel.months[-1]), "yref": axis, "xanchor": "left", "xshift": 12}
    return [
        note(text, y=value, colour=colour, yshift=shift, **place)
        for (text, value, _, colour), shift in zip(ends, shifts, strict=True)
    ]


def pushed_apart(heights: list[float], fixed: list[bool]) -> list[float]:
    """Return px to move each label (sorted upwards) so that neighbours stand LABEL_GAP apart; fixed ones stay."""
    places = list(heights)
    anchor = fixed.index(True) if True in fixed else 0
    for below, above in pairwise(range(anchor, len(places))):
        places[above] = max(places[above], places[below] + LABEL_GAP)
    for above, below in pairwise(range(anchor, -1, -1)):
        places[below] = min(places[below], places[above] - LABEL_GAP)
    return [place - height for place, height in zip(places, heights, strict=True)]
