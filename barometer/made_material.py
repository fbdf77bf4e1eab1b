"""Meeting material as made: the pack on its own snapshot, what its check list found, and what can be done about it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from barometer.audience import Audience
from barometer.briefing.checks import BLOCKS, Check, blocking, check_pack
from barometer.briefing.figures_shown import Changed
from barometer.briefing.pack import Pack
from barometer.briefing.saved_pack import SavedPack, newest, snapshot_of
from barometer.dates_in_words import day_name
from barometer.faults import Fault
from barometer.filters import Filters
from barometer.language import current_language, in_language, say, say_count
from barometer.material import material
from barometer.panels.headline import Headline
from barometer.panels.told import State
from barometer.refusals import refusal


@dataclass(frozen=True)
class Made:
    """A pack with what it was made from, for whom, and the findings of its check list."""

    saved: SavedPack
    pack: Pack
    audience: Audience
    filters: Filters
    found: tuple[Check, ...]

    def found_on(self, key: str) -> tuple[Check, ...]:
        """Return the findings about one chart or sentence that keep the material from being written."""
        return tuple(one for one in self.found if one.key == key and one.level == BLOCKS)

    def stops(self, is_confirmed: bool) -> tuple[Check, ...]:
        """Return what keeps the material from being written."""
        return blocking(self.found, is_confirmed)


def made_of(saved: SavedPack, reader: Audience) -> Made | State:
    """Return the material on the snapshot it was saved on, or the state that says why it cannot be made."""
    try:
        then = Audience(reader.scope, snapshot_of(saved, reader.snapshot))
        pack, filters = saved.built(then), saved.chosen(then.session)
    except Fault as fault:
        return _not_made(fault)
    with in_language(saved.language):
        return Made(saved, pack, then, filters, check_pack(pack, then, filters))


def made_now(reader: Audience) -> Made | State | None:
    """Return the reader's material, a state where it cannot be made, None where there is none; in this language."""
    known = material()
    if known and not known.edits and known.language != current_language():
        known = replace(known, language=current_language())
    return made_of(known, reader) if known else None


def updated(saved: SavedPack, reader: Audience) -> tuple[SavedPack, tuple[Changed, ...]]:
    """Return the material on the reader's snapshot, and every figure that changed. Raises Fault."""
    return newest(saved, Audience(reader.scope, snapshot_of(saved, reader.snapshot)), reader)


def answer(made: Made | State | None, audience: Audience, filters: Filters) -> Headline | State:
    """Return whether the material can be written, in one sentence, and what it rests on."""
    if made is None:
        how = say("Add charts with the sign on their cards, or begin with a template.")
        return Headline(say("no charts have been chosen yet"), how)
    if isinstance(made, State):
        return made
    count = len(made.pack.exhibits)
    charts = say_count("{n} chart", "{n} charts", count, n=count)
    stops, hints = len(made.stops(False)), sum(one.level != BLOCKS for one in made.found)
    if stops:
        told = say_count(
            "{charts}; {n} finding stops the export",
            "{charts}; {n} findings stop the export",
            stops,
            n=stops,
            charts=charts,
        )
    elif hints:
        told = say_count(
            "{charts} ready to be written, {n} hint",
            "{charts} ready to be written, {n} hints",
            hints,
            n=hints,
            charts=charts,
        )
    else:
        told = say("{charts} ready to be written", charts=charts)
    day = day_name(made.audience.snapshot.data_as_of)
    return Headline(
        told, say("{title} · {period} · data to {day}", title=made.pack.title, period=made.pack.period, day=day)
    )


def _not_made(fault: Fault) -> State:
    return State(
        say("Charts and conclusions"), say("The material cannot be made"), refusal(fault), ":material/event_busy:"
    )
