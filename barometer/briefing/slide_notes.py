"""What the speaker's notes say: the whole sentence, where the figures come from, what they mean, the figures."""

from __future__ import annotations

import datetime as dt

from barometer.briefing.pack import Exhibit, Pack
from barometer.charts.spec import ChartSpec, Provenance
from barometer.dates_in_words import moment_name
from barometer.language import current_language, say
from barometer.metrics import metric_named
from barometer.phrases import bracketed

ROWS = 60  # of figures


def pack_notes(pack: Pack) -> list[str]:
    """Return where the pack's figures come from, who exported it and when."""
    return [*_origin(pack.provenance), _export(pack)]


def exhibit_notes(pack: Pack, exhibit: Exhibit) -> list[str]:
    """Return the notes of a chart: origin, export, definitions, figures."""
    spec = exhibit.spec
    if spec is None:
        return pack_notes(pack)
    edited = []
    if exhibit.conclusion.edited is not None:
        edited = [say("Title edited by hand; as generated: {sentence}", sentence=exhibit.conclusion.generated)]
    return [*edited, spec.subtitle, *_origin(spec.provenance), _export(pack), *_definitions(spec), *_figures(spec)]


def _origin(provenance: Provenance) -> list[str]:
    snapshot = say("Snapshot {label}", label=provenance.snapshot) if provenance.snapshot else ""
    return [part for part in (provenance.line(), snapshot) if part]


def _export(pack: Pack) -> str:
    return say("Made by {role}, {moment}", role=pack.made_by, moment=moment_name(pack.made_at))


def _definitions(spec: ChartSpec) -> list[str]:
    language = current_language()
    told = []
    for name in spec.metrics:
        metric = metric_named(name)
        formula = bracketed(metric.formula(language), metric.source(language))
        told.append(say("{label}: {formula}", label=metric.label(language), formula=formula))
    return told


def _figures(spec: ChartSpec) -> list[str]:
    rows = spec.table()
    told = ["\t".join(_cell(value) for value in row) for row in rows[:ROWS]]
    if len(rows) > ROWS:
        told.append(say("… and {n} more rows, see the chart's data", n=len(rows) - ROWS))
    return told


def _cell(value: object) -> str:
    if value is None or value != value:  # what is not computable, what lies outside the table
        return "—"
    if isinstance(value, dt.date):
        return value.isoformat()
    return f"{value:.6g}" if isinstance(value, float) else str(value)
