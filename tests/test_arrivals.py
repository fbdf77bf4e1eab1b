"""Reporting lag: what successive deliveries knew of a month says how complete the newest ones are."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import duckdb
import numpy as np
import pytest
from deliveries import ONE_UNIT, TREE, Row, day, write_delivery
from worked_examples import letter

from barometer.audience import Audience
from barometer.charts.marks import Bars, Monthly
from barometer.charts.spec import ChartSpec
from barometer.contract import HOUSE
from barometer.filters import Filters, default_filters
from barometer.language import use_language
from barometer.manifest import describe_files, read_manifest, write_manifest
from barometer.month_states import (
    AT_LEAST,
    ESTIMATE,
    FINAL,
    PROVISIONAL,
    MonthState,
    last_final_month,
    late_arrivals,
    month_states,
    provisional_months,
    state_of,
)
from barometer.panels.freshness import freshness
from barometer.panels.headline import overview_headline
from barometer.panels.lateness import late_curve
from barometer.panels.told import State, is_provisional
from barometer.panels.trend import trend
from barometer.periods import parse_month
from barometer.publishing import publish
from barometer.readings import lag
from barometer.scope import Scope
from barometer.snapshots import Snapshot, current_snapshot

JUNE, JULY, AUGUST, SEPTEMBER, OCTOBER, NOVEMBER = (parse_month(f"2026-{month:02d}") for month in range(6, 12))
# What each delivery knows of each month: a fifth of a month comes late, most of it within a month.
KNOWN: dict[str, dict[dt.date, int]] = {
    "2026-07-31": {JULY: 80},
    "2026-08-31": {JULY: 96, AUGUST: 78},
    "2026-09-30": {JULY: 100, AUGUST: 97, SEPTEMBER: 81},
}


@pytest.fixture(autouse=True)
def english() -> None:
    use_language("en")


@pytest.fixture(scope="module")
def three(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a data folder into which the three deliveries of KNOWN were published, one after another."""
    folder = tmp_path_factory.mktemp("three")
    for as_of, counts in KNOWN.items():
        deliver(folder, as_of, counts)
    return folder / "data"


@pytest.fixture
def data(three: Path, tmp_path: Path) -> Path:
    """Return a copy of the three to publish more into."""
    shutil.copytree(three, tmp_path / "data")
    return tmp_path / "data"


def deliver(
    folder: Path,
    as_of: str,
    counts: Mapping[dt.date, int],
    system: str = "tests",
    units: Sequence[Row] = ONE_UNIT,
    since: dt.date = JULY,
) -> Snapshot:
    """Publish into `folder`/data a delivery with so many letters a month, which covers `since` to `as_of`."""
    rows = [letter(f"{month:%Y-%m}-02") for month, count in counts.items() for _ in range(count)]
    source = folder / f"delivery-{len(list(folder.iterdir()))}"
    write_delivery(source, units, rows, data_as_of=day(as_of), period=(since, day(as_of)))
    write_manifest(source, replace(read_manifest(source), system=system))
    return publish(source, folder / "data")


def whole(snapshot: Snapshot) -> Audience:
    return Audience(Scope(), snapshot)


def arrivals(snapshot: Snapshot) -> dict[tuple[str, dt.date], int]:
    """Return what the snapshot keeps: by day of the delivery and month."""
    file = snapshot.folder / "cube" / "arrivals.parquet"
    with duckdb.connect() as reader:
        rows = reader.read_parquet(str(file)).fetchall()
    assert len({row[:2] for row in rows}) == len(rows)
    return {(as_of.isoformat(), month): items for month, as_of, items in rows}


def expected_arrivals(known: Mapping[str, Mapping[dt.date, int]]) -> dict[tuple[str, dt.date], int]:
    return {(as_of, month): items for as_of, counts in known.items() for month, items in counts.items()}


def states(snapshot: Snapshot) -> dict[dt.date, str]:
    return {state.month: state.state for state in month_states(whole(snapshot))}


def is_learned(snapshot: Snapshot) -> bool:
    return any(not state.is_convention for state in month_states(whole(snapshot)))


# --- what is kept --------------------------------------------------------------------------------------------------


def test_each_snapshot_keeps_what_all_before_it_knew(three: Path) -> None:
    assert arrivals(current_snapshot(three)) == expected_arrivals(KNOWN)


def test_the_tables_are_hashed_like_the_rest(three: Path) -> None:
    assert {"cube/arrivals.parquet", "cube/completeness.parquet"} <= set(current_snapshot(three).manifest["files"])


