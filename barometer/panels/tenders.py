"""One tender: what is known of it, by which evidence it is to be checked, who offered what."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from barometer.audience import Audience
from barometer.flag_answers import evidence, offers, tender
from barometer.flags.registry import registry
from barometer.language import current_language, say
from barometer.money_in_words import amount
from barometer.panels.flags import kind_name, measured_in_words, missing_in_words
from barometer.panels.tables import Cell, Table, ToFlag
from barometer.panels.told import code_names
from barometer.phrases import listed
from barometer.tender_rows import Evidence

BEIJING = dt.timedelta(hours=8)  # as local_day.sql, which the statutory limits are counted in


def tender_facts(audience: Audience, tender_id: str) -> Table | None:
    """Return what is known of a tender, None where the scope does not hold it."""
    known = tender(audience, tender_id)
    if known is None:
        return None
    tree = audience.session.tree
    names = {name: _coded(audience, name, getattr(known, name)) for name in ("area", "regime", "method")}
    status = _coded(audience, "tender_status", known.status)
    unit = tree.name_of(known.unit_id)
    rows = (
        (say("buyer"), unit, say("notice"), _moment(known.notice_at)),
        (say("area"), names["area"], say("deadline"), _moment(known.deadline_at)),
        (say("regime"), names["regime"], say("opened"), _moment(known.opened_at)),
        (say("method"), names["method"], say("award notice"), _day(known.award_notice_on)),
        (say("status"), status, say("signed"), _day(known.signed_on)),
        (say("budget"), _money(known.budget, known.currency), say("awarded, else budget"), _money(known.amount)),
        (
            say("ceiling price"),
            _money(known.ceiling_price, known.currency),
            say("contract"),
            _money(known.contract_amount, known.currency),
        ),
        (say("acceptance due"), _day(known.accept_due_on), say("accepted"), _day(known.accepted_on)),
    )
    return Table(
        key="tender-facts",
        title=say("What is known"),
        caption=say("a flag is a lead to check, not a finding"),
        head=(say("item"), say("value"), say("item"), say("value")),
        rows=rows,
    )


def tender_evidence(audience: Audience, tender_id: str) -> Table:
    """Return the flags of a tender that fired, then those not computable: value, limit and source of each."""
    found = _evidence(audience, tender_id)
    flagged, unknown, clear = (_in_state(found, state) for state in ("flagged", "not_computable", "clear"))
    computable = len(flagged) + len(clear)
    return _evidence_table(
        "tender-evidence",
        say("{n} of {total} computable flags fired", n=len(flagged), total=computable),
        say("value against limit; flags that do not apply to this tender are left out"),
        [*flagged, *unknown],
        _currency(audience, tender_id),
    )


def clear_evidence(audience: Audience, tender_id: str) -> Table:
    """Return the flags of a tender that were computed and did not fire, each with value, limit and source."""
    clear = _in_state(_evidence(audience, tender_id), "clear")
    return _evidence_table(
        "tender-clear",
        say("{n} flags did not fire", n=len(clear)),
        say("value against limit"),
        clear,
        _currency(audience, tender_id),
    )


def _evidence(audience: Audience, tender_id: str) -> list[Evidence]:
    """Return the evidence on a tender in the order of the registry."""
    order = {flag: place for place, flag in enumerate(registry())}
    known = [row for row in evidence(audience, tender_id) if row.flag in order]
    return sorted(known, key=lambda row: order[row.flag])


def _currency(audience: Audience, tender_id: str) -> str | None:
    known = tender(audience, tender_id)
    return known.currency if known else None


def _in_state(found: list[Evidence], state: str) -> list[Evidence]:
    return [row for row in found if row.state == state]


def _evidence_table(key: str, title: str, caption: str, rows: list[Evidence], currency: str | None) -> Table:
    return Table(
        key=key,
        title=title,
        caption=caption,
        head=(say("flag"), say("kind"), say("state"), say("measured"), say("limit"), say("source")),
        rows=tuple(_evidence_row(row, currency) for row in rows),
        figures=frozenset({3, 4}),
    )


def _evidence_row(row: Evidence, currency: str | None) -> tuple[Cell, ...]:
    flag, language = registry()[row.flag], current_language()
    words = {"flagged": say("flag"), "clear": say("clear"), "not_computable": say("not computable")}
    is_known = row.state != "not_computable"
    return (
        (ToFlag(flag.name(language), flag.id),),
        kind_name(flag),
        words[row.state],
        measured_in_words(flag, row.measured, currency) if is_known else missing_in_words(row.missing),
        measured_in_words(flag, row.limit_value, currency) if is_known else "—",
        flag.source(language),
    )


def tender_offers(audience: Audience, tender_id: str) -> Table:
    """Return the bids of a tender, lowest first; no device, account or representative."""
    found = offers(audience, tender_id)
    rows = tuple(
        (
            listed(row.suppliers),
            _offer(row.amount, row.currency),
            _coded(audience, "bid_status", row.status),
            "—" if row.rank is None else str(row.rank),
            _moment(row.submitted_at),
            say("awarded") if row.is_winner else "",
        )
        for row in found
    )
    return Table(
        key="tender-offers",
        title=say("{n} bids", n=len(rows)),
        caption=say("lowest price first; Beijing time"),
        head=(say("supplier"), say("price"), say("status"), say("rank"), say("submitted"), say("award")),
        rows=rows,
        figures=frozenset({1, 3}),
    )


def _coded(audience: Audience, code_list: str, code: str | None) -> str:
    return code_names(audience, code_list, [code])[code] if code else "—"


def _money(value: float | Decimal | None, currency: str | None = None) -> str:
    if value is None:
        return "—"
    return amount(float(value)) if currency in (None, "CNY") else f"{value:,.0f} {currency}"


def _offer(value: float | None, currency: str | None) -> str:
    if value is None:
        return "—"
    return f"{value:,.2f}" if currency in (None, "CNY") else f"{value:,.2f} {currency}"


def _day(day: dt.date | None) -> str:
    return f"{day:%Y-%m-%d}" if day else "—"


def _moment(moment: dt.datetime | None) -> str:
    """Return a UTC time as Beijing time."""
    return "—" if moment is None else f"{moment + BEIJING:%Y-%m-%d %H:%M}"
