"""Early signs: 需关注 on 总览 and the page of all of them, on planted cases, other data, short histories and scopes."""

from __future__ import annotations

import csv
import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from deliveries import day, write_delivery

from barometer.audience import Audience
from barometer.contract import HOUSE
from barometer.filters import Filters
from barometer.language import DEFAULT_LANGUAGE, use_language
from barometer.metrics import ask, registry
from barometer.panels.attention import MOST, Attention, apart, attention, worth_a_look
from barometer.panels.signal_quality import back_test_table, quality_table
from barometer.panels.signal_words import counts_told, since_told, target_of, tone_of
from barometer.panels.signals import question_list, signal_list, signals_headline
from barometer.panels.tables import Icon, Note, Sparkline, Table, ToPage
from barometer.panels.told import State
from barometer.periods import add_months, run_of
from barometer.publishing import publish
from barometer.reading_answers import Reading
from barometer.reading_words import expected_range, value_read
from barometer.reference import SHIPPED
from barometer.scope import Scope
from barometer.session import WHOLE
from barometer.signal_answers import Signals, back_test, series_read, signals
from barometer.snapshots import current_snapshot

READ = ("readings", "annual_ratios", "peer_bands")


@pytest.fixture(params=["zh", "en"])
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    use_language(request.param)
    yield request.param
    use_language(DEFAULT_LANGUAGE)


@pytest.fixture
def sample(sample_data: Path) -> Audience:
    return Audience(Scope(), current_snapshot(sample_data))


def whole(audience: Audience) -> Filters:
    return Filters(audience.session.last_month)


def planted(kind: str) -> str:
    """Return the unit of a planted case of the sample."""
    cases = json.loads((HOUSE / "data" / "sample" / "planted.json").read_text(encoding="utf-8"))
    unit: str = next(case["unit_ids"][0] for case in cases if case["id"] == kind)
    return unit


def linked(table: Table) -> list[ToPage]:
    """Return the link of each row."""
    return [piece for row in table.rows for cell in row for piece in cell if isinstance(piece, ToPage)]


def pieces(table: Table, kind: type) -> list[Any]:
    return [
        piece for row in table.rows for cell in row if isinstance(cell, tuple) for piece in cell if type(piece) is kind
    ]


def test_the_list_holds_the_planted_cases_as_they_were_read(sample: Audience, language: str) -> None:
    told, listed = signals(sample, whole(sample)), signal_list(sample, whole(sample))
    found = [one for one in told.listed if one.q is not None]
    assert len(listed.rows) == len(found)
    assert [link.filters.units for link in linked(listed)] == [
        () if one.reading.node == WHOLE else (one.reading.node,) for one in found
    ]
    assert [(row[1], row[2]) for row in listed.rows] == [
        (value_read(one.reading), expected_range(one.reading)) for one in found
    ]
    late = planted("late_answers")
    assert ((late,), "handling") in [(link.filters.units, link.page) for link in linked(listed)]
    silent = question_list(sample, whole(sample))
    assert [link.filters.units for link in linked(silent)] == [(planted("silent_unit"),)]
    assert {icon.tone for icon in pieces(silent, Icon)} == {"question"}
    assert {icon.name for icon in pieces(silent, Icon)} == {"database"}


def test_a_value_is_what_ask_answers_and_a_few_are_told_by_their_counts(sample: Audience) -> None:
    month = add_months(sample.session.last_month, -1)
    for one in signals(sample, whole(sample)).listed:
        units = [] if one.reading.node == WHOLE else [one.reading.node]
        row = ask(sample.session, one.reading.metric, [run_of(month, month)], units, apart=False).iloc[0]
        kind, base = registry()[one.reading.metric].kind, row["denominator"]
        if kind == "count":
            assert re.match(r"\d+", value_read(one.reading))[0] == f"{row['value']:.0f}"  # type: ignore[index]
        elif base < 30:
            assert value_read(one.reading) == f"{row['numerator']:.0f}/{base:.0f}"
        else:
            assert value_read(one.reading) == f"{100 * row['value']:.1f}%"


