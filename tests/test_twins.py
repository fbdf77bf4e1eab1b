"""The numbers leadership quotes, counted a second time by slow loops over the rows, on random deliveries.

The twins are written from the definitions of the product and the data contract, not from the SQL: no joins, no
cube, one plain pass a figure.
"""

from __future__ import annotations

import calendar
import datetime as dt
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from deliveries import Row, day, published
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from barometer.counting import Only
from barometer.metrics import ask
from barometer.periods import Period, add_months, parse_month, periods_between, run_of

FIRST_DAY = day("2022-01-01")
THRESHOLD, WINDOW_MONTHS = 5, 24
ACCEPT_DAYS, RESOLUTION_DAYS, MINIMUM_RATINGS = 15, 180, 20
ENDED = day("2026-03-30")
UNITS: list[Row] = [
    {"unit_id": "all", "headcount": 12},
    {"unit_id": "north", "parent_id": "all"},
    {"unit_id": "north-1", "parent_id": "north", "headcount": 40},
    {"unit_id": "south", "parent_id": "all", "headcount": 95, "valid_to": day("2024-02-14")},
    {"unit_id": "south", "parent_id": "all", "headcount": 70, "valid_from": day("2024-02-15")},
    {"unit_id": "mover", "parent_id": "north", "headcount": 300, "valid_to": day("2026-02-14")},
    {"unit_id": "mover", "parent_id": "south", "headcount": 310, "valid_from": day("2026-02-15")},
    {"unit_id": "ended", "parent_id": "north", "headcount": 1000, "valid_to": ENDED},
]
NAMES = sorted({row["unit_id"] for row in UNITS})
ASKED = [("2023-12", "2024-03", "month"), ("2026-01", "2026-04", "month"), ("2026-01", "2026-04", "ytd"),
         ("2026-01", "2026-04", "quarter"), ("2024-01", "2024-12", "year")]  # fmt: skip
PERIODS = [period for first, last, by in ASKED for period in periods_between(parse_month(first), parse_month(last), by)]
Told = tuple[float | None, float | None]


@dataclass(frozen=True)
class Delivery:
    """Random petitions, the day they are told on, and the units and codes a reader chose."""

    petitions: list[Row]
    data_as_of: dt.date
    chosen: list[str]
    only: Only


# --- twins ---------------------------------------------------------------------------------------------------------


def months_before(on: dt.date, months: int) -> dt.date:
    years, month = divmod(on.year * 12 + on.month - 1 - months, 12)
    return dt.date(years, month + 1, min(on.day, calendar.monthrange(years, month + 1)[1]))


def is_below(unit: str, tops: list[str], on: dt.date) -> bool:
    """Return whether a fact of `unit` on that day belongs to one of `tops`; no top is the whole organisation."""
    while True:
        if not tops or unit in tops:
            return True
        above = None
        for row in UNITS:
            if row["unit_id"] == unit and row.get("valid_from", on) <= on <= row.get("valid_to", on):
                above = row.get("parent_id")
        if above is None:
            return False
        unit = above


def is_chosen(row: Row, tops: list[str], delivery: Delivery) -> bool:
    has_codes = all((row[column] or "") in codes for column, codes in delivery.only)
    return has_codes and is_below(row["unit_id"], tops, row["registered_on"])


def told_on(delivery: Delivery, period: Period) -> dt.date:
    """Return the last day that counts: data_as_of, in a base the same day of its last month."""
    month, day_of_month = period.cut_month, delivery.data_as_of.day
    return month.replace(day=min(day_of_month, days_of(month))) if month else delivery.data_as_of


def days_of(month: dt.date) -> int:
    return calendar.monthrange(month.year, month.month)[1]


def is_in(on: dt.date | None, period: Period, delivery: Delivery) -> bool:
    if on is None or on > told_on(delivery, period):
        return False
    return period.first_month <= on.replace(day=1) <= period.last_month


def counted(delivery: Delivery) -> list[Row]:
    return [row for row in delivery.petitions if row["purpose"] != "accusation"]


