"""Compiled releases read line by line, as they are: nothing repaired, nothing guessed."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

Release = dict[str, Any]
Warn = Callable[[str], None]


def read_releases(path: Path, warn: Warn = lambda line: None) -> Iterator[tuple[int, Release]]:
    """Yield line number and release of each line that is a JSON object with an `ocid`.

    Blank lines are passed over; any other line is left out and told to `warn` with its number.
    Raises OSError where the file cannot be read.
    """
    with path.open("rb") as lines:
        for number, line in enumerate(lines, 1):
            if line.isspace():
                continue
            try:
                release = json.loads(line)
            except ValueError:
                warn(f"{path.name}: line {number} is not JSON in UTF-8 and is left out")
                continue
            if isinstance(release, dict) and isinstance(release.get("ocid"), str):
                yield number, release
            else:
                warn(f"{path.name}: line {number} is no release with an ocid and is left out")


def part(value: object, *names: str) -> Any:
    """Return what lies under `names` in nested objects, None where a step is missing or no object."""
    for name in names:
        value = value.get(name) if isinstance(value, dict) else None
    return value


def text(value: object, *names: str) -> str | None:
    """Return the text under `names`, None where it is none."""
    found = part(value, *names)
    return found if isinstance(found, str) else None


def entries(value: object, *names: str) -> list[Any]:
    """Return the list under `names`, an empty one where it is none."""
    found = part(value, *names)
    return found if isinstance(found, list) else []


def number(value: object, *names: str) -> float | None:
    """Return the number under `names` as a double, None where it is none; true and false are none."""
    found = part(value, *names)
    return float(found) if isinstance(found, int | float) and not isinstance(found, bool) else None
