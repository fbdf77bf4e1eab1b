"""办理质效: which unit answers on time more or less often than chance and what all units share explain?"""

from __future__ import annotations

import numpy as np

from barometer.amounts import rounded
from barometer.answers import Figure, by_unit
from barometer.audience import Audience
from barometer.charts.funnel import value_range
from barometer.charts.funnel_mark import Funnel, FunnelDot
from barometer.charts.spec import ChartSpec
from barometer.completeness import units_one_level_down
from barometer.filters import Filters, Pick
from barometer.language import current_language, say
from barometer.metrics import metric_named, missing_columns
from barometer.panels.told import State, Told, filters_in_words, not_computable, nothing_here, provenance, some
from barometer.phrases import clauses, sentence
from barometer.readings.funnel import Funnel as Reading
from barometer.readings.funnel import read_shares, share_limits
from barometer.wording import measured_in, number, percent

METRIC = "completed_on_time_rate"
LEAST = 5  # fewer units tell nothing of how far units scatter
STEPS, BEFORE, BEYOND = 60, 0.4, 1.05  # of the curves: points, and how far they run past the bases of the units


def unit_funnel(audience: Audience, filters: Filters) -> Told:
    """Return the share answered on time of units one level down, or of the lowest ones where those are too few."""
    metric = metric_named(METRIC)
    title = say("{label} by unit", label=metric.label(current_language()))
    if missing := missing_columns(metric, audience.snapshot):
        return not_computable(title, missing)
    told = _compared(audience, filters)
    known = {unit: figure for unit, figure in told.items() if figure.denominator}
    if not known:
        return nothing_here(title, audience, filters)
    if len(known) < LEAST:
        return _too_few(title, filters, len(known))
    parts, bases = ([getattr(figure, name) for figure in known.values()] for name in ("numerator", "denominator"))
    reading = read_shares(parts, bases)
    panel = _panel(audience, known, reading)
    return ChartSpec(
        key="unit-funnel",
        metric=METRIC,
        title=_title(panel, metric.label(current_language())),
        subtitle=_subtitle(audience, filters, panel, reading, len(told)),
        panels=(panel,),
        provenance=provenance(audience, filters, is_compared=False),
        height=320,
    )


def _compared(audience: Audience, filters: Filters) -> dict[str, Figure]:
    """Return the units one level down; where too few of them had items due, those that have none below them."""
    told = by_unit(audience, METRIC, filters, units_one_level_down(audience, filters.units))
    if sum(bool(figure.denominator) for figure in told.values()) >= LEAST:
        return told
    tree = audience.session.tree
    parents = {unit.parent_id for unit in tree.units.values()}
    tops = tree.topmost(filters.units) if filters.units else tree.roots
    lowest = tuple(unit for top in tops for unit in tree.below(top) if unit not in parents)
    return by_unit(audience, METRIC, filters, lowest)


def _too_few(title: str, filters: Filters, known: int) -> State:
    why = say(
        "Units with items due: {n}; {least} are needed, of fewer nobody can tell how far units differ by chance.",
        n=known,
        least=LEAST,
    )
    remedy = "all units" if filters.units else ""
    return State(title, say("Too few units, not compared"), why, ":material/scatter_plot:", remedy)


def _panel(audience: Audience, known: dict[str, Figure], reading: Reading) -> Funnel:
    """Return the units in tree order inside their limits, which run as curves past the smallest and largest base."""
    metric, bases = metric_named(METRIC), [figure.denominator or 0.0 for figure in known.values()]
    grid = np.unique(np.ceil(np.geomspace(BEFORE * min(bases), BEYOND * max(bases), STEPS)))  # of whole items
    near, far = share_limits(reading.target, reading.tau2, grid).tolist()
    limits = share_limits(reading.target, reading.tau2, bases).transpose(2, 0, 1).tolist()
    return Funnel(
        rows=tuple(
            FunnelDot(
                code=unit,
                name=audience.session.tree.name_of(unit),
                numerator=figure.numerator or 0.0,
                denominator=figure.denominator or 0.0,
                value=figure.value or 0.0,
                near=tuple(inner),
                far=tuple(outer),
            )
            for (unit, figure), (inner, outer) in zip(known.items(), limits, strict=True)
        ),
        target=reading.target,
        target_label=say("together {value}", value=number(reading.target, metric.kind, sum(bases))),
        grid=tuple(grid.tolist()),
        near=(tuple(near[0]), tuple(near[1])),
        far=(tuple(far[0]), tuple(far[1])),
        phi=reading.phi,
        part_name=say("answered on time"),
        base_name=say("items due"),
        better=metric.better,
        kind=metric.kind,
        measured_in=measured_in(metric),
        picks=tuple(Pick(unit=unit) for unit in known),
    )


def _title(panel: Funnel, label: str) -> str:
    """Return which units lie outside the limits, in the order of the tree: this is no ranking."""
    low, high = ([row.name for row in panel.rows if row.verdict == side] for side in (-1, 1))
    words = {"n": len(panel.rows), "label": label}
    if not low and not high:
        return say("{label}: none of {n} units stands out", **words)
    below = say("{label}: {k} of {n} units clearly lower, {names}", k=len(low), names=some(low), **words) if low else ""
    if not high:
        return below
    words |= {"k": len(high), "names": some(high)}
    above = say("{k} clearly higher, {names}", **words)
    return clauses([below, above]) if low else say("{label}: {k} of {n} units clearly higher, {names}", **words)


def _level(audience: Audience, filters: Filters, panel: Funnel) -> str:
    """Return which units are compared."""
    nearest = units_one_level_down(audience, filters.units)
    if not {row.code for row in panel.rows} <= set(nearest):
        return say("lowest units")
    return say("chosen units") if set(nearest) <= set(filters.units) else say("units one level down")


def _subtitle(audience: Audience, filters: Filters, panel: Funnel, reading: Reading, units: int) -> str:
    phi = f"{rounded(reading.phi, 1):f}"
    start, without = value_range(panel)[0], units - len(panel.rows)
    notes = [
        sentence(_level(audience, filters, panel), filters_in_words(audience, filters, is_compared=False)),
        say("small bases scatter widely"),
        say("variance between units {phi} times chance, limits widened", phi=phi)
        if reading.tau2
        else say("variance between units {phi} times chance", phi=phi),
        say("{n} without items due left out", n=without) if without else "",
        say("axis starts at {start}", start=percent(start, 0)) if start else "",
    ]
    return clauses(notes)
