"""One locked database per scope: what it holds, what it refuses, who may share it."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import duckdb
import pytest
from deliveries import TREE, asked, figures, published
from worked_examples import letter, visit

from barometer import session as session_module
from barometer.faults import NotAllowed, QueryTooSlow, UnknownUnit
from barometer.scope import Scope, local_scope
from barometer.session import WHOLE, Session, open_session

PETITIONS = [
    *(letter("2026-03-02", unit_id="north", matter_id="canary-north"),) * 2,
    *(visit("2026-03-03", 6, unit_id="north-1", visit_id="v1"),) * 3,
    *(letter("2026-03-04", unit_id="south", matter_id="canary-south", category="land"),) * 5,
    visit("2026-03-05", 7, unit_id="south", visit_id="canary-visit"),
]
NORTH = Scope("unit", frozenset({"north", "north-1"}))


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Session:
    return published(tmp_path_factory.mktemp("session"), TREE, PETITIONS)


@pytest.fixture(scope="module")
def north(whole: Session) -> Session:
    return Session(NORTH, whole.snapshot)


# --- scope ---------------------------------------------------------------------------------------------------------


def test_a_scope_without_units_is_an_error_not_everything() -> None:
    with pytest.raises(NotAllowed):
        Scope("unit", frozenset())


def test_an_unknown_role_is_an_error() -> None:
    with pytest.raises(NotAllowed):
        Scope("director")


def test_a_scope_is_a_value_that_cannot_be_changed() -> None:
    with pytest.raises(AttributeError):
        NORTH.units = None  # type: ignore[misc]
    assert Scope("unit", frozenset({"north-1", "north"})) == NORTH
    assert hash(NORTH) == hash(Scope("unit", frozenset({"north-1", "north"})))


def test_local_use_sees_the_whole_in_the_role_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    assert local_scope() == Scope("leader", None)
    monkeypatch.setenv("BAROMETER_ROLE", "analyst")
    assert local_scope() == Scope("analyst", None)
    monkeypatch.setenv("BAROMETER_ROLE", "root")
    with pytest.raises(NotAllowed):
        local_scope()


def test_nothing_of_units_outside_the_scope_is_in_the_database(north: Session) -> None:
    relations = north.rows("select table_name from information_schema.tables where table_schema = 'main'")
    assert {"items", "petition_events", "units", "unit_spans"} <= {name for (name,) in relations}
    for (name,) in relations:
        for row in north.rows(f'select * from "{name}"'):
            assert not {"south", WHOLE, "canary-south", "canary-visit"} & set(map(str, row)), name
            if name not in ("codes", "size_classes"):
                assert "land" not in row, name


def test_the_registrations_of_a_scope_are_its_own(north: Session, whole: Session) -> None:
    assert north.rows("select count(*) from items") == [(5,)]
    assert whole.rows("select count(*) from items") == [(11,)]


def test_all_that_a_scope_holds_together_is_its_own_units_only(north: Session) -> None:
    told = figures(north, "registered", "2026-03", units=["north-1"]) + figures(north, "registered", "2026-03")
    assert [row[1:3] for row in told] == [(None, 3), ("north-1", 3), (None, 5)]


@pytest.mark.parametrize("unit", ["south", "all", WHOLE, "nowhere"])
def test_a_unit_outside_the_scope_is_as_unknown_as_one_that_does_not_exist(north: Session, unit: str) -> None:
    with pytest.raises(UnknownUnit) as caught:
        asked(north, "registered", "2026-03", units=[unit])
    assert "south" not in str(caught.value).replace(f"'{unit}'", "")


def test_two_units_of_a_scope_apart_in_the_tree_are_two_tops(whole: Session) -> None:
    apart = Session(Scope("unit", frozenset({"north-1", "south"})), whole.snapshot)
    assert apart.tree.roots == ("north-1", "south")
    assert figures(apart, "registered", "2026-03")[0][2] == 9
    assert figures(apart, "collective_persons", "2026-03")[0][2] == 13


# --- the lock ------------------------------------------------------------------------------------------------------


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    path = tmp_path / "outside.csv"
    path.write_text("secret\n1\n", encoding="utf-8")
    return path


@pytest.mark.parametrize(
    "query",
    [
        "select * from read_csv('{outside}')",
        "select * from '{outside}'",
        "select * from read_text('{outside}')",
        "select * from glob('{folder}/*')",
        "select * from read_parquet('{extracts}/petitions/part-0.parquet')",
        "copy (select 1) to '{folder}/written.csv'",
        "export database '{folder}/written'",
        "attach '{folder}/other.duckdb' as other",
        "install httpfs",
        "load httpfs",
        "select * from read_csv('https://127.0.0.1:9/x.csv')",
    ],
    ids=lambda query: " ".join(query.split()[:4]),
)
def test_a_locked_database_reads_and_writes_nothing_outside_its_cube(whole: Session, outside: Path, query: str) -> None:
    paths = {"outside": outside, "folder": outside.parent, "extracts": whole.snapshot.folder / "extracts"}
    with pytest.raises(duckdb.Error):
        whole.rows(query.format(**paths))
    assert [path.name for path in outside.parent.iterdir()] == ["outside.csv"]


@pytest.mark.parametrize(
    "query",
    ["set enable_external_access = true", "set lock_configuration = false", "set allowed_directories = ['/']",
     "set autoload_known_extensions = true", "set threads = 1", "reset enable_external_access", "pragma threads = 1"],
)  # fmt: skip
def test_a_locked_database_keeps_its_settings(whole: Session, query: str) -> None:
    with pytest.raises(duckdb.Error):
        whole.rows(query)


# --- threads and time ----------------------------------------------------------------------------------------------


def test_threads_that_share_a_session_each_get_their_own_answer(whole: Session) -> None:
    expected = {"north": 5, "north-1": 3, "south": 6, "all": 11}

    def ask_often(unit: str) -> set[object]:
        return {figures(whole, "registered", "2026-03", units=[unit])[1][2] for _ in range(12)}

    with ThreadPoolExecutor(8) as pool:
        units = list(expected) * 2
        assert list(pool.map(ask_often, units)) == [{expected[unit]} for unit in units]


def test_threads_that_choose_the_same_units_count_them_once(whole: Session) -> None:
    fresh = Session(Scope(), whole.snapshot)
    with ThreadPoolExecutor(6) as pool:
        told = list(
            pool.map(lambda _: figures(fresh, "registered", "2026-03", units=["north", "south"])[0][2], range(12))
        )
    assert told == [11] * 12


def test_a_session_is_opened_once_for_equal_scopes(whole: Session) -> None:
    assert open_session(NORTH, whole.snapshot) is open_session(
        Scope("unit", frozenset(NORTH.units or ())), whole.snapshot
    )
    assert open_session(NORTH, whole.snapshot) is not open_session(Scope("unit", frozenset({"north"})), whole.snapshot)


SLOW = "select count(*) from range(50000) a, range(50000) b where a.range + b.range = -1"  # many seconds


def test_a_slow_query_is_interrupted_at_the_limit_and_others_go_on(
    whole: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session_module, "TIME_LIMIT_SECONDS", 0.3)
    told: list[object] = []
    other = threading.Thread(target=lambda: told.append(figures(whole, "registered", "2026-03")[0][2]))
    started = time.monotonic()
    other.start()
    with pytest.raises(QueryTooSlow) as caught:
        whole.rows(SLOW)
    assert time.monotonic() - started < 5
    assert caught.value.remedy
    other.join()
    assert told == [11]
    assert figures(whole, "registered", "2026-03")[0][2] == 11


# --- labels --------------------------------------------------------------------------------------------------------


def test_a_label_stands_in_for_a_missing_translation(tmp_path: Path) -> None:
    codes = [
        {"list": "category", "code": "heat", "label_zh": "供暖", "label_en": "Heating"},
        {"list": "category", "code": "noise", "label_zh": "噪声"},
        {"list": "category", "code": "land", "label_zh": "土地", "label_en": "Land use"},
    ]
    session = published(tmp_path, TREE, [letter("2026-03-02", category="noise")], codes=codes)
    english, chinese = session.labels("category", "en"), session.labels("category", "zh")
    assert (english["heat"], english["noise"], english["land"]) == ("Heating", "噪声", "Land use")
    assert (chinese["heat"], chinese["noise"], chinese["land"]) == ("供暖", "噪声", "土地")
    assert chinese["wages"] == "劳动报酬"  # shipped, the delivery does not name it
