"""Between which rates the middle half of the units of a kind lies: quartiles that name no unit."""

from __future__ import annotations

import numpy as np
import pandas as pd

from barometer.metrics import SMALL_BASE
from barometer.node_series import READ_MONTHS, Floats, node_series
from barometer.periods import Period, add_months, month_run, run_of
from barometer.query_files import query_text
from barometer.session import WHOLE, Session

FEWEST_PEERS = 8
_A_YEAR = 12


def peer_bands(session: Session, metric_id: str) -> pd.DataFrame:
    """Return the rows of table `peer_bands` for a rate: quartiles of the units of each type, by twelve months."""
    kinds = dict(session.rows(query_text("unit_types")))
    months = month_run(session.first_month, session.last_month)[_A_YEAR - 1 :][-READ_MONTHS:]
    if not months:
        return pd.DataFrame()
    years: list[Period] = [run_of(add_months(month, 1 - _A_YEAR), month) for month in months]
    told = node_series(session, metric_id, tuple(session.tree.units), years)
    assert told.denominators is not None
    bases = np.nan_to_num(told.denominators)
    of_kind = np.array([kinds.get(node) or "" for node in told.nodes])
    parents = {unit.parent_id for unit in session.tree.units.values()}
    is_lowest = np.array([node not in parents for node in told.nodes])  # so that no item counts at every level
    rows = []
    for kind in [WHOLE, *sorted(set(of_kind) - {""})]:
        is_kind = is_lowest if kind == WHOLE else of_kind == kind
        for place, month in enumerate(months):
            chosen = is_kind & (bases[:, place] >= SMALL_BASE) & ~np.isnan(told.numerators[:, place])
            if chosen.sum() >= FEWEST_PEERS:
                rows.append((kind, metric_id, month, *_band(told.numerators[chosen, place], bases[chosen, place])))
    return pd.DataFrame(rows)


def _band(numerators: Floats, bases: Floats) -> tuple[float, ...]:
    quartiles = np.quantile(numerators / bases, [0.25, 0.5, 0.75])
    return (len(bases), *map(float, quartiles), float(numerators.sum() / bases.sum()))
