"""Early signs on screen: the card 需关注 beside the trend of 总览, and the list with what its numbers rest on."""

from __future__ import annotations

import streamlit as st

from barometer.address_bar import address_of
from barometer.figure_table import table_html
from barometer.filters import Filters
from barometer.language import say
from barometer.page_files import page_file
from barometer.panels.attention import Attention, Row, attention
from barometer.panels.signal_words import method_told
from barometer.panels.signals import question_list, signal_list, statistics
from barometer.panels.tables import Table
from barometer.phrases import capital
from barometer.plain_text import plain
from barometer.screen import Builder, audience, show_built, show_row, show_table, show_words


def show_attention(filters: Filters, build: Builder) -> None:
    """Show a chart and, right of it, what is worth a look."""
    left, right = st.columns([2, 1], gap="small")
    with left:
        show_row(filters, (1,), build)
    with right:
        show_built(attention, filters, "attention", _show_attention)


def show_signals(filters: Filters) -> None:
    """Show the list by strength with its statistics behind a button, then the questions to the data."""
    show_built(signal_list, filters, "signals", lambda told: _show_list(told, filters))
    show_words(filters, question_list)


def _show_attention(told: Attention) -> None:
    with st.container(border=True, key="card-attention", height="stretch", gap=None):
        with st.container(horizontal=True, vertical_alignment="center", gap="small", wrap=False):
            st.header(plain(capital(told.title)), anchor=False, width="stretch")
            address = address_of(told.everything.filters)
            with st.container(key="everything", width="content"):
                st.page_link(page_file(told.everything.page), label=say("All"), query_params=address)
        st.caption(plain(capital(told.caption)))
        if not told.rows:
            st.markdown(f":material/task_alt: **{say('None calls for a look')}**")
        for place, row in enumerate(told.rows):
            _show_row(row, place)


def _show_row(row: Row, place: int) -> None:
    with st.container(key=f"look-{row.tone}-{place}", gap=None):
        st.page_link(
            page_file(row.target.page),
            label=f"**{plain(row.title)}**",
            icon=f":material/{row.icon}:",
            width="stretch",
            query_params=address_of(row.target.filters),
        )
        st.caption(plain(row.caption))


def _show_list(told: Table, filters: Filters) -> None:
    if not told.rows:
        show_table(told)
        return
    with st.container(border=True, key=f"card-{told.key}", height="stretch", gap=None):
        with st.container(horizontal=True, vertical_alignment="center", gap="small", wrap=False):
            st.header(plain(capital(told.title)), anchor=False, width="stretch")
            with st.popover(
                say("How it is tested"), icon=":material/function:", type="tertiary", key="explain-signals"
            ):
                for words in method_told():
                    st.markdown(plain(words))
                numbers = statistics(audience(), filters)
                st.html(table_html(numbers.head, numbers.rows, numbers.figures))
        st.caption(plain(capital(told.caption)))
        st.html(table_html(told.head, told.rows, told.figures))
