"""Some codes only: what is counted for chosen channels, topics and areas, and what comes along from elsewhere."""

from __future__ import annotations

import json
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import duckdb
import pytest
from deliveries import TREE, Row, day, published
from scatter import CODES, scattered, scattered_tenders
from worked_examples import DATA_AS_OF, appeal, letter, visit

from barometer import counting
from barometer.__main__ import main
from barometer.counting import Only
from barometer.cube import NODE_TABLES
from barometer.faults import NotAllowed
from barometer.metrics import ask, registry
from barometer.periods import monthly, parse_month, periods_between
from barometer.scope import Scope
from barometer.session import Session

MONTHS = monthly(parse_month("2025-01"), parse_month("2026-10"))
YEARS = periods_between(parse_month("2025-01"), parse_month("2026-10"), "year")


@pytest.fixture(scope="module")
def scatter(tmp_path_factory: pytest.TempPathFactory) -> Session:
    units = [*TREE, {"unit_id": "north-2", "parent_id": "north"}]
    return published(
        tmp_path_factory.mktemp("scatter"),
        units,
        scattered(),
        period=(day("2023-01-01"), DATA_AS_OF),
        tenders=scattered_tenders(),
    )


@pytest.mark.parametrize("units", [[], ["north"], ["north-1", "south"]], ids=["whole", "one", "two"])
@pytest.mark.parametrize("metric", registry())
def test_one_code_alone_counts_what_the_breakdown_says_of_it(scatter: Session, metric: str, units: list[str]) -> None:
    for column in set(registry()[metric].breakdowns) & set(CODES):
        parts = ask(scatter, metric, [*MONTHS, *YEARS], units, column, apart=False)
        parts = parts[parts["code"].notna()].sort_values(["code", "period"])
        assert len(parts)
        for code, part in parts.groupby("code"):
            asked_months = [period for period in (*MONTHS, *YEARS) if period.label in set(part["period"])]
            alone = ask(scatter, metric, asked_months, units, apart=False, only=((column, (code,)),))
            told = alone.sort_values("period")[["period", "numerator", "denominator", "value"]]
            assert told.to_csv(index=False) == part[told.columns].to_csv(index=False)


@pytest.mark.parametrize("metric", registry())
def test_all_codes_together_count_as_no_choice_does(scatter: Session, metric: str) -> None:
    every: Only = tuple((column, (*codes, "")) for column, codes in CODES.items())
    for units in ([], ["south"]):
        whole = ask(scatter, metric, [*MONTHS, *YEARS], units, apart=False)
        assert ask(scatter, metric, [*MONTHS, *YEARS], units, apart=False, only=every).to_csv() == whole.to_csv()


# The matter was raised about land in January, about wages in March; the visit is about both.
CROSSED: list[Row] = [
    letter("2026-01-05", category="land", matter_id="m"),
    letter("2026-03-05", category="wages", matter_id="m"),
    letter("2026-03-06", matter_id="n"),
    visit("2026-03-09", 6, category="land", visit_id="v", matter_id="m"),
    visit("2026-03-09", 6, category="wages", visit_id="v", matter_id="o"),
]
# A visit about housing and safety in April: the safety was overdue, which only its letter of January tells.
CROSSED += [
    appeal("2026-01-05", "2026-03-06", category="safety", matter_id="late"),
    visit("2026-04-09", 7, category="housing", visit_id="w", matter_id="new", reception_level="above"),
    visit("2026-04-09", 7, category="safety", visit_id="w", matter_id="late", reception_level="above"),
]


@pytest.fixture(scope="module")
def crossed(tmp_path_factory: pytest.TempPathFactory) -> Session:
    return published(tmp_path_factory.mktemp("crossed"), petitions=CROSSED, period=(day("2023-01-01"), DATA_AS_OF))


