"""重点领域: how many tenders have a flag, by area, by area and stage, and over three years."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from barometer.answers import Figure, Parts, broken_down_by, course
from barometer.audience import Audience
from barometer.charts.marks import Heat
from barometer.charts.spec import ChartSpec
from barometer.dates_in_words import period_name
from barometer.filters import Filters, Pick
from barometer.flag_answers import AMOUNT, AREAS, MINIMUM, SHARE, Selection, of_procurement
from barometer.flags.registry import STAGES
from barometer.language import current_language, say
from barometer.panels.cards import Card
from barometer.panels.flagged_trend import rolling_shares
from barometer.panels.headline import Headline
from barometer.panels.told import State, Told, code_names, filters_in_words, not_computable, nothing_here, provenance
from barometer.phrases import clauses, sentence
from barometer.wording import change, compared_with, is_small, number, percent

Named = Sequence[tuple[str, str]]


def procurement_headline(audience: Audience, filters: Filters) -> Headline:
    """Return how many of the tenders that can be judged have a flag, and how many a statutory one."""
    filters = of_procurement(filters)
    told = course(audience, SHARE, filters)
    notes = " · ".join(
        [
            filters_in_words(audience, filters),
            say("a flag is a lead to check, not a finding"),
            say("not computable does not mean clear"),
        ]
    )
    if told.missing or not told.now.denominator:
        return Headline(say("{period}: no tender can be judged", period=period_name(filters.period)), notes)
    statutory = broken_down_by(audience, SHARE, filters, ("kind",))["kind"].get("statutory")
    n = statutory[0].numerator if statutory else None
    parts = [_flagged(told.now), say("{n} of them touch an article of law", n=number(n, "count")) if n else ""]
    return Headline(sentence(period_name(filters.period), clauses(parts)), notes)


def area_cards(audience: Audience, filters: Filters) -> tuple[Card, ...]:
    """Return the flagged share of each key area with its counts, its money and its change."""
    filters = of_procurement(filters)
    shares = broken_down_by(audience, SHARE, filters, ("area",))["area"]
    money = broken_down_by(audience, AMOUNT, filters, ("area",))["area"]
    shown = _areas(shares, filters)
    names = code_names(audience, "area", shown)
    rolling = rolling_shares(audience, filters)
    return tuple(
        Card(
            metric_id=f"{SHARE}-{area}",
            label=names[area],
            value=share_of(shares[area][0]) if area in shares else "—",
            counted_in="",
            change=_area_change(shares.get(area), money.get(area), filters),
            values=tuple(rolling.get(area, ())),
            help=course(audience, SHARE, filters).metric.formula(current_language()),
        )
        for area in shown
    )


def stage_heat(audience: Audience, filters: Filters) -> Told:
    """Return flagged tenders by key area and stage; a click opens them."""
    filters = of_procurement(filters)
    title = say("Flags by area and stage")
    if state := untold(title, audience, filters):
        return state
    parts = broken_down_by(audience, SHARE, filters, ("area_stage", "area"))
    areas = _areas(parts["area"], filters)
    names, stages = code_names(audience, "area", areas), stage_names()
    heat = flag_heat(
        parts["area_stage"],
        rows=[(area, names[area]) for area in areas],
        columns=list(stages.items()),
        selection=lambda area, stage: Selection(area, "stage", stage),
    )
    return ChartSpec(
        key="stages",
        metric=SHARE,
        title=_stage_title(parts["area_stage"], names, stages),
        subtitle=say("tenders with a flag; the darker, the larger their share of those that can be judged"),
        hint=say("click to open"),
        panels=(heat,),
        provenance=provenance(audience, filters),
        height=max(264, 64 + 48 * len(areas)),
    )


def flag_heat(parts: Parts, rows: Named, columns: Named, selection: Callable[[str, str], Selection]) -> Heat:
    """Return counts of flagged tenders with shares as shades; None (an em dash) where none can be judged."""
    found = [[parts.get(f"{row}/{column}") for column, _ in columns] for row, _ in rows]
    now = [[cell[0] if cell else None for cell in line] for line in found]
    return Heat(
        rows=tuple(name for _, name in rows),
        columns=tuple(name for _, name in columns),
        values=tuple(tuple(cell.numerator if cell and cell.denominator else None for cell in line) for line in now),
        shades=tuple(tuple(cell.value if cell else None for cell in line) for line in now),
        kind="count",
        measured_in=say("tenders with a flag"),
        picks=tuple(
            tuple(Pick(own=(("rows", selection(row, column).written()),)) for column, _ in columns) for row, _ in rows
        ),
    )


def untold(title: str, audience: Audience, filters: Filters) -> State | None:
    """Return why nothing can be told of tenders, None where something can."""
    told = course(audience, SHARE, filters)
    if told.missing:
        return not_computable(title, told.missing)
    return None if told.now.denominator else nothing_here(title, audience, filters)


def stage_names() -> dict[str, str]:
    """Return the reader's word for each stage of a procurement, in order."""
    return dict(
        zip(
            STAGES,
            (
                say("Budget"),
                say("Method"),
                say("Documents"),
                say("Bidding"),
                say("Contract"),
                say("Performance"),
            ),
            strict=True,
        )
    )


