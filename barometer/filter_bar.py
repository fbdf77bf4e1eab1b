"""The one filter line: period, span, comparison and units, the same on every page, held in the address."""

from __future__ import annotations

import streamlit as st

from barometer.faults import Fault, UnknownUnit
from barometer.filters import DEFAULT_COMPARISON, DEFAULT_MODE, Filters, read_address, write_address
from barometer.language import DEFAULT_LANGUAGE, current_language, say
from barometer.periods import COMPARISONS, MODES, month_run
from barometer.plain_text import plain
from barometer.screen import audience
from barometer.session import Session
from barometer.wording import month_name

_KEYS = ("period", "mode", "compare", "unit")
_OF_ONE_PAGE = ("metric", "section")  # what a page of definitions shows; it keeps them, a page switch drops them
_WIDGETS = ("filter-month", "filter-mode", "filter-comparison", "filter-units")


def choose_filters() -> Filters:
    """Show the filter line and return what is chosen. The address wins when it changed, the widgets otherwise."""
    session = audience().session
    _follow_address(session)
    with st.container(
        key="filterbar",
        horizontal=True,
        vertical_alignment="center",
        gap="small",
        horizontal_alignment="left",
    ):
        filters = _widgets(session)
        st.space("stretch")
        st.button(
            "",
            icon=":material/restart_alt:",
            type="tertiary",
            help=say("Reset filters"),
            on_click=_reset,
            key="reset",
        )
    if refused := st.session_state.pop("refused", ()):
        notices = dict.fromkeys(_notice(fault) for fault in refused)
        st.info(plain("".join(notices) if current_language() == "zh" else " ".join(notices)), icon=":material/info:")
    st.session_state["filters"] = filters
    _write(filters)
    return filters


def _follow_address(session: Session) -> None:
    """Take the filters from the address where a link, a reload or Back brought one; keep them on a page switch."""
    address = {key: tuple(st.query_params.get_all(key)) for key in _KEYS if st.query_params.get_all(key)}
    known: Filters | None = st.session_state.get("filters")
    is_new_page = st.session_state.get("page") != st.session_state.get("page_before")
    st.session_state["page_before"] = st.session_state.get("page")
    # A browser sends what it shows: after a change of language the fields are told their values anew.
    is_reworded = current_language() != st.session_state.get("language_before")
    st.session_state["language_before"] = current_language()
    is_switch = known is not None and is_new_page and not address
    if not is_switch and (known is None or address != st.session_state.get("address")):
        reading = read_address(address, session)
        st.session_state["refused"] = reading.refused
        known = reading.filters
        _seed(known, force=True)
    if known is not None:
        _seed(known, force=is_new_page or is_reworded)


def _seed(filters: Filters, force: bool) -> None:
    values = (filters.month, filters.mode, filters.comparison, filters.units)
    for key, value in zip(_WIDGETS, values, strict=True):
        if force or key not in st.session_state:
            st.session_state[key] = value


def _widgets(session: Session) -> Filters:
    modes = {"month": say("Month"), "ytd": say("Year to date"), "rolling": say("12 months")}
    against = {"year": say("against a year ago"), "previous": say("against the previous period")}
    month = st.selectbox(
        say("Period"),
        month_run(session.first_month, session.last_month)[::-1],
        format_func=month_name,
        key=_WIDGETS[0],
        icon=":material/calendar_month:",
        label_visibility="collapsed",
        width=190,
    )
    mode = st.segmented_control(
        say("Span"),
        MODES,
        format_func=modes.__getitem__,
        key=_WIDGETS[1],
        label_visibility="collapsed",
        required=True,
    )
    comparison = st.selectbox(
        say("Comparison"),
        COMPARISONS,
        format_func=against.__getitem__,
        key=_WIDGETS[2],
        icon=":material/compare_arrows:",
        label_visibility="collapsed",
        width=220,
    )
    chosen = st.selectbox(
        say("Units"),
        _unit_choices(session),
        format_func=lambda choice: _unit_label(session, choice),
        key=_WIDGETS[3],
        icon=":material/account_tree:",
        label_visibility="collapsed",
        width=300,
    )
    return Filters(month, mode or DEFAULT_MODE, comparison or DEFAULT_COMPARISON, chosen)


def _unit_choices(session: Session) -> list[tuple[str, ...]]:
    """Return all units, each unit with what is below it in tree order, and several together where a link names them."""
    known: Filters | None = st.session_state.get("filters")
    asked: tuple[str, ...] = st.session_state.get(_WIDGETS[3], ())
    several = {units for units in (asked, known.units if known else ()) if len(units) > 1}
    return [(), *sorted(several), *((unit,) for unit in session.tree.units)]


def _unit_label(session: Session, choice: tuple[str, ...]) -> str:
    """Return the name, behind that of the unit above it from the third level on: both can be searched."""
    units = session.tree.units
    if not choice:
        return say("all units ({n})", n=len(units))
    if len(choice) > 1:
        return say("{name} and {n} more units", name=units[choice[0]].name, n=len(choice) - 1)
    unit = units[choice[0]]
    above = units[unit.parent_id].name if unit.depth > 1 and unit.parent_id else ""
    return f"{above} / {unit.name}" if above else unit.name


def _write(filters: Filters) -> None:
    address = {key: tuple(values) for key, values in write_address(filters).items()}
    st.session_state["address"] = address
    language = {} if current_language() == DEFAULT_LANGUAGE else {"lang": current_language()}
    own = {key: st.query_params[key] for key in _OF_ONE_PAGE if key in st.query_params}
    st.query_params.from_dict({**{key: list(values) for key, values in address.items()}, **own, **language})


def _reset() -> None:
    for key in (*_WIDGETS, "filters", "address"):
        st.session_state.pop(key, None)
    st.query_params.clear()


def _notice(fault: Fault) -> str:
    if isinstance(fault, UnknownUnit):
        return say("The address names a unit that is not in the data: all units are shown.")
    return say("The address names a period or span that is not in the data: the default is shown.")
