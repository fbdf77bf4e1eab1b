"""The gate: rows about accusations never pass, everything else passes unchanged."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from deliveries import TREE, published
from worked_examples import letter, visit

from barometer.answers import broken_down, course
from barometer.audience import Audience
from barometer.disclosure import gate
from barometer.event_counts import event_counts
from barometer.filters import Filters
from barometer.metrics import ask, registry
from barometer.periods import monthly, parse_month, run_of
from barometer.scope import ROLES, Scope

FRAME = pd.DataFrame({"unit": ["a", "b", "c", None], "value": [1, 2, 3, 4]})


@pytest.mark.parametrize("column", ["purpose", "class", "code"])
@pytest.mark.parametrize("role", ROLES)
def test_a_row_about_accusations_is_dropped_whichever_column_says_so(column: str, role: str) -> None:
    frame = FRAME.assign(**{column: ["appeal", "accusation", None, "accusation"]})
    assert gate(frame, Scope(role))["value"].tolist() == [1, 3]


@pytest.mark.parametrize("dtype", ["object", "string", "category"])
def test_the_gate_reads_every_kind_of_text_column(dtype: str) -> None:
    frame = FRAME.assign(purpose=pd.Series(["accusation", None, "suggestion", "appeal"], dtype=dtype))
    assert gate(frame, Scope())["value"].tolist() == [2, 3, 4]


def test_two_columns_that_speak_of_accusations_both_count() -> None:
    frame = FRAME.assign(purpose=["accusation", None, None, None], code=[None, "accusation", None, "other"])
    assert gate(frame, Scope())["value"].tolist() == [3, 4]


def test_a_frame_without_accusations_passes_unchanged() -> None:
    pd.testing.assert_frame_equal(gate(FRAME, Scope()), FRAME)
    pd.testing.assert_frame_equal(gate(FRAME.iloc[:0], Scope()), FRAME.iloc[:0])


def test_the_gate_does_not_change_the_frame_it_is_given() -> None:
    frame = FRAME.assign(code="accusation")
    assert gate(frame, Scope()).empty
    assert len(frame) == 4


def test_no_answer_to_a_page_knows_how_many_accusations_there_are(tmp_path: Path) -> None:
    rows = [
        letter("2026-03-02", unit_id="north", purpose="appeal", category="land", matter_id="m"),
        *(visit("2026-03-02", 9, unit_id="north", purpose="accusation", category="conduct", matter_id="n"),) * 4,
    ]
    session = published(tmp_path, TREE, rows)
    asked_by = Audience(session.scope, session.snapshot)
    month = parse_month("2026-03")
    filters = Filters(month, "month")
    assert course(asked_by, "registered", filters).now.value == 1
    assert set(broken_down(asked_by, "registered", filters, "category")) == {"land"}
    assert session.rows("select count(*) from items") == [(1,)]
    events = ("registered", "visited", "collective", "returned")
    told = event_counts(asked_by, events, run_of(month, month), Filters(month), "all")
    assert [(count.event, count.items) for count in told] == [("registered", 1)]
    for metric in registry():
        assert ask(session, metric, monthly(month, month))["numerator"].fillna(0).max() <= 1