def test_only_an_alarm_for_the_worse_has_a_colour(sample: Audience) -> None:
    tones = {one.reading: tone_of(one.reading) for one in signals(sample, whole(sample)).listed}
    assert {tone for reading, tone in tones.items() if reading.kind != "alarm"} == {"neutral", "question"}
    assert {tone for reading, tone in tones.items() if reading.metric == "registered"} == {"neutral", "question"}
    worse = [reading for reading, tone in tones.items() if tone == "worse"]
    assert {reading.metric for reading in worse} >= {"completed_on_time_rate", "collective_batches"}
    assert all((reading.value < reading.lower) == (reading.metric == "completed_on_time_rate") for reading in worse)
    rings = {line.verdict for line in pieces(signal_list(sample, whole(sample)), Sparkline)}
    assert rings == {"worse", "neutral"}


def test_each_row_has_36_months_in_one_query(sample: Audience, monkeypatch: pytest.MonkeyPatch) -> None:
    told = signals(sample, whole(sample))
    asked: list[str] = []
    frame = sample.session.frame
    monkeypatch.setattr(sample.session, "frame", lambda query, values: asked.append(query) or frame(query, values))
    read = series_read(sample, told.listed)
    assert len(asked) == 1
    assert {(one.reading.node, one.reading.metric) for one in told.listed} == set(read)
    for one in told.listed:
        months = read[one.reading.node, one.reading.metric]
        assert months[-1] == one.reading
        assert len(months) <= 36 and list(months) == sorted(months, key=lambda reading: reading.month)
    lines = pieces(signal_list(sample, whole(sample)), Sparkline)
    assert max(len(line.values) for line in lines) == 35, "the last of the 36 read months is not final"
    assert all(len(line.band.lower) == len(line.values) for line in lines)


def test_what_is_seen_above_as_well_is_said(sample: Audience) -> None:
    notes = [note.text for note in pieces(signal_list(sample, whole(sample)), Note)]
    above = [text for text in notes if text.startswith("同一情况")]
    assert "同一情况亦见于上级：第二分公司、全部单位" in above
    assert [text for text in notes if re.search(r"约\d+%属偶然", text)] == [t for t in notes if t not in above]


def test_worth_a_look_are_five_at_most_each_case_once_and_a_fall_among_them(sample: Audience) -> None:
    told = attention(sample, whole(sample))
    assert isinstance(told, Attention)
    assert 0 < len(told.rows) <= MOST
    assert [row.tone for row in told.rows][-1] == "question" and [row.icon for row in told.rows][-1] == "database"
    named = [row.title for row in told.rows]
    assert len(set(named)) == len(named)
    assert told.rows[0].title == "按期办结率 · 全部单位" and told.rows[0].tone == "worse"
    assert sum("按期办结率" in title for title in named) == 1, "the units below the whole are the same case"
    assert told.everything.page == "signals" and told.everything.filters == whole(sample)


def test_of_a_chain_the_strongest_stays_whichever_way_it_is_met(sample: Audience) -> None:
    tree = sample.session.tree
    found = [one.reading for one in signals(sample, whole(sample)).listed]
    child = next(unit for unit in tree.units.values() if unit.depth == 2)
    parent, other = (
        str(child.parent_id),
        next(u.unit_id for u in tree.units.values() if u.depth == 1 and u.unit_id != child.parent_id),
    )

    def at(node: str, metric: str = "registered") -> Reading:
        return replace(found[0], node=node, metric=metric)

    def kept(*nodes: Reading, by_metric: bool = True) -> list[str]:
        return [one.node for one in apart(sample, nodes, by_metric)]

    assert kept(at(child.unit_id), at(parent)) == [child.unit_id]
    assert kept(at(parent), at(child.unit_id)) == [parent]
    assert kept(at(parent), at(other)) == [parent, other]
    assert kept(at(other), at(WHOLE)) == [other]
    assert kept(at(WHOLE), at(other)) == [WHOLE]
    assert kept(at(parent), at(child.unit_id, "repeat_share")) == [parent, child.unit_id]
    assert kept(at(parent), at(child.unit_id, "repeat_share"), by_metric=False) == [parent]