def test_of_two_deliveries_of_one_day_the_later_published_stands(data: Path) -> None:
    corrected = {JULY: 100, AUGUST: 98, SEPTEMBER: 85}
    again = deliver(data.parent, "2026-09-30", corrected)
    assert arrivals(again) == expected_arrivals(KNOWN | {"2026-09-30": corrected})


def test_a_delivery_of_another_system_is_not_mixed_in(data: Path) -> None:
    other = deliver(data.parent, "2026-10-31", {OCTOBER: 7}, system="another")
    assert {as_of for as_of, _ in arrivals(other)} == {"2026-10-31"}
    assert not is_learned(other)


def test_another_calendar_begins_anew(data: Path) -> None:
    (data / "reference").mkdir()
    shipped = (HOUSE / "data" / "reference" / "calendars.csv").read_text(encoding="utf-8")
    swapped = shipped.replace(",true", ",TRUE").replace(",false", ",true").replace(",TRUE", ",false")
    (data / "reference" / "calendars.csv").write_text(swapped, encoding="utf-8")
    assert {as_of for as_of, _ in arrivals(deliver(data.parent, "2026-10-20", {OCTOBER: 7}))} == {"2026-10-20"}


def test_an_older_delivery_published_later_knows_nothing_of_what_came_after(data: Path) -> None:
    older = deliver(data.parent, "2026-08-31", {JULY: 95, AUGUST: 78})
    kept = {"2026-07-31": KNOWN["2026-07-31"], "2026-08-31": {JULY: 95, AUGUST: 78}}
    assert arrivals(older) == expected_arrivals(kept)
    assert not is_learned(older)
    newest = deliver(data.parent, "2026-09-30", KNOWN["2026-09-30"])
    assert arrivals(newest) == expected_arrivals(kept | {"2026-09-30": KNOWN["2026-09-30"]})
    assert is_learned(newest)


def test_after_a_rollback_the_snapshot_gone_back_to_is_carried_on(data: Path) -> None:
    deliver(data.parent, "2026-10-31", {OCTOBER: 1})  # a broken delivery: it is taken back
    (data / "snapshots" / "CURRENT").write_text("000003", encoding="ascii")
    assert is_learned(current_snapshot(data))
    october = {JULY: 100, AUGUST: 101, SEPTEMBER: 99, OCTOBER: 80}
    assert arrivals(deliver(data.parent, "2026-10-31", october)) == expected_arrivals(KNOWN | {"2026-10-31": october})


@pytest.mark.parametrize("damage", ["no table", "no text", "no snapshot"])
def test_a_damaged_snapshot_does_not_keep_the_next_from_being_published(data: Path, damage: str) -> None:
    former = current_snapshot(data).folder
    if damage == "no table":
        (former / "cube" / "arrivals.parquet").unlink()
    elif damage == "no text":
        (former / "cube" / "arrivals.parquet").write_bytes(b"PAR1 is no table")
    else:
        shutil.rmtree(former)
    assert {as_of for as_of, _ in arrivals(deliver(data.parent, "2026-10-31", {OCTOBER: 9}))} == {"2026-10-31"}


def test_what_is_older_than_36_months_is_dropped(tmp_path: Path) -> None:
    first = write_delivery(tmp_path / "first", ONE_UNIT, [letter("2023-01-05")], data_as_of=day("2023-01-31"))
    publish(first, tmp_path / "data")
    later = write_delivery(
        tmp_path / "later", ONE_UNIT, [letter("2023-01-05"), letter("2026-03-05")], data_as_of=day("2026-03-31")
    )
    kept = arrivals(publish(later, tmp_path / "data"))
    assert {as_of for as_of, _ in kept} == {"2026-03-31"}
    assert len(kept) == 36
    assert min(month for _, month in kept) == parse_month("2023-04")


# --- what it says of a month ---------------------------------------------------------------------------------------


def test_the_share_of_each_month_is_that_of_the_triangle_by_hand(three: Path) -> None:
    july, august, september = month_states(whole(current_snapshot(three)))
    first, second = (96 + 97) / (80 + 78), 100 / 96  # what one month more brings, and another
    assert [state.share for state in (july, august, september)] == pytest.approx([1, 1 / second, 1 / first / second])
    assert [state.state for state in (july, august, september)] == [FINAL, FINAL, ESTIMATE]
    assert [state.delay for state in (july, august, september)] == [2, 1, 0]
    assert september.estimate == pytest.approx(81 * first * second)
    assert september.lower is not None
    assert september.upper is not None
    assert 81 < september.lower < 81 * first * second < september.upper
    assert (august.estimate, september.items, september.deliveries) == (None, 81, 3)


