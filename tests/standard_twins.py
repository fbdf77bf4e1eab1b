"""The eleven indicators of the open standard once more, as slow plain loops over release dictionaries.

Written from the definitions of the design and of the standard, not from the SQL: no joins, one pass after the other.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from math import floor
from typing import Any

Release = dict[str, Any]
Found = dict[str, dict[str, dict[str, float]]]
FINAL = ("active", "cancelled", "unsuccessful")


def twin_results(releases: list[Release], settings: dict[str, Any]) -> Found:
    """Return what the standard's command prints for `releases` by `settings` (a dictionary of its TOML)."""
    found: Found = defaultdict(lambda: defaultdict(dict))
    kept = [release for release in releases if is_considered(release, settings)]
    currency = settings.get("currency") or first_currency(kept, settings)
    gaps = {index: gap for index, release in enumerate(kept) if (gap := gap_of(release, settings, currency))}
    for code, section in settings.items():
        match code:
            case "R003" | "R018" | "R028" | "R030" | "R035" | "R036":
                for release in kept:
                    for_one_release(found, code, release, section, settings, currency)
            case "R024" | "R058":
                by_gap(found, code, [(kept[index]["ocid"], *gap) for index, gap in gaps.items()], section)
            case "R025":
                unsuccessful(found, kept, section)
            case "R038":
                disqualified(found, kept, section)
            case "R048":
                heterogeneous(found, kept, section)
    return {group: {key: dict(told) for key, told in rows.items()} for group, rows in found.items()}


# --- reading -------------------------------------------------------------------------------------------------------


def at(value: Any, *names: str, kind: type = str) -> Any:
    for name in names:
        value = value.get(name) if isinstance(value, dict) else None
    return value if type(value) is kind else None


def entries(value: Any, *names: str) -> list[Any]:
    return at(value, *names, kind=list) or []


def amount_of(bid: Any) -> float | None:
    for kind in (int, float):
        told = at(bid, "value", "amount", kind=kind)
        if told is not None:
            return float(told)
    return None


def ids_of(value: Any, name: str) -> list[str | None]:
    return [at(entry, "id") for entry in entries(value, name)]


def bids_of(release: Release) -> list[Any]:
    return entries(release, "bids", "details")


def submitted(release: Release) -> list[Any]:
    return [bid for bid in bids_of(release) if at(bid, "status") not in (None, "invited", "withdrawn")]


def active(release: Release) -> list[Any]:
    return [award for award in entries(release, "awards") if at(award, "status") == "active"]


def is_final(release: Release) -> bool:
    awards = entries(release, "awards")
    return bool(awards) and all(at(award, "status") in (*FINAL, None) for award in awards)


def sole_winner(release: Release) -> str | None:
    if not is_final(release) or len(active(release)) != 1:
        return None
    suppliers = ids_of(active(release)[0], "suppliers")
    return suppliers[0] if len(suppliers) == 1 else None


def instant(told: str | None) -> dt.datetime | None:
    if told is None or len(told) < 20:
        return None
    try:
        read = dt.datetime.fromisoformat(told)
    except ValueError:
        return None
    return read if read.tzinfo else None


def parts(joined: str | None) -> list[str]:
    return [part for part in (joined or "").split("|") if part]


# --- what is considered --------------------------------------------------------------------------------------------


def is_considered(release: Release, settings: dict[str, Any]) -> bool:
    excluded = parts(settings.get("exclusions", {}).get("procurement_method_details"))
    details = at(release, "tender", "procurementMethodDetails")
    return at(release, "tender", "status") != "cancelled" and details not in excluded


def is_compared(release: Release, settings: dict[str, Any]) -> bool:
    details = at(release, "tender", "procurementMethodDetails")
    allowed = parts(settings.get("price_comparison_procurement_methods"))
    if allowed:
        return details in allowed
    return details not in parts(settings.get("no_price_comparison_procurement_methods"))


def sole_valid(release: Release) -> Iterator[tuple[str, float, str]]:
    for bid in bids_of(release):
        tenderers, amount, currency = ids_of(bid, "tenderers"), amount_of(bid), at(bid, "value", "currency")
        if at(bid, "status") != "valid" or len(tenderers) != 1 or tenderers[0] is None:
            continue
        if amount is not None and currency is not None:
            yield tenderers[0], amount, currency


def first_currency(kept: list[Release], settings: dict[str, Any]) -> str | None:
    for release in kept:
        if not is_compared(release, settings):
            continue
        if ("R024" in settings or "R058" in settings) and sole_winner(release) is not None:
            for _, _, currency in sole_valid(release):
                return currency
        if "R036" in settings and active(release):
            for bid in submitted(release):
                if amount_of(bid) is not None and at(bid, "value", "currency") is not None:
                    told: str = at(bid, "value", "currency")
                    return told
    return None