def test_a_fall_keeps_its_place_before_the_weakest_alarm(sample: Audience) -> None:
    found = [one.reading for one in signals(sample, whole(sample)).listed]
    fall = next(one for one in found if one.kind == "fall_to_zero")
    branches = [unit.unit_id for unit in sample.session.tree.units.values() if unit.depth == 1]
    alarms = [replace(found[0], node=node, metric=name) for node in branches for name in ("registered", "repeat_share")]
    assert len(alarms) > MOST
    assert worth_a_look(sample, [*alarms, fall]) == [*alarms[: MOST - 1], fall]
    assert worth_a_look(sample, alarms) == alarms[:MOST]
    watched = replace(found[0], kind="watch")
    assert worth_a_look(sample, [watched, fall]) == [fall], "what is only near the limit is not on 总览"


def test_a_row_leads_to_the_metrics_own_page_and_keeps_the_period(sample: Audience) -> None:
    chosen = Filters(sample.session.last_month, "month", "previous", (), None, (("channel", ("visit",)),))
    late = next(one.reading for one in signals(sample, chosen).listed if one.reading.node == planted("late_answers"))
    target = target_of(late, chosen)
    assert target.page == "handling"
    assert target.filters == replace(chosen, units=(late.node,), only=())
    shown = attention(sample, chosen)
    assert isinstance(shown, Attention)
    assert "不随渠道" in shown.caption, "signs hold all codes, and say so where some are chosen"
    assert all((HOUSE / "pages" / f"{row.target.page}.py").is_file() for row in shown.rows)


def test_a_scope_with_units_is_told_of_its_own_only(sample_data: Path) -> None:
    late = planted("late_answers")
    everybody = Audience(Scope(), current_snapshot(sample_data))
    below = frozenset(everybody.session.tree.below(late))
    branch = Audience(Scope("unit", below), current_snapshot(sample_data))
    links = linked(signal_list(branch, whole(branch)))
    assert {unit for link in links for unit in link.filters.units} <= below
    assert (late,) in [link.filters.units for link in links]
    assert question_list(branch, whole(branch)).rows == ()
    words = str((signals_headline(branch, whole(branch)), attention(branch, whole(branch)), links))
    outside = [unit.name for unit in everybody.session.tree.units.values() if unit.unit_id not in below]
    assert not [name for name in outside if f"{name}'" in words or f"{name}，" in words]


def test_the_back_test_stands_row_by_row(sample: Audience, language: str) -> None:
    table = back_test_table(sample, whole(sample))
    told = back_test(sample, whole(sample))
    shares = {name for name, metric in registry().items() if metric.kind == "share"}
    shown = [one for one in told if one.tested and not (one.kind == "fall_to_zero" and one.metric in shares)]
    assert [(row[2], row[3]) for row in table.rows] == [(f"{one.tested:,}", f"{one.raised:,}") for one in shown]
    late = next(row for row, one in zip(table.rows, shown, strict=True) if one.metric == "completed_on_time_rate")
    assert late[5] == "15/27"
    assert {row[4] for row, one in zip(table.rows, shown, strict=True) if one.kind == "fall_to_zero"} == {"—"}


def test_the_measured_quality_is_that_of_the_benchmarks(sample: Audience, language: str) -> None:
    rows = list(csv.DictReader((SHIPPED / "signal_quality.csv").read_text(encoding="utf-8").splitlines()))
    measured = (HOUSE / "docs" / "benchmarks.md").read_text(encoding="utf-8")
    assert not [row for row in rows if not re.search(rf"(?<![\d.]){re.escape(row['value'])}(?![\d])", measured)]
    table = quality_table(sample, whole(sample))
    assert len(table.rows) == len({row["id"] for row in rows})
    assert table.rows[0][1] == "1.27%–1.30%"
    assert str(table.rows[0][2]).count("2028") == 1
    assert re.search(r"[\u4e00-\u9fff]", str(table.rows)) is None or language == "zh"


@pytest.mark.shared
def test_new_york_asks_about_who_fell_silent_and_calls_nothing_good_news(new_york_data: Path, language: str) -> None:
    audience = Audience(Scope(), current_snapshot(new_york_data))
    told = attention(audience, whole(audience))
    assert isinstance(told, Attention)
    assert told.rows and {row.tone for row in told.rows} == {"question"}
    headline = signals_headline(audience, whole(audience))
    assert not isinstance(headline, State)
    assert ("疑似未报送" if language == "zh" else "seem not to have reported") in headline.caption
    assert "范围内" not in headline.sentence and "within" not in headline.sentence
    assert signal_list(audience, whole(audience)).rows == ()


