"""The address as the one memory of what a reader has chosen: followed when it changed, written after every run."""

from __future__ import annotations

from urllib.parse import urlencode

import streamlit as st

from barometer.briefing.pack_link import as_link, from_link
from barometer.counting import CODED
from barometer.faults import Fault, TooLong
from barometer.filters import Filters, read_address, write_address
from barometer.language import current_language
from barometer.material import material, refuse, replace_with
from barometer.page_files import FIRST
from barometer.saved_views import View, read_views, write_views
from barometer.session import Session

PACK = "pack"
_KEYS = ("period", "mode", "from", "compare", "unit", *CODED, "view")
# What a page shows beside the filters: kept there, and there only.
_OWN_KEYS = {
    "definitions": ("metric", "section", "flag"),
    "procurement": ("rows", "tender"),
    "board": ("page", "slide"),
}
_OF_ONE_PAGE = tuple(key for keys in _OWN_KEYS.values() for key in keys)
PANEL = "filter-panel"
WIDGETS = "filter-"


def followed(session: Session) -> Filters:
    """Return the filters in force: the address's where a link, a reload or Back brought one, else those chosen.

    An address that says nothing of them keeps what was chosen: a menu's, or a link's to a section of a page.
    What cannot be read is kept as "refused".
    """
    state = st.session_state
    address = {key: tuple(st.query_params.get_all(key)) for key in _KEYS if st.query_params.get_all(key)}
    known: Filters | None = state.get("filters")
    if known is None or (address and address != state.get("address")):
        reading = read_address(address, session)
        state["refused"] = reading.refused
        state["views"] = read_views(address.get("view", ()))
        known = reading.filters
        forget_fields()
    state["filters"] = known
    return known


def write(filters: Filters) -> None:
    """Write filters, saved views and language into the address, each run, also at their defaults."""
    chosen = _written(filters)
    st.session_state["address"] = {key: tuple(values) for key, values in chosen.items() if key in _KEYS}
    st.session_state[PACK] = "".join(chosen.get(PACK, ()))
    own = {key: st.query_params[key] for key in _own_keys() if key in st.query_params}
    st.query_params.from_dict({**chosen, **own, "lang": current_language()})


def address_of(filters: Filters) -> dict[str, list[str]]:
    """Return the address of any page under `filters`, with saved views and language."""
    return {**_written(filters), "lang": [current_language()]}


def link_to(page: str, filters: Filters) -> str:
    """Return the link from any page to another under `filters`; the first page stands at the root."""
    return f"{'./' if page == FIRST else page}?{urlencode(address_of(filters), doseq=True)}"


def _written(filters: Filters) -> dict[str, list[str]]:
    address = {**write_address(filters), "view": write_views(saved_views()), PACK: _material_written()}
    return {key: values for key, values in address.items() if values}


def follow_material() -> None:
    """Take the meeting material of an address that a link, a reload or Back brought; a damaged one changes nothing."""
    packed = st.query_params.get(PACK, "")
    if packed == st.session_state.get(PACK, "") or not (packed or any(key in st.query_params for key in _KEYS)):
        return
    try:
        replace_with(from_link(packed) if packed else None)
    except Fault as fault:
        refuse(fault)


def _material_written() -> list[str]:
    """Return the meeting material as the address holds it; what is too long for that stays in the session."""
    known = material()
    try:
        return [as_link(known)] if known else []
    except TooLong:
        return []


def _own_keys() -> tuple[str, ...]:
    return _OWN_KEYS.get(str(st.session_state.get("page")), ())


def write_own(**chosen: str | None) -> None:
    """Write what only this page shows, None for nothing; the rest stays as it is."""
    st.query_params.from_dict(_with_own(chosen))


def own(name: str) -> str | None:
    """Return what the address says under a key of this page's own, None for nothing."""
    told: str | None = st.query_params.get(name)
    return told


def address_with(**chosen: str | None) -> str:
    """Return the address of this page under the same filters, with something else of its own."""
    return "?" + urlencode(_with_own({**dict.fromkeys(_OF_ONE_PAGE), **chosen}), doseq=True)


def _with_own(chosen: dict[str, str | None]) -> dict[str, list[str]]:
    """Return the address with `chosen` in it, in the order `write` keeps: else Back would meet each step twice."""
    address = {key: st.query_params.get_all(key) for key in st.query_params}
    own = {key: address.pop(key, []) for key in _OF_ONE_PAGE}
    own |= {key: [value] if value else [] for key, value in chosen.items()}
    language = {"lang": address.pop("lang")} if "lang" in address else {}
    return {**address, **{key: values for key, values in own.items() if values}, **language}


def choose(filters: Filters) -> None:
    """Take `filters` from now on; for callbacks, before the page runs again."""
    st.session_state["filters"] = filters
    st.session_state["turn"] = turn() + 1
    st.session_state[PANEL] = False
    forget_fields()


def in_force() -> Filters:
    """Return the filters that the page was shown with; for callbacks."""
    known: Filters = st.session_state["filters"]
    return known


def turn() -> int:
    """Return how often a reader has chosen: charts with another turn are new and hold no old click."""
    count: int = st.session_state.get("turn", 0)
    return count


def saved_views() -> tuple[View, ...]:
    """Return the views that the reader has saved in the address."""
    views: tuple[View, ...] = st.session_state.get("views", ())
    return views


def forget_fields() -> None:
    """Let the fields of the filter panel take their values anew."""
    for key in [key for key in st.session_state if str(key).startswith(WIDGETS) and key != PANEL]:
        del st.session_state[key]
