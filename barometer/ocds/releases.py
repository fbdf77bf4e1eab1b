"""Compiled releases read line by line, as they are: nothing repaired, nothing guessed."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa

Warn = Callable[[str], None]
TOLD = 20
_MORSEL = 2_048  # lines that one thread takes at a time
_NEWLINE = b"\n"


class Warnings:
    """Tells of the lines left out: the first few one by one, all others as a number when closed."""

    def __init__(self, name: str, warn: Warn) -> None:
        self.count = 0
        self._name = name
        self._warn = warn

    def leave_out(self, line: int, is_json: bool) -> None:
        """Count a line that is no release, and tell of it."""
        self.count += 1
        if self.count <= TOLD:
            why = "no release with an ocid" if is_json else "not JSON in UTF-8"
            self._warn(f"{self._name}: line {line} is {why} and is left out")

    def close(self) -> None:
        """Tell how many lines were left out beyond those told of."""
        if self.count > TOLD:
            self._warn(f"{self._name}: {self.count - TOLD:,} further lines are left out")


def read_lines(path: Path, warnings: Warnings, size: int) -> Iterator[pa.Table]:
    """Yield tables of `line` (its number) and `release` (its text), about `size` bytes at a time.

    Lines that are not UTF-8, or hold numbers that JSON does not know, are left out; blank lines are kept.
    Raises OSError where the file cannot be read.
    """
    first = 1
    for block in _blocks(path, size):
        lines = block.count(_NEWLINE)
        table = _whole(block, first) if _is_plain(block) else _line_by_line(block, first, warnings)
        yield pa.Table.from_batches(table.to_batches(_MORSEL), table.schema)
        first += lines


def _blocks(path: Path, size: int) -> Iterator[bytes]:
    """Yield the file in blocks of whole lines, each ended by a newline."""
    with path.open("rb") as file:
        head = file.read(3)
        rest = b"" if head == b"\xef\xbb\xbf" else head
        while chunk := file.read(size):
            cut = chunk.rfind(_NEWLINE) + 1
            if cut:
                yield rest + chunk[:cut]
                rest = chunk[cut:]
            else:
                rest += chunk
    if rest:
        yield rest + _NEWLINE


def _is_plain(block: bytes) -> bool:
    if b"NaN" in block or b"Infinity" in block:  # the engine would take them for numbers
        return False
    try:
        block.decode()
    except UnicodeDecodeError:
        return False
    return True


def _whole(block: bytes, first: int) -> pa.Table:
    """Return the lines of a block without copying them one by one."""
    ends = np.flatnonzero(np.frombuffer(block, np.uint8) == _NEWLINE[0]) + 1
    offsets = np.concatenate([[0], ends]).astype(np.int64)
    texts = pa.LargeStringArray.from_buffers(len(ends), pa.py_buffer(offsets.tobytes()), pa.py_buffer(block))
    return pa.table({"line": pa.array(np.arange(first, first + len(ends))), "release": texts})


def _line_by_line(block: bytes, first: int, warnings: Warnings) -> pa.Table:
    numbers, texts = [], []
    for number, line in enumerate(block[:-1].split(_NEWLINE), first):
        try:
            if b"NaN" in line or b"Infinity" in line:
                json.loads(line, parse_constant=_refuse)
            texts.append(line.decode())
            numbers.append(number)
        except (ValueError, RecursionError):
            warnings.leave_out(number, is_json=False)
    return pa.table({"line": pa.array(numbers, pa.int64()), "release": pa.array(texts, pa.large_string())})


def _refuse(constant: str) -> None:
    raise ValueError(constant)
