"""The sections that several templates share: charts grouped by the question they answer."""

from __future__ import annotations

from functools import partial

from barometer.answers import courses
from barometer.audience import Audience
from barometer.briefing.exhibits import Build, cited, exhibits, paragraph
from barometer.briefing.key_figures import HANDLING, figure_table
from barometer.briefing.pack import Section
from barometer.filters import Filters
from barometer.flag_answers import AMOUNT, SHARE, of_procurement
from barometer.language import say
from barometer.panels.breakdowns import channels, contributions
from barometer.panels.causes import causes
from barometer.panels.cohorts import cohorts
from barometer.panels.collective import collective_trend, size_classes, topics
from barometer.panels.comparable import period_told
from barometer.panels.flagged_trend import flagged_trend
from barometer.panels.flags import flags_by_area
from barometer.panels.handling import ages, handling_headline, stages
from barometer.panels.headline import collective_headline, repeat_headline
from barometer.panels.procurement import procurement_headline, stage_heat
from barometer.panels.repeats import dots, intervals
from barometer.panels.satisfaction import satisfaction
from barometer.panels.timeliness import answer_days, on_time_rates
from barometer.panels.trend import trend
from barometer.panels.unit_funnel import unit_funnel
from barometer.panels.visit_days import visit_calendar
from barometer.wording import is_small, number, percent

TOTAL: tuple[tuple[str, Build], ...] = (("registered", partial(trend, metric_id="registered")),)
ORIGINS: tuple[tuple[str, Build], ...] = (("contributions", contributions), ("channels", channels))
REPEATS: tuple[tuple[str, Build], ...] = (
    ("repeat-share", partial(trend, metric_id="repeat_share", beneath="repeat_items")),
    ("repeat-topics", partial(dots, metric_id="repeat_share", across="category")),
)
MORE_REPEATS: tuple[tuple[str, Build], ...] = (("repeat-intervals", intervals), ("repeat-cohorts", cohorts))
COLLECTIVE: tuple[tuple[str, Build], ...] = (("collective", collective_trend), ("collective-topics", topics))
MORE_COLLECTIVE: tuple[tuple[str, Build], ...] = (
    ("collective-sizes", size_classes),
    ("collective-days", visit_calendar),
    ("collective-causes", causes),
)
ON_TIME: tuple[tuple[str, Build], ...] = (("on-time", on_time_rates), ("open-stages", stages), ("open-ages", ages))
UNITS: tuple[tuple[str, Build], ...] = (("unit-funnel", unit_funnel),)
MORE_HANDLING: tuple[tuple[str, Build], ...] = (("answer-days", answer_days), ("satisfaction", satisfaction))
COLLECTIVE_SHARES = ("collective_batch_share", "collective_person_share")
PROCUREMENT: tuple[tuple[str, Build], ...] = (("procurement-stages", stage_heat), ("procurement-trend", flagged_trend))
MORE_PROCUREMENT: tuple[tuple[str, Build], ...] = (
    ("procurement-statutory", partial(flags_by_area, kind="statutory")),
    ("procurement-statistical", partial(flags_by_area, kind="statistical")),
)


def repeat_section(audience: Audience, filters: Filters, builds: tuple[tuple[str, Build], ...]) -> Section:
    """Return what is said of repeat petitions."""
    told = repeat_headline(audience, filters)
    figures = cited(audience, filters, ("repeat_share", "repeat_items"))
    return Section(
        say("Repeat petitions"),
        paragraphs=paragraph("repeat", told.sentence, figures),
        exhibits=exhibits(audience, filters, builds),
    )


def collective_section(audience: Audience, filters: Filters, builds: tuple[tuple[str, Build], ...]) -> Section:
    """Return what is said of collective visits."""
    shown = ("collective_batches", "collective_persons", *COLLECTIVE_SHARES)
    return Section(
        say("Collective visits"),
        paragraphs=paragraph("collective", _collective(audience, filters), cited(audience, filters, shown)),
        exhibits=exhibits(audience, filters, builds),
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
    builds: tuple[tuple[str, Build], ...],
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
        exhibits=exhibits(audience, filters, builds),
    )


def supervision_section(audience: Audience, filters: Filters, builds: tuple[tuple[str, Build], ...]) -> Section:
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
        exhibits=exhibits(audience, filters, builds),
    )
