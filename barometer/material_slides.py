"""放映 of meeting material: its charts in their order, each with its sentence, under filters of its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from barometer.audience import Audience
from barometer.briefing.pack import Exhibit
from barometer.filters import Filters
from barometer.language import say
from barometer.made_material import Made
from barometer.page_files import FIRST
from barometer.panels.cards import Card
from barometer.panels.decks import PAGE_OF, deck_of, facts
from barometer.panels.told import State, Told, provenance

Facts = Callable[..., tuple[Card, ...]]


@dataclass(frozen=True)
class Shown:
    """A slide: what builds its chart, the figures beside it and where both come from."""

    build: Callable[[Audience, Filters], Told]
    facts: Facts
    source: Callable[[Audience, Filters], str]


def slides_of_page(page: str) -> tuple[Shown, ...]:
    """Return the slides of a page's own charts."""
    return tuple(Shown(build, partial(facts, page=page), _source) for build in deck_of(page))


def slides_of_material(made: Made) -> tuple[Shown, ...]:
    """Return the slides of meeting material; an external edition has no figures beside its charts."""
    return tuple(_slide(made, one) for section in made.pack.sections for one in section.exhibits)


def _slide(made: Made, exhibit: Exhibit) -> Shown:
    charts = {one.name: one for one in made.saved.items}
    item = charts.get(exhibit.key)
    filters = item.chosen(made.audience.session) if item else made.filters
    page = PAGE_OF.get(item.chart if item else exhibit.key, FIRST)

    def figures(_asker: Audience, _filters: Filters, shown: tuple[str, ...]) -> tuple[Card, ...]:
        return () if made.saved.external else facts(made.audience, filters, page, shown)

    told = (exhibit.spec.provenance if exhibit.spec else made.pack.provenance).line()
    return Shown(lambda *_: _told(made, exhibit), figures, lambda *_: told)


def _told(made: Made, exhibit: Exhibit) -> Told:
    """Return the chart under its sentence; one that the check list stops gives way to the rule's."""
    stops = bool(made.found_on(exhibit.key))
    title = exhibit.conclusion.generated if stops else exhibit.conclusion.text
    if exhibit.spec is None:
        return State(title, exhibit.missing, say("The files say the same in its place."), ":material/event_busy:")
    return replace(exhibit.spec, title=title)


def _source(audience: Audience, filters: Filters) -> str:
    return provenance(audience, filters).line()
