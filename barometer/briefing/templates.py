"""Templates of meeting material: which sections and charts a pack holds, under which filters, in which words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace

from barometer.audience import Audience
from barometer.briefing.chart_elements import printable
from barometer.briefing.choices import TEMPLATES
from barometer.briefing.monthly import monthly_sections
from barometer.briefing.notes import notes
from barometer.briefing.pack import Exhibit, Pack, Section, Sentence
from barometer.briefing.quarterly import quarterly_sections
from barometer.briefing.topics import known_topic, topic_sections, topic_title
from barometer.dates_in_words import period_name
from barometer.faults import NotAllowed, UnknownPeriod
from barometer.filters import Filters
from barometer.language import current_language, say
from barometer.panels.told import provenance, units_in_words
from barometer.periods import last_month_of
from barometer.phrases import bracketed
from barometer.session import Session

MODES = {"monthly": "ytd", "quarterly": "quarter", "topic": "ytd"}


def filters_of(
    session: Session, template: str, month: dt.date, units: tuple[str, ...] = (), is_month_alone: bool = False
) -> Filters:
    """Return the filters a template starts from: the year up to `month` or that month alone, or its quarter.

    Raises NotAllowed for another template, UnknownPeriod for a month that is not covered, UnknownUnit.
    """
    if template not in TEMPLATES:
        expected = ", ".join(TEMPLATES)
        raise NotAllowed(f"Unknown template '{template[:40]}'", expected=expected, remedy="choose one of these")
    if not session.first_month <= month <= session.last_month:
        covered = f"{session.first_month:%Y-%m} to {session.last_month:%Y-%m}"
        raise UnknownPeriod(f"No data for {month:%Y-%m}", expected=covered, remedy="choose a covered month")
    mode = "month" if is_month_alone and template != "quarterly" else MODES[template]
    chosen = session.tree.in_order(units)
    return Filters(last_month_of(month, mode, session.last_month), mode, units=chosen)


def build_pack(
    audience: Audience,
    filters: Filters,
    template: str,
    topic: str = "",
    edits: Mapping[str, str] | None = None,
    made_at: dt.datetime | None = None,
    made_by: str = "",
    mark: str = "",
) -> Pack:
    """Return the pack of a template in the current language; `edits` replace sentences by their keys.

    Raises NotAllowed for an unknown template, topic or key.
    """
    sections = _edited(_sections(audience, filters, template, topic), edits or {})
    return Pack(
        template=template,
        language=current_language(),
        title=_title(audience, filters, template, topic),
        period=period_name(filters.period),
        sections=sections,
        provenance=provenance(audience, filters),
        made_at=made_at or dt.datetime.now(dt.UTC),
        made_by=made_by or audience.scope.role,
        mark=printable(mark),
        notes=notes(audience, filters, sections),
    )


def sentence_keys(sections: tuple[Section, ...]) -> dict[str, Sentence]:
    """Return every sentence that can be changed, by its key."""
    told = {one.key: one for section in sections for one in section.paragraphs}
    return told | {one.key: one.conclusion for section in sections for one in section.exhibits if one.spec}


def _sections(audience: Audience, filters: Filters, template: str, topic: str) -> tuple[Section, ...]:
    if template == "monthly":
        return monthly_sections(audience, filters)
    if template == "quarterly":
        return quarterly_sections(audience, filters)
    if template == "topic":
        return topic_sections(audience, filters, topic)
    raise NotAllowed(f"Unknown template '{template[:40]}'", expected=", ".join(TEMPLATES))


def _title(audience: Audience, filters: Filters, template: str, topic: str) -> str:
    titles = {"monthly": say("Petition situation report"), "quarterly": say("Quarterly petition situation report")}
    title = titles[template] if template in titles else topic_title(known_topic(topic))
    return bracketed(title, units_in_words(audience, filters)) if filters.units else title


def _edited(sections: tuple[Section, ...], edits: Mapping[str, str]) -> tuple[Section, ...]:
    if unknown := edits.keys() - sentence_keys(sections).keys():
        known = ", ".join(sentence_keys(sections))
        raise NotAllowed(f"No sentence is called '{min(unknown)[:64]}'", column="--edits", expected=known)
    return tuple(
        replace(
            section,
            paragraphs=tuple(_sentence_edited(one, edits.get(one.key)) for one in section.paragraphs),
            exhibits=tuple(_exhibit_edited(one, edits.get(one.key)) for one in section.exhibits),
        )
        for section in sections
    )


def _exhibit_edited(exhibit: Exhibit, text: str | None) -> Exhibit:
    return replace(exhibit, conclusion=_sentence_edited(exhibit.conclusion, text))


def _sentence_edited(sentence: Sentence, text: str | None) -> Sentence:
    """Return the sentence with the words of whoever changed it; unchanged or empty words change nothing."""
    words = " ".join(printable(text or "").split())
    return sentence if words in ("", sentence.text) else replace(sentence, edited=words)
