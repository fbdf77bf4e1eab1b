"""口径与数据 on screen: the section switch, one metric in full, and tables of words; both held in the address."""

from __future__ import annotations

from functools import partial

import streamlit as st

from barometer.address_bar import address_of, in_force, write_own
from barometer.filters import Filters
from barometer.flags.registry import registry as flags
from barometer.language import current_language, say
from barometer.metrics import registry
from barometer.page_files import page_file
from barometer.panels.checks import sum_checks
from barometer.panels.definitions import metric_facts, metric_limits, metric_list
from barometer.panels.dictionary import code_list, column_list, terms
from barometer.panels.flag_definitions import flag_definitions, flag_facts, flag_limits
from barometer.panels.freshness import freshness
from barometer.panels.lateness import late_curve
from barometer.panels.limits import limit_list, settings_list
from barometer.panels.quality import completeness, empty_columns, units_reporting
from barometer.panels.reading import reading_notes
from barometer.panels.trend import trend
from barometer.phrases import capital
from barometer.screen import audience, show_row, show_table, show_words

SECTIONS = ("metrics", "flags", "data", "reading", "glossary")
_SECTION, _METRIC, _FLAG = "definitions-section", "definitions-metric", "definitions-flag"


def choose_section() -> str:
    """Show the section switch and return what is chosen; the address wins where a link, a reload or Back changed it."""
    names = {
        "metrics": say("Definitions"),
        "flags": say("Procurement flags"),
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
    shown = {"metrics": _show_metrics, "flags": _show_flags, "data": _show_data, "reading": _show_reading}
    shown.get(section, _show_glossary)(filters)


def _show_metrics(filters: Filters) -> None:
    labels = {name: metric.label(current_language()) for name, metric in registry().items()}
    chosen = _choose_one("metric", _METRIC, labels, say("Metric"), say("Find a metric by name"))
    if chosen:
        metric = registry()[chosen]
        show_table(metric_facts(audience(), metric))
        if metric.limits:
            show_table(metric_limits(audience(), metric))
        _show_query(metric.query)
        return
    for build in (metric_list, limit_list, settings_list, column_list, code_list):
        show_words(filters, build)


def _show_flags(filters: Filters) -> None:
    labels = {name: flag.name(current_language()) for name, flag in flags().items()}
    chosen = _choose_one("flag", _FLAG, labels, say("Flag"), say("Find a flag by name"))
    if chosen:
        flag = flags()[chosen]
        show_table(flag_facts(audience(), flag))
        if flag.limit_ids:
            show_table(flag_limits(audience(), flag))
        _show_query(flag.query)
        return
    show_words(filters, flag_definitions)


def _show_query(query: str) -> None:
    with st.container(border=True, key="card-sql", gap=None):
        st.header(say("Query"), anchor=False)
        st.caption(capital(say("reads only what the filters ask for; totals are counted, never added up")))
        st.code(query, language="sql", wrap_lines=True)


def _choose_one(name: str, key: str, labels: dict[str, str], label: str, hint: str) -> str | None:
    """Show a field that opens one of `labels` in full, and return what is open; the address holds it under `name`."""
    _follow(name, key, tuple(labels), None)
    chosen: str | None = st.selectbox(
        label,
        tuple(labels),
        index=None,
        format_func=lambda one: f"{labels[one]} · {one}",
        key=key,
        placeholder=hint,
        label_visibility="collapsed",
        width=480,
        on_change=lambda: _write(**{name: st.session_state[key]}),
    )
    return chosen


def _show_data(filters: Filters) -> None:
    from barometer.briefing.font_notes import file_fonts  # a library that only files need

    left, right = st.columns([3, 2], gap="small")
    with left:
        show_words(filters, freshness)
        show_row(filters, (1,), units_reporting)
    with right:
        show_row(filters, (1,), empty_columns)
        show_words(filters, file_fonts)
    show_row(filters, (1, 2), late_curve, completeness)
    show_words(filters, sum_checks)


def _show_reading(filters: Filters) -> None:
    show_row(filters, (1,), partial(trend, metric_id="registered"))
    show_words(filters, reading_notes)
    st.page_link(
        page_file("signals"),
        label=say("Early signs: which figures left their range, and how far that can be trusted"),
        icon=":material/arrow_forward:",
        query_params=address_of(in_force()),
    )


def _show_glossary(filters: Filters) -> None:
    show_words(filters, terms)


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
    if name == "flag":
        return say("The address names a flag there is not: all flags are shown.")
    return say("The address names a section there is not: the first one is shown.")


def _section_chosen() -> None:
    section: str | None = st.session_state[_SECTION]
    st.session_state[_METRIC] = st.session_state[_FLAG] = None
    _write(metric=None, flag=None, section=None if section == SECTIONS[0] else section)


def _write(**chosen: str | None) -> None:
    write_own(**chosen)
    for key, widget in (("section", _SECTION), ("metric", _METRIC), ("flag", _FLAG)):
        st.session_state[f"{widget}-address"] = st.query_params.get(key)