def share_of(figure: Figure) -> str:
    """Return a share, its counts alone where they are few: 17.7%, 2 / 9."""
    if not figure.denominator:
        return "—"
    if figure.denominator < MINIMUM:
        return counts_of(figure)
    return percent(figure.value or 0.0)


def counts_of(figure: Figure) -> str:
    """Return flagged and judged as 34 / 120."""
    if not figure.denominator:
        return "—"
    return f"{number(figure.numerator, 'count')} / {number(figure.denominator, 'count')}"


def _flagged(now: Figure) -> str:
    words = {"n": number(now.numerator, "count"), "total": number(now.denominator, "count")}
    if is_small(now.denominator or 0):
        return say("{n} of {total} tenders that can be judged have a flag", **words)
    return say("{n} of {total} tenders that can be judged have a flag, {share}", **words, share=percent(now.value or 0))


def _areas(parts: Parts, filters: Filters) -> list[str]:
    """Return the three key areas of procurement, then others the period holds; only those the filters leave."""
    others = sorted(code for code in parts if code not in AREAS)
    chosen = filters.codes_of("area")
    return [area for area in (*AREAS, *others) if not chosen or area in chosen]


def _area_change(share: tuple[Figure, Figure] | None, money: tuple[Figure, Figure] | None, filters: Filters) -> str:
    if not share or not share[0].denominator:
        return say("no tender can be judged")
    told = say("{counts} tenders flagged", counts=counts_of(share[0]))
    amount = say("{amount} involved", amount=number(money[0].value, "amount")) if money and money[0].value else ""
    is_comparable = all((figure.denominator or 0) >= MINIMUM for figure in share)
    words = {"change": change(share[0].value, share[1].value, "share"), "compared": compared_with(filters.comparison)}
    changed = say("{change} {compared}", **words) if is_comparable else ""
    return " · ".join(part for part in (told, amount, changed) if part)


def _stage_title(parts: Parts, names: dict[str, str], stages: dict[str, str]) -> str:
    known = {code: now for code, (now, _) in parts.items() if now.numerator and (now.denominator or 0) >= MINIMUM}
    if not known:
        return say("No tender that can be judged has a flag")
    code, now = max(known.items(), key=lambda entry: (entry[1].value or 0, entry[1].numerator or 0))
    area, _, stage = code.partition("/")
    return say(
        "{area}, {stage} stands out: {n} of {total} tenders",
        area=names.get(area, area),
        stage=stages[stage],
        n=number(now.numerator, "count"),
        total=number(now.denominator, "count"),
    )
