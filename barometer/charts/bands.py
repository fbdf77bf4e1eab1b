"""Named runs of days behind a time axis: pale bands under whole months, names above the plot."""

from __future__ import annotations

import datetime as dt
from typing import Any

from barometer.charts.axes import Drawing, escape, note
from barometer.charts.palette import Palette
from barometer.charts.spec import Event
from barometer.periods import add_months


def add_events(drawing: Drawing, events: tuple[Event, ...], months: tuple[dt.date, ...], colours: Palette) -> None:
    """Lay a pale band under the months of each event and its name above the plot."""
    bands = [(event, *_months_of(event, months)) for event in sorted(events, key=lambda event: event.first_day)]
    bands = [band for band in bands if band[1] < band[2]]
    for place, (event, left, right) in enumerate(bands):
        drawing["shapes"].append(_band(left, right, colours.events[event.kind]))
        if left == months[0]:
            continue  # a band cut by the edge has no room for its name; the next one of its kind bears it
        follows = place > 0 and bands[place - 1][2] >= add_months(left, -1)
        leads = place + 1 < len(bands) and bands[place + 1][1] <= add_months(right, 1)
        drawing["annotations"].append(_event_name(event, left, right, follows, leads, colours))


def _months_of(event: Event, months: tuple[dt.date, ...]) -> tuple[dt.date, dt.date]:
    left = max(event.first_day.replace(day=1), months[0])
    return left, min(add_months(event.last_day.replace(day=1), 1), add_months(months[-1], 1))


def _band(left: dt.date, right: dt.date, colour: str) -> Drawing:
    place = {"x0": left.isoformat(), "x1": right.isoformat(), "y0": 0, "y1": 1, "yref": "paper"}
    return {"type": "rect", "layer": "below", "line": {"width": 0}, "fillcolor": colour, **place}


def _event_name(event: Event, left: dt.date, right: dt.date, follows: bool, leads: bool, colours: Palette) -> Drawing:
    """Return the name above its band; neighbours lean away from the day where one ends and the next begins."""
    where: dict[str, Any] = {"yref": "paper", "yanchor": "bottom", "yshift": 8}
    if leads:
        return note(escape(event.name), right.isoformat(), 1, colours.muted, xanchor="right", xshift=-1, **where)
    if follows:
        return note(escape(event.name), left.isoformat(), 1, colours.muted, xanchor="left", xshift=3, **where)
    return note(escape(event.name), (left + (right - left) / 2).isoformat(), 1, colours.muted, **where)
