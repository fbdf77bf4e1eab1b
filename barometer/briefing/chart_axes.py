"""Axes of native charts: round scales, and a plot that lies in the same place in charts above each other."""

from __future__ import annotations

import math
from dataclasses import dataclass
from unicodedata import east_asian_width

from barometer.briefing.chart_elements import Element, curve, node, placed, rich_text, text_style
from barometer.briefing.number_formats import axis_format, month_format
from barometer.charts.palette import LIGHT
from barometer.language import current_language

ACROSS, UP = 10, 20  # ids of axes: small and positive, as the schema wants
LATIN = 0.55  # of the width of a Chinese sign
_STEPS = (1, 2, 2.5, 5, 10)


@dataclass(frozen=True)
class Frame:
    """The place a chart gets on its page, and the size of its text, in points."""

    width: float
    height: float
    text: float = 12.0


@dataclass(frozen=True)
class Margins:
    """What lies around the plot, in points."""

    left: float
    top: float
    right: float
    bottom: float

    def plot(self, frame: Frame) -> Element:
        """Return the layout of the plot inside its frame."""
        across, up = self.inside(frame)
        return placed(self.left / frame.width, self.top / frame.height, across / frame.width, up / frame.height)

    def inside(self, frame: Frame) -> tuple[float, float]:
        """Return width and height of the plot."""
        return (
            max(frame.width - self.left - self.right, 40.0),
            max(frame.height - self.top - self.bottom, 30.0),
        )


@dataclass(frozen=True)
class Scale:
    """An axis from `low` to `high` with a tick every `step`."""

    low: float
    high: float
    step: float


def text_width(text: str) -> float:
    """Return the width of `text` in signs of its size: a Chinese one is 1, a Latin one .55.

    Dashes and quotes are drawn as wide as Chinese signs where the text is Chinese.
    """
    wide = "WFA" if current_language() == "zh" else "WF"
    return sum(1.0 if east_asian_width(sign) in wide else 0.9 if sign == "%" else LATIN for sign in text)


def round_scale(low: float, high: float, kind: str, ticks: int = 5) -> Scale:
    """Return a scale from `low`, which is kept, to a round value at or above `high`; shares end at the whole."""
    is_share = kind == "share" and high <= 1.0 + 1e-9
    span = (high - low) or 1.0
    size = 10.0 ** math.floor(math.log10(span / ticks))
    large = [factor * size for factor in _STEPS if factor * size >= span / ticks * 0.999]
    steps = [step for step in large if kind != "share" or _is_printed(step)] or [10 * size]
    if is_share and low and low + steps[0] * math.ceil((high - low) / steps[0]) > 1.0:
        return Scale(low, 1.0, _part_of_whole(1.0 - low, ticks))
    whole = [step for step in steps if step >= 1 and step == int(step)] or [1.0]  # 2.5 would be printed as 3
    step = whole[0] if kind in ("count", "days", "amount") else max(steps[0], 0.005)
    top = round(low + step * max(math.ceil((high - low) / step - 1e-9), 1), 9)
    return Scale(low, min(top, 1.0) if is_share else top, step)


def _is_printed(step: float) -> bool:
    """Return whether ticks of shares so far apart are printed as they are: 97.5 % would stand there as 98 %."""
    return step < 0.01 or math.isclose(100 * step, round(100 * step))


def _part_of_whole(span: float, ticks: int) -> float:
    """Return the step of whole per cents that divides a span of shares into about so many parts."""
    percents = round(100 * span)
    return span / next(parts for parts in (ticks, ticks - 1, ticks + 1, 3, 2, 1) if percents % parts == 0)


