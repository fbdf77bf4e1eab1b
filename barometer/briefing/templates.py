"""Templates of meeting material: which sections and charts a pack holds, under which filters, in which words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace

from barometer.audience import Audience
from barometer.briefing.chart_elements import printable
from barometer.briefing.choices import OWN, TEMPLATES
from barometer.briefing.chosen import Item, chosen_sections, further_section, origin, periods_told
from barometer.briefing.external_pack import (
    external_edition,
    external_mark,
    external_notes,
    external_provenance,
    without_withheld,
)
from barometer.briefing.monthly import monthly_sections
from barometer.briefing.notes import notes
from barometer.briefing.pack import Exhibit, HiddenFigures, Pack, Section, Sentence
from barometer.briefing.quarterly import quarterly_sections
from barometer.briefing.topics import known_topic, topic_sections, topic_title
from barometer.dates_in_words import period_name, quarter_name
from barometer.disclosure import least_shown
from barometer.faults import NotAllowed, UnknownPeriod
from barometer.filters import Filters
from barometer.language import current_language, say
from barometer.panels.told import units_in_words
from barometer.periods import last_month_of
from barometer.phrases import bracketed
from barometer.role_words import reader_in_words
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
    external: bool = False,
    title: str = "",
    items: Sequence[Item] = (),
    left_out: Sequence[str] = (),
) -> Pack:
    """Return the pack of a template in the current language; `edits` replace sentences by their keys.

    `items` are charts that somebody put in, `left_out` the keys of those somebody took out; `title` replaces the usual
    one. An `external` one hides small numbers. Raises NotAllowed for an unknown template, topic or key.
    """
    written = _sections(audience, filters, template, topic, items)
    sections = _edited(_without(written, left_out), edits or {})
    told = origin(audience, filters, items if template == OWN else ())
    hidden, closing = tuple[HiddenFigures, ...](), tuple[str, ...]()
    if external:
        least = least_shown(audience.snapshot.data_as_of, audience.data)
        sections, hidden = external_edition(sections, least)
        told, mark, closing = external_provenance(told), external_mark(mark), external_notes(hidden, least)
    return Pack(
        template=template,
        language=current_language(),
        title=" ".join(title.split()) or _title(audience, filters, template, topic),
        period=_period(audience, filters, template, items),
        sections=sections,
        provenance=told,
        made_at=made_at or dt.datetime.now(dt.UTC),
        made_by=made_by or reader_in_words(audience.scope),
        mark=printable(mark),
        notes=(*closing, *notes(audience, filters, without_withheld(sections, hidden))),
        external=external,
        hidden=hidden,
    )


def sentence_keys(sections: tuple[Section, ...]) -> dict[str, Sentence]:
    """Return every sentence that can be changed, by its key."""
    told = {one.key: one for section in sections for one in section.paragraphs}
    return told | {one.key: one.conclusion for section in sections for one in section.exhibits if one.spec}


def _sections(
    audience: Audience, filters: Filters, template: str, topic: str, items: Sequence[Item]
) -> tuple[Section, ...]:
    if template == OWN:
        return chosen_sections(audience, items)
    return (*_of_template(audience, filters, template, topic), *further_section(audience, items))


def _of_template(audience: Audience, filters: Filters, template: str, topic: str) -> tuple[Section, ...]:
    if template == "monthly":
        return monthly_sections(audience, filters)
    if template == "quarterly":
        return quarterly_sections(audience, filters)
    if template == "topic":
        return topic_sections(audience, filters, topic)
    raise NotAllowed(f"Unknown template '{template[:40]}'", expected=", ".join(TEMPLATES))


def _without(sections: tuple[Section, ...], left_out: Sequence[str]) -> tuple[Section, ...]:
    kept = [(one, tuple(shown for shown in one.exhibits if shown.key not in left_out)) for one in sections]
    return tuple(replace(one, exhibits=exhibits) for one, exhibits in kept)


def _period(audience: Audience, filters: Filters, template: str, items: Sequence[Item]) -> str:
    if template == OWN:
        return periods_told(items, audience.session)
    return quarter_name(filters.period) if filters.mode == "quarter" else period_name(filters.period)


def _title(audience: Audience, filters: Filters, template: str, topic: str) -> str:
    if template == OWN:
        return say("Meeting material")
    is_topic = template not in ("monthly", "quarterly")
    title = topic_title(known_topic(topic)) if is_topic else say("Petition situation report")
    if template == "quarterly" and filters.mode != "quarter":  # else the period says so
        title = say("Quarterly petition situation report")
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
