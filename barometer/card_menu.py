"""What a card offers beside its chart: 口径 in sight; under ⋯ its figures, files, text and SQL."""

from __future__ import annotations

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from barometer.address_bar import in_force
from barometer.charts.spec import ChartSpec
from barometer.figure_table import figures_html
from barometer.language import current_language, say
from barometer.material import holds, put_in_or_take_out
from barometer.metrics import Metric, metric_named, registry
from barometer.page_files import DEFINITIONS
from barometer.panels.definitions import restated
from barometer.phrases import capital
from barometer.plain_text import plain
from barometer.query_files import query_text
from barometer.table_file import csv_bytes


def show_tools(spec: ChartSpec, slide: str = "") -> None:
    """Show the small buttons of a card; their labels are for readers who hear the page."""
    with st.container(horizontal=True, key=f"tools-{spec.key}", width="content", gap="small", wrap=False):
        if spec.metric:  # charts about the data itself show none
            with _menu(say("Definition"), "menu_book", say("Definition")):
                _show_definitions(spec)
        if slide:
            _show_material(spec, slide)
        with _menu(say("Data, download, copy, SQL"), "more_horiz"), st.container(key=f"menu-{spec.key}"):
            _show_menu(spec)


def _show_material(spec: ChartSpec, slide: str) -> None:
    """Show what puts the chart into the meeting material as it stands here, or takes it out again."""
    is_there = holds(slide, in_force())
    words = say("Take out of the meeting material") if is_there else say("Add to the meeting material")
    st.button(
        words,
        icon=":material/library_add_check:" if is_there else ":material/library_add:",
        type="tertiary",
        help=words,
        on_click=put_in_or_take_out,
        args=(slide, in_force()),
        key=f"material-{spec.key}",
    )


def _show_definitions(spec: ChartSpec) -> None:
    for name in spec.metrics:
        _show_definition(metric_named(name))
    words, asked = say("All definitions"), {"metric": spec.metric}
    st.page_link(DEFINITIONS, label=words, icon=":material/arrow_forward:", query_params=asked)


def _menu(label: str, icon: str, help: str | None = None) -> DeltaGenerator:
    return st.popover(label, icon=f":material/{icon}:", type="tertiary", help=help)


def _show_definition(metric: Metric) -> None:
    language = current_language()
    st.markdown(f"**{plain(metric.label(language))}**")
    st.markdown(plain(metric.formula(language)))
    st.caption(plain(say("Source: {source}", source=metric.source(language))))
    st.caption(restated())
    if not metric.is_verified:
        st.caption(say("The article has not yet been compared with the official text."))


def _show_menu(spec: ChartSpec) -> None:
    """Show the entries; picture and text are made by script from the card as it stands."""
    if _entry(say("Data"), "table_chart", f"data-{spec.key}"):
        st.dialog(plain(capital(spec.title)), width="medium")(_show_figures)(spec)
    rows = [*spec.table(), (), (spec.title,), (spec.provenance.line(),)]  # now: a click knows no language
    st.download_button(
        say("Download CSV"),
        data=lambda: csv_bytes(rows),
        file_name=f"{spec.key}.csv",
        mime="text/csv",
        icon=":material/download:",
        type="tertiary",
        on_click="ignore",
        key=f"csv-{spec.key}",
    )
    _entry(say("Download PNG"), "image", f"picture-{spec.key}")
    _entry(say("Copy text"), "content_copy", f"copy-{spec.key}")
    if _entry(say("SQL"), "code", f"sql-{spec.key}"):
        st.dialog(plain(capital(spec.title)), width="large")(_show_queries)(spec)


def _entry(label: str, icon: str, key: str) -> bool:
    return st.button(label, icon=f":material/{icon}:", type="tertiary", key=key)


def _show_figures(spec: ChartSpec) -> None:
    st.caption(plain(capital(spec.subtitle)))
    for panel in spec.panels:
        st.html(f"<div class='figures-room' tabindex='0'>{figures_html(panel)}</div>")
    st.caption(plain(spec.provenance.line()))


def _show_queries(spec: ChartSpec) -> None:
    """Show the query behind each metric, or those the card asks instead, and what was asked in words."""
    for name in spec.queries or spec.metrics:
        label = registry()[name].label(current_language()) if name in registry() else name
        st.markdown(f"**{plain(label)}**")
        st.code(query_text(name), language="sql", wrap_lines=True)
    st.caption(plain(spec.provenance.filters))
    st.caption(say("The relations whose names begin with asked_ hold what was asked for, accusations left out."))
