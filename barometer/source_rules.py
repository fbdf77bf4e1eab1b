"""The SQL of a mapping's rules: how each contract column is made from source columns."""

from __future__ import annotations

from collections.abc import Mapping

from barometer.contract import Column, Table
from barometer.mapping import Rule
from barometer.source_files import quoted

_SQL_TYPES = {
    "date": "date",
    "timestamp": "timestamp",
    "integer": "integer",
    "money": "decimal(18, 2)",
    "boolean": "boolean",
}
_LOOKED_UP = "(select code from source_labels where list = ? and label = cast({} as varchar))"


def mapped_query(table: Table, rules: Mapping[str, Rule]) -> tuple[str, list[object]]:
    """Return the query that makes the table's columns from `source`, and its values.

    Besides the columns it gives source_row, `unread <column>` (the source is filled but could not be
    turned into the column) and `is_repeated` (an earlier row has the same key).
    """
    columns, values = ["source_row"], list[object]()
    for name, rule in rules.items():
        made, made_values = _expression(table, table.columns[name], rule)
        filled, filled_values = _filled(rule)
        columns += [f"{made} as {quoted(name)}", f"{filled} as {quoted(f'filled {name}')}"]
        values += [*made_values, *filled_values]
    # A second select, because a source column may carry the very name of a contract column.
    flags = ", ".join(f"{quoted(f'filled {name}')} and {quoted(name)} is null as {unread(name)}" for name in rules)
    keys = ", ".join(map(quoted, table.key))
    query = (
        f"select *, {flags}, row_number() over (partition by {keys} order by source_row) > 1 as is_repeated "
        f"from (select {', '.join(columns)} from source)"
    )
    return query, values


def unread(column: str) -> str:
    """Return the SQL identifier that tells whether a column could not be read in a row."""
    return quoted(f"unread {column}")


def _expression(table: Table, column: Column, rule: Rule) -> tuple[str, list[object]]:
    if rule.hash_of:
        parts = ", ".join(f"cast({quoted(name)} as varchar)" for name in rule.hash_of)
        known = " and ".join(f"{quoted(name)} is not null" for name in rule.hash_of)
        # The unit separator keeps ('ab', 'c') and ('a', 'bc') apart; 40 hex characters fit into a key.
        return f"case when {known} then ? || left(sha256(concat_ws(chr(31), {parts})), 40) end", [rule.prefix]
    place, values = _source(rule)
    if rule.filled:
        return f"case when {place} is not null then ? end", [*values, rule.filled]
    if list_name := _lookup(table, column, rule):
        place, values = _LOOKED_UP.format(place), [list_name, *values]
    if rule.day_format:
        place, values = f"try_strptime({place}, ?)", [*values, rule.day_format]
    if column.type in _SQL_TYPES:
        return f"try_cast({place} as {_SQL_TYPES[column.type]})", values
    return f"? || cast({place} as varchar)", [rule.prefix, *values]


def _lookup(table: Table, column: Column, rule: Rule) -> str:
    if rule.is_unit:
        return f"unit:{rule.source}"
    if rule.code_list:
        return f"code:{table.name}.{column.name}"
    return f"value:{table.name}.{column.name}" if rule.values else ""


def _source(rule: Rule) -> tuple[str, list[object]]:
    if not rule.placeholders:
        return quoted(rule.source), []
    return f"case when not list_contains(?, {quoted(rule.source)}) then {quoted(rule.source)} end", [
        list(rule.placeholders)
    ]


def _filled(rule: Rule) -> tuple[str, list[object]]:
    if rule.hash_of:
        return "false", []
    place, values = _source(rule)
    return f"({place}) is not null", values
