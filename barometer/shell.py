"""The script of every session: who looks, in which language, at which snapshot, on which page."""

from __future__ import annotations

from pathlib import Path

import streamlit as st
from streamlit.navigation.page import Page

from barometer.audience import Audience
from barometer.faults import Fault
from barometer.language import DEFAULT_LANGUAGE, current_language, say, use_language
from barometer.periods import run_of
from barometer.reporting import reporting_over
from barometer.scope import local_scope
from barometer.screen import plain
from barometer.snapshots import current_snapshot

ASSETS = Path(__file__).resolve().parent / "assets"
PAGES = ASSETS.parent.parent / "pages"


def open_page() -> None:
    """Set up the session, show the frame and run the chosen page."""
    _choose_language()
    st.set_page_config(page_title=say("Barometer"), page_icon=str(ASSETS / "mark.svg"), layout="wide")
    st.html(f"<style>{(ASSETS / 'page.css').read_text(encoding='utf-8')}</style>")
    if "audience" not in st.session_state and not _found_snapshot():
        _run_scripts()
        return
    page = _navigation()
    st.session_state["page"] = page.url_path
    _show_status()
    page.run()
    _run_scripts()


def _choose_language() -> None:
    """Take the language from the address, else keep the session's: a page switch empties the address."""
    asked = st.query_params.get("lang")
    use_language(asked or st.session_state.get("language", DEFAULT_LANGUAGE))
    st.session_state["language"] = current_language()


def _found_snapshot() -> bool:
    """Open the current snapshot once for this session; say what to do where there is none."""
    try:
        asked = Audience(local_scope(), current_snapshot())
        _ = asked.snapshot.data_as_of, asked.session.months  # damage shows here, not in the middle of a page
    except Fault as fault:
        st.header(say("There is no data to show yet"), anchor=False)
        st.markdown(plain(say("{problem} ({file}).", problem=say(fault.problem), file=fault.file)))
        st.markdown(say("Publish a delivery, then reload this page:"))
        st.code("python -m barometer publish --from DIR", language=None)
        return False
    st.session_state["audience"] = asked
    return True


def _navigation() -> Page:
    st.logo(str(ASSETS / "logo.svg"), size="large")
    return st.navigation(
        {
            "": [
                st.Page(PAGES / "overview.py", title=say("Overview"), default=True),
                # Streamlit puts pages without a section before the sections; page.css moves this one behind them.
                st.Page(PAGES / "definitions.py", title=say("Definitions and data"), url_path="definitions"),
            ],
            say("Petitions"): [
                st.Page(PAGES / "repeat.py", title=say("Repeat petitions"), url_path="repeat"),
                st.Page(PAGES / "collective.py", title=say("Collective visits"), url_path="collective"),
                st.Page(PAGES / "handling.py", title=say("Handling"), url_path="handling"),
            ],
        },
        position="top",
    )


def _show_status() -> None:
    asked: Audience = st.session_state["audience"]
    last = asked.session.last_month
    told = reporting_over(asked, (run_of(last, last),), ())[0]
    with st.container(key="status", horizontal=True, vertical_alignment="center", gap="small", width="content"):
        if asked.snapshot.is_sample:
            st.badge(say("Sample data"), icon=":material/science:", color="orange")
        st.badge(
            say(
                "Data to {day} · {reported}/{expected} units",
                day=asked.snapshot.data_as_of.isoformat(),
                reported=told.reported,
                expected=told.expected,
            ),
            icon=":material/check_circle:",
            color="gray",
        )
        other = {"zh": "English", "en": "中文"}[current_language()]
        st.button(
            other,
            icon=":material/translate:",
            type="tertiary",
            on_click=_switch_language,
            key="language-switch",
        )


def _switch_language() -> None:
    language = "en" if st.session_state["language"] == "zh" else "zh"  # a callback runs before the language is chosen
    st.session_state["language"] = language
    st.query_params["lang"] = language


def _run_scripts() -> None:
    script = "".join((ASSETS / name).read_text(encoding="utf-8") for name in ("picture.js", "link.js", "reload.js"))
    language = {"zh": "zh-CN", "en": "en"}[current_language()]
    with st.container(key="scripts"):
        st.html(
            f"<script>document.documentElement.lang = '{language}';{script}</script>",
            unsafe_allow_javascript=True,
        )


open_page()
