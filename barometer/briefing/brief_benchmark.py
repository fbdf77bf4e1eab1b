"""Seconds and bytes of meeting material: a pack of twelve charts, each format by itself on a warm process."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from barometer.audience import Audience
from barometer.briefing.choices import USUAL
from barometer.briefing.exporting import write_format
from barometer.briefing.pack import Pack
from barometer.briefing.saved_pack import SavedPack, saved_pack
from barometer.briefing.templates import build_pack, filters_of
from barometer.language import use_language
from barometer.publishing import publish
from barometer.sample import write_sample
from barometer.scope import Scope
from barometer.session import open_session

RUNS = 3


def measure_briefs(rows: int, units: int, tell: Callable[[str], None]) -> dict[str, Any]:
    """Return seconds and bytes by format of a monthly pack on synthetic data; the best of three runs, and the first.

    Keys: rows, units, charts, build {first, again}, formats {name: {first, seconds, bytes}}.
    """
    use_language("zh")
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        tell(f"Writing {rows:,} petitions of {units:,} units")
        write_sample(folder / "delivery", units, rows, seed=1)
        audience = Audience(Scope(), publish(folder / "delivery", folder / "data", tell))
        filters = filters_of(audience.session, "monthly", audience.session.last_month)
        builds, pack = [], None
        for _ in range(RUNS):
            seconds, pack = _timed(lambda: build_pack(audience, filters, "monthly"))
            builds.append(seconds)
        assert pack is not None
        saved = saved_pack(pack, filters)
        told = {name: _measured(name, pack, saved, folder, tell) for name in USUAL}
        open_session.cache_clear()
    return {
        "rows": rows,
        "units": units,
        "charts": sum(one.spec is not None for one in pack.exhibits),
        "build": {"first": builds[0], "again": min(builds)},
        "formats": told,
    }


def _measured(
    name: str, pack: Pack, saved: SavedPack, folder: Path, tell: Callable[[str], None]
) -> dict[str, float | int]:
    """Return the seconds of the first run, with its imports, and of the best; a zip makes all it holds.

    The processor's own seconds stand beside: on a busy machine they tell what the file takes.
    """
    times: list[float] = []
    started = time.process_time()
    for _ in range(RUNS):
        seconds, paths = _timed(lambda: _written(name, pack, saved, folder))
        times.append(seconds)
    processor = round((time.process_time() - started) / RUNS, 3)
    size = sum(path.stat().st_size for path in paths)
    tell(f"{name}: {min(times):.2f} s, {size:,} bytes")
    return {"first": times[0], "seconds": min(times), "processor": processor, "bytes": size}


def _written(name: str, pack: Pack, saved: SavedPack, folder: Path) -> list[Path]:
    if name != "zip":
        return write_format(name, pack, saved, folder)
    files = [path for one in USUAL[:-1] for path in write_format(one, pack, saved, folder)]
    return write_format("zip", pack, saved, folder, before=files)


def _timed(run: Callable[[], Any]) -> tuple[float, Any]:
    started = time.perf_counter()
    told = run()
    return round(time.perf_counter() - started, 3), told
