"""自选: charts that somebody put together from the cards of pages, each under the filters it was shown with."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count, groupby

from barometer.audience import Audience
from barometer.briefing.exhibits import exhibit
from barometer.briefing.pack import Exhibit, Section
from barometer.charts.spec import Provenance
from barometer.dates_in_words import period_name
from barometer.faults import TooLong
from barometer.filters import Filters, read_address, write_address
from barometer.language import say
from barometer.page_files import page_title
from barometer.panels.decks import PAGE_OF, SLIDES
from barometer.panels.told import filters_in_words, provenance
from barometer.session import Session

MOST = 40


@dataclass(frozen=True)
class Item:
    """A chart that was put into meeting material: its name there, which of the pages' charts it is, its filters."""

    name: str
    chart: str
    filters: Mapping[str, Sequence[str]]

    def chosen(self, session: Session) -> Filters:
        """Return its filters. Raises the first fault of an address that no longer fits the data."""
        told = read_address(self.filters, session)
        if told.refused:
            raise told.refused[0]
        return told.filters


def item_of(chart: str, filters: Filters, known: Sequence[Item]) -> Item:
    """Return `chart` under `filters` by a name that none of `known` has. Raises TooLong where there are too many."""
    if len(known) >= MOST:
        raise TooLong("The material is full", expected=f"{MOST} charts", remedy="take some out")
    taken = {one.name for one in known}
    name = next(name for n in count(1) if (name := f"{chart}-{n}") not in taken)
    return Item(name, chart, write_address(filters))


def known_items(entries: Iterable[Mapping[str, object]]) -> tuple[Item, ...]:
    """Return items as a saved pack holds them.

    Raises ValueError for a chart that no page has, a name that `item_of` does not give or that is used twice.
    """
    found = [_known_item(entry) for entry in entries]
    if len({one.name for one in found}) < len(found) or len(found) > MOST:
        raise ValueError("a name twice, or too many charts")
    return tuple(found)


def _known_item(entry: Mapping[str, object]) -> Item:
    name, chart = text_of(entry["name"]), text_of(entry["chart"])
    if chart not in SLIDES or not re.fullmatch(f"{chart}-[1-9][0-9]{{0,5}}", name):  # names become those of files
        raise ValueError("another chart")
    return Item(name, chart, known_filters(entry["filters"]))


def known_filters(entries: object) -> dict[str, list[str]]:
    """Return a written address as a saved pack holds it. Raises TypeError or ValueError."""
    if not isinstance(entries, Mapping):
        raise TypeError("the filters are not named")
    return {text_of(key): list(texts_of(values)) for key, values in entries.items()}


def texts_of(entries: object) -> tuple[str, ...]:
    """Return texts. Raises TypeError or ValueError where something else stands there."""
    if not isinstance(entries, list | tuple):
        raise TypeError("no list")
    return tuple(text_of(one) for one in entries)


def text_of(entry: object) -> str:
    """Return a text that can be written again. Raises TypeError or, for half a letter, ValueError."""
    if not isinstance(entry, str):
        raise TypeError("no text")
    entry.encode()
    return entry


def chosen_sections(audience: Audience, items: Sequence[Item]) -> tuple[Section, ...]:
    """Return the charts in their order, those of one page that follow each other under that page's title."""
    several = differ(items)
    return tuple(
        Section(page_title(page), exhibits=tuple(_exhibit(audience, one, several) for one in run))
        for page, run in groupby(items, lambda one: PAGE_OF[one.chart])
    )


def further_section(audience: Audience, items: Sequence[Item]) -> tuple[Section, ...]:
    """Return charts that somebody added to a template, as its last section."""
    made = tuple(_exhibit(audience, one, True) for one in items)
    return (Section(say("Further charts"), exhibits=made),) if made else ()


def differ(items: Sequence[Item]) -> bool:
    """Return whether the charts rest on several filters."""
    return len({json.dumps(one.filters, sort_keys=True, default=list) for one in items}) > 1


def origin(audience: Audience, filters: Filters, items: Sequence[Item]) -> Provenance:
    """Return where all charts come from; of several filters each chart tells its own."""
    told = provenance(audience, filters)
    return replace(told, filters=say("Filters: as told with each chart")) if differ(items) else told


def periods_told(items: Sequence[Item], session: Session) -> str:
    """Return the period of the charts, the first one and that there are others where they differ."""
    names = list(dict.fromkeys(period_name(one.chosen(session).period) for one in items))
    return names[0] if len(names) == 1 else say("{period} and others", period=names[0])


def _exhibit(audience: Audience, item: Item, several: bool) -> Exhibit:
    """Return the chart; where filters differ in the material, each says its own below its sentence."""
    filters = item.chosen(audience.session)
    made = exhibit(audience, filters, item.name, SLIDES[item.chart], item.chart)
    if not several or made.spec is None:
        return made
    told = filters_in_words(audience, filters, in_full=True)
    subtitle = made.spec.subtitle if told in made.spec.subtitle else f"{made.spec.subtitle} · {told}"
    return replace(made, spec=replace(made.spec, subtitle=subtitle))
