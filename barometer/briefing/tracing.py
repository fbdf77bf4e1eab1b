"""manifest.json of a pack: every figure shown with its definition, so that each can be traced; the same every time."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from typing import Any

from barometer.briefing.figures_shown import Shown, figures_shown
from barometer.briefing.notes import metrics_of
from barometer.briefing.pack import Exhibit, Pack
from barometer.briefing.saved_pack import SavedPack
from barometer.definitions import version
from barometer.metrics import metric_named
from barometer.query_files import query_text

FORMAT = 1


def manifest_text(pack: Pack, saved: SavedPack) -> str:
    """Return the manifest as JSON. No time and no name stands in it: one snapshot and one choice give one text."""
    told = {
        "format": FORMAT,
        "title": pack.title,
        "period": pack.period,
        "data": asdict(pack.provenance),
        "pack": json.loads(saved.as_json()),
        "metrics": {name: _definition(name, pack.language) for name in metrics_of(pack.sections)},
        "exhibits": [_exhibit(one) for one in pack.exhibits],
        "sentences": {
            one.key: {"text": one.text, "edited": one.edited is not None}
            for section in pack.sections
            for one in section.paragraphs
        },
        "figures": [_figure(one) for one in figures_shown(pack)],
        "notes": list(pack.notes),
    }
    return json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _definition(metric_id: str, language: str) -> dict[str, str]:
    metric = metric_named(metric_id)
    return {
        "label": metric.label(language),
        "version": version(metric),
        "sql_sha256": hashlib.sha256(metric.query.encode()).hexdigest(),
    }


def _figure(shown: Shown) -> dict[str, Any]:
    return {name: value for name, value in asdict(shown).items() if name != "kind"}


def _exhibit(exhibit: Exhibit) -> dict[str, Any]:
    spec = exhibit.spec
    queries = spec.queries if spec else ()
    return {
        "key": exhibit.key,
        "conclusion": exhibit.conclusion.text,
        "edited": exhibit.conclusion.edited is not None,
        "generated": exhibit.conclusion.generated,
        "missing": exhibit.missing,
        "metrics": list(spec.metrics) if spec else [],
        "queries": {name: hashlib.sha256(query_text(name).encode()).hexdigest() for name in queries},
    }
