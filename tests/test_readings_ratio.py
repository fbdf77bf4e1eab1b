"""Two counts: the ratio, its exact interval and p that never contradict each other."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from barometer.faults import UnreadableSeries
from barometer.readings.ratio import rate_ratio
from barometer.readings.ratio_table import read_ratio

COUNT = st.integers(0, 60)
EXPOSURE = st.integers(1, 36)


@pytest.mark.shared
def test_every_row_of_the_reference_has_its_ratio_interval_and_mid_p(shared_data: Path) -> None:
    rows = pd.read_csv(shared_data / "statistics" / "rate_ratio_reference.csv")
    read = rate_ratio(rows["c1"], rows["c0"], rows["t1"], rows["t0"])
    for ours, theirs in (("ratio", "rr"), ("low", "lo"), ("high", "hi"), ("mid_p", "p_midp")):
        np.testing.assert_allclose(getattr(read, ours), rows[theirs], rtol=1e-9, err_msg=ours)
    is_equal = rows["t1"] == rows["t0"]
    np.testing.assert_allclose(read.p[is_equal], rows["p_exact"][is_equal], rtol=1e-9)


@pytest.mark.shared
def test_the_p_that_is_not_followed_contradicts_its_own_interval(shared_data: Path) -> None:
    """The reference's p for unequal exposures adds up outcomes less likely than the one seen; ours is central."""
    rows = pd.read_csv(shared_data / "statistics" / "rate_ratio_reference.csv")
    last = rows[rows["t1"] != rows["t0"]].iloc[-1]
    assert last["lo"] < 1 < last["hi"]
    assert last["p_exact"] < 0.05
    assert rate_ratio(last["c1"], last["c0"], last["t1"], last["t0"]).p[0] > 0.05


def test_twelve_against_five_is_no_proof() -> None:
    read = rate_ratio(12, 5)
    told = (read.ratio[0], round(read.low[0], 2), round(read.high[0], 2), round(read.p[0], 2))
    assert told == (2.4, 0.79, 8.70, 0.14)


@given(COUNT, COUNT, EXPOSURE, EXPOSURE)
def test_the_p_is_that_of_the_tails_added_up(c1: int, c0: int, t1: int, t0: int) -> None:
    read = rate_ratio(c1, c0, t1, t0)
    if c1 + c0 == 0:
        assert np.isnan([read.ratio[0], read.low[0], read.high[0], read.p[0], read.mid_p[0]]).all()
        return
    chances = [float(stats.binom.pmf(k, c1 + c0, t1 / (t1 + t0))) for k in range(c1 + c0 + 1)]
    at_most, at_least, own = sum(chances[: c1 + 1]), sum(chances[c1:]), chances[c1]
    assert read.p[0] == pytest.approx(min(1, 2 * min(at_most, at_least)), rel=1e-6, abs=1e-12)
    expected = min(1, 2 * min(at_most - own / 2, at_least - own / 2))
    assert read.mid_p[0] == pytest.approx(expected, rel=1e-6, abs=1e-12)


@given(COUNT, COUNT, EXPOSURE, EXPOSURE)
def test_the_interval_leaves_out_1_exactly_where_p_is_small(c1: int, c0: int, t1: int, t0: int) -> None:
    read = rate_ratio(c1, c0, t1, t0)
    if c1 + c0 and abs(read.p[0] - 0.05) > 1e-9:
        assert (read.p[0] < 0.05) == (not read.low[0] <= 1 <= read.high[0])


@given(COUNT, COUNT, EXPOSURE, EXPOSURE)
def test_the_other_way_round_everything_is_inverted(c1: int, c0: int, t1: int, t0: int) -> None:
    read, back = rate_ratio(c1, c0, t1, t0), rate_ratio(c0, c1, t0, t1)
    if c1 and c0:
        assert (back.ratio[0], back.low[0], back.high[0]) == pytest.approx(
            (1 / read.ratio[0], 1 / read.high[0], 1 / read.low[0])
        )
        assert (back.p[0], back.mid_p[0]) == pytest.approx((read.p[0], read.mid_p[0]))


@pytest.mark.parametrize(
    "row",
    [(-1, 2, 1, 1), (1.5, 2, 1, 1), (1, np.nan, 1, 1), (1, 2, 0, 1), (1, 2, 1, -3), (1e30, 2, 1, 1)],
    ids=["negative", "broken", "missing", "no exposure", "exposure below 0", "too large"],
)
def test_counts_that_are_none_are_refused(row: tuple[float, ...]) -> None:
    with pytest.raises(UnreadableSeries):
        read_ratio(pd.DataFrame([row], columns=["c1", "c0", "t1", "t0"]), {})


def test_large_counts_keep_their_digits() -> None:
    read = rate_ratio(10**12, 10**12)
    assert (read.low[0] < 1 < read.high[0]) and read.p[0] == pytest.approx(1)
