"""What closes a paper: how its metrics are defined, with their versions, and what the data leaves open."""

from __future__ import annotations

from collections.abc import Iterable

from barometer.audience import Audience
from barometer.briefing.pack import Section
from barometer.definitions import version
from barometer.filters import Filters
from barometer.language import current_language, say
from barometer.metrics import metric_named, registry
from barometer.panels.comparable import comparability, reporting_notes
from barometer.panels.definitions import restated
from barometer.panels.provisional import provisional_note
from barometer.panels.told import provenance
from barometer.phrases import capital, in_paper


def metrics_of(sections: Iterable[Section]) -> tuple[str, ...]:
    """Return every metric a pack shows, in the order of the registry."""
    shown: set[str] = set()
    for section in sections:
        shown |= {name for one in section.exhibits if one.spec for name in one.spec.metrics}
        shown |= {figure.metric for one in section.paragraphs for figure in one.cited}
        shown |= {figure.metric for table in section.tables for figure in table.cited}
    return tuple(name for name in registry() if name in shown)


def notes(audience: Audience, filters: Filters, sections: tuple[Section, ...]) -> tuple[str, ...]:
    """Return definitions, then gaps, one sentence each."""
    return tuple(in_paper(capital(note)) for note in (*_definitions(sections), *_gaps(audience, filters, sections)))


def _definitions(sections: tuple[Section, ...]) -> list[str]:
    language = current_language()
    found = [
        say(
            "{label}: {formula} (source: {source}; definition {version})",
            label=metric.label(language),
            formula=metric.formula(language),
            source=metric.source(language),
            version=version(metric),
        )
        for metric in map(metric_named, metrics_of(sections))
    ]
    return [*found, restated()]


def _gaps(audience: Audience, filters: Filters, sections: tuple[Section, ...]) -> list[str]:
    missing = [
        say("{title} could not be drawn: {why}", title=one.conclusion.generated, why=one.missing)
        for section in sections
        for one in section.exhibits
        if one.missing
    ]
    gaps = [*filter(None, (provisional_note(audience, filters), comparability(audience, filters))), *missing]
    source = provenance(audience, filters).source
    return [
        *(say("Gap in the data: {gap}", gap=gap) for gap in gaps),
        *reporting_notes(audience, filters),
        say("{source}, snapshot {label}", source=source, label=audience.snapshot.label),
    ]