@pytest.mark.parametrize(
    ("metric", "only", "told"),
    [
        ("registered", ("wages",), 2),
        ("registered", ("wages", "land"), 3),
        ("registered", ("",), 1),
        ("repeat_items", ("wages",), 1),  # its earlier registration is about land
        ("repeat_items", ("land",), 1),
        ("collective_batches", ("wages",), 1),
        ("collective_batches", ("wages", "land"), 1),
        ("collective_persons", ("wages", "land"), 6),
        ("collective_batches", ("",), 0),
    ],
)
def test_a_matter_s_history_and_a_visit_s_size_come_along_and_count_nowhere_else(
    crossed: Session, metric: str, only: tuple[str, ...], told: int
) -> None:
    march = monthly(parse_month("2026-03"), parse_month("2026-03"))
    assert ask(crossed, metric, march, only=(("category", only),))["numerator"].tolist() == [told]


@pytest.mark.parametrize("code", ["housing", "safety"])
def test_the_cause_of_a_visit_is_that_of_all_its_matters_whichever_is_chosen(crossed: Session, code: str) -> None:
    april, only = monthly(parse_month("2026-04"), parse_month("2026-04")), (("category", (code,)),)
    (row,) = ask(crossed, "skip_level_overdue_share", april, only=only).to_dict("records")
    assert (row["numerator"], row["denominator"]) == (1, 1)
    told = ask(crossed, "collective_batches", april, (), "cause", only=only)
    assert told[["code", "value"]].to_numpy().tolist() == [["overdue", 1.0]]


def test_matters_are_distinct_among_the_chosen_registrations(crossed: Session) -> None:
    march = monthly(parse_month("2026-03"), parse_month("2026-03"))
    (row,) = ask(crossed, "repeat_matter_share", march, only=(("category", ("wages",)),)).to_dict("records")
    assert (row["numerator"], row["denominator"]) == (1, 2)


def test_codes_of_several_columns_hold_together(crossed: Session) -> None:
    march = monthly(parse_month("2026-03"), parse_month("2026-03"))
    only: Only = (("channel", ("letter",)), ("category", ("wages",)))
    assert ask(crossed, "registered", march, only=only)["value"].tolist() == [1]


def test_nothing_but_channel_category_and_area_can_be_chosen(crossed: Session) -> None:
    with pytest.raises(NotAllowed), crossed.nodes_of([()], (("purpose", ("accusation",)),)):
        pass


def test_ask_on_the_command_line_narrows_too(crossed: Session, capsys: pytest.CaptureFixture[str]) -> None:
    data = crossed.snapshot.folder.parent.parent
    arguments = ["ask", "registered", "--from", "2026-03", "--to", "2026-03", "--data", str(data), "--json"]
    assert main([*arguments, "--category", "wages", "--channel", "visit"]) == 0
    assert json.loads(capsys.readouterr().out)["rows"][0]["value"] == 1
    assert main([*arguments, "--category", "-"]) == 0
    assert json.loads(capsys.readouterr().out)["rows"][0]["value"] == 1
    assert main([*arguments, "--category", "nonsense"]) == 1
    assert "nonsense" in capsys.readouterr().err


# --- room and failure ----------------------------------------------------------------------------------------------


def counted_nodes(session: Session) -> int:
    return int(session.rows("select count(distinct node) from petition_events where node[1] = '+'")[0][0])


MARCH = monthly(parse_month("2026-03"), parse_month("2026-03"))


def registered(session: Session, *codes: str, units: Sequence[str] = ()) -> list[float]:
    told: list[float] = ask(session, "registered", MARCH, units, only=(("category", codes),))["value"].tolist()
    return told


