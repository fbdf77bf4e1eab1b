"""The right end of the header: how fresh the data is; language, print and snapshot under ⋯."""

from __future__ import annotations

import streamlit as st

from barometer.audience import Audience
from barometer.dates_in_words import day_name, moment_name, short_month
from barometer.faults import QueryTooSlow
from barometer.language import current_language, say
from barometer.page_files import DEFINITIONS
from barometer.periods import run_of
from barometer.plain_text import plain
from barometer.reporting import reporting


def show_status(audience: Audience) -> None:
    """Show the badges and the menu of the page."""
    with st.container(key="status", horizontal=True, vertical_alignment="center", gap="small", width="content"):
        if audience.snapshot.is_sample:
            st.badge(say("Sample data"), icon=":material/science:", color="orange")
        words, icon = _freshness(audience)
        st.page_link(DEFINITIONS, label=words, icon=f":material/{icon}:", query_params={"section": "data"})
        menu = st.popover(say("Language, print, snapshot"), icon=":material/more_horiz:", type="tertiary")
        with menu, st.container(key="menu-page"):
            _show_menu(audience)


def _freshness(audience: Audience) -> tuple[str, str]:
    """Return up to which day the data reaches and how many units are in its newest month; a tick where enough are."""
    day, last = day_name(audience.snapshot.data_as_of), audience.session.last_month
    try:
        told = reporting(audience, run_of(last, last), ())
    except QueryTooSlow:  # the page says so
        return say("Data to {day}", day=day), "warning"
    words = say(
        "Data to {day} · {reported}/{expected} units in {month}",
        day=day,
        reported=told.reported,
        expected=told.expected,
        month=short_month(last),
    )
    if not told.is_enough:
        return words, "warning"
    return words, "check_circle" if told.is_told else "info"


def _show_menu(audience: Audience) -> None:
    other = {"zh": "English", "en": "中文"}[current_language()]
    st.button(other, icon=":material/translate:", type="tertiary", on_click=_switch_language, key="language-switch")
    st.button(say("Print"), icon=":material/print:", type="tertiary", key="print")  # the script prints
    st.markdown(plain(say("Snapshot {label}", label=audience.snapshot.label)))
    st.markdown(plain(say("Published {time}", time=moment_name(audience.snapshot.published_at))))


def _switch_language() -> None:
    language = "en" if st.session_state["language"] == "zh" else "zh"  # a callback runs before the language is chosen
    st.session_state["language"] = language
    st.query_params["lang"] = language
