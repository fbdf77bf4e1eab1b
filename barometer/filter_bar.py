"""The one filter line: folded into a button that says what is chosen, the same on every page."""

from __future__ import annotations

from dataclasses import replace
from itertools import count

import streamlit as st

from barometer.address_bar import address_of, choose, followed, saved_views, write
from barometer.chips import show_chips
from barometer.faults import Fault, TooLong, UnknownCode, UnknownUnit
from barometer.filter_panel import show_panel
from barometer.filters import Filters, default_filters
from barometer.language import current_language, say
from barometer.page_files import FIRST, page_file
from barometer.plain_text import plain
from barometer.saved_views import LONGEST_NAME, View, view_of, with_view
from barometer.screen import audience


def choose_filters(has_codes: bool = True) -> Filters:
    """Show the filter line and return what is chosen. The address wins when it changed, the panel otherwise.

    A page without codes (`has_codes` false) says that they do not narrow it, and is told of none.
    """
    filters = followed(audience().session)
    with st.container(key="filterbar", horizontal=True, vertical_alignment="center", gap="small"):
        show_panel(filters)
        show_chips(filters)
        st.space("stretch")
        _show_reset()
        _show_views(filters)
        st.button("", icon=":material/link:", type="tertiary", help=say("Copy link"), key="copy-link")
        _show_way_to_board(filters)
    if refused := st.session_state.pop("refused", ()):
        notices = dict.fromkeys(_notice(fault) for fault in refused)
        st.info(plain("".join(notices) if current_language() == "zh" else " ".join(notices)), icon=":material/info:")
    write(filters)
    if has_codes or not filters.only:
        return filters
    st.caption(say("Channel, topic and area do not narrow this page."))
    return replace(filters, only=())


def _show_way_to_board(filters: Filters) -> None:
    """Show what opens the charts of this page one by one, under the same filters."""
    address = {**address_of(filters), "page": str(st.session_state["page"]) or FIRST}
    with st.container(key="to-board", width="content"):
        st.page_link(page_file("board"), label=say("Slide show"), icon=":material/slideshow:", query_params=address)


def _show_reset() -> None:
    st.button(
        "",
        icon=":material/restart_alt:",
        type="tertiary",
        help=say("Reset filters"),
        on_click=choose,
        args=(default_filters(audience().session),),
        key="reset",
    )


def _show_views(filters: Filters) -> None:
    with st.popover("", icon=":material/bookmark_add:", type="tertiary", help=say("Saved views"), key="views"):
        st.markdown(f"**{say('Saved views')}**")
        if not saved_views():
            st.markdown(say("None yet. A saved view keeps these filters under a name, inside the address."))
        for place, view in enumerate(saved_views()):
            with st.container(horizontal=True, vertical_alignment="center", gap="small", wrap=False):
                st.button(plain(view.name), key=f"view-{place}", on_click=_open, args=(view,), width="stretch")
                _show_forgetting(view, place)
        with st.form("save-view", border=False, clear_on_submit=True):
            st.text_input(say("Name of the view"), max_chars=LONGEST_NAME, key="view-name")
            st.form_submit_button(
                say("Save this view"), on_click=_save, args=(filters, _free_name()), key="save-view-button"
            )


def _show_forgetting(view: View, place: int) -> None:
    st.button(
        "",
        icon=":material/delete:",
        type="tertiary",
        help=say("Delete this view"),
        on_click=_forget,
        args=(view,),
        key=f"forget-view-{place}",
    )


def _open(view: View) -> None:
    reading = view.opened(audience().session)
    st.session_state["refused"] = reading.refused
    choose(reading.filters)


def _free_name() -> str:
    """Return the name of a view that is given none; a callback would not know the language."""
    taken = {view.name for view in saved_views()}
    return next(name for n in count(1) if (name := say("View {n}", n=n)) not in taken)


def _save(filters: Filters, free_name: str) -> None:
    try:
        view = view_of(st.session_state["view-name"], filters, free_name)
    except TooLong as fault:
        st.session_state["refused"] = (fault,)
    else:
        st.session_state["views"] = with_view(saved_views(), view)


def _forget(view: View) -> None:
    st.session_state["views"] = tuple(known for known in saved_views() if known != view)


def _notice(fault: Fault) -> str:
    if isinstance(fault, UnknownUnit):
        return say("The address names a unit that is not in the data: all units are shown.")
    if isinstance(fault, UnknownCode):
        return say("The address names a code that is not in the data: all are shown.")
    if isinstance(fault, TooLong):
        return say("The view was not saved: too many units or codes for an address. Choose fewer.")
    return say("The address names a period or span that is not in the data: the default is shown.")
