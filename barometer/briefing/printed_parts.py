"""The parts of a printed paper as plain data, which the template of the PDF sets."""

from __future__ import annotations

from typing import Any

from barometer.briefing.column_widths import fitted
from barometer.briefing.pack import Exhibit, FigureTable, Pack
from barometer.briefing.paper_text import Counts, Part, note_parts, opening, section_parts, strip_parts
from barometer.briefing.pictures import svg_of
from barometer.language import current_language
from barometer.phrases import clauses, in_paper

Data = dict[str, Any]
LINE, BESIDE = 442.0, 6.0  # points of a line, and beside the words of a cell
LETTERS = {"zh": 12.0, "en": 9.5}  # of tables, in points: as in the Word file


def parts_of(pack: Pack) -> list[Data]:
    """Return the parts of the paper in order, each with its kind and its words as they are printed."""
    counts = Counts()
    parts = [*opening(pack)]
    for section in pack.sections:
        parts += section_parts(section, counts)
    parts += [*note_parts(pack.notes), *strip_parts(pack)]
    return [_data(part) for part in parts]


def _data(part: Part) -> Data:
    if part.table:
        return {"kind": part.kind, "caption": part.text, **_table(part.table)}
    if part.exhibit:
        return {"kind": part.kind, "caption": part.text, **_figure(part.exhibit)}
    return {"kind": part.kind, "text": part.text, "keep": part.keep}


def _table(table: FigureTable) -> Data:
    rows = [[in_paper(text) for text in row] for row in table.rows]
    columns = [(cells, place in table.figures) for place, cells in enumerate(zip(table.head, *rows, strict=True))]
    size, widths = fitted(columns, LETTERS[current_language()], LINE, BESIDE)
    return {"head": list(table.head), "rows": rows, "figures": sorted(table.figures), "widths": widths, "size": size}


def _figure(exhibit: Exhibit) -> Data:
    spec = exhibit.spec
    assert spec is not None
    drawn = svg_of(spec, current_language(), is_titled=False, outlines=False).decode()
    return {"svg": drawn, "alt": clauses([exhibit.conclusion.text, spec.subtitle])}
