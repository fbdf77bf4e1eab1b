"""Every metric on worked examples, and what all metrics share: units, grains, coverage, faults."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import pytest
from deliveries import LONG_AGO, ONE_UNIT, TREE, Row, asked, day, figure, figures, published
from scatter import scattered, scattered_tenders
from worked_examples import DATA_AS_OF, EXAMPLES, FIRST_DAY, Example, answered, appeal, closed, letter, online, visit

from barometer.audience import Audience
from barometer.event_counts import EventCount, event_counts
from barometer.faults import NotAllowed, UnknownMetric, UnknownPeriod, UnknownUnit
from barometer.filters import Filters
from barometer.metrics import ask, missing_columns, registry
from barometer.periods import Period, monthly, parse_month, run_of
from barometer.session import Session

PERIOD = (FIRST_DAY, DATA_AS_OF)
FROM, TO = parse_month("2022-01"), parse_month("2026-10")
# Everything a petition can count for, as an accusation.
ACCUSATIONS: list[Row] = [
    visit(f"2026-0{month}-05", 30, purpose="accusation", matter_id="m", is_repeat=True, reception_level="capital",
          is_outside_designated=True, limit_on=f"2026-0{month}-25", answered_on=f"2026-0{month}-20",
          accepted_on=f"2026-0{month}-06", extended_to=f"2026-0{month}-26", closed_on=f"2026-0{month}-21",
          is_in_rating_scope=True, rating="satisfied")
    for month in (1, 2, 3)
] + [online("2026-02-06", purpose="accusation", limit_on="2026-02-27", category="wages", area="goods")]  # fmt: skip


def named(unit: str, petitions: Sequence[Row]) -> list[Row]:
    """Return the petitions as those of `unit`, with matters and visits no other unit has."""
    keys = ("matter_id", "visit_id")
    return [{**row, **{key: f"{unit}.{row[key]}" for key in keys if key in row}, "unit_id": unit} for row in petitions]


def of_examples(units: Sequence[str]) -> list[Row]:
    headcounts = [example.headcount for example in EXAMPLES]
    return [{"unit_id": u, "parent_id": "all", "headcount": n} for u, n in zip(units, headcounts, strict=True)]


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Session:
    """Return all worked examples published at once, each in a unit of its own below `all`."""
    units = [f"e{place}" for place in range(len(EXAMPLES))]
    petitions = [row for unit, example in zip(units, EXAMPLES, strict=True) for row in named(unit, example.petitions)]
    return published(
        tmp_path_factory.mktemp("examples"),
        [{"unit_id": "all"}, {"unit_id": "accused", "parent_id": "all", "headcount": 50}, *of_examples(units)],
        [*petitions, *named("accused", ACCUSATIONS)],
        data_as_of=DATA_AS_OF,
        period=PERIOD,
        tenders=[
            {"tender_id": f"{unit}.{n}", "unit_id": unit, **row}
            for unit, example in zip(units, EXAMPLES, strict=True)
            for n, row in enumerate(example.tenders)
        ],
    )


@pytest.mark.parametrize(
    ("place", "example"), list(enumerate(EXAMPLES)), ids=[f"{example.metric}: {example.name}" for example in EXAMPLES]
)
def test_a_worked_example_is_counted_as_by_hand(session: Session, place: int, example: Example) -> None:
    first, _, last = example.period.partition("/")
    told = figures(session, example.metric, first, last, example.by, units=[f"e{place}"])
    assert [row[1] for row in told] == [None, f"e{place}"]  # all chosen together, and this one
    assert [row[2:] for row in told] == [pytest.approx(example.told)] * 2


@pytest.mark.parametrize("metric", registry())
def test_a_metric_has_worked_examples_of_something_and_of_nothing(metric: str) -> None:
    values = [example.told[2] for example in EXAMPLES if example.metric == metric]
    assert any(values)
    assert not all(values)


@pytest.mark.parametrize("metric", registry())
def test_accusations_are_counted_nowhere(session: Session, metric: str) -> None:
    told = figures(session, metric, "2026-01", "2026-10", "year", units=["accused"])
    assert not [row for row in told if row[2]]
    assert metric == "petition_density" or not [row for row in told if row[3]]


@pytest.mark.parametrize("breakdown", ["channel", "category", "area"])
def test_accusations_have_no_codes_either(session: Session, breakdown: str) -> None:
    told = ask(session, "registered", [run_of(FROM, TO)], ["accused"], breakdown)
    assert told["code"].tolist() == [None, None]
    assert told["value"].tolist() == [0, 0]


# --- units ---------------------------------------------------------------------------------------------------------

CROWD = [  # one visit that north-1 and south both registered, one of south alone; letters of every unit
    visit("2026-03-02", 12, unit_id="north-1", visit_id="v", matter_id="m", reception_level="above"),
    visit("2026-03-02", 12, unit_id="south", visit_id="v", matter_id="n", reception_level="above"),
    visit("2026-03-03", 5, unit_id="south"),
    letter("2026-03-04", unit_id="north", matter_id="m"),
    letter("2026-03-04", unit_id="north-1"),
    letter("2026-03-04", unit_id="all"),
    letter("2026-03-05", unit_id="south", matter_id="m"),
]


@pytest.fixture(scope="module")
def crowd(tmp_path_factory: pytest.TempPathFactory) -> Session:
    return published(tmp_path_factory.mktemp("crowd"), TREE, CROWD, period=(day("2024-01-01"), day("2026-10-31")))


@pytest.mark.parametrize(
    ("metric", "by_unit"),
    [
        ("registered", {None: 7, "all": 7, "north": 3, "north-1": 2, "south": 3}),
        ("collective_batches", {None: 2, "all": 2, "north": 1, "north-1": 1, "south": 2}),
        ("collective_persons", {None: 17, "all": 17, "north": 12, "north-1": 12, "south": 17}),
        ("skip_level_batches", {None: 1, "all": 1, "north": 1, "north-1": 1, "south": 1}),
        ("repeat_items", {None: 2, "all": 2, "north": 1, "north-1": 0, "south": 1}),
    ],
)
def test_a_subtree_counts_its_own_and_all_below_and_a_shared_visit_once_in_each(
    crowd: Session, metric: str, by_unit: dict[str | None, int]
) -> None:
    told = figures(crowd, metric, "2026-03", units=["all", "north", "north-1", "south"])
    assert {row[1]: row[2] for row in told} == by_unit


@pytest.mark.parametrize(
    ("units", "registrations", "batches"),
    [
        (["north"], 3, 1),
        (["north", "south"], 6, 2),
        (["south", "north"], 6, 2),
        (["north", "north-1"], 3, 1),
        (["north-1", "south"], 5, 2),
        (["north-1", "north-1"], 2, 1),
        (["all", "south"], 7, 2),
        ([], 7, 2),
    ],
    ids=["one", "two", "in another order", "one below the other", "apart", "named twice", "the top and one", "none"],
)
def test_chosen_units_together_are_counted_not_added_up(
    crowd: Session, units: list[str], registrations: int, batches: int
) -> None:
    for metric, total in (("registered", registrations), ("collective_batches", batches)):
        told = figures(crowd, metric, "2026-03", units=units)
        assert [row[1] for row in told] == [None, *dict.fromkeys(units)]
        assert told[0][2] == total


def test_the_total_of_a_matter_share_counts_a_matter_of_two_units_once(crowd: Session) -> None:
    told = figures(crowd, "repeat_matter_share", "2026-03", units=["north", "south"])
    assert [row[1:] for row in told] == [(None, 1, 2, 0.5), ("north", 1, 1, 1.0), ("south", 1, 2, 0.5)]


MOVED_UNITS: list[Row] = [
    {"unit_id": "all"},
    {"unit_id": "north", "parent_id": "all"},
    {"unit_id": "south", "parent_id": "all"},
    {"unit_id": "mover", "parent_id": "north", "valid_to": day("2026-02-28")},
    {"unit_id": "mover", "parent_id": "south", "valid_from": day("2026-03-01")},
    {"unit_id": "closed", "parent_id": "north", "valid_to": day("2026-01-31")},
    {"unit_id": "young", "parent_id": "all", "valid_from": day("2026-03-01")},
    {"unit_id": "older", "parent_id": "young"},
]
MOVED_PETITIONS = [
    *(letter("2026-02-28", unit_id="mover"),) * 3,
    *(letter("2026-03-01", unit_id="mover"),) * 4,
    letter("2026-02-01", unit_id="south"),
    letter("2026-02-01", unit_id="closed"),
    *(letter("2026-02-01", unit_id="older"),) * 2,
    letter("2026-03-02", unit_id="older"),
]


@pytest.fixture(scope="module")
def moved(tmp_path_factory: pytest.TempPathFactory) -> Session:
    return published(tmp_path_factory.mktemp("moved"), MOVED_UNITS, MOVED_PETITIONS)


@pytest.mark.parametrize(
    ("unit", "february", "march"),
    [("mover", 3, 4), ("north", 4, 0), ("south", 1, 4), ("closed", 1, 0), ("young", 0, 1), ("all", 5, 5)],
    ids=["its own history", "the unit it left", "the unit it joined", "a closed unit goes on where it stood",
         "a unit younger than the one below it", "the top while one below had nothing above it"],
)  # fmt: skip
def test_a_moved_unit_keeps_its_history(moved: Session, unit: str, february: int, march: int) -> None:
    assert figure(moved, "registered", "2026-02", unit) == (february, None, february)
    assert figure(moved, "registered", "2026-03", unit) == (march, None, march)


def test_the_whole_holds_what_no_top_unit_held_then(moved: Session) -> None:
    assert figure(moved, "registered", "2026-02") == (7, None, 7)


def test_chosen_together_a_moved_unit_brings_what_it_did_before_it_moved(moved: Session) -> None:
    told = figures(moved, "registered", "2026-02", "2026-03", units=["south", "mover"])
    assert [row[1:3] for row in told] == [
        (None, 4), ("south", 1), ("mover", 3),
        (None, 4), ("south", 4), ("mover", 4),
    ]  # fmt: skip


@pytest.fixture(scope="module")
def scatter(tmp_path_factory: pytest.TempPathFactory) -> Session:
    units = [{**row, "headcount": 40} for row in TREE if row["unit_id"] != "north"]
    units += [{"unit_id": "north", "parent_id": "all"}, {"unit_id": "north-2", "parent_id": "north", "headcount": 7}]
    return published(
        tmp_path_factory.mktemp("scatter"),
        units,
        scattered(),
        period=(day("2023-01-01"), DATA_AS_OF),
        tenders=scattered_tenders(),
    )


@pytest.mark.parametrize("metric", registry())
def test_units_chosen_together_count_as_the_unit_above_them_does(scatter: Session, metric: str) -> None:
    for breakdown in ("all", *registry()[metric].breakdowns):
        months = monthly(parse_month("2025-01"), parse_month("2026-10"))
        together = ask(scatter, metric, months, ["north-1", "north-2"], breakdown, apart=False)
        above = ask(scatter, metric, months, ["north"], breakdown, apart=False)
        assert together.to_csv() == above.to_csv()
        assert above[["numerator", "denominator"]].sum().sum() > 0


@pytest.mark.parametrize("breakdown", ["days_since", "months_later"])
def test_returns_of_units_chosen_together_are_those_of_the_unit_above_them(scatter: Session, breakdown: str) -> None:
    def told(*units: str) -> tuple[EventCount, ...]:
        audience = Audience(scatter.scope, scatter.snapshot)
        events = ("returned", "first_raised", "came_back")
        period = run_of(parse_month("2025-01"), parse_month("2026-10"))
        return event_counts(audience, events, period, Filters(period.last_month, units=units), breakdown)

    assert told("north-1", "north-2") == told("north")
    assert len(told("north")) > 5


# --- grains and coverage -------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def one(tmp_path_factory: pytest.TempPathFactory) -> Session:
    """Return one unit with 1, 2, 3, … letters in the months from 2025-11 to 2026-10."""
    months = ["2025-11", "2025-12", *(f"2026-{month:02d}" for month in range(1, 11))]
    rows = [letter(f"{month}-05") for count, month in enumerate(months, 1) for _ in range(count)]
    return published(tmp_path_factory.mktemp("one"), ONE_UNIT, rows)


@pytest.mark.parametrize(
    ("by", "told"),
    [
        ("month", [("2025-12", 2), ("2026-01", 3), ("2026-02", 4), ("2026-03", 5), ("2026-04", 6)]),
        ("quarter", [("2025-Q4", 2), ("2026-Q1", 12), ("2026-Q2", 6)]),
        ("year", [("2025", 2), ("2026", 18)]),
        ("ytd", [("2025-12", None), ("2026-01", 3), ("2026-02", 7), ("2026-03", 12), ("2026-04", 18)]),
    ],
)
def test_a_grain_holds_the_months_of_the_range_and_the_year_to_date_those_since_january(
    one: Session, by: str, told: list[tuple[str, int | None]]
) -> None:
    assert [(row[0], row[2]) for row in figures(one, "registered", "2025-12", "2026-04", by)] == told


def test_months_outside_the_coverage_are_rows_of_nothing_not_of_zero(one: Session) -> None:
    told = figures(one, "registered", "2025-09", "2025-11") + figures(one, "registered", "2026-10", "2026-12")
    assert [(row[0], row[2]) for row in told] == [
        ("2025-09", None), ("2025-10", None), ("2025-11", 1), ("2026-10", 12), ("2026-11", None), ("2026-12", None),
    ]  # fmt: skip


def test_a_quarter_that_reaches_out_of_the_coverage_is_not_told(one: Session) -> None:
    assert [row[2] for row in figures(one, "registered", "2025-10", "2025-12", "quarter")] == [None]


def test_a_range_longer_than_time_is_answered_in_order(one: Session) -> None:
    told = asked(one, "registered", "0001-01", "2100-12")
    assert len(told) == 2100 * 12
    assert told["value"].dropna().tolist() == list(range(1, 13))
    assert told["period"].iloc[-1] == "2100-12"


def test_columns_are_plain_and_rows_stand_totals_first(crowd: Session) -> None:
    told = asked(crowd, "registered", "2026-02", "2026-03", units=["south", "north"])
    assert list(told.columns) == ["period", "unit", "code", "numerator", "denominator", "value"]
    assert told[["period", "unit"]].values.tolist() == [
        [month, unit] for month in ("2026-02", "2026-03") for unit in (None, "south", "north")
    ]


@pytest.mark.parametrize(
    "metric", sorted({name for name, metric in registry().items() if metric.needs} - {"online_share"})
)
def test_a_metric_whose_column_is_empty_is_not_computable_and_never_zero(one: Session, metric: str) -> None:
    assert missing_columns(registry()[metric], one.snapshot)
    assert figure(one, metric, "2026-03") == (None, None, None)


# --- breakdowns ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("metric", "breakdown", "told"),
    [
        ("registered", "channel", {"letter": 4, "visit": 3}),
        ("collective_batches", "size_class", {"10-29": 1, "5-9": 1}),
        ("collective_persons", "size_class", {"10-29": 12, "5-9": 5}),
        ("collective_batches", "cause", {"first": 1, "unknown": 1}),
        ("collective_batches", "category", {"": 2}),
    ],
)
def test_a_breakdown_gives_a_row_a_code_the_empty_one_for_none(
    crowd: Session, metric: str, breakdown: str, told: dict[str, int]
) -> None:
    rows = ask(crowd, metric, monthly(parse_month("2026-03"), parse_month("2026-03")), breakdown=breakdown)
    assert dict(zip(rows["code"], rows["value"], strict=True)) == told


# Ages on 31 March on both sides of each edge; the item registered that day is 0 days old.
AGES = (0, 15, 16, 30, 31, 60, 61, 90, 91, 180, 181, 700)
# Past its limit, past it extended, extended ahead of it, accepted, accepted later, never accepted, overdue unaccepted.
STAGES = [
    appeal("2026-01-05", "2026-03-06", accepted_on="2026-01-05"),
    appeal("2026-01-05", "2026-03-06", accepted_on="2026-01-05", extended_to="2026-03-20"),
    appeal("2026-02-05", "2026-04-06", accepted_on="2026-02-05", extended_to="2026-05-06"),
    *(letter("2026-03-05", accepted_on="2026-03-31"),) * 2,
    *(letter("2026-03-05", accepted_on="2026-04-01"),) * 4, letter("2026-03-05"),
    *(appeal("2026-01-05", "2026-03-06"),) * 2,
]  # fmt: skip


@pytest.fixture(scope="module")
def still_open(tmp_path_factory: pytest.TempPathFactory) -> Session:
    ages = [letter((dt.date(2026, 3, 31) - dt.timedelta(days)).isoformat()) for days in AGES]
    units = [{"unit_id": "all"}, *({"unit_id": unit, "parent_id": "all"} for unit in ("ages", "stages"))]
    period = (FIRST_DAY, DATA_AS_OF)
    rows = [*named("ages", ages), *named("stages", STAGES), letter("2026-01-01", closed_on="2026-01-02")]
    return published(tmp_path_factory.mktemp("open"), units, rows, data_as_of=DATA_AS_OF, period=period)


@pytest.mark.parametrize(
    ("unit", "breakdown", "told"),
    [
        ("ages", "age_band", {"0-15": 2, "16-30": 2, "31-60": 2, "61-90": 2, "91-180": 2, "181-": 2}),
        ("stages", "handling_stage", {"overdue": 3, "extended": 1, "handling": 3, "awaiting": 5}),
    ],
)
def test_what_is_open_is_told_by_age_and_by_the_stage_where_it_stands(
    still_open: Session, unit: str, breakdown: str, told: dict[str, int]
) -> None:
    march = run_of(parse_month("2026-03"), parse_month("2026-03"))
    rows = ask(still_open, "backlog", [march], [unit], breakdown, apart=False)
    assert dict(zip(rows["code"], rows["value"], strict=True)) == told
    assert figure(still_open, "backlog", "2026-03", unit)[0] == sum(told.values())


def test_only_what_is_open_has_an_age_and_a_stage(still_open: Session) -> None:
    found = still_open.rows(
        "select distinct event from petition_events where breakdown in ('age_band', 'handling_stage') order by event"
    )
    assert [event for (event,) in found] == ["awaiting_acceptance", "extended_open", "in_handling", "overdue_open"]


# --- days and density ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("metric", "part"), [("days_to_answer_p50", 0.5), ("days_to_answer_p90", 0.9)])
def test_a_quantile_of_days_is_that_of_the_single_answers(scatter: Session, metric: str, part: float) -> None:
    for units, spans in ([], ""), (["north-1", "south"], "where node in ('north-1', 'south')"):
        asked_for = figures(scatter, metric, "2025-03", "2026-09", "quarter", units=units)
        rows = scatter.rows(
            f"select year(answered_on) || '-Q' || quarter(answered_on), count(*), "
            f"quantile_cont(datediff('day', accepted_on, answered_on), {part}) from items "
            f"where answered_on >= accepted_on and span in (select span from unit_spans {spans}) "
            "and answered_on between date '2025-03-01' and date '2026-09-30' group by all"
        )
        single = {period: (None, count, pytest.approx(days)) for period, count, days in rows}
        assert {row[0]: row[2:] for row in asked_for if row[1] is None} == single


def test_the_headcount_is_that_of_the_units_there_on_an_average_day_of_the_period(tmp_path: Path) -> None:
    units: list[Row] = [
        {"unit_id": "all"},
        {"unit_id": "north", "parent_id": "all", "headcount": 100},
        {"unit_id": "south", "parent_id": "all", "headcount": 50, "valid_to": day("2026-03-14")},
        {"unit_id": "south", "parent_id": "all", "headcount": 60, "valid_from": day("2026-03-15")},
        {"unit_id": "mover", "parent_id": "north", "headcount": 7, "valid_to": day("2026-03-31")},
        {"unit_id": "mover", "parent_id": "south", "headcount": 7, "valid_from": day("2026-04-01")},
        {"unit_id": "closed", "parent_id": "north", "headcount": 1000, "valid_to": day("2026-03-30")},
        {"unit_id": "unknown", "parent_id": "north"},
    ]
    rows = [letter("2026-03-02", unit_id=row["unit_id"]) for row in units]
    session = published(tmp_path, units, rows, period=PERIOD)
    told = {row[1]: row[2:4] for row in figures(session, "petition_density", "2026-03", units=["north", "south"])}
    closed, south = 1000 * 30 / 31, (50 * 14 + 60 * 17) / 31
    assert told == {None: (6, pytest.approx(107 + closed + south)), "north": (4, pytest.approx(107 + closed)),
                    "south": (2, pytest.approx(south))}  # fmt: skip
    april = {row[1]: row[3] for row in figures(session, "petition_density", "2026-04", units=["north", "south"])}
    assert april == {None: 167, "north": 100, "south": 67}
    (year,) = figures(session, "petition_density", "2026-04", by="ytd", units=["closed"])[1:]
    assert year[2:4] == (1, pytest.approx(1000 * (31 + 28 + 30) / 120))


def test_a_month_cut_to_compare_holds_limits_before_its_day_and_answers_up_to_it(tmp_path: Path) -> None:
    rows = [  # the last of each three falls on the day of the cut, 20 October 2025, or on the day after
        *(letter(on, accepted_on=on) for on in ("2025-10-04", "2025-10-05", "2025-10-06")),
        *(appeal("2025-08-01", on, extended_to=on) for on in ("2025-10-19", "2025-10-20", "2025-10-21")),
        *(answered(on, 5) for on in ("2025-10-19", "2025-10-20", "2025-10-21")),
        *(closed("2025-03-01", on, matter_id=on) for on in ("2025-04-22", "2025-04-23", "2025-04-24")),
        letter("2026-10-02"),
    ]
    session = published(tmp_path, ONE_UNIT, rows, data_as_of=DATA_AS_OF, period=PERIOD)
    october = parse_month("2025-10")
    cut = Period("cut", october, october, cut_month=october)
    told = {
        metric: ask(session, metric, [cut])["denominator"].tolist()
        for metric in ("accepted_on_time_rate", "extended_rate", "days_to_answer_p50", "first_time_resolution")
    }
    assert told == {
        "accepted_on_time_rate": [1],
        "extended_rate": [1],
        "days_to_answer_p50": [2],
        "first_time_resolution": [2],
    }


# --- returns and causes --------------------------------------------------------------------------------------------

# m comes back after 20 and again after 71 days, n after exactly 180, o never, p was no first time.
RETURNS = [
    letter("2026-01-10", matter_id="m"), letter("2026-01-30", matter_id="m"), letter("2026-04-11", matter_id="m"),
    letter("2025-09-01", matter_id="n"), letter("2026-02-28", matter_id="n"), letter("2026-01-11", matter_id="o"),
    letter("2026-01-12", matter_id="p", is_repeat=True), letter("2026-01-13"),
]  # fmt: skip
# What went before four collective visits: an overdue letter, an answered one, nothing, nobody knows.
BEFORE = [
    appeal("2026-01-02", "2026-03-03", matter_id="late"), visit("2026-03-04", 6, matter_id="late"),
    appeal("2026-01-02", "2026-03-03", "2026-02-01", matter_id="kept"), visit("2026-03-04", 7, matter_id="kept"),
    visit("2026-03-04", 8, matter_id="new"), visit("2026-03-04", 9),
    appeal("2026-01-02", "2026-03-04", matter_id="due"), visit("2026-03-04", 10, matter_id="due"),
]  # fmt: skip


@pytest.fixture(scope="module")
def returns(tmp_path_factory: pytest.TempPathFactory) -> Session:
    units = [{"unit_id": "all"}, *({"unit_id": unit, "parent_id": "all"} for unit in ("returns", "causes"))]
    return published(tmp_path_factory.mktemp("returns"), units, [*named("returns", RETURNS), *named("causes", BEFORE)])


@pytest.mark.parametrize(
    ("event", "breakdown", "told"),
    [
        ("returned", "days_since", {("2026-01", "015"): 1, ("2026-02", "180"): 1, ("2026-04", "060"): 1}),
        ("first_raised", "months_later", {("2026-01", ""): 2, ("2025-09", ""): 1}),
        ("came_back", "months_later", {("2026-01", "000"): 1, ("2025-09", "005"): 1}),
    ],
)
def test_a_return_is_told_by_days_and_by_months_after_the_first_time(
    returns: Session, event: str, breakdown: str, told: dict[tuple[str, str], int]
) -> None:
    whole = run_of(parse_month("2025-09"), parse_month("2026-10"))
    filters = Filters(whole.last_month, units=("returns",))
    rows = event_counts(Audience(returns.scope, returns.snapshot), (event,), whole, filters, breakdown)
    assert {(f"{row.month:%Y-%m}", row.code): row.items for row in rows} == told


def test_the_cause_of_a_collective_visit_is_an_overdue_answer_before_a_return_before_a_first_time(
    returns: Session,
) -> None:
    march = run_of(parse_month("2026-03"), parse_month("2026-03"))
    told = ask(returns, "collective_persons", [march], ["causes"], "cause", apart=False)
    assert dict(zip(told["code"], told["value"], strict=True)) == {
        "overdue": 6,
        "returned": 17,
        "first": 8,
        "unknown": 9,
    }


# --- faults --------------------------------------------------------------------------------------------------------


def test_an_unknown_unit_is_named_and_the_list_of_units_offered(one: Session) -> None:
    with pytest.raises(UnknownUnit) as caught:
        asked(one, "registered", "2026-03", units=["nowhere"])
    assert "nowhere" in caught.value.problem
    assert caught.value.remedy


def test_an_unknown_metric_is_named_with_the_ids_there_are(one: Session) -> None:
    with pytest.raises(UnknownMetric) as caught:
        asked(one, "regstered", "2026-03")
    assert "regstered" in caught.value.problem
    assert "repeat_share" in caught.value.expected


@pytest.mark.parametrize("metric", ["../secret", "registered; drop table months", "", "share", "asked_periods"])
def test_a_file_of_queries_that_is_no_metric_cannot_be_asked(one: Session, metric: str) -> None:
    with pytest.raises(UnknownMetric):
        asked(one, metric, "2026-03")


@pytest.mark.parametrize(
    ("first", "last", "by"),
    [
        ("2026-13", "2026-12", "month"),
        ("2026-1", "2026-12", "month"),
        ("202601", "2026-12", "month"),
        ("0000-01", "2026-12", "month"),
        ("2026-01-01", "2026-12", "month"),
        ("", "2026-12", "month"),
        ("2026-03", "2026-02", "month"),
        ("2026-01", "2026-02", "week"),
    ],
    ids=["month 13", "one digit", "no dash", "year 0", "a day", "nothing", "end before start", "unknown grain"],
)
def test_a_period_that_cannot_be_read_is_a_fault(one: Session, first: str, last: str, by: str) -> None:
    with pytest.raises(UnknownPeriod) as caught:
        asked(one, "registered", first, last, by)
    assert caught.value.remedy


def test_a_breakdown_the_metric_does_not_have_is_refused_with_those_it_has(one: Session) -> None:
    with pytest.raises(NotAllowed) as caught:
        ask(one, "registered", monthly(FROM, TO), breakdown="petition_id")
    assert "channel" in caught.value.expected


def test_units_are_as_old_as_time_unless_a_test_says_otherwise() -> None:
    assert LONG_AGO < FIRST_DAY