def has_earlier(row: Row, delivery: Delivery) -> bool:
    """Return whether the matter was registered before, within the window; of one day the lower id came first."""
    place = (row["registered_on"], row["petition_id"])
    for other in counted(delivery):
        is_earlier = (other["registered_on"], other["petition_id"]) < place
        is_recent = other["registered_on"] >= months_before(row["registered_on"], WINDOW_MONTHS)
        if row["matter_id"] is not None and other["matter_id"] == row["matter_id"] and is_earlier and is_recent:
            return True
    return False


def is_repeat(row: Row, delivery: Delivery) -> bool | None:
    if row["is_repeat"] is not None:
        return bool(row["is_repeat"])
    if row["matter_id"] is None:
        return False
    if months_before(row["registered_on"], WINDOW_MONTHS) < FIRST_DAY:
        return None
    return has_earlier(row, delivery)


def registered_in(delivery: Delivery, period: Period, tops: list[str]) -> list[Row]:
    return [
        row
        for row in counted(delivery)
        if is_in(row["registered_on"], period, delivery) and is_chosen(row, tops, delivery)
    ]


def repeat_share(delivery: Delivery, period: Period, tops: list[str]) -> Told:
    rows = registered_in(delivery, period, tops)
    repeats = [is_repeat(row, delivery) for row in rows]
    return (None if None in repeats else repeats.count(True)), len(rows)


def repeat_items(delivery: Delivery, period: Period, tops: list[str]) -> Told:
    return repeat_share(delivery, period, tops)[0], None


def repeat_matter_share(delivery: Delivery, period: Period, tops: list[str]) -> Told:
    matters, repeated = set(), set()
    for row in registered_in(delivery, period, tops):
        if row["matter_id"] is not None:
            matters.add(row["matter_id"])
            if has_earlier(row, delivery):
                repeated.add(row["matter_id"])
    is_long = months_before(period.first_month, WINDOW_MONTHS) >= FIRST_DAY
    return (len(repeated) if is_long else None), len(matters)


def visits_in(delivery: Delivery, period: Period, tops: list[str]) -> list[list[Row]]:
    """Return the rows of each visit that a chosen unit registered."""
    visits: dict[str, list[Row]] = {}
    for row in counted(delivery):
        if row["channel"] == "visit":
            visits.setdefault(row["visit_id"] or row["petition_id"], []).append(row)
    found = []
    for rows in visits.values():
        came_on = min(row["registered_on"] for row in rows)
        is_counted = any(is_chosen(row, tops, delivery) for row in rows)
        if is_in(came_on, period, delivery) and is_counted:
            found.append(rows)
    return found


def persons_in(delivery: Delivery, period: Period, tops: list[str]) -> list[int | None]:
    """Return the persons of each visit, None where nobody counted them."""
    return [rows[0]["persons"] for rows in visits_in(delivery, period, tops)]


def collective_batches(delivery: Delivery, period: Period, tops: list[str]) -> Told:
    return collective_batch_share(delivery, period, tops)[0], None


def collective_persons(delivery: Delivery, period: Period, tops: list[str]) -> Told:
    return collective_person_share(delivery, period, tops)[0], None


def collective_batch_share(delivery: Delivery, period: Period, tops: list[str]) -> Told:
    visits = persons_in(delivery, period, tops)
    return sum(persons is not None and persons >= THRESHOLD for persons in visits), len(visits)


def collective_person_share(delivery: Delivery, period: Period, tops: list[str]) -> Told:
    persons = [count for count in persons_in(delivery, period, tops) if count is not None]
    return sum(count for count in persons if count >= THRESHOLD), sum(persons)


def was_overdue(row: Row, delivery: Delivery) -> bool:
    """Return whether the matter of a visit's row was overdue on its day, on any registration but those of the visit."""
    for other in counted(delivery):
        is_same_visit = (other["visit_id"] or other["petition_id"]) == (row["visit_id"] or row["petition_id"])
        if row["matter_id"] is None or other["matter_id"] != row["matter_id"] or is_same_visit:
            continue
        limit, end = limit_of(other), end_of(other)
        is_late = limit is not None and limit < row["registered_on"] and other["registered_on"] <= row["registered_on"]
        if is_late and (end is None or end >= row["registered_on"]):
            return True
    return False


