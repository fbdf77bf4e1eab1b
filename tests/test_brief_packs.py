"""A pack says what the pages say: every figure is the one `ask` answers, whatever the data leaves out."""

from __future__ import annotations

import datetime as dt
import json
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from barometer.audience import Audience
from barometer.briefing.bundle import write_bundle
from barometer.briefing.checks import BLOCKS, blocking, check_pack
from barometer.briefing.choices import TOPICS
from barometer.briefing.exporting import Look, write_format
from barometer.briefing.figures_shown import Changed, Shown, diff_packs, figures_shown
from barometer.briefing.pack import Pack
from barometer.briefing.saved_pack import newest, read_saved, saved_pack, write_saved
from barometer.briefing.templates import build_pack, filters_of, sentence_keys
from barometer.briefing.tracing import manifest_text
from barometer.charts.marks import Monthly
from barometer.faults import NotAllowed, UnknownPeriod, UnreadableFile
from barometer.filters import Filters
from barometer.language import use_language
from barometer.metrics import ask
from barometer.periods import Period, parse_month, run_of
from barometer.role_words import role_in_words
from barometer.scope import ROLES, Scope
from barometer.snapshots import current_snapshot

DATA = [("sample_data", "2026-10"), ("small_data", "2026-10"), ("new_york_data", "2024-11")]
NOON, LATER = (dt.datetime(2026, 11, 23, hour, tzinfo=dt.UTC) for hour in (12, 13))


@pytest.fixture(autouse=True)
def in_chinese() -> Iterator[None]:
    use_language("zh")
    yield
    use_language("zh")


@pytest.fixture
def sample(sample_data: Path) -> Audience:
    return Audience(Scope(), current_snapshot(sample_data))


def made(audience: Audience, template: str, month: str = "2026-10", **more: object) -> tuple[Pack, Filters]:
    filters = filters_of(audience.session, template, parse_month(month))
    return build_pack(audience, filters, template, **more), filters  # type: ignore[arg-type]


def period_labelled(label: str) -> Period:
    first, _, last = label.partition("/")
    return run_of(parse_month(first), parse_month(last or first))


def test_a_month_has_a_dozen_charts_and_a_year_up_to_it(sample: Audience) -> None:
    pack, _ = made(sample, "monthly", made_at=NOON)
    assert len(pack.exhibits) == 12
    assert pack.file_stem == "2026年1—10月信访形势分析"
    assert [section.title for section in pack.sections] == [
        "总体情况", "重复信访", "集体访", "办理质效", "监督与处置", "苗头提示",
    ]  # fmt: skip
    alone = filters_of(sample.session, "monthly", parse_month("2026-09"), is_month_alone=True)
    assert build_pack(sample, alone, "monthly").period == "2026年9月"


def test_files_name_who_exported_in_words_of_their_language(sample: Audience) -> None:
    assert made(sample, "topic", topic="repeat")[0].made_by == "本机使用者·领导"
    use_language("en")
    assert made(sample, "topic", topic="repeat")[0].made_by == "local user (leader)"
    words = [role_in_words(role) for role in ROLES]
    assert all(words) and len(set(words)) == len(ROLES)


def test_no_file_holds_what_only_a_screen_can_do(sample: Audience) -> None:
    pack, _ = made(sample, "topic", topic="procurement")
    specs = [one.spec for one in pack.exhibits if one.spec]
    assert [spec.hint for spec in specs if spec.hint] == ["点击查看项目"]
    assert not [spec.key for spec in specs if "点击" in spec.title + spec.subtitle + "".join(spec.notes)]


def test_a_quarter_closes_with_a_paper_whose_causes_and_proposals_people_write(sample: Audience) -> None:
    pack, _ = made(sample, "quarterly", "2026-08")
    assert pack.file_stem == "2026年第三季度信访形势分析", "the quarter of the month"
    assert made(sample, "quarterly", "2026-10")[0].file_stem == "2026年第四季度（截至10月）信访形势分析"
    assert [(section.title, section.is_by_hand) for section in pack.sections] == [
        ("基本情况", False), ("主要特点", False), ("反映的主要问题", False), ("办理质效", False),
        ("监督与处置", False), ("原因分析", True), ("趋势研判与预警", False), ("工作建议", True),
    ]  # fmt: skip
    assert pack.sections[0].tables[0].head == ("指标", "本期", "上一期", "上年同期", "环比", "同比")
    assert pack.sections[1].paragraphs[0].text.startswith("一是信访总量")
    assert not [section for section in pack.sections if section.is_by_hand and (section.paragraphs or section.exhibits)]
    assert any("口径版本" in note for note in pack.notes)


