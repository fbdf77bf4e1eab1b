"""专题: one subject in depth, all charts of its page."""

from __future__ import annotations

from barometer.audience import Audience
from barometer.briefing import subjects
from barometer.briefing.choices import TOPICS
from barometer.briefing.pack import Section
from barometer.faults import NotAllowed
from barometer.filters import Filters
from barometer.language import say


def topic_sections(audience: Audience, filters: Filters, topic: str) -> tuple[Section, ...]:
    """Return one subject, then causes and proposals for people to write. Raises NotAllowed for another subject."""
    return (
        _subject(audience, filters, topic),
        Section(say("Causes"), is_by_hand=True),
        Section(say("Proposals"), is_by_hand=True),
    )


def topic_title(topic: str) -> str:
    """Return the title of a paper on one subject."""
    titles = {
        "repeat": say("Report on repeat petitions"),
        "collective": say("Report on collective visits"),
        "handling": say("Report on the handling of petitions"),
        "procurement": say("Report on procurement"),
    }
    return titles[known_topic(topic)]


def known_topic(topic: str) -> str:
    """Return the subject if there is such a one. Raises NotAllowed."""
    if topic not in TOPICS:
        remedy = "name one of these with --topic"
        raise NotAllowed(f"Unknown topic '{topic[:40]}'", expected=", ".join(TOPICS), remedy=remedy)
    return topic


def _subject(audience: Audience, filters: Filters, topic: str) -> Section:
    if known_topic(topic) == "repeat":
        return subjects.repeat_section(audience, filters, (*subjects.REPEATS, *subjects.MORE_REPEATS))
    if topic == "collective":
        return subjects.collective_section(audience, filters, (*subjects.COLLECTIVE, *subjects.MORE_COLLECTIVE))
    if topic == "handling":
        charts = (*subjects.ON_TIME, *subjects.UNITS, *subjects.MORE_HANDLING)
        return subjects.handling_section(audience, filters, charts, (filters.comparison,))
    return subjects.supervision_section(audience, filters, (*subjects.PROCUREMENT, *subjects.MORE_PROCUREMENT))
