"""The queries of the house, as they stand in queries/."""

from __future__ import annotations

from barometer.contract import HOUSE

QUERIES = HOUSE / "queries"


def query_text(name: str) -> str:
    """Return the SQL of queries/`name`.sql."""
    return (QUERIES / f"{name}.sql").read_text(encoding="utf-8")