def gap_of(release: Release, settings: dict[str, Any], currency: str | None) -> tuple[float, str, str] | None:
    winner = sole_winner(release)
    if winner is None or not is_compared(release, settings):
        return None
    own, others = [], []
    for tenderer, amount, told in sole_valid(release):
        if told == currency:
            (own if tenderer == winner else others).append((amount, tenderer))
    if not own or not others or min(own)[0] <= 0:
        return None
    lowest = min(amount for amount, _ in others)
    runner_up = next(tenderer for amount, tenderer in others if amount == lowest)
    if lowest < min(own)[0]:
        return None
    return (lowest - min(own)[0]) / min(own)[0], winner, runner_up


# --- indicators ----------------------------------------------------------------------------------------------------


def for_one_release(
    found: Found, code: str, release: Release, section: dict[str, Any], settings: dict[str, Any], currency: str | None
) -> None:
    value, suppliers = 1.0, set[str]()
    match code:
        case "R003":
            is_flagged = is_short(release, section)
        case "R018":
            listed = parts(section.get("procurement_methods", "open|selective"))
            is_listed = not listed or at(release, "tender", "procurementMethod") in listed
            is_flagged = is_listed and at(release, "tender", "numberOfTenderers", kind=int) == 1
        case "R028":
            suppliers = of_equal_prices(release) if is_compared(release, settings) else set()
            is_flagged = bool(suppliers)
        case "R030":
            suppliers = late_winners(release)
            is_flagged = bool(suppliers)
        case "R035":
            alone = alone_with(release, max(1, section.get("threshold", 1)))
            is_flagged = alone is not None
            if alone:
                value, suppliers = float(alone[1]), {alone[0]}
        case _:
            is_flagged = is_compared(release, settings) and is_lowest_disqualified(release, currency)
    if is_flagged:
        found["OCID"][release["ocid"]][code] = value
        for supplier in suppliers:
            found["Tenderer"][supplier][code] = 0.0 if code == "R035" else 1.0


def is_short(release: Release, section: dict[str, Any]) -> bool:
    tender = release.get("tender")
    listed = parts(section.get("procurement_methods"))
    if listed and at(tender, "procurementMethod") not in listed:
        return False
    start, end = instant(at(tender, "tenderPeriod", "startDate")), instant(at(tender, "tenderPeriod", "endDate"))
    if start is None or end is None:
        return False
    limits: dict[str, int] = section.get("procurement_method_details", {})
    limit = limits.get(at(tender, "procurementMethodDetails") or "", section.get("threshold", 15))
    return int((end - start) / dt.timedelta(days=1)) < limit


def of_equal_prices(release: Release) -> set[str]:
    equal: dict[tuple[float, str], list[frozenset[str]]] = defaultdict(list)
    for bid in submitted(release):
        amount, currency = amount_of(bid), at(bid, "value", "currency")
        tenderers = frozenset(name for name in ids_of(bid, "tenderers") if name is not None)
        if amount is not None and currency is not None and tenderers:
            equal[amount, currency].append(tenderers)
    return {name for bidders in equal.values() if len(set(bidders)) > 1 for tenderers in bidders for name in tenderers}


def late_winners(release: Release) -> set[str]:
    deadline = instant(at(release, "tender", "tenderPeriod", "endDate"))
    winners = {name for award in active(release) for name in ids_of(award, "suppliers")}
    late = set()
    for bid in bids_of(release):
        date = instant(at(bid, "date"))
        if at(bid, "status") == "valid" and deadline is not None and date is not None and date > deadline:
            late |= set(ids_of(bid, "tenderers")) & winners
    return {name for name in late if name is not None}


def alone_with(release: Release, threshold: int) -> tuple[str, int] | None:
    if not is_final(release):
        return None
    parties: dict[str, set[str]] = defaultdict(set)
    for bid in bids_of(release):
        parties[at(bid, "status") or ""] |= {name for name in ids_of(bid, "tenderers") if name is not None}
    winners = {name for award in active(release) for name in ids_of(award, "suppliers") if name is not None}
    others = len(parties["disqualified"] - parties["valid"])
    if len(parties["valid"]) == 1 and parties["valid"] == winners and others >= threshold:
        return winners.pop(), others
    return None


def is_lowest_disqualified(release: Release, currency: str | None) -> bool:
    priced = [
        (amount, at(bid, "status"))
        for bid in submitted(release)
        if (amount := amount_of(bid)) is not None and at(bid, "value", "currency") == currency is not None
    ]
    if not active(release) or "valid" not in [status for _, status in priced]:
        return False
    lowest = min(amount for amount, _ in priced)
    return next(status for amount, status in priced if amount == lowest) == "disqualified"


