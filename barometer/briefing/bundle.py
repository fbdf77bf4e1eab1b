"""会议材料包: all files of a pack in one zip, with what each figure rests on."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Sequence
from pathlib import Path

from barometer.briefing.pack import Pack
from barometer.briefing.saved_pack import SavedPack
from barometer.briefing.tracing import manifest_text
from barometer.briefing.whole_file import whole_file
from barometer.manifest import hash_of

MANIFEST, SAVED, EXPORTED = "manifest.json", "pack.json", "exported.json"


def write_bundle(pack: Pack, saved: SavedPack, files: Sequence[Path], folder: Path, path: Path) -> None:
    """Write `files` of `folder`, manifest.json, pack.json and, apart, who exported when. Raises UnwritableFile."""
    with whole_file(path) as unfinished, zipfile.ZipFile(unfinished, "w", zipfile.ZIP_DEFLATED) as bundle:
        for text, name in (
            (manifest_text(pack, saved), MANIFEST),
            (saved.as_json(), SAVED),
            (_exported(pack, files, folder), EXPORTED),
        ):
            bundle.writestr(_entry(name), text)
        for file in files:
            how = zipfile.ZIP_DEFLATED if file.suffix == ".svg" else zipfile.ZIP_STORED  # the others are packed already
            bundle.write(file, file.relative_to(folder).as_posix(), how)


def _entry(name: str) -> zipfile.ZipInfo:
    """Return an entry of a fixed date, so that the same text gives the same bytes."""
    entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    return entry


def _exported(pack: Pack, files: Sequence[Path], folder: Path) -> str:
    told = {
        "exported_at": pack.made_at.isoformat(timespec="seconds"),
        "exported_by": pack.made_by,
        "files": {file.relative_to(folder).as_posix(): hash_of(file) for file in files},
    }
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"