def skip_level_overdue_share(delivery: Delivery, period: Period, tops: list[str]) -> Told:
    above = [
        rows
        for rows in visits_in(delivery, period, tops)
        if any(row["reception_level"] in ("above", "capital") for row in rows)
    ]
    return sum(any(was_overdue(row, delivery) for row in rows) for rows in above), len(above)


def end_of(row: Row) -> dt.date | None:
    return min((on for on in (row["answered_on"], row["closed_on"]) if on is not None), default=None)


def limit_of(row: Row) -> dt.date | None:
    if row["limit_on"] is None or row["purpose"] == "suggestion":
        return None
    limit: dt.date = row["extended_to"] or row["limit_on"]
    return limit


def completed_on_time_rate(delivery: Delivery, period: Period, tops: list[str]) -> Told:
    due, in_time = 0, 0
    for row in counted(delivery):
        limit = limit_of(row)
        if limit is None or limit >= told_on(delivery, period) or not is_in(limit, period, delivery):
            continue
        if is_chosen(row, tops, delivery):
            due += 1
            if row["answered_on"] is not None and row["answered_on"] <= limit:
                in_time += 1
    return in_time, due


def open_at_end(delivery: Delivery, period: Period, tops: list[str]) -> list[Row]:
    last_day = min(period.last_month.replace(day=days_of(period.last_month)), told_on(delivery, period))
    return [
        row
        for row in counted(delivery)
        if row["registered_on"] <= last_day
        and not (row["answered_on"] is not None and row["answered_on"] <= last_day)
        and not (row["closed_on"] is not None and row["closed_on"] <= last_day)
        and is_chosen(row, tops, delivery)
    ]


def backlog(delivery: Delivery, period: Period, tops: list[str]) -> Told:
    return len(open_at_end(delivery, period, tops)), None


def overdue_open(delivery: Delivery, period: Period, tops: list[str]) -> Told:
    overdue = 0
    for row in open_at_end(delivery, period, tops):
        limit = limit_of(row)
        is_past = limit is not None and limit.replace(day=1) <= period.last_month and limit < told_on(delivery, period)
        if is_past and row["extended_to"] is None:
            overdue += 1
    return overdue, None


def extended_open(delivery: Delivery, period: Period, tops: list[str]) -> Told:
    extended = 0
    for row in open_at_end(delivery, period, tops):
        limit = row["limit_on"]
        if limit is None or row["extended_to"] is None or row["purpose"] == "suggestion":
            continue
        extended += limit.replace(day=1) <= period.last_month and limit < told_on(delivery, period)
    return extended, None


def extended_rate(delivery: Delivery, period: Period, tops: list[str]) -> Told:
    due = [
        row
        for row in counted(delivery)
        if (limit := limit_of(row)) is not None
        and limit < told_on(delivery, period)
        and is_in(limit, period, delivery)
        and is_chosen(row, tops, delivery)
    ]
    return sum(row["extended_to"] is not None for row in due), len(due)


def accepted_on_time_rate(delivery: Delivery, period: Period, tops: list[str]) -> Told:
    due, in_time = 0, 0
    for row in counted(delivery):
        limit, end = row["registered_on"] + dt.timedelta(ACCEPT_DAYS), end_of(row)
        if limit >= told_on(delivery, period) or not is_in(limit, period, delivery):
            continue
        is_ended = end is not None and end <= limit
        if is_ended and row["status"] == "withdrawn" and row["accepted_on"] is None:
            continue
        if is_chosen(row, tops, delivery):
            due += 1
            in_time += is_ended or (row["accepted_on"] is not None and row["accepted_on"] <= limit)
    return in_time, due


