"""Rows that pages are told about procurement: tenders, evidence, offers, and records of organisations."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class FlaggedTender:
    """One row of the work list; `flags` are all it has, `kinds` how many, `n_all` the length of the whole list."""

    tender_id: str
    area: str
    unit_id: str
    day: dt.date
    amount: float | None
    kinds: int
    flags: list[str]
    n_all: int


@dataclass(frozen=True)
class Cover:
    """To how many tenders a flag applies, on how many it is computable, and how many it flags."""

    flag: str
    tenders: int
    computable: int
    flagged: int


@dataclass(frozen=True)
class Tender:
    """What is known of one tender beside its flags; money in yuan or the tender's currency, times UTC."""

    tender_id: str
    unit_id: str
    area: str
    day: dt.date
    amount: float | None
    ocid: str | None
    regime: str | None
    method: str | None
    ocds_method: str | None
    status: str | None
    currency: str | None
    budget: Decimal | None
    ceiling_price: Decimal | None
    notice_at: dt.datetime | None
    documents_from: dt.datetime | None
    documents_to: dt.datetime | None
    deadline_at: dt.datetime | None
    opened_at: dt.datetime | None
    award_notice_on: dt.date | None
    bidder_count: int | None
    signed_on: dt.date | None
    contract_amount: Decimal | None
    accept_due_on: dt.date | None
    accepted_on: dt.date | None


@dataclass(frozen=True)
class Evidence:
    """What a flag measured of a tender against its limit; `missing` names what kept it from being computed."""

    flag: str
    state: str
    measured: float | None
    limit_value: float | None
    missing: str | None


@dataclass(frozen=True)
class Offer:
    """A bid as pages may show it: who made it, its state and price. Nothing that links devices or accounts."""

    suppliers: list[str]
    status: str | None
    amount: float | None
    currency: str | None
    rank: int | None
    submitted_at: dt.datetime | None
    is_winner: bool


@dataclass(frozen=True)
class SupplierRecord:
    """How often a supplier bid and won, with how many buyers, and the flags that concern it."""

    supplier_id: str
    supplier_name: str
    bids: int
    wins: int
    buyers: int
    flags: list[str]
    n_all: int


@dataclass(frozen=True)
class BuyerRecord:
    """A buyer's tenders, and how its awards spread: `most` went to one supplier."""

    unit_id: str
    tenders: int
    computable: int
    flagged: int
    single_source: int
    awards: int | None
    most: int | None
    flags: list[str]
