"""会议材料 as files: what is checked, how they look, what is written, and what is offered to take along."""

from __future__ import annotations

import hashlib
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

import streamlit as st

from barometer.briefing.choices import CHARTS, USUAL
from barometer.briefing.exporting import write_format
from barometer.faults import Fault
from barometer.language import say
from barometer.made_material import Made
from barometer.material import material_turn, replace_with
from barometer.material_screen import show_check
from barometer.own_files import OwnFiles, choose_own_files
from barometer.plain_text import plain
from barometer.refusals import why_not_written

OFFERED = tuple(name for name in USUAL if name not in ("png", "zip"))  # pictures come in the zip
_WRITTEN = "material-written"
_MIME = {
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
    "html": "text/html",
    "zip": "application/zip",
}


@dataclass(frozen=True)
class Written:
    """Files as they were written of one state of the material: names and content."""

    of: str
    files: tuple[tuple[str, bytes], ...]


def show_checks(made: Made) -> bool:
    """Show what the check list found, what stops the export first; return whether the files may be written."""
    with st.container(border=True, key="card-checks", gap="xsmall"):
        st.header(say("Check list"), anchor=False)
        if not made.found:
            st.markdown(f":material/task_alt: {say('Nothing to remark')}")
        for check in made.found:
            show_check(check)
        stops = made.stops(False)
        if not stops or not all(one.is_confirmable for one in stops):
            return not stops
        of = hashlib.sha256("".join(one.words for one in stops).encode()).hexdigest()[:12]
        return st.checkbox(say("Write them all the same: I have checked these sentences"), key=f"confirm-{of}")


def show_files(made: Made, may_write: bool) -> None:
    """Show what is to be written and, once that is done, the files; a change of the material takes them away."""
    with st.container(border=True, key="card-files", gap="small"):
        st.header(say("Files"), anchor=False)
        formats = st.pills(
            say("Formats"),
            (*OFFERED, "zip"),
            selection_mode="multi",
            default=("pptx", "docx"),
            format_func=_format_name,
            key="material-formats",
        )
        charts = st.segmented_control(
            say("Charts in office files"),
            CHARTS,
            default=CHARTS[0],
            required=True,
            format_func={"native": say("editable"), "picture": say("pictures")}.__getitem__,
            key="material-charts",
        )
        _show_edition(made)
        own = choose_own_files()
        of = f"{made.saved.as_json()} {formats} {charts} {hash(own)}"
        if st.button(
            say("Make files"),
            icon=":material/description:",
            type="primary",
            disabled=not (may_write and formats),
            width="stretch",
            key="material-make",
        ):
            _write(made, tuple(formats), str(charts), own, of)
        if not may_write:
            st.caption(say("First mend what the check list stops."))
        _offer(of)


def _show_edition(made: Made) -> None:
    """Show whether the files are for readers outside, of whom small numbers are hidden."""
    key = f"material-external-{material_turn()}"
    st.toggle(
        say("External edition"),
        value=made.saved.external,
        help=say("For readers outside: small numbers, and those they would follow from, are hidden everywhere."),
        on_change=lambda: replace_with(replace(made.saved, external=st.session_state[key])),
        key=key,
    )


def _format_name(name: str) -> str:
    return {
        "pptx": say("Slides"),
        "docx": say("Paper"),
        "xlsx": say("Tables"),
        "pdf": "PDF",
        "html": say("Web page"),
        "zip": say("All as ZIP"),
    }[name]


def _write(made: Made, formats: tuple[str, ...], charts: str, own: OwnFiles, of: str) -> None:
    """Write the files one after the other and tell how far it is; nothing half-written is offered."""
    steps = USUAL if "zip" in formats else formats
    bar = st.progress(0.0)
    files: list[tuple[str, bytes]] = []
    with tempfile.TemporaryDirectory() as folder:
        before: list[Path] = []
        try:
            look = own.look(charts, made, Path(folder) / "own")
            for place, name in enumerate(steps):
                bar.progress(
                    place / len(steps),
                    say("Writing {format}, {n} of {all}", format=name.upper(), n=place + 1, all=len(steps)),
                )
                paths = write_format(name, made.pack, made.saved, Path(folder), look, before)
                before += paths
                files += [(path.name, path.read_bytes()) for path in paths if name in formats]
        except Fault as fault:
            st.error(plain(why_not_written(fault)), icon=":material/error:")
            return
        finally:
            bar.empty()
    st.session_state[_WRITTEN] = Written(of, tuple(files))


def _offer(of: str) -> None:
    known: Written | None = st.session_state.get(_WRITTEN)
    if known is None:
        return
    if known.of != of:
        st.caption(say("The material has changed: make the files anew."))
        return
    for place, (name, content) in enumerate(known.files):
        st.download_button(
            plain(say("{name} · {size} KB", name=name, size=f"{len(content) / 1000:,.0f}")),
            data=content,
            file_name=name,
            mime=_MIME[name.rsplit(".", 1)[-1]],
            icon=":material/download:",
            on_click="ignore",
            width="stretch",
            key=f"material-file-{place}",
        )
