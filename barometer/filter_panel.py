"""The filter panel: period, comparison, units and codes, chosen together and applied once."""

from __future__ import annotations

from typing import Any

import streamlit as st

from barometer.address_bar import PANEL, WIDGETS, choose
from barometer.counting import CODED
from barometer.dates_in_words import month_name, period_name
from barometer.filters import Filters
from barometer.language import current_language, say
from barometer.panels.told import code_names, column_name, filters_in_words
from barometer.periods import COMPARISONS, MODES, last_month_of, month_run
from barometer.plain_text import plain
from barometer.screen import audience
from barometer.session import Session
from barometer.wording import against_in_words


def show_panel(filters: Filters) -> None:
    """Show the button that says what is chosen; open, it holds the fields and the button that applies them."""
    with st.popover(
        plain(_summary(filters)),
        icon=":material/tune:",
        help=plain(filters_in_words(audience(), filters)),
        key=PANEL,
        on_change="rerun",
    ) as panel:
        if panel.open:  # thousands of units are sent only where somebody looks at them
            with st.form("filter-form", border=False):
                _show_fields(filters)
                st.form_submit_button(
                    say("Apply"), type="primary", on_click=_apply, args=(filters,), key="apply", width="stretch"
                )


def _summary(filters: Filters) -> str:
    """Return period, comparison and, where no chip names them, that all units are in."""
    units = [] if filters.units else [say("all units")]
    return " · ".join([period_name(filters.period), *units, against_in_words(filters.comparison)])


def _show_fields(filters: Filters) -> None:
    session = audience().session
    months = month_run(session.first_month, session.last_month)[::-1]
    modes = {
        "month": say("Month"),
        "quarter": say("Quarter"),
        "year": say("Year"),
        "ytd": say("Year to date"),
        "rolling": say("12 months"),
        "range": say("Free range"),
    }
    st.segmented_control(
        say("Span"), MODES, format_func=modes.__getitem__, required=True, **_seeded("mode", filters.mode)
    )
    left, middle, right = st.columns(3)
    first = filters.first or filters.period.first_month
    left.selectbox(
        say("From (free range only)"),
        months,
        format_func=month_name,
        **_seeded("first", max(first, session.first_month)),
    )
    middle.selectbox(say("Month, or last month"), months, format_func=month_name, **_seeded("month", filters.month))
    right.selectbox(
        say("Comparison"), COMPARISONS, format_func=against_in_words, **_seeded("comparison", filters.comparison)
    )
    names = _unit_names(session)
    st.multiselect(
        say("Units, with all below them"),
        list(names),
        format_func=names.__getitem__,
        select_all=False,
        placeholder=say("all units ({n}): type to search", n=len(names)),
        **_seeded("units", list(filters.units)),
    )
    for place, column in zip(st.columns(3), CODED, strict=True):
        with place:
            _show_codes(column, filters)


def _show_codes(column: str, filters: Filters) -> None:
    codes = [*audience().session.labels(column, current_language()), ""]
    names = code_names(audience(), column, codes)
    st.multiselect(
        column_name(column),
        codes,
        format_func=names.__getitem__,
        select_all=False,
        placeholder=say("all"),
        **_seeded(column, list(filters.codes_of(column))),
    )


def _seeded(name: str, value: object) -> dict[str, Any]:
    """Return the key of a field, which takes `value` where it has none yet."""
    key = f"{WIDGETS}{name}"
    if key not in st.session_state:
        st.session_state[key] = value
    return {"key": key}


def _unit_names(session: Session) -> dict[str, str]:
    """Return each unit's name in tree order, from the third level on behind the one above: both can be searched."""
    units = session.tree.units
    return {
        unit.unit_id: f"{units[unit.parent_id].name} / {unit.name}" if unit.depth > 1 and unit.parent_id else unit.name
        for unit in units.values()
    }


def _apply(before: Filters) -> None:
    """Take what the fields hold; of two months in the wrong order the earlier one comes first."""
    session = audience().session
    field = {name: st.session_state[f"{WIDGETS}{name}"] for name in ("mode", "first", "month", "comparison", "units")}
    mode = field["mode"] or before.mode
    first, last = sorted((field["first"], field["month"])) if mode == "range" else (None, field["month"])
    units = session.tree.in_order(field["units"])
    filters = Filters(last_month_of(last, mode, session.last_month), mode, field["comparison"], units, first)
    for column in CODED:
        filters = filters.with_codes(column, tuple(st.session_state[f"{WIDGETS}{column}"]))
    choose(filters)
