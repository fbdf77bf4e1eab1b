"""The synthetic extracts: same seed, same bytes; the contract kept; the planted cases in the data."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet as pq
import pytest

from barometer import contract
from barometer.contract import HOUSE
from barometer.delivery import check_delivery
from barometer.sample import write_sample

AHEAD = {  # days that may lie after data_as_of: limits and the end of running works
    ("petitions", "limit_on"),
    ("petitions", "extended_to"),
    ("findings", "due_on"),
    ("contracts", "accept_due_on"),
    ("units", "valid_to"),
}


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("sample")
    write_sample(out, units=60, rows=60_000, seed=2026)
    return out


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("small")
    write_sample(out, units=20, rows=875, seed=2026)
    return out


@pytest.fixture(scope="module")
def database(sample: Path) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    for folder in sample.iterdir():
        if folder.is_dir():
            connection.execute(f"create view {folder.name} as from '{folder}/*.parquet'")
    connection.execute(
        """
        create view due as
        select *, coalesce(extended_to, limit_on) as due_on,
            coalesce(answered_on <= coalesce(extended_to, limit_on), false)::int as in_time
        from petitions where coalesce(extended_to, limit_on) < date '2026-10-31';
        create view visits as
        select coalesce(visit_id, petition_id) as visit, min(registered_on) as day, min(persons) as persons,
            min(reception_level) as level, min(unit_id) as unit_id, min(category) as category,
            count(distinct (registered_on, persons, reception_level, is_outside_designated)) as versions,
            count(*) as registrations, count(distinct unit_id) as units
        from petitions where channel = 'visit' group by all;
        """
    )
    return connection


@pytest.fixture(scope="module")
def planted(sample: Path) -> dict[str, dict[str, Any]]:
    return {case["id"]: case for case in json.loads((sample / "planted.json").read_text(encoding="utf-8"))}


def ask(database: duckdb.DuckDBPyConnection, query: str, *values: object) -> tuple[Any, ...]:
    return database.execute(query, list(values)).fetchall()[0]


def branch(database: duckdb.DuckDBPyConnection, unit: str) -> list[str]:
    """Return a level-1 unit and the units below it now."""
    query = """
        with recursive below as (
            select ? as unit_id
            union all
            select u.unit_id from units u join below b on u.parent_id = b.unit_id where u.valid_to is null
        ) select unit_id from below"""
    return [row[0] for row in database.execute(query, [unit]).fetchall()]


def test_the_same_seed_gives_the_same_bytes(small: Path, tmp_path: Path) -> None:
    write_sample(tmp_path, units=20, rows=875, seed=2026)
    files = sorted(path.relative_to(small) for path in small.rglob("*") if path.is_file())
    assert files == sorted(path.relative_to(tmp_path) for path in tmp_path.rglob("*") if path.is_file())
    assert all((small / name).read_bytes() == (tmp_path / name).read_bytes() for name in files)


def test_another_seed_gives_other_petitions(small: Path, tmp_path: Path) -> None:
    write_sample(tmp_path, units=20, rows=875, seed=2027)
    name = Path("petitions") / "part-0.parquet"
    assert (small / name).read_bytes() != (tmp_path / name).read_bytes()


@pytest.mark.parametrize("name", sorted(contract.tables()))
def test_every_table_has_rows_in_the_contract_schema(sample: Path, small: Path, name: str) -> None:
    wanted = contract.arrow_schema(contract.tables()[name])
    for folder in (sample, small):
        file = pq.ParquetFile(folder / name / "part-0.parquet")
        assert file.metadata.num_rows > 0
        assert file.schema_arrow.equals(wanted), name


def test_the_check_of_deliveries_finds_nothing(sample: Path, small: Path) -> None:
    assert check_delivery(sample) == []
    assert check_delivery(small) == []


def test_the_number_of_petitions_is_exact(sample: Path, small: Path) -> None:
    assert pq.read_metadata(sample / "petitions" / "part-0.parquet").num_rows == 60_000
    assert pq.read_metadata(small / "petitions" / "part-0.parquet").num_rows == 875


@pytest.mark.parametrize("units, rows, seed", [(20, 300, 1), (20, 875, 7), (61, 5_000, 3), (450, 20_000, 4)])
def test_other_sizes_keep_the_contract_too(tmp_path: Path, units: int, rows: int, seed: int) -> None:
    write_sample(tmp_path, units=units, rows=rows, seed=seed)
    assert check_delivery(tmp_path) == []


def test_a_sample_too_small_for_its_cases_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="at least"):
        write_sample(tmp_path, units=3, rows=10, seed=1)


def test_nothing_but_limits_lies_after_data_as_of(database: duckdb.DuckDBPyConnection) -> None:
    for name, table in contract.tables().items():
        for column in table.columns.values():
            if column.type in ("date", "timestamp") and (name, column.name) not in AHEAD:
                late = f"select count(*) from {name} where \"{column.name}\"::date > '2026-10-31'"
                assert ask(database, late) == (0,), f"{name}.{column.name}"


def test_sixty_units_have_forty_two_that_report_and_two_that_moved(
    database: duckdb.DuckDBPyConnection,
) -> None:
    units, reporting, rows = ask(
        database,
        "select count(distinct unit_id), count(distinct unit_id) filter (is_reporting), count(*) from units",
    )
    assert (units, reporting, rows) == (60, 42, 62)
    query = "select count(*) from petitions p semi join units u on u.unit_id = p.unit_id and not u.is_reporting"
    assert ask(database, query) == (0,)


def test_a_visit_is_the_same_on_each_of_its_registrations(database: duckdb.DuckDBPyConnection) -> None:
    versions, most, units, few = ask(
        database,
        "select max(versions), max(registrations), avg((units = 1)::int), min(persons) from visits",
    )
    assert (versions, most, few) == (1, 3, 1)
    assert units > 0.99
    stray = "select count(*) from petitions where channel <> 'visit' and (persons, visit_id, reception_level)"
    assert ask(database, stray + " is distinct from (null, null, null)") == (0,)


def test_the_share_of_repeats_is_a_fifth_and_falls_slowly(database: duckdb.DuckDBPyConnection) -> None:
    shares = database.execute(
        "select avg(is_repeat::int) from petitions group by year(registered_on) order by year(registered_on)"
    ).fetchall()
    assert all(0.17 < share[0] < 0.23 for share in shares)
    assert shares[0][0] > shares[-1][0] + 0.01


def test_the_repeat_flag_follows_the_matter_but_for_one_in_two_hundred(
    database: duckdb.DuckDBPyConnection,
) -> None:
    # From 2023 on the 24 months before lie in the extract, and no gap is longer.
    disagreeing = ask(
        database,
        """
        with told as (
            select *, row_number() over (partition by matter_id order by registered_on) > 1 as came_before
            from petitions
        ) select avg((is_repeat <> came_before)::int) from told where registered_on >= date '2023-01-01'""",
    )[0]
    assert 0.002 < disagreeing < 0.01


def test_a_limit_is_sixty_days_from_acceptance_and_for_appeals_only(
    database: duckdb.DuckDBPyConnection,
) -> None:
    wrong = """
        select count(*) from petitions where limit_on is not null and (purpose <> 'appeal'
            or status in ('not_accepted', 'withdrawn', 'registered') or limit_on - accepted_on <> 60
            or extended_to - limit_on not between 1 and 30)"""
    assert ask(database, wrong) == (0,)
    lacking = """
        select count(*) from petitions
        where limit_on is null and purpose = 'appeal' and status in ('accepted', 'answered', 'closed')"""
    assert ask(database, lacking) == (0,)


def test_status_agrees_with_the_days(database: duckdb.DuckDBPyConnection) -> None:
    wrong = """
        select count(*) from petitions where
            (status in ('answered', 'closed')) <> (answered_on is not null)
            or (status in ('not_accepted', 'withdrawn', 'closed')) <> (closed_on is not null)
            or (status in ('registered', 'not_accepted')) <> (accepted_on is null)
            or accepted_on < registered_on or answered_on < accepted_on or closed_on < accepted_on
            or (rating is null) <> (rated_on is null) or rated_on < answered_on
            or (rating is not null and not is_in_rating_scope)"""
    assert ask(database, wrong) == (0,)


def test_collective_visits_and_weekends_are_as_rare_as_in_life(database: duckdb.DuckDBPyConnection) -> None:
    share, most = ask(database, "select avg((persons >= 5)::int), max(persons) from visits")
    assert 0.05 < share < 0.11
    assert 40 <= most <= 80
    weekends = ask(database, "select avg((isodow(registered_on) > 5)::int) from petitions")[0]
    assert 0.01 < weekends < 0.06


def test_registrations_fall_at_the_spring_festival_and_rebound(database: duckdb.DuckDBPyConnection) -> None:
    query = "select count(*) / 8.0 from petitions where registered_on between ? and ?"
    during = ask(database, query, "2025-01-28", "2025-02-04")[0]
    after = ask(database, query, "2025-02-10", "2025-02-17")[0]
    assert during < after / 4


def test_skip_level_visits_often_follow_an_overdue_answer(database: duckdb.DuckDBPyConnection) -> None:
    shares = dict(
        database.execute(
            """
            select level in ('above', 'capital'), avg(is_overdue::int) from (
                select v.reception_level as level,
                    coalesce(bool_or(d.in_time = 0 and d.due_on < v.registered_on), false) as is_overdue
                from petitions v left join due d
                    on d.matter_id = v.matter_id and d.registered_on < v.registered_on
                where v.channel = 'visit' group by v.petition_id, level
            ) group by 1"""
        ).fetchall()
    )
    assert shares[True] > 0.2 > 4 * shares[False]


def test_the_late_branch_answers_late_since_april_2026(
    database: duckdb.DuckDBPyConnection, planted: dict[str, dict[str, Any]]
) -> None:
    case = planted["late_answers"]
    query = "select avg(in_time) from due where list_contains(?, unit_id) and due_on between ? and ?"
    units = branch(database, case["unit_ids"][0])
    before = ask(database, query, units, "2025-04-01", "2026-03-31")[0]
    after = ask(database, query, units, case["first_day"], case["last_day"])[0]
    assert after < before - 0.1


def test_the_improving_branch_answers_on_time_more_often(
    database: duckdb.DuckDBPyConnection, planted: dict[str, dict[str, Any]]
) -> None:
    query = "select avg(in_time) from due where list_contains(?, unit_id) and year(due_on) = ?"
    units = branch(database, planted["improving_branch"]["unit_ids"][0])
    assert ask(database, query, units, 2026)[0] > ask(database, query, units, 2021)[0] + 0.05


def test_engineering_matters_of_one_branch_come_back_since_august_2026(
    database: duckdb.DuckDBPyConnection, planted: dict[str, dict[str, Any]]
) -> None:
    case = planted["returning_matters"]
    query = """
        select avg(is_repeat::int) from petitions
        where list_contains(?, unit_id) and category = ? and registered_on between ? and ?"""
    units = branch(database, case["unit_ids"][0])
    before = ask(database, query, units, case["category"], "2025-01-01", "2026-07-31")[0]
    after = ask(database, query, units, case["category"], case["first_day"], case["last_day"])[0]
    assert after > before + 0.1


def test_one_unit_surges_in_july_2025_and_one_falls_silent(
    database: duckdb.DuckDBPyConnection, planted: dict[str, dict[str, Any]]
) -> None:
    query = "select count(*) from petitions where unit_id = ? and registered_on between ? and ?"
    surge = planted["surge"]["unit_ids"][0]
    usual = ask(database, query, surge, "2025-01-01", "2025-06-30")[0] / 6
    assert ask(database, query, surge, "2025-07-01", "2025-07-31")[0] > 2 * usual
    silent = planted["silent_unit"]["unit_ids"][0]
    assert ask(database, query, silent, "2026-09-01", "2026-10-31") == (0,)
    assert ask(database, query, silent, "2026-01-01", "2026-08-31")[0] > 40


def test_collective_visits_about_housing_cluster_in_october_2026(
    database: duckdb.DuckDBPyConnection, planted: dict[str, dict[str, Any]]
) -> None:
    case = planted["collective_housing"]
    count = ask(
        database,
        """select count(*) from visits
        where unit_id = ? and category = ? and persons >= 5 and day between ? and ?""",
        case["unit_ids"][0], case["category"], case["first_day"], case["last_day"],
    )  # fmt: skip
    assert count[0] >= 6


def test_ratings_and_rectification_worsen_where_planted(
    database: duckdb.DuckDBPyConnection, planted: dict[str, dict[str, Any]]
) -> None:
    bad = """
        select avg((rating = 'dissatisfied')::int) from petitions
        where list_contains(?, unit_id) and rated_on"""
    units = branch(database, planted["displeased"]["unit_ids"][0])
    after, before = (ask(database, f"{bad} {when} '2026-02-01'", units)[0] for when in (">=", "<"))
    assert after > before + 0.08
    late = """
        select avg(coalesce(rectified_on <= due_on, false)::int) from findings
        where list_contains(?, unit_id) and due_on < '2026-10-31' and due_on"""
    units = branch(database, planted["late_rectification"]["unit_ids"][0])
    after, before = (ask(database, f"{late} {when} '2026-01-01'", units)[0] for when in (">=", "<"))
    assert after < before - 0.2


FLAGGED = {  # a plain reading of the flag: true of each planted tender
    "C07": "t.deadline_at - t.documents_from < interval 20 day and t.is_mandatory_scope",
    "R003": "t.deadline_at - t.period_start_at < interval 15 day",
    "C08": "t.documents_to - t.documents_from < interval 5 day",
    "C10": "t.deadline_at - t.last_amended_at < interval 15 day",
    "C11": "t.publicity_to - t.publicity_from < interval 3 day",
    "C13": "c.signed_on - t.award_notice_on > 30",
    "C14": "t.bidder_count = 2",
    "R018": "t.bidder_count = 1 and t.ocds_method = 'open'",
    "C24": "a.amount / t.ceiling_price >= .98",
    "C25": "abs(c.amount - a.amount) / a.amount > .001",
    "C28": "c.accepted_on is null and c.accept_due_on < '2026-10-31' and c.paid_amount / c.amount >= .95",
    "C23": "a.awarded_on - s.founded_on < 365",
}


@pytest.mark.parametrize("flag", sorted(FLAGGED))
def test_planted_tenders_show_their_flag_and_hardly_any_other_does(
    database: duckdb.DuckDBPyConnection, planted: dict[str, dict[str, Any]], flag: str
) -> None:
    tenders = planted[f"flag_{flag}"]["tender_ids"]
    joined = """
        from tenders t join awards a using (tender_id) join contracts c using (tender_id)
        join award_suppliers w on w.award_id = a.award_id join suppliers s using (supplier_id) where """
    count = f"select count(distinct tender_id) {joined}"
    shown = ask(database, f"{count} list_contains(?, tender_id) and {FLAGGED[flag]}", tenders)
    assert shown == (len(tenders),)
    share = ask(database, f"{count} {FLAGGED[flag]}")[0] / 1500
    assert share < (0.3 if flag == "C24" else 0.02)


def test_equal_prices_and_equal_hashes_stand_only_where_planted(
    database: duckdb.DuckDBPyConnection, planted: dict[str, dict[str, Any]]
) -> None:
    for column, flags in (
        ("amount", ("R028", "C24")),
        ("device_hash", ("C17",)),
        ("deposit_account_hash", ("C18",)),
        ("legal_rep_hash", ("C20",)),
    ):
        query = f"""select distinct tender_id from bids where {column} is not null
            group by tender_id, {column} having count(*) > 1"""
        found = {row[0] for row in database.execute(query).fetchall()}
        assert found == {tender for flag in flags for tender in planted[f"flag_{flag}"]["tender_ids"]}


def test_bids_come_late_or_at_even_steps_only_where_planted(
    database: duckdb.DuckDBPyConnection, planted: dict[str, dict[str, Any]]
) -> None:
    late = "select tender_id from bids join tenders using (tender_id) where submitted_at > deadline_at"
    even = """
        with steps as (
            select tender_id, amount - lag(amount) over by_price as step,
                lead(amount) over by_price - amount as next_step
            from bids where status = 'valid' window by_price as (partition by tender_id order by amount)
        ) select distinct tender_id from steps where step > 0 and abs(step - next_step) < 0.02"""
    for query, flag in ((late, "R030"), (even, "C16")):
        found = sorted(row[0] for row in database.execute(query).fetchall())
        assert found == planted[f"flag_{flag}"]["tender_ids"], flag


def test_every_circle_of_suppliers_and_buyers_is_planted(planted: dict[str, dict[str, Any]]) -> None:
    for name in ["C21_pair", "C21_loser", "C22", "R038", "R048", "C05", "C03", "C04", "C29", "C06_share"]:
        assert planted[f"flag_{name}"]["tender_ids"], name


def test_the_committed_samples_are_small_and_sound() -> None:
    for name, rows in (("sample", 60_000), ("sample-small", 875)):
        folder = HOUSE / "data" / name
        assert check_delivery(folder) == []
        assert pq.read_metadata(folder / "petitions" / "part-0.parquet").num_rows == rows
        assert sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) < 5_000_000


def test_only_a_scoring_command_may_read_the_planted_cases() -> None:
    # Whoever tunes a method on the planted cases measures nothing.
    modules = [path for folder in ("barometer", "pages", "queries") for path in (HOUSE / folder).rglob("*.*")]
    readers = {
        path.relative_to(HOUSE).as_posix()
        for path in modules
        if path.suffix in (".py", ".sql", ".toml") and "planted.json" in path.read_text(encoding="utf-8")
    }
    only_the_generator = {"barometer/sample/__init__.py"}
    assert readers <= only_the_generator, "only a scoring command may read it"
