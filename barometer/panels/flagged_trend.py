"""The flagged share over three years, for all key areas together and for each."""

from __future__ import annotations

from barometer.answers import Figure, course, monthly_parts
from barometer.audience import Audience
from barometer.charts.marks import Line, Monthly, Value
from barometer.charts.spec import ChartSpec
from barometer.dates_in_words import period_name
from barometer.filters import Filters
from barometer.flag_answers import AREAS, MINIMUM, SHARE, of_procurement
from barometer.language import say
from barometer.month_states import provisional_months
from barometer.panels.told import Told, code_names, not_computable, nothing_here, provenance
from barometer.periods import run_of
from barometer.wording import percent


def flagged_trend(audience: Audience, filters: Filters) -> Told:
    """Return the flagged share of the twelve months up to each of 36 months, for all and by area."""
    filters = of_procurement(filters)
    title = say("Flagged share over three years")
    told = course(audience, SHARE, filters)
    if told.missing:
        return not_computable(title, told.missing)
    figures = _rolling(audience, filters)
    shares = {area: tuple(map(_enough, told)) for area, told in figures.items()}
    whole = shares.get("", ())
    if not any(value is not None for value in whole):
        return nothing_here(title, audience, filters)
    areas = [area for area in AREAS if any(value is not None for value in shares.get(area, ()))]
    names = code_names(audience, "area", areas)
    rests_on = {area: tuple(figure.denominator for figure in told) for area, told in figures.items()}
    lines = [Line(say("all areas"), whole, "main", _end(say("all areas"), whole), (), rests_on[""])]
    lines += [
        Line(names[area], shares[area], f"part{place}", _end(names[area], shares[area]), (), rests_on[area])
        for place, area in enumerate(areas)
    ]
    return ChartSpec(
        key="flagged-trend",
        metric=SHARE,
        title=_trend_title(whole),
        subtitle=say(
            "share of tenders with a flag (%), each point over the 12 months up to it, {span}; none below {n} tenders",
            span=period_name(told.span),
            n=MINIMUM,
        ),
        panels=(
            Monthly(
                months=told.months,
                lines=tuple(lines),
                kind="share",
                measured_in="%",
                provisional=provisional_months(audience, filters),
            ),
        ),
        provenance=provenance(audience, filters),
        height=264,
    )


def rolling_shares(audience: Audience, filters: Filters) -> dict[str, tuple[Value, ...]]:
    """Return by area ("" for all) the share of the 12 months up to each of the 36 months, None below MINIMUM."""
    return {area: tuple(map(_enough, told)) for area, told in _rolling(audience, filters).items()}


def _rolling(audience: Audience, filters: Filters) -> dict[str, tuple[Figure, ...]]:
    periods = tuple(run_of(month.shifted(-11).first_month, month.last_month) for month in filters.months)
    by_area = monthly_parts(audience, SHARE, filters, "area", periods)
    whole = monthly_parts(audience, SHARE, filters, "all", periods)
    return {**by_area, "": whole.get("", ())}


def _trend_title(whole: tuple[Value, ...]) -> str:
    known = [value for value in whole if value is not None]
    words = {"now": percent(known[-1]), "low": percent(min(known)), "high": percent(max(known))}
    return say("Flagged share of 12 months {now}; between {low} and {high} over the chart", **words)


def _end(name: str, values: tuple[Value, ...]) -> str:
    known = [value for value in values if value is not None]
    return f"{name} <b>{percent(known[-1])}</b>" if known else name


def _enough(figure: Figure) -> Value:
    return figure.value if (figure.denominator or 0) >= MINIMUM else None
