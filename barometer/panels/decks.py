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
#: The charts of each page by the names that meeting material knows them by, in the order of the page.
DECKS: dict[str, dict[str, Slide]] = {
    "overview": {
        "registered": partial(trend, metric_id="registered"),
        "contributions": contributions,
        "channels": channels,
    },
    "repeat": {
        "repeat-share": partial(trend, metric_id="repeat_share", beneath="repeat_items"),
        "repeat-intervals": intervals,
        "repeat-cohorts": cohorts,
        "repeat-topics": partial(dots, metric_id="repeat_share", across="category"),
    },
    "collective": {
        "collective": collective_trend,
        "collective-sizes": size_classes,
        "collective-days": visit_calendar,
        "collective-topics": topics,
        "collective-causes": causes,
    },
    "handling": {
        "open-stages": stages,
        "on-time": on_time_rates,
        "open-ages": ages,
        "unit-funnel": unit_funnel,
        "answer-days": answer_days,
        "satisfaction": satisfaction,
    },
    "procurement": {
        "procurement-stages": stage_heat,
        "procurement-trend": flagged_trend,
        "procurement-statutory": partial(flags_by_area, kind="statutory"),
        "procurement-statistical": partial(flags_by_area, kind="statistical"),
    },
}
SLIDES = {name: slide for deck in DECKS.values() for name, slide in deck.items()}
PAGE_OF = {name: page for page, deck in DECKS.items() for name in deck}


def deck_of(page: str) -> tuple[Slide, ...]:
    """Return the charts of a page in order; those of 总览 for a page without charts of its own."""
    return tuple(DECKS.get(page, DECKS[FIRST]).values())


def name_of(build: Callable[..., object]) -> str:
    """Return a name no other panel of a page has: the function's, with its metric where it takes one."""
    if isinstance(build, partial):
        return "-".join([build.func.__name__, *map(str, build.keywords.values())])
    return build.__name__


_NAMES = {(PAGE_OF[name], name_of(slide)): name for name, slide in SLIDES.items()}


def slide_name(page: str, build: Callable[..., object]) -> str:
    """Return what meeting material calls the chart that `build` makes on `page`, "" for none it can take."""
    return _NAMES.get((page, name_of(build)), "")


def facts(audience: Audience, filters: Filters, page: str = FIRST, shown: tuple[str, ...] = ()) -> tuple[Card, ...]:
    """Return four key figures to stand beside a chart; those it shows itself, `shown`, are left out."""
    known = area_cards(audience, filters) if page == "procurement" else cards(audience, filters)
    others = [card for card in known if card.metric_id not in shown]
    return tuple(others[:FACTS])
