"""What publish reads: every row against the page's own question and plain loops, histories that are too short."""

from __future__ import annotations

import datetime as dt
import math
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from deliveries import months_lived, published
from numpy.typing import NDArray
from worked_examples import letter, visit

from barometer.contract import HOUSE
from barometer.metrics import ask, missing_columns, registry
from barometer.node_series import NodeSeries
from barometer.periods import Period, add_months, month_run, monthly, months_apart
from barometer.reading_cube import read_months
from barometer.readings.calendar_columns import new_year_days
from barometer.readings.forecast import forecast
from barometer.reference import SHIPPED, new_years
from barometer.sample.known_cases import unit_cases_of
from barometer.scope import Scope
from barometer.session import WHOLE, Session
from barometer.snapshots import current_snapshot

READ = [metric.id for metric in registry().values() if metric.is_read]
NUMBERS = ("value", "expected", "lower", "upper", "chance", "strength")
DATA = HOUSE / "data"


@pytest.fixture(scope="module")
def small(small_data: Path) -> Session:
    return Session(Scope(), current_snapshot(small_data))


@pytest.fixture(scope="module")
def sample(sample_data: Path) -> Session:
    return Session(Scope(), current_snapshot(sample_data))


def readings(session: Session, metric: str = "") -> pd.DataFrame:
    told = session.frame("select * from readings order by node, metric, month")
    return told[told["metric"] == metric] if metric else told


def asked(session: Session, metric: str) -> dict[tuple[str, dt.date], tuple[float, float, float]]:
    """Return numerator, denominator and value by node and month, as pages are told."""
    periods = monthly(session.first_month, session.last_month)
    told = ask(session, metric, periods, [*session.tree.units])
    months = {period.label: period.first_month for period in periods}
    return {
        (row.unit or WHOLE, months[row.period]): (row.numerator, row.denominator, row.value)
        for row in told.itertuples()
    }


# --- what is read --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("metric", READ)
def test_a_row_holds_what_a_page_is_told(small: Session, metric: str) -> None:
    told, is_share = asked(small, metric), registry()[metric].kind == "share"
    wanted = registry()[metric].better == "higher"
    for row in readings(small, metric).itertuples():
        numerator, denominator, value = told[row.node, row.month]
        assert row.value == pytest.approx(value, abs=1e-12)
        assert row.counted == (denominator - numerator if is_share and wanted else numerator)
        assert row.base == denominator if is_share else row.base is None


@pytest.mark.parametrize("metric", READ)
def test_a_month_has_a_row_where_its_past_is_long_enough(sample: Session, metric: str) -> None:
    """Known itself and of a unit's life, and 23 such months before its neighbour, from the first any unit has."""
    if missing_columns(registry()[metric], sample.snapshot):
        assert readings(sample, metric).empty
        return
    told = asked(sample, metric)
    lived = months_lived(sample)
    known = {(node, month) for (node, month), told in told.items() if month in lived[node] and not math.isnan(told[2])}
    months = month_run(min(month for _, month in known), sample.last_month)
    expected = {
        (node, month, sum((node, past) in known for past in months[:place]))
        for node in (WHOLE, *sample.tree.units)
        for place, month in list(enumerate(months))[-36:]
        if (node, month) in known and sum((node, past) in known for past in months[: place - 1]) >= 23 and place >= 24
    }
    assert {(row.node, row.month, row.history) for row in readings(sample, metric).itertuples()} == expected


def test_the_planted_silent_unit_falls_to_zero(sample: Session) -> None:
    (case,) = [case for case in unit_cases_of(DATA / "sample") if case.reading == "fall"]
    told = readings(sample, "registered")
    told = told[(told["node"] == case.unit) & (told["month"] >= case.first)]
    months = [*range(1, months_apart(case.first, case.last) + 2)]
    assert told["kind"].tolist() == ["fall_to_zero"] * len(months)
    assert told["raised"].tolist() == months and (told["value"] == 0).all()