def by_gap(found: Found, code: str, gaps: list[tuple[str, float, str, str]], section: dict[str, Any]) -> None:
    values = [gap for _, gap, _, _ in gaps]
    if code == "R024":
        fence = section.get("threshold", lower_fence(values))
        if "threshold" not in section and not quantile(values, 0.25) > 0:
            return
    else:
        fence = section.get("threshold", upper_fence(values))
    for ocid, gap, winner, runner_up in gaps:
        if fence > 0 and (gap <= fence if code == "R024" else gap >= fence):
            found["OCID"][ocid][code] = gap
            for name in (winner, runner_up) if code == "R024" else (winner,):
                found["Tenderer"][name][code] = 0.0


def unsuccessful(found: Found, kept: list[Release], section: dict[str, Any]) -> None:
    tried: dict[str, list[bool]] = defaultdict(list)
    for release in kept:
        winner = sole_winner(release)
        valid = [ids_of(bid, "tenderers") for bid in bids_of(release) if at(bid, "status") == "valid"]
        for name in {names[0] for names in valid if len(names) == 1}:
            if winner is not None and name is not None:
                tried[name].append(name == winner)
    shares = {name: sum(wins) / len(wins) for name, wins in tried.items()}
    most = quantile([float(len(wins)) for wins in tried.values()], section.get("percentile", 75) / 100)
    fence = section.get("threshold", lower_fence(list(shares.values())))
    if fence > 0 and ("threshold" in section or quantile(list(shares.values()), 0.25) > 0):
        for name, share in shares.items():
            if len(tried[name]) >= most and share <= fence:
                found["Tenderer"][name]["R025"] = share


def disqualified(found: Found, kept: list[Release], section: dict[str, Any]) -> None:
    groups: dict[str, dict[str, list[bool]]] = {"Buyer": {}, "ProcuringEntity": {}, "Tenderer": {}}
    for release in kept:
        for bid in submitted(release):
            told = [("Buyer", at(release, "buyer", "id"))]
            told += [("ProcuringEntity", at(release, "tender", "procuringEntity", "id"))]
            told += [("Tenderer", name) for name in ids_of(bid, "tenderers")]
            for group, name in told:
                if name is not None:
                    groups[group].setdefault(name, []).append(at(bid, "status") == "disqualified")
    for group, names in groups.items():
        minimum = "minimum_submitted_bids" if group == "Tenderer" else "minimum_contracting_processes"
        shares = {name: sum(of) / len(of) for name, of in names.items() if len(of) >= section.get(minimum, 2)}
        fence = section.get("threshold", upper_fence(list(shares.values())))
        for name, share in shares.items():
            if fence > 0 and share >= fence:
                found[group][name]["R038"] = share


def heterogeneous(found: Found, kept: list[Release], section: dict[str, Any]) -> None:
    classes: dict[str, set[str]] = defaultdict(set)
    tenders: dict[str, set[int]] = defaultdict(set)
    for place, release in enumerate(kept):
        for award in active(release):
            suppliers = ids_of(award, "suppliers")
            for item in entries(award, "items"):
                code = at(item, "classification", "id")
                if len(suppliers) == 1 and suppliers[0] is not None and code is not None:
                    classes[suppliers[0]].add(code[: section.get("digits", 2)])
                    tenders[suppliers[0]].add(place)
    enough = section.get("minimum_contracting_processes", 20)
    counts = {name: float(len(codes)) for name, codes in classes.items() if len(tenders[name]) >= enough}
    fence = section.get("threshold", upper_fence(list(counts.values())))
    for name, count in counts.items():
        if count >= fence:
            found["Tenderer"][name]["R048"] = count


# --- quartiles of Hyndman and Fan's type 8 ---------------------------------------------------------------------------


def quantile(values: Iterable[float], p: float) -> float:
    ordered = sorted(values)
    if not ordered:
        return float("nan")
    h = (len(ordered) + 1 / 3) * p + 1 / 3
    if h < 1:
        return ordered[0]
    if h >= len(ordered):
        return ordered[-1]
    low = floor(h)
    return ordered[low - 1] + (h - low) * (ordered[low] - ordered[low - 1])


def lower_fence(values: list[float]) -> float:
    return quantile(values, 0.25) - 1.5 * (quantile(values, 0.75) - quantile(values, 0.25))


def upper_fence(values: list[float]) -> float:
    return quantile(values, 0.75) + 1.5 * (quantile(values, 0.75) - quantile(values, 0.25))
