"""Numbers into Arrow columns of the contract: NONE becomes null, places become keys and codes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from barometer import contract
from barometer.sample.clock import NONE


def key(prefix: str, number: int, width: int) -> str:
    """Return one key, such as M00012."""
    return f"{prefix}{number:0{width}d}"


def keys(prefix: str, numbers: np.ndarray, width: int) -> pa.Array:
    """Return keys made of a letter and the number, padded with zeros."""
    digits = pc.utf8_lpad(pa.array(np.maximum(numbers, 0)).cast(pa.string()), width, "0")
    return _with_nulls(pc.binary_join_element_wise(prefix, digits, ""), numbers)


def codes(places: np.ndarray, labels: Sequence[str]) -> pa.Array:
    """Return the label at each place."""
    texts = pa.array(list(labels)).take(pa.array(np.maximum(places, 0)))
    return _with_nulls(texts, places)


def dates(days: np.ndarray) -> pa.Array:
    """Return days since 1970-01-01 as dates."""
    return _with_nulls(pa.array(days.astype(np.int32)).cast(pa.date32()), days)


def stamps(minutes: np.ndarray) -> pa.Array:
    """Return minutes since 1970-01-01 as timestamps."""
    micros = np.where(minutes == NONE, 0, minutes) * 60_000_000
    return _with_nulls(pa.array(micros).cast(pa.timestamp("us")), minutes)


def integers(numbers: np.ndarray) -> pa.Array:
    """Return whole numbers."""
    return _with_nulls(pa.array(numbers.astype(np.int32)), numbers)


def truths(states: np.ndarray) -> pa.Array:
    """Return true for 1, false for 0."""
    return _with_nulls(pa.array(states == 1), states)


def money(cents: np.ndarray) -> pa.Array:
    """Return cents as exact decimals; built from the bytes, since a cast would go by way of text."""
    words = np.empty((len(cents), 2), dtype="<i8")
    words[:, 0], words[:, 1] = cents, cents >> 63
    amounts = pa.Array.from_buffers(pa.decimal128(18, 2), len(cents), [None, pa.py_buffer(words.tobytes())])
    return _with_nulls(amounts, cents)


def table(name: str, **given: Any) -> pa.Table:
    """Return a table of the contract with the given columns; a column not given is null throughout."""
    schema = contract.arrow_schema(contract.tables()[name])
    length = len(next(iter(given.values())))
    unknown = set(given) - set(schema.names)
    if unknown:
        raise KeyError(f"{name} has no column {sorted(unknown)}")
    filled = [given[field.name] if field.name in given else pa.nulls(length, field.type) for field in schema]
    return pa.table([_as(column, field.type) for column, field in zip(filled, schema, strict=True)], schema=schema)


def _as(column: Any, type_: pa.DataType) -> Any:
    return column if column.type == type_ else column.cast(type_)


def _with_nulls(column: pa.Array, numbers: np.ndarray) -> pa.Array:
    known = numbers != NONE
    return column if known.all() else pc.if_else(pa.array(known), column, pa.scalar(None, column.type))
