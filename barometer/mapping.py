"""How a source becomes a delivery: a mapping file of data/mappings, read and checked against the contract."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from barometer.contract import tables
from barometer.faults import BrokenContract, UnreadableFile


@dataclass(frozen=True)
class Rule:
    """How one contract column is made from source columns; columns without a rule are null.

    `source` is copied (`prefix` before it), read by `day_format` where given, looked up in `values` or in
    the derived `code_list`, or taken as a unit; `filled` stands where the source is filled; `hash_of` makes
    a key of several source columns, null where one of them is. Labels in `placeholders` count as null.
    """

    source: str = ""
    hash_of: tuple[str, ...] = ()
    prefix: str = ""
    filled: str = ""
    day_format: str = ""
    code_list: str = ""
    is_unit: bool = False
    values: Mapping[str, str] = field(default_factory=dict)
    placeholders: tuple[str, ...] = ()


@dataclass(frozen=True)
class Level:
    """One level of the unit tree: the distinct values of a source column, named as they are or rewritten."""

    source: str
    prefix: str
    is_reporting: bool
    unit_type: str
    name_pattern: str
    name_text: str


@dataclass(frozen=True)
class SourceMapping:
    """A source described: the delivery's day (given or the latest of a column), its units and its tables."""

    file: str
    system: str
    day: date | None
    latest: str
    matter_derived: bool
    higher_level_items_left_out: bool
    notes: tuple[str, ...]
    root: tuple[str, str]
    units_valid_from: date
    levels: tuple[Level, ...]
    tables: Mapping[str, Mapping[str, Rule]]

    def source_columns(self) -> set[str]:
        """Return the names of all source columns that the mapping reads."""
        rules = [rule for columns in self.tables.values() for rule in columns.values()]
        named = [self.latest, *(level.source for level in self.levels), *(rule.source for rule in rules)]
        return {name for name in named if name} | {name for rule in rules for name in rule.hash_of}


def read_mapping(path: Path) -> SourceMapping:
    """Return the mapping in a TOML file.

    Raises:
        UnreadableFile: there is no such file, or it is not TOML.
        BrokenContract: an entry is missing or unknown, or names a table or column outside the contract.
    """
    try:
        entries = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise UnreadableFile(
            "The mapping cannot be read.", path.name, expected="TOML in UTF-8", remedy="See data/mappings."
        ) from error
    try:
        mapping = _mapping_from(path.name, entries)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise BrokenContract(
            "The mapping lacks an entry, or holds one that is not known.",
            path.name,
            found=str(error),
            remedy="Compare it with data/mappings/ny_council.toml.",
        ) from error
    for fault in _outside_contract(mapping):
        raise fault
    return mapping


def _mapping_from(file: str, entries: dict[str, Any]) -> SourceMapping:
    as_of, units = entries["data_as_of"], entries["units"]
    return SourceMapping(
        file=file,
        system=entries["system"],
        day=as_of if isinstance(as_of, date) else None,
        latest="" if isinstance(as_of, date) else as_of["latest"],
        matter_derived=entries.get("matter_derived", False),
        higher_level_items_left_out=entries.get("higher_level_items_left_out", False),
        notes=tuple(entries.get("notes", [])),
        root=(units["root"]["unit_id"], units["root"]["unit_name"]),
        units_valid_from=units["valid_from"],
        levels=tuple(_level_from(level) for level in units["levels"]),
        tables={name: {c: _rule_from(r) for c, r in table.items()} for name, table in entries["tables"].items()},
    )


def _level_from(entry: dict[str, Any]) -> Level:
    name = entry.get("name", {"pattern": "", "text": ""})
    return Level(
        source=entry["from"],
        prefix=entry.get("prefix", ""),
        is_reporting=entry["is_reporting"],
        unit_type=entry.get("unit_type", ""),
        name_pattern=name["pattern"],
        name_text=name["text"],
    )


def _rule_from(entry: dict[str, Any]) -> Rule:
    renamed = {"from": "source", "hash": "hash_of"}
    given: dict[str, Any] = {renamed.get(key, key): value for key, value in entry.items()}
    for name in {"hash_of", "placeholders"} & given.keys():
        given[name] = tuple(given[name])
    if not given.get("source") and not given.get("hash_of"):
        raise ValueError("a rule needs `from` or `hash`")
    return Rule(**given)


def _outside_contract(mapping: SourceMapping) -> Iterator[BrokenContract]:
    for name, rules in mapping.tables.items():
        table = tables().get(name)
        if table is None or name in ("units", "codes"):
            remedy = "Name a table of data/contract; units and codes are made by intake."
            yield BrokenContract("The mapping names a table it may not fill.", mapping.file, name, remedy=remedy)
            continue
        for column in rules.keys() - table.columns.keys():
            remedy = f"Name a column of data/contract/{name}.toml."
            yield BrokenContract("The mapping names an unknown column.", mapping.file, column, remedy=remedy)
        needed = {c.name for c in table.columns.values() if not c.is_nullable}
        for column in sorted(needed - rules.keys()):
            remedy = f"Say where the column comes from: {name} needs it in every row."
            yield BrokenContract("The mapping leaves out a needed column.", mapping.file, column, remedy=remedy)
