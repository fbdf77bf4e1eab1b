"""重复信访: which months' matters come back, at the same age."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from barometer.audience import Audience
from barometer.charts.marks import Heat, Value
from barometer.charts.spec import ChartSpec
from barometer.dates_in_words import month_name
from barometer.event_counts import event_counts
from barometer.filters import Filters, Pick
from barometer.language import say
from barometer.metrics import metric_named, missing_needs
from barometer.panels.told import Told, is_provisional, not_computable, nothing_here, provenance
from barometer.periods import Period, add_months, month_run, months_apart
from barometer.wording import is_small, percent

METRIC = "repeat_matter_share"
COHORTS = 12
AGE = 3  # months after which cohorts are compared: most matters that come back have done so


def cohorts(audience: Audience, filters: Filters) -> Told:
    """Return, for matters first raised in each of twelve months, what share has come back by each later month."""
    title = say("Matters that came back, by first month")
    if missing := missing_needs(metric_named(METRIC).needs, audience.snapshot):
        return not_computable(title, missing)
    first = max(add_months(filters.month, 1 - COHORTS), audience.session.first_month)
    period = Period("cohorts", first, filters.month)
    counts = event_counts(audience, ("first_raised", "came_back"), period, filters, "months_later")
    bases = {count.month: count.items for count in counts if count.event == "first_raised"}
    if not bases:
        return nothing_here(title, audience, filters)
    returns = {(count.month, int(count.code)): count.items for count in counts if count.event == "came_back"}
    months = month_run(first, filters.month)
    row_bases = tuple(bases.get(month, 0) for month in months)
    values = tuple(_cumulated(month, bases.get(month, 0), returns, months) for month in months)
    return ChartSpec(
        key="cohorts",
        metric=METRIC,
        title=_cohort_title(_settled(values, is_provisional(audience, filters)), row_bases),
        subtitle=say(
            "first month × calendar months later, cumulative share that came back (%); last cells provisional"
        ),
        panels=(
            Heat(
                rows=tuple(month_name(month) for month in months),
                columns=tuple(say("+0") if later == 0 else f"+{later}" for later in range(len(months))),
                values=values,
                kind="share",
                measured_in="%",
                picks=tuple((Pick(month=month),) * len(months) for month in months),
                bases=row_bases,
            ),
        ),
        provenance=provenance(audience, filters),
        height=430,
        queries=("event_counts",),
    )


def _cumulated(
    month: dt.date, base: int, returns: dict[tuple[dt.date, int], int], months: list[dt.date]
) -> tuple[Value, ...]:
    seen, shares = 0, []
    for later in range(len(months)):
        seen += returns.get((month, later), 0)
        is_past = later <= months_apart(month, months[-1])
        shares.append((seen / base if base else None) if is_past else float("nan"))
    return tuple(shares)


def _settled(values: tuple[tuple[Value, ...], ...], provisional: bool) -> list[tuple[Value, ...]]:
    """Return the rows without the cells of the newest month, while returns in it are still to come."""
    return [row[: len(row) - place - 1] if provisional else row for place, row in enumerate(values)]


def _cohort_title(values: Sequence[tuple[Value, ...]], bases: Sequence[int]) -> str:
    """Return what share came back within three months: of the newest three months that old, and of the oldest three."""
    old_enough = [
        (row[AGE] or 0.0, base)
        for row, base in zip(values, bases, strict=True)
        if len(row) > AGE and row[AGE] == row[AGE]
    ]
    recent, before = _pooled(old_enough[-3:]), _pooled(old_enough[:3])
    if len(old_enough) < 6 or recent is None or before is None:
        return say("Share of matters that came back, by month first raised")
    return say(
        "{recent} of the newest matters came back within {age} months, {before} of the oldest here",
        recent=percent(recent),
        before=percent(before),
        age=AGE,
    )


def _pooled(shares: list[tuple[float, int]]) -> float | None:
    """Return the share of several months' matters taken together; None where they are too few for a percentage."""
    total = sum(base for _, base in shares)
    return sum(share * base for share, base in shares) / total if not is_small(total) else None
