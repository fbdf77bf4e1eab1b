"""Native charts: each panel of a spec as a chart part with its workbook, to put into slides, papers or sheets.

Slides and papers differ only in how they register the two. Heat maps are no charts but tables: see heat_table.
"""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from barometer.briefing.chart_axes import Frame, Margins
from barometer.briefing.chart_data import Sheet
from barometer.briefing.chart_elements import Element, language_tag, node, shape, text_style
from barometer.briefing.native_classes import bars_plot, bars_sheet, columns_plot, columns_sheet
from barometer.briefing.native_funnel import funnel_plot, funnel_sheet
from barometer.briefing.native_monthly import monthly_plot, monthly_sheet, right_margin
from barometer.briefing.native_points import dots_plot, dots_sheet
from barometer.charts.marks import Bars, Columns, Dots, Heat, Monthly
from barometer.charts.palette import LIGHT
from barometer.charts.spec import ChartSpec
from barometer.dates_in_words import month_name
from barometer.language import say
from barometer.phrases import listed, sentence

_UPPER = {True: 0.64, False: 0.54}  # of the height, above columns or above a second line


@dataclass(frozen=True)
class NativeChart:
    """A chart part and the workbook behind it; `height` is in points, `name` tells what it shows."""

    part: Element
    workbook: bytes
    height: float
    name: str

    def xml(self, workbook_id: str = "") -> bytes:
        """Return the chart part; `workbook_id` is the relationship to its workbook, where that is kept beside it."""
        root = etree.fromstring(etree.tostring(self.part))
        if workbook_id:
            data = node("c:externalData", node("c:autoUpdate", val=0))
            data.set("{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id", workbook_id)
            root.append(data)
        etree.cleanup_namespaces(root, keep_ns_prefixes=["a", "r"])
        return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def has_charts(spec: ChartSpec) -> bool:
    """Return whether a spec is drawn as charts; a heat map is a table."""
    return not any(isinstance(panel, Heat) for panel in spec.panels)


def native_charts(spec: ChartSpec, frame: Frame) -> tuple[NativeChart, ...]:
    """Return a chart for each panel, from top to bottom, which together fill the frame.

    Panels above each other have the same months and their plots the same width.
    """
    monthly = [panel for panel in spec.panels if isinstance(panel, Monthly)]
    if len(monthly) == len(spec.panels) and monthly:
        return _monthly(spec, monthly, frame)
    panel = spec.panels[0]
    if isinstance(panel, Columns):
        sheet = columns_sheet(panel)
        return (_chart(columns_plot(panel, sheet, frame), sheet, frame, spec.title),)
    if isinstance(panel, Bars):
        sheet = bars_sheet(panel)
        return (_chart(bars_plot(panel, sheet, frame), sheet, frame, spec.title),)
    if isinstance(panel, Dots):
        sheet = dots_sheet(panel)
        return (_chart(dots_plot(panel, sheet, frame), sheet, frame, spec.title),)
    if isinstance(panel, Heat | Monthly):
        raise TypeError(f"{spec.key}: a heat map is a table, and months stand with months only")
    sheet = funnel_sheet(panel)
    return (_chart(funnel_plot(panel, sheet, frame), sheet, frame, spec.title),)


def chart_notes(spec: ChartSpec) -> tuple[str, ...]:
    """Return what a chart on paper must say in words: its bands, its hollow points, its rules, its events."""
    monthly = [panel for panel in spec.panels if isinstance(panel, Monthly)]
    notes = []
    if any(panel.band and panel.band.runs() and not panel.is_columns for panel in monthly):
        notes.append(say("pale: expected range"))
    if any(panel.provisional for panel in monthly):
        notes.append(say("hollow: provisional"))
    for panel in spec.panels:
        if isinstance(panel, Columns) and panel.rule:
            after = max(1, min(len(panel.names) - 1, int(panel.rule[0] + 0.5)))
            names = {"before": panel.names[after - 1], "after": panel.names[after]}
            notes.append(say("{rule}: between {before} and {after}", rule=panel.rule[1], **names))
        if isinstance(panel, Dots):
            notes.append(say("figures on the right: {base}", base=panel.base_name))
    return (*notes, *_events(spec))


def alternative_text(spec: ChartSpec) -> str:
    """Return what somebody who cannot see the chart is told: its answer, and what it shows."""
    return sentence(spec.title, spec.subtitle)


def _events(spec: ChartSpec) -> list[str]:
    """Return each kind of event with its months: 春节：2024年2月、2025年1月."""
    months: dict[str, list[str]] = {}
    for event in sorted(spec.events, key=lambda event: event.first_day):
        months.setdefault(event.name, []).append(month_name(event.first_day))
    return [say("{event}: {months}", event=name, months=listed(told)) for name, told in months.items()]


def _monthly(spec: ChartSpec, panels: list[Monthly], frame: Frame) -> tuple[NativeChart, ...]:
    right = max(right_margin(panel, frame) for panel in panels)
    parts = [1.0] if len(panels) == 1 else [_UPPER[panels[-1].is_columns], 1 - _UPPER[panels[-1].is_columns]]
    charts = []
    for place, (panel, part) in enumerate(zip(panels, parts, strict=True)):
        is_lowest = place == len(panels) - 1
        own = Frame(frame.width, frame.height * part, frame.text)
        margins = Margins(4.5 * frame.text, 1.4 * frame.text, right, (2.2 if is_lowest else 0.6) * frame.text)
        sheet = monthly_sheet(panel)
        plot = monthly_plot(panel, sheet, own, margins, is_lowest)
        name = spec.title if len(panels) == 1 else sentence(panel.lines[0].name, panel.measured_in)
        charts.append(_chart(plot, sheet, own, name))
    return tuple(charts)


def _chart(plot: Element, sheet: Sheet, frame: Frame, name: str) -> NativeChart:
    blanks = node("c:dispBlanksAs", val="gap")
    drawn = node("c:chart", node("c:autoTitleDeleted", val=1), plot, node("c:plotVisOnly", val=1), blanks)
    part = node(
        "c:chartSpace",
        node("c:date1904", val=0),
        node("c:lang", val=language_tag()),
        node("c:roundedCorners", val=0),
        drawn,
        shape(None),
        text_style(frame.text, LIGHT.ink),
    )
    return NativeChart(part, sheet.workbook(), frame.height, name)
