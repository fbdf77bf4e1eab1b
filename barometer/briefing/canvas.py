"""A sheet to draw on, measured in px from its upper left corner: the only code that knows matplotlib."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Sequence
from functools import lru_cache
from threading import Lock
from typing import Any, Literal

import matplotlib
import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg, RendererAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontPath, FontProperties, get_font
from matplotlib.lines import Line2D
from matplotlib.patches import Polygon
from matplotlib.text import Text
from matplotlib.transforms import Affine2D, Bbox, TransformedBbox

from barometer.briefing.chart_elements import printable
from barometer.briefing.installed_fonts import drawing_faces, stand_in
from barometer.briefing.palette_png import palette_png

POINTS = 72  # an inch; a sheet has as many px to the inch, so that widths and sizes in points are px
LINE_HEIGHT, MIDDLE_OF_SIGNS = 1.35, 0.37  # of the size: from line to line, from base line to the middle
TRIMMED, FAINT = 0.2, "C0"  # of the size: what of a line no letter reaches; how much of what lies below is hidden
_ACROSS = {"left": 0.0, "center": 0.5, "right": 1.0}
_SIZE_MEASURED = 100
_drawing = Lock()  # settings and fonts of matplotlib are shared by all threads
Point = tuple[float, float]


class _Words(Text):
    """Words in one line whose base line begins at their place: drawn without being measured once more."""

    def draw(self, renderer: Any) -> None:
        """Draw them, in the colour and font they have."""
        if not self.get_text():
            return
        x, y = self.get_transform().transform(self.get_position())
        if renderer.flipy():
            y = renderer.get_canvas_width_height()[1] - y
        if isinstance(renderer, RendererAgg):  # letters that begin on whole dots are alike: sharper, a tenth smaller
            x, y = round(x), round(y)
        pen = renderer.new_gc()
        pen.set_foreground(self.get_color())
        renderer.draw_text(pen, x, y, self.get_text(), self.get_fontproperties(), 0.0, mtext=self)
        pen.restore()


class Canvas:
    """A sheet of `width` × `height` px."""

    def __init__(self, width: float, height: float, colour: str):
        self.width, self.height, self._colour = width, height, colour
        self._figure = Figure(figsize=(width / POINTS, height / POINTS), dpi=POINTS, facecolor=colour)
        inches = Affine2D().scale(1 / POINTS, -1 / POINTS).translate(0, height / POINTS)
        self._px = inches + self._figure.dpi_scale_trans

    def line(self, points: Sequence[Point], colour: str, width: float, dash: str = "", within: Any = None) -> None:
        """Draw a line; `dash` is "dot" or "dash"; nothing is drawn outside `within` (left, top, right, bottom)."""
        xs, ys = zip(*points, strict=True)
        long = {"": 0.0, "solid": 0.0, "dot": 1.0, "dash": 3.0}[dash] * max(3.0, width) / width
        style: Any = (0, (long, long)) if long else "solid"
        self._add(Line2D(xs, ys, color=colour, linewidth=width, linestyle=style, solid_capstyle="butt"), within)

    def area(self, points: Sequence[Point], fill: str, edge: str | None = None, width: float = 0.0) -> None:
        """Draw a filled shape."""
        self._add(Polygon(points, closed=True, facecolor=fill, edgecolor=edge or "none", linewidth=width))

    def box(self, left: float, top: float, right: float, bottom: float, fill: str, **edge: Any) -> None:
        """Draw a filled rectangle."""
        self.area([(left, top), (right, top), (right, bottom), (left, bottom)], fill, **edge)

    def dot(self, place: Point, size: float, fill: str, edge: str | None = None, width: float = 0.0) -> None:
        """Draw a round mark, `size` px across."""
        mark = Line2D([place[0]], [place[1]], marker="o", markersize=size, linestyle="none")
        mark.set(markerfacecolor=fill, markeredgecolor=edge or "none", markeredgewidth=width)
        self._add(mark)

    def write(
        self, place: Point, text: str, size: float, colour: str, across: str = "center", up: str = "middle"
    ) -> None:
        """Write `text`, which may hold <b> and <br>; `across` and `up` say which of its sides stands at `place`."""
        lines = text.split("<br>")
        high = size * LINE_HEIGHT
        top = _top(place, high * len(lines), up)
        for row, line in enumerate(lines):
            base = top + (row + 0.5) * high + MIDDLE_OF_SIGNS * size
            left = place[0] - _ACROSS[across] * width_of(line, size)
            for run, is_bold in _runs(line):
                indent = _run_width(run, is_bold) - _run_width(run.lstrip(), is_bold)
                self._write_run((left + indent * size, base), run.strip(), size, colour, is_bold)
                left += _run_width(run, is_bold) * size

    def pale(self, place: Point, text: str, size: float, across: str = "center", up: str = "middle") -> None:
        """Let what lies below words that are to be written shine through only faintly."""
        high, wide = size * LINE_HEIGHT * (text.count("<br>") + 1), width_of(text, size)
        top = _top(place, high, up) + TRIMMED * size
        left = place[0] - _ACROSS[across] * wide
        self.box(left, top, left + wide, top + high - 2 * TRIMMED * size, f"{self._colour}{FAINT}")

    def png(self, scale: float) -> bytes:
        """Return the sheet as PNG, `scale` dots a px, with a palette."""
        with _drawing:
            self._figure.set_dpi(POINTS * scale)
            sheet: Any = FigureCanvasAgg(self._figure)
            sheet.draw()
            self._figure.set_dpi(POINTS)
        return palette_png(np.asarray(sheet.buffer_rgba()))

    def svg(self, title: str = "", outlines: bool = True) -> bytes:
        """Return the sheet as SVG: letters as outlines, which look the same anywhere, or else as text."""
        unsaid = {"Date": None, "Creator": None, "Title": printable(title)}
        return self._saved("svg", "path" if outlines else "none", metadata=unsaid)

    def _saved(self, kind: Literal["png", "svg"], letters: str = "path", **more: Any) -> bytes:
        target, settings = io.BytesIO(), {"svg.hashsalt": "barometer", "svg.fonttype": letters}
        with _drawing, matplotlib.rc_context(settings):  # type: ignore[arg-type]
            self._figure.savefig(target, format=kind, **more)
        return target.getvalue()

    def _write_run(self, place: Point, text: str, size: float, colour: str, is_bold: bool) -> None:
        face = drawing_faces()[is_bold]
        font = FontProperties(family=face.family, weight=face.weight, fname=FontPath(face.path, face.index), size=size)
        self._add(_Words(*place, text, color=colour, fontproperties=font, parse_math=False, va="baseline", ha="left"))

    def _add(self, artist: Any, within: tuple[float, float, float, float] | None = None) -> None:
        artist.set(transform=self._px, zorder=len(self._figure.get_children()))  # what comes later lies on top
        self._figure.add_artist(artist)
        if within:
            left, top, right, bottom = within
            artist.set_clip_box(TransformedBbox(Bbox([[left, top], [right, bottom]]), self._px))


def _top(place: Point, high: float, up: str) -> float:
    return place[1] - {"top": 0.0, "middle": 0.5, "bottom": 1.0}[up] * high


def width_of(text: str, size: float) -> float:
    """Return how wide `text`, with its marks of bold type, is in px; of several lines the widest."""
    return max(sum(_run_width(run, is_bold) for run, is_bold in _runs(line)) for line in text.split("<br>")) * size


def _runs(line: str) -> list[tuple[str, bool]]:
    """Return the pieces of a line and whether each is bold."""
    pieces = re.split(r"(</?b>)", line)
    runs, is_bold = [], False
    for piece in pieces:
        if piece in ("<b>", "</b>"):
            is_bold = piece == "<b>"
        elif piece:
            runs.append((_drawable(printable(html.unescape(piece)), is_bold), is_bold))
    return runs


@lru_cache(maxsize=4096)
def _drawable(text: str, is_bold: bool) -> str:
    """Return `text` with a box for each sign that the font does not have."""
    face = drawing_faces()[is_bold]
    known = get_font(FontPath(face.path, face.index)).get_char_index
    return "".join(sign if known(ord(sign)) else stand_in(sign) for sign in text)


@lru_cache(maxsize=4096)
def _run_width(text: str, is_bold: bool) -> float:
    """Return the width of letters of size 1; blanks at the ends count, which a font leaves out of a picture."""
    with _drawing:
        face = drawing_faces()[is_bold]
        font = get_font(FontPath(face.path, face.index))
        font.set_size(_SIZE_MEASURED, POINTS)
        widths = []
        for measured in (f".{text}.", ".."):
            font.set_text(measured, 0.0)
            widths.append(font.get_width_height()[0] / 64 / _SIZE_MEASURED)
        return float(widths[0] - widths[1])