def test_repeats_that_are_derived_are_read_from_the_first_month_that_can_tell(tmp_path: Path) -> None:
    """Two years tell what is a repeat, two more what is usual; no due dates, no ratings: no rows of these."""
    months = month_run(dt.date(2021, 1, 1), dt.date(2026, 10, 1))
    petitions = [
        letter(f"{month:%Y-%m}-{day:02}", matter_id=f"m{(place * 6 + day) % 40}")
        for place, month in enumerate(months)
        for day in range(2, 10)
    ]
    session = published(tmp_path, petitions=petitions, period=(months[0], dt.date(2026, 10, 31)))
    told = asked(session, "repeat_items")
    unknown = sum(math.isnan(told[WHOLE, month][0]) for month in months)
    assert unknown == 24
    rows = readings(session, "repeat_items")
    rows = rows[rows["node"] == WHOLE]
    assert rows["month"].tolist() == months[unknown + 24 :]
    assert rows["history"].tolist() == [*range(24, len(months) - unknown)]
    assert {"registered", "repeat_share"} <= set(readings(session)["metric"])
    assert not {"completed_on_time_rate", "satisfied_rate"} & set(readings(session)["metric"])


# --- limits and runs -----------------------------------------------------------------------------------------------


def beyond(rows: pd.DataFrame) -> pd.Series[bool]:
    """Return which rows lie outside their limits on the side that is not wanted (above, where neither is)."""
    is_higher = rows["metric"].map(lambda metric: registry()[metric].better == "higher")
    return (is_higher & (rows["value"] < rows["lower"])) | (~is_higher & (rows["value"] > rows["upper"]))


def check_rows(session: Session) -> None:
    rows = readings(session)
    assert len(rows) and set(rows["kind"]) <= {"alarm", "watch", "fall_to_zero", ""}
    assert all(np.isfinite(rows[name].astype(float)).all() for name in NUMBERS)
    assert (beyond(rows) == (rows["kind"] == "alarm")).all()
    shares = rows[rows["base"].notna()]
    for name in ("value", "expected", "lower", "upper"):
        assert shares[name].between(0, 1).all()
    assert (shares["base"] > 0).all() and (shares["counted"] <= shares["base"]).all()
    check_runs(rows)


def check_runs(rows: pd.DataFrame) -> None:
    """Hold runs, climbs and months raised against plain loops over the months of each series."""
    before: dict[str, Any] = {}
    for row in rows.to_dict("records"):
        is_next = (before.get("node"), before.get("metric")) == (row["node"], row["metric"])
        is_next = is_next and add_months(before["month"], 1) == row["month"]
        is_higher, is_share = registry()[row["metric"]].better == "higher", row["base"] is not None
        part = 1 - row["expected"] if is_higher else row["expected"]
        expected = part * row["base"] if is_share else part
        side = 0 if expected < 5 - 1e-9 else int(np.sign(row["strength"])) * (-1 if is_higher else 1)
        against = row["counted"] / expected if expected >= 5 - 1e-9 else math.nan
        step = np.sign(against - before["against"]) if is_next else math.nan
        step = 0 if math.isnan(step) else int(step) * (-1 if is_higher else 1)
        for name, sign in (("run", side), ("climb", step)):
            kept = before[name] if is_next and before[name] * sign > 0 else 0
            assert row[name] == kept + sign, (row, name)
        rules = {"alarm": ("alarm",), "watch": ("alarm", "watch"), "fall_to_zero": ("fall_to_zero",), "": ()}
        for kind, also in rules.items():
            kept = before.get(f"months of {kind}", 0) if is_next else 0
            row[f"months of {kind}"] = kept + 1 if row["kind"] in also else 0
        assert row["raised"] == row[f"months of {row['kind']}"], row
        before = {**row, "against": against}


def test_every_row_of_the_small_sample_agrees_with_itself(small: Session) -> None:
    check_rows(small)


def test_every_row_of_the_sample_agrees_with_itself(sample: Session) -> None:
    check_rows(sample)


@pytest.mark.shared
def test_every_row_of_new_york_agrees_with_itself(new_york_data: Path) -> None:
    check_rows(Session(Scope(), current_snapshot(new_york_data)))


# --- series made by hand -------------------------------------------------------------------------------------------


def series(metric: str, numerators: Any, denominators: Any = None, last: str = "2026-10") -> NodeSeries:
    held = np.atleast_2d(np.array(numerators, dtype=float))
    end = dt.date.fromisoformat(f"{last}-01")
    periods: list[Period] = monthly(add_months(end, 1 - held.shape[1]), end)
    nodes = tuple(f"u{place}" for place in range(len(held)))
    bases = None if denominators is None else np.atleast_2d(np.array(denominators, dtype=float))
    return NodeSeries(registry()[metric], nodes, tuple(periods), held, bases)


def read(one: NodeSeries, known: NDArray[np.bool_] | None = None) -> pd.DataFrame:
    """Return the readings of a series by the New Years on record; every month is known if nothing else is said."""
    everywhere = np.ones(one.numerators.shape, dtype=bool)
    return read_months(one, everywhere if known is None else known, festivals(one))


