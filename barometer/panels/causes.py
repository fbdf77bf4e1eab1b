"""What went before collective visits: overdue answers, earlier registrations, or nothing."""

from __future__ import annotations

from barometer.answers import broken_down, value_of
from barometer.audience import Audience
from barometer.charts.marks import Bars
from barometer.charts.spec import ChartSpec
from barometer.filters import Filters
from barometer.language import say
from barometer.metrics import missing_needs
from barometer.panels.collective import METRIC, NEEDS
from barometer.panels.told import (
    Told,
    filters_in_words,
    not_computable,
    nothing_here,
    provenance,
)
from barometer.phrases import clauses
from barometer.wording import is_small, number, part_of, percent

CAUSES = ("overdue", "returned", "first", "unknown")


def causes(audience: Audience, filters: Filters) -> Told:
    """Return what went before a collective visit: overdue at the responsible unit, registered before, or neither."""
    title = say("What went before collective visits")
    if missing := missing_needs((*NEEDS, "petitions.matter_id", "petitions.limit_on"), audience.snapshot):
        return not_computable(title, missing)
    parts = broken_down(audience, METRIC, filters, "cause")
    names = {
        "overdue": say("overdue at the responsible unit"),
        "returned": say("registered before, not overdue"),
        "first": say("raised for the first time"),
        "unknown": say("matter not known"),
    }
    values = {code: value_of(parts, code) for code in CAUSES}
    shown = [code for code in CAUSES if values[code] or code != "unknown"]
    total = sum(values.values())
    if not total:
        return nothing_here(title, audience, filters)
    return ChartSpec(
        key="causes",
        metric=METRIC,
        title=_causes_title(values["overdue"], values["unknown"], total),
        subtitle=say(
            "visits by state of the matter on the day of the visit; {filters}",
            filters=filters_in_words(audience, filters),
        ),
        panels=(
            Bars(
                names=tuple(names[code] for code in shown),
                values=tuple(values[code] for code in shown),
                labels=tuple(part_of(values[code], total) for code in shown),
                kind="count",
                measured_in=say("visits"),
                marked=frozenset({0}),
            ),
        ),
        provenance=provenance(audience, filters),
        height=360,
    )


def _causes_title(overdue: float, unknown: float, total: float) -> str:
    words = {"n": number(overdue, "count"), "total": number(total, "count"), "share": percent(overdue / total)}
    if unknown == total:
        return say("What went before the {total} collective visits is not known", **words)
    answer = (
        say("{n} of {total} collective visits came after an overdue answer", **words)
        if is_small(total)
        else say("{share} of collective visits came after an overdue answer", **words)
    )
    return clauses([answer, say("of {n} it is not known", n=number(unknown, "count")) if unknown else ""])
