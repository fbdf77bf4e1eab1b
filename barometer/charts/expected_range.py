"""What was expected of a trend: a pale band under its line, and dots where final points left it."""

from __future__ import annotations

import datetime as dt

from barometer.charts.axes import Drawing, note
from barometer.charts.end_labels import middle
from barometer.charts.marks import Monthly
from barometer.charts.palette import Palette
from barometer.dates_in_words import month_name
from barometer.wording import number

LABELLED = 3
LABEL_MONTHS, LABEL_HEIGHT = 5, 40  # what a label takes: months of a chart of 36, px
HALF_A_MONTH = 0.4


def verdict_colour(verdict: str, colours: Palette, is_text: bool = False) -> str:
    """Return the colour of "worse" or "better", for marks or for text; ink for anything else."""
    marks = {"worse": colours.worse, "better": colours.better}
    texts = {"worse": colours.worse_text, "better": colours.better_text}
    return (texts if is_text else marks).get(verdict, colours.ink)


def outline(run: list[tuple[int, float, float]]) -> list[tuple[float, float]]:
    """Return the corners (place, value) around one unbroken run of limits; a month that stands alone has some width."""
    if len(run) == 1:
        place, low, high = run[0]
        left, right = place - HALF_A_MONTH, place + HALF_A_MONTH
        return [(left, high), (right, high), (right, low), (left, low)]
    corners = [(place, high) for place, _, high in run] + [(place, low) for place, low, _ in reversed(run)]
    return [(float(place), value) for place, value in corners]


def draw_band(panel: Monthly, colours: Palette, axis: str) -> list[Drawing]:
    """Return one filled shape for each unbroken run of the band, to lie under the lines."""
    shapes = [outline(run) for run in panel.band.runs()] if panel.band else []
    return [
        {
            "type": "scatter",
            "mode": "lines",
            "x": [_day(panel, place) for place, _ in corners],
            "y": [value for _, value in corners],
            "yaxis": axis,
            "fill": "toself",
            "fillcolor": colours.band,
            "line": {"width": 0},
            "hoverinfo": "skip",
        }
        for corners in shapes
    ]


def draw_marked(panel: Monthly, colours: Palette, axis: str) -> list[Drawing]:
    """Return the dots of the points that left the band."""
    if not panel.marked:
        return []
    return [
        {
            "type": "scatter",
            "mode": "markers",
            "x": [middle(panel.months[place]) for place, _ in panel.marked],
            "y": [panel.lines[0].values[place] for place, _ in panel.marked],
            "yaxis": axis,
            "marker": {"size": 9, "color": [verdict_colour(verdict, colours) for _, verdict in panel.marked]},
            "hoverinfo": "skip",
            "cliponaxis": False,
        }
    ]


def mark_labels(panel: Monthly, scale: list[float], colours: Palette, axis: str, height: float) -> list[Drawing]:
    """Return month and value beside the latest marked points, as many as have room; the last point has its own."""
    per_unit, last = height / ((scale[1] - scale[0]) or 1.0), len(panel.months) - 1
    heights = {place: (value or 0.0) * per_unit for place, value in enumerate(panel.lines[0].values)}
    taken: list[tuple[int, int, float]] = []
    labels = []
    for place, verdict in sorted(panel.marked, reverse=True):
        first = place - LABEL_MONTHS if place > last - LABEL_MONTHS else place
        wanted = (first, first + LABEL_MONTHS, heights[place])
        is_crowded = len(taken) == LABELLED or any(_touch(wanted, other) for other in taken)
        if place == last or is_crowded or not _stands_out(panel, place):
            continue
        taken.append(wanted)
        rooms = (scale[1] * per_unit - heights[place], heights[place] - scale[0] * per_unit)
        colour = verdict_colour(verdict, colours, is_text=True)
        labels.append({**_label(panel, place, first < place, colour, axis), "yanchor": _anchor(panel, place, rooms)})
    return labels


def _stands_out(panel: Monthly, place: int) -> bool:
    """Return whether a marked point lies no nearer to the band than marked ones beside it: of a run only its top."""
    places = {marked for marked, _ in panel.marked}
    return all(_beyond(panel, place) >= _beyond(panel, beside) for beside in places & {place - 1, place + 1})


def _beyond(panel: Monthly, place: int) -> float:
    limits, value = panel.band.limits(place) if panel.band else None, panel.lines[0].values[place]
    return 0.0 if limits is None or value is None else max(value - limits[1], limits[0] - value)


def _anchor(panel: Monthly, place: int, rooms: tuple[float, float]) -> str:
    """Return how a label stands to its point: away from the band, where the line is not, if the plot has the room."""
    limits, value = panel.band.limits(place) if panel.band else None, panel.lines[0].values[place]
    if limits is None or value is None:
        return "middle"
    is_above = value > limits[1]
    return ("bottom" if is_above else "top") if rooms[0 if is_above else 1] >= LABEL_HEIGHT else "middle"


def _touch(one: tuple[int, int, float], other: tuple[int, int, float]) -> bool:
    """Return whether two labels, each first month, last month and height, would touch."""
    return one[0] <= other[1] and other[0] <= one[1] and abs(one[2] - other[2]) < LABEL_HEIGHT


def _label(panel: Monthly, place: int, is_left: bool, colour: str, axis: str) -> Drawing:
    """Return a label right of its point, left of one near the end."""
    value, line = panel.lines[0].values[place], panel.lines[0]
    text = f"{month_name(panel.months[place])}<br><b>{number(value, panel.kind, line.base(place))}</b>"
    side = {"xanchor": "right", "xshift": -9, "align": "right"} if is_left else {"xanchor": "left", "xshift": 9}
    return note(text, middle(panel.months[place]), value, colour, yref=axis, **{"align": "left", **side})


def _day(panel: Monthly, place: float) -> str:
    """Return where a place of the axis of months lies; a part of a month is one of 30 days."""
    whole = round(place)
    day = dt.date.fromisoformat(middle(panel.months[whole])) + dt.timedelta(days=round(30 * (place - whole)))
    return day.isoformat()
