"""A pack as an official paper in Word, on our page or in the office's own document."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from barometer.briefing.dated_package import dated
from barometer.briefing.own_marks import Told
from barometer.briefing.own_paper import filled
from barometer.briefing.pack import Pack
from barometer.briefing.paper_draft import Draft
from barometer.briefing.paper_page import describe, empty_page, number_pages, put_on_grid
from barometer.briefing.paper_parts import elements
from barometer.briefing.paper_styles import set_language
from barometer.briefing.paper_text import note_parts, opening, section_parts, strip_parts
from barometer.briefing.paper_words import full_title
from barometer.briefing.whole_file import whole_file
from barometer.language import in_language


def write_paper(
    pack: Pack, path: Path, charts: str = "native", own: Path | None = None, told: Told | None = None
) -> None:
    """Write the pack as .docx; `charts` is "native" or "picture".

    `own` is the office's own document with {{marks}}; `told` gives the words of marks that stand for figures of any
    metric and span, None where there is no such figure. Raises UnknownMark, UnreadableFile, UnwritableFile.
    """
    with in_language(pack.language):
        document = filled(pack, own, charts, told) if own else _written(pack, charts)
    content = io.BytesIO()
    document.save(content)
    with whole_file(path) as unfinished:
        unfinished.write_bytes(dated(content.getvalue(), pack.made_at))


def _written(pack: Pack, charts: str) -> Any:
    document = empty_page()
    draft = Draft(document)
    if pack.language == "zh":
        put_on_grid(document)
    number_pages(document, draft.styles["number"], draft.style_ids["number"])
    parts = [*opening(pack)]
    for section in pack.sections:
        parts += section_parts(section, draft.counts)
    parts += [*note_parts(pack.notes), *strip_parts(pack)]
    last = document.element.body.sectPr
    for element in elements(draft, parts, charts):
        last.addprevious(element)
    set_language(document, pack.language)
    describe(document, pack, full_title(pack))
    return document
