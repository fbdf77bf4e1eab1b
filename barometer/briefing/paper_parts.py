"""The parts of a paper from top to bottom: opening, sections with tables and figures, notes, provenance."""

from __future__ import annotations

from collections.abc import Iterable

from barometer.briefing.pack import Exhibit, FigureTable, Pack, Section
from barometer.briefing.paper_draft import Draft
from barometer.briefing.paper_figures import figure_elements, note_on
from barometer.briefing.paper_tables import three_lines
from barometer.briefing.paper_words import ended, full_title, is_subheading, missing, with_note
from barometer.briefing.wordprocessing import Element
from barometer.dates_in_words import moment_name
from barometer.language import current_language, say
from barometer.phrases import capital, in_sentence


def opening(draft: Draft, pack: Pack) -> list[Element]:
    """Return mark, title, the blank for the number of an issue, and what period the paper is about."""
    told = say("Period: {period}; {data}", period=pack.period, data=in_sentence(pack.provenance.data_as_of))
    number = [draft.words("lead", say("Issue ____"))] if pack.template == "quarterly" else []
    marked = [draft.words("mark", pack.mark)] if pack.mark else []
    after = [draft.words("body", "")] if current_language() == "zh" else []
    title = draft.words("title", full_title(pack))
    return [*marked, title, *number, draft.words("lead", told), *after]


def section_elements(draft: Draft, section: Section, charts: str) -> list[Element]:
    """Return a headed part: what it says, its tables, then its figures; one left to people has a hint only."""
    made = [draft.heading(section.title)]
    made += [_said(draft, sentence.text) for sentence in section.paragraphs]
    made += [element for table in section.tables for element in table_elements(draft, table)]
    said = "\n".join(sentence.text for sentence in section.paragraphs)
    for exhibit in section.exhibits:
        made += exhibit_elements(draft, exhibit, charts, said)
    if section.is_by_hand and len(made) == 1:
        made.append(draft.words("hint", say("(to be written by hand)")))
    elif len(made) == 1:
        made.append(draft.words("body", say("Nothing to report in this period.")))
    return made


def table_elements(draft: Draft, table: FigureTable) -> list[Element]:
    """Return caption, table and the line below that keeps it off the text."""
    draft.tables += 1
    if not table.rows:
        return [draft.words("body", ended(say("{title}: no figures in this period", title=table.title)))]
    grid = three_lines(table, draft.styles["cell"], draft.style_ids["cell"], draft.width)
    return [
        draft.words("caption", say("Table {n}  {title}", n=draft.tables, title=table.title), keep=True),
        grid,
        draft.words("strip", ""),
    ]


def exhibit_elements(draft: Draft, exhibit: Exhibit, charts: str, said: str = "") -> list[Element]:
    """Return the conclusion with a reference, unless the text has said it, then the figure with its caption."""
    conclusion = exhibit.conclusion.text
    if exhibit.spec is None:
        return [_said(draft, missing(exhibit))]
    reference = say("see figure {n}", n=draft.figures + 1)
    told = [] if conclusion in said else [_said(draft, with_note(capital(conclusion), reference))]
    return [*told, *figure_with_caption(draft, exhibit, charts)]


def figure_with_caption(draft: Draft, exhibit: Exhibit, charts: str) -> list[Element]:
    """Return a figure and its caption; where it cannot be drawn, the reason."""
    if exhibit.spec is None:
        return [_said(draft, missing(exhibit))]
    draft.figures += 1
    told, notes = figure_elements(draft, exhibit, charts), note_on(draft, exhibit, charts)
    caption = say("Figure {n}  {title}", n=draft.figures, title=capital(exhibit.spec.subtitle))
    return [*told, draft.words("caption", caption, keep=bool(notes)), *notes]


def note_elements(draft: Draft, notes: Iterable[str]) -> list[Element]:
    """Return the annex: definitions and gaps in the data; nothing where there are none."""
    told = [f"{place}. {ended(note)}" for place, note in enumerate(notes, 1)]
    if not told:
        return []
    return [draft.heading(say("Annex: definitions and gaps in the data")), *(draft.words("note", one) for one in told)]


def strip_elements(draft: Draft, pack: Pack) -> list[Element]:
    """Return where every figure comes from and who made the file when, in small letters at the end."""
    from_ = pack.provenance
    made = say("Exported by {role}, {moment}", role=pack.made_by, moment=moment_name(pack.made_at))
    snapshot = say("Snapshot {label}", label=from_.snapshot)
    lines = (" · ".join(filter(None, (from_.source, from_.data_as_of, snapshot))), from_.filters, made)
    return [draft.words("strip", ""), *(draft.words("strip", line) for line in lines if line)]


def _said(draft: Draft, text: str) -> Element:
    """Return a paragraph of text; one that only bears a number such as （一） is a heading of the second kind."""
    return draft.words("subheading", text) if is_subheading(text) else draft.words("body", ended(text))
