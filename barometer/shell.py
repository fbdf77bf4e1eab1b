"""The script of every session: who looks, in which language, at which snapshot, on which page."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Literal

import streamlit as st
from streamlit.navigation.page import Page

from barometer.address_bar import follow_material
from barometer.audience import Audience
from barometer.charts.palette import light_for_dark
from barometer.faults import Fault
from barometer.header import show_status
from barometer.language import DEFAULT_LANGUAGE, current_language, say, use_language
from barometer.material import material
from barometer.page_files import FIRST, page_file, page_title
from barometer.plain_text import plain
from barometer.scope import local_scope
from barometer.snapshots import current_snapshot

ASSETS = Path(__file__).resolve().parent / "assets"
SCRIPTS = ("board.js", "copy.js", "picture.js", "print.js", "reload.js")


def open_page() -> None:
    """Set up the session, show the frame and run the chosen page."""
    _choose_language()
    st.set_page_config(page_title=say("Barometer"), page_icon=str(ASSETS / "mark.svg"), layout="wide")
    st.html(f"<style>{(ASSETS / 'page.css').read_text(encoding='utf-8')}</style>")
    st.logo(str(ASSETS / "logo.svg"), size="large")
    if "audience" not in st.session_state and not _found_snapshot():
        _run_scripts()
        return
    follow_material()
    page = _navigation()
    st.session_state["page"] = page.url_path
    show_status(st.session_state["audience"])
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
        _show_what_to_do(fault)
        return False
    st.session_state["audience"] = asked
    return True


def _show_what_to_do(fault: Fault) -> None:
    with st.container(border=True, key="card-nothing", width=640, gap="small"):
        st.header(say("There is no data to show yet"), anchor=False)
        st.markdown(plain(say("{problem} ({file}).", problem=say(fault.problem), file=fault.file)))
        st.markdown(say("Publish a delivery, then reload this page:"))
        st.code("python -m barometer publish --from DIR", language=None, wrap_lines=True)
        st.button(say("Try again"), key="retry")  # any click asks again


def _navigation() -> Page:
    return st.navigation(
        {
            # Streamlit puts pages without a section before the sections; page.css moves the second one behind them.
            "": [
                _page(FIRST),
                _page("material"),
                _page("definitions"),
                _page("signals", "hidden"),
                _page("board", "hidden"),
            ],
            say("Petitions"): [_page("repeat"), _page("collective"), _page("handling")],
            say("Integrity"): [_page("procurement")],
        },
        position="top",
    )


def _page(name: str, visibility: Literal["visible", "hidden"] = "visible") -> Page:
    """Return a page; a hidden one has no entry in the menu and an address all the same."""
    title = page_title(name)
    if name == "material" and (known := material()) and known.items:
        title = say("{page} ({n})", page=title, n=len(known.items))
    return st.Page(page_file(name), title=title, url_path=name, default=name == FIRST, visibility=visibility)


def _run_scripts() -> None:
    script = "".join((ASSETS / name).read_text(encoding="utf-8") for name in SCRIPTS)
    told = {
        "copied": say("Copied"),
        "notCopied": say("Copying failed: please select the text by hand"),
        "onPaper": json.dumps(light_for_dark()),
    }
    language = {"zh": "zh-CN", "en": "en"}[current_language()]
    root = "document.documentElement"
    chosen = json.dumps(json.dumps(say("Choose a file"), ensure_ascii=False))  # a text of CSS inside one of a script
    words = f"{root}.style.setProperty('--choose-file', {chosen});"
    said = f"{words}{root}.lang = '{language}'; Object.assign({root}.dataset, {json.dumps(told)});"
    with st.container(key="scripts"):
        st.html(f"<script>{said}{script}</script>", unsafe_allow_javascript=True)


open_page()
