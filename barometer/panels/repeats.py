"""重复信访: how long until a matter comes back, and in which topics it does more often than chance."""

from __future__ import annotations

from barometer.answers import broken_down, course
from barometer.audience import Audience
from barometer.charts.marks import Columns, Dot, Dots
from barometer.charts.spec import ChartSpec
from barometer.dates_in_words import period_name
from barometer.event_counts import event_counts
from barometer.filters import Filters, Pick
from barometer.language import current_language, say
from barometer.metrics import metric_named, missing_needs
from barometer.panels.told import (
    Told,
    code_names,
    filters_in_words,
    not_computable,
    not_known_yet,
    nothing_here,
    provenance,
    some,
)
from barometer.periods import months_apart, period_ending
from barometer.phrases import clauses
from barometer.readings.funnel import proportion_limits
from barometer.reference import limit_in_force
from barometer.wording import is_small, measured_in, number, percent, unit_of_count

STEP_DAYS, LONGEST = 15, 180
YEAR = 12
SHOWN_CODES = 10
_MATTER = ("petitions.matter_id",)


def intervals(audience: Audience, filters: Filters) -> Told:
    """Return how many days lay between a repeat and the registration before it, over twelve months."""
    title = say("Days between registrations")
    if missing := missing_needs(_MATTER, audience.snapshot):
        return not_computable(title, missing)
    if not _reaches_back(audience, filters):
        return not_known_yet(title, audience, further=YEAR - 1)
    year = period_ending(filters.month, "rolling")
    counts = event_counts(audience, ("returned",), year, filters, "days_since")
    steps = range(0, LONGEST + 1, STEP_DAYS)
    values = tuple(float(sum(count.items for count in counts if int(count.code) == step)) for step in steps)
    if not sum(values):
        return nothing_here(title, audience, filters)
    limit = limit_in_force("completion", audience.snapshot.data_as_of)
    within = frozenset(index for index, step in enumerate(steps) if step + STEP_DAYS <= limit)
    last = say("{days}+", days=LONGEST)
    return ChartSpec(
        key="intervals",
        metric="repeat_items",
        title=_intervals_title(sum(values[index] for index in within), sum(values), limit),
        subtitle=say("days since the previous registration, {period}, registrations", period=period_name(year)),
        panels=(
            Columns(
                names=(*(f"{step}–{step + STEP_DAYS - 1}" for step in steps[:-1]), last),
                values=values,
                kind="count",
                measured_in=say("registrations"),
                marked=within,
                rule=(limit / STEP_DAYS - 0.5, say("limit {limit} days", limit=limit)),
                edges=(*(str(step) if step % 30 == 0 else "" for step in steps[:-1]), last),
            ),
        ),
        provenance=provenance(audience, filters),
        height=380,
        queries=("event_counts",),
    )


def dots(audience: Audience, filters: Filters, metric_id: str, across: str) -> Told:
    """Return a share by the codes of `across` against the whole, with the range each base leads one to expect."""
    metric = metric_named(metric_id)
    told = course(audience, metric_id, filters)
    title = metric.label(current_language())
    if missing := (*told.missing, *missing_needs((f"petitions.{across}",), audience.snapshot)):
        return not_computable(title, missing)
    if told.now.value is None:
        return not_known_yet(title, audience) if told.now.denominator else nothing_here(title, audience, filters)
    parts = broken_down(audience, metric_id, filters, across)
    known = {code: now for code, (now, _) in parts.items() if now.value is not None and now.denominator}
    largest = sorted(known, key=lambda code: (-(known[code].denominator or 0), code))[:SHOWN_CODES]
    labels = code_names(audience, across, largest)
    low, high = proportion_limits(told.now.value, [known[code].denominator or 0 for code in largest])
    rows = [
        Dot(
            code=code,
            name=labels[code],
            value=known[code].value or 0.0,
            low=float(bottom),
            high=float(top),
            base=known[code].denominator or 0,
            verdict=int((known[code].value or 0) > top) - int((known[code].value or 0) < bottom),
        )
        for code, bottom, top in zip(largest, low, high, strict=True)
    ]
    rows.sort(key=lambda row: -row.value)
    whole = say("all {value}", value=number(told.now.value, metric.kind, told.now.denominator))
    return ChartSpec(
        key=f"dots-{metric_id}",
        metric=metric_id,
        title=_dots_title(rows),
        subtitle=_dots_subtitle(metric.label(current_language()), len(known), filters_in_words(audience, filters)),
        panels=(
            Dots(
                tuple(rows),
                told.now.value,
                whole,
                unit_of_count(metric.counted_in, 2).strip(),
                metric.better,
                metric.kind,
                measured_in(metric),
                tuple(Pick(codes=((across, row.code),)) for row in rows),
            ),
        ),
        provenance=provenance(audience, filters),
        height=430,
    )


def _intervals_title(within: float, total: float, limit: int) -> str:
    if is_small(total):
        return say(
            "{n} of {total} repeats came back within the {limit}-day limit",
            n=number(within, "count"),
            total=number(total, "count"),
            limit=limit,
        )
    return say(
        "{share} of repeats came back within the {limit}-day limit", share=percent(within / total, 0), limit=limit
    )


def _reaches_back(audience: Audience, filters: Filters) -> bool:
    """Return whether the twelve months lie a whole window after the first of the data: else only short ways count."""
    window = int(audience.snapshot.manifest["repeat_window_months"])
    return months_apart(audience.session.first_month, filters.month) >= window + YEAR - 1


def _dots_title(rows: list[Dot]) -> str:
    above = [row.name for row in rows if row.verdict > 0]
    below = [row.name for row in rows if row.verdict < 0]
    if not above and not below:
        return say("No topic differs from the whole by more than chance")
    return clauses(
        [
            say("clearly above the whole: {names}", names=some(above)) if above else "",
            say("clearly below: {names}", names=some(below[::-1])) if below else "",
        ]
    )


def _dots_subtitle(label: str, topics: int, filters: str) -> str:
    shown = say("{n} largest topics", n=SHOWN_CODES) if topics > SHOWN_CODES else say("all topics")
    return say("{label} with the 99% range by chance, {shown}; {filters}", label=label, shown=shown, filters=filters)
