"""Server time of the pages: queries, panels and figures of filter changes on a warm process."""

from __future__ import annotations

import itertools
import statistics
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from barometer.audience import Audience
from barometer.briefing.saved_pack import SavedPack
from barometer.briefing.templates import filters_of
from barometer.charts import ChartSpec, figure, sparkline
from barometer.filters import Filters, default_filters, write_address
from barometer.flag_answers import Selection
from barometer.language import current_language
from barometer.made_material import answer, made_of
from barometer.panels import (
    breakdowns,
    cards,
    cohorts,
    collective,
    decks,
    definitions,
    flags,
    handling,
    headline,
    procurement,
    quality,
    records,
    repeats,
    satisfaction,
    sentences,
    signal_quality,
    signals,
    timeliness,
    visit_days,
)
from barometer.panels.area_strip import area_strip
from barometer.panels.attention import attention
from barometer.panels.causes import causes
from barometer.panels.checks import sum_checks
from barometer.panels.dictionary import column_list
from barometer.panels.flagged_trend import flagged_trend
from barometer.panels.freshness import freshness
from barometer.panels.lateness import late_curve
from barometer.panels.lessons import LESSONS
from barometer.panels.trend import trend
from barometer.panels.unit_funnel import unit_funnel
from barometer.panels.work_list import work_list
from barometer.periods import COMPARISONS, MODES, add_months
from barometer.publishing import publish
from barometer.sample import write_sample
from barometer.scope import Scope
from barometer.session import Session, open_session

Step = Callable[[Audience, Filters], Any]


def monthly_material(audience: Audience, filters: Filters) -> Any:
    """Return what 会议材料 answers for the monthly template, made from nothing."""
    start = filters_of(audience.session, "monthly", filters.period.last_month, filters.units)
    saved = SavedPack("monthly", write_address(start), audience.snapshot.label, current_language())
    return answer(made_of(saved, audience), audience, filters)


PAGES: dict[str, tuple[Step, ...]] = {
    "overview": (
        headline.overview_headline,
        sentences.three_sentences,
        cards.cards,
        partial(trend, metric_id="registered"),
        attention,
        headline.further_figures,
        breakdowns.contributions,
        breakdowns.channels,
        area_strip,
    ),
    "repeat": (
        headline.repeat_headline,
        partial(trend, metric_id="repeat_share", beneath="repeat_items"),
        repeats.intervals,
        cohorts.cohorts,
        partial(repeats.dots, metric_id="repeat_share", across="category"),
    ),
    "collective": (
        headline.collective_headline,
        collective.collective_trend,
        collective.size_classes,
        visit_days.visit_calendar,
        collective.topics,
        causes,
    ),
    "handling": (
        handling.handling_headline,
        handling.stages,
        timeliness.on_time_rates,
        handling.ages,
        timeliness.answer_days,
        unit_funnel,
        satisfaction.satisfaction,
        handling.handling_figures,
    ),
    "procurement": (
        procurement.procurement_headline,
        procurement.area_cards,
        procurement.stage_heat,
        flagged_trend,
        partial(work_list, selection=Selection()),
        partial(flags.flags_by_area, kind="statutory"),
        partial(flags.flags_by_area, kind="statistical"),
        flags.flag_list,
        records.suppliers,
        records.buyers,
    ),
    "board": (decks.facts,),
    "material": (monthly_material,),
    "definitions": (
        definitions.definitions_headline,
        definitions.metric_list,
        column_list,
        freshness,
        quality.units_reporting,
        late_curve,
        sum_checks,
        quality.completeness,
        quality.empty_columns,
    ),
    "signals": (
        signals.signals_headline,
        signals.signal_list,
        signals.question_list,
        signal_quality.back_test_table,
        signal_quality.quality_table,
    ),
}

SECTIONS: dict[str, tuple[Step, ...]] = {"definitions: how to read": LESSONS}


def measure_pages(rows: int, units: int, changes: int, tell: Callable[[str], None]) -> dict[str, Any]:
    """Return median and worst milliseconds a filter change costs the server, by page and overall.

    A synthetic delivery of `rows` petitions and `units` units is written, published and opened first; each change
    is one no cache has seen. Keys: rows, units, pages {page: {median_ms, max_ms}}, median_ms.
    """
    with tempfile.TemporaryDirectory() as folder:
        tell(f"Writing {rows:,} petitions of {units:,} units")
        write_sample(Path(folder) / "delivery", units, rows, seed=1)
        snapshot = publish(Path(folder) / "delivery", Path(folder) / "data", tell)
        audience = Audience(Scope(), snapshot)
        _measured(audience, PAGES["overview"], default_filters(audience.session))  # warm: imports and first plans
        times = {
            page: [_measured(audience, steps, filters) for filters in _changes(audience.session, changes, page)]
            for page, steps in (PAGES | SECTIONS).items()
        }
        open_session.cache_clear()
    every = [milliseconds for page in times.values() for milliseconds in page]
    return {
        "rows": rows,
        "units": units,
        "changes": len(every),
        "pages": {
            page: {"median_ms": round(statistics.median(taken), 1), "max_ms": round(max(taken), 1)}
            for page, taken in times.items()
        },
        "median_ms": round(statistics.median(every), 1),
    }


def _changes(session: Session, count: int, page: str) -> list[Filters]:
    """Return `count` different filters: other months, spans, comparisons and units, none of them asked before."""
    units = [(), *((unit,) for unit in session.tree.units)]
    start = [*PAGES, *SECTIONS].index(page)
    combinations = itertools.cycle(itertools.product(MODES, COMPARISONS))
    return [
        Filters(
            add_months(session.last_month, -1 - step),
            mode,
            comparison,
            units[(7 * step + start) % len(units)],
        )
        for step, (mode, comparison) in zip(range(count), combinations, strict=False)
    ]


def _measured(audience: Audience, steps: tuple[Step, ...], filters: Filters) -> float:
    started = time.perf_counter()
    for step in steps:
        told = step(audience, filters)
        if isinstance(told, ChartSpec):
            figure(told)
        elif told and isinstance(told, tuple) and isinstance(told[0], cards.Card):
            for card in told:
                sparkline(card.values, card.band, card.verdict)
    return 1000 * (time.perf_counter() - started)
