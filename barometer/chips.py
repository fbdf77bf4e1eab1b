"""Chips: what narrows the page, each undone by a press."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial

import streamlit as st

from barometer.address_bar import choose
from barometer.dates_in_words import period_name
from barometer.filters import Filters, default_filters
from barometer.language import say
from barometer.panels.told import code_names, column_name
from barometer.phrases import shortened
from barometer.plain_text import plain
from barometer.screen import audience

MOST, WIDEST = 3, 28


@dataclass(frozen=True)
class Chip:
    """One narrowing: its key and name, and the filters without it."""

    key: str
    name: str
    without: Filters


def show_chips(filters: Filters) -> None:
    """Show one chip for the period where it is not the usual one, for each unit and each code."""
    for chip in chips(filters):
        st.button(
            plain(shortened(chip.name, WIDEST)),
            icon=":material/close:",
            icon_position="right",
            help=plain(say("{name}: take out", name=chip.name)),
            on_click=choose,
            args=(chip.without,),
            key=f"chip-{chip.key}",
        )


def chips(filters: Filters) -> Iterator[Chip]:
    """Yield the chips of `filters`; more than a few of one kind are one chip together."""
    usual = default_filters(audience().session)
    if filters.period != usual.period:
        without = replace(filters, month=usual.month, mode=usual.mode, first=None)
        yield Chip("period", period_name(filters.period), without)
    names = {unit: audience().session.tree.units[unit].name for unit in filters.units}
    yield from _few("unit", names, lambda units: replace(filters, units=units))
    for column, codes in filters.only:
        named = code_names(audience(), column, codes)
        labels = {code: say("{column}: {names}", column=column_name(column), names=named[code]) for code in codes}
        yield from _few(column, labels, partial(filters.with_codes, column))


def _few(kind: str, names: dict[str, str], choosing: Callable[[tuple[str, ...]], Filters]) -> Iterator[Chip]:
    if len(names) > MOST:
        first = next(iter(names.values()))
        yield Chip(kind, say("{names} and {n} others", names=first, n=len(names) - 1), choosing(()))
        return
    for place, (code, name) in enumerate(names.items()):
        yield Chip(f"{kind}-{place}", name, choosing(tuple(other for other in names if other != code)))
