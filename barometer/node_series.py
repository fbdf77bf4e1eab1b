"""A metric of every node of the tree over many periods, as arrays: what readings are made from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from barometer.metrics import ALL, Metric, joined_query, metric_named
from barometer.periods import Period
from barometer.session import WHOLE, Session

Floats = NDArray[np.float64]
READ_MONTHS = 36  # as many as a trend shows
_AT_ONCE = 500  # nodes in a query, so that none runs into the time limit


@dataclass(frozen=True)
class NodeSeries:
    """Numerators and denominators (nodes, periods) of a metric; NaN where not known, None for counts."""

    metric: Metric
    nodes: tuple[str, ...]
    periods: tuple[Period, ...]
    numerators: Floats
    denominators: Floats | None


def every_node(session: Session) -> tuple[str, ...]:
    """Return the whole organisation and every unit with all below it."""
    return (WHOLE, *session.tree.units)


def node_series(session: Session, metric_id: str, nodes: Sequence[str], periods: Sequence[Period]) -> NodeSeries:
    """Return a metric of `nodes`, each over `periods`, by the metric's own query."""
    told = [
        _asked(session, metric_id, nodes[start : start + _AT_ONCE], periods) for start in range(0, len(nodes), _AT_ONCE)
    ]
    numerators, denominators = (np.concatenate(parts) for parts in zip(*told, strict=True))
    metric = metric_named(metric_id)
    bases = denominators if metric.kind == "share" else None
    return NodeSeries(metric, tuple(nodes), tuple(periods), numerators, bases)


def _asked(session: Session, metric_id: str, nodes: Sequence[str], periods: Sequence[Period]) -> tuple[Floats, Floats]:
    values = {
        "periods": [period.written(str(place)) for place, period in enumerate(periods)],
        "units": [f"{place}/{node}" for place, node in enumerate(nodes)],
        "breakdowns": [ALL],
    }
    counts = np.full((2, len(nodes), len(periods)), np.nan)
    for _, period, node, _, _, numerator, denominator, _ in session.rows(joined_query((metric_id,)), values):
        counts[:, int(node), int(period)] = (
            np.nan if numerator is None else float(numerator),
            np.nan if denominator is None else float(denominator),
        )
    return counts[0], counts[1]