def test_two_deliveries_are_too_few(data: Path) -> None:
    second = Snapshot(data / "snapshots" / "000002", 2)
    assert not is_learned(second)
    assert states(second) == {JULY: FINAL, AUGUST: PROVISIONAL}


def test_a_month_of_which_less_than_half_is_there_is_told_as_at_least(tmp_path: Path) -> None:
    for as_of, counts in {
        "2026-07-31": {JULY: 30},
        "2026-08-31": {JULY: 90, AUGUST: 28},
        "2026-09-30": {JULY: 99, AUGUST: 97, SEPTEMBER: 31},
    }.items():
        deliver(tmp_path, as_of, counts)
    audience = whole(current_snapshot(tmp_path / "data"))
    september = state_of(audience, SEPTEMBER)
    assert september is not None
    assert (september.state, september.estimate, september.lower) == (AT_LEAST, None, None)
    filters = replace(default_filters(audience.session), mode="month")
    told = overview_headline(audience, filters)
    assert "at least 31 petitions" in told.sentence
    assert "%" not in told.sentence.split(";")[0]
    assert "less than half of Sep reported" in told.caption
    assert end_of(audience, filters) == "at least <b>31</b>"


def test_the_running_month_stays_with_the_convention(data: Path) -> None:
    september = {JULY: 100, AUGUST: 99, SEPTEMBER: 97, OCTOBER: 40}
    running = deliver(data.parent, "2026-10-29", september)
    october = state_of(whole(running), OCTOBER)
    assert october is not None
    assert (october.state, october.is_convention, october.share) == (PROVISIONAL, True, None)
    # seen from 29 October each earlier delivery is a month apart: September has its first whole delivery 30 days ago
    assert [state.delay for state in month_states(whole(running)) if not state.is_convention] == [2, 1, 0]


def test_a_few_days_early_or_late_are_the_same_step(tmp_path: Path) -> None:
    for as_of, counts in {"2026-08-03": "2026-07-31", "2026-08-31": "2026-08-31", "2026-10-02": "2026-09-30"}.items():
        snapshot = deliver(tmp_path, as_of, KNOWN[counts])
    learned = [state for state in month_states(whole(snapshot)) if not state.is_convention]
    assert [(state.month, state.delay) for state in learned] == [(JULY, 2), (AUGUST, 1), (SEPTEMBER, 0)]


def test_a_delivery_left_out_lies_between_its_neighbours(data: Path) -> None:
    snapshot = deliver(data.parent, "2026-11-30", {JULY: 100, AUGUST: 101, SEPTEMBER: 99, NOVEMBER: 80})
    learned = {state.month: state for state in month_states(whole(snapshot)) if not state.is_convention}
    assert OCTOBER not in learned, "it was never delivered at its end"
    second = (96 + 97 + 90) / (80 + 78 + 81)  # September: 81, then 99 two months later
    third = (100 + 99 + 99) / (96 + 97 + 90)
    fourth, fifth = (100 + 101) / (100 + 99), 1
    assert learned[NOVEMBER].share == pytest.approx(1 / (second * third * fourth * fifth))


def test_months_without_any_registration_teach_nothing(tmp_path: Path) -> None:
    for as_of in KNOWN:
        snapshot = deliver(tmp_path, as_of, {JUNE: 4}, since=JUNE)
    assert not is_learned(snapshot)


def test_taken_back_registrations_leave_no_month_more_than_whole(tmp_path: Path) -> None:
    for as_of, counts in {
        "2026-07-31": {JULY: 100},
        "2026-08-31": {JULY: 90, AUGUST: 100},
        "2026-09-30": {JULY: 90, AUGUST: 92, SEPTEMBER: 100},
    }.items():
        snapshot = deliver(tmp_path, as_of, counts)
    assert [(s.share, s.state) for s in month_states(whole(snapshot))] == [(1, FINAL)] * 3


def test_the_names_of_the_states_are_those_of_the_reading() -> None:
    assert (lag.FINAL, lag.ESTIMATE, lag.AT_LEAST) == (FINAL, ESTIMATE, AT_LEAST)