def festivals(one: NodeSeries) -> NDArray[np.float64]:
    months = [period.first_month.year * 12 + period.first_month.month - 1 for period in one.periods]
    return new_year_days(months, new_years(SHIPPED.parent))


def drawn(months: int, seed: int = 2) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    chance = np.random.default_rng(seed)
    due = chance.integers(60, 160, months).astype(float)
    return chance.binomial(due.astype(int), 0.1).astype(float), due


@pytest.mark.parametrize(("months", "rows"), [(1, 0), (12, 0), (23, 0), (24, 0), (25, 1), (30, 6), (48, 24), (70, 36)])
def test_a_history_gives_rows_from_its_twenty_fifth_month_on(months: int, rows: int) -> None:
    late, due = drawn(months)
    for one in (series("registered", late), series("completed_on_time_rate", due - late, due)):
        told = read(one)
        assert len(told) == rows
        if rows:
            assert np.isfinite(told[[*NUMBERS]].to_numpy(dtype=float)).all()
            assert told["history"].tolist() == [*range(months - rows, months)]


def test_where_more_is_better_the_limits_of_what_is_missing_are_mirrored() -> None:
    late, due = drawn(70)
    late[-1] = due[-1] // 2
    one = series("completed_on_time_rate", due - late, due)
    told = read(one)
    of_late = forecast(late, range(34, 70), festivals(one), bases=due)
    due = due[34:]
    for name, late_count in (("expected", of_late.expected), ("lower", of_late.upper), ("upper", of_late.lower)):
        np.testing.assert_allclose(told[name], 1 - np.minimum(late_count[0] / due, 1))
    np.testing.assert_allclose(told["value"], 1 - late[34:] / due)
    assert told["kind"].iloc[-1] == "alarm" and told["run"].iloc[-1] < 0
    assert told["value"].iloc[-1] < told["lower"].iloc[-1]


def test_a_month_that_is_not_told_has_no_row_and_says_nothing_of_the_others() -> None:
    late, due = drawn(70)
    satisfied, rated = due - late, due.copy()
    satisfied[[40, 60]], rated[[40, 60]] = np.nan, 19
    told = read(series("satisfied_rate", satisfied, rated))
    assert add_months(dt.date(2026, 10, 1), -9) not in [month.date() for month in told["month"]]
    assert len(told) == 34
    rated[[40, 60]] = 3
    pd.testing.assert_frame_equal(read(series("satisfied_rate", satisfied, rated)), told)


def test_nothing_but_zeros_is_usual_and_nothing_due_is_not_read() -> None:
    told = read(series("registered", np.zeros((2, 70))))
    assert len(told) == 72 and np.isfinite(told[[*NUMBERS]].to_numpy(dtype=float)).all()
    assert set(told["kind"]) == {""} and not told[["raised", "run", "climb"]].to_numpy().any()
    assert read(series("repeat_share", np.zeros(70), np.zeros(70))).empty
    assert read(series("repeat_share", np.full(70, np.nan), np.full(70, np.nan))).empty


def test_a_count_falls_to_zero_a_share_does_not() -> None:
    """Nothing registered is a question to the data, nothing late is not."""
    late, due = drawn(70)
    late[-2:] = 0
    of_count, of_share = (
        read(series("registered", late)),
        read(series("repeat_share", late, due)),
    )
    assert of_count["kind"].tolist()[-2:] == ["fall_to_zero"] * 2 and of_count["raised"].tolist()[-2:] == [1, 2]
    assert of_share["kind"].tolist()[-2:] == ["", ""] and of_share["raised"].tolist()[-2:] == [0, 0]


def test_a_run_is_not_counted_where_fewer_than_five_are_expected() -> None:
    told = read(series("registered", [np.tile([3, 4, 3, 4, 5], 14), np.tile([30, 40], 35) + 10 * np.arange(70)]))
    few, many = (told[told["node"] == node] for node in ("u0", "u1"))
    assert (few["expected"] < 5).all() and not few[["run", "climb"]].to_numpy().any()
    assert (many["expected"] > 5).all() and (many["run"] != 0).all()


def test_a_delivery_of_one_year_is_published_without_readings(tmp_path: Path) -> None:
    petitions = [visit(f"2026-{month:02}-03", 6) for month in range(1, 10)]
    session = published(tmp_path, petitions=petitions, period=(dt.date(2025, 11, 1), dt.date(2026, 10, 31)))
    assert readings(session).empty and session.frame("select * from annual_ratios").empty
