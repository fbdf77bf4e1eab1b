"""口径与数据 on screen: the section switch, one metric in full, and tables of words; both held in the address."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import streamlit as st

from barometer.address_bar import write_own
from barometer.audience import Audience
from barometer.figure_table import table_html
from barometer.filters import Filters
from barometer.language import current_language, say
from barometer.metrics import registry
from barometer.panels.checks import sum_checks
from barometer.panels.definitions import metric_facts, metric_limits, metric_list
from barometer.panels.dictionary import code_list, column_list, terms
from barometer.panels.freshness import freshness
from barometer.panels.limits import limit_list, settings_list
from barometer.panels.quality import completeness, empty_columns, units_reporting
from barometer.panels.reading import reading_notes
from barometer.panels.tables import Table
from barometer.panels.told import State
from barometer.panels.trend import trend
from barometer.phrases import capital
from barometer.plain_text import plain
from barometer.screen import audience, show_built, show_row

SECTIONS = ("metrics", "data", "reading", "glossary")
_SECTION, _METRIC = "definitions-section", "definitions-metric"


def choose_section() -> str:
    """Show the section switch and return what is chosen; the address wins where a link, a reload or Back changed it."""
    names = {
        "metrics": say("Definitions"),
        "data": say("Data quality"),
        "reading": say("How to read the charts"),
        "glossary": say("Glossary"),
    }
    _follow("section", _SECTION, SECTIONS, SECTIONS[0])
    chosen = st.segmented_control(
        say("Section"),
        SECTIONS,
        format_func=names.__getitem__,
        key=_SECTION,
        label_visibility="collapsed",
        required=True,
        on_change=_section_chosen,
    )
    return chosen or SECTIONS[0]


def show_section(section: str, filters: Filters) -> None:
    """Show the cards of a section."""
    {"metrics": _show_metrics, "data": _show_data, "reading": _show_reading, "glossary": _show_glossary}[section](
        filters
    )


def _show_metrics(filters: Filters) -> None:
    chosen = _choose_metric()
    if chosen:
        metric = registry()[chosen]
        show_table(metric_facts(audience(), metric))
        if metric.limits:
            show_table(metric_limits(audience(), metric))
        with st.container(border=True, key="card-sql", gap=None):
            st.header(say("Query"), anchor=False)
            st.caption(capital(say("reads only what the filters ask for; totals are counted, never added up")))
            st.code(metric.query, language="sql", wrap_lines=True)
        return
    for build in (metric_list, limit_list, settings_list, column_list, code_list):
        _show_built(build, filters)


def _choose_metric() -> str | None:
    _follow("metric", _METRIC, tuple(registry()), None)
    language = current_language()
    chosen: str | None = st.selectbox(
        say("Metric"),
        tuple(registry()),
        index=None,
        format_func=lambda name: f"{registry()[name].label(language)} · {name}",
        key=_METRIC,
        placeholder=say("Find a metric by name"),
        label_visibility="collapsed",
        width=480,
        on_change=_metric_chosen,
    )
    return chosen


def _show_data(filters: Filters) -> None:
    left, right = st.columns([3, 2], gap="small")
    with left:
        _show_built(freshness, filters)
        show_row(filters, (1,), units_reporting)
    with right:
        show_row(filters, (1,), empty_columns)
    show_row(filters, (1,), completeness)
    _show_built(sum_checks, filters)


def _show_reading(filters: Filters) -> None:
    show_row(filters, (1,), partial(trend, metric_id="registered"))
    _show_built(reading_notes, filters)


def _show_glossary(filters: Filters) -> None:
    _show_built(terms, filters)


def _show_built(build: Callable[[Audience, Filters], Table | State], filters: Filters) -> None:
    show_built(build, filters, build.__name__, show_table)


def show_table(table: Table) -> None:
    """Show a table of words as a card."""
    with st.container(border=True, key=f"card-{table.key}", height="stretch", gap=None):
        st.header(plain(capital(table.title)), anchor=False)
        st.caption(plain(capital(table.caption)))
        st.html(table_html(table.head, table.rows, table.figures))


def _follow(name: str, key: str, choices: tuple[str, ...], fallback: str | None) -> None:
    """Take a widget's value from the address where that has changed; tell where it names nothing there is."""
    asked = st.query_params.get(name)
    is_changed = key not in st.session_state or asked != st.session_state.get(f"{key}-address")
    is_reworded = st.session_state.get(f"{key}-language") != current_language()
    st.session_state[f"{key}-language"] = current_language()
    if is_changed:
        st.session_state[key] = asked if asked in choices else fallback
    elif is_reworded:  # a browser sends what it shows: the field is told its value anew
        st.session_state[key] = st.session_state[key]
    if asked is not None and asked not in choices:
        st.info(_notice(name), icon=":material/info:")
        _write(**{name: None})
    st.session_state[f"{key}-address"] = st.query_params.get(name)


def _notice(name: str) -> str:
    if name == "metric":
        return say("The address names a metric there is not: all metrics are shown.")
    return say("The address names a section there is not: the first one is shown.")


def _section_chosen() -> None:
    section: str | None = st.session_state[_SECTION]
    st.session_state[_METRIC] = None
    _write(metric=None, section=None if section == SECTIONS[0] else section)


def _metric_chosen() -> None:
    _write(metric=st.session_state[_METRIC])


def _write(**chosen: str | None) -> None:
    write_own(**chosen)
    for key, widget in (("section", _SECTION), ("metric", _METRIC)):
        st.session_state[f"{widget}-address"] = st.query_params.get(key)
