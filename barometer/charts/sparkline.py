"""The 36-month line of a card, as a picture that needs no script."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence

from barometer.charts.palette import DARK, LIGHT, Palette

WIDTH, HEIGHT, EDGE = 208, 44, 5


def sparkline(values: Sequence[float | None]) -> str:
    """Return an SVG data address of `values` in order, gaps left open, a ring on the last known one.

    It holds both themes and follows the page around it: on paper, too.
    """
    known = [(index, value) for index, value in enumerate(values) if value is not None]
    if not known:
        return ""
    low, high = min(v for _, v in known), max(v for _, v in known)
    width = (WIDTH - 2 * EDGE) / max(1, len(values) - 1)
    height = (HEIGHT - 2 * EDGE) / ((high - low) or 1)
    points = {i: (EDGE + i * width, HEIGHT - EDGE - (v - low) * height) for i, v in known}
    path = " ".join(f"{'L' if index - 1 in points else 'M'}{x:.1f} {y:.1f}" for index, (x, y) in points.items())
    x, y = points[known[-1][0]]
    drawing = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" preserveAspectRatio="xMinYMid">'
        f"<style>{_style(LIGHT)}@media(prefers-color-scheme:dark){{{_style(DARK)}}}</style>"
        f'<path d="{path}" fill="none" stroke-width="1.6" stroke-linejoin="round"/>'
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.2" stroke-width="1.8"/></svg>'
    )
    return "data:image/svg+xml;base64," + b64encode(drawing.encode()).decode()


def _style(colours: Palette) -> str:
    return f"path,circle{{stroke:{colours.ink}}}circle{{fill:{colours.card}}}"
