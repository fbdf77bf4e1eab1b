"""The sections that several templates share: charts grouped by the question they answer."""

from __future__ import annotations

from barometer.answers import courses
from barometer.audience import Audience
from barometer.briefing.exhibits import cited, exhibits, paragraph
from barometer.briefing.key_figures import HANDLING, figure_table
from barometer.briefing.pack import Section
from barometer.filters import Filters
from barometer.flag_answers import AMOUNT, SHARE, of_procurement
from barometer.language import say
from barometer.panels.comparable import period_told
from barometer.panels.handling import handling_headline
from barometer.panels.headline import collective_headline, repeat_headline
from barometer.panels.procurement import procurement_headline
from barometer.wording import is_small, number, percent

TOTAL = ("registered",)
ORIGINS = ("contributions", "channels")
REPEATS = ("repeat-share", "repeat-topics")
MORE_REPEATS = ("repeat-intervals", "repeat-cohorts")
COLLECTIVE = ("collective", "collective-topics")
MORE_COLLECTIVE = ("collective-sizes", "collective-days", "collective-causes")
ON_TIME = ("on-time", "open-stages", "open-ages")
UNITS = ("unit-funnel",)
MORE_HANDLING = ("answer-days", "satisfaction")
PROCUREMENT = ("procurement-stages", "procurement-trend")
MORE_PROCUREMENT = ("procurement-statutory", "procurement-statistical")
COLLECTIVE_SHARES = ("collective_batch_share", "collective_person_share")


def repeat_section(audience: Audience, filters: Filters, charts: tuple[str, ...]) -> Section:
    """Return what is said of repeat petitions."""
    told = repeat_headline(audience, filters)
    figures = cited(audience, filters, ("repeat_share", "repeat_items"))
    return Section(
        say("Repeat petitions"),
        paragraphs=paragraph("repeat", told.sentence, figures),
        exhibits=exhibits(audience, filters, charts),
    )


def collective_section(audience: Audience, filters: Filters, charts: tuple[str, ...]) -> Section:
    """Return what is said of collective visits."""
    shown = ("collective_batches", "collective_persons", *COLLECTIVE_SHARES)
    return Section(
        say("Collective visits"),
        paragraphs=paragraph("collective", _collective(audience, filters), cited(audience, filters, shown)),
        exhibits=exhibits(audience, filters, charts),
    )


def _collective(audience: Audience, filters: Filters) -> str:
    """Return how much of all visits came collectively; the chart below tells how many, and the change."""
    batches, persons = courses(audience, COLLECTIVE_SHARES, filters)
    shares = (batches.now.value, persons.now.value)
    if batches.missing or persons.missing or None in shares or is_small(batches.now.denominator or 0):
        return collective_headline(audience, filters).sentence
    return say(
        "{period}: {b} visits by {r} persons; {batches} of the visits and {persons} of the persons were collective",
        period=period_told(audience, filters),
        b=number(batches.now.denominator, "count"),
        r=number(persons.now.denominator, "count"),
        batches=percent(shares[0] or 0),
        persons=percent(shares[1] or 0),
    )


def handling_section(
    audience: Audience,
    filters: Filters,
    charts: tuple[str, ...],
    comparisons: tuple[str, ...] = (),
) -> Section:
    """Return how petitions were handled, against `comparisons` in a table; units stand in the order of the tree."""
    told = handling_headline(audience, filters)
    figures = cited(audience, filters, ("completed_on_time_rate", "overdue_open"))
    table = figure_table(audience, filters, say("Handling"), HANDLING, comparisons) if comparisons else None
    return Section(
        say("Quality of handling"),
        paragraphs=paragraph("handling", told.sentence, figures),
        tables=(table,) if table else (),
        exhibits=exhibits(audience, filters, charts),
    )


def supervision_section(audience: Audience, filters: Filters, charts: tuple[str, ...]) -> Section:
    """Return the flags of procurement, and which figures of supervision are counted nowhere here."""
    told = procurement_headline(audience, filters)
    absent = say(
        "Findings and their rectification, clues and their disposal are not counted here yet and are not analysed."
    )
    lead = say("A flag is a lead to check, not a finding; not computable does not mean clear.")
    figures = cited(audience, of_procurement(filters), (SHARE, AMOUNT))
    return Section(
        say("Supervision and disposal"),
        paragraphs=(
            *paragraph("procurement", told.sentence, figures),
            *paragraph("procurement-meaning", lead),
            *paragraph("supervision-absent", absent),
        ),
        exhibits=exhibits(audience, filters, charts),
    )