@pytest.mark.parametrize("topic", TOPICS)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_subject_has_the_charts_of_its_page(topic: str, language: str, sample: Audience) -> None:
    use_language(language)
    pack, _ = made(sample, "topic", topic=topic)
    assert len(pack.exhibits) >= 4
    assert all(one.spec for one in pack.exhibits)
    assert len(sentence_keys(pack.sections)) == len(pack.exhibits) + len(pack.sections[0].paragraphs), "keys are unique"


@pytest.mark.parametrize(("data", "month"), DATA)
@pytest.mark.parametrize("template", ["monthly", "quarterly"])
def test_every_figure_is_the_one_that_ask_answers(
    data: str, month: str, template: str, request: pytest.FixtureRequest
) -> None:
    audience = Audience(Scope(), current_snapshot(request.getfixturevalue(data)))
    pack, _ = made(audience, template, month)
    told = [one for section in pack.sections for sentence in section.paragraphs for one in sentence.cited]
    told += [one for section in pack.sections for table in section.tables for one in table.cited]
    assert len(told) > 20
    for one in {one for one in told if not one.code}:
        answer = ask(audience.session, one.metric, [period_labelled(one.period)]).iloc[0]
        given = {"numerator": one.numerator, "denominator": one.denominator, "value": one.value}
        assert {name: value for name, value in given.items() if value is not None} == {
            name: answer[name] for name in given if answer[name] == answer[name]
        }, one
    _assert_lines(audience, pack)
    shown = {(one.place, one.row, one.column) for one in figures_shown(pack)}
    assert len(shown) > 100 or data != "sample_data"


def _assert_lines(audience: Audience, pack: Pack) -> None:
    lines = 0
    for exhibit in pack.exhibits:
        panels = exhibit.spec.panels if exhibit.spec else ()
        if exhibit.key == "procurement-trend" or not all(isinstance(panel, Monthly) for panel in panels):
            continue  # its points stand for twelve months each
        for metric, panel in zip(exhibit.spec.metrics if exhibit.spec else (), panels, strict=False):
            assert isinstance(panel, Monthly)
            frame = ask(audience.session, metric, [run_of(month, month) for month in panel.months])
            values = [None if value != value else value for value in frame["value"]]
            assert list(panel.lines[0].values) == values, exhibit.key
            lines += 1
    assert lines or not any(one.spec for one in pack.exhibits)


def test_what_cannot_be_drawn_says_why_and_stands_in_the_notes(new_york_data: Path) -> None:
    audience = Audience(Scope(), current_snapshot(new_york_data))
    pack, filters = made(audience, "monthly", "2015-12")
    missing = {one.key: one.missing for one in pack.exhibits if one.missing}
    assert missing["collective"] == "不可计算。数据未提供“信访渠道”、“来访人数”，不作推测。"
    assert missing["repeat-share"] == "该范围内没有数值。", "the history does not tell repeats apart yet"
    assert [note for note in pack.notes if note.startswith("数据缺口：集体访批次未能绘制")]
    found = check_pack(pack, audience, filters)
    assert {one.key for one in found if one.kind == "missing"} == set(missing)
    assert not blocking(found, is_confirmed=False)


def test_the_manifest_holds_every_figure_and_is_the_same_every_time(sample: Audience, tmp_path: Path) -> None:
    pack, filters = made(sample, "monthly", made_at=NOON, made_by="leader")
    again, _ = made(sample, "monthly", made_at=LATER, made_by="analyst")
    text = manifest_text(pack, saved_pack(pack, filters))
    assert text == manifest_text(again, saved_pack(again, filters))
    told = json.loads(text)
    assert len(told["figures"]) == len(figures_shown(pack)) > 500
    assert {"place": "registered", "panel": 0, "row": "2026-10", "column": "信访总量", "value": 659.0} in told[
        "figures"
    ]
    assert told["metrics"]["registered"]["version"] and len(told["metrics"]["registered"]["sql_sha256"]) == 64
    assert told["data"]["snapshot"] == told["pack"]["snapshot"] == "000001"
    assert {name for one in told["exhibits"] for name in one["metrics"]} <= set(told["metrics"])
    file = tmp_path / "a.txt"
    file.write_text("x", encoding="utf-8")
    write_bundle(pack, saved_pack(pack, filters), [file], tmp_path, tmp_path / "all.zip")
    with zipfile.ZipFile(tmp_path / "all.zip") as bundle:
        assert bundle.namelist() == ["manifest.json", "pack.json", "exported.json", "a.txt"]
        assert bundle.read("manifest.json").decode() == text
        assert json.loads(bundle.read("exported.json"))["exported_by"] == "leader"


