"""重点领域 on screen: the cards of areas, the work list of what was clicked, one tender with its evidence."""

from __future__ import annotations

import streamlit as st

from barometer.address_bar import own, turn, write_own
from barometer.figure_table import table_html
from barometer.filters import Filters
from barometer.flag_answers import Selection, read_selection
from barometer.language import say
from barometer.panels.procurement import area_cards
from barometer.panels.records import buyers, suppliers
from barometer.panels.tenders import clear_evidence, tender_evidence, tender_facts, tender_offers
from barometer.panels.work_list import ALL, WorkList, selection_in_words, work_list
from barometer.phrases import capital
from barometer.plain_text import plain
from barometer.screen import audience, show_built, show_cards, show_table, show_words
from barometer.table_file import csv_bytes

ROW = 36
MOST_ROWS = 8
MOST_ON_PAPER = 20


def show_areas(filters: Filters) -> None:
    """Show one card for each key area."""
    show_cards(filters, area_cards)


def show_work_list(filters: Filters) -> None:
    """Show the flagged tenders behind the number that was clicked; a chosen row opens its tender."""
    selection = _selection()
    show_built(
        lambda asker, chosen: work_list(asker, chosen, selection),
        filters,
        "work-list",
        lambda told: _show_work_list(told, filters, selection),
    )


def show_tender(filters: Filters) -> None:
    """Show the evidence of the chosen tender, where one is chosen."""
    tender_id = own("tender")
    if not tender_id:
        return
    facts = tender_facts(audience(), tender_id)
    if facts is None:
        st.info(say("The address names a tender that is not in the data."), icon=":material/info:")
        write_own(tender=None)
        return
    with st.container(key="tender"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.header(plain(say("Tender {tender}", tender=tender_id)), anchor=False, width="stretch")
            st.button(
                say("Close"), icon=":material/close:", type="tertiary", on_click=_close_tender, key="close-tender"
            )
        left, right = st.columns(2, gap="small")
        with left:
            show_table(facts)
        with right:
            show_table(tender_offers(audience(), tender_id))
        show_table(tender_evidence(audience(), tender_id))
        with st.expander(say("Flags that did not fire")):
            show_table(clear_evidence(audience(), tender_id))


def show_records(filters: Filters) -> None:
    """Show suppliers and buyers side by side."""
    left, right = st.columns(2, gap="small")
    with left:
        show_words(filters, suppliers)
    with right:
        show_words(filters, buyers)


def _selection() -> Selection:
    """Return what the address opens; what it cannot mean is told and set aside."""
    chosen = read_selection(own("rows"))
    if chosen is None:
        st.info(say("The address names flags there are not: all are shown."), icon=":material/info:")
        write_own(rows=None)
    return chosen or Selection()


def _show_work_list(told: WorkList, filters: Filters, selection: Selection) -> None:
    with st.container(border=True, key="card-work-list", gap=None):
        with st.container(horizontal=True, vertical_alignment="center", gap="small", wrap=False):
            st.header(plain(capital(told.title)), anchor=False, width="stretch")
            if words := selection_in_words(audience(), selection):
                st.button(
                    plain(words), icon=":material/close:", help=say("Show all"), on_click=_show_all, key="chip-rows"
                )
            _offer_file(told, filters, selection)
        st.caption(plain(capital(told.caption)))
        if told.rows:
            _show_rows(told)
        else:
            st.markdown(f":material/task_alt: **{say('No tender has a flag in this range')}**")


def _show_rows(told: WorkList) -> None:
    head = [capital(name) for name in told.head]
    key = f"work-list-{turn()}"
    st.html(_rows_on_paper(told))
    st.dataframe(
        [dict(zip(head, row, strict=True)) for row in told.rows],
        hide_index=True,
        row_height=ROW,
        height=ROW * (min(len(told.rows), MOST_ROWS) + 1) + 3,
        column_config={
            head[3]: st.column_config.DateColumn(format="YYYY-MM-DD"),
            head[4]: st.column_config.NumberColumn(format="%d"),
            head[6]: st.column_config.NumberColumn(format="%,.1f"),
        },
        on_select=lambda: _open_tender(told, key),
        selection_mode="single-row",
        placeholder="—",
        key=key,
    )


def _rows_on_paper(told: WorkList) -> str:
    """Return the first rows as a table that only paper shows: the grid on screen is a picture in its theme."""
    rows = [tuple("—" if cell is None else _on_paper(cell) for cell in row) for row in told.rows[:MOST_ON_PAPER]]
    return f"<div class='on-paper'>{table_html(told.head, rows, (4, 6))}</div>"


def _on_paper(cell: object) -> str:
    return f"{cell:,.1f}" if isinstance(cell, float) else str(cell)


def _offer_file(told: WorkList, filters: Filters, selection: Selection) -> None:
    """Offer the whole list as a file, made when it is asked for."""
    asker = audience()

    def made() -> bytes:
        whole = work_list(asker, filters, selection, ALL)
        assert isinstance(whole, WorkList)
        return csv_bytes([told.head, *whole.rows, (), (told.title,), (told.provenance,)])

    st.download_button(
        say("Download CSV"),
        data=made,
        file_name="flagged-tenders.csv",
        mime="text/csv",
        icon=":material/download:",
        type="tertiary",
        on_click="ignore",
        key="csv-work-list",
    )


def _open_tender(told: WorkList, key: str) -> None:
    chosen = st.session_state[key].selection.rows
    write_own(tender=str(told.rows[chosen[0]][0]) if chosen else None)


def _close_tender() -> None:
    write_own(tender=None)


def _show_all() -> None:
    write_own(rows=None, tender=None)
