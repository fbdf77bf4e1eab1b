"""ChartSpec: the only thing a panel builds. Screen, picture, table and later slides are drawn from it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from barometer.charts.marks import Panel


@dataclass(frozen=True)
class Event:
    """A named run of days behind a time axis, such as 春节."""

    name: str
    kind: str
    first_day: dt.date
    last_day: dt.date


@dataclass(frozen=True)
class Provenance:
    """Where the figures come from, in words of the reader's language."""

    source: str
    data_as_of: str
    filters: str
    snapshot: str

    def line(self) -> str:
        """Return the foot line of a picture or file."""
        return " · ".join(part for part in (self.source, self.data_as_of, self.filters) if part)


@dataclass(frozen=True)
class ChartSpec:
    """A chart: its answer as a sentence, what is measured, the panels from top to bottom.

    `further` are metrics shown beside `metric`; `queries` are those it is drawn from where that is no metric's own;
    `notes` are sentences that stand below the picture; `hint` says what a click does, to be shown where one can click.
    """

    key: str
    metric: str
    title: str
    subtitle: str
    panels: tuple[Panel, ...]
    provenance: Provenance
    events: tuple[Event, ...] = ()
    height: int = 270
    further: tuple[str, ...] = ()
    queries: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    hint: str = ""

    @property
    def metrics(self) -> tuple[str, ...]:
        """Return every metric the chart shows, the main one first."""
        return tuple(name for name in (self.metric, *self.further) if name)

    def table(self) -> list[tuple[object, ...]]:
        """Return the figures as rows, panels one below the other with an empty row between."""
        rows: list[tuple[object, ...]] = []
        for panel in self.panels:
            rows += [*([()] if rows else []), *panel.table()]
        return rows
