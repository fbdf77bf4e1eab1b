"""集体访: how many and how large, on which days, about what, and what went before."""

from __future__ import annotations

from barometer.answers import broken_down, broken_down_by, course, value_of
from barometer.audience import Audience
from barometer.charts.marks import Columns, Heat
from barometer.charts.spec import ChartSpec
from barometer.dates_in_words import period_name
from barometer.filters import Filters, Pick
from barometer.language import current_language, say
from barometer.metrics import missing_needs
from barometer.month_states import provisional_months
from barometer.panels.comparable import change_told
from barometer.panels.expectation import claim, claim_note
from barometer.panels.told import (
    Told,
    code_names,
    events,
    filters_in_words,
    leading,
    not_computable,
    nothing_here,
    provenance,
)
from barometer.panels.trend import monthly_columns, monthly_lines
from barometer.phrases import clauses, sentence
from barometer.reading_answers import readings_of
from barometer.wording import base_name, is_small, number, percent

METRIC = "collective_batches"
SHOWN_TOPICS = 9
BREAKDOWNS = ("size_class", "category", "category_by_area", "cause")
NEEDS = ("petitions.channel", "petitions.persons")


def collective_trend(audience: Audience, filters: Filters) -> Told:
    """Return batches above persons on the same months: two aligned panels, never two axes on one."""
    told = course(audience, METRIC, filters)
    title = told.metric.label(current_language())
    if told.missing:
        return not_computable(title, told.missing)
    if told.is_empty or told.now.value is None:
        return nothing_here(title, audience, filters)
    persons = course(audience, "collective_persons", filters)
    broken_down_by(audience, METRIC, filters, BREAKDOWNS)  # the cards below, in one query
    provisional = provisional_months(audience, filters)
    visits = say(
        "{batches} collective visits, {persons} persons",
        batches=number(told.now.value, "count"),
        persons=number(persons.now.value, "count"),
    )
    measured = say("above: visits by month, grey line a year ago; below: persons in them")
    return ChartSpec(
        key="collective-trend",
        metric=METRIC,
        title=clauses([sentence(visits, change_told(audience, filters, told)), claim(audience, METRIC, filters)]),
        subtitle=" · ".join(note for note in (measured, claim_note(audience, METRIC, filters)) if note),
        panels=(
            monthly_lines(told, provisional, readings_of(audience, METRIC, filters)),
            monthly_columns(persons, provisional),
        ),
        provenance=provenance(audience, filters),
        events=events(audience, filters),
        height=380,
        further=("collective_persons",),
    )


def size_classes(audience: Audience, filters: Filters) -> Told:
    """Return collective visits by the number of persons, beside the base."""
    title = say("Size of collective visits")
    if missing := missing_needs(NEEDS, audience.snapshot):
        return not_computable(title, missing)
    parts = broken_down(audience, METRIC, filters, "size_class")
    labels = audience.session.labels("size_class", current_language())
    codes = [code for code in labels if code]
    now = tuple(value_of(parts, code) for code in codes)
    told = course(audience, METRIC, filters)
    before = tuple(value_of(parts, code, 1) for code in codes) if told.base.value is not None else ()
    if not sum(now):
        return nothing_here(title, audience, filters)
    largest = max(range(len(codes)), key=lambda index: now[index])
    base = base_name(filters.comparison)
    return ChartSpec(
        key="sizes",
        metric=METRIC,
        title=_sizes_title(now[largest], sum(now), labels[codes[largest]], now[-1], labels[codes[-1]]),
        subtitle=clauses(
            [
                say("visits by persons, {period}", period=period_name(filters.period)),
                say("outlined: {base}", base=base) if before else "",
            ]
        ),
        panels=(
            Columns(
                names=tuple(labels[code] for code in codes),
                values=now,
                kind="count",
                measured_in=period_name(filters.period),
                labels=tuple(number(value, "count") for value in now),
                earlier=before,
                earlier_name=base,
                marked=frozenset(range(len(codes))),
            ),
        ),
        provenance=provenance(audience, filters),
        height=380,
    )


def topics(audience: Audience, filters: Filters) -> Told:
    """Return collective visits by topic and key area; a visit about two topics counts in both."""
    title = say("Topics of collective visits")
    if missing := missing_needs((*NEEDS, "petitions.category"), audience.snapshot):
        return not_computable(title, missing)
    by_topic = {code: now.value or 0.0 for code, (now, _) in broken_down(audience, METRIC, filters, "category").items()}
    chosen = sorted((code for code in by_topic if by_topic[code]), key=lambda code: (-by_topic[code], code))
    if not chosen:
        return nothing_here(title, audience, filters)
    cells = broken_down(audience, METRIC, filters, "category_by_area")
    names = code_names(audience, "category", chosen)
    area_names = audience.session.labels("area", current_language())
    areas = [*area_names, ""]
    total = course(audience, METRIC, filters).now.value or 1.0
    return ChartSpec(
        key="topics",
        metric=METRIC,
        title=_topics_title(*leading({names[code]: by_topic[code] for code in chosen}), total),
        subtitle=say("visits by topic and key area; {filters}", filters=filters_in_words(audience, filters)),
        panels=(
            Heat(
                rows=tuple(names[code] for code in chosen[:SHOWN_TOPICS]),
                columns=(*area_names.values(), say("none given")),
                values=tuple(
                    tuple(value_of(cells, f"{code}|{area}") for area in areas) for code in chosen[:SHOWN_TOPICS]
                ),
                kind="count",
                measured_in=say("visits"),
                picks=tuple(
                    tuple(Pick(codes=(("category", code), ("area", area))) for area in areas)
                    for code in chosen[:SHOWN_TOPICS]
                ),
            ),
        ),
        provenance=provenance(audience, filters),
        height=64 + 34 * min(len(chosen), SHOWN_TOPICS),
    )


def _sizes_title(most: float, total: float, size: str, largest: float, top: str) -> str:
    words = {"n": number(most, "count"), "total": number(total, "count"), "size": size}
    words |= {"share": percent(most / total), "largest": number(largest, "count"), "top": top}
    if is_small(total):
        return say("{n} of {total} collective visits were of {size} persons", **words)
    return say("{share} were of {size} persons; {largest} of {top}", **words)


def _topics_title(topic: str, visits: float, total: float) -> str:
    words = {"topic": topic, "n": number(visits, "count"), "total": number(total, "count")}
    words["share"] = percent(visits / total)
    if is_small(total):
        return say("{topic} is the most frequent topic: {n} of {total} collective visits", **words)
    return say("{topic} is the most frequent topic: {share} of collective visits", **words)