def test_a_short_history_says_how_many_months_are_needed(tmp_path: Path, language: str) -> None:
    petitions = [{"registered_on": day(f"{2025 + n // 12}-{n % 12 + 1:02}-05")} for n in range(20)]
    delivery = write_delivery(tmp_path / "delivery", petitions=petitions, data_as_of=day("2026-08-31"))
    audience = Audience(Scope(), publish(delivery, tmp_path / "data"))
    told = attention(audience, whole(audience))
    assert isinstance(told, State)
    assert "48" in told.why and "18" in told.why
    assert told.remedy == "", "the latest month is chosen already"
    assert isinstance(signals_headline(audience, whole(audience)), State)
    for table in (signal_list, question_list, back_test_table):
        assert table(audience, whole(audience)).rows == ()
    assert quality_table(audience, whole(audience)).rows


def test_a_snapshot_from_before_readings_asks_to_be_published_anew(small_data: Path, tmp_path: Path) -> None:
    shutil.copytree(small_data, tmp_path / "data")
    cube = current_snapshot(tmp_path / "data").folder / "cube"
    for name in READ:
        (cube / f"{name}.parquet").unlink()
    audience = Audience(Scope(), current_snapshot(tmp_path / "data"))
    told = attention(audience, whole(audience))
    assert isinstance(told, State)
    assert told.reason == "重新发布后可用"


def test_an_early_month_offers_the_latest(sample: Audience) -> None:
    told = attention(sample, Filters(add_months(sample.session.first_month, 24)))
    assert isinstance(told, State)
    assert told.remedy == "latest"


def test_a_run_is_told_with_its_first_month_and_a_year_where_it_is_another(sample: Audience) -> None:
    late = next(one.reading for one in signals(sample, whole(sample)).listed if one.reading.raised > 1)
    assert since_told(replace(late, month=day("2026-09-01"), raised=3)) == "自7月起，连续3个月"
    assert since_told(replace(late, month=day("2026-09-01"), raised=1)) == "自9月起"
    assert since_told(replace(late, month=day("2026-02-01"), raised=4)) == "自2025年11月起，连续4个月"


@pytest.mark.parametrize(
    ("kinds", "told"),
    [
        ((), "9月检验100项，均未触发提示"),
        (("watch", "watch"), "9月检验100项，均未超出预期范围，2项接近界限"),
        (("watch", "fall_to_zero"), "9月检验100项，均未超出预期范围，1项接近界限；1项疑似漏报"),
        (("alarm", "watch"), "9月检验100项，1项超出预期范围（仅因偶然波动约有2项）"),
    ],
    ids=["nothing", "watches", "a watch and a fall", "an alarm"],
)
def test_what_is_only_near_its_limit_is_not_told_as_nothing(
    sample: Audience, kinds: tuple[str, ...], told: str
) -> None:
    one = signals(sample, whole(sample)).listed[0]
    listed = tuple(replace(one, reading=replace(one.reading, kind=kind)) for kind in kinds)
    assert counts_told(Signals(day("2026-09-01"), listed, 100), "9月") == told


def test_a_limit_that_cannot_be_passed_is_not_told(sample: Audience) -> None:
    count = next(one.reading for one in signals(sample, whole(sample)).listed if one.reading.metric == "registered")
    rate = next(one.reading for one in signals(sample, whole(sample)).listed if one.reading.base)
    assert expected_range(replace(count, lower=2.0, upper=18.0)) == "2–18件次"
    assert expected_range(replace(count, lower=0.0, upper=18.0)) == "不超过18件次"
    assert expected_range(replace(count, lower=4.0, upper=4.0)) == "4件次"
    assert expected_range(replace(rate, lower=0.8, upper=0.973, base=100)) == "80.0%–97.3%"
    assert expected_range(replace(rate, lower=0.8, upper=1.0, base=100)) == "不低于80.0%"
    assert expected_range(replace(rate, lower=0.8, upper=1.0, base=20)) == "不低于16/20"