def headcount_of(unit: str, on: dt.date) -> int | None:
    for row in UNITS:
        if row["unit_id"] == unit and row.get("valid_from", on) <= on <= row.get("valid_to", on):
            return row.get("headcount")
    return None


def petition_density(delivery: Delivery, period: Period, tops: list[str]) -> Told:
    """Count the staff of each day of the period."""
    rows = registered_in(delivery, period, tops)
    known = sum(headcount_of(row["unit_id"], row["registered_on"]) is not None for row in rows)
    persons, days, on = 0, 0, period.first_month
    while is_in(on, period, delivery):
        persons += sum(headcount_of(name, on) or 0 for name in NAMES if is_below(name, tops, on))
        days, on = days + 1, on + dt.timedelta(1)
    return known, persons / days


def days_to_answer(delivery: Delivery, period: Period, tops: list[str], percent: int) -> Told:
    days = sorted(
        (row["answered_on"] - row["accepted_on"]).days
        for row in counted(delivery)
        if row["accepted_on"] is not None
        and is_in(row["answered_on"], period, delivery)
        and row["answered_on"] >= row["accepted_on"]
        and is_chosen(row, tops, delivery)
    )
    if not days:
        return None, 0
    below, rest = divmod(percent * (len(days) - 1), 100)
    above = days[min(below + 1, len(days) - 1)]
    return days[below] + (above - days[below]) * rest / 100, len(days)


def days_to_answer_p50(delivery: Delivery, period: Period, tops: list[str]) -> Told:
    return days_to_answer(delivery, period, tops, 50)


def days_to_answer_p90(delivery: Delivery, period: Period, tops: list[str]) -> Told:
    return days_to_answer(delivery, period, tops, 90)


def rated_share(delivery: Delivery, period: Period, tops: list[str]) -> Told:
    finished = []
    for row in counted(delivery):
        if row["is_in_rating_scope"] and is_in(end_of(row), period, delivery):
            finished += [row] if is_chosen(row, tops, delivery) else []
    return sum(row["rating"] is not None for row in finished), len(finished)


def first_time_resolution(delivery: Delivery, period: Period, tops: list[str]) -> Told:
    """Follow each matter from the closing of its first registration for 180 days."""
    matters: dict[str, list[Row]] = {}
    for row in counted(delivery):
        if row["matter_id"] is not None:
            matters.setdefault(row["matter_id"], []).append(row)
    resolved: list[bool | None] = []
    for rows in matters.values():
        first, *later = sorted(rows, key=lambda row: (row["registered_on"], row["petition_id"]))
        is_again = is_repeat(first, delivery)
        if first["closed_on"] is None or is_again is True:
            continue
        if is_again is None and months_before(first["closed_on"], WINDOW_MONTHS) >= FIRST_DAY:
            continue  # begun too early to know, ended when others are known
        waited_until = first["closed_on"] + dt.timedelta(RESOLUTION_DAYS)
        if not is_in(waited_until, period, delivery):
            continue
        if is_chosen(first, tops, delivery):
            is_back = any(row["registered_on"] <= waited_until for row in later)
            resolved.append(None if is_again is None else not is_back)
    return (None if None in resolved else resolved.count(True)), len(resolved)


TWINS: dict[str, Callable[[Delivery, Period, list[str]], Told]] = {
    twin.__name__: twin
    for twin in (
        repeat_share, repeat_items, repeat_matter_share, collective_batches, collective_persons,
        collective_batch_share, collective_person_share, completed_on_time_rate, overdue_open, backlog,
        extended_open, extended_rate, skip_level_overdue_share, petition_density,
        accepted_on_time_rate, days_to_answer_p50, days_to_answer_p90, rated_share, first_time_resolution,
    )
}  # fmt: skip

# --- random deliveries ---------------------------------------------------------------------------------------------

