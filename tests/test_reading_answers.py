"""What pages are told of readings: states and verdicts, the list of signals, the rules tried on the past."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from barometer.audience import Audience
from barometer.filters import Filters
from barometer.metrics import registry
from barometer.periods import add_months, period_ending
from barometer.reading_answers import Reading, annual_changes, last_reading, readings_of
from barometer.readings.signals import false_discovery_rates
from barometer.reporting import reporting
from barometer.scope import Scope
from barometer.session import WHOLE, open_session
from barometer.session_tables import READING_TABLES
from barometer.signal_answers import BackTest, back_test, nodes_read, signals
from barometer.snapshots import Snapshot, current_snapshot

NEUTRAL, LOWER, HIGHER = "registered", "repeat_share", "completed_on_time_rate"
WARNED = [metric.id for metric in registry().values() if metric.is_warned]


@pytest.fixture(scope="module")
def whole(sample_data: Path) -> Audience:
    return Audience(Scope(), current_snapshot(sample_data))


@pytest.fixture(scope="module")
def branch(whole: Audience) -> Audience:
    """Return a reader of one branch and all below it."""
    tree = whole.session.tree
    top = max((unit for unit in tree.units if tree.units[unit].depth == 1), key=lambda unit: len(tree.below(unit)))
    return Audience(Scope("unit", frozenset(tree.below(top))), whole.snapshot)


def last(audience: Audience, **chosen: Any) -> Filters:
    return Filters(month=chosen.pop("month", audience.session.last_month), **chosen)


def rows(audience: Audience) -> list[Reading]:
    stored = [name for name in Reading.__annotations__ if name != "is_doubted"]
    return [Reading(*row) for row in audience.session.rows(f"select {', '.join(stored)} from readings")]


# --- one reading ---------------------------------------------------------------------------------------------------


def reading(metric: str = NEUTRAL, value: float = 0.5, run: int = 0, climb: int = 0, **more: Any) -> Reading:
    month = dt.date(2026, 9, 1)
    held = {"kind": "", "raised": 0, "history": 60, **more}
    return Reading(
        "n",
        metric,
        month,
        value,
        5,
        10,
        0.5,
        0.3,
        0.7,
        0.0,
        0.5,
        held["kind"],
        held["raised"],
        run,
        climb,
        held["history"],
    )


@pytest.mark.parametrize(
    ("told", "state", "verdicts"),
    [
        ({"value": 0.71}, "above", ("neutral", "worse", "better")),
        ({"value": 0.29}, "below", ("neutral", "better", "worse")),
        ({"value": 0.7}, "usual", ("", "", "")),
        ({"value": 0.3}, "usual", ("", "", "")),
        ({"run": 7}, "run_above", ("neutral", "worse", "better")),
        ({"run": -7}, "run_below", ("neutral", "better", "worse")),
        ({"run": 6}, "usual", ("", "", "")),
        ({"climb": 6}, "rising", ("neutral", "neutral", "neutral")),
        ({"climb": -6}, "falling", ("neutral", "neutral", "neutral")),
        ({"climb": -5}, "usual", ("", "", "")),
        ({"value": 0.71, "run": -9, "climb": -9}, "above", ("neutral", "worse", "better")),
        ({"value": 0.29, "run": 9, "climb": 9}, "below", ("neutral", "better", "worse")),
        ({"run": 8, "climb": -8}, "run_above", ("neutral", "worse", "better")),
    ],
)
def test_the_first_rule_that_holds_gives_the_state_and_the_metric_its_meaning(
    told: dict[str, Any], state: str, verdicts: tuple[str, ...]
) -> None:
    read = [reading(metric, **told) for metric in (NEUTRAL, LOWER, HIGHER)]
    assert [registry()[metric].better for metric in (NEUTRAL, LOWER, HIGHER)] == ["neutral", "lower", "higher"]
    assert {one.state for one in read} == {state}
    assert tuple(one.verdict for one in read) == verdicts


@pytest.mark.parametrize(
    ("told", "state"),
    [
        ({"value": 0.29}, "not_whole"),
        ({"value": 0.71}, "not_whole"),
        ({"run": -7}, "not_whole"),
        ({"climb": -6}, "not_whole"),
        ({"value": 0.5}, "usual"),
        ({"value": 0.29, "kind": "fall_to_zero"}, "no_case"),
    ],
)
def test_nothing_is_concluded_while_units_seem_missing_but_that_it_is_usual(told: dict[str, Any], state: str) -> None:
    for metric in (NEUTRAL, LOWER, HIGHER):
        one = replace(reading(metric, **told), is_doubted=True)
        assert one.state == state and one.verdict == ("" if state == "usual" else "neutral")


@pytest.mark.parametrize(("raised", "since"), [(0, "2026-09"), (1, "2026-09"), (2, "2026-08"), (10, "2025-12")])
def test_it_says_since_when_it_has_been_raised(raised: int, since: str) -> None:
    assert f"{reading(raised=raised).since:%Y-%m}" == since


def test_a_history_below_three_years_is_weak() -> None:
    assert [reading(history=months).is_weak for months in (24, 35, 36, 60)] == [True, True, False, False]


# --- of a page -----------------------------------------------------------------------------------------------------


def test_a_page_is_told_the_months_of_its_chart_and_the_last_final_one(whole: Audience) -> None:
    tops = (WHOLE, *whole.session.tree.roots)
    unit = min(one.node for one in rows(whole) if one.node not in tops)
    month = add_months(whole.session.last_month, -4)
    for filters, node in ((last(whole), WHOLE), (last(whole, month=month, units=(unit,)), unit)):
        told = readings_of(whole, "registered", filters)
        own = [one for one in rows(whole) if (one.node, one.metric) == (node, "registered")]
        plain = [replace(one, is_doubted=False) for one in told]
        assert plain == sorted((one for one in own if one.month <= filters.month), key=lambda one: one.month)
        for one, alone in zip(told, plain, strict=True):
            reported = reporting(whole, period_ending(one.month, "rolling"), filters.units)
            assert one.is_doubted == (alone.state != "usual" and not reported.is_enough)
        final = last_reading(whole, "registered", filters)
        assert final and final.month == min(filters.month, add_months(whole.session.last_month, -1))


def test_a_unit_that_never_registered_anything_is_not_read(whole: Audience) -> None:
    (registering,) = whole.session.rows("select list(distinct unit_id) from items inner join unit_spans using (span)")
    idle = [unit for unit in whole.session.tree.units if not set(whole.session.tree.below(unit)) & {*registering[0]}]
    assert idle and not {one.node for one in rows(whole)} & {*idle}
    assert last_reading(whole, "registered", last(whole, units=(idle[0],))) is None


def test_what_publish_did_not_count_is_not_read(whole: Audience) -> None:
    units = [*whole.session.tree.units]
    two = last(whole, units=(units[-1], units[-2]))
    coded = last(whole, only=(("channel", ("letter",)),))
    assert whole.session.published_node(()) == WHOLE and whole.session.published_node((units[4],)) == units[4]
    assert whole.session.published_node(two.units) is None and whole.session.published_node((), coded.only) is None
    top = whole.session.tree.roots[0]
    assert whole.session.published_node((top, units[-1])) == top
    for filters in (two, coded):
        assert readings_of(whole, "registered", filters) == () and annual_changes(whole, filters) == {}
        assert last_reading(whole, "registered", filters) is None


def test_a_yearly_change_is_told_unless_an_earlier_month_is_chosen(whole: Audience) -> None:
    told = annual_changes(whole, last(whole))
    assert set(told) == {metric.id for metric in registry().values() if metric.has_trend}
    assert told == annual_changes(whole, last(whole, month=add_months(whole.session.last_month, -1)))
    assert annual_changes(whole, last(whole, month=add_months(whole.session.last_month, -2))) == {}


# --- the list ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("back", [0, 1, 2, 7, 21])
def test_the_list_is_what_a_plain_loop_finds_in_the_months_readings(whole: Audience, back: int) -> None:
    chosen = add_months(whole.session.last_month, -back)
    month = min(chosen, add_months(whole.session.last_month, -1))
    told = signals(whole, last(whole, month=chosen))
    (top,) = whole.session.tree.roots
    tested = [
        one
        for one in rows(whole)
        if one.month == month and one.metric in WARNED and one.history >= 48 and one.node != top
    ]
    assert (told.month, told.tested) == (month, len(tested)) and told.tested
    assert told.expected_false == pytest.approx(len(tested) / 50)
    assert {one.reading for one in told.listed} == {one for one in tested if one.kind}
    rates = dict(zip(tested, false_discovery_rates([one.chance for one in tested]), strict=True))
    for one in told.listed:
        assert one.q == (None if one.reading.kind == "fall_to_zero" else pytest.approx(rates[one.reading]))
    raised = [one.reading.strength for one in told.listed if one.q is not None]
    assert raised == sorted(raised, reverse=True)
    is_fall = [one.q is None for one in told.listed]
    assert is_fall == sorted(is_fall)


def test_a_unit_fallen_silent_stands_last(whole: Audience) -> None:
    listed = signals(whole, last(whole)).listed
    assert listed[-1].reading.kind == "fall_to_zero" and len(listed) > 1


def test_chosen_units_are_read_with_all_below_and_no_other(whole: Audience, branch: Audience) -> None:
    (top,) = branch.session.tree.roots
    below = whole.session.tree.below(top)
    assert len(below) > 1 and nodes_read(whole, (top,)) == below == nodes_read(branch, ())
    chosen = signals(whole, last(whole, units=(top,)))
    assert {one.reading.node for one in chosen.listed} <= set(below)
    assert chosen == signals(branch, last(branch))
    assert chosen.tested < signals(whole, last(whole)).tested
    assert nodes_read(whole, (below[-1], top, below[-1])) == (below[-1], *(unit for unit in below if unit != below[-1]))


# --- the past ------------------------------------------------------------------------------------------------------


def test_the_rules_tried_on_two_years_are_counted_by_a_plain_loop(whole: Audience) -> None:
    final = add_months(whole.session.last_month, -1)
    first = add_months(final, -23)
    nodes = set(nodes_read(whole, ()))
    expected = []
    for metric in WARNED:
        own = {
            (one.node, one.month): one
            for one in rows(whole)
            if one.metric == metric and first <= one.month <= final and one.history >= 48 and one.node in nodes
        }
        for kind, also, level in (("alarm", "alarm", 0.02), ("watch", "alarm", 0.05), ("fall_to_zero", "", None)):
            raised = followed = confirmed = 0
            for (node, month), one in own.items():
                after = own.get((node, add_months(month, 1)))
                if one.kind in (kind, also) and one.kind:
                    raised += 1
                    followed += after is not None
                    confirmed += after is not None and bool(after.kind) and after.kind in (kind, also)
            share = None if level is None else pytest.approx(level * len(own))
            months = len({month for _, month in own})
            expected.append(BackTest(metric, kind, months, len(own), raised, share, followed, confirmed))
    told = back_test(whole, last(whole))
    assert max(one.months for one in told) == 21, "of 70 months 48 make a history, and the last is not final"
    assert [*told] == expected and sum(one.raised for one in told) and sum(one.confirmed for one in told)


# --- scope ---------------------------------------------------------------------------------------------------------


def test_a_scope_holds_the_readings_of_its_own_nodes_and_all_bands(whole: Audience, branch: Audience) -> None:
    for table in ("readings", "annual_ratios"):
        every = whole.session.rows(f"select * from {table} order by all")
        own = branch.session.rows(f"select * from {table} order by all")
        units = branch.scope.units or frozenset()
        assert own == [row for row in every if row[0] in units] and 0 < len(own) < len(every)
    query = "select * from peer_bands order by all"
    assert branch.session.rows(query) == whole.session.rows(query) != []


def test_a_scope_is_told_of_its_own_nodes_only(whole: Audience, branch: Audience) -> None:
    (top,) = branch.session.tree.roots
    assert branch.session.published_node(()) == top
    assert {one.node for one in readings_of(branch, "registered", last(branch))} == {top}
    assert annual_changes(branch, last(branch)) == annual_changes(whole, last(whole, units=(top,))) != {}


@pytest.fixture
def unread(whole: Audience, tmp_path: Path) -> Iterator[Audience]:
    """Return a reader of a snapshot from before readings were made."""
    folder = tmp_path / "snapshots" / "000001"
    shutil.copytree(
        whole.snapshot.folder, folder, ignore=shutil.ignore_patterns(*(f"{name}.*" for name in READING_TABLES))
    )
    yield Audience(Scope(), Snapshot(folder, 1))
    open_session.cache_clear()


def test_a_snapshot_from_before_readings_has_none_and_no_fault(unread: Audience) -> None:
    for name in READING_TABLES:
        assert not (unread.snapshot.folder / "cube" / f"{name}.parquet").exists()
        assert unread.session.rows(f'select * from "{name}"') == []
    filters = last(unread)
    assert readings_of(unread, "registered", filters) == () and last_reading(unread, "registered", filters) is None
    assert annual_changes(unread, filters) == {}
    told = signals(unread, filters)
    assert (told.listed, told.tested, told.expected_false) == ((), 0, 0)
    assert {(one.tested, one.raised, one.followed, one.confirmed) for one in back_test(unread, filters)} == {
        (0, 0, 0, 0)
    }
