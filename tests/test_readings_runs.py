"""Months in a row: worked by hand, and by plain loops."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from barometer.readings.runs import climbs, run_lengths, signed_runs

NAN = math.nan
VALUES = st.lists(st.sampled_from([-2.0, -1.0, 0.0, 0.5, 1.0, 3.0, NAN]), min_size=7, max_size=7)


def test_a_run_counts_the_months_up_to_each_and_begins_anew_after_a_break() -> None:
    flags = [[True, True, False, True, True, True], [False] * 6, [True] * 6]
    assert run_lengths(flags).tolist() == [[1, 2, 0, 1, 2, 3], [0] * 6, [1, 2, 3, 4, 5, 6]]


@pytest.mark.parametrize(
    ("signs", "told"),
    [
        ([0.1, 2, 9, -1, -3, 4], [1, 2, 3, -1, -2, 1]),
        ([1, 1, 0, 1, 1, 1], [1, 2, 0, 1, 2, 3]),
        ([-1, -1, NAN, -1, -1, 0], [-1, -2, 0, -1, -2, 0]),
        ([NAN] * 6, [0] * 6),
        ([math.inf, 1, -math.inf, -1, 0, 0], [1, 2, -1, -2, 0, 0]),
    ],
    ids=["sides", "zero-breaks", "unknown-breaks", "unknown", "endless"],
)
def test_a_side_is_left_by_the_other_by_zero_and_by_an_unknown_month(signs: list[float], told: list[int]) -> None:
    assert signed_runs([signs]).tolist() == [told]


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ([1, 2, 3, 3, 4, 1], [0, 1, 2, 0, 1, -1]),
        ([5, 4, 3, 2, 9, 8], [0, -1, -2, -3, 1, -1]),
        ([1, 2, NAN, 4, 5, 6], [0, 1, 0, 0, 1, 2]),
        ([7, 7, 7, 7, 7, 7], [0, 0, 0, 0, 0, 0]),
    ],
    ids=["up", "down", "unknown-breaks", "level"],
)
def test_a_climb_counts_steps_in_one_direction(values: list[float], told: list[int]) -> None:
    """Six steps up are seven months in order, as the control chart's rule wants them."""
    assert climbs([values]).tolist() == [told]


def slow_runs(signs: list[float]) -> list[int]:
    told = []
    for place, sign in enumerate(signs):
        length, back = 0, place
        while back >= 0 and sign * signs[back] > 0:
            length, back = length + 1, back - 1
        told.append(length if sign > 0 else -length)
    return told


@given(st.lists(VALUES, min_size=1, max_size=4))
def test_every_series_of_a_batch_is_what_plain_loops_find(batch: list[list[float]]) -> None:
    assert signed_runs(batch).tolist() == [slow_runs(series) for series in batch]
    steps = [[NAN, *(later - one for one, later in pairwise(series))] for series in batch]
    assert climbs(batch).tolist() == [slow_runs(series) for series in steps]
    lengths = [[max(0, run) for run in slow_runs(series)] for series in batch]
    assert run_lengths(np.array(batch) > 0).tolist() == lengths
