"""季度形势分析: the paper that a quarter closes with; causes and proposals are left to people."""

from __future__ import annotations

from barometer.audience import Audience
from barometer.briefing import subjects
from barometer.briefing.exhibits import cited, exhibits, paragraph
from barometer.briefing.features import features, problems
from barometer.briefing.key_figures import BASIC, figure_table
from barometer.briefing.outlook import outlook_section
from barometer.briefing.pack import Section
from barometer.filters import Filters
from barometer.language import say
from barometer.panels.headline import SENTENCES
from barometer.panels.sentences import three_sentences

BOTH = ("previous", "year")


def quarterly_sections(audience: Audience, filters: Filters) -> tuple[Section, ...]:
    """Return the sections of a situation report, from what happened to what is to be expected."""
    return (
        _situation(audience, filters),
        Section(
            say("Main features"),
            paragraphs=features(audience, filters),
            exhibits=exhibits(audience, filters, (*subjects.REPEATS[:1], *subjects.COLLECTIVE[:1])),
        ),
        Section(
            say("Problems reported"),
            paragraphs=problems(audience, filters),
            exhibits=exhibits(audience, filters, (subjects.ORIGINS[0], subjects.REPEATS[1], subjects.COLLECTIVE[1])),
        ),
        subjects.handling_section(audience, filters, (*subjects.ON_TIME, *subjects.UNITS), BOTH),
        subjects.supervision_section(audience, filters, subjects.PROCUREMENT),
        Section(say("Causes"), is_by_hand=True),
        outlook_section(audience, filters),
        Section(say("Proposals"), is_by_hand=True),
    )


def _situation(audience: Audience, filters: Filters) -> Section:
    return Section(
        say("Situation"),
        paragraphs=paragraph("overall", three_sentences(audience, filters), cited(audience, filters, SENTENCES)),
        tables=(figure_table(audience, filters, say("Key figures"), BASIC, BOTH),),
        exhibits=exhibits(audience, filters, (*subjects.TOTAL, subjects.ORIGINS[1])),
    )
