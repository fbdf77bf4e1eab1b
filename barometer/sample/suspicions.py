"""What is odd about single tenders: a few positives for each procurement flag that reads one tender."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from barometer.sample.bidding import DISQUALIFIED, VALID, Bids, Suppliers, keep_first
from barometer.sample.clock import AS_OF, NONE, Days, day
from barometer.sample.tenders import AWARDED, DAY, NEGOTIATION, OPEN, SINGLE_SOURCE, Tenders


@dataclass(frozen=True)
class Scene:
    """What a planting may change."""

    tenders: Tenders
    bids: Bids
    suppliers: Suppliers


Act = Callable[[Scene, np.ndarray], None]


def plant_tenders(rng: np.random.Generator, scene: Scene, used: np.ndarray) -> dict[str, np.ndarray]:
    """Change tenders so that each flag has positives; return them by flag and mark them in `used`.

    With few tenders only the first flags of the list get one, so that most tenders stay regular.
    """
    n = len(used)
    each = planted_each(n)
    marks: dict[str, np.ndarray] = {}
    for flag, act in ACTS.items():
        is_full = used.sum() + each > max(n / 5, 2)
        free = np.flatnonzero(_candidates(scene, flag) & ~used)
        chosen = np.sort(rng.permutation(free)[: 0 if is_full else each])
        used[chosen] = True
        act(scene, chosen)
        marks[flag] = chosen
    return marks


def planted_each(n_tenders: int) -> int:
    """Return how many positives each flag gets; C23 needs as many young suppliers."""
    return int(np.clip(n_tenders // 400, 1, 40))


def _candidates(scene: Scene, flag: str) -> np.ndarray:
    """Return open, awarded tenders of four bids or more, long enough ago to run their course."""
    tenders, bids = scene.tenders, scene.bids
    fits = (tenders.status == AWARDED) & (tenders.method == OPEN) & (tenders.bidders >= 4)
    fits &= (tenders.deadline > day("2022-01-10") * DAY) & (tenders.deadline < (AS_OF - 150) * DAY)
    fits &= (bids.partner == NONE).all(axis=1) & (bids.status[:, :4] == VALID).all(axis=1)
    if flag == "C15":  # follows a failed tender
        return np.asarray(fits & (tenders.previous != NONE))
    if flag in ("C01", "C07", "C08", "C10", "C11", "C13", "C14", "C25"):
        return np.asarray(fits & (tenders.mandatory == 1))
    if flag in ("C02", "C06"):
        return np.asarray(fits & (tenders.regime == 1) & (tenders.budget > tenders.limit))
    return np.asarray(fits & (tenders.ceiling != NONE))


def _short_bidding(scene: Scene, places: np.ndarray) -> None:
    t = scene.tenders
    for name, ahead in (("documents_from", 12), ("documents_to", 5), ("notice", 12)):
        getattr(t, name)[places] = t.deadline[places] - ahead * DAY
    t.amended[places] = NONE


def _short_sale(scene: Scene, places: np.ndarray) -> None:
    scene.tenders.documents_to[places] = scene.tenders.documents_from[places] + 3 * DAY


def _late_change(scene: Scene, places: np.ndarray) -> None:
    scene.tenders.amended[places] = scene.tenders.deadline[places] - 6 * DAY


def _short_publicity(scene: Scene, places: np.ndarray) -> None:
    scene.tenders.publicity_to[places] = scene.tenders.publicity_from[places] + DAY


def _only(n: int) -> Act:
    def leave(scene: Scene, places: np.ndarray) -> None:
        keep_first(scene.tenders, scene.bids, places, n)

    return leave


def _not_tendered(scene: Scene, places: np.ndarray) -> None:
    scene.tenders.method[places] = NEGOTIATION
    scene.tenders.exempt[places] = 0
    keep_first(scene.tenders, scene.bids, places, 3)


def _single_source(scene: Scene, places: np.ndarray) -> None:
    t = scene.tenders
    t.method[places], t.exempt[places] = SINGLE_SOURCE, 1
    t.publicity_to[places] = t.publicity_from[places] + DAY
    keep_first(t, scene.bids, places, 1)


def _after_failure(scene: Scene, places: np.ndarray) -> None:
    """A failed tender goes to one of its own bidders without competition."""
    failed = scene.tenders.previous[places]
    scene.bids.supplier[places, 0] = scene.bids.supplier[failed, 0]
    scene.tenders.method[places], scene.tenders.exempt[places] = SINGLE_SOURCE, 1
    keep_first(scene.tenders, scene.bids, places, 1)


def _close_price(scene: Scene, places: np.ndarray) -> None:
    scene.bids.amount[places, 1] = _lowest_first(scene, places) * 100_02 // 100_00


def _heavy_discount(scene: Scene, places: np.ndarray) -> None:
    scene.bids.amount[places, 0] = _lowest_first(scene, places) * 55 // 100


def _identical(scene: Scene, places: np.ndarray) -> None:
    scene.bids.amount[places, 2] = scene.bids.amount[places, 1]


def _regular(scene: Scene, places: np.ndarray) -> None:
    lowest = _lowest_first(scene, places)
    step = lowest // 50
    for slot in (1, 2, 3):
        scene.bids.amount[places, slot] = lowest + slot * step
    keep_first(scene.tenders, scene.bids, places, 4)


def _near_ceiling(scene: Scene, places: np.ndarray) -> None:
    """All prices close to the ceiling, two of them the same."""
    ceiling = scene.tenders.ceiling[places]
    # Uneven steps: even ones would be a pattern of their own.
    for slot, step in enumerate((0, 5, 5, 11, 14, 22, 29, 41)):
        held = scene.bids.amount[places, slot] != NONE
        price = ceiling * (9_950 + step) // 10_000
        scene.bids.amount[places, slot] = np.where(held, price, NONE)


def _late_winner(scene: Scene, places: np.ndarray) -> None:
    scene.bids.submitted[places, 0] = scene.tenders.deadline[places] + 17


def _others_out(scene: Scene, places: np.ndarray) -> None:
    held = scene.bids.supplier[places, 1:] != NONE
    scene.bids.status[places, 1:] = np.where(held, DISQUALIFIED, scene.bids.status[places, 1:])


def _lowest_out(scene: Scene, places: np.ndarray) -> None:
    scene.bids.amount[places, 1] = _lowest_first(scene, places) * 94 // 100
    scene.bids.status[places, 1] = DISQUALIFIED


def _young_winner(scene: Scene, places: np.ndarray) -> None:
    suppliers = scene.suppliers
    young = len(suppliers.area) - 1 - np.arange(len(places))
    scene.bids.supplier[places, 0] = young
    suppliers.founded[young] = scene.tenders.noticed_on[places] - 120
    suppliers.area[young] = scene.tenders.area[places]


def _same(column: str) -> Act:
    def share(scene: Scene, places: np.ndarray) -> None:
        values: Days = getattr(scene.bids, column)
        values[places, 2] = values[places, 1]

    return share


def _nothing(scene: Scene, places: np.ndarray) -> None:
    """Marked only: the contract's own columns show it."""


def _lowest_first(scene: Scene, places: np.ndarray) -> Days:
    """Make the winner's price the lowest of the tender and return it."""
    amounts = scene.bids.amount
    lowest = np.where(amounts[places] == NONE, np.iinfo(np.int64).max, amounts[places]).min(axis=1)
    where = (amounts[places] == lowest[:, None]).argmax(axis=1)
    amounts[places, where] = amounts[places, 0]
    amounts[places, 0] = lowest
    return np.asarray(lowest)


ACTS: dict[str, Act] = {
    "C07": _short_bidding, "R028": _identical, "C13": _nothing, "C17": _same("device"), "C25": _nothing,
    "R030": _late_winner, "R036": _lowest_out, "C26": _nothing, "C28": _nothing, "R018": _only(1),
    "C15": _after_failure, "C01": _not_tendered, "C02": _not_tendered, "C06": _single_source,
    "C08": _short_sale, "C10": _late_change, "C11": _short_publicity, "C14": _only(2), "C16": _regular,
    "C18": _same("account"), "C20": _same("representative"), "C23": _young_winner, "C24": _near_ceiling,
    "R003": _short_bidding, "R024": _close_price, "R035": _others_out, "R058": _heavy_discount,
}  # fmt: skip
