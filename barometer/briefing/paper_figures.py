"""The figures of a paper: each panel of a chart as an editable chart, a table of shades, or all as one picture."""

from __future__ import annotations

from barometer.briefing.chart_axes import Frame
from barometer.briefing.native_charts import alternative_text, chart_notes, has_charts, native_charts
from barometer.briefing.pack import Exhibit
from barometer.briefing.paper_draft import Draft
from barometer.briefing.paper_tables import shaded
from barometer.briefing.wordprocessing import Element, paragraph
from barometer.charts.marks import Heat
from barometer.charts.spec import ChartSpec
from barometer.language import current_language, say
from barometer.phrases import capital

_POINTS_IN_MM = 72 / 25.4
_MM_IN_PIXEL = 0.2  # pages of a text hold two charts, lower than on the screen
_LOWEST_MM, _HIGHEST_MM = 56.0, 190.0
_LETTERS = 9.0  # points


def figure_elements(draft: Draft, exhibit: Exhibit, charts: str) -> list[Element]:
    """Return what stands above the caption of a figure, kept together with it."""
    spec = exhibit.spec
    if spec is None:
        return []
    if not has_charts(spec):
        return [element for panel in spec.panels if isinstance(panel, Heat) for element in _shades(draft, panel)]
    return _picture(draft, spec) if charts == "picture" else _native(draft, spec)


def note_on(draft: Draft, exhibit: Exhibit, charts: str) -> list[Element]:
    """Return a small line under the caption that says what bands and hollow points mean; a picture says it itself."""
    told = chart_notes(exhibit.spec) if exhibit.spec and charts == "native" else ()
    return [draft.words("key", capital(" · ".join(told)))] if told else []


def _picture(draft: Draft, spec: ChartSpec) -> list[Element]:
    from barometer.briefing.pictures import png_of  # drawn only where pictures are asked for

    png = png_of(spec, current_language(), is_titled=False)
    return [_placed(draft, draft.drawings.picture(png, draft.width_mm, alternative_text(spec)))]


def _native(draft: Draft, spec: ChartSpec) -> list[Element]:
    height = min(max(spec.height * _MM_IN_PIXEL, _LOWEST_MM), _HIGHEST_MM)
    frame = Frame(draft.width_mm * _POINTS_IN_MM, height * _POINTS_IN_MM, _LETTERS)
    alt, made = alternative_text(spec), []
    for chart in native_charts(spec, frame):
        drawing = draft.drawings.native(
            chart.xml("rId1"), chart.workbook, draft.width_mm, chart.height / _POINTS_IN_MM, alt
        )
        made.append(_placed(draft, drawing))
    return made


def _placed(draft: Draft, drawing: Element) -> Element:
    return paragraph(draft.style_ids["figure"], [drawing])


def _shades(draft: Draft, panel: Heat) -> list[Element]:
    table = shaded(panel, draft.styles["cell"], draft.style_ids["cell"], draft.width)
    return [draft.words("strip", say("unit: {unit}", unit=panel.measured_in), keep=True), table]
