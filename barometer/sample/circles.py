"""What is odd about suppliers and buyers: cases that only many tenders together show."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from barometer.sample.bidding import DISQUALIFIED, VALID, keep_first
from barometer.sample.classes import CLASS_AREA
from barometer.sample.clock import AS_OF, FIRST_DAY, NONE, Days, day, year_of
from barometer.sample.suspicions import Scene
from barometer.sample.tenders import AWARDED, DAY, INQUIRY, NEGOTIATION, OPEN, SINGLE_SOURCE

FEWEST_TENDERS = 400  # with fewer, the circles would be most of what there is


@dataclass
class Circle:
    """One planted case of several tenders; suppliers by place."""

    flag: str
    tenders: np.ndarray
    suppliers: list[int] = field(default_factory=list)


def plant_circles(rng: np.random.Generator, scene: Scene, used: np.ndarray) -> list[Circle]:
    """Change tenders so that each flag on suppliers or buyers has a positive; mark them in `used`."""
    if len(used) < FEWEST_TENDERS:
        return []
    circles = []
    for act in _ACTS:
        circle = act(rng, scene, used)
        if circle is not None:
            used[circle.tenders] = True
            circles.append(circle)
    return circles


def _free(scene: Scene, used: np.ndarray) -> np.ndarray:
    """Return open awarded tenders of four valid bids or more that nothing else was planted in."""
    t, b = scene.tenders, scene.bids
    fits = (t.status == AWARDED) & (t.method == OPEN) & (t.bidders >= 4) & (t.deadline < (AS_OF - 90) * DAY)
    return np.asarray(fits & (b.partner == NONE).all(axis=1) & (b.status[:, :4] == VALID).all(axis=1) & ~used)


def _seat(scene: Scene, places: np.ndarray, slot: int, supplier: int) -> None:
    """Put a supplier in a slot of some tenders, with devices and accounts of its own."""
    bids = scene.bids
    bids.supplier[places, slot] = supplier
    for column, own in (
        (bids.device, supplier * 2),
        (bids.account, supplier),
        (bids.representative, supplier),
    ):
        column[places, slot] = np.where(column[places, slot] == NONE, NONE, own)


def _pick(rng: np.random.Generator, fits: np.ndarray, n: int) -> np.ndarray:
    return np.sort(rng.permutation(np.flatnonzero(fits))[:n])


def _group(rng: np.random.Generator, fits: np.ndarray, by: Days, least: int) -> np.ndarray:
    """Return one group of `by` with at least `least` places that fit; empty if there is none."""
    values, counts = np.unique(by[fits], return_counts=True)
    large = values[counts >= least]
    return np.flatnonzero(fits & (by == rng.choice(large))) if len(large) else np.array([], dtype=np.int64)


def _half(rng: np.random.Generator, scene: Scene, fits: np.ndarray, least: int) -> np.ndarray:
    """Return more than half of the tenders of one buyer, area and year, all of which fit; empty if there is none."""
    by = _cell(scene)
    values, counts = np.unique(by, return_counts=True)
    enough = [
        value for value, n in zip(values, counts, strict=True) if (fits & (by == value)).sum() > max(n / 2, least)
    ]
    if not enough:
        return np.array([], dtype=np.int64)
    chosen = by == rng.choice(enough)
    return np.flatnonzero(fits & chosen)[: max(int(chosen.sum()) * 3 // 5 + 1, least)]


def _decided(scene: Scene, used: np.ndarray) -> np.ndarray:
    """Return awarded tenders without consortia that nothing else was planted in."""
    t = scene.tenders
    fits = (t.status == AWARDED) & (t.deadline < (AS_OF - 90) * DAY) & (scene.bids.partner == NONE).all(axis=1)
    return np.asarray(fits & ~used)


def _cell(scene: Scene) -> Days:
    """Return one number for buyer, area and year."""
    t = scene.tenders
    return (t.buyer * 3 + t.area) * 100 + year_of(t.deadline // DAY) - 2000


def _pair(rng: np.random.Generator, scene: Scene, used: np.ndarray) -> Circle:
    winner, other = scene.suppliers.actor(0), scene.suppliers.actor(1)
    places = _pick(rng, _free(scene, used) & (scene.tenders.area == 0), 8)
    _seat(scene, places, 0, winner)
    _seat(scene, places, 1, other)
    return Circle("C21_pair", places, [winner, other])


def _loser(rng: np.random.Generator, scene: Scene, used: np.ndarray) -> Circle:
    loser = scene.suppliers.actor(2)
    places = _pick(rng, _free(scene, used), 40)
    _seat(scene, places, 2, loser)
    _seat(scene, places[:1], 2, int(scene.suppliers.actor(3)))
    _seat(scene, places[:1], 0, loser)  # one win: some definitions leave out who never won
    return Circle("C21_loser", places, [loser])


def _frequent_winner(rng: np.random.Generator, scene: Scene, used: np.ndarray) -> Circle | None:
    winner = scene.suppliers.actor(4)
    places = _group(rng, _free(scene, used), scene.tenders.buyer, 7)[:7]
    _seat(scene, places, 0, winner)
    return Circle("C22", places, [winner]) if len(places) else None


def _disqualified(rng: np.random.Generator, scene: Scene, used: np.ndarray) -> Circle:
    outsider = scene.suppliers.actor(5)
    places = _pick(rng, _free(scene, used), 12)
    _seat(scene, places, 3, outsider)
    dear = scene.bids.amount[places[:10]].max(axis=1)
    scene.bids.amount[places[:10], 3] = dear + 100 * (1 + np.arange(10))
    scene.bids.status[places[:10], 3] = DISQUALIFIED
    return Circle("R038", places, [outsider])


def _all_rounder(rng: np.random.Generator, scene: Scene, used: np.ndarray) -> Circle:
    supplier = scene.suppliers.actor(6)
    places = _pick(rng, _free(scene, used) & (scene.tenders.area > 0), 24)
    _seat(scene, places, 0, supplier)
    return Circle("R048", places, [supplier])


def _serial_orders(rng: np.random.Generator, scene: Scene, used: np.ndarray) -> Circle | None:
    """Three purchases of one class from one supplier within ninety days, together above the limit."""
    t, supplier = scene.tenders, scene.suppliers.actor(7)
    places = _small(rng, scene, used, 3, NEGOTIATION, regime=0)
    if not len(places):
        return None
    _seat(scene, places, 0, supplier)
    days = (t.deadline[places[0]] - t.deadline[places]) // DAY + np.arange(3) * 28
    t.shift(places, days)
    scene.bids.submitted[places] += days[:, None] * DAY
    return Circle("C05", places, [supplier])


def _split(rng: np.random.Generator, scene: Scene, used: np.ndarray) -> Circle | None:
    places = _small(rng, scene, used, 3, INQUIRY, regime=1)
    return Circle("C03", places) if len(places) else None


def _under_limit(rng: np.random.Generator, scene: Scene, used: np.ndarray) -> Circle | None:
    places = _small(rng, scene, used, 7, NEGOTIATION, regime=0, share=0.955)
    return Circle("C04", places) if len(places) else None


def _small(
    rng: np.random.Generator,
    scene: Scene,
    used: np.ndarray,
    n: int,
    method: int,
    regime: int,
    share: float = 0.6,
) -> np.ndarray:
    """Turn tenders of one buyer, area and year into purchases just short of the limit, of one class."""
    t, b = scene.tenders, scene.bids
    fits = _free(scene, used) & (t.regime == regime) & (t.ceiling != NONE)
    fits &= (t.deadline > (FIRST_DAY + 60) * DAY) & (t.deadline < day("2026-05-01") * DAY)
    by = _cell(scene) if n < 5 else t.buyer * 3 + t.area
    places = _group(rng, fits, by, n)[:n]
    if not len(places):
        return places
    budget = (t.limit[places] * share * rng.uniform(0.985, 1.015, len(places))).astype(np.int64) // 100_000 * 100_000
    factor = budget * 0.999 / t.ceiling[places]
    t.item_class[places] = int(np.searchsorted(CLASS_AREA, t.area[places[0]]))
    t.budget[places], t.ceiling[places] = budget, budget
    amounts = b.amount[places]
    # Prices move close to the new ceiling, so that the awards lie near the limit as well.
    closer = budget[:, None] - (budget[:, None] - amounts * factor[:, None]) * 0.15
    b.amount[places] = np.where(amounts == NONE, NONE, closer.astype(np.int64))
    t.method[places], t.exempt[places], t.mandatory[places] = method, 0, 0
    keep_first(t, b, places, 3)
    return places


def _favourite(rng: np.random.Generator, scene: Scene, used: np.ndarray) -> Circle | None:
    """Most awards of one buyer, area and year go to one supplier."""
    supplier = scene.suppliers.actor(8)
    places = _half(rng, scene, _decided(scene, used), 6)
    _seat(scene, places, 0, supplier)
    return Circle("C29", places, [supplier]) if len(places) else None


def _without_rivals(rng: np.random.Generator, scene: Scene, used: np.ndarray) -> Circle | None:
    """One buyer takes half of an area's purchases of a year from a single source."""
    t = scene.tenders
    places = _half(rng, scene, _decided(scene, used) & (t.regime == 1), 4)
    t.method[places], t.exempt[places] = SINGLE_SOURCE, 1
    keep_first(t, scene.bids, places, 1)
    return Circle("C06_share", places) if len(places) else None


_ACTS: tuple[Callable[[np.random.Generator, Scene, np.ndarray], Circle | None], ...] = (
    _pair, _loser, _frequent_winner, _disqualified, _all_rounder, _serial_orders, _split, _under_limit,
    _favourite, _without_rivals,
)  # fmt: skip
