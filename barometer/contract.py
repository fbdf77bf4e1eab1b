"""What an extract must look like: the tables of data/contract, read once and used everywhere."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pyarrow as pa

HOUSE = Path(__file__).resolve().parent.parent
CONTRACT = HOUSE / "data" / "contract"

_ARROW_TYPES: dict[str, pa.DataType] = {
    "key": pa.string(),
    "code": pa.string(),
    "text": pa.string(),
    "hash": pa.string(),
    "date": pa.date32(),
    "timestamp": pa.timestamp("us"),  # always UTC
    "integer": pa.int32(),
    "money": pa.decimal128(18, 2),
    "boolean": pa.bool_(),
    "codes": pa.list_(pa.string()),
}


@dataclass(frozen=True)
class Column:
    """One column of a table: its type, whether it may be null, what it means, what it refers to.

    `meaning_zh` stands where pages explain the column to readers: for petitions and units.
    """

    name: str
    type: str
    label_zh: str
    label_en: str
    meaning: str
    meaning_zh: str = ""
    is_nullable: bool = True
    codes: str = ""
    references: str = ""
    minimum: int | None = None

    def label(self, language: str) -> str:
        """Return the name in Chinese ("zh") or English ("en")."""
        return self.label_en if language == "en" else self.label_zh

    def explained(self, language: str) -> str:
        """Return what the column means; the English words stand in where no Chinese ones are given."""
        return self.meaning if language == "en" else self.meaning_zh or self.meaning


@dataclass(frozen=True)
class Table:
    """One table of the contract; `is_restricted` tables reach only scopes of role `inspection`."""

    name: str
    label_zh: str
    label_en: str
    key: tuple[str, ...]
    is_required: bool
    is_restricted: bool
    columns: dict[str, Column]

    def label(self, language: str) -> str:
        """Return the name in Chinese ("zh") or English ("en")."""
        return self.label_en if language == "en" else self.label_zh


@cache
def tables(folder: Path = CONTRACT) -> dict[str, Table]:
    """Return every table of the contract by name, in alphabetical order."""
    return {path.stem: _read_table(path) for path in sorted(folder.glob("*.toml"))}


def arrow_schema(table: Table) -> pa.Schema:
    """Return the Parquet schema an extract of `table` has, columns in contract order."""
    fields = [pa.field(c.name, _ARROW_TYPES[c.type], nullable=c.is_nullable) for c in table.columns.values()]
    return pa.schema(fields)


def _read_table(path: Path) -> Table:
    text = tomllib.loads(path.read_text(encoding="utf-8"))
    columns = {
        name: Column(
            name=name,
            type=entry["type"],
            label_zh=entry["label_zh"],
            label_en=entry["label_en"],
            meaning=entry["meaning"],
            meaning_zh=entry.get("meaning_zh", ""),
            is_nullable=entry.get("nullable", True),
            codes=entry.get("codes", ""),
            references=entry.get("references", ""),
            minimum=entry.get("minimum"),
        )
        for name, entry in text["columns"].items()
    }
    return Table(
        name=text["table"],
        label_zh=text["label_zh"],
        label_en=text["label_en"],
        key=tuple(text["key"]),
        is_required=text.get("required", False),
        is_restricted=text.get("restricted", False),
        columns=columns,
    )