# Few days, many of them on the edges of months, of the window of 24 months and of the day a unit moved.
DAYS = [
    day(text)
    for text in (
        "2022-01-01", "2023-12-31", "2024-01-01", "2024-01-31", "2024-02-14", "2024-02-29", "2024-03-31",
        "2024-06-28", "2024-07-29", "2024-07-30",  # 180 days after some of these, and the day after
        "2026-01-01", "2026-01-31", "2026-02-14", "2026-02-15", "2026-02-28", "2026-03-01", "2026-03-31",
        "2026-04-01", "2026-04-15",
    )
]  # fmt: skip
# Limits of 60 or 61 days fall on each of these.
DAYS_OF_DATA = st.sampled_from([day("2026-04-17"), day("2026-04-29"), day("2026-04-30")])
MATTERS = st.sampled_from([None, *(f"m{n}" for n in range(15))])
FLAGS = st.sampled_from([None, None, None, True, False])
PURPOSES = st.sampled_from([None, "appeal", "appeal", "suggestion", "accusation"])
SPANS = st.sampled_from([None, 0, 1, 30, 45, 59, 60, 61, 90])
REGISTRATIONS = st.fixed_dictionaries(
    {
        "unit_id": st.sampled_from(NAMES), "matter_id": MATTERS, "is_repeat": FLAGS, "purpose": PURPOSES,
        "category": st.sampled_from([None, "wages", *["land"] * 6]),
    }
)  # fmt: skip

ONLY: st.SearchStrategy[Only] = st.sampled_from(
    [(), (("category", ("wages",)),), (("channel", ("visit",)), ("category", ("wages", "")))]
)

NOTHING: Row = dict.fromkeys(
    (
        "limit_on",
        "extended_to",
        "accepted_on",
        "answered_on",
        "closed_on",
        "visit_id",
        "persons",
        "rating",
        "status",
        "reception_level",
        "category",
    )
) | {"is_in_rating_scope": None}
ANCHORS: list[Row] = [  # no column is empty throughout, else what needs it would not be computable
    {**NOTHING, "unit_id": "all", "matter_id": "m0", "is_repeat": False, "purpose": "appeal", "channel": "letter",
     "registered_on": day("2026-01-31"), "limit_on": day("2026-03-31"), "answered_on": day("2026-04-01"),
     "closed_on": day("2026-04-02"), "accepted_on": day("2026-02-02"), "extended_to": day("2026-04-01"),
     "is_in_rating_scope": True, "rating": "mostly"},
    {**NOTHING, "unit_id": "south", "matter_id": "m1", "is_repeat": None, "purpose": None, "channel": "visit",
     "registered_on": day("2026-03-01"), "persons": 4, "reception_level": "above"},
    {**NOTHING, "unit_id": "north", "matter_id": "back", "is_repeat": False, "purpose": None, "channel": "letter",
     "registered_on": day("2024-01-14"), "closed_on": day("2024-01-31")},  # and again on the 180th day after
    {**NOTHING, "unit_id": "south", "matter_id": "back", "is_repeat": None, "purpose": None, "channel": "letter",
     "registered_on": day("2024-07-29")},
]  # fmt: skip


@st.composite
def handled(draw: st.DrawFn) -> Row:
    """Draw a letter with its limit, extension, answer and closing; the days that lie ahead are taken out later."""
    on = draw(st.sampled_from(DAYS))
    spans = {"limit_on": draw(SPANS), "answered_on": draw(SPANS), "closed_on": draw(SPANS)}
    spans["accepted_on"] = draw(st.sampled_from([None, 0, 1, 14, 15, 16, 40]))
    days = {name: None if span is None else on + dt.timedelta(span) for name, span in spans.items()}
    longer = draw(st.sampled_from([None, None, 1, 30]))
    limit = days["limit_on"]
    return {
        **NOTHING, **draw(REGISTRATIONS), **days, "registered_on": on, "channel": "letter",
        "extended_to": limit + dt.timedelta(longer) if limit and longer else None,
        "is_in_rating_scope": draw(FLAGS), "rating": draw(st.sampled_from([None, "satisfied", "dissatisfied"])),
        "status": draw(st.sampled_from([None, "not_accepted", "withdrawn"])),
    }  # fmt: skip


