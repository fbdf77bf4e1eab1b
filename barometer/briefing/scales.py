"""Scales of a drawing: where a value, a day or a class stands on the sheet, and where ticks do."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass
from typing import Any

from barometer.charts.axes import Drawing


@dataclass(frozen=True)
class Scale:
    """An axis: its first and last value, and the px they stand at."""

    first: float
    last: float
    start: float
    end: float

    def px(self, value: object) -> float:
        """Return where a value, or a day as text, stands."""
        part = (as_number(value) - self.first) / ((self.last - self.first) or 1.0)
        return self.start + part * (self.end - self.start)


def as_number(value: object) -> float:
    """Return a value as a number; a day is its count."""
    if isinstance(value, str):
        return float(dt.date.fromisoformat(value[:10]).toordinal())
    return float(value)  # type: ignore[arg-type]


def scale_of(axis: Drawing, length: int, start: float, end: float) -> Scale:
    """Return the scale of an axis between two px; one of classes without a range shows all `length` of them."""
    first, last = axis.get("range") or (-0.5, length - 0.5)
    return Scale(as_number(first), as_number(last), start, end)


def ticks(axis: Drawing, scale: Scale) -> list[tuple[float, str]]:
    """Return value and label of each tick: those the axis names, else round ones in about the number it asks for."""
    if "tickvals" in axis:
        return [(as_number(place), text) for place, text in zip(axis["tickvals"], axis["ticktext"], strict=True)]
    step = axis.get("dtick") or _round_step((scale.last - scale.first) / axis.get("nticks", 5))
    start = axis.get("tick0", 0.0)
    first = math.ceil((scale.first - start) / step - 1e-9)
    last = math.floor((scale.last - start) / step + 1e-9)
    return [(start + n * step, _label(start + n * step, axis["tickformat"])) for n in range(first, last + 1)]


def _round_step(rough: float) -> float:
    """Return the smallest of 1, 2, 5, 10 … that is larger than `rough`, as the screen chooses it."""
    size = 10.0 ** math.floor(math.log10(rough))
    return next(factor * size for factor in (2, 5, 10) if factor * size >= rough)


def _label(value: float, pattern: str) -> str:
    """Return a tick's label in one of the patterns of `charts.axes`: share, whole number, as many places as needed."""
    if pattern.endswith("%"):
        return f"{value:,.0%}"
    text = f"{value:,.0f}" if pattern.endswith("d") else f"{value:,.6f}".rstrip("0").rstrip(".")
    return text.replace("-", "−")


def axis_names(drawing: Drawing, letter: str) -> list[str]:
    """Return the axes "x", "x2" … of a drawing, as its traces name them."""
    found = [name for name in drawing if name.startswith(f"{letter}axis")]
    return [letter + name.removeprefix(f"{letter}axis") for name in sorted(found)]


def axis_of(drawing: Drawing, name: str) -> Any:
    """Return the axis that a trace or note calls "y2"."""
    return drawing[f"{name[0]}axis{name[1:]}"]
