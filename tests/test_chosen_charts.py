"""自选: every chart of the pages has a name, is put in under filters of its own, and says the same as its page."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from barometer.audience import Audience
from barometer.briefing.choices import OWN
from barometer.briefing.chosen import MOST, Item, differ, item_of, known_items, origin, periods_told
from barometer.briefing.figures_shown import figures_shown
from barometer.briefing.pack import Pack
from barometer.briefing.templates import build_pack, filters_of, sentence_keys
from barometer.charts.spec import ChartSpec
from barometer.faults import TooLong, UnknownPeriod, UnknownUnit
from barometer.filters import Filters, write_address
from barometer.panels.decks import DECKS, PAGE_OF, SLIDES, name_of, slide_name
from barometer.panels.told import filters_in_words
from barometer.scope import Scope
from barometer.snapshots import current_snapshot

pytestmark = pytest.mark.usefixtures("in_chinese")
YEAR = Filters(dt.date(2026, 10, 1))
MAY = Filters(dt.date(2026, 5, 1), "month", "previous")


@pytest.fixture
def sample(sample_data: Path) -> Audience:
    return Audience(Scope(), current_snapshot(sample_data))


def items_of(*wanted: tuple[str, Filters]) -> tuple[Item, ...]:
    """Return items as cards put them in, one after the other."""
    items: list[Item] = []
    for chart, filters in wanted:
        items.append(item_of(chart, filters, items))
    return tuple(items)


def made(audience: Audience, *items: Item) -> Pack:
    return build_pack(audience, items[0].chosen(audience.session), OWN, items=items)


def test_every_chart_of_a_page_has_a_name_of_its_own() -> None:
    names = [name for deck in DECKS.values() for name in deck]
    assert len(names) == len(set(names)) == len(SLIDES) == len(PAGE_OF) == 22
    for page, deck in DECKS.items():
        assert [slide_name(page, build) for build in deck.values()] == list(deck)
        assert len({name_of(build) for build in deck.values()}) == len(deck)
    assert slide_name("definitions", SLIDES["channels"]) == slide_name("repeat", SLIDES["channels"]) == ""


def test_every_chart_is_put_in_under_two_filters_and_says_what_its_page_says(sample: Audience) -> None:
    wanted = [(name, filters) for name in SLIDES for filters in (YEAR, MAY)]
    for start in range(0, len(wanted), MOST):
        items = items_of(*wanted[start : start + MOST])
        pack = made(sample, *items)
        assert [one.key for one in pack.exhibits] == [one.name for one in items]
        assert len(sentence_keys(pack.sections)) == len(items), "every sentence can be changed"
        shown = [one.key for one in figures_shown(pack)]
        assert len(shown) == len(set(shown)), "every figure has a place of its own"
        for one, item in zip(pack.exhibits, items, strict=True):
            filters = item.chosen(sample.session)
            told = SLIDES[item.chart](sample, filters)
            assert isinstance(told, ChartSpec) and one.spec, item
            assert str([*one.spec.table()]) == str([*told.table()]), item  # as text: nothing known is no number
            assert filters_in_words(sample, filters, in_full=True) in one.spec.subtitle, "which filters, where several"


def test_a_name_is_free_for_the_next_once_its_chart_is_taken_out() -> None:
    first, second = items_of(("channels", YEAR), ("channels", MAY))
    assert (first.name, second.name) == ("channels-1", "channels-2")
    assert item_of("channels", YEAR, [second]).name == "channels-1"
    assert item_of("registered", YEAR, [first, second]).name == "registered-1"


def test_a_full_material_takes_no_more() -> None:
    items = items_of(*[("channels", YEAR)] * MOST)
    assert len({one.name for one in items}) == MOST == 40
    with pytest.raises(TooLong, match="The material is full") as refused:
        item_of("channels", YEAR, items)
    assert refused.value.expected == "40 charts"


def test_charts_stand_in_their_order_under_the_titles_of_their_pages(sample: Audience) -> None:
    names = ("repeat-share", "repeat-topics", "channels", "repeat-intervals")
    pack = made(sample, *items_of(*[(name, YEAR) for name in names]))
    assert [section.title for section in pack.sections] == ["重复信访", "总览", "重复信访"]
    assert [one.key for one in pack.exhibits] == [f"{name}-1" for name in names]


def test_a_sentence_names_what_it_speaks_of_as_that_of_a_template_does(sample: Audience) -> None:
    names = ("registered", "contributions", "repeat-topics", "channels")
    own = made(sample, *items_of(*[(name, YEAR) for name in names]))
    monthly = build_pack(sample, filters_of(sample.session, "monthly", YEAR.month), "monthly")
    told = {one.key: one.conclusion.text for one in monthly.exhibits}
    assert told["registered"].startswith("信访总量近12个月")
    assert [one.conclusion.text for one in own.exhibits] == [told[name] for name in names]


def test_of_several_filters_each_chart_tells_its_own(sample: Audience) -> None:
    alike, apart = items_of(("channels", YEAR), ("on-time", YEAR)), items_of(("channels", YEAR), ("channels", MAY))
    assert (differ(alike), differ(apart)) == (False, True)
    assert origin(sample, YEAR, alike).filters == "筛选：2026年1—10月 · 全部单位 · 对比上年同期"
    assert origin(sample, YEAR, apart).filters == "筛选：见各图"
    assert periods_told(alike, sample.session) == "2026年1—10月"
    assert periods_told(apart, sample.session) == "2026年1—10月等"
    assert made(sample, *apart).file_stem == "2026年1—10月等会议材料"


def test_charts_put_into_a_template_are_its_last_section(sample: Audience) -> None:
    items = items_of(("channels", MAY), ("registered", MAY))
    filters = filters_of(sample.session, "monthly", YEAR.month)
    pack = build_pack(sample, filters, "monthly", items=items, left_out=("registered", "on-time"))
    keys = [one.key for one in pack.exhibits]
    assert keys[-2:] == ["channels-1", "registered-1"]
    assert "registered" not in keys and "on-time" not in keys and len(keys) == 12
    assert "2026年5月" in pack.exhibits[-1].spec.subtitle  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("filters", "fault"),
    [
        ({"period": ["2030-01"]}, UnknownPeriod),
        ({"period": ["2026-13"]}, UnknownPeriod),
        ({"unit": ["nobody"]}, UnknownUnit),
    ],
)
def test_filters_that_the_data_does_not_know_are_refused(
    filters: dict[str, list[str]], fault: type[Exception], sample: Audience
) -> None:
    with pytest.raises(fault):
        Item("channels-1", "channels", filters).chosen(sample.session)


@pytest.mark.parametrize(
    "changed",
    [
        {"chart": "nothing"},
        {"chart": ["channels"]},
        {"name": "registered"},
        {"name": "on-time-1"},
        {"name": "channels-1/../../x"},
        {"name": "channels-1\n"},
        {"name": "channels-٣"},
        {"name": 1},
        {"filters": []},
        {"filters": {"period": "2026-10"}},
        {"filters": {"period": [202610]}},
        {"filters": {"unit": ["\ud800"]}},
    ],
)
def test_an_item_that_no_card_puts_in_is_refused(changed: dict[str, object]) -> None:
    good = {"name": "channels-1", "chart": "channels", "filters": write_address(YEAR)}
    assert known_items([good]) == items_of(("channels", YEAR))
    with pytest.raises((ValueError, TypeError)):
        known_items([{**good, **changed}])


def test_a_name_twice_and_too_many_charts_are_refused() -> None:
    entries = [{"name": f"channels-{n}", "chart": "channels", "filters": {}} for n in range(1, MOST + 2)]
    assert len(known_items(entries[:MOST])) == MOST
    for wrong in (entries, [entries[0], entries[0]]):
        with pytest.raises(ValueError, match="a name twice, or too many charts"):
            known_items(wrong)
