"""A drawing made larger as a whole, for a screen that is read from afar: letters, lines, marks and margins."""

from __future__ import annotations

from typing import Any

from barometer.charts.axes import Drawing

# What is measured in px, whatever holds it; "width" is so in lines only, elsewhere it is a part of a class.
_IN_PX = {"size", "height", "l", "r", "t", "b", "xshift", "yshift", "ticklen", "standoff", "xgap", "ygap"}
_IN_PX |= {"zerolinewidth", "spikethickness"}


def scaled(drawing: Drawing, factor: float) -> Drawing:
    """Return the drawing with everything that is measured in px made `factor` times as large."""
    return {key: _scaled(value, key, "", factor) for key, value in drawing.items()}


def _scaled(value: Any, key: str, holder: str, factor: float) -> Any:
    if isinstance(value, dict):
        return {inner: _scaled(one, inner, key, factor) for inner, one in value.items()}
    is_in_px = key in _IN_PX or (key == "width" and holder == "line")
    if isinstance(value, list):
        return [_scaled(one, key, holder, factor) for one in value]
    if is_in_px and isinstance(value, int | float) and not isinstance(value, bool):
        return value * factor
    return value