# --- the convention ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("as_of", "provisional"),
    [("2026-10-31", [OCTOBER]), ("2026-11-14", [OCTOBER, NOVEMBER]),
     ("2026-11-15", [NOVEMBER])],
)  # fmt: skip
def test_a_month_is_provisional_until_the_15th_of_the_next(
    tmp_path: Path, as_of: str, provisional: list[dt.date]
) -> None:
    audience = whole(deliver(tmp_path, as_of, {OCTOBER: 3}))
    filters = default_filters(audience.session)
    assert [state.month for state in month_states(audience) if not state.is_final] == provisional
    assert provisional_months(audience, filters) == len(provisional)
    assert last_final_month(audience, filters) == (SEPTEMBER if OCTOBER in provisional else OCTOBER)
    assert last_final_month(audience, replace(filters, month=AUGUST)) == AUGUST
    assert is_provisional(audience, filters)
    assert not is_provisional(audience, replace(filters, month=AUGUST))


def test_where_no_month_is_final_there_is_none(tmp_path: Path) -> None:
    audience = whole(deliver(tmp_path, "2026-07-20", {JULY: 3}))
    assert last_final_month(audience, default_filters(audience.session)) is None


def test_a_month_outside_the_data_has_no_state(three: Path) -> None:
    audience = whole(current_snapshot(three))
    assert state_of(audience, OCTOBER) is None
    assert provisional_months(audience, Filters(OCTOBER)) == 0
    assert not is_provisional(audience, Filters(OCTOBER))


def test_new_york_is_one_delivery_and_keeps_the_convention(new_york_data: Path) -> None:
    audience = whole(current_snapshot(new_york_data))
    filters = default_filters(audience.session)
    assert not is_learned(audience.snapshot)
    assert audience.snapshot.data_as_of.day < 15, "so the month before is provisional too"
    assert provisional_months(audience, filters) == 2
    assert isinstance(late_curve(audience, filters), State)


def test_a_reader_of_some_units_is_told_which_months_are_final_without_the_numbers(tmp_path: Path) -> None:
    for as_of, counts in KNOWN.items():
        snapshot = deliver(tmp_path, as_of, counts, units=TREE)
    assert is_learned(snapshot)
    north = Audience(Scope("unit", frozenset({"north"})), snapshot)
    told, of_all = month_states(north), month_states(whole(snapshot))
    assert [(s.month, s.state, s.is_convention) for s in told] == [(s.month, s.state, s.is_convention) for s in of_all]
    numbers = ("delay", "items", "share", "estimate", "lower", "upper")
    assert {getattr(state, name) for state in told for name in numbers} == {None}
    assert all(state.items and state.share for state in of_all), "the whole is told"
    assert not late_arrivals(north)
    assert north.session.rows(f"select count(coalesce({', '.join(numbers)})) from completeness") == [(0,)]
    shown = late_curve(north, default_filters(north.session))
    assert isinstance(shown, State)
    assert shown.reason == "Not told of single units"


# --- on screen -----------------------------------------------------------------------------------------------------


def end_of(audience: Audience, filters: Filters) -> str:
    """Return the label at the end of the line of registrations."""
    told = trend(audience, filters, "registered")
    assert isinstance(told, ChartSpec)
    panel = told.panels[0]
    assert isinstance(panel, Monthly)
    assert panel.provisional
    return panel.lines[0].label


def test_a_learned_month_says_how_much_is_reported(three: Path) -> None:
    audience = whole(current_snapshot(three))
    filters, september = default_filters(audience.session), state_of(audience, SEPTEMBER)
    assert isinstance(september, MonthState)
    words = f"about 79% of Sep reported, {september.lower:.0f}–{september.upper:.0f} registrations expected"
    assert words in overview_headline(audience, filters).caption
    assert end_of(audience, filters) == "<b>81</b>, about 79%"
    narrowed = replace(filters, units=("all",))
    assert "all units: about 79% of Sep reported" in overview_headline(audience, narrowed).caption
    assert "expected" not in overview_headline(audience, narrowed).caption
    assert end_of(audience, narrowed) == "<b>81</b> provisional"
    use_language("zh")
    assert "9月报送约79%，预计" in overview_headline(audience, filters).caption
    assert end_of(audience, filters) == "<b>81</b> 约79%"


