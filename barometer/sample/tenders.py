"""Procurement projects with all their moments: regular ones; what is odd is planted afterwards."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from barometer.sample import clock, columns
from barometer.sample.classes import CLASS_AREA, CLASSES, GOVERNMENT_LIMITS, LIMITS
from barometer.sample.clock import AS_OF, FIRST_DAY, NONE, Days
from barometer.sample.tree import Units

DAY = 1440  # minutes
AREAS = ("engineering", "goods", "services")
REGIMES = ("bidding", "government", "enterprise")
METHODS = ("open", "invited", "negotiation", "consultation", "inquiry", "single_source", "direct")
OCDS_METHODS = ("open", "selective", "limited", "limited", "limited", "direct", "direct")
STATUSES = ("active", "awarded", "failed", "cancelled")
ACTIVE, AWARDED, FAILED, CANCELLED = range(4)
OPEN, NEGOTIATION, INQUIRY, SINGLE_SOURCE = 0, 2, 4, 5


@dataclass
class Tenders:
    """One place a tender; moments in minutes since 1970, amounts in cents. Plantings change it."""

    buyer: Days
    area: Days
    regime: Days
    method: Days
    item_class: Days
    budget: Days
    ceiling: Days
    mandatory: Days
    exempt: Days
    previous: Days
    status: Days
    bidders: Days
    notice: Days
    documents_from: Days
    documents_to: Days
    amended: Days
    deadline: Days
    publicity_from: Days
    publicity_to: Days
    noticed_on: Days
    criteria: Days

    @property
    def limit(self) -> Days:
        """Return the amount from which an open tender is due."""
        return np.where(self.regime == 1, GOVERNMENT_LIMITS[self.area], LIMITS[self.area])

    def shift(self, places: np.ndarray, days: np.ndarray) -> None:
        """Move all moments of some tenders by whole days."""
        for name in ("notice", "documents_from", "documents_to", "amended", "deadline"):
            moments = getattr(self, name)
            moments[places] = np.where(moments[places] == NONE, NONE, moments[places] + days * DAY)
        self.publicity_from[places] += days * DAY
        self.publicity_to[places] += days * DAY
        self.noticed_on[places] += days


def draw_tenders(rng: np.random.Generator, units: Units, n: int) -> Tenders:
    """Return regular tenders by the day of opening, oldest first; buyers are the level-1 units."""
    buyers = np.flatnonzero(units.level == 1)
    share = units.weight[buyers] + units.weight[buyers].mean()
    buyer = rng.choice(buyers, n, p=share / share.sum())
    area = rng.choice(3, n, p=[0.42, 0.33, 0.25])
    is_public = np.isin(units.kind[buyer], (0, 2))  # headquarters and institutes buy under the government law
    regime = np.where(is_public & (area > 0), 1, np.where(rng.random(n) < 0.85, 0, 2))
    regime = np.where((regime == 0) & (area > 0) & (rng.random(n) < 0.5), 2, regime)
    method = np.where(rng.random(n) < 0.68, OPEN, rng.choice([1, 2, 3, 4, 5, 6], n, p=[0.2, 0.2, 0.2, 0.25, 0.1, 0.05]))
    budget = _budgets(rng, area, regime, method)
    mandatory = (regime == 0) & (budget >= LIMITS[area])
    moments = _moments(rng, method, n)
    status = rng.choice([AWARDED, FAILED, CANCELLED], n, p=[0.945, 0.04, 0.015])
    status = np.where((moments["noticed_on"] > AS_OF) & (status == AWARDED), ACTIVE, status)
    ceiling = np.where(rng.random(n) < 0.04, NONE, (budget * rng.uniform(0.95, 1.0, n)).astype(np.int64) // 100 * 100)
    exempt = np.where((method != OPEN) & (regime < 2), (mandatory | (budget > LIMITS[area] // 2)).astype(np.int64), 0)
    return Tenders(
        buyer=buyer, area=area, regime=regime, method=method, item_class=_classes(rng, area), budget=budget,
        ceiling=ceiling, mandatory=mandatory.astype(np.int64), exempt=np.where(regime == 2, NONE, exempt),
        previous=np.full(n, NONE), status=status, bidders=np.zeros(n, dtype=np.int64),
        criteria=(rng.random(n) < 0.6).astype(np.int64), **moments,
    )  # fmt: skip


def link_failed(tenders: Tenders) -> None:
    """Let one of the buyer's next open tenders in the same area follow a failed one, for the same class."""
    order = np.lexsort((tenders.deadline, tenders.area, tenders.buyer))
    group = tenders.buyer * 3 + tenders.area
    for ahead in (1, 2, 3, 4):
        before, after = order[:-ahead], order[ahead:]
        fits = (group[before] == group[after]) & (tenders.notice[after] - tenders.deadline[before] > 2 * DAY)
        fits &= (tenders.status[before] == FAILED) & ~np.isin(before, tenders.previous)
        fits &= (tenders.method[after] == OPEN) & (tenders.previous[after] == NONE)
        tenders.previous[after[fits]] = before[fits]
        tenders.item_class[after[fits]] = tenders.item_class[before[fits]]


