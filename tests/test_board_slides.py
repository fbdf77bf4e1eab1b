"""The slides of the board are the charts of the pages; what is measured in px grows, what is a share does not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from barometer.audience import Audience
from barometer.benchmark import PAGES
from barometer.charts import ChartSpec, figure
from barometer.charts.scaling import scaled
from barometer.filters import default_filters
from barometer.panels.decks import DECKS, deck_of, facts
from barometer.scope import Scope
from barometer.snapshots import current_snapshot


@pytest.fixture
def audience(sample_data: Path) -> Audience:
    return Audience(Scope(), current_snapshot(sample_data))


@pytest.mark.parametrize("page", list(DECKS))
def test_a_deck_holds_every_chart_of_its_page(page: str, audience: Audience) -> None:
    filters = default_filters(audience.session)
    told = [step(audience, filters) for step in PAGES[page]]
    charts = {one.key for one in told if isinstance(one, ChartSpec)}
    shown = [step(audience, filters) for step in deck_of(page)]
    assert {one.key for one in shown if isinstance(one, ChartSpec)} == charts
    assert len(shown) == len(charts)


def test_a_page_without_charts_of_its_own_shows_those_of_the_first() -> None:
    assert deck_of("signals") == deck_of("overview")


def test_the_facts_beside_a_chart_are_others_than_its_own(audience: Audience) -> None:
    filters = default_filters(audience.session)
    names = [card.metric_id for card in facts(audience, filters, shown=("registered",))]
    assert names == ["repeat_share", "collective_batches", "completed_on_time_rate", "overdue_open"]
    assert len(facts(audience, filters)) == 4
    assert all(card.metric_id.startswith("flagged_share") for card in facts(audience, filters, page="procurement"))


def test_a_drawing_grows_in_px_only(audience: Audience) -> None:
    filters = default_filters(audience.session)
    specs = [
        one
        for deck in DECKS.values()
        for step in deck.values()
        if isinstance(one := step(audience, filters), ChartSpec)
    ]
    for spec in specs:
        drawn, larger = figure(spec), scaled(figure(spec), 2)
        assert larger["layout"]["height"] == 2 * drawn["layout"]["height"]
        assert larger["layout"]["margin"] == {side: 2 * px for side, px in drawn["layout"]["margin"].items()}
        for before, after in zip(drawn["data"], larger["data"], strict=True):
            assert _figures(before) == _figures(after), spec.key
        for before, after in zip(drawn["layout"]["annotations"], larger["layout"]["annotations"], strict=True):
            assert (after["x"], after["y"], after["text"]) == (before["x"], before["y"], before["text"])
            assert after["font"]["size"] == 2 * before["font"]["size"]
        assert scaled(figure(spec), 1) == drawn


def _figures(trace: dict[str, Any]) -> list[Any]:
    return [trace.get(name) for name in ("x", "y", "z", "base", "width", "zmin", "zmax", "customdata")]
