"""Tables of words: what a card shows where the answer is a list and not a chart."""

from __future__ import annotations

from dataclasses import dataclass

from barometer.charts.marks import Band, Value
from barometer.filters import Filters


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


@dataclass(frozen=True)
class ToPage:
    """A word that opens a page under filters."""

    text: str
    page: str
    filters: Filters


@dataclass(frozen=True)
class Icon:
    """A sign before words that say the same: `tone` "worse" or "better" gives it a colour, any other none."""

    name: str
    tone: str = ""


@dataclass(frozen=True)
class Note:
    """Words of less weight on a line of their own."""

    text: str


@dataclass(frozen=True)
class Sparkline:
    """A small line of values in order, in words `alt`, over what was expected; the last one by its verdict."""

    values: tuple[Value, ...]
    band: Band | None
    verdict: str
    alt: str


Piece = str | Code | ToMetric | ToFlag | ToPage | Icon | Note | Sparkline
Cell = str | tuple[Piece, ...]


@dataclass(frozen=True)
class Table:
    """A card with a three-line table; the columns named in `figures` hold digits and stand right-aligned.

    Without rows the card is a title and a caption.
    """

    key: str
    title: str
    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    figures: frozenset[int] = frozenset()


def without_rows(key: str, title: str, caption: str) -> Table:
    """Return a card that says in its title why there is nothing to list."""
    return Table(key, title, caption, head=(), rows=())
