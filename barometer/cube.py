"""The rollups that pages read: queries/cube run in order over the tables of one delivery."""

from __future__ import annotations

import datetime as dt
from dataclasses import astuple, dataclass
from pathlib import Path

import duckdb

from barometer.query_files import query_text
from barometer.reference import limit_in_force, read_reference, reference_file

EVENT_QUERIES = ("item_events", "visit_events", "return_events", "flag_events")
_OWN_TABLES = ("matter_months", "collective_days", "answer_days", "headcounts", "node_spans", "node_areas")
NODE_QUERIES = ("item_happenings", "handling_happenings", *EVENT_QUERIES, *_OWN_TABLES)
NODE_TABLES = ("petition_events", *_OWN_TABLES)
SMALL_TABLES = ("settings", "calendar_spans", "size_classes", "age_bands", "codes", "days", "months")
_QUERIES = (
    "days",
    "months",
    "unit_spans",
    "span_nodes",
    "items",
    *NODE_QUERIES,
    "unit_months",
    "column_nulls",
)
_STORED = (
    *SMALL_TABLES,
    "units",
    "unit_spans",
    "items",
    *NODE_TABLES,
    "unit_months",
    "column_nulls",
)
_ORDER = {
    "petition_events": "breakdown, node, event, month",
    "answer_days": "node, month",
    "headcounts": "node, month",
    "items": "span, registered_on",
    "units": "all",
    "codes": "list, place, code",
}


@dataclass(frozen=True)
class Settings:
    """What is fixed when a snapshot is published, and printed on the page of definitions."""

    data_as_of: dt.date
    first_day: dt.date
    group_threshold: int
    repeat_window_months: int
    first_time_resolution_days: int
    minimum_ratings: int
    calendar: tuple[str, ...]

    @classmethod
    def in_force(cls, data_as_of: dt.date, first_day: dt.date, data: Path) -> Settings:
        """Return the settings the limits of data folder `data` give on `data_as_of`."""
        return cls(
            data_as_of=data_as_of,
            first_day=first_day,
            group_threshold=limit_in_force("group_threshold", data_as_of, data),
            repeat_window_months=limit_in_force("repeat_window", data_as_of, data),
            first_time_resolution_days=limit_in_force("first_time_resolution", data_as_of, data),
            minimum_ratings=limit_in_force("minimum_ratings", data_as_of, data),
            calendar=tuple(row["id"] for row in calendars_in_use(data)),
        )


def cube_query(name: str) -> str:
    """Return the SQL text of queries/cube/`name`.sql."""
    return query_text(f"cube/{name}")


def load_settings(connection: duckdb.DuckDBPyConnection, settings: Settings, data: Path) -> None:
    """Create the small tables the cube queries read beside the extracts."""
    connection.execute(
        "create table settings (data_as_of date, first_day date, group_threshold integer, "
        "repeat_window_months integer, first_time_resolution_days integer, minimum_ratings integer)"
    )
    connection.execute("insert into settings values (?, ?, ?, ?, ?, ?)", list(astuple(settings)[:-1]))
    connection.execute("create table registration_limits (days integer, first_day date, day_after date)")
    connection.executemany("insert into registration_limits values (?, ?, ?)", _registration_limits(data))
    connection.execute("create table calendar_spans (starts_on_day integer, first_day date, day_after date)")
    connection.executemany("insert into calendar_spans values (?, ?, ?)", _calendar_spans(data))
    connection.execute("create table size_classes (code varchar, persons_from integer, persons_below integer)")
    connection.executemany("insert into size_classes values (?, ?, ?)", _classes("size_class", data))
    connection.execute("create table chosen_areas (area varchar)")  # a node counted on demand may hold only some
    connection.execute("create table age_bands (code varchar, days_from integer, days_below integer)")
    connection.executemany("insert into age_bands values (?, ?, ?)", _classes("age_band", data))
    _load_codes(connection, data)


def build_cube(connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """Run every cube query on the extracts of `connection` and store the results under `folder`.

    Sorted by node, so that a question about one node reads one row group.
    """
    for name in _QUERIES:
        connection.execute(f'create table "{name}" as {cube_query(name)}')
    connection.execute("create table petition_events as " + union_of_events())
    for name in _STORED:
        source = "all_codes" if name == "codes" else name  # the delivery's own list has the name already
        rows = connection.sql(f'select * from "{source}" order by {_ORDER.get(name, "all")}')
        rows.write_parquet(str(folder / f"{name}.parquet"))


def union_of_events() -> str:
    """Return the query that puts the events of all kinds into one table."""
    return " union all by name ".join(f'select * from "{name}"' for name in EVENT_QUERIES)


def _load_codes(connection: duckdb.DuckDBPyConnection, data: Path) -> None:
    """Create the code lists: the delivery's own labels, and the shipped ones for codes it does not name."""
    rows = read_reference(reference_file("codes", data))
    columns = ("list", "code", "label_zh", "label_en", "parent")
    connection.execute(
        "create table shipped_codes (list varchar, code varchar, label_zh varchar, label_en varchar, "
        "parent varchar, place integer)"
    )
    connection.executemany(
        "insert into shipped_codes values (?, ?, ?, ?, ?, ?)",
        [[*(row[c] or None for c in columns), place] for place, row in enumerate(rows)],
    )
    connection.execute(f"create table all_codes as {cube_query('codes')}")


def calendars_in_use(data: Path) -> list[dict[str, str]]:
    """Return the dated rows of the statistical calendar, natural months unless the site says otherwise."""
    return [row for row in read_reference(reference_file("calendars", data)) if row["is_in_use"] == "true"]


def _calendar_spans(data: Path) -> list[list[object]]:
    return [[int(row["starts_on_day"]), *_span(row)] for row in calendars_in_use(data)]


def _registration_limits(data: Path) -> list[list[object]]:
    rows = read_reference(reference_file("limits", data))
    return [[int(row["value"]), *_span(row)] for row in rows if row["id"] == "registration"]


def _span(row: dict[str, str]) -> list[dt.date]:
    """Return the first day a dated row holds and the day after its last."""
    last = row["valid_to"]
    day_after = dt.date.fromisoformat(last) + dt.timedelta(days=1) if last else dt.date.max
    return [dt.date.fromisoformat(row["valid_from"]), day_after]


def _classes(code_list: str, data: Path) -> list[list[object]]:
    """Return code, first number and the number after the last of classes whose codes say them, such as 5-9 or 50-."""
    classes: list[list[object]] = []
    for row in read_reference(reference_file("codes", data)):
        if row["list"] == code_list:
            start, _, end = row["code"].partition("-")
            classes.append([row["code"], int(start), int(end) + 1 if end else 1_000_000])
    return classes
