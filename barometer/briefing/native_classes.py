"""Columns by ordered class and lying bars as native charts; both start at 0."""

from __future__ import annotations

import math

from barometer.briefing.chart_axes import (
    Frame,
    Margins,
    axis_ids,
    class_axis,
    round_scale,
    text_width,
    value_axis,
)
from barometer.briefing.chart_data import Column, Sheet
from barometer.briefing.chart_elements import (
    Element,
    column_point,
    label,
    labels,
    line,
    node,
    rich_text,
    shape,
    text_style,
)
from barometer.briefing.number_formats import cell_format, live_format, words_of
from barometer.charts.axes import WIDEST_NAME
from barometer.charts.marks import Bars, Columns, Value
from barometer.charts.palette import LIGHT
from barometer.language import say
from barometer.phrases import capital, shortened


def columns_sheet(panel: Columns) -> Sheet:
    """Return the figures: class, value, and the value of the base where there is one."""
    shown = cell_format(panel.kind)
    told = [Column(say("class"), panel.names), Column(panel.measured_in, panel.values, shown)]
    if panel.earlier:
        told.append(Column(panel.earlier_name, panel.earlier, shown))
    return Sheet(tuple(told))


def columns_plot(panel: Columns, sheet: Sheet, frame: Frame) -> Element:
    """Return upright columns; the base, where there is one, stands as an outline left of each."""
    known = [value or 0.0 for value in (*panel.values, *panel.earlier)]
    scale = round_scale(0.0, 1.1 * max(known, default=0.0) or 1.0, panel.kind)
    series = [_column(panel, sheet, frame)]
    if panel.earlier:
        outline = shape(LIGHT.card, line(LIGHT.ghost, 1.0))
        series.insert(0, _series(sheet, 2, outline, [], []))
    every = -(-len(panel.names) * round(max(map(text_width, panel.names), default=1) * frame.text + 8) // frame.width)
    groups = _group("col", series, 60 if panel.earlier else 12)
    axes = (class_axis(frame, every=max(1, int(every))), value_axis(scale, panel.kind, frame))
    left = text_width(f"{scale.high:,.0f}") * frame.text + 14
    margins = Margins(left, 0.8 * frame.text, 12, 2.2 * frame.text)
    return node("c:plotArea", margins.plot(frame), groups, *axes, shape(None))


def bars_sheet(panel: Bars) -> Sheet:
    """Return the figures: name, value."""
    names = tuple(capital(name) for name in panel.names)
    return Sheet((Column(say("name"), names), Column(panel.measured_in, panel.values, cell_format(panel.kind))))


def bars_plot(panel: Bars, sheet: Sheet, frame: Frame) -> Element:
    """Return lying bars in the order given, the first on top, each with its label at the end."""
    known = [value or 0.0 for value in panel.values]
    top, bottom = max([*known, 0.0]), min([*known, 0.0])
    room = 0.12 * (top - bottom) if bottom else 0.0  # for the labels left of negative bars
    step = round_scale(0.0, (top - bottom + room) or 1.0, panel.kind, 4).step
    scale = round_scale(
        -step * math.ceil((room - bottom) / step) if bottom else 0.0, top or (0.0 if bottom else step), panel.kind, 4
    )
    text = _bar_text(len(panel.names), frame)
    small = Frame(frame.width, frame.height, text)
    names = max((text_width(shortened(name, WIDEST_NAME)) for name in panel.names), default=0.0)
    ends = max((text_width(words_of(told)) for told in panel.labels), default=0.0)
    margins = Margins(names * text + 12, 4, ends * text + 16, 2 * text)
    looks = [column_point(place, shape(LIGHT.bar)) for place in sorted(panel.marked)]
    told = [_told(place, panel.labels, panel.values, panel.kind, small) for place in range(len(panel.names))]
    series = [_series(sheet, 1, shape(LIGHT.ghost), looks, [each for each in told if each is not None])]
    axes = (class_axis(small, across=True), value_axis(scale, panel.kind, small, across=True))
    return node("c:plotArea", margins.plot(frame), _group("bar", series, 66), *axes, shape(None))


def _bar_text(count: int, frame: Frame) -> float:
    """Return the size at which so many names stand below each other without touching."""
    return max(7.0, min(frame.text, 0.75 * frame.height / (count + 1)))


def _column(panel: Columns, sheet: Sheet, frame: Frame) -> Element:
    looks = [column_point(place, shape(LIGHT.bar)) for place in sorted(panel.marked)]
    told = [_told(place, panel.labels, panel.values, panel.kind, frame) for place in range(len(panel.labels))]
    return _series(sheet, 1, shape(LIGHT.ghost), looks, [each for each in told if each is not None])


def _told(place: int, texts: tuple[str, ...], values: tuple[Value, ...], kind: str, frame: Frame) -> Element | None:
    words, value = words_of(texts[place]), values[place]
    if not words or value is None:
        return None
    shown = live_format(words, value, kind)
    told_as = None if shown else rich_text(words, frame.text, LIGHT.ink)
    return label(place, "outEnd", text_style(frame.text, LIGHT.ink), shown, told_as)


def _series(sheet: Sheet, column: int, look: Element, looks: list[Element], told: list[Element]) -> Element:
    return node(
        "c:ser",
        node("c:idx", val=column - 1),
        node("c:order", val=2 - column),
        sheet.name(column),
        look,
        node("c:invertIfNegative", val=0),
        *looks,
        labels(told),
        sheet.points("c:cat", 0),
        sheet.points("c:val", column),
    )


def _group(direction: str, series: list[Element], gap: int) -> Element:
    head = (node("c:barDir", val=direction), node("c:grouping", val="clustered"), node("c:varyColors", val=0))
    return node("c:barChart", *head, *series, node("c:gapWidth", val=gap), *axis_ids())
