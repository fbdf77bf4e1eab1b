"""更新到最新数据: every figure that a newer snapshot tells otherwise is named with both values, and no other."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import pytest
from later_deliveries import CORRECTED, write_corrected, write_without_persons

from barometer.audience import Audience
from barometer.briefing.changed_figures import changes_in_words
from barometer.briefing.choices import OWN
from barometer.briefing.chosen import Item, item_of
from barometer.briefing.figures_shown import Changed, diff_packs, figures_shown
from barometer.briefing.pack import Pack
from barometer.briefing.saved_pack import SavedPack, newest, snapshot_of
from barometer.contract import HOUSE
from barometer.faults import NoSnapshot
from barometer.filters import Filters, write_address
from barometer.metrics import ask
from barometer.periods import parse_month, run_of
from barometer.publishing import publish
from barometer.scope import Scope
from barometer.snapshots import current_snapshot

pytestmark = pytest.mark.usefixtures("in_chinese")
YEAR = Filters(dt.date(2026, 10, 1))
SAMPLE = HOUSE / "data" / "sample"
CHANNELS = {"来信": "letter", "来电": "phone"}


@dataclass(frozen=True)
class Deliveries:
    """What three deliveries say, one after the other: as first told, corrected, and without numbers of persons."""

    first: Audience
    corrected: Audience
    without_persons: Audience


@pytest.fixture(scope="module")
def deliveries(tmp_path_factory: pytest.TempPathFactory) -> Deliveries:
    folder = tmp_path_factory.mktemp("deliveries")
    sources = (
        SAMPLE,
        write_corrected(SAMPLE, folder / "corrected"),
        write_without_persons(SAMPLE, folder / "without"),
    )
    return Deliveries(*[Audience(Scope(), publish(source, folder / "data")) for source in sources])


def own(audience: Audience, *charts: str, filters: Filters = YEAR) -> SavedPack:
    items: list[Item] = []
    for chart in charts:
        items.append(item_of(chart, filters, items))
    return SavedPack(OWN, {}, audience.snapshot.label, "zh", items=tuple(items))


def count(audience: Audience, channel: str) -> float:
    frame = ask(audience.session, "registered", [YEAR.period], only=(("channel", (channel,)),))
    value: float = frame.iloc[0]["value"]
    return value


def test_what_was_corrected_is_told_with_both_values_and_nothing_else(deliveries: Deliveries) -> None:
    then, now = deliveries.first, deliveries.corrected
    saved, changed = newest(own(then, "registered", "channels", "on-time"), then, now)
    assert saved.snapshot == "000002"
    counts = [one for one in changed if one.place == "channels-1" and one.row in CHANNELS and one.kind == "count"]
    assert {one.row: (one.before, one.now) for one in counts} == {
        name: (count(then, code), count(now, code)) for name, code in CHANNELS.items()
    }
    assert [one.before - one.now for one in counts if one.row == "来信"] == [CORRECTED]  # type: ignore[operator]
    assert {one.place for one in changed} == {"channels-1"}, "neither the total nor the rate has changed"


@pytest.mark.parametrize("template", ["monthly", "quarterly", "own"])
def test_every_figure_that_differs_is_named_and_none_that_does_not(template: str, deliveries: Deliveries) -> None:
    then, now = deliveries.first, deliveries.corrected
    if template == OWN:
        saved = own(then, "registered", "channels", "collective", "unit-funnel", "open-stages")
    else:
        filters = YEAR if template == "monthly" else Filters(YEAR.month, "quarter")
        saved = SavedPack(template, write_address(filters), then.snapshot.label, "zh")
    before, after = ({one.key: one.value for one in figures_shown(saved.built(who))} for who in (then, now))
    differ = {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)}
    _, changed = newest(saved, then, now)
    assert {(one.place, one.panel, one.row, one.column) for one in changed} == differ
    assert len(changed) == len(differ) > 1
    assert all((one.before, one.now) == (before.get(key), after.get(key)) for one in changed for key in [key_of(one)])
    assert newest(saved, then, then)[1] == ()


def key_of(one: Changed) -> tuple[str, int, str, str]:
    return (one.place, one.panel, one.row, one.column)


def test_a_chart_that_can_no_longer_be_drawn_is_told_by_its_name_figure_by_figure(deliveries: Deliveries) -> None:
    then, now = deliveries.corrected, deliveries.without_persons
    saved, changed = newest(own(then, "channels", "collective-causes"), then, now)
    lost = [one for one in changed if one.place == "collective-causes-1"]
    shown = figures_shown(own(then, "collective-causes").built(then))
    assert len(lost) == len(shown) > 2
    assert {(key_of(one), one.before, one.now) for one in lost} == {(one.key, one.value, None) for one in shown}
    pack = saved.built(now)
    (gone,) = [one for one in pack.exhibits if one.spec is None]
    assert gone.missing
    told = [row for row in changes_in_words(pack, changed) if row[0] == gone.conclusion.text]
    assert len(told) == len(lost) and {row[4] for row in told} == {"—"}


def test_a_chart_that_can_be_drawn_again_is_told_figure_by_figure(deliveries: Deliveries) -> None:
    then, now = deliveries.without_persons, deliveries.corrected
    saved, changed = newest(own(then, "collective"), then, now)
    shown = figures_shown(saved.built(now))
    assert {(key_of(one), one.before, one.now) for one in changed} == {(one.key, None, one.value) for one in shown}
    assert {row[3] for row in changes_in_words(saved.built(now), changed)} == {"—"}


def words(pack: Pack, *changed: Changed) -> list[tuple[str, ...]]:
    return changes_in_words(pack, changed)


def test_figures_are_written_as_what_they_are(deliveries: Deliveries) -> None:
    saved = SavedPack("monthly", write_address(YEAR), deliveries.first.snapshot.label, "zh")
    pack = saved.built(deliveries.first)
    share = next(one for one in figures_shown(pack) if one.place == "repeat-share" and one.kind == "share")
    (gone,) = diff_packs((share,), ())
    (row,) = words(pack, gone)
    assert row[1:3] == (share.row, share.column) and row[3].endswith("%") and row[4] == "—"
    cited = next(one for one in figures_shown(pack) if one.row.startswith("repeat_share ") and one.column == "value")
    (row,) = words(pack, *diff_packs((), (cited,)))
    assert row[0] in ("正文", "表格") and row[1].startswith("重复信访占比 · 2026年1—10月")
    assert row[3] == "—" and row[4].endswith("%")
    (row,) = words(pack, Changed("text-x", 0, "registered 2025-01 cut year", "value", 1.0, 2.0))
    assert row[1] == "信访总量 · 2025年1月 · 截至同日 · 上年同期", "no English left where the year ago is cut"
    assert words(pack, Changed("text-x", 0, "registered 2025-01/2025-10 year", "value", 1.0, 2000.0)) == [
        (row[0], "信访总量 · 2025年1—10月 · 上年同期", row[2], "1", "2,000")
    ]


def test_hidden_numbers_are_told_in_their_words(deliveries: Deliveries) -> None:
    pack = own(deliveries.first, "channels").built(deliveries.first)
    (row,) = words(pack, Changed("channels-1", 0, "其他", "x", "<5", 7.0))
    assert row[3:] == ("<5", "7")


@pytest.mark.parametrize("label", ["000009", "²", "../000001", "", "1"])
def test_a_snapshot_that_is_gone_is_told_and_nothing_beside_it_is_opened(label: str, deliveries: Deliveries) -> None:
    saved = SavedPack("monthly", {}, label, "zh")
    with pytest.raises(NoSnapshot, match="The data this pack was made from is gone"):
        snapshot_of(saved, deliveries.first.snapshot)


def test_an_older_snapshot_is_still_there(deliveries: Deliveries) -> None:
    saved = own(deliveries.first, "channels")
    assert snapshot_of(saved, deliveries.without_persons.snapshot) == deliveries.first.snapshot
    assert current_snapshot(deliveries.first.snapshot.folder.parent.parent) == deliveries.without_persons.snapshot
    month = run_of(parse_month("2026-10"), parse_month("2026-10"))
    assert ask(deliveries.first.session, "registered", [month]).iloc[0]["value"]
