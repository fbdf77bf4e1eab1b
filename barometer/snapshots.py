"""Snapshots: published folders that never change, and which of them is current."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from barometer.faults import NoSnapshot
from barometer.reference import data_folder


@dataclass(frozen=True)
class Snapshot:
    """One published folder; equal snapshots hold equal data, so it can key a cache."""

    folder: Path
    sequence: int

    @property
    def label(self) -> str:
        """Return the sequence number as it is printed and stored."""
        return f"{self.sequence:06d}"

    @property
    def manifest(self) -> dict[str, Any]:
        """Return MANIFEST.json: what was delivered, counted, fixed and hashed at publish."""
        return _read_manifest(self.folder / "MANIFEST.json")

    @property
    def data_as_of(self) -> dt.date:
        """Return the last day the data speaks of."""
        return dt.date.fromisoformat(self.manifest["data_as_of"])

    @property
    def published_at(self) -> dt.datetime:
        """Return when it was published, in UTC."""
        return dt.datetime.fromisoformat(self.manifest["published_at"])

    @property
    def is_sample(self) -> bool:
        """Return whether the data is made up."""
        return bool(self.manifest["is_sample"])

    def lacks(self, table: str, column: str) -> bool:
        """Return whether `table` is absent or its `column` is null throughout."""
        return column in self.manifest["empty_columns"].get(table, [column])


def current_snapshot(data: Path | None = None) -> Snapshot:
    """Return the snapshot CURRENT names. Raises NoSnapshot where there is none or it is not whole."""
    folder = data or data_folder()
    pointer = folder / "snapshots" / "CURRENT"
    remedy = f"run: python -m barometer publish --from DIR --data {folder.name}, or: python -m barometer run"
    if not pointer.is_file():
        raise NoSnapshot("Nothing has been published yet", file=str(pointer), remedy=remedy)
    name = pointer.read_text(encoding="ascii", errors="replace").strip()
    snapshot_folder = pointer.parent / name
    if not name.isdigit() or not (snapshot_folder / "MANIFEST.json").is_file():
        raise NoSnapshot(
            "CURRENT names a snapshot that is not there", file=str(pointer), found=name[:20], remedy=remedy
        )
    return Snapshot(snapshot_folder, int(name))


@cache
def _read_manifest(path: Path) -> dict[str, Any]:
    try:
        content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        remedy = "publish the delivery again: python -m barometer publish --from DIR"
        name = f"{path.parent.name}/{path.name}"
        raise NoSnapshot("The current snapshot cannot be opened", file=name, remedy=remedy) from error
    return content
