"""The office's own slide master and document, as a reader gives them to the page for the files it writes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path

import streamlit as st

from barometer.briefing.exporting import Look
from barometer.briefing.own_figures import figure_told
from barometer.briefing.whole_file import whole_file
from barometer.language import say
from barometer.made_material import Made

MOST_MEGABYTES = 20


@dataclass(frozen=True)
class OwnFiles:
    """What the office brought: the content of its master and of its document with marks, None for neither."""

    master: bytes | None = None
    document: bytes | None = None

    def look(self, charts: str, made: Made, folder: Path) -> Look:
        """Return how files look; what the office brought is put into `folder` for the writers to open.

        Raises UnwritableFile.
        """
        told = partial(figure_told, made.audience, made.filters)
        folder.mkdir()
        master, own = _kept(self.master, folder / "master.pptx"), _kept(self.document, folder / "document.docx")
        return Look(charts, master, own, told)


def choose_own_files() -> OwnFiles:
    """Show what takes the office's own files, closed until somebody wants it; return those that are there."""
    with st.expander(say("The office's own master and document")):
        st.caption(say("Slides take the layouts of the master; a document has its {{marks}} filled in."))
        master = st.file_uploader(
            say("Slide master (.pptx)"), type="pptx", max_upload_size=MOST_MEGABYTES, key="material-master"
        )
        document = st.file_uploader(
            say("Document with marks (.docx)"), type="docx", max_upload_size=MOST_MEGABYTES, key="material-document"
        )
    return OwnFiles(*(file.getvalue() if file else None for file in (master, document)))


def _kept(content: bytes | None, path: Path) -> Path | None:
    if content is None:
        return None
    with whole_file(path) as unfinished:
        unfinished.write_bytes(content)
    return path
