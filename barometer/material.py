"""The meeting material a reader puts together: kept in the session beside the filters, with what undoes a change."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from barometer.audience import Audience
from barometer.briefing.choices import OWN
from barometer.briefing.chosen import item_of
from barometer.briefing.saved_pack import SavedPack
from barometer.faults import Fault
from barometer.filters import Filters, write_address
from barometer.language import current_language

MOST_STEPS = 30
_NOW, _BEFORE, _TURN, _REFUSED = "material", "material-before", "material-turn", "material-refused"


def material() -> SavedPack | None:
    """Return what the reader has put together, None for nothing yet."""
    known: SavedPack | None = st.session_state.get(_NOW)
    return known


def change(saved: SavedPack | None) -> None:
    """Take `saved` from now on; what was there before can be had back."""
    known = material()
    if saved != known:
        st.session_state[_BEFORE] = (*st.session_state.get(_BEFORE, ()), known)[-MOST_STEPS:]
        st.session_state[_NOW] = saved


def replace_with(saved: SavedPack | None) -> None:
    """Take another material, as from a link or file: the fields of its sentences take their words anew."""
    change(saved)
    st.session_state[_TURN] = material_turn() + 1


def can_undo() -> bool:
    """Return whether there is a step to take back."""
    return bool(st.session_state.get(_BEFORE))


def undo() -> None:
    """Go back to what was there before the last change."""
    *before, last = st.session_state[_BEFORE]
    st.session_state[_BEFORE] = tuple(before)
    st.session_state[_NOW] = last
    st.session_state[_TURN] = material_turn() + 1


def material_turn() -> int:
    """Return how often the material was replaced as a whole: fields with another turn are new."""
    turn: int = st.session_state.get(_TURN, 0)
    return turn


def holds(chart: str, filters: Filters) -> bool:
    """Return whether the material has this chart under these filters."""
    known, written = material(), write_address(filters)
    return any(one.chart == chart and one.filters == written for one in known.items) if known else False


def put_in_or_take_out(chart: str, filters: Filters) -> None:
    """Add a chart under its filters, or take it out where it is there already; for callbacks."""
    known, written = material(), write_address(filters)
    if known and holds(chart, filters):
        kept = tuple(one for one in known.items if (one.chart, one.filters) != (chart, written))
        change(without_items(known, kept))
        return
    try:
        added = item_of(chart, filters, known.items if known else ())
    except Fault as fault:
        refuse(fault)
        return
    change(replace(known or empty(), items=(*(known.items if known else ()), added)))


def without_items(known: SavedPack, kept: tuple[object, ...]) -> SavedPack | None:
    """Return `known` with no items but `kept` and without the words of the others; None where nothing is left."""
    gone = {one.name for one in known.items if one not in kept}
    items = tuple(one for one in known.items if one in kept)
    if not items and known.template == OWN:
        return None
    return replace(known, items=items, edits={key: text for key, text in known.edits.items() if key not in gone})


def empty() -> SavedPack:
    """Return a material of own choice, on the session's snapshot, to which charts are added."""
    audience: Audience = st.session_state["audience"]
    return SavedPack(OWN, {}, audience.snapshot.label, st.session_state.get("language", current_language()))


def refuse(fault: Fault) -> None:
    """Keep what could not be done, for the page to say."""
    st.session_state[_REFUSED] = fault


def refused() -> Fault | None:
    """Return what could not be done since it was last asked."""
    fault: Fault | None = st.session_state.pop(_REFUSED, None)
    return fault
