"""月度例会: a dozen charts for a meeting, each with its answer."""

from __future__ import annotations

from barometer.audience import Audience
from barometer.briefing import subjects
from barometer.briefing.exhibits import cited, exhibits, paragraph
from barometer.briefing.key_figures import BASIC, figure_table
from barometer.briefing.outlook import sign_section
from barometer.briefing.pack import Section
from barometer.filters import Filters
from barometer.language import say
from barometer.panels.headline import SENTENCES
from barometer.panels.sentences import three_sentences


def monthly_sections(audience: Audience, filters: Filters) -> tuple[Section, ...]:
    """Return the sections of a monthly meeting: total, repeats, collective visits, handling, key areas, signs."""
    return (
        _overall(audience, filters),
        subjects.repeat_section(audience, filters, subjects.REPEATS),
        subjects.collective_section(audience, filters, subjects.COLLECTIVE),
        subjects.handling_section(audience, filters, (*subjects.ON_TIME, *subjects.UNITS)),
        subjects.supervision_section(audience, filters, subjects.PROCUREMENT[:1]),
        sign_section(audience, filters),
    )


def _overall(audience: Audience, filters: Filters) -> Section:
    told = paragraph("overall", three_sentences(audience, filters), cited(audience, filters, SENTENCES))
    return Section(
        say("Overall"),
        paragraphs=told,
        tables=(figure_table(audience, filters, say("Key figures"), BASIC, (filters.comparison,)),),
        exhibits=exhibits(audience, filters, (*subjects.TOTAL, *subjects.ORIGINS)),
    )
