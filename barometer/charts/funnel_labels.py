"""Names beside the dots of a funnel, each where it covers no other name and, where it can, no dot."""

from __future__ import annotations

from dataclasses import dataclass
from unicodedata import east_asian_width

from barometer.charts.axes import Drawing, escape, note
from barometer.charts.funnel_mark import Funnel, FunnelDot
from barometer.charts.palette import TICK_SIZE, Palette
from barometer.phrases import capital, shortened

PLOT_WIDTH = 420  # px of the plot in the narrowest card; in wider ones labels only stand further apart
WIDEST, LINE_HEIGHT, AWAY = 24, 18, 9
_MARKS = {1: "▲", -1: "▼"}


@dataclass(frozen=True)
class Box:
    """A rectangle in px of the plot, from its lower left corner."""

    left: float
    bottom: float
    right: float
    top: float

    def meets(self, other: Box) -> bool:
        """Return whether the two have a point in common."""
        across = self.left < other.right and other.left < self.right
        return across and self.bottom < other.top and other.bottom < self.top

    def is_within(self, width: float, height: float) -> bool:
        """Return whether all of it lies in a plot of that size, a few px of margin above included."""
        return self.left >= 0 and self.right <= width and self.bottom >= 0 and self.top <= height + LINE_HEIGHT / 2


def is_better(row: FunnelDot, panel: Funnel) -> bool:
    """Return whether a unit outside the limits is so on the good side."""
    return (row.verdict > 0) == (panel.better == "higher")


def name_labels(panel: Funnel, scale: tuple[float, float, float], height: float, colours: Palette) -> list[Drawing]:
    """Return ▲ or ▼ and the name of each unit outside the 99.8 % limits, where a side is free for it."""
    return [_label(text, row, panel, side, colours) for row, text, side in named(panel, scale, height)]


def named(panel: Funnel, scale: tuple[float, float, float], height: float) -> list[tuple[FunnelDot, str, str]]:
    """Return each unit outside the 99.8 % limits, the farthest first, with its words and the side they stand on.

    `scale` is the last base of the axis, its first and last share. Where no side is free a unit stays without name:
    colour and table tell it.
    """
    spots = {row.code: _spot(row, scale, height) for row in panel.rows}
    dots = {code: Box(x - AWAY, y - AWAY, x + AWAY, y + AWAY) for code, (x, y) in spots.items()}
    outside = sorted((row for row in panel.rows if row.verdict), key=lambda row: -_beyond(row))
    taken = [dots.pop(row.code) for row in outside]
    found = []
    for row in outside:
        text = f"{_MARKS[row.verdict]} {shortened(capital(row.name), WIDEST)}"
        sides = _sides(spots[row.code], _width(text), row.verdict)
        inside = [side for side in sides if side[1].is_within(PLOT_WIDTH, height)]
        if free := _free(inside, [*taken, *dots.values()]) or _free(inside, taken):
            taken.append(free[1])
            found.append((row, text, free[0]))
    return found


def _free(sides: list[tuple[str, Box]], taken: list[Box]) -> tuple[str, Box] | None:
    """Return the first side whose box meets none that is taken."""
    return next((side for side in sides if not any(side[1].meets(other) for other in taken)), None)


def _beyond(row: FunnelDot) -> float:
    """Return how far a unit lies outside its limit, in widths of its own limits."""
    low, high = row.far
    return max(low - row.value, row.value - high) / ((high - low) or 1.0)


def _spot(row: FunnelDot, scale: tuple[float, float, float], height: float) -> tuple[float, float]:
    most, low, high = scale
    return row.denominator / most * PLOT_WIDTH, (row.value - low) / (high - low) * height


def _sides(spot: tuple[float, float], width: float, verdict: int) -> list[tuple[str, Box]]:
    """Return where a label could stand, the best place first: away from the limits, right, left, towards them."""
    (x, y), half = spot, LINE_HEIGHT / 2
    above = ("above", Box(x - width / 2, y + AWAY, x + width / 2, y + AWAY + LINE_HEIGHT))
    below = ("below", Box(x - width / 2, y - AWAY - LINE_HEIGHT, x + width / 2, y - AWAY))
    beside = [
        ("right", Box(x + AWAY, y - half, x + AWAY + width, y + half)),
        ("left", Box(x - AWAY - width, y - half, x - AWAY, y + half)),
    ]
    return [above, *beside, below] if verdict > 0 else [below, *beside, above]


def _width(text: str) -> float:
    return sum(TICK_SIZE if east_asian_width(sign) in "WFA" else 0.62 * TICK_SIZE for sign in text)


def _label(text: str, row: FunnelDot, panel: Funnel, side: str, colours: Palette) -> Drawing:
    colour = colours.better_text if is_better(row, panel) else colours.worse_text
    if panel.better == "neutral":
        colour = colours.ink
    where = {
        "right": {"xanchor": "left", "xshift": AWAY},
        "left": {"xanchor": "right", "xshift": -AWAY},
        "above": {"xanchor": "center", "yanchor": "bottom", "yshift": AWAY - 3},
        "below": {"xanchor": "center", "yanchor": "top", "yshift": 3 - AWAY},
    }
    return note(f"<b>{escape(text)}</b>", row.denominator, row.value, colour, **where[side])
