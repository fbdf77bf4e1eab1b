"""XmR charts are those of the reference, to the last label, and say why where nothing can be drawn."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from barometer.readings import xmr
from barometer.readings.xmr_table import read_xmr

BETTER = {"increase": "higher", "decrease": "lower", "neutral": "neutral"}
DATASETS = (
    "england_attendances",
    "england_breaches",
    "england_breaches_noscreen",
    "england_perf_target95",
    "england_attendances_rebased",
    "england_admissions_fix12",
    "type1_breaches_RAS",
    "type1_breaches_RJZ",
    "type1_breaches_RR1",
    "type1_breaches_RJC",
    "vignette_outlier_screen",
    "vignette_outlier_noscreen",
)
VALUES = st.lists(st.integers(0, 6), min_size=1, max_size=30)


def options_of(call: str) -> dict[str, str]:
    """Return the options of a call of the reference, in our names."""
    options = {"better": BETTER[call.split('"')[1]]}
    options |= {"screen": "false"} if "screen_outliers = FALSE" in call else {}
    options |= {"fix_after": "12"} if "fix_after_n_points = 12" in call else {}
    options |= {"rebase": "2017-04-01,2018-04-01"} if "rebase" in call else {}
    options |= {"target": call.split("target = ")[1].rstrip(")")} if "target" in call else {}
    return options


def told(values: list[float], **options: str) -> list[str]:
    """Return the labels of a series."""
    frame = pd.DataFrame({"x": range(len(values)), "y": values})
    return [row["special_cause"] for row in read_xmr(frame, options)["rows"]]  # type: ignore[index,attr-defined]


@pytest.mark.shared
@pytest.mark.parametrize("dataset", DATASETS)
def test_every_point_of_the_reference_has_its_limits_label_and_type(shared_data: Path, dataset: str) -> None:
    points = pd.read_csv(shared_data / "statistics" / "xmr_points.csv")
    points = points[points["dataset"] == dataset]
    shuffled = points[["x", "y"]].sample(frac=1, random_state=4)
    read = read_xmr(shuffled, options_of(points["call"].iloc[0]))
    rows = pd.DataFrame(read["rows"])
    assert rows["x"].tolist() == points["x"].tolist()
    for ours, theirs in (("y", "y"), ("mean", "mean_col"), ("lpl", "lpl"), ("upl", "upl")):
        np.testing.assert_allclose(rows[ours], points[theirs], rtol=1e-9)
    assert rows["special_cause"].tolist() == points["special_cause_type"].tolist()
    assert rows["point_type"].tolist() == points["point_type"].tolist()
    assert read["variation"] == points["point_type"].iloc[-1]
    assert (
        bool([text for text in read["warnings"] if "of the 13 points" in text]) == points["short_group_warning"].any()
    )  # type: ignore[attr-defined]


@pytest.mark.shared
def test_all_points_of_the_reference_are_read(shared_data: Path) -> None:
    assert set(pd.read_csv(shared_data / "statistics" / "xmr_points.csv")["dataset"]) == set(DATASETS)


def test_screening_leaves_one_wild_range_out_of_the_limits() -> None:
    values = np.array([1, 2, 1, 2, 10, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1], dtype=float)
    for screen, limits in ((True, (-0.715555556, 4.604444444)), (False, (-3.062614379, 6.951503268))):
        chart = xmr.read_segments(values, screen=screen)
        assert (chart.lower[0], chart.upper[0]) == pytest.approx(limits, abs=1e-9)


def test_a_range_is_wild_from_3267_thousandths_of_the_mean_range() -> None:
    assert xmr.mean_and_range(np.array([0.0, 1, 0, 1, 0, 1, 7]))[1] == 1  # 6 is 3.273 times the mean range of 11 / 6
    assert xmr.mean_and_range(np.array([0.0, 1, 0, 1, 0, 1, 6.9]))[1] > 1  # 5.9 is 3.248 times 10.9 / 6


def test_a_value_on_the_limit_is_not_outside_and_one_on_the_near_limit_not_close() -> None:
    mean, spread = 10.0, 1.0
    on_limit, on_near = mean + xmr.TO_LIMIT * spread, mean + xmr.TO_NEAR_LIMIT * spread
    assert xmr.special_causes(np.array([on_limit, 9, on_limit]), mean, spread) == [xmr.COMMON] * 3
    assert xmr.special_causes(np.array([on_near, 11, 12]), mean, spread) == [xmr.COMMON] * 3
    assert xmr.special_causes(np.array([12, 11, 12]), mean, spread)[0] == "2 in 3 Above CL"


@pytest.mark.parametrize(
    ("values", "place", "label"),
    [
        pytest.param([5, 6, 5, 6, 5, 6, 5, 6, 5, 30], 9, "Above UCL", id="outside before all else"),
        pytest.param([9, 1, 9, 1, 2, 3, 4, 5, 6, 7, 1, 9, 1], 4, "7 Point Trend (Increasing)", id="seven rising"),
        pytest.param([9, 1, 9, 1, 2, 3, 4, 5, 6, 1, 9, 1, 9], 4, "Common Cause", id="six rising"),
        pytest.param([9, 1, 9, 7, 6, 5, 4, 3, 2, 1, 9, 9, 1], 6, "7 Point Trend (Decreasing)", id="seven falling"),
        pytest.param([9, 1, 9, 1, 2, 3, 3, 4, 5, 6, 1, 9, 1], 5, "Common Cause", id="a tie breaks a trend"),
        pytest.param([1, 5, 1, 5, 1, 5, 1, 8, 8, 8, 8, 8, 8, 8], 13, "7 Points Above CL", id="seven above"),
    ],
)
def test_a_rule_labels_its_points(values: list[float], place: int, label: str) -> None:
    assert told(values)[place] == label


def test_two_of_three_need_the_third_on_the_same_side_and_be_beyond_the_near_limit_themselves() -> None:
    mean, spread = 10.0, 1.0  # near limit 11.7733, limit 12.66
    same_side = np.array([9, 12, 10.5, 12, 9], dtype=float)
    other_side = np.array([9, 12, 9.5, 12, 9], dtype=float)
    common = xmr.COMMON
    pair = "2 in 3 Above CL"
    assert xmr.special_causes(same_side, mean, spread) == [common, pair, common, pair, common]
    assert xmr.special_causes(other_side, mean, spread) == [common] * 5


def test_at_a_turn_the_later_run_counts() -> None:
    labels = xmr.special_causes(np.array([1.0, 2, 3, 4, 5, 6, 7, 6, 5, 4, 3, 2, 1]), mean=4, spread=10)
    assert labels[5:8] == ["7 Point Trend (Increasing)", "7 Point Trend (Decreasing)", "7 Point Trend (Decreasing)"]


def test_rules_stop_where_the_limits_are_drawn_anew() -> None:
    values = [1.0, 2, 3, 4, 5, 6, 7, 1]
    assert told(values)[3] == "7 Point Trend (Increasing)"
    assert set(told(values, rebase="4")) == {xmr.COMMON}


@pytest.mark.parametrize(
    ("better", "high", "low"),
    [
        ("higher", "special_cause_improvement", "special_cause_concern"),
        ("lower", "special_cause_concern", "special_cause_improvement"),
        ("neutral", "special_cause_neutral_high", "special_cause_neutral_low"),
    ],
)
def test_what_a_special_cause_means_depends_on_what_is_better(better: str, high: str, low: str) -> None:
    for label in ("Above UCL", "7 Point Trend (Increasing)", "2 in 3 Above CL", "7 Points Above CL"):
        assert xmr.point_type(label, better) == high
        assert (
            xmr.point_type(label.replace("Above U", "Below L").replace("Above", "Below").replace("Inc", "Dec"), better)
            == low
        )


@pytest.mark.parametrize(
    ("target", "better", "expected"),
    [
        (9.0, "higher", "consistent_fail"),
        (9.0, "lower", "consistent_pass"),
        (0.5, "higher", "consistent_pass"),
        (0.5, "lower", "consistent_fail"),
        (1.0, "higher", "inconsistent"),
        (8.0, "lower", "inconsistent"),
        (9.0, "neutral", None),
        (None, "higher", None),
    ],
)
def test_a_target_beyond_the_limits_is_met_always_or_never(
    target: float | None, better: str, expected: str | None
) -> None:
    assert xmr.assurance(target, 1.0, 8.0, better) == expected


@given(VALUES, st.booleans(), st.sampled_from([None, 2, 5, 40]))
def test_the_chart_is_that_of_the_slow_twin(values: list[int], screen: bool, fix_after: int | None) -> None:
    chart = xmr.read_segments(values, screen=screen, fix_after=fix_after)
    assert chart.special_cause == slow_labels([float(value) for value in values], screen, fix_after)


@given(VALUES, st.integers(1, 1000), st.integers(-1000, 1000))
def test_other_units_of_measure_change_no_label(values: list[int], factor: int, shift: int) -> None:
    plain = xmr.read_segments(values).special_cause
    assert xmr.read_segments([value * 1024.0 * factor + shift for value in values]).special_cause == plain


@given(VALUES)
def test_upside_down_every_above_is_a_below(values: list[int]) -> None:
    swaps = {"Above UCL": "Below LCL", "2 in 3 Above CL": "2 in 3 Below CL", "7 Points Above CL": "7 Points Below CL"}
    swaps |= {"7 Point Trend (Increasing)": "7 Point Trend (Decreasing)"}
    swaps |= {theirs: ours for ours, theirs in swaps.items()} | {xmr.COMMON: xmr.COMMON}
    turned = xmr.read_segments([-value for value in values]).special_cause
    assert [swaps[label] for label in turned] == xmr.read_segments(values).special_cause


def slow_labels(values: list[float], screen: bool, fix_after: int | None) -> list[str]:
    """Return the labels of one segment, point by point, as the rules read aloud."""
    base = values[: fix_after or len(values)]
    mean = sum(base) / len(base)
    ranges = [abs(base[i + 1] - base[i]) for i in range(len(base) - 1)]
    typical = sum(ranges) / len(ranges) if ranges else 0.0
    if screen:
        ranges = [one for one in ranges if one < 3.267 * typical]
        typical = sum(ranges) / len(ranges) if ranges else 0.0
    reach = typical if typical > 0 else float("inf")
    n = len(values)
    side = [0 if abs(value - mean) < 1e-12 else 1 if value > mean else -1 for value in values]
    outside = [abs(value - mean) > 2.66 * reach + 1e-12 for value in values]
    close = [not outside[i] and abs(values[i] - mean) > 2.66 * 2 / 3 * reach + 1e-12 for i in range(n)]
    labels = []
    for i in range(n):
        windows = [range(start, start + 7) for start in range(max(0, i - 6), min(i, n - 7) + 1)]
        rising = [w for w in windows if all(values[j] < values[j + 1] for j in w[:-1])]
        falling = [w for w in windows if all(values[j] > values[j + 1] for j in w[:-1])]
        triples = [range(start, start + 3) for start in range(max(0, i - 2), min(i, n - 3) + 1)]
        place = "Above" if side[i] > 0 else "Below"
        if outside[i]:
            labels.append("Above UCL" if side[i] > 0 else "Below LCL")
        elif rising or falling:
            last_rise, last_fall = (max((w[0] for w in found), default=-1) for found in (rising, falling))
            labels.append(f"7 Point Trend ({'In' if last_rise > last_fall else 'De'}creasing)")
        elif close[i] and any(
            sum(close[j] for j in t) >= 2 and len({side[j] for j in t}) == 1 and side[i] for t in triples
        ):
            labels.append(f"2 in 3 {place} CL")
        elif side[i] and any(all(side[j] == side[i] for j in w) for w in windows):
            labels.append(f"7 Points {place} CL")
        else:
            labels.append(xmr.COMMON)
    return labels
