"""What marks in the office's own document can stand for: words of a pack, and parts of it as elements."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from barometer.briefing.pack import Exhibit, Pack, Section
from barometer.briefing.paper_draft import Draft
from barometer.briefing.paper_parts import elements
from barometer.briefing.paper_text import Counts, Part, figure_part, note_parts, section_parts, strip_parts, table_part
from barometer.briefing.paper_words import full_title
from barometer.briefing.wordprocessing import Element
from barometer.dates_in_words import moment_name
from barometer.phrases import in_paper

Block = Callable[[Draft], list[Element]]
Told = Callable[[str], str | None]


@dataclass(frozen=True)
class Marks:
    """Words by mark, parts by mark, and what tells the words of a figure that the pack does not hold."""

    words: dict[str, str]
    blocks: dict[str, Block]
    told: Told

    def word(self, name: str) -> str | None:
        """Return the words of a mark; None where it stands for none."""
        found = self.words.get(name)
        return self.told(name) if found is None else found

    @property
    def names(self) -> list[str]:
        """Return every mark the pack itself brings."""
        return sorted([*self.words, *self.blocks])


def marks_of(pack: Pack, charts: str = "native", told: Told | None = None) -> Marks:
    """Return what the marks of a document stand for in this pack."""
    words = {name: in_paper(text) for name, text in {**_words(pack), **_sentences(pack)}.items()}
    return Marks(words, _blocks(pack, charts), told or (lambda _: None))


def _words(pack: Pack) -> dict[str, str]:
    return {
        "title": full_title(pack),
        "period": pack.period,
        "mark": pack.mark,
        "source": pack.provenance.source,
        "data": pack.provenance.data_as_of,
        "filters": pack.provenance.filters,
        "snapshot": pack.provenance.snapshot,
        "made.by": pack.made_by,
        "made.at": moment_name(pack.made_at),
    }


def _sentences(pack: Pack) -> dict[str, str]:
    told = {one.key: one.text for section in pack.sections for one in section.paragraphs if one.key}
    told |= {key: one.conclusion.text for key, one in _exhibits(pack).items()}
    return {f"{key}.sentence": text for key, text in told.items()}


def _blocks(pack: Pack, charts: str) -> dict[str, Block]:
    tables = [table for section in pack.sections for table in section.tables]
    sections = {f"section.{place}": _section(one, charts) for place, one in enumerate(pack.sections, 1)}
    return {
        "sections": lambda draft: [element for section in sections.values() for element in section(draft)],
        **sections,
        **{f"table.{place}": _one(partial(table_part, table)) for place, table in enumerate(tables, 1)},
        **{f"chart.{key}": _one(partial(figure_part, one), charts) for key, one in _exhibits(pack).items()},
        "notes": lambda draft: elements(draft, note_parts(pack.notes)),
        "provenance": lambda draft: elements(draft, strip_parts(pack)),
    }


def _exhibits(pack: Pack) -> dict[str, Exhibit]:
    """Return the exhibits by their keys, and by those their charts have on the screen where only one has it."""
    drawn = [one.spec.key for one in pack.exhibits if one.spec]
    on_screen = {one.spec.key: one for one in pack.exhibits if one.spec and drawn.count(one.spec.key) == 1}
    return on_screen | {one.key: one for one in pack.exhibits}


def _section(section: Section, charts: str) -> Block:
    return lambda draft: elements(draft, section_parts(section, draft.counts), charts)


def _one(made: Callable[[Counts], Part], charts: str = "native") -> Block:
    """Return what writes a table or chart into the draft it is given, numbered when it is written."""
    return lambda draft: elements(draft, [made(draft.counts)], charts)
