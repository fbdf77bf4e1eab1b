"""What stands behind a metric: its version, the limits it rests on, the columns it needs, the code lists there are."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache

from barometer.audience import Audience
from barometer.contract import Column, tables
from barometer.disclosure import gate
from barometer.flags.registry import Flag
from barometer.metrics import Metric
from barometer.query_files import QUERIES, query_text
from barometer.reference import read_reference, reference_file

DOCUMENTED = ("petitions", "units")
_NOT_DEFINING = ("used_on",)


@dataclass(frozen=True)
class Limit:
    """One dated row of limits.csv; `article` is "analytic" or "practice" for settings of the house."""

    id: str
    label: str
    start_event: str
    value: str
    measured_in: str
    day_kind: str
    article: str
    valid_from: dt.date
    valid_to: dt.date | None
    is_verified: bool

    @property
    def is_of_the_house(self) -> bool:
        """Return whether no regulation decides the value."""
        return self.article in ("analytic", "practice")


@dataclass(frozen=True)
class Emptiness:
    """How many registrations of the chosen units there are, and in how many a column is empty."""

    registrations: int
    nulls: int

    @property
    def share(self) -> float | None:
        """Return the empty share, None where there is no registration."""
        return self.nulls / self.registrations if self.registrations else None


def version(metric: Metric) -> str:
    """Return eight hex digits that change whenever the metric's block in metrics.toml or its SQL changes.

    Where it is shown does not define it and is left out.
    """
    return version_of(_blocks("metrics.toml")[metric.id], metric.query)


def version_of_flag(flag: Flag) -> str:
    """Return eight hex digits that change whenever the flag's block in flags.toml or its SQL changes."""
    return version_of(_blocks("flags.toml")[flag.id], flag.query)


@cache
def _blocks(name: str) -> dict[str, dict[str, object]]:
    """Return a registry as it is written; a paper asks the versions of twenty metrics at once."""
    return tomllib.loads((QUERIES / name).read_text(encoding="utf-8"))


def version_of(block: dict[str, object], query: str) -> str:
    """Return the version of a definition: its registry block and its SQL text."""
    defining = {key: value for key, value in block.items() if key not in _NOT_DEFINING}
    text = json.dumps(defining, ensure_ascii=False, sort_keys=True) + "\n" + query
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def limits(audience: Audience, language: str) -> tuple[Limit, ...]:
    """Return every dated limit of the site, in the order of the file."""
    named = "article_en" if language == "en" else "article"
    rows = read_reference(reference_file("limits", audience.snapshot.folder.parent.parent))
    return tuple(
        Limit(
            id=row["id"],
            label=row[f"label_{language}"],
            start_event=row["start_event"],
            value=row["value"],
            measured_in=row["measured_in"],
            day_kind=row["day_kind"],
            article=row.get(named) or row["article"],  # a site's own table may have no English articles
            valid_from=dt.date.fromisoformat(row["valid_from"]),
            valid_to=dt.date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
            is_verified=row["verified"] == "true",
        )
        for row in rows
    )


def needed_columns(metric: Metric) -> tuple[tuple[tuple[str, Column], ...], ...]:
    """Return what the metric cannot be computed without: of each group of (table, column) one must be filled."""
    return tuple(tuple(_column(name) for name in need.split(" | ")) for need in metric.needs)


def _column(name: str) -> tuple[str, Column]:
    table, column = name.split(".")
    return table, tables()[table].columns[column]


def code_lists(audience: Audience, language: str) -> tuple[tuple[str, str, dict[str, str]], ...]:
    """Return every code list: its id, its name, and the label of each code in the list's order."""
    names = audience.session.labels("list", language)
    return tuple((name, label, audience.session.labels(name, language)) for name, label in names.items())


def glossary(audience: Audience) -> tuple[dict[str, str], ...]:
    """Return the words of the field: term, meaning and source in both languages."""
    return read_reference(reference_file("glossary", audience.snapshot.folder.parent.parent))


@lru_cache(maxsize=128)
def emptiness(audience: Audience, units: tuple[str, ...]) -> dict[tuple[str, str], Emptiness]:
    """Return, by table and column, how often a column of petitions or units is empty in the chosen units.

    No unit means all the scope holds; units below the chosen ones count too. Columns of petitions have no entry
    where these units registered nothing.
    """
    session = audience.session
    below = [unit for top in units or session.tree.roots for unit in session.tree.below(top)]
    rows = gate(session.frame(query_text("empty_columns"), {"units": below}), audience.scope)
    found = {
        ("petitions", name): Emptiness(total, nulls) for name, total, nulls in rows.itertuples(index=False, name=None)
    }
    tree = gate(
        session.frame("select * from units where unit_id in (select unnest($units))", {"units": below}), audience.scope
    )
    return found | {("units", str(name)): Emptiness(len(tree), int(tree[name].isna().sum())) for name in tree.columns}
