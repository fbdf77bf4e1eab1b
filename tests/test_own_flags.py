"""Every flag of law and practice on small purchases: flagged, clear, not computable, the exact edge, bad input."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from procurements import THREE, Purchase, answers, founded, procurement, purchase, rows_of

from barometer.faults import BrokenContract
from barometer.flags.own_profile import PROCUREMENT, evaluate_own, prepare_own
from barometer.flags.registry import registry

Expected = dict[str, Any] | None
Case = tuple[str, str, list[Purchase], str, Expected]
NO_ROW: Expected = None
GOODS: dict[str, Any] = {"area": "goods", "regime": "government"}
H1, H2 = "1" * 64, "2" * 64


def flagged(measured: float | None = None, limit: float | None = None) -> Expected:
    """Return what a flagged row says."""
    return _row("flagged", measured, limit, None)


def clear(measured: float | None = None, limit: float | None = None) -> Expected:
    """Return what a clear row says."""
    return _row("clear", measured, limit, None)


def unknown(column: str) -> Expected:
    """Return what a row says that lacks `column`."""
    return _row("not_computable", None, None, column)


def _row(state: str, measured: float | None, limit: float | None, missing: str | None) -> Expected:
    told = {"state": state, "missing": missing, "measured": measured, "limit_value": limit}
    return {key: value for key, value in told.items() if value is not None or key == "missing"}


def of(*purchases: Purchase) -> list[Purchase]:
    """Return several purchases, or one."""
    return list(purchases)


def many(n: int, first: int = 1, **columns: Any) -> list[Purchase]:
    """Return `n` purchases alike, t1, t2, …"""
    return [purchase(f"t{nth}", **columns) for nth in range(first, first + n)]


BUDGET = {"ceiling_price": None, "method": "negotiation"}
NEAR = {"budget": 3_900_000, "ceiling_price": None}
SMALL = {**GOODS, "method": "inquiry", "budget": 1_200_000}
ORDER = {"method": "negotiation", "bids": (("s1", 2_200_000),)}
SOURCE = {**GOODS, "method": "single_source", "bids": (("s1", 1_000_000),)}
FAILED = {"status": "failed", "winners": (), "award_notice_on": None, "opened_at": None}
AGAIN = {"method": "single_source", "previous_tender_id": "t0", "bids": (("s2", 1_000_000),), "winners": ("s2",)}
REPEATED = [{"awarded_on": "2025-01-01", "amount": 2_200_000}]
LATER = [{"awarded_on": "2025-04-01", "amount": 2_200_000}]
TOO_LATE = [{"awarded_on": "2025-04-02", "amount": 2_200_000}]
PLAIN = {"amount": 4_000_000, "award_id": "t1-a1"}
DUE = {"accept_due_on": "2026-10-01", "amount": 100, "paid_amount": 50}

CASES: list[Case] = [
    # C01: mandatory scope, estimate at or over the limit, no bidding
    ("C01", "negotiated over the limit", of(purchase(method="negotiation")), "t1", flagged(5e6, 4e6)),
    ("C01", "exactly the limit", of(purchase(method="direct", budget=4_000_000)), "t1", flagged(4e6, 4e6)),
    ("C01", "a yuan under it", of(purchase(method="direct", budget=3_999_999)), "t1", clear(3_999_999)),
    ("C01", "tendered", of(purchase(budget=None)), "t1", clear()),
    ("C01", "invited is bidding too", of(purchase(method="invited")), "t1", clear()),
    ("C01", "approved", of(purchase(method="direct", is_exemption_approved=True)), "t1", clear()),
    ("C01", "outside the scope", of(purchase(method="direct", is_mandatory_scope=False)), "t1", clear()),
    ("C01", "scope not told", of(purchase(method="direct", is_mandatory_scope=None)), "t1",
     unknown("tenders.is_mandatory_scope")),
    ("C01", "no estimate", of(purchase(method="direct", budget=None)), "t1", unknown("tenders.budget")),
    ("C01", "an estimate of zero says nothing", of(purchase(method="direct", budget=0)), "t1",
     unknown("tenders.budget")),
    ("C01", "another currency", of(purchase(method="direct", currency="USD")), "t1", unknown("tenders.currency")),
    ("C01", "no method", of(purchase(method=None)), "t1", unknown("tenders.method")),
    ("C01", "the standard's own method", of(purchase(method=None, ocds_method="direct")), "t1", flagged()),
    ("C01", "regime not told", of(purchase(method="direct", regime=None)), "t1", unknown("tenders.regime")),
    ("C01", "another regime", of(purchase(method="direct", regime="government")), "t1", NO_ROW),
    ("C01", "the limit before June 2018", of(purchase(method="direct", budget=3_000_000, notice_at="2018-05-31 15:59")),
     "t1", flagged(3e6, 2e6)),
    ("C01", "midnight is local: 1 June in Beijing", of(purchase(method="direct", budget=3_000_000,
     notice_at="2018-05-31 16:00")), "t1", clear(3e6, 4e6)),
    ("C01", "without a notice the opening decides", of(purchase(method="direct", budget=3_000_000, notice_at=None,
     opened_at="2018-05-31 10:00")), "t1", flagged(3e6, 2e6)),
    ("C01", "no day at all", of(purchase(method="direct", notice_at=None, opened_at=None)), "t1",
     unknown("tenders.notice_at")),
    ("C01", "no day, but a regime that has no limit", of(purchase(method="direct", notice_at=None, opened_at=None,
     regime="enterprise")), "t1", NO_ROW),
    ("C01", "cancelled", of(purchase(method="direct", status="cancelled")), "t1", NO_ROW),
    ("C01", "an unknown status", of(purchase(method="direct", status=None)), "t1", flagged()),
    # C02: not open at or over the limit
    ("C02", "invited over the limit", of(purchase(method="invited")), "t1", flagged(5e6, 4e6)),
    ("C02", "government services", of(purchase(**GOODS | {"area": "services"}, method="inquiry", budget=2_000_000)),
     "t1", flagged(2e6, 2e6)),
    ("C02", "a fen under the limit", of(purchase(**GOODS, method="inquiry", budget=Decimal("1999999.99"))), "t1",
     clear()),
    ("C02", "open", of(purchase()), "t1", clear()),
    ("C02", "approved", of(purchase(method="invited", is_exemption_approved=True)), "t1", clear()),
    ("C02", "approval not told", of(purchase(method="invited", is_exemption_approved=None)), "t1",
     unknown("tenders.is_exemption_approved")),
    ("C02", "bidding law outside the scope", of(purchase(method="invited", is_mandatory_scope=False)), "t1", clear()),
    ("C02", "before the government's limits", of(purchase(**GOODS, method="inquiry", notice_at="2019-12-31 15:59")),
     "t1", NO_ROW),
    ("C02", "enterprise", of(purchase(method="invited", regime="enterprise")), "t1", NO_ROW),
    # C03: purchases of a buyer, class and year
    ("C03", "two add up over the limit", many(2, **SMALL), "t2", flagged(2.4e6, 2e6)),
    ("C03", "exactly the limit is clear", many(2, **SMALL | {"budget": 1_000_000}), "t1", clear(2e6, 2e6)),
    ("C03", "one purchase is no split", many(1, **SMALL | {"budget": 3_000_000}), "t1", clear(3e6)),
    ("C03", "an open one does not count", of(purchase("t1", **SMALL), purchase("t2", **SMALL | {"method": "open"})),
     "t1", clear(1.2e6)),
    ("C03", "an approved one does not count",
     of(purchase("t1", **SMALL), purchase("t2", **SMALL, is_exemption_approved=True)), "t1", clear(1.2e6)),
    ("C03", "another class", of(purchase("t1", **SMALL), purchase("t2", **SMALL | {"item_class": "k2"})), "t1",
     clear(1.2e6)),
    ("C03", "another buyer", of(purchase("t1", **SMALL), purchase("t2", **SMALL | {"unit_id": "u2"})), "t1",
     clear(1.2e6)),
    ("C03", "the fiscal year turns at local midnight",
     of(purchase("t1", **SMALL, opened_at="2025-12-31 15:59"), purchase("t2", **SMALL, opened_at="2025-12-31 16:00")),
     "t1", clear(1.2e6)),
    ("C03", "an unknown budget of the group", of(*many(1, **SMALL), purchase("t2", **SMALL | {"budget": None})), "t1",
     unknown("tenders.budget")),
    ("C03", "over the limit whatever it is", of(*many(2, **SMALL), purchase("t3", **SMALL | {"budget": None})), "t1",
     flagged(2.4e6)),
    ("C03", "mixed currencies", of(*many(1, **SMALL), purchase("t2", **SMALL, currency="USD")), "t1",
     unknown("tenders.currency")),
    ("C03", "no class", many(2, **SMALL | {"item_class": None}), "t1", unknown("tenders.item_class")),
    ("C03", "the bidding law has no such rule", many(2, **SMALL | {"regime": "bidding"}), "t1", NO_ROW),
    ("C03", "regime not told", many(2, **SMALL | {"regime": None}), "t1", unknown("tenders.regime")),
    # C04: amounts just under the limit
    ("C04", "five just under the limit", many(5, **NEAR), "t5", flagged(5, 5)),
    ("C04", "four are too few", many(4, **NEAR), "t1", clear(4, 5)),
    ("C04", "as many just over it", many(5, **NEAR) + many(5, 6, budget=4_100_000), "t1", clear(5, 6)),
    ("C04", "more under than over", many(6, **NEAR) + many(5, 7, budget=4_100_000), "t1", flagged(6, 6)),
    ("C04", "the one over is not flagged itself", many(5, **NEAR) + many(1, 6, budget=4_000_000), "t6", clear(5, 5)),
    ("C04", "the lower edge is under", many(5, budget=3_600_000), "t1", flagged(5, 5)),
    ("C04", "a yuan below the edge is not", many(5, budget=3_599_999), "t1", clear(0, 5)),
    ("C04", "buyers apart", many(4, **NEAR) + many(4, 5, **NEAR, unit_id="u2"), "t1", clear(4)),
    ("C04", "no budget", many(1, budget=None), "t1", unknown("tenders.budget")),
    ("C04", "enterprise", many(5, **NEAR, regime="enterprise"), "t1", NO_ROW),
    # C05: several orders of one supplier
    ("C05", "two within ninety days",
     of(purchase("t1", **ORDER, awards=REPEATED), purchase("t2", **ORDER, awards=LATER)), "t1", flagged(4.4e6, 4e6)),
    ("C05", "a day later", of(purchase("t1", **ORDER, awards=REPEATED), purchase("t2", **ORDER, awards=TOO_LATE)),
     "t1", clear(2.2e6)),
    ("C05", "together exactly the limit",
     many(2, **ORDER, awards=[{"amount": 2_000_000}]), "t2", flagged(4e6, 4e6)),
    ("C05", "one at the limit does not count",
     of(purchase("t1", **ORDER, awards=REPEATED), purchase("t2", **ORDER, awards=[{"amount": 4_000_000}])), "t1",
     clear(2.2e6)),
    ("C05", "another supplier",
     of(purchase("t1", **ORDER, awards=REPEATED),
        purchase("t2", **ORDER, awards=[{**LATER[0], "suppliers": "s2"}])), "t1", clear(2.2e6)),
    ("C05", "a member of a consortium counts",
     of(purchase("t1", **ORDER, awards=REPEATED),
        purchase("t2", **ORDER, awards=[{**LATER[0], "suppliers": "s1+s2"}])), "t1", flagged(4.4e6)),
    ("C05", "several awards of a tender are one order", many(1, **ORDER, awards=REPEATED * 2), "t1", clear(4.4e6)),
    ("C05", "no amount", many(1, **ORDER, awards=[{"amount": None}]), "t1", unknown("awards.amount")),
    ("C05", "an amount of zero", many(1, **ORDER, awards=[{"amount": 0}]), "t1", unknown("awards.amount")),
    ("C05", "another currency", many(1, **ORDER, awards=[{"amount": 5, "currency": "USD"}]), "t1",
     unknown("awards.amount")),
    ("C05", "no day", many(1, **ORDER, awards=[{"amount": 5, "awarded_on": None}]), "t1", unknown("awards.awarded_on")),
    # C06: notice of a single source, and the share
    ("C06", "four working days", of(purchase(**SOURCE, publicity_from="2025-04-07 02:00",
     publicity_to="2025-04-11 02:00")), "t1", flagged(4, 5)),
    ("C06", "five, over a weekend", of(purchase(**SOURCE, publicity_from="2025-04-07 02:00",
     publicity_to="2025-04-14 02:00")), "t1", clear(5, 5)),
    ("C06", "the National Day holiday", of(purchase(**SOURCE, publicity_from="2025-09-30 02:00",
     publicity_to="2025-10-10 02:00")), "t1", flagged(2, 5)),
    ("C06", "a Saturday worked (调休) counts", of(purchase(**SOURCE, publicity_from="2025-10-09 02:00",
     publicity_to="2025-10-15 02:00")), "t1", clear(5, 5)),
    ("C06", "beyond the list of holidays", of(purchase(**SOURCE, publicity_from="2028-04-07 02:00",
     publicity_to="2028-04-11 02:00")), "t1", unknown("holidays.date")),
    ("C06", "no notice", of(purchase(**SOURCE, publicity_from=None)), "t1", unknown("tenders.publicity_from")),
    ("C06", "the bidding law", of(purchase(**SOURCE | {"regime": "bidding"})), "t1", NO_ROW),
    ("C06", "open", of(purchase(**GOODS)), "t1", NO_ROW),
    ("C06", "two of five", many(2, **SOURCE) + many(3, 3, **GOODS), "u1/goods/2025", flagged(0.4, 0.3)),
    ("C06", "a fifth by number, half by amount", many(1, **SOURCE | {"budget": 400}) + many(4, 2, **GOODS, budget=100),
     "u1/goods/2025", flagged(0.5, 0.3)),
    ("C06", "without all amounts by number", many(1, **SOURCE | {"budget": 400})
     + many(3, 2, **GOODS, budget=100) + many(1, 5, **GOODS, budget=None), "u1/goods/2025", clear(0.2, 0.3)),
    ("C06", "four are too few", many(4, **SOURCE), "u1/goods/2025", unknown("minimum_n")),
    ("C06", "a method missing", many(5, **SOURCE) + many(1, 6, **GOODS | {"method": None}), "u1/goods/2025",
     unknown("tenders.method")),
    # C07: days to bid
    ("C07", "nineteen days", of(purchase(deadline_at="2025-03-22 09:00")), "t1", flagged(19, 20)),
    ("C07", "twenty, the first not counted", of(purchase(deadline_at="2025-03-23 01:00")), "t1", clear(20, 20)),
    ("C07", "local days", of(purchase(deadline_at="2025-03-22 16:00")), "t1", clear(20, 20)),
    ("C07", "a deadline before the documents", of(purchase(deadline_at="2025-03-01 01:00")), "t1", flagged(-2)),
    ("C07", "a date without a time", of(purchase(documents_from="2025-03-03", deadline_at="2025-03-23")), "t1",
     clear(20)),
    ("C07", "outside the mandatory scope", of(purchase(is_mandatory_scope=False)), "t1", NO_ROW),
    ("C07", "negotiated", of(purchase(**GOODS, method="negotiation")), "t1", NO_ROW),
    ("C07", "government needs no scope", of(purchase(**GOODS | {"is_mandatory_scope": None})), "t1", clear(35)),
    ("C07", "scope not told", of(purchase(is_mandatory_scope=None)), "t1", unknown("tenders.is_mandatory_scope")),
    ("C07", "no deadline", of(purchase(deadline_at=None)), "t1", unknown("tenders.deadline_at")),
    ("C07", "enterprise", of(purchase(regime="enterprise")), "t1", NO_ROW),
    ("C07", "regime not told", of(purchase(regime=None)), "t1", unknown("tenders.regime")),
    # C08: documents available
    ("C08", "four days", of(purchase(documents_to="2025-03-07 08:00")), "t1", flagged(4, 5)),
    ("C08", "five days over a weekend", of(purchase(documents_to="2025-03-08 08:00")), "t1", clear(5, 5)),
    ("C08", "the same in working days", of(purchase(**GOODS, documents_to="2025-03-08 08:00")), "t1", flagged(4, 5)),
    ("C08", "five working days", of(purchase(**GOODS, documents_to="2025-03-10 08:00")), "t1", clear(5, 5)),
    ("C08", "before the list of holidays", of(purchase(**GOODS, documents_from="2018-03-03 02:00")), "t1",
     unknown("holidays.date")),
    ("C08", "before the regulations of 2012", of(purchase(notice_at="2012-01-31 10:00")), "t1", NO_ROW),
    ("C08", "no end", of(purchase(documents_to=None)), "t1", unknown("tenders.documents_to")),
    ("C08", "direct", of(purchase(method="direct")), "t1", NO_ROW),
    # C10: last amendment
    ("C10", "fourteen days", of(purchase(last_amended_at="2025-03-24 02:00")), "t1", flagged(14, 15)),
    ("C10", "fifteen days", of(purchase(last_amended_at="2025-03-23 02:00")), "t1", clear(15, 15)),
    ("C10", "not amended", of(purchase("t1"), purchase("t2", last_amended_at="2025-03-23 02:00")), "t1", clear()),
    ("C10", "no amendment in the whole delivery", of(purchase()), "t1", unknown("tenders.last_amended_at")),
    ("C10", "no deadline", of(purchase(last_amended_at="2025-03-23 02:00", deadline_at=None)), "t1",
     unknown("tenders.deadline_at")),
    ("C10", "enterprise", of(purchase(regime="enterprise", last_amended_at="2025-03-24 02:00")), "t1", NO_ROW),
    # C11: publicity
    ("C11", "two days", of(purchase(publicity_to="2025-04-11 02:00")), "t1", flagged(2, 3)),
    ("C11", "three days", of(purchase(publicity_to="2025-04-12 02:00")), "t1", clear(3, 3)),
    ("C11", "no end", of(purchase(publicity_to=None)), "t1", unknown("tenders.publicity_to")),
    ("C11", "not yet awarded", of(purchase(status="active", publicity_from=None)), "t1", NO_ROW),
    ("C11", "unknown status", of(purchase(status=None, publicity_from=None)), "t1", unknown("tenders.publicity_from")),
    ("C11", "government", of(purchase(**GOODS)), "t1", NO_ROW),
    # C13: signing
    ("C13", "thirty-one days", of(purchase(contracts=[{"signed_on": "2025-05-21"}])), "t1", flagged(31, 30)),
    ("C13", "thirty days", of(purchase(contracts=[{"signed_on": "2025-05-20"}])), "t1", clear(30, 30)),
    ("C13", "on the day of the notice", of(purchase(contracts=[{"signed_on": "2025-04-20"}])), "t1", clear(0)),
    ("C13", "before the notice", of(purchase(contracts=[{"signed_on": "2025-04-19"}])), "t1", flagged(-1)),
    ("C13", "the second contract late", of(purchase(contracts=[{}, {"signed_on": "2025-06-20"}])), "t1", flagged(61)),
    ("C13", "no contract yet", of(purchase()), "t1", unknown("contracts.signed_on")),
    ("C13", "no notice", of(purchase(contracts=[{}], award_notice_on=None)), "t1", unknown("tenders.award_notice_on")),
    ("C13", "failed", of(purchase(**FAILED)), "t1", NO_ROW),
    ("C13", "enterprise", of(purchase(contracts=[{"signed_on": "2025-05-21"}], regime="enterprise")), "t1", NO_ROW),
    # C14: bidders at opening
    ("C14", "two bidders", of(purchase(bids=THREE[:2])), "t1", flagged(2, 3)),
    ("C14", "three bidders", of(purchase()), "t1", clear(3, 3)),
    ("C14", "a consortium is one", of(purchase(bids=(("s1+s4", 100), ("s2+s3", 110)))), "t1", flagged(2)),
    ("C14", "one bidder twice", of(purchase(bids=(*THREE[:2], ("s2", 99)))), "t1", flagged(2)),
    ("C14", "withdrawn and invited do not count",
     of(purchase(bids=(*THREE[:2], ("s3", 1, {"status": "withdrawn"}), ("s4", 1, {"status": "invited"})))), "t1",
     flagged(2)),
    ("C14", "a disqualified one does", of(purchase(bids=(*THREE[:2], ("s3", 1, {"status": "disqualified"})))), "t1",
     clear(3)),
    ("C14", "a status not told may decide", of(purchase(bids=(*THREE[:2], ("s3", 1, {"status": None})))), "t1",
     unknown("bids.status")),
    ("C14", "or not", of(purchase(bids=(*THREE, ("s4", 1, {"status": None})))), "t1", clear(3)),
    ("C14", "no bids told", of(purchase(bids=())), "t1", unknown("bids.tender_id")),
    ("C14", "a bid without its supplier", of(purchase(bids=(*THREE[:2], ("", 1)))), "t1",
     unknown("bid_tenderers.supplier_id")),
    ("C14", "failed for want of bidders", of(purchase(**FAILED, bids=THREE[:2])), "t1", NO_ROW),
    ("C14", "negotiated", of(purchase(method="negotiation", bids=THREE[:2])), "t1", NO_ROW),
    # C15: after a failed tender
    ("C15", "a bidder of the failed tender", of(purchase("t0", **FAILED), purchase("t1", **AGAIN)), "t1", flagged(1)),
    ("C15", "a stranger", of(purchase("t0", **FAILED, bids=THREE[:1]), purchase("t1", **AGAIN)), "t1", clear(0)),
    ("C15", "tendered again", of(purchase("t0", **FAILED), purchase("t1", **AGAIN | {"method": "open"})), "t1",
     clear()),
    ("C15", "the one before did not fail", of(purchase("t0"), purchase("t1", **AGAIN)), "t1", clear()),
    ("C15", "the one before was cancelled", of(purchase("t0", status="cancelled"), purchase("t1", **AGAIN)), "t1",
     clear()),
    ("C15", "its status is unknown", of(purchase("t0", status=None), purchase("t1", **AGAIN)), "t1",
     unknown("tenders.status")),
    ("C15", "it lies before the extract", of(purchase("t1", **AGAIN)), "t1", unknown("tenders.previous_tender_id")),
    ("C15", "nobody bid then", of(purchase("t0", **FAILED, bids=()), purchase("t1", **AGAIN)), "t1",
     unknown("bid_tenderers.supplier_id")),
    ("C15", "follows none", of(purchase()), "t1", NO_ROW),
    # C16: regular prices
    ("C16", "equal steps", of(purchase(bids=(("s1", 100), ("s2", 120), ("s3", 140)))), "t1", flagged(3, 3)),
    ("C16", "equal ratios", of(purchase(bids=(("s1", 10_000), ("s2", 11_000), ("s3", 12_100)))), "t1", flagged(3)),
    ("C16", "four of five", of(purchase(bids=(("s1", 100), ("s2", 120), ("s3", 140), ("s4", 160), ("s5", 200)))), "t1",
     flagged(4)),
    ("C16", "a cent off a million", of(purchase(bids=(("s1", 1_000_000), ("s2", 1_200_000),
     ("s3", Decimal("1400000.01"))))), "t1", flagged(3)),
    ("C16", "a yuan off a million", of(purchase(bids=(("s1", 1_000_000), ("s2", 1_200_000), ("s3", 1_400_009)))), "t1",
     clear(0)),
    ("C16", "ties are another flag", of(purchase(bids=(("s1", 100), ("s2", 100), ("s3", 100)))), "t1", clear(0)),
    ("C16", "a tie within a row", of(purchase(bids=(("s1", 100), ("s2", 120), ("s3", 120), ("s4", 140)))), "t1",
     flagged(3)),
    ("C16", "two prices", of(purchase(bids=THREE[:2])), "t1", clear(0)),
    ("C16", "a price missing", of(purchase(bids=(*THREE, ("s4", None)))), "t1", unknown("bids.amount")),
    ("C16", "a price of zero", of(purchase(bids=(*THREE, ("s4", 0)))), "t1", unknown("bids.amount")),
    ("C16", "mixed currencies", of(purchase(bids=(("s1", 100), ("s2", 120), ("s3", 140, {"currency": "USD"})))), "t1",
     clear(0)),
    ("C16", "before the regulations", of(purchase(notice_at="2011-01-01 00:00")), "t1", NO_ROW),
    ("C16", "regime not told", of(purchase(regime=None)), "t1", unknown("tenders.regime")),
    # C21, C22: suppliers
    ("C21", "ten bids without a win", many(10), "s2", flagged()),
    ("C21", "one win of twenty", [*many(19, bids=(("s1", 1), ("s2", 2), ("s3", 3))),
     purchase("t20", bids=(("s2", 2), ("s4", 3)), winners=("s2",))], "s2", flagged(0.05, 0.05)),
    ("C21", "one win of nineteen", [*(purchase(f"t{n}", bids=((f"w{n}", 1), ("s2", 2))) | {} for n in range(18)),
     purchase("t20", bids=(("s2", 2),), winners=("s2",))], "s2", clear(1 / 19, 0.05)),
    ("C21", "four meetings are too few", many(4), "s2", unknown("minimum_n")),
    ("C21", "five meetings, always the same one wins", many(5), "s1", flagged(1, 1)),
    ("C21", "the other of the pair", many(5), "s2", flagged(1, 1)),
    ("C21", "the other wins once", many(5) + many(1, 6, winners=("s2",), bids=THREE[:2]), "s2", unknown("minimum_n")),
    ("C21", "undecided tenders do not count", many(10, winners=()), "s2", NO_ROW),
    ("C21", "an invitation is no bid", many(10, bids=(*THREE, ("s4", None, {"status": "invited"}))), "s4", NO_ROW),
    ("C22", "four wins of five", many(4) + many(1, 5, winners=("s2",), unit_id="u2"), "s1", flagged(0.8, 0.8)),
    ("C22", "three of five", many(3) + many(2, 4, winners=("s2",)), "s1", clear(0.6, 0.8)),
    ("C22", "three bids to one buyer, all won", [*many(3), purchase("t9", unit_id="u2", bids=(("s9", 1),))], "s1",
     flagged(1, 1)),
    ("C22", "data of one buyer only", many(3), "s1", unknown("minimum_n")),
    ("C22", "two bids are too few", [*many(2), purchase("t9", unit_id="u2", bids=(("s9", 1),))], "s1",
     unknown("minimum_n")),
    ("C22", "a member of a consortium wins too", many(5, bids=(("s1+s2", 1), ("s3", 2)), winners=("s1", "s2")), "s2",
     flagged(1)),
    # C23: young suppliers
    ("C23", "364 days", of(purchase(), founded(s1="2024-04-20")), "t1", flagged(364, 365)),
    ("C23", "365 days", of(purchase(), founded(s1="2024-04-19")), "t1", clear(365, 365)),
    ("C23", "founded after the award", of(purchase(), founded(s1="2025-05-01")), "t1", flagged(-12)),
    ("C23", "the youngest of a consortium", of(purchase(winners=("s1", "s2")), founded(s1="2001-01-01",
     s2="2025-01-01")), "t1", flagged(108)),
    ("C23", "a member not known", of(purchase(winners=("s1", "s2")), founded(s1="2001-01-01")), "t1",
     unknown("suppliers.founded_on")),
    ("C23", "not founded on a known day", of(purchase(), founded(s1="")), "t1", unknown("suppliers.founded_on")),
    ("C23", "no day of award", of(purchase(awards=[{"amount": 5, "awarded_on": None}]), founded(s1="2024-04-20")),
     "t1", unknown("awards.awarded_on")),
    ("C23", "a cancelled award", of(purchase(awards=[{"status": "cancelled"}]), founded(s1="2024-04-20")), "t1",
     NO_ROW),
    # C24: close to the ceiling, beside another flag (here the period of 19 days)
    ("C24", "close, beside another flag", of(purchase(awards=[{"amount": 4_900_000}],
     deadline_at="2025-03-22 09:00")), "t1", flagged(0.98, 0.98)),
    ("C24", "close, but nothing else", of(purchase(awards=[{"amount": 4_900_000}])), "t1", clear(0.98)),
    ("C24", "not close", of(purchase(awards=[{"amount": 4_899_999}], deadline_at="2025-03-22 09:00")), "t1", clear()),
    ("C24", "two awards add up", of(purchase(awards=[{"amount": 2_000_000}, {"amount": 2_900_000}],
     deadline_at="2025-03-22 09:00")), "t1", flagged(0.98)),
    ("C24", "no ceiling", of(purchase(ceiling_price=None)), "t1", unknown("tenders.ceiling_price")),
    ("C24", "a ceiling of zero", of(purchase(ceiling_price=0)), "t1", unknown("tenders.ceiling_price")),
    ("C24", "another currency", of(purchase(awards=[{"amount": 5, "currency": "USD"}])), "t1",
     unknown("awards.amount")),
    # C25: contract against award
    ("C25", "a thousandth is clear", of(purchase(contracts=[PLAIN | {"amount": 4_004_000}])), "t1",
     clear(0.001, 0.001)),
    ("C25", "a fen more", of(purchase(contracts=[PLAIN | {"amount": Decimal("4004000.01")}])), "t1", flagged()),
    ("C25", "less than the award", of(purchase(contracts=[PLAIN | {"amount": 3_000_000}])), "t1", flagged(0.25)),
    ("C25", "two contracts of one award", of(purchase(contracts=[PLAIN | {"amount": 1_000_000},
     PLAIN | {"amount": 3_000_000}])), "t1", clear(0)),
    ("C25", "rests on the only award", of(purchase(contracts=[{"amount": 4_400_000}])), "t1", flagged(0.1)),
    ("C25", "on which of two awards is not told", of(purchase(awards=[{"amount": 5}, {"amount": 6}],
     contracts=[{"amount": 5}])), "t1", unknown("contracts.award_id")),
    ("C25", "no amount", of(purchase(contracts=[PLAIN | {"amount": None}])), "t1", unknown("contracts.amount")),
    ("C25", "an award of zero", of(purchase(awards=[{"amount": 0}], contracts=[PLAIN])), "t1",
     unknown("awards.amount")),
    ("C25", "another currency", of(purchase(awards=[{"amount": 5, "currency": "USD"}], contracts=[PLAIN])), "t1",
     unknown("awards.amount")),
    ("C25", "government", of(purchase(**GOODS, contracts=[PLAIN | {"amount": 3_000_000}])), "t1", NO_ROW),
    # C26: additions
    ("C26", "a tenth is clear", of(purchase(contracts=[PLAIN], changes=[400_000])), "t1", clear(0.1, 0.1)),
    ("C26", "a fen more", of(purchase(contracts=[PLAIN], changes=[400_000, Decimal("0.01")])), "t1", flagged()),
    ("C26", "reductions do not offset", of(purchase(contracts=[PLAIN], changes=[600_000, -500_000])), "t1",
     flagged(0.15)),
    ("C26", "unchanged", of(purchase("t1", contracts=[PLAIN]), purchase("t2", contracts=[PLAIN], changes=[1])), "t1",
     clear(0)),
    ("C26", "no change in the whole delivery", of(purchase(contracts=[PLAIN])), "t1",
     unknown("contract_changes.amount")),
    ("C26", "a contract of zero", of(purchase(contracts=[PLAIN | {"amount": 0}], changes=[1])), "t1",
     unknown("contracts.amount")),
    ("C26", "government before its law", of(purchase(**GOODS, notice_at="2002-01-01 00:00", contracts=[PLAIN],
     changes=[1])), "t1", NO_ROW),
    # C28: acceptance
    ("C28", "accepted a day late", of(purchase(contracts=[DUE | {"accepted_on": "2026-10-02"}])), "t1", flagged(1, 0)),
    ("C28", "accepted on the day", of(purchase(contracts=[DUE | {"accepted_on": "2026-10-01"}])), "t1", clear(0, 0)),
    ("C28", "not accepted and overdue", of(purchase(contracts=[DUE])), "t1", flagged(30)),
    ("C28", "due on the day of the data", of(purchase(contracts=[DUE | {"accept_due_on": "2026-10-31"}])), "t1",
     clear(0)),
    ("C28", "paid and not accepted", of(purchase(contracts=[DUE | {"accept_due_on": "2026-12-31", "paid_amount": 95}])),
     "t1", flagged()),
    ("C28", "nearly paid and not yet due", of(purchase(contracts=[DUE | {"accept_due_on": "2026-12-31",
     "paid_amount": 94}])), "t1", clear(-61)),
    ("C28", "no day due", of(purchase(contracts=[DUE | {"accept_due_on": None}])), "t1",
     unknown("contracts.accept_due_on")),
    ("C28", "an amount of zero is not paid", of(purchase(contracts=[{"amount": 0, "paid_amount": 0,
     "accept_due_on": "2026-12-31"}])), "t1", clear()),
    ("C28", "no contract", of(purchase()), "t1", unknown("contracts.accept_due_on")),
    # C29: concentration
    ("C29", "all to one supplier", many(5), "u1/engineering/2025", flagged(1, 0.25)),
    ("C29", "four equal shares are clear", [purchase(f"t{n}", winners=(f"s{n % 4}",)) for n in range(8)],
     "u1/engineering/2025", clear(0.25, 0.25)),
    ("C29", "a consortium holds equal parts", many(5, winners=("s1", "s2", "s3", "s4")), "u1/engineering/2025",
     clear(0.25)),
    ("C29", "four awards are too few", many(4), "u1/engineering/2025", unknown("minimum_n")),
    ("C29", "an amount missing", many(5) + many(1, 6, awards=[{"amount": None}]), "u1/engineering/2025",
     unknown("awards.amount")),
    ("C29", "another currency", many(5) + many(1, 6, awards=[{"amount": 5, "currency": "USD"}]),
     "u1/engineering/2025", unknown("awards.amount")),
    ("C29", "the year turns at local midnight", many(5) + many(1, 6, opened_at="2025-12-31 16:00"),
     "u1/engineering/2026", unknown("minimum_n")),
]  # fmt: skip
for _flag, _column in (("C17", "device_hash"), ("C18", "deposit_account_hash"), ("C20", "legal_rep_hash")):

    def _bids(*hashes: str | None, column: str = _column) -> tuple[tuple[str, int, dict[str, Any]], ...]:
        return tuple((f"s{n}", n * n, {column: told}) for n, told in enumerate(hashes, 1))

    CASES += [
        (_flag, "two alike", of(purchase(bids=_bids(H1, H2, H1))), "t1", flagged(2, 2)),
        (_flag, "three alike", of(purchase(bids=_bids(H1, H1, H1))), "t1", flagged(3, 2)),
        (_flag, "all different", of(purchase(bids=_bids(H1, H2, None))), "t1", clear(0, 2)),
        (_flag, "one bidder twice", of(purchase(bids=(("s1", 1, {_column: H1}), ("s1", 2, {_column: H1})))), "t1",
         unknown(f"bids.{_column}")),
        (_flag, "a member on its own too", of(purchase(bids=(("s1", 1, {_column: H1}), ("s1+s2", 2, {_column: H1})))),
         "t1", clear(0)),
        (_flag, "two consortia", of(purchase(bids=(("s1+s2", 1, {_column: H1}), ("s3+s4", 2, {_column: H1})))), "t1",
         flagged(4)),
        (_flag, "an invited one does not count",
         of(purchase(bids=(*_bids(H1, H2), ("s3", 1, {_column: H1, "status": "invited"})))), "t1", clear(0)),
        (_flag, "one told", of(purchase(bids=_bids(H1, None))), "t1", unknown(f"bids.{_column}")),
        (_flag, "another tender", of(purchase("t1", bids=_bids(H1, H2)), purchase("t2", bids=_bids(H2, H1))), "t1",
         clear(0)),
        (_flag, "before the rule", of(purchase(**GOODS, bids=_bids(H1, H1), notice_at="2014-01-01 00:00")), "t1",
         NO_ROW),
        (_flag, "no bids", of(purchase(bids=())), "t1", NO_ROW),
        (_flag, "regime not told", of(purchase(bids=_bids(H1, H1), regime=None)), "t1", unknown("tenders.regime")),
    ]  # fmt: skip


@pytest.mark.parametrize(("flag", "name", "purchases", "subject", "expected"), CASES,
                         ids=[f"{case[0]} {case[1]}" for case in CASES])  # fmt: skip
def test_a_flag_answers(
    tmp_path: Path, flag: str, name: str, purchases: list[Purchase], subject: str, expected: Expected
) -> None:
    rows = answers(tmp_path, flag, *purchases)
    found = [
        row for row in rows if row["subject_id"] == subject and (row["subject"] != "supplier" or not row["tender_id"])
    ]
    if expected is None:
        assert found == []
    else:
        (row,) = found
        assert {key: row[key] for key in expected} == pytest.approx(expected)


def test_every_flag_has_cases_of_each_state() -> None:
    told = {(flag, (expected or {"state": "absent"})["state"]) for flag, _, _, _, expected in CASES}
    ours = [flag for flag in registry() if flag.startswith("C")]
    assert {(flag, state) for flag in ours for state in ("flagged", "clear", "not_computable")} <= told


NAMED: list[tuple[str, list[Purchase], set[str]]] = [
    ("C05", many(2, **ORDER), {"s1"}),
    ("C15", of(purchase("t0", **FAILED), purchase("t1", **AGAIN)), {"s2"}),
    ("C16", of(purchase(bids=(("s1", 100), ("s2+s4", 120), ("s3", 140), ("s5", 170)))), {"s1", "s2", "s3", "s4"}),
    ("C17", of(purchase(bids=(("s1", 1, {"device_hash": H1}), ("s2", 2, {"device_hash": H1}), ("s3", 3)))),
     {"s1", "s2"}),
    ("C23", of(purchase(winners=("s1", "s2")), founded(s1="2001-01-01", s2="2025-01-01")), {"s2"}),
    ("C21", many(5, bids=THREE[:2]), {"s1", "s2"}),
]  # fmt: skip


@pytest.mark.parametrize(("flag", "purchases", "suppliers"), NAMED, ids=[case[0] for case in NAMED])
def test_a_flagged_tender_names_whom_it_concerns(
    tmp_path: Path, flag: str, purchases: list[Purchase], suppliers: set[str]
) -> None:
    rows = answers(tmp_path, flag, *purchases)
    named = [row for row in rows if row["subject"] == "supplier" and row["tender_id"]]
    assert {row["subject_id"] for row in named} == suppliers
    assert {row["state"] for row in named} == {"flagged"}


def test_each_tender_has_one_row_of_each_flag_whatever_is_missing(tmp_path: Path) -> None:
    bare = purchase("t0", bids=(), winners=(), contracts=[{}])
    bare["tenders"] = [{"tender_id": "t0", "unit_id": "u1", "area": "other"}]
    several = purchase("t1", awards=[{"amount": 5, "suppliers": "s1+s2"}, {"amount": 6}], contracts=[{}, {}])
    connection = procurement(tmp_path, [bare, several, purchase("t2", **AGAIN)])
    for table in evaluate_own(connection, dt.date(2026, 10, 31)).values():
        rows = rows_of(connection, table)
        tenders = [row["tender_id"] for row in rows if row["subject"] == "tender"]
        assert len(tenders) == len(set(tenders)), table
        assert all((row["missing"] is not None) == (row["state"] == "not_computable") for row in rows), table


def test_only_the_tables_that_are_there_are_needed(tmp_path: Path) -> None:
    absent = [name for name in PROCUREMENT if name != "tenders"]
    connection = procurement(tmp_path, [purchase()], absent)
    tables = evaluate_own(connection, dt.date(2026, 10, 31))
    assert rows_of(connection, tables["C25"]) == []
    assert [row["state"] for row in rows_of(connection, tables["C07"])] == ["clear"]
    assert [(row["state"], row["missing"]) for row in rows_of(connection, tables["R028"])] == [
        ("not_computable", "bids.amount")
    ]


def test_without_any_procurement_every_flag_is_empty(tmp_path: Path) -> None:
    connection = procurement(tmp_path, [], PROCUREMENT)
    for table in evaluate_own(connection, dt.date(2026, 10, 31)).values():
        assert rows_of(connection, table) == []


def test_a_site_has_limits_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "reference").mkdir()
    own = tmp_path / "reference" / "thresholds.csv"
    head = "id,regime,area,value,measured_in,label_zh,label_en,article,valid_from,valid_to,verified\n"
    own.write_text(head + "bid_period,bidding,,40,days,a,b,c,2000-01-01,,true\n", encoding="utf-8")
    (row,) = answers(tmp_path, "C07", purchase())
    assert (row["state"], row["limit_value"]) == ("flagged", 40)
    with pytest.raises(BrokenContract, match="near_limit_floor"):
        answers(tmp_path, "C04", purchase())


def test_limits_of_working_days_need_the_list_of_holidays(tmp_path: Path) -> None:
    (tmp_path / "reference").mkdir()
    own = tmp_path / "reference" / "holidays.csv"
    own.write_text("date,name_zh,name_en,kind,verified\n", encoding="utf-8")
    (row,) = answers(tmp_path, "C08", purchase(**GOODS))
    assert row["missing"] == "holidays.date"


def test_working_days_follow_the_notices_of_the_state_council(tmp_path: Path) -> None:
    connection = procurement(tmp_path, [])
    prepare_own(connection)
    between = "select max(nth) - min(nth) from working_days where day between $first and $last"
    for first, last, days in (
        ("2025-01-01", "2025-12-31", 248),
        ("2025-09-30", "2025-10-11", 3),
        ("2024-02-08", "2024-02-18", 2),
    ):
        assert connection.execute(between, {"first": first, "last": last}).fetchall() == [(days,)]
