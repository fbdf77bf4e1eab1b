"""Tables of words: what a card shows where the answer is a list and not a chart."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Code:
    """A technical name, such as a column or the id of a metric."""

    text: str


@dataclass(frozen=True)
class ToMetric:
    """A word that opens the definition of a metric."""

    text: str
    metric_id: str


@dataclass(frozen=True)
class ToFlag:
    """A word that opens the definition of a flag."""

    text: str
    flag_id: str


Piece = str | Code | ToMetric | ToFlag
Cell = str | tuple[Piece, ...]


@dataclass(frozen=True)
class Table:
    """A card with a three-line table; the columns named in `figures` hold digits and stand right-aligned."""

    key: str
    title: str
    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    figures: frozenset[int] = frozenset()
