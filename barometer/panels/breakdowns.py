"""总览, second row: where a change comes from, and through which channels petitions come in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from barometer.answers import Figure, broken_down, broken_down_by, course
from barometer.audience import Audience
from barometer.charts.marks import Bars
from barometer.charts.spec import ChartSpec
from barometer.dates_in_words import period_name
from barometer.filters import Filters, Pick
from barometer.language import say
from barometer.metrics import missing_needs
from barometer.panels.comparable import comparability, doubted
from barometer.panels.told import (
    Told,
    code_names,
    filters_in_words,
    leading,
    no_comparison,
    not_computable,
    nothing_here,
    provenance,
)
from barometer.wording import base_name, is_small, number, part_of, percent, signed

METRIC = "registered"
SHOWN = 8


def contributions(audience: Audience, filters: Filters) -> Told:
    """Return by how much the topics that moved most rose or fell against the base."""
    title = say("Where the change comes from")
    if missing := missing_needs(("petitions.category",), audience.snapshot):
        return not_computable(title, missing)
    told = course(audience, METRIC, filters)
    if told.now.value is None:
        return nothing_here(title, audience, filters)
    if told.base.value is None:
        return no_comparison(title, filters)
    wanted = ("category",) if missing_needs(("petitions.channel",), audience.snapshot) else ("category", "channel")
    parts = broken_down_by(audience, METRIC, filters, wanted)["category"]  # both cards in one query
    if not parts:
        return nothing_here(title, audience, filters)
    changes = {code: (now.value or 0) - (before.value or 0) for code, (now, before) in parts.items()}
    largest = sorted(changes, key=lambda code: (-abs(changes[code]), code))
    shown = sorted(largest[: SHOWN if len(largest) > SHOWN + 1 else None], key=lambda code: -changes[code])
    labels = code_names(audience, "category", changes)
    bars = [(labels[code], changes[code]) for code in shown]
    behind = [_counts(parts, [code]) for code in shown]
    if others := changes.keys() - shown:
        bars.append((say("{n} other topics", n=len(others)), sum(changes[code] for code in others)))
        behind.append(_counts(parts, others))
    return ChartSpec(
        key="contributions",
        metric=METRIC,
        title=doubted(
            _contributions_title(told.now.value - told.base.value, changes, labels),
            bool(comparability(audience, filters)),
        ),
        subtitle=say(
            "registrations more or fewer than {base}, by topic; {filters}",
            base=base_name(filters.comparison),
            filters=filters_in_words(audience, filters),
        ),
        panels=(
            Bars(
                names=tuple(name for name, _ in bars),
                values=tuple(change for _, change in bars),
                labels=tuple(signed(change) for _, change in bars),
                kind="count",
                measured_in=say("registrations"),
                marked=frozenset(place for place, (_, change) in enumerate(bars) if change > 0),
                picks=tuple(Pick(codes=(("category", code),)) for code in shown),
                behind=tuple(behind),
            ),
        ),
        provenance=provenance(audience, filters),
        height=300,
    )


def channels(audience: Audience, filters: Filters) -> Told:
    """Return registrations by channel, with the share of each."""
    title = say("Channels")
    if missing := missing_needs(("petitions.channel",), audience.snapshot):
        return not_computable(title, missing)
    parts = broken_down(audience, METRIC, filters, "channel")
    values = {code: now.value or 0.0 for code, (now, _) in parts.items() if now.value}
    total = sum(values.values())
    if not total:
        return nothing_here(title, audience, filters)
    shown = sorted(values, key=lambda code: (-values[code], code))
    names = code_names(audience, "channel", shown)
    first, most = leading({names[code]: values[code] for code in shown})
    words = {"channel": first, "n": number(most, "count"), "total": number(total, "count")}
    words["share"] = percent(most / total, 0)
    return ChartSpec(
        key="channels",
        metric=METRIC,
        title=say("{channel} comes first: {n} of {total}", **words)
        if is_small(total)
        else say("{channel} comes first: {share} of registrations", **words),
        subtitle=say("registrations by channel, {period}", period=period_name(filters.period)),
        panels=(
            Bars(
                names=tuple(names[code] for code in shown),
                values=tuple(values[code] for code in shown),
                labels=tuple(part_of(values[code], total) for code in shown),
                kind="count",
                measured_in=say("registrations"),
                marked=frozenset(range(len(shown))),
                picks=tuple(Pick(codes=(("channel", code),)) for code in shown),
            ),
        ),
        provenance=provenance(audience, filters),
        height=300,
    )


def _counts(parts: Mapping[str, tuple[Figure, Figure]], codes: Iterable[str]) -> tuple[float, float]:
    """Return the registrations of some topics in the period and in its base."""
    pairs = [parts[code] for code in codes]
    return sum(now.value or 0 for now, _ in pairs), sum(before.value or 0 for _, before in pairs)


def _contributions_title(change: float, changes: dict[str, float], labels: dict[str, str]) -> str:
    """Return the change of the total and the topic that moved most in its direction."""
    if not any(changes.values()):
        return say("No topic rose or fell")
    if not change:
        return say("No change in total; topics moved against each other")
    names, part = leading({labels[code]: moved * (1 if change > 0 else -1) for code, moved in changes.items()})
    words = {"n": f"{abs(change):,.0f}", "topic": names, "part": signed(part if change > 0 else -part)}
    if change > 0:
        return say("{n} more registrations, most in {topic} ({part})", **words)
    return say("{n} fewer registrations, most in {topic} ({part})", **words)
