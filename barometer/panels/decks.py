"""The charts of each page one after the other, and the key figures beside them, for a meeting room."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from barometer.audience import Audience
from barometer.filters import Filters
from barometer.page_files import FIRST
from barometer.panels.breakdowns import channels, contributions
from barometer.panels.cards import Card, cards
from barometer.panels.causes import causes
from barometer.panels.cohorts import cohorts
from barometer.panels.collective import collective_trend, size_classes, topics
from barometer.panels.flagged_trend import flagged_trend
from barometer.panels.flags import flags_by_area
from barometer.panels.handling import ages, stages
from barometer.panels.procurement import area_cards, stage_heat
from barometer.panels.repeats import dots, intervals
from barometer.panels.satisfaction import satisfaction
from barometer.panels.timeliness import answer_days, on_time_rates
from barometer.panels.told import Told
from barometer.panels.trend import trend
from barometer.panels.unit_funnel import unit_funnel
from barometer.panels.visit_days import visit_calendar

Slide = Callable[[Audience, Filters], Told]
FACTS = 4  # beside a chart
DECKS: dict[str, tuple[Slide, ...]] = {
    "overview": (partial(trend, metric_id="registered"), contributions, channels),
    "repeat": (
        partial(trend, metric_id="repeat_share", beneath="repeat_items"),
        intervals,
        cohorts,
        partial(dots, metric_id="repeat_share", across="category"),
    ),
    "collective": (collective_trend, size_classes, visit_calendar, topics, causes),
    "handling": (stages, on_time_rates, ages, unit_funnel, answer_days, satisfaction),
    "procurement": (
        stage_heat,
        flagged_trend,
        partial(flags_by_area, kind="statutory"),
        partial(flags_by_area, kind="statistical"),
    ),
}


def deck_of(page: str) -> tuple[Slide, ...]:
    """Return the charts of a page in order; those of 总览 for a page without charts of its own."""
    return DECKS.get(page, DECKS[FIRST])


def facts(audience: Audience, filters: Filters, page: str = FIRST, shown: tuple[str, ...] = ()) -> tuple[Card, ...]:
    """Return four key figures to stand beside a chart; those it shows itself, `shown`, are left out."""
    known = area_cards(audience, filters) if page == "procurement" else cards(audience, filters)
    others = [card for card in known if card.metric_id not in shown]
    return tuple(others[:FACTS])
