"""Labels of a source made into codes and units: distinct labels stay distinct, keys begin with a letter."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable
from datetime import date
from operator import itemgetter

import duckdb
import pyarrow as pa

from barometer.contract import arrow_schema, tables
from barometer.mapping import Level, SourceMapping
from barometer.source_files import quoted

_FULL_WIDTH = str.maketrans({"(": "（", ")": "）", "[": "［", "]": "］", "<": "〈", ">": "〉"})
_REFUSED = re.compile("[`$\\\\\\x00-\\x1f\\x7f-\\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")


def codes_of(labels: Iterable[str], prefix: str = "") -> dict[str, str]:
    """Return a code for each label: its plain letters and digits, and a hash where they do not say it all.

    They do not where two labels would meet, or where other letters than a to z were left out.
    """
    plain = {label: _plain(prefix + label) or "x" for label in labels}
    shared = Counter(plain.values())
    return {
        label: code if shared[code] == 1 and not _has_other_letters(label) else f"{code}-{_digest(label)}"
        for label, code in plain.items()
    }


def shown(label: str) -> str:
    """Return a label as names may be shown: brackets full-width, characters that are refused left out."""
    return _REFUSED.sub("", label.translate(_FULL_WIDTH)).strip() or "-"


def load_labels(connection: duckdb.DuckDBPyConnection, mapping: SourceMapping) -> pa.Table:
    """Make the table `source_labels` (list, label, code) for every lookup; return the rows of table codes."""
    connection.execute("create table source_labels (list varchar, label varchar, code varchar)")
    delivered: list[dict[str, str]] = []
    for level in mapping.levels:
        _add(connection, f"unit:{level.source}", codes_of(_labels(connection, level.source, ()), level.prefix))
    for name, rules in mapping.tables.items():
        for column, rule in rules.items():
            if rule.values:
                _add(connection, f"value:{name}.{column}", {k: _text(v) for k, v in rule.values.items()})
            if rule.code_list:
                codes = codes_of(_labels(connection, rule.source, rule.placeholders))
                _add(connection, f"code:{name}.{column}", codes)
                delivered += [
                    {"list": rule.code_list, "code": code, "label_zh": shown(label), "label_en": shown(label)}
                    for label, code in sorted(codes.items(), key=itemgetter(1))
                ]
    return pa.Table.from_pylist(delivered, arrow_schema(tables()["codes"]))


def unit_rows(connection: duckdb.DuckDBPyConnection, mapping: SourceMapping) -> pa.Table:
    """Return the rows of table units: the root and the distinct values of each level, valid from one day."""
    root_id, root_name = mapping.root
    rows = [_unit(root_id, root_name, None, None, False, mapping.units_valid_from)]
    above: Level | None = None
    for level in mapping.levels:
        for label, code, parent in _with_parents(connection, level, above):
            name = re.sub(level.name_pattern, level.name_text, label) if level.name_pattern else label
            kind = level.unit_type or None
            rows.append(_unit(code, shown(name), parent or root_id, kind, level.is_reporting, mapping.units_valid_from))
        above = level
    return pa.Table.from_pylist(rows, arrow_schema(tables()["units"]))


def _unit(
    unit_id: str, name: str, parent: str | None, kind: str | None, is_reporting: bool, valid_from: date
) -> dict[str, object]:
    return {
        "unit_id": unit_id,
        "unit_name": name,
        "parent_id": parent,
        "unit_type": kind,
        "is_reporting": is_reporting,
        "valid_from": valid_from,
    }


def _with_parents(
    connection: duckdb.DuckDBPyConnection, level: Level, above: Level | None
) -> list[tuple[str, str, str | None]]:
    """Return label, unit id and parent id of a level; ties go to the parent first in the alphabet."""
    parent = quoted(above.source) if above else "null"
    query = f"""
        with pairs as (
            select {quoted(level.source)} as label, {parent} as parent_label, count(*) as n
            from source
            where label is not null
            group by all
        )
        select pairs.label, units.code, parents.code
        from pairs
        inner join source_labels as units on units.list = ? and units.label = pairs.label
        left join source_labels as parents on parents.list = ? and parents.label = pairs.parent_label
        qualify row_number() over (
            partition by pairs.label order by parent_label is null, n desc, parent_label
        ) = 1
        order by units.code
    """
    lists = [f"unit:{level.source}", f"unit:{above.source}" if above else ""]
    return connection.execute(query, lists).fetchall()


def _labels(connection: duckdb.DuckDBPyConnection, source: str, placeholders: tuple[str, ...]) -> list[str]:
    place = quoted(source)
    query = f"select distinct cast({place} as varchar) as label from source where {place} is not null order by 1"
    return [label for (label,) in connection.execute(query).fetchall() if label not in placeholders]


def _add(connection: duckdb.DuckDBPyConnection, list_name: str, codes: dict[str, str]) -> None:
    if codes:
        rows = [(list_name, label, code) for label, code in codes.items()]
        connection.executemany("insert into source_labels values (?, ?, ?)", rows)


def _plain(label: str) -> str:
    plain = re.sub("[^a-z0-9]+", "-", label.lower()).strip("-")[:48]
    return f"x{plain}" if plain[:1].isdigit() else plain


def _has_other_letters(label: str) -> bool:
    return any(sign.isalnum() and not sign.isascii() for sign in label)


def _digest(label: str) -> str:
    return hashlib.sha256(label.encode()).hexdigest()[:8]


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
