"""One label for points that belong together, such as months in a row, beside them where the line leaves room."""

from __future__ import annotations

from barometer.charts.axes import Drawing, escape, note
from barometer.charts.end_labels import middle
from barometer.charts.expected_range import verdict_colour
from barometer.charts.marks import Monthly
from barometer.charts.palette import Palette

REACH = 6  # months a label covers to either side of its middle
APART = 14  # px between the line and the middle of the label


def run_label(panel: Monthly, scale: list[float], colours: Palette, axis: str, height: float) -> Drawing:
    """Return what the marked points are together, beyond the line on the side of the second line they lie on.

    Where the axis (first and last value `scale`, `height` px) leaves no room below, it stands above.
    """
    places = [place for place, _ in panel.marked]
    centre = min(max((places[0] + places[-1]) // 2, REACH), len(panel.months) - 1 - REACH)
    values = panel.lines[0].values
    around = [value for value in values[max(centre - REACH, 0) : centre + REACH + 1] if value is not None]
    level = panel.lines[1].values[centre] or 0.0
    is_above = sum((values[place] or 0.0) - level for place in places) > 0
    room = (min(around) - scale[0]) * height / ((scale[1] - scale[0]) or 1.0)
    value, shift = (min(around), -APART) if not is_above and room > 2 * APART else (max(around), APART)
    colour = verdict_colour(panel.marked[0][1], colours, is_text=True)
    return note(escape(panel.marked_as), middle(panel.months[centre]), value, colour, yref=axis, yshift=shift)
