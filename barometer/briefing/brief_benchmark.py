"""Seconds and bytes of meeting material: a pack of twelve charts, in each format, with both kinds of charts."""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from barometer.audience import Audience
from barometer.briefing.choices import CHARTS, USUAL
from barometer.briefing.exporting import Look, write_format
from barometer.briefing.pack import Pack
from barometer.briefing.saved_pack import SavedPack, saved_pack
from barometer.briefing.templates import build_pack, filters_of
from barometer.language import use_language
from barometer.publishing import publish
from barometer.sample import write_sample
from barometer.scope import Scope
from barometer.session import open_session

WITH_CHARTS = ("pptx", "docx", "zip")  # hold native charts or pictures of them
Tell = Callable[[str], None]
Measured = dict[str, float | int]


def measure_briefs(rows: int, units: int, repeats: int, tell: Tell) -> dict[str, Any]:
    """Return seconds and bytes by format of a monthly pack on synthetic data: the first run, the median of `repeats`.

    Keys: rows, units, charts, build, external, formats {name or "name, picture": figures}, memory_mb {published,
    written}: the largest the process has been by then. Figures are first, with imports, seconds, processor (the median
    of its own seconds) and bytes.
    """
    use_language("zh")
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        tell(f"Writing {rows:,} petitions of {units:,} units")
        write_sample(folder / "delivery", units, rows, seed=1)
        audience = Audience(Scope(), publish(folder / "delivery", folder / "data", tell))
        memory = {"published": _largest_mb()}
        filters = filters_of(audience.session, "monthly", audience.session.last_month)
        build, pack = _measured("build", partial(build_pack, audience, filters, "monthly"), repeats, tell)
        outside = partial(build_pack, audience, filters, "monthly", external=True)
        external, _ = _measured("external edition", outside, repeats, tell)
        saved = saved_pack(pack, filters)
        formats = {_name(name, charts): _of_format(name, charts, pack, saved, folder, repeats, tell)
                   for charts in CHARTS for name in (USUAL if charts == CHARTS[0] else WITH_CHARTS)}  # fmt: skip
        open_session.cache_clear()
    return {
        "rows": rows,
        "units": units,
        "charts": sum(one.spec is not None for one in pack.exhibits),
        "build": build,
        "external": external,
        "formats": formats,
        "memory_mb": {**memory, "written": _largest_mb()},
    }


def _largest_mb() -> int:
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> (20 if sys.platform == "darwin" else 10)


def _name(name: str, charts: str) -> str:
    return name if charts == CHARTS[0] else f"{name}, {charts}"


def _of_format(
    name: str, charts: str, pack: Pack, saved: SavedPack, folder: Path, repeats: int, tell: Tell
) -> Measured:
    write = partial(_written, name, Look(charts), pack, saved, folder)
    measured, paths = _measured(_name(name, charts), write, repeats, tell)
    return {**measured, "bytes": sum(path.stat().st_size for path in paths)}


def _written(name: str, look: Look, pack: Pack, saved: SavedPack, folder: Path) -> list[Path]:
    """Write one format, or for a zip all it holds; no picture is left from an export before."""
    from barometer.briefing.pictures import forget_pictures

    forget_pictures()
    if name != "zip":
        return write_format(name, pack, saved, folder, look)
    files = [path for one in USUAL[:-1] for path in write_format(one, pack, saved, folder, look)]
    return write_format("zip", pack, saved, folder, look, files)


def _measured(name: str, run: Callable[[], Any], repeats: int, tell: Tell) -> tuple[Measured, Any]:
    """Return the seconds of a first run and the median of those after it, and what the last one gave.

    The processor's own seconds stand beside: on a busy machine they tell what the work takes.
    """
    walls, processors, told = [], [], None
    for _ in range(1 + repeats):
        wall, processor = time.perf_counter(), time.process_time()
        told = run()
        walls.append(time.perf_counter() - wall)
        processors.append(time.process_time() - processor)
    seconds, own = statistics.median(walls[1:]), statistics.median(processors[1:])
    tell(f"{name}: first {walls[0]:.2f} s, then {seconds:.2f} s, {own:.2f} s of processor")
    return {"first": round(walls[0], 3), "seconds": round(seconds, 3), "processor": round(own, 3)}, told
