"""The arrays that readings are made from hold what the pages' own question answers."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pytest
from deliveries import TREE, published

from barometer import node_series as node_series_module
from barometer.metrics import ask, missing_columns, registry
from barometer.node_series import every_node, node_series
from barometer.periods import Period, month_run, monthly, run_of
from barometer.scope import Scope
from barometer.session import WHOLE, Session
from barometer.snapshots import current_snapshot

ASKED = [metric.id for metric in registry().values() if metric.is_read or metric.has_trend or metric.kind == "share"]


@pytest.fixture(scope="module")
def small(small_data: Path) -> Session:
    return Session(Scope(), current_snapshot(small_data))


def periods_of(session: Session, chance: random.Random) -> list[Period]:
    """Return three runs of one to fifteen covered months."""
    months = month_run(session.first_month, session.last_month)
    firsts = [chance.randrange(len(months)) for _ in range(3)]
    return [run_of(months[first], months[min(len(months) - 1, first + chance.randrange(15))]) for first in firsts]


def asked(session: Session, metric: str, nodes: list[str], periods: list[Period]) -> dict[tuple[str, str], list[float]]:
    units, whole = ask(session, metric, periods, [*set(nodes) - {WHOLE}]), ask(session, metric, periods)
    rows = [*units[units["unit"].notna()].itertuples(), *whole.itertuples()]
    return {(row.unit or WHOLE, row.period): [row.numerator, row.denominator] for row in rows}


@pytest.mark.parametrize("metric", ASKED)
def test_the_arrays_hold_what_a_page_is_told(small: Session, metric: str) -> None:
    if missing_columns(registry()[metric], small.snapshot):
        return
    chance = random.Random(metric)
    nodes = [WHOLE, *chance.sample([*small.tree.units], 3)]
    periods = list(dict.fromkeys(periods_of(small, chance)))
    series, told = node_series(small, metric, nodes, periods), asked(small, metric, nodes, periods)
    assert series.numerators.shape == (len(nodes), len(periods)) and series.nodes == tuple(nodes)
    assert (series.denominators is not None) == (registry()[metric].kind == "share")
    for row, node in enumerate(nodes):
        for column, period in enumerate(periods):
            numerator, denominator = told[node, period.label]
            np.testing.assert_equal(series.numerators[row, column], numerator)
            if series.denominators is not None:
                np.testing.assert_equal(series.denominators[row, column], denominator)


@pytest.mark.parametrize("at_once", [1, 3, 7])
def test_asking_in_pieces_changes_nothing(small: Session, monkeypatch: pytest.MonkeyPatch, at_once: int) -> None:
    nodes, periods = every_node(small), monthly(small.first_month, small.last_month)[-5:]
    whole = node_series(small, "repeat_share", nodes, periods)
    monkeypatch.setattr(node_series_module, "_AT_ONCE", at_once)
    pieces = node_series(small, "repeat_share", nodes, periods)
    assert len(nodes) > at_once and pieces.nodes == whole.nodes
    np.testing.assert_array_equal(pieces.numerators, whole.numerators)
    assert whole.denominators is not None and pieces.denominators is not None
    np.testing.assert_array_equal(pieces.denominators, whole.denominators)


def test_the_whole_comes_first_and_every_unit_once(tmp_path: Path) -> None:
    petitions = [{"registered_on": "2026-03-02", "unit_id": unit} for unit in ("north", "north-1", "south")]
    session = published(tmp_path, TREE, petitions)
    assert every_node(session) == (WHOLE, "all", "north", "north-1", "south")
    series = node_series(session, "registered", every_node(session), monthly(session.first_month, session.first_month))
    assert series.numerators.ravel().tolist() == [3, 3, 2, 1, 1] and series.denominators is None
