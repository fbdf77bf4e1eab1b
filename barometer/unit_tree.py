"""Is the tree of units sound: no unit above itself, one row of a unit a day?"""

from __future__ import annotations

import duckdb

from barometer.faults import BrokenContract


def check_unit_tree(connection: duckdb.DuckDBPyConnection, file: str) -> list[BrokenContract]:
    """Return a fault where units stand above themselves, and one where rows of a unit overlap."""
    edges = connection.execute(
        "select distinct unit_id, parent_id from units where unit_id is not null and parent_id is not null"
    ).fetchall()
    faults = []
    if caught := _units_in_cycles(edges):
        found = f"{caught:,} units"
        faults.append(_fault("Units stand above themselves.", file, "parent_id", "a tree, on all days", found))
    if overlaps := _count_overlaps(connection):
        found = f"{overlaps:,} rows"
        faults.append(_fault("Rows of a unit overlap in time.", file, "valid_from", "one row of a unit a day", found))
    return faults


def _fault(problem: str, file: str, column: str, expected: str, found: str) -> BrokenContract:
    remedy = "Correct parent_id, valid_from and valid_to of these units."
    return BrokenContract(problem, file, column, expected, found, remedy)


def _units_in_cycles(edges: list[tuple[str, str]]) -> int:
    """Return how many units lie on a cycle or can only be reached through one, whatever the dates.

    Rows of different days count together: a rollup that follows parents through time must come to an end.
    """
    parents: dict[str, set[str]] = {}
    for unit, parent in edges:
        parents.setdefault(unit, set()).add(parent)
    while True:
        # A unit whose parents all lead to a top is sound; what remains when no more can be taken is caught.
        sound = [unit for unit, above in parents.items() if not above & parents.keys()]
        if not sound:
            return len(parents)
        for unit in sound:
            del parents[unit]


def _count_overlaps(connection: duckdb.DuckDBPyConnection) -> int:
    query = """
        select count(*) filter (where next_from <= coalesce(valid_to, date '9999-12-31'))
        from (
            select valid_to, lead(valid_from) over (partition by unit_id order by valid_from) as next_from
            from units
        )
    """
    return int(connection.execute(query).fetchall()[0][0])
