"""A card without a chart: empty, failed or not computable, with one way out, as high as the chart it stands for."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace

import streamlit as st

from barometer.address_bar import choose, in_force
from barometer.audience import Audience
from barometer.language import say
from barometer.page_files import DEFINITIONS
from barometer.panels.told import State
from barometer.plain_text import plain

USUAL_HEIGHT = 264
AROUND_CHART = 74  # sentence, measure and edges of a card, in px


def show_state(state: State, name: str) -> None:
    """Show what is the matter, why, and the one button that helps; `name` is the panel's."""
    with st.container(border=True, key=f"card-{name}", height="stretch"):
        st.header(plain(state.title), anchor=False)
        room = st.container(
            height=height_of(name),
            border=False,
            horizontal_alignment="center",
            vertical_alignment="center",
            gap="xsmall",
        )
        with room:
            st.markdown(f"{state.icon} **{plain(state.reason)}**", text_alignment="center")
            st.caption(plain(state.why), text_alignment="center")
            show_remedy(state.remedy, name)
        show_notes(state.notes)


def show_notes(notes: tuple[str, ...]) -> None:
    """Show what stands below a picture, nothing where there is none."""
    if notes:
        st.markdown("  \n".join(map(plain, notes)))


def loading(name: str) -> AbstractContextManager[object]:
    """Return what shows a grey shape in a panel's place while it is built, where that takes more than half a second."""
    return st.skeleton(height_of(name) + AROUND_CHART)


def height_of(name: str) -> int:
    """Return how high the chart of this panel was when it was last shown: a card keeps its height."""
    heights: dict[str, int] = st.session_state.setdefault("heights", {})
    return heights.get(name, USUAL_HEIGHT)


def keep_height(name: str, height: int) -> None:
    """Remember how high the chart of a panel is."""
    st.session_state.setdefault("heights", {})[name] = height


def show_remedy(remedy: str, name: str) -> None:
    """Show the one button or link that helps, nothing where nothing does."""
    if remedy == "widen":
        _button(say("Widen to 12 months"), name, _widen)
    elif remedy == "all codes":
        _button(say("Show all channels, topics and areas"), name, _show_all_codes)
    elif remedy == "all units":
        _button(say("Show all units"), name, _show_all_units)
    elif remedy == "latest":
        _button(say("Go to the latest month"), name, _go_to_latest)
    elif remedy == "retry":
        _button(say("Try again"), name, _do_nothing)
    elif remedy == "quality":
        st.page_link(DEFINITIONS, label=say("See data quality"), query_params={"section": "data"})


def _button(label: str, name: str, act: Callable[[], None]) -> None:
    st.button(label, on_click=act, key=f"remedy-{name}")


def _widen() -> None:
    choose(replace(in_force(), mode="rolling", first=None))


def _show_all_codes() -> None:
    choose(replace(in_force(), only=()))


def _show_all_units() -> None:
    choose(replace(in_force(), units=()))


def _go_to_latest() -> None:
    last: Audience = st.session_state["audience"]
    choose(replace(in_force(), month=last.session.last_month, mode="month", first=None))


def _do_nothing() -> None:
    """Ask the page again: any click does."""