def test_the_nodes_longest_not_asked_for_make_room_and_are_counted_again(
    crossed: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    fresh = Session(crossed.scope, crossed.snapshot)
    monkeypatch.setattr(counting, "KEPT_NODES", 2)
    assert [registered(fresh, code) for code in ("wages", "land", "")] == [[2], [1], [1]]
    assert len(fresh.counted) == counted_nodes(fresh) == 2
    assert registered(fresh, "wages") == [2]


def test_a_question_keeps_its_nodes_however_many(scatter: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    units = ["north", "south", "north-1", "north-2"]
    told = registered(scatter, "wages", units=units)
    monkeypatch.setattr(counting, "KEPT_NODES", 1)
    fresh = Session(scatter.scope, scatter.snapshot)
    assert registered(fresh, "wages", units=units) == told
    assert len(fresh.counted) == 5
    registered(fresh, "land")
    assert len(fresh.counted) == 1


def test_codes_in_another_order_are_the_same_node(crossed: Session) -> None:
    fresh = Session(crossed.scope, crossed.snapshot)
    assert registered(fresh, "wages", "land") == registered(fresh, "land", "wages") == [3]
    assert len(fresh.counted) == 1


def test_nodes_are_counted_side_by_side_and_hold_up_nobody(crossed: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    fresh = Session(crossed.scope, crossed.snapshot)
    assert registered(fresh, "land") == [1]
    count, both, go_on = counting.count_node, threading.Barrier(3, timeout=20), threading.Event()

    def count_late(*arguments: Any) -> None:
        both.wait()
        assert go_on.wait(20)
        count(*arguments)

    monkeypatch.setattr(counting, "count_node", count_late)
    with ThreadPoolExecutor(3) as pool:
        told = [pool.submit(registered, fresh, code) for code in ("wages", "")]
        both.wait()  # both are being counted
        assert registered(fresh, "land") == [1]
        go_on.set()
        assert [one.result() for one in told] == [[2], [1]]


def test_threads_that_crowd_each_other_out_are_all_told_the_truth(
    scatter: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    choices = [(code, unit) for code in ("wages", "land") for unit in ("north", "south", "north-1", "north-2")]
    truth = {(code, unit): registered(scatter, code, units=[unit]) for code, unit in choices}
    monkeypatch.setattr(counting, "KEPT_NODES", 3)
    fresh = Session(scatter.scope, scatter.snapshot)
    with ThreadPoolExecutor(6) as pool:
        asked = choices * 4
        told = pool.map(lambda choice: registered(fresh, choice[0], units=[choice[1]]), asked)
        assert list(told) == [truth[choice] for choice in asked]


def test_a_node_that_could_not_be_counted_leaves_nothing_behind(
    crossed: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    fresh = Session(crossed.scope, crossed.snapshot)
    only: Only = (("category", ("wages",)),)
    monkeypatch.setattr(counting, "NODE_TABLES", ("petition_events", "no_such_table"))
    with pytest.raises(duckdb.Error):
        ask(fresh, "registered", MARCH, only=only)
    assert counted_nodes(fresh) == 0
    monkeypatch.setattr(counting, "NODE_TABLES", NODE_TABLES)
    with ThreadPoolExecutor(4) as pool:
        told = list(pool.map(lambda _: registered(fresh, "wages"), range(8)))
    assert told == [[2]] * 8


@pytest.mark.parametrize("scope", [None, Scope("unit", frozenset({"south"}))], ids=["whole", "south"])
def test_an_overdue_matter_of_another_topic_and_unit_is_what_went_before_a_visit(
    tmp_path: Path, scope: Scope | None
) -> None:
    rows = [
        appeal("2026-01-05", "2026-03-06", category="land", matter_id="m", unit_id="north"),
        visit("2026-03-09", 8, category="wages", matter_id="m", unit_id="south"),
    ]
    session = published(tmp_path, TREE, rows, scope)
    march = monthly(parse_month("2026-03"), parse_month("2026-03"))
    told = ask(session, "collective_batches", march, (), "cause", apart=False, only=(("category", ("wages",)),))
    assert told[["code", "value"]].to_numpy().tolist() == [["overdue", 1.0]]
