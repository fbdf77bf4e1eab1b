"""期限与设定: the dated limits of the regulations and the settings fixed when the data was published."""

from __future__ import annotations

import datetime as dt

from barometer.audience import Audience
from barometer.definitions import Limit, limits
from barometer.filters import Filters
from barometer.language import current_language, say, say_count
from barometer.panels.tables import Code, Table
from barometer.phrases import listed
from barometer.reference import read_reference, reference_file


def limit_list(audience: Audience, filters: Filters) -> Table:
    """Return every dated limit with its article and whether it was read there."""
    return limit_table("limits", say("Limits and thresholds"), limits(audience, current_language()))


def limit_table(key: str, title: str, shown: tuple[Limit, ...]) -> Table:
    """Return limits as a table; a row holds from its first to its last day."""
    return Table(
        key=key,
        title=title,
        caption=say("the row in force on the day decides; without a last day it still holds"),
        head=(say("limit"), say("runs from"), say("value"), say("article"), say("in force"), say("basis")),
        rows=tuple(
            (
                (limit.label, Code(limit.id)),
                _start(limit.start_event),
                _value(limit),
                _article(limit),
                _span(limit.valid_from, limit.valid_to),
                _basis(limit),
            )
            for limit in shown
        ),
        figures=frozenset({2}),
    )


def settings_list(audience: Audience, filters: Filters) -> Table:
    """Return what was fixed at publish and holds for every figure of this snapshot."""
    manifest = audience.snapshot.manifest
    data = audience.snapshot.folder.parent.parent
    named = {row["id"]: row[f"label_{current_language()}"] for row in read_reference(reference_file("calendars", data))}
    days, ratings = manifest["first_time_resolution_days"], manifest["minimum_ratings"]
    return Table(
        key="settings",
        title=say("Settings of this data"),
        caption=say("fixed when the data was published; a change holds from the next time on"),
        head=(say("setting"), say("value")),
        rows=(
            (say("smallest collective visit"), _counted(manifest["group_threshold"], "persons")),
            (say("window for a repeat"), _counted(manifest["repeat_window_months"], "months")),
            (say("observation time of first-time resolution"), _counted(days, "days")),
            (say("ratings below which no satisfied share is shown"), _counted(ratings, "ratings")),
            (say("calendar of the statistics"), listed([named.get(name, name) for name in manifest["calendar"]])),
        ),
        figures=frozenset({1}),
    )


def _counted(value: float | str, measured_in: str) -> str:
    count = float(value)
    words = {
        "days": say_count(" day", " days", count),
        "months": say_count(" month", " months", count),
        "persons": say_count(" person", " persons", count),
        "ratings": say_count(" rating", " ratings", count),
        "items": say_count(" item", " items", count),
    }
    return f"{value}{words.get(measured_in, ' ' + measured_in)}"


def _value(limit: Limit) -> str:
    if limit.measured_in != "days" or limit.is_of_the_house:
        return _counted(limit.value, limit.measured_in)
    if limit.day_kind == "working":
        return say("{n} working days", n=limit.value)
    return say("{n} calendar days", n=limit.value)


def _start(event: str) -> str:
    words = {
        "received": say("receipt"),
        "accepted": say("acceptance"),
        "limit": say("the end of the limit"),
        "answered": say("the written answer"),
        "review_requested": say("the request for review"),
        "reviewed": say("the review"),
        "final_review_requested": say("the request for final review"),
        "registered": say("registration"),
        "found": say("discovery"),
        "closed": say("closing"),
    }
    return words.get(event, event) or "—"


def _article(limit: Limit) -> str:
    words = {"analytic": say("own definition"), "practice": say("practice")}
    return words.get(limit.article, limit.article)


def _span(first: dt.date, last: dt.date | None) -> str:
    return f"{first}–{last}" if last else say("from {day}", day=first)


def _basis(limit: Limit) -> str:
    if limit.is_of_the_house:
        return say("setting of the house")
    return compared(limit.is_verified)


def compared(is_verified: bool) -> str:
    """Return whether somebody has compared the wording with the official text."""
    return say("compared with the official text") if is_verified else say("not compared with the official text")
