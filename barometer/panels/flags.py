"""Flags one by one: where each fired by area, on how many tenders it can be computed, what was measured."""

from __future__ import annotations

from barometer.answers import Figure, broken_down_by
from barometer.audience import Audience
from barometer.charts.spec import ChartSpec
from barometer.contract import tables
from barometer.filters import Filters
from barometer.flag_answers import AREAS, MINIMUM, SHARE, Selection, flag_cover, of_procurement
from barometer.flags.registry import Flag, registry, tender_flags
from barometer.flags.verdicts import Precision, precision
from barometer.language import current_language, say
from barometer.money_in_words import amount
from barometer.panels.procurement import flag_heat, stage_names, untold
from barometer.panels.tables import Cell, Table, ToFlag
from barometer.panels.told import State, Told, code_names, provenance
from barometer.phrases import listed
from barometer.reference import threshold_in_force
from barometer.tender_rows import Cover
from barometer.wording import number, percent


def flags_by_area(audience: Audience, filters: Filters, kind: str) -> Told:
    """Return tenders with each flag of a kind ("statutory" or "statistical") by key area; a click opens them."""
    filters = of_procurement(filters)
    title = kind_title(kind)
    if state := untold(title, audience, filters):
        return state
    parts = broken_down_by(audience, SHARE, filters, ("area_flag", "area"))
    areas = [area for area in (*AREAS, *sorted(set(parts["area"]) - set(AREAS))) if area in parts["area"]]
    names = code_names(audience, "area", areas)
    flags = [flag for flag in tender_flags().values() if flag.group == kind]
    turned = {
        f"{code.partition('/')[2]}/{code.partition('/')[0]}": figures for code, figures in parts["area_flag"].items()
    }
    heat = flag_heat(
        turned,
        rows=[(flag.id, flag.name(current_language())) for flag in flags],
        columns=[(area, _with_total(names[area], parts["area"][area][0])) for area in areas],
        selection=lambda flag, area: Selection(area, "flag", flag),
    )
    return ChartSpec(
        key=f"flags-{kind}",
        metric=SHARE,
        title=_title(title, heat.rows, heat.values),
        subtitle=say(
            "tenders with the flag; the darker, the larger their share of those it can be computed on; — not computable"
        ),
        panels=(heat,),
        provenance=provenance(audience, filters),
        height=60 + 26 * len(flags),
    )


def flag_list(audience: Audience, filters: Filters) -> Table | State:
    """Return every flag of tenders: how many it applies to, computable share, flagged, share, verdicts, a warning."""
    filters = of_procurement(filters)
    title = say("Each flag: how often it can be computed and how often it fires")
    if state := untold(title, audience, filters):
        return state
    limit = threshold_in_force("flag_review_share", audience.snapshot.data_as_of, audience.data)
    checked = precision(audience.data)
    rows = tuple(
        _row(registry()[cover.flag], cover, limit, checked.get(cover.flag))
        for cover in flag_cover(audience, filters)
        if cover.flag in registry()
    )
    return Table(
        key="flag-list",
        title=title,
        caption=say(
            "statutory limits and statistical signals are never added up; one that fires on over {share} of tenders "
            "asks for a review of its limit",
            share=percent(limit, 0),
        ),
        head=(
            say("flag"),
            say("kind"),
            say("stage"),
            say("computable"),
            say("flagged"),
            say("share"),
            say("verified"),
            say("note"),
        ),
        rows=rows,
        figures=frozenset({3, 4, 5, 6}),
    )


def measured_in_words(flag: Flag, value: float | None, currency: str | None = None) -> str:
    """Return what a flag measured, with its unit: 12天, 0.2%, 3家, 118.2万元; an em dash for nothing.

    Money is in yuan unless the tender has another `currency`.
    """
    if value is None or value != value:
        return "—"
    if flag.measured_in == "ratio":
        return percent(value, 2 if abs(value) < 0.01 else 1)
    if flag.measured_in == "money":
        return amount(value) if currency in (None, "CNY") else f"{value:,.0f} {currency}"
    return (
        f"{number(round(value, 4), 'count')}{unit_of(flag)}" if value == int(value) else f"{value:,.2f}{unit_of(flag)}"
    )


def unit_of(flag: Flag) -> str:
    """Return the unit of measure behind a number of a flag."""
    words = {
        "days": say(" days"),
        "working days": say(" working days"),
        "minutes": say(" minutes"),
        "bidders": say(" bidders"),
        "bids": say(" bids"),
        "tenders": say(" tenders"),
        "classes": say(" classes"),
        "index": "",
    }
    return words.get(flag.measured_in, "")


def missing_in_words(missing: str | None) -> str:
    """Return what keeps a flag from being computed, by the label of the column."""
    if not missing:
        return ""
    table, _, column = missing.partition(".")
    if table in tables() and column in tables()[table].columns:
        label = tables()[table].columns[column].label(current_language())
        return say("{column} is missing or not usable", column=label)
    return {"fence": say("too little spread to draw a limit"), "minimum_n": say("too few cases")}.get(missing, missing)


def kind_title(kind: str) -> str:
    """Return the heading over the flags of a kind, "statutory" or "statistical"."""
    return say("Statutory limits") if kind == "statutory" else say("Statistical signals")


def flag_names(flag_ids: list[str]) -> str:
    """Return the flags by name as a list; one that the registry no longer has is left out."""
    return listed([registry()[flag].name(current_language()) for flag in flag_ids if flag in registry()])


def kind_name(flag: Flag) -> str:
    """Return the reader's word for the kind of a flag."""
    return say("statutory") if flag.group == "statutory" else say("statistical")


def _row(flag: Flag, cover: Cover, limit: float, checked: Precision | None) -> tuple[Cell, ...]:
    is_enough = cover.computable >= MINIMUM
    share = cover.flagged / cover.computable if is_enough else None
    computable = cover.computable / cover.tenders if cover.tenders else None
    notes = [
        say("over {share}: review the limit", share=percent(limit, 0)) if share is not None and share > limit else "",
        say("applies to no tender here") if not cover.tenders else "",
    ]
    return (
        (ToFlag(flag.name(current_language()), flag.id),),
        kind_name(flag),
        stage_names()[flag.stage],
        "—" if computable is None else percent(computable, 0),
        f"{cover.flagged:,} / {cover.computable:,}" if cover.tenders else "—",
        "—" if share is None else percent(share),
        f"{checked.verified:,} / {checked.checked:,}" if checked else "—",
        listed([note for note in notes if note]),
    )


def _with_total(name: str, figure: Figure) -> str:
    return say("{name} ({n})", name=name, n=number(figure.denominator, "count"))


def _title(kind: str, names: tuple[str, ...], values: tuple[tuple[float | None, ...], ...]) -> str:
    """Return the flags of a kind that fired most, by their tenders over all areas."""
    totals = {name: sum(value or 0 for value in row) for name, row in zip(names, values, strict=True)}
    most = sorted((name for name in totals if totals[name]), key=lambda name: -totals[name])[:3]
    if not most:
        return say("{kind}: no tender is flagged", kind=kind)
    return say("{kind}: most in {flags}", kind=kind, flags=listed(most))
