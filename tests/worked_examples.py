"""Worked examples: a few petitions of one unit, and what each metric must make of them, counted by hand."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from deliveries import Row, day

FIRST_DAY = day("2022-01-01")
DATA_AS_OF = day("2026-10-20")


@dataclass(frozen=True)
class Example:
    """Petitions of one unit; `told` is the numerator, denominator and value of `period`."""

    metric: str
    name: str
    petitions: tuple[Row, ...]
    told: tuple[float | None, float | None, float | None]
    period: str = "2026-03"
    by: str = "month"
    headcount: int | None = 400
    tenders: tuple[Row, ...] = ()


def letter(registered_on: str, **columns: object) -> Row:
    return {"registered_on": registered_on, "channel": "letter", **columns}


def online(registered_on: str, **columns: object) -> Row:
    return {"registered_on": registered_on, "channel": "online", **columns}


def visit(registered_on: str, persons: int | None = 1, **columns: object) -> Row:
    return {"registered_on": registered_on, "channel": "visit", "persons": persons, **columns}


def appeal(registered_on: str, limit_on: str | None, answered_on: str | None = None, **columns: object) -> Row:
    days = {"limit_on": limit_on, "answered_on": answered_on}
    return letter(registered_on, purpose="appeal", **days, **columns)


def answered(answered_on: str, days: int, **columns: object) -> Row:
    """Return a letter answered that many days after its acceptance."""
    accepted_on = day(answered_on) - dt.timedelta(days)
    return letter(accepted_on.isoformat(), accepted_on=accepted_on, answered_on=answered_on, **columns)


def rated(finished_on: str, rating: str | None, **columns: object) -> Row:
    return letter("2026-01-05", answered_on=finished_on, is_in_rating_scope=True, rating=rating, **columns)


def tender(opened_at: str, days: int | None = None, **columns: object) -> Row:
    """Return a tender of goods with so many days to bid, nothing else known."""
    opened = dt.datetime.fromisoformat(opened_at)
    start = None if days is None else opened - dt.timedelta(days=days)
    period = {"period_start_at": start, "deadline_at": opened if start else None}
    return {"area": "goods", "opened_at": opened, "ocds_method": "open", **period, **columns}


def closed(registered_on: str, closed_on: str | None, **columns: object) -> Row:
    return letter(registered_on, closed_on=closed_on, **columns)


FOUR_CHANNELS = (letter("2026-03-02"), visit("2026-03-03"), online("2026-03-04"), {"registered_on": "2026-03-05"})
FIVE_FLAGGED = tuple(letter(f"2026-03-0{n}", is_repeat=n == 4) for n in range(1, 6))
# 5 persons are collective, 4 are not, nobody knows about the fourth visit, the letter is no visit.
FOUR_VISITS = (
    visit("2026-03-02", 5), visit("2026-03-03", 4), visit("2026-03-04", 6), visit("2026-03-05", None),
    letter("2026-03-06", persons=9),
)  # fmt: skip
ONE_VISIT_OF_THREE = tuple(visit("2026-03-09", 7, visit_id="v", matter_id=matter) for matter in "abc")

REGISTERED = [
    ("every channel counts, a null one too", FOUR_CHANNELS, (4, None, 4)),
    (
        "appeals, suggestions and unknown purposes count, accusations do not",
        tuple(letter("2026-03-02", purpose=p) for p in ("appeal", "suggestion", None, "accusation", "accusation")),
        (3, None, 3),
    ),
    (
        "the first and the last day of the month count, the days around do not",
        tuple(letter(d) for d in ("2026-02-28", "2026-03-01", "2026-03-31", "2026-04-01")),
        (2, None, 2),
    ),
    ("three registrations of one visit are three", ONE_VISIT_OF_THREE, (3, None, 3)),
    ("a month without any is a zero, not a gap", (letter("2026-02-02"),), (0, None, 0)),
]

REPEAT_ITEMS = [
    ("the source's flag counts, nothing else does", FIVE_FLAGGED, (1, None, 1)),
    (
        "the flag wins over what could be derived, either way",
        (letter("2026-01-05", matter_id="m"), letter("2026-03-05", matter_id="m", is_repeat=False),
         letter("2026-03-06", is_repeat=True), letter("2026-03-07", matter_id="n", is_repeat=True)),
        (2, None, 2),
    ),
    (
        "without a flag an earlier registration of the matter makes a repeat",
        (letter("2026-01-05", matter_id="m"), letter("2026-03-05", matter_id="m"), letter("2026-03-06", matter_id="n")),
        (1, None, 1),
    ),
    ("a third registration is a repeat again", tuple(letter(f"2026-03-0{n}", matter_id="m") for n in (1, 2, 3)),
     (2, None, 2)),
    ("exactly 24 months earlier is a repeat",
     (letter("2024-03-10", matter_id="m"), letter("2026-03-10", matter_id="m")), (1, None, 1)),
    ("24 months and a day earlier is none",
     (letter("2024-03-09", matter_id="m"), letter("2026-03-10", matter_id="m")), (0, None, 0)),
    ("a second registration on the same day is a repeat", (letter("2026-03-10", matter_id="m"),) * 2, (1, None, 1)),
    ("an earlier accusation makes no repeat",
     (letter("2026-01-10", matter_id="m", purpose="accusation"), letter("2026-03-10", matter_id="m")), (0, None, 0)),
    ("a registration without a matter is no repeat", (letter("2026-01-10"), letter("2026-03-10")), (0, None, 0)),
    ("it counts in the month of the later registration",
     (letter("2026-03-10", matter_id="m"), letter("2026-04-10", matter_id="m")), (0, None, 0)),
]  # fmt: skip

REPEAT_ITEMS_EARLY = [
    ("the first 24 months are not computable, even where a repeat is plain",
     (letter("2023-12-01", matter_id="m"), letter("2023-12-31", matter_id="m")), (None, None, None), "2023-12"),
    ("the first day with 24 months behind it is computable",
     (letter("2023-12-31", matter_id="m"), letter("2024-01-01", matter_id="m")), (1, None, 1), "2024-01"),
    ("in the first 24 months the source's flags are enough",
     (letter("2023-12-01", is_repeat=True), letter("2023-12-31", is_repeat=False)), (1, None, 1), "2023-12"),
    ("one unknown among flags makes the month unknown",
     (letter("2023-12-01", is_repeat=True), letter("2023-12-31", matter_id="m")), (None, None, None), "2023-12"),
]  # fmt: skip

REPEAT_SHARE = [
    ("one flagged of five", FIVE_FLAGGED, (1, 5, 0.2)),
    ("one derived of four, those without a matter in the denominator",
     (letter("2026-02-27", matter_id="m"), letter("2026-03-05", matter_id="m"), letter("2026-03-06", matter_id="n"),
      letter("2026-03-07"), online("2026-03-08")),
     (1, 4, 0.25)),
    ("accusations are in neither count",
     (*FIVE_FLAGGED, *(letter("2026-03-09", is_repeat=True, purpose="accusation"),) * 4), (1, 5, 0.2)),
    ("nothing registered has no share", (letter("2026-02-02", is_repeat=True),), (0, 0, None)),
]  # fmt: skip
REPEAT_SHARE_EARLY = [
    ("the first 24 months have registrations and no share",
     (letter("2023-12-01", matter_id="m"), letter("2023-12-31", matter_id="m"), letter("2023-12-31", matter_id="n")),
     (None, 3, None), "2023-12"),
    ("a period that begins in the first 24 months has none either",
     (letter("2023-12-01", matter_id="m"), letter("2024-02-01", matter_id="m")), (None, 1, None), "2023-12"),
]  # fmt: skip

# a is seen in two months of the quarter and came back, b once, c twice in March; d lies outside.
QUARTER = (
    letter("2026-01-10", matter_id="a"), letter("2026-03-10", matter_id="a"), letter("2026-02-10", matter_id="b"),
    letter("2026-03-11", matter_id="c"), letter("2026-03-12", matter_id="c"), letter("2026-03-13"),
    letter("2026-04-01", matter_id="d"),
)  # fmt: skip
REPEAT_MATTER_SHARE = [
    ("one of five matters came back",
     (letter("2026-01-10", matter_id="a"), *(letter("2026-03-10", matter_id=m) for m in "abcde")), (1, 5, 0.2)),
    ("the earlier registration may lie before the period", (letter("2025-01-10", matter_id="a"),
     letter("2026-03-10", matter_id="a"), letter("2026-03-11", matter_id="b")), (1, 2, 0.5)),
    ("a registration after the period makes no repeat in it",
     (letter("2026-03-10", matter_id="a"), letter("2026-04-10", matter_id="a")), (0, 1, 0.0)),
    ("24 months and a day earlier is another time",
     (letter("2024-03-09", matter_id="a"), letter("2026-03-10", matter_id="a")), (0, 1, 0.0)),
    ("registrations without a matter are in neither count", (letter("2026-03-10"),) * 3, (0, 0, None)),
    ("the source's flag alone is no second registration",
     (letter("2026-03-10", matter_id="a", is_repeat=True), letter("2026-03-11", matter_id="b")), (0, 2, 0.0)),
    ("the source's flag does not take a second registration away",
     (letter("2026-03-10", matter_id="a"), letter("2026-03-11", matter_id="a", is_repeat=False)), (1, 1, 1.0)),
]  # fmt: skip

# No limit in the month but the three: answered on the day, a day late, not at all; two of other months.
LIMITS = (
    appeal("2026-01-05", "2026-03-06", "2026-03-06"), appeal("2026-01-06", "2026-03-07", "2026-03-08"),
    appeal("2026-01-07", "2026-03-08"), appeal("2025-12-01", "2026-02-28", "2026-02-01"),
    appeal("2026-02-01", "2026-04-01", "2026-03-01"),
)  # fmt: skip
COMPLETED = [
    ("answered on the limit is in time, a day late is not", LIMITS, (1, 3, 1 / 3)),
    ("an answer before the limit is in time, in the month of the limit",
     (appeal("2026-01-05", "2026-03-06", "2026-01-20"),), (1, 1, 1.0)),
    ("an approved extension moves the limit",
     (appeal("2026-01-05", "2026-03-06", "2026-03-30", extended_to="2026-03-31"),
      appeal("2026-01-05", "2026-02-20", "2026-03-22", extended_to="2026-03-21")), (1, 2, 0.5)),
    ("an item extended into the next month is not due in this one",
     (appeal("2026-01-05", "2026-03-06", extended_to="2026-04-05"),), (0, 0, None)),
    ("without a limit nothing is due, even where answered", (appeal("2026-01-05", None, "2026-03-06"),), (0, 0, None)),
    ("a suggestion has no limit by law, whatever the source says",
     (letter("2026-01-05", purpose="suggestion", limit_on="2026-03-06"),), (0, 0, None)),
    ("closed without an answer is not answered in time",
     (appeal("2026-01-05", "2026-03-06", closed_on="2026-03-01"), appeal("2026-01-05", "2026-03-06", "2026-03-06")),
     (1, 2, 0.5)),
]  # fmt: skip
COMPLETED_LAST = [
    ("a limit on data_as_of is not yet due", (appeal("2026-08-20", "2026-10-20"),), (0, 0, None), "2026-10"),
    ("a limit on data_as_of is not yet due even where answered",
     (appeal("2026-08-20", "2026-10-20", "2026-10-19"),), (0, 0, None), "2026-10"),
    ("a limit the day before data_as_of is due", (appeal("2026-08-20", "2026-10-19"),), (0, 1, 0.0), "2026-10"),
    ("a limit after data_as_of is not due",
     (appeal("2026-09-20", "2026-11-19", "2026-10-01"),), (0, 0, None), "2026-10"),
]  # fmt: skip

OVERDUE = [
    ("past its limit and unanswered", (appeal("2026-01-05", "2026-03-06"), appeal("2026-01-06", "2026-02-07")),
     (2, None, 2)),
    ("answered or closed within the month, it is open no more",
     (appeal("2026-01-05", "2026-03-06", "2026-03-31"), appeal("2026-01-05", "2026-03-06", closed_on="2026-03-31")),
     (0, None, 0)),
    ("answered in the next month, it was overdue at the end of this one",
     (appeal("2026-01-05", "2026-03-06", "2026-04-01"),), (1, None, 1)),
    ("with an approved extension it is never counted here, even when that has passed",
     (appeal("2026-01-05", "2026-03-06", extended_to="2026-04-05"),
      appeal("2026-01-05", "2026-02-06", extended_to="2026-03-08")), (0, None, 0)),
    ("a limit in the next month is not past", (appeal("2026-02-05", "2026-04-01"),), (0, None, 0)),
    ("a limit on the last day of the month is past when the month is over, as the rate has it",
     (appeal("2026-01-30", "2026-03-31"),), (1, None, 1)),
    ("without a limit nothing is overdue", (appeal("2026-01-05", None),), (0, None, 0)),
    ("a suggestion is never overdue", (letter("2026-01-05", purpose="suggestion", limit_on="2026-03-06"),),
     (0, None, 0)),
]  # fmt: skip
OVERDUE_LAST = [
    ("a limit on data_as_of is not past", (appeal("2026-08-20", "2026-10-20"),), (0, None, 0), "2026-10"),
    ("a limit the day before data_as_of is past", (appeal("2026-08-20", "2026-10-19"),), (1, None, 1), "2026-10"),
]

# Open at the end of March: the one never closed, the one closed in May, the one of the last day.
OPEN = (
    letter("2025-06-01"), letter("2026-02-10", closed_on="2026-05-03"), letter("2026-03-31"),
    letter("2026-02-11", closed_on="2026-03-31"), letter("2026-02-12", answered_on="2026-02-20"), letter("2026-04-01"),
)  # fmt: skip
BACKLOG = [
    ("open since long, over months, registered on the last day; closed on the last day is not", OPEN, (3, None, 3)),
    ("an answer ends it, the closing later does not matter",
     (letter("2026-01-10", answered_on="2026-02-20", closed_on="2026-04-20"), letter("2026-01-11")), (1, None, 1)),
    ("a closing ends it, an answer later does not matter",
     (letter("2026-01-10", closed_on="2026-02-20", answered_on="2026-04-20"), letter("2026-01-11")), (1, None, 1)),
    ("closed on the day of registration it was never open", (letter("2026-03-10", closed_on="2026-03-10"),),
     (0, None, 0)),
    ("with or without a limit it is open",
     (appeal("2026-01-05", "2026-03-06"), appeal("2026-01-05", "2026-03-06", extended_to="2026-04-05"),
      appeal("2026-01-05", None)), (3, None, 3)),
]  # fmt: skip

COLLECTIVE_BATCHES = [
    ("5 persons are collective, 4 and an unknown number are not, a letter is no visit", FOUR_VISITS, (2, None, 2)),
    ("one visit of three registrations is one", ONE_VISIT_OF_THREE, (1, None, 1)),
    (
        "a visit with registrations on two days counts once, on the first",
        (visit("2026-03-31", 8, visit_id="v"), visit("2026-04-01", 8, visit_id="v")),
        (1, None, 1),
    ),
    ("registrations without a visit id are visits of their own", (visit("2026-03-02", 3),) * 2, (0, None, 0)),
    (
        "one visit about two topics is one",
        (visit("2026-03-02", 8, visit_id="v", category="land"), visit("2026-03-02", 8, visit_id="v", category="wages")),
        (1, None, 1),
    ),
]
COLLECTIVE_PERSONS = [
    ("the persons of collective visits, nobody else", FOUR_VISITS, (11, None, 11)),
    ("the persons of one visit count once, however many registrations", ONE_VISIT_OF_THREE, (7, None, 7)),
    ("persons are counted again at every visit", (visit("2026-03-02", 5), visit("2026-03-09", 5)), (10, None, 10)),
    ("the persons of small visits do not add up to a crowd", (visit("2026-03-02", 4),) * 3, (0, None, 0)),
]
COLLECTIVE_BATCH_SHARE = [
    ("two of four visits, one of which nobody counted", FOUR_VISITS, (2, 4, 0.5)),
    ("one of five visits", (visit("2026-03-02", 50), *(visit("2026-03-03"),) * 4), (1, 5, 0.2)),
    ("without a visit there is no share", (letter("2026-03-06", persons=9),), (0, 0, None)),
]
COLLECTIVE_PERSON_SHARE = [
    ("eleven of the fifteen persons who were counted", FOUR_VISITS, (11, 15, 11 / 15)),
    ("most persons come in few visits", (visit("2026-03-02", 36), *(visit("2026-03-03"),) * 4), (36, 40, 0.9)),
    ("visits of nobody knows how many have no share", (visit("2026-03-02", None),), (0, 0, None)),
]

SKIP_LEVEL = [
    ("above and capital count; own, next and unknown levels do not",
     tuple(visit("2026-03-02", reception_level=x) for x in ("own", "next", "next", "above", "capital", None)),
     (2, None, 2)),
    ("a visit to the next level up is lawful", (visit("2026-03-02", reception_level="next"),), (0, None, 0)),
    ("one visit of two registrations is one", (visit("2026-03-02", visit_id="v", reception_level="capital"),) * 2,
     (1, None, 1)),
    ("a letter to the capital is no visit", (letter("2026-03-02", reception_level="capital"),), (0, None, 0)),
]  # fmt: skip
OUTSIDE = [
    ("as registered; unknown is not outside",
     tuple(visit("2026-03-02", is_outside_designated=x) for x in (True, False, None, True, True)), (3, None, 3)),
    ("one visit of two registrations is one",
     (visit("2026-03-02", visit_id="v", is_outside_designated=True), visit("2026-03-02", visit_id="v")), (1, None, 1)),
    ("only visits have a place", (letter("2026-03-02", is_outside_designated=True),), (0, None, 0)),
]  # fmt: skip
ONLINE_SHARE = [
    ("one of four, the unknown channel in the denominator", FOUR_CHANNELS, (1, 4, 0.25)),
    ("accusations are in neither count", (*FOUR_CHANNELS, *(online("2026-03-09", purpose="accusation"),) * 4),
     (1, 4, 0.25)),
    ("nothing registered has no share", (online("2026-02-02"),), (0, 0, None)),
]  # fmt: skip

# The limit of 15 days falls in March for the first five; kept on the day, before it, a day late, never, ended in time.
ACCEPTED = (
    letter("2026-03-01", accepted_on="2026-03-16"), letter("2026-02-14", accepted_on="2026-02-16"),
    letter("2026-03-02", accepted_on="2026-03-18"), letter("2026-03-16"), letter("2026-03-03", closed_on="2026-03-05"),
    letter("2026-03-17", accepted_on="2026-03-17"), letter("2026-02-13", accepted_on="2026-02-13"),
)  # fmt: skip
ACCEPTED_ON_TIME = [
    ("in time on the limit, not a day late; in the month of the limit, not of the registration", ACCEPTED, (3, 5, 0.6)),
    ("refused on the limit is decided in time, a day late is not",
     (letter("2026-03-02", closed_on="2026-03-17", status="not_accepted"),
      letter("2026-03-02", closed_on="2026-03-18", status="not_accepted"),
      letter("2026-03-03", closed_on="2026-03-19", status="not_accepted")), (1, 3, 1 / 3)),
    ("answered or forwarded at once without an acceptance is in time, accepted late after that too",
     (letter("2026-03-02", answered_on="2026-03-04"), letter("2026-03-02", closed_on="2026-03-05", status="closed"),
      letter("2026-03-02", answered_on="2026-03-04", accepted_on="2026-03-30"), letter("2026-03-02")), (3, 4, 0.75)),
    ("withdrawn within the limit before a decision is left out, after it or later is not",
     (letter("2026-03-02", closed_on="2026-03-17", status="withdrawn"),
      letter("2026-03-02", closed_on="2026-03-18", status="withdrawn"),
      letter("2026-03-02", closed_on="2026-03-05", accepted_on="2026-03-04", status="withdrawn")), (1, 2, 0.5)),
    ("suggestions and unknown purposes have this limit too, accusations are not here",
     tuple(letter("2026-03-02", accepted_on="2026-03-04", purpose=p) for p in ("suggestion", None, "accusation")),
     (2, 2, 1.0)),
    ("nothing registered, nothing to accept", (letter("2026-03-30", accepted_on="2026-03-30"),), (0, 0, None)),
    ("a limit on data_as_of is not yet due, even where accepted; the day before it is",
     (letter("2026-10-05", accepted_on="2026-10-06"), letter("2026-10-04")), (0, 1, 0.0), "2026-10"),
    ("the limit is that in force on the day of registration", (letter("2022-04-30", accepted_on="2022-05-15"),),
     (1, 1, 1.0), "2022-05"),
]  # fmt: skip

EXTENDED = [
    ("one of three due was extended, in the month its longer limit fell",
     (appeal("2026-01-05", "2026-02-20", extended_to="2026-03-20"), *LIMITS[:2]), (1, 3, 1 / 3)),
    ("extended into the next month it is not due yet", (appeal("2026-01-05", "2026-03-06", extended_to="2026-04-05"),),
     (0, 0, None)),
    ("without a limit there is nothing to extend", (letter("2026-01-05", extended_to="2026-03-20"), LIMITS[0]),
     (0, 1, 0.0)),
]  # fmt: skip
EXTENDED_OPEN = [
    ("past its first limit, within or past the longer one",
     (appeal("2026-01-05", "2026-03-06", extended_to="2026-04-05"),
      appeal("2026-01-05", "2026-02-06", extended_to="2026-03-08"), appeal("2026-01-05", "2026-03-06")), (2, None, 2)),
    ("extended ahead of its first limit it is still in handling",
     (appeal("2026-02-05", "2026-04-06", extended_to="2026-05-06"),), (0, None, 0)),
    ("answered or closed it is open no more",
     (appeal("2026-01-05", "2026-03-06", "2026-03-31", extended_to="2026-04-05"),
      appeal("2026-01-05", "2026-03-06", closed_on="2026-03-20", extended_to="2026-04-05")), (0, None, 0)),
    ("a suggestion has no limit to extend",
     (letter("2026-01-05", purpose="suggestion", limit_on="2026-03-06", extended_to="2026-04-05"),), (0, None, 0)),
    ("a first limit on data_as_of is not past, the day before is",
     (appeal("2026-08-20", "2026-10-20", extended_to="2026-11-10"),
      appeal("2026-08-20", "2026-10-19", extended_to="2026-11-10")), (1, None, 1), "2026-10"),
]  # fmt: skip

ANSWERED = (  # 3, 10, 10, 45 days in March; two other months; one never accepted; one dated backwards
    answered("2026-03-31", 10), answered("2026-03-01", 45), answered("2026-03-09", 3), answered("2026-03-09", 10),
    answered("2026-02-28", 99), answered("2026-04-01", 99), letter("2026-03-02", answered_on="2026-03-03"),
    letter("2026-02-02", accepted_on="2026-03-04", answered_on="2026-03-03"),
)  # fmt: skip
DAYS_P50 = [
    ("of an even number the middle between the two in the middle, counted from the single days",
     (answered("2026-03-02", 10), answered("2026-03-03", 15), answered("2026-03-04", 2), answered("2026-03-05", 90)),
     (None, 4, 12.5)),
    ("of four answers two after ten days", ANSWERED, (None, 4, 10)),
    ("one answer is the middle", (answered("2026-03-09", 23),), (None, 1, 23)),
    ("accepted and answered on one day", (answered("2026-03-09", 0),), (None, 1, 0)),
    ("nothing answered has no middle", (answered("2026-04-01", 23),), (None, 0, None)),
]  # fmt: skip
DAYS_P90 = [
    ("seven tenths of the way between the third and the fourth", ANSWERED, (None, 4, 34.5)),
    ("of eleven the tenth", tuple(answered("2026-03-09", n * n) for n in range(11)), (None, 11, 81)),
    ("accepted and answered on one day", (answered("2026-03-09", 0),), (None, 1, 0)),
    ("nothing answered", (answered("2026-04-01", 23),), (None, 0, None)),
]  # fmt: skip

RATED = (
    rated("2026-03-01", "satisfied"), rated("2026-03-31", None), rated("2026-03-09", "dissatisfied"),
    rated("2026-03-09", None), rated("2026-03-09", None), rated("2026-02-28", "mostly"), rated("2026-04-01", "mostly"),
    letter("2026-01-05", answered_on="2026-03-09"), letter("2026-03-05", is_in_rating_scope=True),
)  # fmt: skip
RATED_SHARE = [
    ("two of the five in scope, in the month they were answered", RATED, (2, 5, 0.4)),
    ("a rating outside the scope does not count",
     (rated("2026-03-01", None), letter("2026-01-05", answered_on="2026-03-09", rating="satisfied")), (0, 1, 0.0)),
    ("a closing before the answer is the end",
     (rated("2026-04-09", "mostly", closed_on="2026-03-30"), rated("2026-03-30", None, closed_on="2026-04-02")),
     (1, 2, 0.5)),
    ("nothing finished, nothing to rate", (rated("2026-02-28", "mostly"),), (0, 0, None)),
]  # fmt: skip
SATISFIED = [
    ("satisfied and mostly satisfied of twenty ratings, those without a rating left out",
     tuple(rated("2026-03-09", r) for r in ("satisfied",) * 7 + ("mostly",) * 5 + ("dissatisfied",) * 8 + (None,) * 3),
     (12, 20, 0.6)),
    ("nineteen ratings are too few", (*(rated("2026-03-09", "satisfied"),) * 19, rated("2026-03-09", None)),
     (None, 19, None)),
    ("nobody of twenty", (rated("2026-03-09", "dissatisfied"),) * 20, (0, 20, 0.0)),
]  # fmt: skip
# Closed on the first day whose 180th day after lies in March (2 September), and on the last (2 October).
FIRST_TIME = [
    ("closed 180 days ago and not seen again; the days of the months around do not count",
     tuple(closed("2025-08-01", on, matter_id=on) for on in ("2025-09-01", "2025-09-02", "2025-10-02", "2025-10-03")),
     (2, 2, 1.0)),
    ("back on the 180th day is not resolved, on the day after it is",
     (closed("2025-08-01", "2025-09-10", matter_id="m"), letter("2026-03-09", matter_id="m"),
      closed("2025-08-01", "2025-09-10", matter_id="n"), letter("2026-03-10", matter_id="n"),
      closed("2025-08-01", "2025-09-10", matter_id="o")), (2, 3, 2 / 3)),
    ("registered again before it was closed it is not resolved either",
     (closed("2025-08-01", "2025-09-10", matter_id="m"), letter("2025-08-02", matter_id="m")), (0, 1, 0.0)),
    ("a second registration is no first time, nor one the source calls a repeat",
     (closed("2025-07-01", "2025-08-10", matter_id="m"), closed("2025-08-01", "2025-09-10", matter_id="m"),
      closed("2025-08-01", "2025-09-10", matter_id="n", is_repeat=True)), (0, 0, None)),
    ("without a matter, or never closed, there is nothing to follow",
     (closed("2025-08-01", "2025-09-10"), letter("2025-08-01", matter_id="m", answered_on="2025-09-10")), (0, 0, None)),
    ("in the first 24 months nobody knows what is a first time",
     (closed("2023-08-01", "2023-09-10", matter_id="m"), closed("2023-08-01", "2023-09-10", matter_id="n",
      is_repeat=False)), (None, 2, None), "2024-03"),
    ("an early one closed late, when others are known, is left out",
     (closed("2023-08-01", "2024-03-10", matter_id="m"), closed("2024-03-01", "2024-03-10", matter_id="n")),
     (1, 1, 1.0), "2024-09"),
    ("unless the source says so", (closed("2023-08-01", "2023-09-10", matter_id="n", is_repeat=False),), (1, 1, 1.0),
     "2024-03"),
    ("the 180th day on data_as_of is told", (closed("2026-04-01", "2026-04-23", matter_id="m"),
     closed("2026-04-01", "2026-04-24", matter_id="n")), (1, 1, 1.0), "2026-10"),
]  # fmt: skip
SKIP_OVERDUE = [
    ("one of three above the next level came about a matter overdue that day",
     (appeal("2026-01-02", "2026-03-03", matter_id="m"), visit("2026-03-04", reception_level="above", matter_id="m"),
      visit("2026-03-04", reception_level="capital", matter_id="n"), visit("2026-03-04", reception_level="above")),
     (1, 3, 1 / 3)),
    ("a visit to the next level about an overdue matter is lawful",
     (appeal("2026-01-02", "2026-03-03", matter_id="m"), visit("2026-03-04", reception_level="next", matter_id="m")),
     (0, 0, None)),
    ("on the limit it is not overdue",
     (appeal("2026-01-02", "2026-03-04", matter_id="m"), visit("2026-03-04", reception_level="above", matter_id="m")),
     (0, 1, 0.0)),
]  # fmt: skip
DENSITY = [
    ("three of 400 persons", (letter("2026-03-02"),) * 3, (3, 400, 7.5)),
    ("accusations are not counted", (letter("2026-03-02"), letter("2026-03-02", purpose="accusation")), (1, 400, 2.5)),
    ("nothing registered", (letter("2026-02-02"),), (0, 400, 0.0)),
    ("without a headcount there is nothing to divide by, nor anything to divide", (letter("2026-03-02"),),
     (0, 0, None), "2026-03", "month", None),
    ("nobody at the unit", (letter("2026-03-02"),), (1, 0, None), "2026-03", "month", 0),
]  # fmt: skip

_MONTHLY = {
    "registered": REGISTERED,
    "repeat_items": [*REPEAT_ITEMS, *REPEAT_ITEMS_EARLY],
    "repeat_share": REPEAT_SHARE,
    "repeat_matter_share": REPEAT_MATTER_SHARE,
    "collective_batches": COLLECTIVE_BATCHES,
    "collective_persons": COLLECTIVE_PERSONS,
    "collective_batch_share": COLLECTIVE_BATCH_SHARE,
    "collective_person_share": COLLECTIVE_PERSON_SHARE,
    "skip_level_batches": SKIP_LEVEL,
    "outside_designated": OUTSIDE,
    "completed_on_time_rate": [*COMPLETED, *COMPLETED_LAST],
    "overdue_open": [*OVERDUE, *OVERDUE_LAST],
    "backlog": BACKLOG,
    "online_share": ONLINE_SHARE,
    "accepted_on_time_rate": ACCEPTED_ON_TIME,
    "extended_rate": EXTENDED,
    "extended_open": EXTENDED_OPEN,
    "days_to_answer_p50": DAYS_P50,
    "days_to_answer_p90": DAYS_P90,
    "rated_share": RATED_SHARE,
    "satisfied_rate": SATISFIED,
    "first_time_resolution": FIRST_TIME,
    "skip_level_overdue_share": SKIP_OVERDUE,
    "petition_density": DENSITY,
}
QUARTER_1, YEAR_23, YEAR_26 = "2026-01/2026-03", "2023-01/2023-12", "2026-01/2026-10"
_OTHER_GRAINS = [
    ("registered", "a quarter holds its three months", QUARTER, (6, None, 6), QUARTER_1, "quarter"),
    ("registered", "a year holds all its months", QUARTER, (7, None, 7), YEAR_26, "year"),
    ("repeat_share", "the first 24 months have no share", *REPEAT_SHARE_EARLY[0][1:]),
    ("repeat_share", "a year of the first 24 months has none", *REPEAT_SHARE_EARLY[1][1:3], YEAR_23, "year"),
    ("repeat_matter_share", "a matter seen in two months of a quarter counts once", QUARTER, (2, 3, 2 / 3),
     QUARTER_1, "quarter"),
    ("repeat_matter_share", "in its month each matter counts again", QUARTER, (2, 2, 1.0), "2026-03", "month"),
    ("repeat_matter_share", "a matter of January and March counts once in the year to October", QUARTER, (2, 4, 0.5),
     "2026-10", "ytd"),
    ("repeat_matter_share", "the first 24 months are not computable", REPEAT_SHARE_EARLY[0][1], (None, 2, None),
     "2023-12", "month"),
    ("collective_batches", "a visit over two months counts once in the quarter",
     (visit("2026-02-28", 8, visit_id="v"), visit("2026-03-01", 8, visit_id="v")), (1, None, 1), QUARTER_1, "quarter"),
    ("completed_on_time_rate", "limits of a quarter, two of four kept", LIMITS, (2, 4, 0.5), QUARTER_1, "quarter"),
    ("overdue_open", "a quarter is the state at its end, not a sum", (appeal("2025-11-05", "2026-01-06"),),
     (1, None, 1), QUARTER_1, "quarter"),
    ("accepted_on_time_rate", "limits of a quarter", ACCEPTED, (4, 6, 2 / 3), QUARTER_1, "quarter"),
    ("extended_open", "a quarter is the state at its end", EXTENDED_OPEN[0][1], (2, None, 2), QUARTER_1, "quarter"),
    ("days_to_answer_p50", "the middle of a quarter is counted from its answers, not from its months", ANSWERED,
     (None, 5, 10), QUARTER_1, "quarter"),
    ("days_to_answer_p90", "nine in ten of a quarter, between 45 and 99 days", ANSWERED, (None, 5, 77.4),
     QUARTER_1, "quarter"),
    ("petition_density", "a quarter's registrations for the persons of an average day", QUARTER, (6, 400, 15.0),
     QUARTER_1, "quarter"),
    ("satisfied_rate", "two months of ten ratings make a quarter of twenty",
     (*(rated("2026-02-09", "mostly"),) * 10, *(rated("2026-03-09", "dissatisfied"),) * 10), (10, 20, 0.5),
     QUARTER_1, "quarter"),
    ("backlog", "a year to date is the state at its end, not a sum", OPEN, (3, None, 3), "2026-03", "ytd"),
    ("backlog", "a year that still runs is the state at data_as_of", (*OPEN, letter("2026-05-01")), (4, None, 4),
     YEAR_26, "year"),
]  # fmt: skip

# Of five tenders opened in March, local time, the first had 10 days to bid and the second one bidder; the third is
# regular, nothing is known of the fourth, the fifth was cancelled. The last three belong to other months.
TENDERS: tuple[Row, ...] = (
    tender("2026-03-10 02:30", days=10, budget=1_000_000),
    tender("2026-03-11 02:30", days=30, bidder_count=1, budget=2_000_000),
    tender("2026-03-12 02:30", days=30, bidder_count=4, budget=4_000_000),
    {**tender("2026-03-13 02:30", budget=8_000_000), "ocds_method": None},
    tender("2026-03-14 02:30", days=10, status="cancelled", budget=16_000_000),
    tender("2026-02-28 15:59", days=10, budget=32_000_000),
    tender("2026-03-31 16:00", days=10, budget=64_000_000),
    {**tender("2026-05-13 02:30", budget=128_000_000), "ocds_method": None},
)
_OF_TENDERS = [
    ("flagged_share", "two of three that can be judged; the day is the local one", (2, 3, 2 / 3), "2026-03"),
    ("flagged_share", "a tender of which nothing is known is not judged", (0, 0, None), "2026-05"),
    ("flagged_share", "an opening before midnight, local time, belongs to February", (1, 1, 1), "2026-02"),
    ("flagged_amount", "budgets of the two, where nothing is awarded", (3_000_000, None, 3_000_000), "2026-03"),
    ("flagged_amount", "a month without any", (0, None, 0), "2026-01"),
]

EXAMPLES = [
    *(Example(metric, *row) for metric, rows in _MONTHLY.items() for row in rows),
    *(Example(metric, *row) for metric, *row in _OTHER_GRAINS),
    *(Example(metric, name, (), told, period, tenders=TENDERS) for metric, name, told, period in _OF_TENDERS),
]
