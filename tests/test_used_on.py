"""The registry says on which pages a metric is used: what the panels of each page really ask."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from barometer import answers
from barometer.audience import Audience
from barometer.benchmark import PAGES as EVERY_PAGE
from barometer.charts import ChartSpec
from barometer.filters import Filters
from barometer.metrics import registry
from barometer.periods import add_months
from barometer.scope import Scope
from barometer.snapshots import current_snapshot

AGAIN = ("board", "material")  # they show again what others ask
PAGES = {name: steps for name, steps in EVERY_PAGE.items() if name not in AGAIN}


@pytest.fixture
def asked(sample_data: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, set[str]]:
    """Return the metrics each page asks for or draws, for filters no cache has seen."""
    found: dict[str, set[str]] = {page: set() for page in PAGES}
    ask_several = answers.ask_several
    audience = Audience(Scope(), current_snapshot(sample_data))
    for place, (page, steps) in enumerate(PAGES.items()):

        def listen(session: Any, metrics: Sequence[str], *rest: Any, page: str = page, **more: Any) -> Any:
            found[page] |= set(metrics)
            return ask_several(session, metrics, *rest, **more)

        monkeypatch.setattr(answers, "ask_several", listen)
        filters = Filters(add_months(audience.session.last_month, -17 - place), "rolling", "previous", ("U005",))
        told = [step(audience, filters) for step in steps]
        found[page] |= {one.metric for one in told if isinstance(one, ChartSpec)}
    return found


def test_a_metric_names_the_pages_that_ask_it_and_every_metric_is_used(asked: dict[str, set[str]]) -> None:
    pages = {name: tuple(page for page in PAGES if name in asked[page]) for name in registry()}
    assert {name: metric.used_on for name, metric in registry().items()} == pages
    assert all(pages.values())
