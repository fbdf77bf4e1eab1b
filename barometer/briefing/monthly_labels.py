"""Labels of native trends: only the end, the points that left their range, the highest and the lowest."""

from __future__ import annotations

from barometer.briefing.chart_axes import Frame, Margins, Scale
from barometer.briefing.chart_elements import Element, label, rich_text, text_style
from barometer.briefing.number_formats import live_format, words_of
from barometer.charts.end_labels import last_known, line_colour, pushed_apart
from barometer.charts.expected_range import verdict_colour
from barometer.charts.marks import Line, Monthly
from barometer.charts.monthly import axis_start
from barometer.charts.palette import LIGHT
from barometer.wording import number

APART = 4  # months between labels of points
LABELLED = 3
NEAR = 0.08  # of the height of a line: so close to the foot a label below would lie on the months
_ABOVE, _BELOW = "t", "b"


def line_labels(panel: Monthly, told: Line, frame: Frame, shift: float) -> list[Element]:
    """Return the labels of a line: its end, points that left the range, the highest and the lowest."""
    last = last_known(told.values)
    if last is None:
        return []
    colour = LIGHT.muted if told.is_grey else line_colour(told, LIGHT)
    found = _told_points(panel, told, last, frame) if told.role == "main" else {}
    if told.label:
        found[last] = point_label(panel, told, last, "r", colour, frame, told.label, (0.0, shift))
    return [found[place] for place in sorted(found)]


def _told_points(panel: Monthly, told: Line, last: int, frame: Frame) -> dict[int, Element]:
    """Return the labels of the latest marked points, then of the highest and the lowest where they have room."""
    marked = dict(panel.marked) if told is panel.lines[0] else {}
    latest = sorted((place for place in marked if place != last), reverse=True)[:LABELLED]
    known = {place: value for place, value in enumerate(told.values) if value is not None and place != last}
    extremes = [max(known, key=known.__getitem__), min(known, key=known.__getitem__)] if len(known) > 1 else []
    found: dict[int, Element] = {}
    for place in [*latest, *extremes]:
        if any(abs(place - other) < APART for other in (*found, last)):
            continue
        colour = verdict_colour(marked.get(place, ""), LIGHT, is_text=True)
        found[place] = point_label(panel, told, place, _side(panel, told, place), colour, frame)
    return found


def _side(panel: Monthly, told: Line, place: int) -> str:
    """Return on which side of a point its label stands: away from its neighbours, but never on the axis below."""
    value, around = told.values[place] or 0.0, told.values[max(place - 1, 0) : place + 2]
    low, high = axis_start(panel), max(value for value in told.values if value is not None)
    if value - low < NEAR * (high - low):
        return _ABOVE
    known = [other for other in around if other is not None]
    return _ABOVE if value >= sum(known) / len(known) else _BELOW


def point_label(
    panel: Monthly,
    told: Line,
    place: int,
    position: str,
    colour: str,
    frame: Frame,
    words: str = "",
    shift: tuple[float, float] = (0.0, 0.0),
) -> Element:
    """Return the label of a point: its value, or `words` about it where a number format can say them."""
    value, base = told.values[place], told.base(place)
    words = words or number(value, panel.kind, base)
    shown = live_format(words, value, panel.kind, base)
    is_bold = colour != LIGHT.muted
    told_as = None if shown else rich_text(words_of(words), frame.text, colour, is_bold)
    return label(place, position, text_style(frame.text, colour, is_bold), shown, told_as, shift)


def label_shifts(panel: Monthly, frame: Frame, margins: Margins, scale: Scale) -> dict[int, float]:
    """Return by how much of the chart's height the label at the end of each line moves, so that none touch."""
    _, height = margins.inside(frame)
    known = [(place, last_known(one.values)) for place, one in enumerate(panel.lines) if one.label]
    ends = sorted((panel.lines[place].values[last] or 0.0, place) for place, last in known if last is not None)
    heights = [value / (scale.high - scale.low) * height for value, _ in ends]
    moves = pushed_apart(heights, [panel.lines[place].role == "main" for _, place in ends])
    return {place: -move / frame.height for (_, place), move in zip(ends, moves, strict=True)}
