"""Compiled releases read line by line, as they are: nothing repaired, nothing guessed."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

Warn = Callable[[str], None]
Lines = list[tuple[int, str]]
TOLD = 20


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


def read_lines(path: Path, warnings: Warnings, size: int) -> Iterator[Lines]:
    """Yield number and text of the lines that are not blank, in batches of about `size` bytes.

    Lines that are not UTF-8, or hold numbers that JSON does not know, are left out.
    Raises OSError where the file cannot be read.
    """
    batch: Lines = []
    room = size
    with path.open("rb") as lines:
        for number, line in enumerate(lines, 1):
            if line.isspace():
                continue
            try:
                batch.append((number, _text(line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line)))
            except ValueError:
                warnings.leave_out(number, is_json=False)
            room -= len(line)
            if room <= 0:
                yield batch
                batch, room = [], size
    if batch:
        yield batch


def _text(line: bytes) -> str:
    if b"NaN" in line or b"Infinity" in line:  # the engine takes them for numbers
        json.loads(line, parse_constant=_refuse)
    return line.decode()


def _refuse(constant: str) -> None:
    raise ValueError(constant)
