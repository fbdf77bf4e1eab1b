"""办理质效: the sentence, where the open items stand, how old they are, and the figures without a chart."""

from __future__ import annotations

from barometer.answers import Course, Parts, broken_down_by, course, courses, value_of
from barometer.audience import Audience
from barometer.charts.marks import Bars, Columns
from barometer.charts.spec import ChartSpec
from barometer.dates_in_words import day_name, period_name
from barometer.filters import Filters
from barometer.language import current_language, say
from barometer.metrics import metric_named, missing_needs
from barometer.panels.comparable import change_told, period_told
from barometer.panels.headline import Headline, caption, figure_rows
from barometer.panels.told import (
    State,
    Told,
    is_provisional,
    last_day,
    not_computable,
    nothing_here,
    provenance,
)
from barometer.phrases import clauses, sentence
from barometer.reference import limit_in_force
from barometer.wording import base_name, is_small, measured_in, number, part_of, percent

METRIC = "backlog"
STAGES = ("awaiting", "handling", "extended", "overdue")
CHARTED = (
    "completed_on_time_rate",
    "overdue_open",
    "backlog",
    "accepted_on_time_rate",
    "days_to_answer_p50",
    "days_to_answer_p90",
    "satisfied_rate",
)
FURTHER = (
    "accepted_on_time_rate",
    "extended_rate",
    "overdue_open",
    "extended_open",
    "rated_share",
    "first_time_resolution",
    "skip_level_overdue_share",
    "petition_density",
)
_NEEDS = {"handling_stage": ("petitions.accepted_on", "petitions.limit_on"), "age_band": ()}


def handling_headline(audience: Audience, filters: Filters) -> Headline:
    """Return how many items were due, how many of them answered in time, and how many stand overdue."""
    courses(audience, tuple(dict.fromkeys((*CHARTED, *FURTHER))), filters)  # the whole page in one query
    kept, overdue = courses(audience, ("completed_on_time_rate", "overdue_open"), filters)
    if not audience.session.covers(filters.period):
        uncovered = say("The data does not cover {period}", period=period_name(filters.period))
        return Headline(uncovered, caption(audience, filters))
    standing = ""
    if overdue.now.value is not None:
        words = {"day": day_name(last_day(audience, filters)), "n": number(overdue.now.value, "count")}
        standing = say("{n} overdue and open on {day}", **words)
    return Headline(clauses([_kept(kept, period_told(audience, filters)), standing]), caption(audience, filters))


def stages(audience: Audience, filters: Filters) -> Told:
    """Return the items open at the end of the period by the stage where they stand."""
    title = say("Where the open items stand")
    if missing := _missing(audience, "handling_stage"):
        return not_computable(title, missing)
    parts, told = _open_by(audience, filters, "handling_stage"), course(audience, METRIC, filters)
    if not told.now.value:
        return _nothing_open(title, audience, filters)
    labels = audience.session.labels("handling_stage", current_language())
    values = {stage: value_of(parts, stage) for stage in STAGES}
    day = day_name(last_day(audience, filters))
    return ChartSpec(
        key="stages",
        metric=METRIC,
        title=sentence(
            say("{n} open", n=number(told.now.value, "count")),
            change_told(audience, filters, told),
        ),
        subtitle=say("open on {day}, by stage", day=day),
        panels=(
            Bars(
                names=tuple(labels.get(stage, stage) for stage in STAGES),
                values=tuple(values[stage] for stage in STAGES),
                labels=tuple(part_of(values[stage], told.now.value) for stage in STAGES),
                kind="count",
                measured_in=measured_in(metric_named(METRIC)),
                marked=frozenset({STAGES.index("overdue")}),
            ),
        ),
        provenance=provenance(audience, filters),
        height=340,
    )


