"""A chart in its card: sentence, tools, measure and picture; a click on a mark narrows the page or opens rows."""

from __future__ import annotations

from functools import partial

import streamlit as st

from barometer.address_bar import choose, in_force, turn, write_own
from barometer.card_menu import show_tools
from barometer.card_states import show_notes
from barometer.charts import can_be_picked, figure, picked
from barometer.charts.spec import ChartSpec
from barometer.phrases import capital, clauses
from barometer.plain_text import plain


def show_chart(spec: ChartSpec, slide: str = "") -> None:
    """Show the chart as a card; `slide` is what meeting material calls it, empty for one that it cannot take."""
    with st.container(border=True, key=f"card-{spec.key}", height="stretch", gap=None):
        with st.container(horizontal=True, vertical_alignment="top", gap="small", wrap=False):
            st.header(plain(capital(spec.title)), anchor=False, width="stretch")
            show_tools(spec, slide)
        st.caption(plain(capital(clauses([spec.subtitle, spec.hint]))))
        key = f"chart-{spec.key}-{turn()}"
        st.plotly_chart(
            figure(spec, theme()),
            key=key,
            theme=None,
            config={"displayModeBar": False, "responsive": True},
            alt=f"{spec.title}. {spec.subtitle}",
            on_select=partial(_narrow, spec, key) if can_be_picked(spec) else "ignore",
            selection_mode="points",
        )
        show_notes(spec.notes)


def _narrow(spec: ChartSpec, key: str) -> None:
    """Narrow the filters to the mark that was clicked."""
    points = st.session_state[key].selection.points
    if not points or not (pick := picked(spec, points[0])):
        return
    if pick.own:
        write_own(**dict(pick.own))
    else:
        choose(pick.narrowed(in_force()))


def theme() -> str:
    """Return the reader's theme, "light" or "dark"."""
    return st.context.theme.type or "light"
