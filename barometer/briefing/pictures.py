"""Pictures of charts for papers and slides: PNG and SVG from the same specs as the screen, without a browser."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from itertools import accumulate

from barometer.briefing.canvas import LINE_HEIGHT, Canvas, width_of
from barometer.briefing.drawings import draw
from barometer.charts import figure
from barometer.charts.axes import escape
from barometer.charts.palette import palette
from barometer.charts.spec import ChartSpec
from barometer.language import in_language
from barometer.phrases import capital

PNG_WIDTH, PNG_HEIGHT = 1600, 900
PLACED_DOTS = 1536  # of a picture across a slide or paper: 150 an inch of a slide printed on A4, 250 of a paper
KEPT = 64  # pictures of two packs, about 2 MB: what is drawn follows from the chart and the language alone
SHEET_HEIGHT, PLACED_WIDTH = 450, 640  # px of the screen
LOWEST, LOWER = 236, 0.82  # of a chart in a text: px, part of its height on the screen
EDGE, TITLE, SUBTITLE, FOOT = 24, 20, 14, 12
BOLDER = 1.06  # how much wider bold Latin letters run
CLOSING, OPENING = "，。；：、）》”％%·—–", "（《“·−+—–"
_STOP = re.compile("；|; ")
LINES = 2  # of a title or subtitle; what is longer ends in an ellipsis


@lru_cache(maxsize=KEPT)
def png_of(spec: ChartSpec, language: str, is_titled: bool = True) -> bytes:
    """Return the chart as PNG: 16:9 with title, subtitle and source, or alone, to be placed.

    Slides and papers of one export place the same picture: it is drawn once.
    """
    with in_language(language):
        if is_titled:
            sheet = _sheet(spec)
            return sheet.png(PNG_WIDTH / sheet.width)
        return _chart_alone(spec).png(PLACED_DOTS / PLACED_WIDTH)


@lru_cache(maxsize=KEPT)
def svg_of(spec: ChartSpec, language: str, is_titled: bool = True, outlines: bool = True) -> bytes:
    """Return the chart as SVG; letters are outlines, or text for who brings the font (`installed_fonts`)."""
    with in_language(language):
        sheet = _sheet(spec) if is_titled else _chart_alone(spec)
        return sheet.svg(capital(spec.title), outlines)


def forget_pictures() -> None:
    """Let every chart be drawn anew, as for whoever exports first."""
    png_of.cache_clear()
    svg_of.cache_clear()


def _chart_alone(spec: ChartSpec) -> Canvas:
    """Return the chart without words around it, lower than on the screen: pages of a text hold two of them."""
    colours, placed = palette("light"), replace(spec, height=max(round(LOWER * spec.height), LOWEST))
    sheet = Canvas(PLACED_WIDTH, placed.height, colours.card)
    draw(figure(placed), sheet, 0, 0, sheet.width, sheet.height)
    return sheet


def _sheet(spec: ChartSpec) -> Canvas:
    """Return title, subtitle, chart and source on one sheet; a tall chart makes all of it smaller."""
    colours = palette("light")
    height, words = SHEET_HEIGHT, 0.0
    for _ in range(2):  # a larger sheet is wider, too: its words take fewer lines
        wide = height * PNG_WIDTH / PNG_HEIGHT - 2 * EDGE
        title = _wrapped(capital(spec.title), TITLE, wide / BOLDER)
        subtitle = _wrapped(capital(spec.subtitle), SUBTITLE, wide)
        source = _wrapped(spec.provenance.line(), FOOT, wide)
        words = LINE_HEIGHT * (TITLE * len(title) + SUBTITLE * len(subtitle) + FOOT * len(source)) + 2 * EDGE + 16
        height = max(height, round(spec.height + words))
    sheet = Canvas(height * PNG_WIDTH / PNG_HEIGHT, height, colours.card)
    top = float(EDGE)
    sheet.write((EDGE, top), _bold(title), TITLE, colours.ink, "left", "top")
    top += LINE_HEIGHT * TITLE * len(title) + 4
    sheet.write((EDGE, top), "<br>".join(map(escape, subtitle)), SUBTITLE, colours.muted, "left", "top")
    top += LINE_HEIGHT * SUBTITLE * len(subtitle) + 4
    foot = height - EDGE - LINE_HEIGHT * FOOT * len(source)
    draw(figure(replace(spec, height=round(foot - top - 8))), sheet, EDGE, top, sheet.width - EDGE, foot - 8)
    sheet.write((EDGE, height - EDGE), "<br>".join(map(escape, source)), FOOT, colours.muted, "left", "bottom")
    return sheet


def _bold(lines: list[str]) -> str:
    return "<br>".join(f"<b>{escape(line)}</b>" for line in lines)


def _wrapped(text: str, size: float, widest: float) -> list[str]:
    """Return `text` in at most two lines, broken between words or Chinese signs; what is longer ends in an ellipsis."""
    lines: list[str] = []
    while text and len(lines) < LINES:
        fits = _that_fit(text, size, widest)
        stops = [stop.end() for stop in _STOP.finditer(text, fits // 3, fits)]
        if fits < len(text) and stops and _that_fit(text[stops[-1] :], size, widest) == len(text) - stops[-1]:
            fits = stops[-1]  # a line rather ends with a clause than leaves a word or two for the next
        lines.append(text[:fits].rstrip())
        text = text[fits:].lstrip()
    if text:
        lines[-1] = lines[-1][:-1] + "…"
    return lines


def _that_fit(text: str, size: float, widest: float) -> int:
    """Return how many signs go into a line: no word or number is cut, no line begins with a closing mark."""
    widths = accumulate(width_of(escape(sign), size) for sign in text)
    fits = next((place for place, width in enumerate(widths) if width > widest), len(text))
    ends = [place for place in range(fits // 2, fits + 1) if _may_end(text, place)]
    return ends[-1] if ends else max(fits, 1)


def _may_end(text: str, place: int) -> bool:
    """Return whether a line may end before the sign at `place`."""
    if place >= len(text):
        return True
    before, after = text[place - 1], text[place]
    is_in_word = before.isascii() and after.isascii() and not (before.isspace() or after.isspace())
    return not is_in_word and after not in CLOSING and before not in OPENING