def ages(audience: Audience, filters: Filters) -> Told:
    """Return the items open at the end of the period by the days since their registration, beside the base."""
    title = say("Age of the open items")
    if missing := _missing(audience, "age_band"):
        return not_computable(title, missing)
    parts = _open_by(audience, filters, "age_band")
    labels = audience.session.labels("age_band", current_language())
    now = tuple(value_of(parts, code) for code in labels)
    if not sum(now):
        return _nothing_open(title, audience, filters)
    is_based = course(audience, METRIC, filters).base.value is not None
    before = tuple(value_of(parts, code, 1) for code in labels) if is_based else ()
    day = last_day(audience, filters)
    limit, base = limit_in_force("completion", day), base_name(filters.comparison)
    begins = [int(code.partition("-")[0]) for code in labels]
    old = [place for place, first in enumerate(begins) if first > limit] or [len(begins) - 1]
    edge = begins[old[0]] - 1  # the bands cannot tell what lies between the limit and their next edge
    return ChartSpec(
        key="ages",
        metric=METRIC,
        title=_ages_title(sum(now[place] for place in old), sum(now), edge),
        subtitle=clauses(
            [
                say("open on {day}, by days since registration", day=day_name(day)),
                say("outlined: {base}", base=base) if before else "",
                say("{limit}-day limit from acceptance", limit=limit),
            ]
        ),
        panels=(
            Columns(
                names=tuple(labels.values()),
                values=now,
                kind="count",
                measured_in=period_name(filters.period),
                labels=tuple(number(value, "count") for value in now),
                earlier=before,
                earlier_name=base,
                marked=frozenset(old),
                rule=(old[0] - 0.5, say("limit {limit} days", limit=limit)) if edge == limit else None,
            ),
        ),
        provenance=provenance(audience, filters),
        height=320,
    )


def handling_figures(audience: Audience, filters: Filters) -> tuple[tuple[str, str, str], ...]:
    """Return name, value and change of the page's figures; no change where ratings are still to come."""
    rows = dict(zip(FURTHER, figure_rows(audience, filters, FURTHER), strict=True))
    label, value, _ = rows["rated_share"]
    if is_provisional(audience, filters) and course(audience, "rated_share", filters).now.value is not None:
        rows["rated_share"] = (label, value, say("ratings still to come"))
    return tuple(rows.values())


def _kept(told: Course, period: str) -> str:
    label = told.metric.label(current_language())
    if told.missing:
        return say("{label}: not computable from this data", label=label)
    if told.now.value is None:
        return say("{period}: no item was due", period=period)
    words = {
        "period": period,
        "due": number(told.now.denominator, "count"),
        "kept": number(told.now.numerator, "count"),
        "rate": percent(told.now.value),
    }
    if is_small(told.now.denominator or 0):
        return say("{period}: of {due} items due {kept} were answered in time", **words)
    return say("{period}: of {due} items due {kept} were answered in time, {rate}", **words)


def _missing(audience: Audience, breakdown: str) -> tuple[str, ...]:
    return missing_needs((*metric_named(METRIC).needs, *_NEEDS[breakdown]), audience.snapshot)


def _open_by(audience: Audience, filters: Filters, breakdown: str) -> Parts:
    """Return what is open by one breakdown; both cards in one query where both can be told."""
    wanted = tuple(name for name in _NEEDS if not _missing(audience, name))
    return broken_down_by(audience, METRIC, filters, wanted)[breakdown]


def _nothing_open(title: str, audience: Audience, filters: Filters) -> State:
    if not audience.session.covers(filters.period):
        return nothing_here(title, audience, filters)
    reason = say("Nothing was open on {day}", day=day_name(last_day(audience, filters)))
    why = say("Every item registered until then had been answered or closed.")
    return State(title, reason, why, ":material/task_alt:")


def _ages_title(old: float, total: float, edge: int) -> str:
    words = {"n": number(old, "count"), "total": number(total, "count"), "days": edge}
    if is_small(total):
        return say("{n} of {total} open items were registered more than {days} days ago", **words)
    words["share"] = percent(old / total)
    return say("{share} of open items ({n}) were registered more than {days} days ago", **words)
