"""The files of a pack: each format by its own writer, imported when it is asked for."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from barometer.briefing.chart_elements import printable
from barometer.briefing.external_cuts import FURTHER
from barometer.briefing.pack import Pack
from barometer.briefing.saved_pack import SavedPack
from barometer.briefing.whole_file import whole_file
from barometer.faults import UnwritableFile
from barometer.language import in_language

LONGEST = 60  # letters of a file's name without its ending: 180 bytes in Chinese
PICTURES = "pictures"
_FORBIDDEN = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f]')


@dataclass(frozen=True)
class Look:
    """How files look: `charts` "native" or "picture", and the office's own slide master and document, where it has any.

    `told` gives the words of marks in the office's document that stand for figures of any metric.
    """

    charts: str = "native"
    master: Path | None = None
    own: Path | None = None
    told: Callable[[str], str | None] | None = None


def export(
    pack: Pack, saved: SavedPack, folder: Path, formats: Sequence[str], look: Look, tell: Callable[[str], None]
) -> dict[str, Any]:
    """Write `pack` into `folder` and return, by format, its paths, seconds and bytes. Raises UnwritableFile."""
    _make(folder)
    made: dict[str, Any] = {}
    for name in formats:
        before = [Path(path) for one in made.values() for path in one["paths"]]
        started = time.perf_counter()
        paths = write_format(name, pack, saved, folder, look, before)
        seconds, size = time.perf_counter() - started, sum(path.stat().st_size for path in paths)
        made[name] = {"paths": [str(path) for path in paths], "seconds": round(seconds, 3), "bytes": size}
        tell(f"Wrote {name}: {len(paths)} file{'' if len(paths) == 1 else 's'}, {size:,} bytes, {seconds:.2f} s")
    return made


def write_format(
    name: str, pack: Pack, saved: SavedPack, folder: Path, look: Look | None = None, before: Sequence[Path] = ()
) -> list[Path]:
    """Write one format in the language of the pack and return its files; `before` are those a zip takes in."""
    with in_language(pack.language):
        if name in ("png", "svg"):
            return _pictures(name, pack, folder)
        path = folder / f"{file_stem(pack)}.{name}"
        _WRITERS[name](pack, saved, path, look or Look(), before)
        return [path]


def file_stem(pack: Pack) -> str:
    """Return the name of the files without ending, without what a file system forbids, no longer than it takes."""
    return " ".join(_FORBIDDEN.sub(" ", printable(pack.file_stem)).split())[:LONGEST].strip(" .") or pack.template


def _slides(pack: Pack, saved: SavedPack, path: Path, look: Look, before: Sequence[Path]) -> None:
    from barometer.briefing.slides import write_slides

    write_slides(pack, path, look.charts, look.master)


def _paper(pack: Pack, saved: SavedPack, path: Path, look: Look, before: Sequence[Path]) -> None:
    from barometer.briefing.paper import write_paper

    write_paper(pack, path, look.charts, look.own, _not_outside(look.told) if pack.external else look.told)


def _not_outside(told: Callable[[str], str | None] | None) -> Callable[[str], str | None]:
    """Return what fills marks of an external edition: figures that the pack does not hold are judged by nobody."""
    return lambda name: FURTHER if told and told(name) is not None else None


def _workbook(pack: Pack, saved: SavedPack, path: Path, look: Look, before: Sequence[Path]) -> None:
    from barometer.briefing.workbook import write_workbook

    write_workbook(pack, path)


def _print_file(pack: Pack, saved: SavedPack, path: Path, look: Look, before: Sequence[Path]) -> None:
    from barometer.briefing.print_file import write_pdf

    write_pdf(pack, path)


def _static_page(pack: Pack, saved: SavedPack, path: Path, look: Look, before: Sequence[Path]) -> None:
    from barometer.briefing.static_page import write_static_page

    write_static_page(pack, path)


def _bundle(pack: Pack, saved: SavedPack, path: Path, look: Look, before: Sequence[Path]) -> None:
    from barometer.briefing.bundle import write_bundle

    write_bundle(pack, saved, before, path.parent, path)


_WRITERS: dict[str, Callable[[Pack, SavedPack, Path, Look, Sequence[Path]], None]] = {
    "pptx": _slides,
    "docx": _paper,
    "xlsx": _workbook,
    "pdf": _print_file,
    "html": _static_page,
    "zip": _bundle,
}


def _pictures(kind: str, pack: Pack, folder: Path) -> list[Path]:
    """Write a picture of each chart, numbered in the order of the pack."""
    from barometer.briefing.pictures import png_of, svg_of

    draw = png_of if kind == "png" else svg_of
    _make(folder / PICTURES)
    paths = []
    for number, exhibit in enumerate(pack.exhibits, 1):
        if exhibit.spec:
            path = folder / PICTURES / f"{number:02d}-{exhibit.key}.{kind}"
            with whole_file(path) as unfinished:
                unfinished.write_bytes(draw(exhibit.spec, pack.language))
            paths.append(path)
    return paths


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        remedy = "choose a folder that may be written to"
        raise UnwritableFile(
            "The folder cannot be made", str(folder), found=str(error.strerror), remedy=remedy
        ) from error
