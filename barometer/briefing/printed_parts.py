"""What a printed paper says from top to bottom, as plain data: headings, sentences, tables, figures, provenance."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from unicodedata import east_asian_width

from barometer.briefing.pack import Exhibit, FigureTable, Pack, Section
from barometer.briefing.paper_words import ended, full_title, is_numbered, is_subheading, missing, numbered, with_note
from barometer.briefing.pictures import svg_of
from barometer.dates_in_words import moment_name
from barometer.language import current_language, say
from barometer.phrases import capital, clauses, in_paper, in_sentence

Part = dict[str, Any]
LINE, PADDING, WIDEST_HEAD = 442.0, 8.0, 4.0  # points of a line, between columns; signs of a head above digits
# Sizes of the letters of tables, each with the widest name in Chinese signs before it wraps; the first that fits.
SIZES = ((12.0, 12.0), (10.5, 12.0), (9.0, 10.0), (9.0, 8.0), (7.5, 8.0), (6.5, 8.0))


def parts_of(pack: Pack) -> list[Part]:
    """Return the parts of the paper in order, each with its kind and its words as they are printed."""
    parts = [*_opening(pack)]
    counts = {"heading": 0, "table": 0, "figure": 0}
    for section in pack.sections:
        parts += _section(section, counts)
    if pack.notes:
        parts.append(_words("heading", say("Annex: definitions and gaps in the data")))
        parts += [_words("note", f"{place}. {ended(note)}") for place, note in enumerate(pack.notes, 1)]
    return [*parts, *_strip(pack)]


def _words(kind: str, text: str) -> Part:
    return {"kind": kind, "text": in_paper(text)}


def _opening(pack: Pack) -> Iterator[Part]:
    if pack.mark:
        yield _words("mark", pack.mark)
    yield _words("title", full_title(pack))
    if pack.template == "quarterly":
        yield _words("lead", say("Issue ____"))
    data = in_sentence(pack.provenance.data_as_of)
    yield _words("lead", say("Period: {period}; {data}", period=pack.period, data=data))
    yield {"kind": "blank"}


def _section(section: Section, counts: dict[str, int]) -> Iterator[Part]:
    yield _heading(section.title, counts)
    for sentence in section.paragraphs:
        yield _said(sentence.text)
    for table in section.tables:
        yield _table(table, counts)
    said = "\n".join(sentence.text for sentence in section.paragraphs)
    for exhibit in section.exhibits:
        yield from _exhibit(exhibit, said, counts)
    if not (section.paragraphs or section.tables or section.exhibits):
        if section.is_by_hand:
            yield _words("hint", say("(to be written by hand)"))
        else:
            yield _words("body", say("Nothing to report in this period."))


def _heading(title: str, counts: dict[str, int]) -> Part:
    """Return the next heading: 一、基本情况; a title that brings its number keeps it."""
    if not is_numbered(title):
        counts["heading"] += 1
        title = numbered(title, counts["heading"])
    return _words("heading", title)


def _said(text: str) -> Part:
    """Return a paragraph of text; one that only bears a number such as （一） is a heading of the second kind."""
    return _words("subheading", text) if is_subheading(text) else _words("body", ended(text))


def _table(table: FigureTable, counts: dict[str, int]) -> Part:
    counts["table"] += 1
    if not table.rows:
        return _words("body", ended(say("{title}: no figures in this period", title=table.title)))
    rows = [[in_paper(text) for text in row] for row in table.rows]
    columns = list(zip(table.head, *rows, strict=True))
    size, widths = _fitting(columns, table.figures)
    return {
        "kind": "table",
        "caption": say("Table {n}  {title}", n=counts["table"], title=table.title),
        "head": list(table.head),
        "rows": rows,
        "figures": sorted(table.figures),
        "widths": widths,
        "size": size,
    }


def _fitting(columns: list[tuple[str, ...]], figures: frozenset[int]) -> tuple[float, list[float]]:
    """Return the size of letters and the widths of columns, in signs, at which a table fits into a line."""
    room = LINE - PADDING * len(columns)
    for size, widest in SIZES:
        widths = [_wanted(column, None if place in figures else widest) for place, column in enumerate(columns)]
        if sum(widths) * size <= room:
            break
    return size, widths


def _wanted(column: tuple[str, ...], widest: float | None) -> float:
    """Return how many signs a column asks for: heads and names longer than `widest` wrap, digits do not."""
    head, *cells = map(_width, column)
    longest = max(*cells, min(head, WIDEST_HEAD), 2.0)
    return longest if widest is None else min(max(longest, head), widest)


def _width(text: str) -> float:
    return sum(1.0 if east_asian_width(sign) in "WFA" else 0.55 for sign in text)


def _exhibit(exhibit: Exhibit, said: str, counts: dict[str, int]) -> Iterator[Part]:
    """Yield the conclusion with a reference, unless the text has said it, then the figure with its caption."""
    conclusion, spec = exhibit.conclusion.text, exhibit.spec
    if spec is None:
        yield _said(missing(exhibit))
        return
    counts["figure"] += 1
    reference = say("see figure {n}", n=counts["figure"])
    if conclusion not in said:
        yield _said(with_note(capital(conclusion), reference))
    yield {
        "kind": "figure",
        "svg": svg_of(spec, current_language(), is_titled=False, outlines=False).decode(),
        "alt": clauses([conclusion, spec.subtitle]),
        "caption": say("Figure {n}  {title}", n=counts["figure"], title=capital(spec.subtitle)),
    }


def _strip(pack: Pack) -> Iterator[Part]:
    """Yield where every figure comes from and who made the file when."""
    told = pack.provenance
    snapshot = say("Snapshot {label}", label=told.snapshot)
    made = say("Exported by {role}, {moment}", role=pack.made_by, moment=moment_name(pack.made_at))
    for line in (" · ".join(filter(None, (told.source, told.data_as_of, snapshot))), told.filters, made):
        if line:
            yield {"kind": "strip", "text": line}