def test_the_convention_names_the_day(small_data: Path) -> None:
    audience = whole(current_snapshot(small_data))
    filters = default_filters(audience.session)
    assert "last month provisional, final on 15 November" in overview_headline(audience, filters).caption
    use_language("zh")
    assert "末月为初步数，11月15日定稿" in overview_headline(audience, filters).caption
    assert ("初步数月份", "2026-10（11月15日定稿）") in freshness(audience, filters).rows


def test_two_provisional_months_are_both_told(tmp_path: Path) -> None:
    audience = whole(deliver(tmp_path, "2026-12-14", {OCTOBER: 3}))
    told = overview_headline(audience, default_filters(audience.session)).caption
    assert "last 2 months provisional, final on 15 January 2027" in told


def test_the_curve_of_late_arrivals_shows_each_delay(three: Path) -> None:
    audience = whole(current_snapshot(three))
    told = late_curve(audience, default_filters(audience.session))
    assert isinstance(told, ChartSpec)
    (panel,) = told.panels
    assert isinstance(panel, Bars)
    assert panel.names == ("first delivery", "1 month later", "2 months later")
    assert panel.values == pytest.approx((158 / 193 * 0.96, 0.96, 1))
    assert told.title == "first delivered, a month is 78.6% complete; after 1 month 96.0%"
    assert "3 successive deliveries" in told.subtitle


def test_without_enough_deliveries_the_curve_says_why(small_data: Path) -> None:
    audience = whole(current_snapshot(small_data))
    use_language("zh")
    told = late_curve(audience, default_filters(audience.session))
    assert isinstance(told, State)
    assert "需要同一系统至少3次先后报送才能估计，目前有1次" in told.why
    assert "次月15日定稿" in told.why


# --- the small sample, delivered month by month --------------------------------------------------------------------


LATE_BY = "case hash(petition_id) % 10 when 0 then 2 when 1 then 1 when 2 then 1 else 0 end"
MONTHS = [day(text) for text in ("2026-06-30", "2026-07-31", "2026-08-31", "2026-09-30", "2026-10-31")]


def cut(source: Path, target: Path, as_of: dt.date) -> Path:
    """Write what a system knew on `as_of` whose registrations come up to two deliveries late: about a third do."""
    for name in ("units", "codes", "petitions"):
        (target / name).mkdir(parents=True)
    with duckdb.connect() as writer:
        for name in ("units", "codes"):
            shutil.copyfile(source / name / "part-0.parquet", target / name / "part-0.parquet")
        rows = writer.read_parquet(str(source / "petitions" / "*.parquet"))
        known = rows.filter(f"last_day(registered_on) + to_months({LATE_BY}) <= last_day(date '{as_of}')")
        later = ("accepted_on", "answered_on", "closed_on", "rated_on", "extended_to")
        nulls = [f"case when {name} <= date '{as_of}' then {name} end as {name}" for name in later]
        shown = f"* replace (null::varchar as status, null::varchar as rating, {', '.join(nulls)})"
        known.project(shown).write_parquet(str(target / "petitions" / "part-0.parquet"))
    manifest = read_manifest(source)
    assert manifest.period is not None
    cut_to = replace(manifest, data_as_of=as_of, period=(manifest.period[0], as_of), files=describe_files(target))
    write_manifest(target, cut_to)
    return target


def test_the_small_sample_delivered_five_times_is_read_like_its_triangle(tmp_path: Path) -> None:
    source = HOUSE / "data" / "sample-small"
    triangle = np.full((len(MONTHS), len(MONTHS)), np.nan)
    for delivery, as_of in enumerate(MONTHS):
        snapshot = publish(cut(source, tmp_path / f"d{delivery}", as_of), tmp_path / "data")
        with duckdb.connect() as reader:
            query = (
                "select count(*) from read_parquet(?) "
                "where purpose is distinct from 'accusation' and last_day(registered_on) = ?"
            )
            for row in range(delivery + 1):
                file = tmp_path / f"d{delivery}" / "petitions" / "part-0.parquet"
                known = reader.execute(query, [str(file), MONTHS[row]]).fetchall()[0][0]
                triangle[row, delivery - row] = known
    expected = lag.read_triangle(np.diff(triangle, axis=1, prepend=0.0))
    learned = [state for state in month_states(whole(snapshot)) if not state.is_convention]
    assert [state.month.month for state in learned] == [6, 7, 8, 9, 10]
    assert [state.share for state in learned] == pytest.approx(list(expected.completeness))
    assert [state.state for state in learned] == list(expected.state)
    assert learned[-1].share is not None
    assert 0.3 < learned[-1].share < 0.95, "about three in ten come late"
