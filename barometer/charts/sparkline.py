"""The 36-month line of a card, as a picture that needs no script."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence

from barometer.charts.expected_range import outline, verdict_colour
from barometer.charts.marks import Band
from barometer.charts.palette import DARK, LIGHT, Palette

WIDTH, HEIGHT, EDGE = 208, 44, 5
Points = list[tuple[float, float]]


def sparkline(values: Sequence[float | None], band: Band | None = None, verdict: str = "") -> str:
    """Return an SVG data address of `values` in order, gaps left open, a ring on the last known one.

    `band` lies under the line; the ring has the colour of `verdict`, "worse" or "better", else ink. It holds both
    themes and follows the page around it: on paper, too.
    """
    known = {index: value for index, value in enumerate(values) if value is not None}
    if not known:
        return ""
    runs = band.runs() if band else []
    every = [*known.values(), *(limit for run in runs for _, *limits in run for limit in limits)]
    low, width = min(every), (WIDTH - 2 * EDGE) / max(1, len(values) - 1)
    height = (HEIGHT - 2 * EDGE) / ((max(every) - low) or 1)

    def at(index: float, value: float) -> tuple[float, float]:
        return EDGE + index * width, HEIGHT - EDGE - (value - low) * height

    points = {index: at(index, value) for index, value in known.items()}
    line = " ".join(f"{'L' if index - 1 in points else 'M'}{x:.1f} {y:.1f}" for index, (x, y) in points.items())
    areas = "".join(_area([at(*edge) for edge in outline(run)]) for run in runs)
    x, y = points[max(points)]
    drawing = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" preserveAspectRatio="xMinYMid">'
        f"<style>{_style(LIGHT, verdict)}@media(prefers-color-scheme:dark){{{_style(DARK, verdict)}}}</style>{areas}"
        f'<path d="{line}" fill="none" stroke-width="1.6" stroke-linejoin="round"/>'
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.2" stroke-width="1.8"/></svg>'
    )
    return "data:image/svg+xml;base64," + b64encode(drawing.encode()).decode()


def _area(points: Points) -> str:
    return f'<polygon points="{" ".join(f"{x:.1f},{y:.1f}" for x, y in points)}"/>'


def _style(colours: Palette, verdict: str) -> str:
    ring = verdict_colour(verdict, colours)
    return f"path{{stroke:{colours.ink}}}circle{{stroke:{ring};fill:{colours.card}}}polygon{{fill:{colours.band}}}"
