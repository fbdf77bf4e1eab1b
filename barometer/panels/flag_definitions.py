"""口径 of flags: neutral name, what is measured against which limit, source; the colloquial name stands only here."""

from __future__ import annotations

from barometer.audience import Audience
from barometer.contract import tables
from barometer.definitions import version_of_flag
from barometer.filters import Filters
from barometer.flags.registry import Flag, registry
from barometer.language import current_language, say
from barometer.panels.flags import kind_name
from barometer.panels.limits import compared
from barometer.panels.procurement import stage_names
from barometer.panels.tables import Cell, Code, Table, ToFlag
from barometer.phrases import clauses, listed
from barometer.reference import read_reference, reference_file


def flag_definitions(audience: Audience, filters: Filters) -> Table:
    """Return every flag in one line: name, what it compares, kind, stage, source and whether that was read."""
    language = current_language()
    return Table(
        key="flag-definitions",
        title=say("Flags of procurement: formula and source"),
        caption=say("a flag is a lead to check, not a finding"),
        head=(say("flag"), say("formula"), say("kind"), say("stage"), say("source"), say("basis")),
        rows=tuple(
            (
                (ToFlag(flag.name(language), flag.id), Code(flag.id)),
                flag.formula(language),
                kind_name(flag),
                stage_names()[flag.stage],
                flag.source(language),
                _basis(flag),
            )
            for flag in registry().values()
        ),
    )


def flag_facts(audience: Audience, flag: Flag) -> Table:
    """Return one flag in full, with the name inspectors use and the code of the open standard's guide."""
    language = current_language()
    rows: list[tuple[Cell, ...]] = [
        (say("formula"), flag.formula(language)),
        (say("source"), say("{source} ({basis})", source=flag.source(language), basis=_basis(flag))),
        (say("kind"), kind_name(flag)),
        (say("stage"), stage_names()[flag.stage]),
        (say("also called"), flag.colloquial_en if language == "en" else flag.colloquial_zh),
        (say("code of the Open Contracting Partnership"), flag.ocp_code),
        (say("fewest cases"), f"{flag.minimum_n:,}" if flag.minimum_n > 1 else ""),
        (say("needed columns"), clauses([_needed(need) for need in flag.needs])),
        (say("version"), (Code(version_of_flag(flag)),)),
    ]
    return Table(
        key="flag",
        title=flag.name(language),
        caption=say("a flag is a lead to check, not a finding"),
        head=(say("item"), say("definition")),
        rows=tuple(row for row in rows if row[1]),
    )


def flag_limits(audience: Audience, flag: Flag) -> Table:
    """Return the dated limits a flag compares with; no row where it has none."""
    language = current_language()
    rows = [row for row in read_reference(reference_file("thresholds", audience.data)) if row["id"] in flag.limit_ids]
    regimes, areas = audience.session.labels("regime", language), audience.session.labels("area", language)
    return Table(
        key="flag-limits",
        title=say("Limits the flag compares with"),
        caption=say("the row in force on the day decides; without a last day it still holds"),
        head=(say("limit"), say("regime"), say("area"), say("value"), say("article"), say("in force"), say("basis")),
        rows=tuple(
            (
                (row[f"label_{language}"], Code(row["id"])),
                regimes.get(row["regime"], row["regime"]) or say("all"),
                areas.get(row["area"], row["area"]) or say("all"),
                _value(row),
                _article(row["article"]),
                f"{row['valid_from']} – {row['valid_to']}".rstrip(" –") if row["valid_to"] else row["valid_from"],
                compared(row["verified"] == "true"),
            )
            for row in rows
        ),
        figures=frozenset({3}),
    )


def _basis(flag: Flag) -> str:
    return compared(flag.is_verified) if flag.kind == "statutory" else say("own definition")


def _value(row: dict[str, str]) -> str:
    words = {"days": say(" days"), "working days": say(" working days"), "bidders": say(" bidders")}
    words |= {"bids": say(" bids"), "tenders": say(" tenders"), "CNY": say(" yuan"), "ratio": "", "index": ""}
    return f"{float(row['value']):,.10g}{words.get(row['measured_in'], ' ' + row['measured_in'])}"


def _article(article: str) -> str:
    return {"analytic": say("own setting"), "practice": say("practice")}.get(article, article)


def _needed(need: str) -> str:
    words = []
    for one in need.split(" | "):
        table, _, column = one.partition(".")
        words.append(tables()[table].columns[column].label(current_language()))
    return say("{columns}, one of them is enough", columns=listed(words)) if len(words) > 1 else words[0]
