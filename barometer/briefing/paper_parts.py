"""The parts of a paper as elements of a Word file."""

from __future__ import annotations

from collections.abc import Iterable

from barometer.briefing.pack import Exhibit, FigureTable
from barometer.briefing.paper_draft import Draft
from barometer.briefing.paper_figures import figure_elements, note_on
from barometer.briefing.paper_tables import three_lines
from barometer.briefing.paper_text import Part
from barometer.briefing.wordprocessing import Element
from barometer.language import current_language


def elements(draft: Draft, parts: Iterable[Part], charts: str = "native") -> list[Element]:
    """Return the elements of parts in order; `charts` is "native" or "picture"."""
    made: list[Element] = []
    before = ""
    for part in parts:
        if part.kind == "strip" != before:
            made.append(draft.words("strip", "", keep=True))  # keeps it off the notes
        made += _elements(draft, part, charts)
        before = part.kind
    return made


def _elements(draft: Draft, part: Part, charts: str) -> list[Element]:
    if part.table:
        return _table(draft, part.table, part.text)
    if part.exhibit:
        return _figure(draft, part.exhibit, part.text, charts)
    if part.kind == "blank":
        return [draft.words("body", "")] if current_language() == "zh" else []
    return [draft.words(part.kind, part.text, keep=part.keep)]


def _table(draft: Draft, table: FigureTable, caption: str) -> list[Element]:
    """Return caption, table and the line below that keeps it off the text."""
    grid = three_lines(table, draft.styles["cell"], draft.style_ids["cell"], draft.width)
    return [draft.words("caption", caption, keep=True), grid, draft.words("strip", "")]


def _figure(draft: Draft, exhibit: Exhibit, caption: str, charts: str) -> list[Element]:
    told, notes = figure_elements(draft, exhibit, charts), note_on(draft, exhibit, charts)
    return [*told, draft.words("caption", caption, keep=bool(notes)), *notes]
