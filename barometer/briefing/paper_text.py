"""What a paper says from top to bottom: the one definition that the Word file and the PDF are both made from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from barometer.briefing.pack import Exhibit, FigureTable, Pack, Section
from barometer.briefing.paper_words import ended, full_title, is_numbered, is_subheading, missing, numbered, with_note
from barometer.dates_in_words import moment_name
from barometer.language import say
from barometer.phrases import capital, in_paper, in_sentence

_CLAUSE = re.compile(r"；|; ")
_LAST_NOTES = 2  # that go with the lines about the origin, which never stand alone on a page


@dataclass(frozen=True)
class Part:
    """A piece of a paper: words of a kind, or a table or figure with its caption as `text`.

    `kind` is "mark", "title", "lead", "blank", "heading", "subheading", "body", "hint", "table", "figure", "note" or
    "strip". `keep`: it stays on the page of what follows.
    """

    kind: str
    text: str = ""
    table: FigureTable | None = None
    exhibit: Exhibit | None = None
    keep: bool = False


@dataclass
class Counts:
    """What has been numbered so far in a paper."""

    headings: int = 0
    tables: int = 0
    figures: int = 0


def opening(pack: Pack) -> Iterator[Part]:
    """Yield mark, title, the blank for the number of an issue, and what period the paper is about."""
    if pack.mark:
        yield _words("mark", pack.mark)
    yield _words("title", full_title(pack))
    if pack.template == "quarterly":
        yield _words("lead", say("Issue ____"))
    data = in_sentence(pack.provenance.data_as_of)
    yield _words("lead", say("Period: {period}; {data}", period=pack.period, data=data))
    yield Part("blank")


def section_parts(section: Section, counts: Counts) -> Iterator[Part]:
    """Yield a headed part: what it says, its tables, then its figures; one left to people has a hint only."""
    yield heading(section.title, counts)
    for sentence in section.paragraphs:
        yield said(sentence.text)
    for table in section.tables:
        yield table_part(table, counts)
    told = "\n".join(sentence.text for sentence in section.paragraphs)
    for exhibit in section.exhibits:
        yield from _exhibit(exhibit, told, counts)
    if not (section.paragraphs or section.tables or section.exhibits):
        if section.is_by_hand:
            yield _words("hint", say("(to be written by hand)"))
        else:
            yield _words("body", say("Nothing to report in this period."))


def heading(title: str, counts: Counts) -> Part:
    """Return the next heading: 一、基本情况, 1. Situation; a title that brings its number keeps it."""
    if not is_numbered(title):
        counts.headings += 1
        title = numbered(title, counts.headings)
    return _words("heading", title)


def said(text: str) -> Part:
    """Return a paragraph of text; one that only bears a number such as （一） is a heading of the second kind."""
    return _words("subheading", text) if is_subheading(text) else _words("body", ended(text))


def table_part(table: FigureTable, counts: Counts) -> Part:
    """Return a table with its caption; a sentence where it has no figures."""
    counts.tables += 1
    if not table.rows:
        return _words("body", ended(say("{title}: no figures in this period", title=table.title)))
    return Part("table", in_paper(say("Table {n}  {title}", n=counts.tables, title=table.title)), table=table)


def figure_part(exhibit: Exhibit, counts: Counts) -> Part:
    """Return a figure with its caption; where it cannot be drawn, the reason."""
    if exhibit.spec is None:
        return said(missing(exhibit))
    counts.figures += 1
    caption = say("Figure {n}  {title}", n=counts.figures, title=capital(exhibit.spec.subtitle))
    return Part("figure", in_paper(caption), exhibit=exhibit)


def note_parts(notes: Iterable[str]) -> Iterator[Part]:
    """Yield the annex: definitions and gaps in the data; nothing where there are none."""
    told = [f"{place}. {ended(note)}" for place, note in enumerate(notes, 1)]
    if told:
        yield _words("heading", say("Annex: definitions and gaps in the data"))
    for place, note in enumerate(told):
        yield _words("note", note, keep=place >= len(told) - _LAST_NOTES)


def strip_parts(pack: Pack) -> list[Part]:
    """Return where every figure comes from and who made the file when, the last lines of a paper."""
    origin = pack.provenance
    snapshot = say("Snapshot {label}", label=origin.snapshot)
    made = say("Exported by {role}, {moment}", role=pack.made_by, moment=moment_name(pack.made_at))
    lines = [" · ".join(filter(None, (origin.source, origin.data_as_of, snapshot))), origin.filters]
    return [*(_words("strip", line, keep=True) for line in lines if line), _words("strip", made)]


def _words(kind: str, text: str, *, keep: bool = False) -> Part:
    return Part(kind, in_paper(text), keep=keep)


def _exhibit(exhibit: Exhibit, told: str, counts: Counts) -> Iterator[Part]:
    """Yield the conclusion with a reference, unless the text has said it, then the figure with its caption."""
    left = _not_yet_said(exhibit, told)
    if exhibit.spec and left:
        yield said(with_note(capital(left), say("see figure {n}", n=counts.figures + 1)))
    yield figure_part(exhibit, counts)


def _not_yet_said(exhibit: Exhibit, told: str) -> str:
    """Return a conclusion without the clauses at its end that the text has said; what somebody wrote stays whole."""
    text = exhibit.conclusion.text
    if text in told:
        return ""
    ends = [match.start() for match in _CLAUSE.finditer(text)] if exhibit.conclusion.edited is None else []
    for end in reversed(ends):
        if text[end:].lstrip("；; ").lower() not in told.lower():
            break
        text = text[:end]
    return text
