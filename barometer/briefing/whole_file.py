"""Files that are there in full or not at all: written under another name, then put in place."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from barometer.faults import UnwritableFile


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """Give the name to write to; what was written there becomes `path` where nothing went wrong.

    Raises UnwritableFile where the disk is full or the folder may not be written to; `path` is then as it was.
    """
    unfinished = path.with_name(f".{uuid.uuid4().hex}{path.suffix}")
    try:
        yield unfinished
        unfinished.replace(path)
    except OSError as error:
        remedy = "free some space, or choose a folder that exists and may be written to"
        raise UnwritableFile("A file cannot be written", str(path), found=str(error.strerror), remedy=remedy) from error
    finally:
        with suppress(OSError):
            unfinished.unlink()
