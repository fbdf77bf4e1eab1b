"""Pages on screen: rows of cards, each with its sentence, definition, table, picture, or the state it is in."""

from __future__ import annotations

import html
import logging
import uuid
from collections.abc import Callable, Sequence
from typing import TypeVar

import streamlit as st

from barometer.audience import Audience
from barometer.card_states import keep_height, loading, show_remedy, show_state
from barometer.chart_card import show_chart
from barometer.charts import sparkline
from barometer.faults import QueryTooSlow
from barometer.figure_table import table_html
from barometer.filters import Filters
from barometer.language import say
from barometer.page_files import FIRST
from barometer.panels.cards import Card, cards
from barometer.panels.comparable import reporting_notes
from barometer.panels.decks import name_of, slide_name
from barometer.panels.headline import Headline, further_figures
from barometer.panels.tables import Table
from barometer.panels.told import State, Told, provenance, secrecy_notice, too_slow
from barometer.phrases import capital
from barometer.plain_text import plain

Built = TypeVar("Built")
Builder = Callable[[Audience, Filters], Told]
FigureBuilder = Callable[[Audience, Filters], tuple[tuple[str, str, str], ...]]
_log = logging.getLogger("barometer")


def audience() -> Audience:
    """Return who looks at the page; the shell has put it into the session."""
    asked: Audience = st.session_state["audience"]
    return asked


def show_headline(
    build: Callable[[Audience, Filters], Headline],
    filters: Filters,
    sentences: Callable[[Audience, Filters], str] | None = None,
) -> None:
    """Show the page's answer and what it rests on; right of it a button that copies `sentences`."""
    told = _told(build, filters)
    words = (told.reason, told.why) if isinstance(told, State) else (told.sentence, told.caption)
    with st.container(key="headline", gap=None):
        with st.container(horizontal=True, vertical_alignment="center", gap="small", wrap=False):
            st.title(plain(capital(words[0])), anchor=False, width="stretch")
            if sentences:
                _offer_copy(_told(sentences, filters))
        st.caption(plain(capital(words[1])))
        if isinstance(told, State):
            show_remedy(told.remedy, "headline")


def show_cards(filters: Filters, build: Callable[[Audience, Filters], tuple[Card, ...]] = cards) -> None:
    """Show key figures in one row, the five of 总览 unless others are built."""
    told = _told(build, filters)
    if isinstance(told, State):
        show_state(told, "figures")
        return
    for column, card in zip(st.columns(len(told), gap="small"), told, strict=True):
        with column.container(border=True, key=f"card-figure-{card.metric_id}", height="stretch", gap=None):
            _show_card(card)


def show_row(filters: Filters, widths: Sequence[float], *builders: Builder) -> None:
    """Show cards side by side; a panel that fails says so and leaves the others alone."""
    for column, build in zip(st.columns(list(widths), gap="small"), builders, strict=True):
        with column:
            _show_panel(build, filters)


def show_built(
    build: Callable[[Audience, Filters], Built | State], filters: Filters, name: str, show: Callable[[Built], None]
) -> None:
    """Hand what is built to `show`, or show in a card called `name` why it cannot be built."""
    told = _told(build, filters)
    if isinstance(told, State):
        show_state(told, name)
    else:
        show(told)


def show_further(filters: Filters, build: Builder, figures: FigureBuilder) -> None:
    """Show a chart and, right of it, the figures that have no card of their own."""
    left, right = st.columns([2, 1], gap="small")
    with left:
        _show_panel(build, filters)
    with right:
        _show_further_figures(_told(figures, filters))


def show_table_and_figures(
    filters: Filters, build: Callable[[Audience, Filters], Table | State], figures: FigureBuilder = further_figures
) -> None:
    """Show a table of words and, right of it, the figures that have no card of their own."""
    left, right = st.columns([2, 1], gap="small")
    with left:
        show_words(filters, build)
    with right:
        _show_further_figures(_told(figures, filters))


def show_foot(filters: Filters, is_compared: bool = True, reports: bool = True) -> None:
    """Show source, day of the data, filters and, where the page `reports` petitions, how many units did."""
    with st.container(key="foot"):
        reported = _told(reporting_notes, filters) if reports else ()
        known = () if isinstance(reported, State) else reported
        notes = [provenance(audience(), filters, is_compared).line(), *known, secrecy_notice()]
        st.caption(plain(" · ".join(note for note in notes if note)))


def show_words(filters: Filters, build: Callable[[Audience, Filters], Table | State]) -> None:
    """Show a table of words, or why there is none."""
    show_built(build, filters, build.__name__, show_table)


def show_table(table: Table) -> None:
    """Show a table of words as a card."""
    with st.container(border=True, key=f"card-{table.key}", height="stretch", gap=None):
        st.header(plain(capital(table.title)), anchor=False)
        st.caption(plain(capital(table.caption)))
        if table.rows:
            st.html(table_html(table.head, table.rows, table.figures))


def _offer_copy(text: State | str) -> None:
    """Show the button that copies the page's sentences; the script takes them from the page."""
    if isinstance(text, State) or not text:
        return
    st.html(f"<p class='to-copy' hidden>{html.escape(text)}</p>", width="content")
    st.button(
        say("Copy three sentences"), icon=":material/content_copy:", type="tertiary", help=text, key="copy-sentences"
    )


def _show_further_figures(told: State | Sequence[tuple[str, str, str]]) -> None:
    if isinstance(told, State):
        show_state(told, "further")
        return
    with st.container(border=True, key="card-further", height="stretch", gap=None):
        st.header(say("Further figures"), anchor=False)
        st.caption(capital(say("chosen period and change")))
        st.html(table_html((say("figure"), say("value"), say("change")), told, (1, 2)))


def _told(build: Callable[[Audience, Filters], Built], filters: Filters) -> Built | State:
    """Return what is built, or the state that says why it cannot be: too slow, or an error with its number."""
    try:
        return build(audience(), filters)
    except QueryTooSlow:
        return too_slow()
    except Exception:
        incident = uuid.uuid4().hex[:6]
        _log.exception("incident %s in a panel", incident)
        return State(
            say("This chart cannot be read just now"),
            say("An error, number {incident}", incident=incident),
            say("The other charts are not affected; the number stands in the log."),
            ":material/error:",
            "retry",
        )


def _show_card(card: Card) -> None:
    shown = f"{card.value} :small[{plain(card.counted_in)}]" if card.counted_in else card.value
    st.metric(plain(card.label), shown, help=plain(card.help))
    st.markdown(f"{card.badge} :small[{plain(capital(card.change))}]".strip())
    if picture := sparkline(card.values, card.band, card.verdict):
        alt = html.escape(say("{label}, 36 months", label=card.label), quote=True)
        st.html(f'<img class="sparkline" src="{picture}" alt="{alt}">')


def _show_panel(build: Builder, filters: Filters) -> None:
    name = name_of(build)
    with loading(name):
        told = _told(build, filters)
    if isinstance(told, State):
        show_state(told, name)
        return
    keep_height(name, told.height)
    show_chart(told, slide_name(str(st.session_state["page"]) or FIRST, build))
