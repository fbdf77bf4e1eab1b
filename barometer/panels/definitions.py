"""口径: the metrics in words, each with its formula, source, version and what it rests on."""

from __future__ import annotations

from barometer.audience import Audience
from barometer.dates_in_words import day_name, period_name
from barometer.definitions import Limit, limits, needed_columns, version
from barometer.filters import Filters
from barometer.language import current_language, say
from barometer.metrics import Metric, missing_needs, registry
from barometer.page_files import page_title
from barometer.panels.headline import Headline
from barometer.panels.limits import compared, limit_table
from barometer.panels.tables import Cell, Code, Table, ToMetric
from barometer.phrases import bracketed, listed
from barometer.reporting import reporting
from barometer.wording import measured_in, unit_of_count


def definitions_headline(audience: Audience, filters: Filters) -> Headline:
    """Return up to which day the data reaches, who delivered, and how many definitions rest on an article."""
    told = reporting(audience, filters.period, filters.units)
    words = {"day": day_name(audience.snapshot.data_as_of), "period": period_name(filters.period)}
    sentence = say("Data to {day}", **words)
    if told.expected:
        counts = {"reported": told.reported, "expected": told.expected}
        sentence = say(
            "Data to {day}; {reported} of {expected} units with a registration in {period}", **words, **counts
        )
    metrics = registry().values()
    caption = say(
        "{n} metrics: {statutes} rest on an article, of which {unread} are not yet compared with the official text; "
        "{own} are own definitions",
        n=len(metrics),
        statutes=sum(metric.is_statute for metric in metrics),
        unread=sum(metric.is_statute and not metric.is_verified for metric in metrics),
        own=sum(not metric.is_statute for metric in metrics),
    )
    return Headline(sentence, caption)


def metric_list(audience: Audience, filters: Filters) -> Table:
    """Return every metric in one line: name, formula with its denominator, source, whether read, where shown."""
    language = current_language()
    return Table(
        key="metrics",
        title=say("Metrics: formula and source"),
        caption=restated(),
        head=(say("metric"), say("formula"), say("source"), say("basis"), say("shown on")),
        rows=tuple(
            (
                (ToMetric(metric.label(language), metric.id), Code(metric.id)),
                metric.formula(language),
                metric.source(language),
                basis(metric),
                shown_on(metric),
            )
            for metric in registry().values()
        ),
    )


def restated() -> str:
    """Return the sentence that stands at every definition."""
    return say("A year ago is computed by today's definition and may differ from what was reported then.")


def basis(metric: Metric) -> str:
    """Return whether an article was read in the official text, or that the definition is our own."""
    if not metric.is_statute:
        return say("own definition")
    return compared(metric.is_verified)


def shown_on(metric: Metric) -> str:
    """Return the pages that show the metric, an em dash where none does."""
    return listed([page_title(page) for page in metric.used_on]) or "—"


def metric_facts(audience: Audience, metric: Metric) -> Table:
    """Return one metric in full: formula, source, counting, needed columns, breakdowns, version."""
    language = current_language()
    better = {"higher": say("higher is better"), "lower": say("lower is better"), "neutral": say("neither is better")}
    rows: list[tuple[Cell, ...]] = [
        (say("formula"), metric.formula(language)),
        (say("source"), bracketed(metric.source(language), basis(metric))),
        (say("measured in"), measured_in(metric)),
        (say("counted in"), unit_of_count(metric.counted_in, 2).strip()),
        (say("direction"), better[metric.better]),
        (say("state or flow"), say("state at the end of the period") if metric.is_stock else say("over the period")),
        (say("needed columns"), _needed(audience, metric)),
        (say("breakdowns"), listed([_breakdown(audience, name) for name in metric.breakdowns]) or "—"),
        (say("shown on"), shown_on(metric)),
        (say("version"), (Code(version(metric)),)),
    ]
    return Table(
        key="metric",
        title=metric.label(language),
        caption=restated(),
        head=(say("item"), say("definition")),
        rows=tuple(rows),
    )


def metric_limits(audience: Audience, metric: Metric) -> Table:
    """Return the dated limits a metric rests on; no row where it rests on none."""
    found: tuple[Limit, ...] = limits(audience, current_language())
    return limit_table(
        "metric-limits",
        say("Limits the metric rests on"),
        tuple(limit for limit in found if limit.id in metric.limits),
    )


def _needed(audience: Audience, metric: Metric) -> Cell:
    """Return the needed columns by their labels; those the data does not fill are said to be empty."""
    language, pieces = current_language(), []
    for need, group in zip(metric.needs, needed_columns(metric), strict=True):
        words = [
            say("{column} (empty in this data)", column=column.label(language))
            if audience.snapshot.lacks(table, column.name)
            else column.label(language)
            for table, column in group
        ]
        told = say("{columns}, one of them is enough", columns=listed(words)) if len(words) > 1 else words[0]
        is_missing = bool(missing_needs((need,), audience.snapshot))
        pieces.append(say("{columns}: not computable", columns=told) if is_missing else told)
    return ("；" if language == "zh" else "; ").join(pieces) or say("none beyond the required ones")


def _breakdown(audience: Audience, name: str) -> str:
    names = audience.session.labels("list", current_language())
    if name == "category_by_area":
        return f"{names['category']} × {names['area']}"
    return say("what went before") if name == "cause" else names.get(name, name)
