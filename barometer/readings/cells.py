"""Cells and options as they were written, turned into numbers or told apart with line and name."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

import numpy as np
import pandas as pd

from barometer.faults import NotAllowed, UnreadableSeries
from barometer.readings.counts import LARGEST
from barometer.readings.loglinear import Floats

Value = TypeVar("Value")


def counts_in(frame: pd.DataFrame, column: str) -> Floats:
    """Return a column of counts, NaN where a cell is empty.

    Raises UnreadableSeries, naming the line of the first cell, where the column is missing, a cell is no number, below
    zero, too large or not whole. The index of `frame` holds the lines.
    """
    if column not in frame.columns:
        raise UnreadableSeries(
            "A column is missing",
            column=column,
            expected=f"a column named {column}",
            found=", ".join(map(str, frame.columns)),
            remedy="name the columns in the first line of the file",
        )
    numbers = pd.to_numeric(frame[column], errors="coerce")
    is_count = frame[column].isna() | ((numbers >= 0) & (numbers <= LARGEST) & (numbers == np.floor(numbers)))
    if not is_count.all():
        wrong = int(np.argmin(is_count.to_numpy()))
        raise UnreadableSeries(
            "A cell is no count",
            column=column,
            expected=f"a whole number from 0 to {LARGEST:g}, or an empty cell where it is not known",
            found=f"{frame[column].iloc[wrong]} in line {frame.index[wrong]}",
            remedy="correct the cell",
        )
    return np.asarray(numbers, dtype=float)


def refuse_others(options: Mapping[str, str], known: Sequence[str]) -> None:
    """Raise NotAllowed for an option that the reading does not know."""
    for name in sorted(set(options) - set(known)):
        remedy = "leave it out or write it as it stands here"
        raise NotAllowed("There is no such option", column=name, expected=", ".join(known), found=name, remedy=remedy)


def option(options: Mapping[str, str], name: str, of: Callable[[str], Value], default: Value, form: str) -> Value:
    """Return an option as `of` reads it, the default where it is not given.

    Raises NotAllowed, expecting `form`, where `of` raises ValueError.
    """
    if name not in options:
        return default
    try:
        return of(options[name])
    except ValueError as error:
        remedy = "write it as expected"
        raise NotAllowed("An option cannot be read", "", name, form, options[name], remedy) from error


def whole_from(least: int) -> Callable[[str], int]:
    """Return a reader of whole numbers of at least `least`."""

    def read(text: str) -> int:
        value = int(text.removesuffix(".0"))
        if value < least:
            raise ValueError(text)
        return value

    return read


def number_between(low: float, high: float) -> Callable[[str], float]:
    """Return a reader of numbers above `low` and up to `high`."""

    def read(text: str) -> float:
        value = float(text)
        if not low < value <= high:
            raise ValueError(text)
        return value

    return read


def known(value: float) -> float | None:
    """Return a number as JSON holds it: null where it is not known."""
    return float(value) if np.isfinite(value) else None