@st.composite
def visited(draw: st.DrawFn) -> list[Row]:
    """Draw a visit of one to three registrations, in any units, most of them on one day."""
    on, persons = draw(st.sampled_from(DAYS)), draw(st.sampled_from([None, 1, 4, 5, 6, 30]))
    registrations = draw(st.lists(REGISTRATIONS, min_size=1, max_size=3))
    later, level = draw(st.sampled_from([0, 0, 0, 1])), draw(st.sampled_from(["above", "next", None]))
    return [
        {**NOTHING, **row, "registered_on": on + dt.timedelta(later * n), "channel": "visit", "persons": persons,
         "reception_level": level}
        for n, row in enumerate(registrations)
    ]  # fmt: skip


@st.composite
def deliveries(draw: st.DrawFn) -> Delivery:
    data_as_of = draw(DAYS_OF_DATA)
    rows = [dict(row) for row in (*ANCHORS, *draw(st.lists(handled(), min_size=20, max_size=70)))]
    for number, visit in enumerate(draw(st.lists(visited(), min_size=10, max_size=40))):
        visit_id = f"v{number}" if len(visit) > 1 else draw(st.sampled_from([None, f"v{number}"]))
        rows += [{**row, "visit_id": visit_id} for row in visit]
    for number, row in enumerate(rows):
        row["petition_id"] = f"p{number:03d}"
        if row["unit_id"] == "ended" and row["registered_on"] > ENDED:
            row["unit_id"] = "north"
        for name in ("accepted_on", "answered_on", "closed_on"):
            if row[name] is not None and row[name] > data_as_of:
                row[name] = None
    chosen = draw(st.lists(st.sampled_from(NAMES), max_size=3, unique=True))
    return Delivery(rows, data_as_of, chosen, draw(ONLY))


def readable(metric: str, told: Any) -> list[tuple[str, str | None, float | None, float | None]]:
    """Return period, unit, numerator (of days: the quantile) and denominator."""
    first = "value" if metric.startswith("days_") else "numerator"
    rows = told[["period", "unit", first, "denominator"]].itertuples(index=False, name=None)
    return [tuple(None if cell != cell else cell for cell in row) for row in rows]


def bases(delivery: Delivery) -> list[Period]:
    """Return the runs before the last one, two, three and 26 months, each to as many days as the last has had."""
    last = delivery.data_as_of.replace(day=1)
    is_whole = delivery.data_as_of.day == days_of(last)
    runs = [run_of(add_months(last, 1 - 2 * months), add_months(last, -months)) for months in (1, 2, 3, 26)]
    return [replace(run, label=f"base {run.label}", cut_month=None if is_whole else run.last_month) for run in runs]


def expected(metric: str, delivery: Delivery, periods: list[Period]) -> list[tuple[object, ...]]:
    return [
        (period.label, unit, *TWINS[metric](delivery, period, delivery.chosen if unit is None else [unit]))
        for period in dict.fromkeys(periods)
        for unit in (None, *delivery.chosen)
    ]


@pytest.mark.slow
@settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    phases=(Phase.explicit, Phase.generate),  # shrinking publishes hundreds of deliveries; the message says enough
    suppress_health_check=list(HealthCheck),
)
@given(deliveries())
def test_a_plain_loop_over_the_rows_counts_the_same(delivery: Delivery) -> None:
    with tempfile.TemporaryDirectory() as folder:
        session = published(
            Path(folder),
            UNITS,
            delivery.petitions,
            data_as_of=delivery.data_as_of,
            period=(FIRST_DAY, delivery.data_as_of),
        )
        periods = [*PERIODS, *bases(delivery)]
        for metric in TWINS:
            told = readable(metric, ask(session, metric, periods, delivery.chosen, only=delivery.only))
            by_hand = expected(metric, delivery, periods)
            differences = [pair for pair in zip(told, by_hand, strict=True) if pair[0] != pytest.approx(pair[1])]
            assert not differences, f"{metric}: asked {differences[0][0]}, by hand {differences[0][1]}"