def test_a_saved_pack_is_made_again_from_its_file(sample: Audience, tmp_path: Path) -> None:
    pack, filters = made(sample, "quarterly", edits={"registered": "近12个月登记信访10398件次"})
    saved = saved_pack(pack, filters)
    write_saved(saved, tmp_path / "pack.json")
    again = read_saved(tmp_path / "pack.json")
    assert again == saved
    assert again.edits == {"registered": "近12个月登记信访10398件次"}
    built = again.built(sample)
    assert figures_shown(built) == figures_shown(pack)
    assert next(one for one in built.exhibits if one.key == "registered").conclusion.edited
    assert (tmp_path / "pack.json").stat().st_size < 2_000


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"barometer_pack": 2}', '{"barometer_pack": 1, "template": "x"}', "\0"]
)
def test_a_file_that_is_no_pack_is_refused(text: str, tmp_path: Path) -> None:
    (tmp_path / "pack.json").write_text(text, encoding="utf-8")
    with pytest.raises(UnreadableFile, match="no saved pack"):
        read_saved(tmp_path / "pack.json")


def test_newer_data_names_every_figure_that_changed(sample: Audience, small_data: Path) -> None:
    pack, filters = made(sample, "monthly")
    saved = saved_pack(pack, filters)
    assert newest(saved, sample, sample)[1] == ()
    other = Audience(Scope(), current_snapshot(small_data))
    _, changed = newest(saved, sample, other)
    count = ask(other.session, "registered", [run_of(filters.month, filters.month)]).iloc[0]["value"]
    assert Changed("registered", 0, "2026-10", "信访总量", 659.0, count) in changed
    assert [one for one in changed if one.now is None], "units that are gone"


def test_figures_that_come_and_go_are_told() -> None:
    before = (Shown("a", 0, "x", "y", 1.0), Shown("a", 0, "gone", "y", 2.0))
    now = (Shown("a", 0, "x", "y", 3.0), Shown("a", 0, "new", "y", 4.0))
    assert diff_packs(before, now) == (
        Changed("a", 0, "x", "y", 1.0, 3.0),
        Changed("a", 0, "new", "y", None, 4.0),
        Changed("a", 0, "gone", "y", 2.0, None),
    )


def test_a_wrong_sentence_blocks_until_it_is_confirmed(sample: Audience) -> None:
    pack, filters = made(sample, "monthly", edits={"collective": "集体访140批次，同比上升25.1%"})
    found = check_pack(pack, sample, filters)
    blocked = blocking(found, is_confirmed=False)
    assert [(one.kind, one.key) for one in blocked] == [("contradiction", "collective")]
    assert "“上升”与图表数据相反" in blocked[0].words
    assert found[0].level == BLOCKS, "what blocks comes first"
    assert not blocking(found, is_confirmed=True)


def test_charts_of_two_snapshots_block_whatever_is_confirmed(sample: Audience) -> None:
    pack, filters = made(sample, "monthly")
    mixed = replace(pack, provenance=replace(pack.provenance, snapshot="000009"))
    assert [one.kind for one in blocking(check_pack(mixed, sample, filters), is_confirmed=True)] == ["snapshot"]


def test_the_check_list_names_provisional_months_small_bases_and_what_is_written_by_hand(sample: Audience) -> None:
    pack, filters = made(sample, "quarterly")
    found = {one.kind: one.words for one in check_pack(pack, sample, filters)}
    assert found["provisional"] == "2026年10月为初步数。"
    assert "集体访批次" in found["small base"]
    assert found["by hand"] == "需人工撰写：原因分析、工作建议。"
    assert found["unfinished"] == "所选期间共3个月，数据仅覆盖1个月。最近的完整季度为2026年第三季度。"


def test_what_there_is_not_is_refused_by_name(sample: Audience) -> None:
    with pytest.raises(NotAllowed, match="template 'weekly'"):
        filters_of(sample.session, "weekly", parse_month("2026-10"))
    with pytest.raises(UnknownPeriod, match="2030-01"):
        filters_of(sample.session, "monthly", parse_month("2030-01"))
    with pytest.raises(NotAllowed, match="topic ''"):
        made(sample, "topic")
    with pytest.raises(NotAllowed, match="'nothing'"):
        made(sample, "monthly", edits={"nothing": "x"})


def test_a_unit_stands_in_the_title_and_narrows_every_figure(sample: Audience) -> None:
    unit = sample.session.tree.roots[0]
    below = next(one.unit_id for one in sample.session.tree.units.values() if one.parent_id == unit)
    filters = filters_of(sample.session, "monthly", parse_month("2026-10"), (below,))
    pack = build_pack(sample, filters, "monthly")
    assert sample.session.tree.units[below].name in pack.title
    answer = ask(sample.session, "registered", [filters.period], [below]).iloc[0]
    assert pack.sections[0].tables[0].cited[0].value == answer["value"]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_pictures_of_a_quarter_keep_slides_and_paper_below_400_kb(
    sample: Audience, language: str, tmp_path: Path
) -> None:
    use_language(language)
    pack, filters = made(sample, "quarterly")
    for name in ("pptx", "docx"):
        (path,) = write_format(name, pack, saved_pack(pack, filters), tmp_path, Look("picture"))
        assert path.stat().st_size <= 400_000
