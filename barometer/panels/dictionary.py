"""数据字典: every column and every code the pages read, and the words of the field."""

from __future__ import annotations

from barometer.audience import Audience
from barometer.contract import Column, tables
from barometer.definitions import DOCUMENTED, Emptiness, code_lists, emptiness, glossary
from barometer.filters import Filters
from barometer.language import current_language, say
from barometer.panels.tables import Cell, Code, Piece, Table
from barometer.panels.told import units_in_words
from barometer.wording import number


def column_list(audience: Audience, filters: Filters) -> Table:
    """Return the columns of petitions and units: name, kind, meaning and how often each is empty."""
    found = emptiness(audience, filters.units)
    return Table(
        key="columns",
        title=say("Data dictionary"),
        caption=say("empty share: {units}, accusations left out", units=units_in_words(audience, filters)),
        head=(say("table"), say("column"), say("kind"), say("meaning"), say("empty share")),
        rows=tuple(
            _column_row(audience, name, column, found)
            for name in DOCUMENTED
            for column in tables()[name].columns.values()
        ),
        figures=frozenset({4}),
    )


def _column_row(
    audience: Audience, table: str, column: Column, found: dict[tuple[str, str], Emptiness]
) -> tuple[Cell, ...]:
    language, empty = current_language(), found.get((table, column.name))
    return (
        tables()[table].label(language),
        (column.label(language), Code(column.name)),
        _kind(audience, column),
        column.explained(language),
        number(empty.share if empty else None, "share"),
    )


def _kind(audience: Audience, column: Column) -> str:
    kinds = {
        "key": say("key"),
        "code": say("code"),
        "codes": say("codes"),
        "text": say("text"),
        "hash": say("hash"),
        "date": say("date"),
        "timestamp": say("time"),
        "integer": say("whole number"),
        "money": say("amount"),
        "boolean": say("yes or no"),
    }
    if not column.codes:
        return kinds[column.type]
    names = audience.session.labels("list", current_language())
    return say("{kind} of the list {list}", kind=kinds[column.type], list=names.get(column.codes, column.codes))


def code_list(audience: Audience, filters: Filters) -> Table:
    """Return every code list with its codes and their labels, in the list's own order."""
    return Table(
        key="codes",
        title=say("Code lists"),
        caption=say("labels as the data brings them; the shipped ones stand in where it brings none"),
        head=(say("list"), say("codes")),
        rows=tuple(
            ((name, Code(code)), _codes(labels)) for code, name, labels in code_lists(audience, current_language())
        ),
    )


def _codes(labels: dict[str, str]) -> Cell:
    pieces: list[Piece] = []
    for place, (code, label) in enumerate(labels.items()):
        pieces += [*([" · "] if place else []), label, Code(code)]
    return tuple(pieces)


def terms(audience: Audience, filters: Filters) -> Table:
    """Return the words of the field with both languages' terms, their meaning and their source."""
    language = current_language()
    return Table(
        key="glossary",
        title=say("Words of the field"),
        caption=say("retold in short; the official texts decide"),
        head=(say("term"), say("in English"), say("meaning"), say("source")),
        rows=tuple(
            (row["term_zh"], row["term_en"], row[f"meaning_{language}"], row[f"source_{language}"])
            for row in glossary(audience)
        ),
    )
