"""放映 on screen: one chart of a page at a time, large, without menu or filters; keys and buttons turn the slides."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from functools import partial
from unicodedata import east_asian_width

import streamlit as st

from barometer.address_bar import address_of, followed, in_force, own, write, write_own
from barometer.audience import Audience
from barometer.charts import figure
from barometer.charts.scaling import scaled
from barometer.charts.spec import ChartSpec
from barometer.filters import Filters
from barometer.language import say
from barometer.made_material import Made, made_now
from barometer.material_slides import Facts, Shown, slides_of_material, slides_of_page
from barometer.page_files import FIRST, PAGE_NAMES, page_file
from barometer.panels.cards import Card
from barometer.panels.told import secrecy_notice
from barometer.phrases import capital
from barometer.plain_text import plain
from barometer.screen import audience, show_built

SCALE = 1.7
TITLE, SUBTITLE, WIDTH, LINE = 48, 26, 1776, 1.4  # px of letters, of the room between the edges; lines of a size
ROOM = 890  # px between the edges and above the foot
_BADGE = re.compile(r":\w+-badge\[:material/(\w+): (.+)\]")
_SIGNS = {"trending_up": "▲", "trending_down": "▼"}


def board_filters() -> Filters:
    """Return the filters the board was opened with; there is no line to change them."""
    filters = followed(audience().session)
    write(filters)
    return filters


def show_board(filters: Filters) -> None:
    """Show the slide that the address names, with key figures beside it and what turns the slides below."""
    page = opened_from()
    deck = _deck(page)
    place = _place(len(deck))
    slide = deck[place]
    with st.container(key="board", gap=None):
        show_built(slide.build, filters, "board", lambda told: _show_slide(told, filters, slide.facts))
        _show_foot(filters, page, place, deck)


def _deck(page: str) -> tuple[Shown, ...]:
    """Return the charts of the page, of meeting material those that were put in."""
    made = made_now(audience()) if page == "material" else None
    return (slides_of_material(made) if isinstance(made, Made) else ()) or slides_of_page(page)


def opened_from() -> str:
    """Return the page the board was opened from, the first one where the address names none."""
    asked = own("page")
    return asked if asked in PAGE_NAMES else FIRST


def _place(count: int) -> int:
    """Return which slide of `count` the address names, the first where it names none."""
    asked = own("slide") or "1"
    number = int(asked) if asked.isdecimal() and len(asked) < 4 else 1
    return min(max(number, 1), count) - 1


def _show_slide(told: ChartSpec, filters: Filters, facts: Facts) -> None:
    title, subtitle = capital(told.title), capital(told.subtitle)
    st.title(plain(title), anchor=False)
    st.caption(plain(subtitle))
    height = ROOM - LINE * (TITLE * _lines(title, TITLE) + SUBTITLE * _lines(subtitle, SUBTITLE))
    left, right = st.columns([1320, 400], gap="large")
    with left:
        drawn = figure(replace(told, height=round(height / SCALE)))
        st.plotly_chart(
            scaled(drawn, SCALE),
            key=f"board-{told.key}",
            theme=None,
            config={"displayModeBar": False, "staticPlot": True, "responsive": True},
            alt=f"{told.title}. {told.subtitle}",
        )
    with right:
        show_built(partial(_beside, facts, told), filters, "facts", _show_facts)


def _beside(facts: Facts, told: ChartSpec, audience: Audience, filters: Filters) -> tuple[Card, ...]:
    return facts(audience, filters, shown=told.metrics)


def _lines(text: str, size: int) -> int:
    """Return how many lines a text will take."""
    wide = sum(size * (1.0 if east_asian_width(sign) in "WF" else 0.56) for sign in text)
    return 1 + int(wide // WIDTH)


def _show_facts(told: tuple[Card, ...]) -> None:
    for card in told:
        unit = f" <small>{html.escape(card.counted_in)}</small>" if card.counted_in else ""
        st.html(
            f"<div class='fact'><p>{html.escape(card.label)}</p><strong>{html.escape(card.value)}{unit}</strong>"
            f"<p>{_reading(card)}{html.escape(capital(card.change))}</p></div>"
        )


def _reading(card: Card) -> str:
    """Return how the last final month reads, as its badge says it: a sign and words, in colour where a rule fired."""
    if not (told := _BADGE.match(card.badge)):
        return ""
    icon, words = told.groups()
    return f"<span class='{html.escape(card.verdict)}'>{_SIGNS.get(icon, '≈')} {html.escape(words)}</span> "


def _show_foot(filters: Filters, page: str, place: int, deck: tuple[Shown, ...]) -> None:
    count = len(deck)
    with st.container(key="board-foot", horizontal=True, vertical_alignment="center", gap="small", wrap=False):
        notes = [deck[place].source(audience(), filters), secrecy_notice()]
        st.caption(plain(" · ".join(note for note in notes if note)), width="stretch")
        _show_turn("previous", "arrow_back", say("Previous chart"), place if place else None)
        st.caption(say("{n} / {total}", n=place + 1, total=count), width="content")
        _show_turn("next", "arrow_forward", say("Next chart"), place + 2 if place + 1 < count else None)
        with st.container(key="board-close", width="content"):
            back, address = page_file(page), address_of(in_force())
            st.page_link(back, label=say("Close"), icon=":material/close:", query_params=address)


def _show_turn(name: str, icon: str, words: str, slide: int | None) -> None:
    st.button(
        "",
        icon=f":material/{icon}:",
        type="tertiary",
        help=words,
        key=f"board-{name}",
        disabled=slide is None,
        on_click=lambda: write_own(slide=str(slide)),
    )
