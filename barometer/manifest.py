"""What a delivery says about itself: manifest.json beside the tables, read and written."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from barometer.faults import BrokenContract, UnreadableFile

MANIFEST = "manifest.json"


@dataclass(frozen=True)
class DeliveredFile:
    """One Parquet file; `name` is its path below the delivery with forward slashes."""

    name: str
    rows: int
    sha256: str
    encoding: str = "parquet"


@dataclass(frozen=True)
class Manifest:
    """The delivery's day, coverage, origin and files.

    `period` holds the first and last day covered, None where nobody said; `intake` holds rows_in, accepted
    and quarantined by table.
    """

    data_as_of: date
    period: tuple[date, date] | None = None
    system: str = ""
    is_sample: bool = False
    matter_derived: bool = False
    higher_level_items_left_out: bool = False
    files: tuple[DeliveredFile, ...] = ()
    intake: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


def read_manifest(folder: Path) -> Manifest:
    """Return the manifest of a delivery; a hand-made folder without one is dated by its petitions.

    Raises:
        UnreadableFile: manifest.json is not JSON, or it is absent and the petitions cannot be read.
        BrokenContract: an entry is missing or of the wrong kind, or there is no petition to date by.
    """
    path = folder / MANIFEST
    if not path.exists():
        return _manifest_from_petitions(folder)
    try:
        entries = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise UnreadableFile(
            "The manifest cannot be read.", MANIFEST, expected="JSON in UTF-8", remedy="Write it again."
        ) from error
    try:
        return _manifest_from(entries)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise BrokenContract(
            "The manifest lacks an entry, or an entry is of the wrong kind.",
            MANIFEST,
            expected="data_as_of as an ISO day, period as two; files with name, rows, sha256",
            remedy="Compare it with the manifest of data/sample.",
        ) from error


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write manifest.json into the delivery, days as ISO text, keys in the order of the class."""
    text = json.dumps(asdict(manifest), ensure_ascii=False, indent=2, default=date.isoformat)
    (folder / MANIFEST).write_text(text + "\n", encoding="utf-8", newline="\n")


def describe_files(folder: Path) -> tuple[DeliveredFile, ...]:
    """Return the Parquet files below `folder`/<table> as a manifest lists them, by name."""
    paths = sorted(folder.glob("*/*.parquet"))
    return tuple(
        DeliveredFile(path.relative_to(folder).as_posix(), pq.read_metadata(path).num_rows, hash_of(path))
        for path in paths
    )


def hash_of(path: Path) -> str:
    """Return the SHA-256 of a file's bytes, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _manifest_from(entries: dict[str, Any]) -> Manifest:
    period = entries.get("period")
    return Manifest(
        data_as_of=date.fromisoformat(entries["data_as_of"]),
        period=(date.fromisoformat(period[0]), date.fromisoformat(period[1])) if period else None,
        system=str(entries.get("system", "")),
        is_sample=bool(entries.get("is_sample", False)),
        matter_derived=bool(entries.get("matter_derived", False)),
        higher_level_items_left_out=bool(entries.get("higher_level_items_left_out", False)),
        files=tuple(_file_from(entry) for entry in entries.get("files", [])),
        intake={table: dict(counts) for table, counts in entries.get("intake", {}).items()},
        notes=tuple(str(note) for note in entries.get("notes", [])),
    )


def _file_from(entry: dict[str, Any]) -> DeliveredFile:
    encoding = str(entry.get("encoding", "parquet"))
    return DeliveredFile(str(entry["name"]), int(entry["rows"]), str(entry["sha256"]).lower(), encoding)


def _manifest_from_petitions(folder: Path) -> Manifest:
    files = sorted((folder / "petitions").glob("*.parquet"))
    try:
        days = [pq.read_table(path, columns=["registered_on"]).column(0).cast(pa.date32()) for path in files]
    except (OSError, pa.ArrowException, IndexError) as error:
        raise UnreadableFile(
            "Without a manifest the petitions must date the delivery, and they cannot be read.",
            "petitions",
            "registered_on",
            remedy="Deliver a manifest.json, or petitions with a date in registered_on.",
        ) from error
    known = [latest for column in days if (latest := pc.max(column).as_py()) is not None]
    if not known:
        raise BrokenContract(
            "Without a manifest the petitions must date the delivery, and there are none.",
            "petitions",
            "registered_on",
            remedy="Deliver a manifest.json, or petitions with a date in registered_on.",
        )
    return Manifest(data_as_of=max(known))