def value_axis(scale: Scale, kind: str, frame: Frame, across: bool = False, is_hidden: bool = False) -> Element:
    """Return the axis of values; `across` for lying bars, where it runs along the foot."""
    shown = axis_format(kind, scale.step)
    return node(
        "c:valAx",
        node("c:axId", val=UP),
        node(
            "c:scaling",
            node("c:orientation", val="minMax"),
            node("c:max", val=f"{scale.high:.10g}"),
            node("c:min", val=f"{scale.low:.10g}"),
        ),
        node("c:delete", val=int(is_hidden)),
        node("c:axPos", val="b" if across else "l"),
        None if is_hidden else node("c:majorGridlines", curve(LIGHT.grid, 0.75)),
        node("c:numFmt", formatCode=shown, sourceLinked=0),
        *_ticks("nextTo" if across else "low", frame, None),
        node("c:crossAx", val=ACROSS),
        node("c:crosses", val="max" if across else "min"),
        node("c:crossBetween", val="between"),
        node("c:majorUnit", val=f"{scale.step:.10g}"),
    )


def month_axis(months: int, frame: Frame, is_named: bool = True) -> Element:
    """Return the axis of months with a name every so many; without names where another chart's stand below."""
    apart = next((step for step in (1, 2, 3, 6, 12) if months / step <= frame.width / (7.5 * frame.text)), 24)
    return node(
        "c:dateAx",
        *_category(month_format(), frame, "low" if is_named else "none", "b"),
        node("c:auto", val=0),
        node("c:lblOffset", val=100),
        node("c:baseTimeUnit", val="months"),
        node("c:majorUnit", val=apart),
        node("c:majorTimeUnit", val="months"),
    )


def class_axis(frame: Frame, across: bool = False, every: int = 1) -> Element:
    """Return the axis of classes, first on top for lying bars; of many only `every` so many is named."""
    names = _category("General", frame, "low", "l" if across else "b", "maxMin" if across else "minMax")
    return node(
        "c:catAx",
        *names,
        node("c:auto", val=0),
        node("c:lblAlgn", val="ctr"),
        node("c:lblOffset", val=60),
        node("c:tickLblSkip", val=every),
        node("c:noMultiLvlLbl", val=1),
    )


def plain_axis(
    place: int, other: int, scale: Scale, shown: str, frame: Frame, is_hidden: bool = False, title: str = ""
) -> Element:
    """Return an axis of a chart of points: along the foot where `place` is ACROSS."""
    is_foot = place == ACROSS
    bounds = [node("c:max", val=f"{scale.high:.10g}"), node("c:min", val=f"{scale.low:.10g}")]
    return node(
        "c:valAx",
        node("c:axId", val=place),
        node("c:scaling", node("c:orientation", val="minMax"), *bounds),
        node("c:delete", val=int(is_hidden)),
        node("c:axPos", val="b" if is_foot else "l"),
        None if is_hidden or is_foot else node("c:majorGridlines", curve(LIGHT.grid, 0.75)),
        _title(title, frame) if title else None,
        node("c:numFmt", formatCode=shown, sourceLinked=0),
        *_ticks("low", frame, LIGHT.axis if is_foot else None),
        node("c:crossAx", val=other),
        node("c:crosses", val="min"),
        node("c:crossBetween", val="midCat"),
        node("c:majorUnit", val=f"{scale.step:.10g}"),
    )


def _title(text: str, frame: Frame) -> Element:
    return node("c:title", rich_text(text, frame.text, LIGHT.muted), node("c:overlay", val=0))


def axis_ids() -> tuple[Element, Element]:
    """Return the ids a group of series names its axes by."""
    return node("c:axId", val=ACROSS), node("c:axId", val=UP)


def _category(shown: str, frame: Frame, names: str, side: str, order: str = "minMax") -> list[Element]:
    return [
        node("c:axId", val=ACROSS),
        node("c:scaling", node("c:orientation", val=order)),
        node("c:delete", val=0),
        node("c:axPos", val=side),
        node("c:numFmt", formatCode=shown, sourceLinked=0),
        *_ticks(names, frame),
        node("c:crossAx", val=UP),
        node("c:crosses", val="autoZero"),
    ]


def _ticks(names: str, frame: Frame, rule: str | None = LIGHT.axis) -> list[Element]:
    return [
        node("c:majorTickMark", val="none"),
        node("c:minorTickMark", val="none"),
        node("c:tickLblPos", val=names),
        curve(rule, 0.75),
        text_style(frame.text, LIGHT.muted),
    ]