def tenders_table(units: Units, tenders: Tenders) -> pa.Table:
    """Return the contract's `tenders` table; what had not happened by data_as_of is null."""
    t, n = tenders, len(tenders.buyer)
    numbers = np.arange(1, n + 1)
    opened = np.where((t.status == ACTIVE) | (t.status == AWARDED), t.deadline + 30, NONE)
    # Half of the purchases under the enterprise's own rules publish no candidates.
    over = (t.status >= FAILED) | ((t.regime == 2) & (numbers % 2 == 0))
    return columns.table(
        "tenders",
        tender_id=columns.keys("T", numbers, 5),
        ocid=columns.keys("ocds-sample-", numbers, 5),
        unit_id=columns.keys("U", t.buyer + 1, units.width),
        procuring_entity_id=columns.keys("AG", np.where(numbers % 3 == 0, numbers % 7 + 1, NONE), 2),
        area=columns.codes(t.area, AREAS),
        regime=columns.codes(t.regime, REGIMES),
        is_mandatory_scope=columns.truths(t.mandatory),
        is_exemption_approved=columns.truths(t.exempt),
        previous_tender_id=columns.keys("T", np.where(t.previous == NONE, NONE, t.previous + 1), 5),
        item_class=columns.codes(t.item_class, list(CLASSES)),
        method=columns.codes(t.method, METHODS),
        ocds_method=columns.codes(t.method, OCDS_METHODS),
        budget=columns.money(t.budget),
        ceiling_price=columns.money(t.ceiling),
        currency=pa.array(["CNY"] * n),
        notice_at=columns.stamps(t.notice),
        documents_from=columns.stamps(t.documents_from),
        documents_to=columns.stamps(t.documents_to),
        last_amended_at=columns.stamps(t.amended),
        period_start_at=columns.stamps(t.documents_from),
        deadline_at=columns.stamps(t.deadline),
        opened_at=columns.stamps(opened),
        publicity_from=columns.stamps(_happened(t.publicity_from, over, (AS_OF + 1) * DAY - 1)),
        publicity_to=columns.stamps(_happened(t.publicity_to, over, (AS_OF + 1) * DAY - 1)),
        award_notice_on=columns.dates(np.where(t.status == AWARDED, t.noticed_on, NONE)),
        award_criteria=columns.codes(t.criteria, ("price_only", "best_value")),
        status=columns.codes(t.status, STATUSES),
        bidder_count=columns.integers(t.bidders),
    )


def _happened(moments: Days, is_over: np.ndarray, last: int) -> Days:
    return np.where(is_over | (moments > last), NONE, moments)


def _budgets(rng: np.random.Generator, area: Days, regime: Days, method: Days) -> Days:
    """Return estimates in cents, whole thousands of yuan; only open tenders exceed the limit."""
    usual = LIMITS[area] * np.array([2.2, 1.5, 1.2])[area] * rng.lognormal(0.0, 0.55, len(area))
    small = LIMITS[area] * np.where(regime == 1, 0.10, 0.25) * rng.lognormal(0.0, 0.35, len(area))
    cents = np.where(method == OPEN, usual, np.minimum(small, LIMITS[area] * 0.85))
    return cents.astype(np.int64) // 100_000 * 100_000


def _classes(rng: np.random.Generator, area: Days) -> Days:
    first = np.searchsorted(CLASS_AREA, area)
    count = np.bincount(CLASS_AREA)[area]
    return first + (rng.random(len(area)) * count).astype(np.int64)


def _moments(rng: np.random.Generator, method: Days, n: int) -> dict[str, Days]:
    """Return all moments, back and forth from the deadline; offices work from 1 to 9 UTC."""
    closes = np.sort(clock.to_workday(clock.spread(rng, FIRST_DAY + 5, AS_OF - 1, n)))
    bidding = np.where(method <= 1, rng.integers(22, 36, n), rng.integers(17, 24, n))
    opens = clock.to_workday(closes - bidding)
    sold_to = opens + np.minimum(rng.integers(11, 15, n), bidding - 3)
    publicity = clock.to_workday(closes + rng.integers(1, 4, n) + 2)
    publicity = np.maximum(publicity, closes + 1)
    length = np.where(method == SINGLE_SOURCE, rng.integers(10, 13, n), rng.integers(4, 7, n))
    has_change = rng.random(n) < 0.25
    changed = closes - rng.integers(16, 21, n)
    day_of = {
        "notice": opens - rng.integers(0, 3, n),
        "documents_from": opens,
        "documents_to": sold_to,
        "amended": np.where(has_change & (changed > opens), changed, NONE),
        "deadline": closes,
        "publicity_from": publicity,
        "publicity_to": publicity + length,
    }
    moments = {name: _at_work(rng, name, days) for name, days in day_of.items()}
    moments["noticed_on"] = publicity + length + rng.integers(2, 8, n)
    return moments


def _at_work(rng: np.random.Generator, name: str, days: Days) -> Days:
    first, last = {"notice": (60, 100), "documents_from": (100, 120), "documents_to": (480, 541)}.get(name, (120, 480))
    minute = rng.integers(first // 10, last // 10, len(days)) * 10
    return np.where(days == NONE, NONE, days * DAY + minute)
