"""All procurement tables together, regular and planted."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pyarrow as pa

from barometer.sample import columns
from barometer.sample.awards import awards_tables, contracts_tables
from barometer.sample.bidding import bids_tables, draw_bids, draw_suppliers, suppliers_table
from barometer.sample.circles import Circle, plant_circles
from barometer.sample.plot import Planted
from barometer.sample.suspicions import Scene, plant_tenders, planted_each
from barometer.sample.tenders import draw_tenders, link_failed, tenders_table
from barometer.sample.tree import Units

MOST_TENDERS = 20_000
_CIRCLES = {
    "C21_pair": "Two suppliers bid together eight times and the same one always wins.",
    "C21_loser": "A supplier bids forty times and wins once (also R025).",
    "C22": "A supplier bids to one buyer only and wins every time.",
    "R038": "A supplier is disqualified in ten of twelve bids.",
    "R048": "A supplier wins in many unrelated classes.",
    "C05": "Three purchases of one class from one supplier within ninety days, together above the limit.",
    "C03": "Three purchases of one buyer, class and year without open tender, together above the limit.",
    "C04": "Seven purchases of one buyer just below the limit.",
    "C29": "Most awards of one buyer, area and year go to one supplier.",
    "C06_share": "A buyer takes half of an area's purchases of a year from a single source.",
}


def procure(rng: np.random.Generator, units: Units, rows: int) -> tuple[dict[str, pa.Table], list[Planted]]:
    """Return the procurement tables for a sample of so many petitions, and what is planted in them."""
    n = int(np.clip(rows * 25 // 1000, 12, MOST_TENDERS))
    tenders = draw_tenders(rng, units, n)
    suppliers = draw_suppliers(rng, n, planted_each(n))
    bids = draw_bids(rng, units, suppliers, tenders)
    link_failed(tenders)
    used = np.zeros(n, dtype=bool)
    scene = Scene(tenders, bids, suppliers)
    marks = plant_tenders(rng, scene, used)
    circles = plant_circles(rng, scene, used)
    tables = {
        "tenders": tenders_table(units, tenders),
        "suppliers": suppliers_table(suppliers),
        **bids_tables(tenders, bids),
        **awards_tables(tenders, bids),
        **contracts_tables(rng, tenders, bids, marks),
    }
    return tables, _planted(marks, circles)


def _planted(marks: Mapping[str, np.ndarray], circles: list[Circle]) -> list[Planted]:
    cases = [
        Planted(
            id=f"flag_{flag}", kind="flag", table="tenders", what=f"Tenders changed so that {flag} holds.",
            strength=len(places), expected_metric=f"flag {flag}", tender_ids=_keys("T", places.tolist()),
        )
        for flag, places in marks.items()
        if len(places)
    ]  # fmt: skip
    return cases + [
        Planted(
            id=f"flag_{circle.flag}", kind="flag", what=_CIRCLES[circle.flag], table="tenders",
            strength=len(circle.tenders), expected_metric=f"flag {circle.flag.partition('_')[0]}",
            tender_ids=_keys("T", circle.tenders.tolist()), supplier_ids=_keys("S", circle.suppliers),
        )
        for circle in circles
    ]  # fmt: skip


def _keys(letter: str, places: list[int]) -> list[str]:
    return [columns.key(letter, place + 1, 5) for place in places]
