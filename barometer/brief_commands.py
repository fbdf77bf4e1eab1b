"""The commands that write meeting material, and measure how long that takes."""

from __future__ import annotations

import json
import sys
import time
from argparse import Namespace
from functools import partial
from typing import Any

from barometer.audience import Audience
from barometer.briefing.checks import Check, blocking, check_pack
from barometer.briefing.choices import FORMATS
from barometer.briefing.exporting import Look, export
from barometer.briefing.own_figures import figure_told
from barometer.briefing.pack import Pack
from barometer.briefing.saved_pack import SavedPack, newest, read_edits, read_saved, saved_pack, snapshot_of
from barometer.briefing.templates import build_pack, filters_of
from barometer.faults import Contradiction, NotAllowed
from barometer.filters import Filters
from barometer.language import use_language
from barometer.periods import parse_month
from barometer.scope import local_scope
from barometer.snapshots import current_snapshot


def brief(chosen: Namespace) -> None:
    """Write the files of a pack into a folder and print where they are, what was found and how long it took.

    Raises Contradiction where a check blocks: nothing is written then.
    """
    started = time.perf_counter()
    formats = _formats(chosen.formats)
    pack, filters, saved, audience = _built(chosen)
    built = time.perf_counter() - started
    _tell(f"Built {pack.file_stem}: {len(pack.exhibits)} charts")
    found = check_pack(pack, audience, filters)
    for one in found:
        _tell(f"{one.level}: {one.line}")
    _refuse(blocking(found, chosen.confirm))
    made = export(pack, saved, chosen.out, formats, _look(chosen, audience, filters), _tell)
    _print(chosen, pack, built, found, made)


def _look(chosen: Namespace, audience: Audience, filters: Filters) -> Look:
    return Look(chosen.charts, chosen.master, chosen.own, partial(figure_told, audience, filters))


def _built(chosen: Namespace) -> tuple[Pack, Filters, SavedPack, Audience]:
    snapshot = current_snapshot(chosen.data)
    audience = Audience(local_scope(), snapshot)
    if chosen.pack:
        return _reopened(chosen, audience)
    if not chosen.template or not chosen.period:
        raise NotAllowed("Nothing is asked for", expected="--template and --period, or --pack", remedy="name them")
    use_language(chosen.lang)
    month = parse_month(chosen.period)
    filters = filters_of(audience.session, chosen.template, month, tuple(chosen.unit), chosen.month_alone)
    edits = read_edits(chosen.edits) if chosen.edits else {}
    more: dict[str, Any] = {"mark": chosen.mark, "external": chosen.external}
    pack = build_pack(audience, filters, chosen.template, chosen.topic or "", edits, **more)
    return pack, filters, saved_pack(pack, filters, chosen.topic or ""), audience


def _reopened(chosen: Namespace, audience: Audience) -> tuple[Pack, Filters, SavedPack, Audience]:
    """Return a saved pack on its own snapshot, or on the newest data with every figure that changed told."""
    saved = read_saved(chosen.pack)
    then = Audience(audience.scope, snapshot_of(saved, audience.snapshot))
    use_language(saved.language)
    if not chosen.update:
        audience = then
    else:
        saved, changed = newest(saved, then, audience)
        for one in changed:
            _tell(f"changed: {one.place} · {one.row} · {one.column}: {one.before} -> {one.now}")
    return saved.built(audience), saved.chosen(audience.session), saved, audience


def _formats(written: str) -> tuple[str, ...]:
    asked = tuple(name for name in dict.fromkeys(part.strip() for part in written.split(",")) if name)
    if unknown := [name for name in asked if name not in FORMATS]:
        raise NotAllowed(f"Unknown format '{unknown[0][:20]}'", column="--formats", expected=", ".join(FORMATS))
    if not asked:
        raise NotAllowed("No format is named", column="--formats", expected=", ".join(FORMATS))
    return tuple(name for name in FORMATS if name in asked)


def _refuse(blocked: tuple[Check, ...]) -> None:
    if blocked:
        can_confirm = all(one.is_confirmable for one in blocked)
        remedy = "mend the sentence, or confirm it with --confirm" if can_confirm else "make the pack anew"
        raise Contradiction(
            "The check list stops this pack", found="; ".join(one.line for one in blocked), remedy=remedy
        )


def _print(chosen: Namespace, pack: Pack, built: float, found: tuple[Check, ...], made: dict[str, Any]) -> None:
    if not chosen.json:
        for name, one in made.items():
            for path in one["paths"]:
                print(f"{name}\t{one['seconds']}\t{path}")
        return
    told = {
        "title": pack.title,
        "period": pack.period,
        "snapshot": pack.provenance.snapshot,
        "charts": len(pack.exhibits),
        "build_seconds": round(built, 3),
        "checks": [{"level": one.level, "kind": one.kind, "key": one.key, "words": one.words} for one in found],
        "files": made,
    }
    print(json.dumps(told, ensure_ascii=False))


def _tell(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def benchmark_brief(chosen: Namespace) -> None:
    """Measure a pack of twelve charts: seconds and bytes of each format. Raises NotAllowed for a count below one."""
    from barometer.briefing.brief_benchmark import measure_briefs

    if chosen.repeats < 1:
        raise NotAllowed("Nothing is measured", column="--repeats", expected="1 or more")
    measured = measure_briefs(chosen.rows, chosen.units, chosen.repeats, _tell)
    print(json.dumps(measured, indent=None if chosen.json else 1))
