"""A saved pack as a file: read back whole, opened on its own data, and refused in one sentence where it is none."""

from __future__ import annotations

import codecs
import datetime as dt
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from read_files import monthly_figures

from barometer.__main__ import main
from barometer.audience import Audience
from barometer.briefing.checks import blocking, check_pack
from barometer.briefing.choices import OWN
from barometer.briefing.chosen import Item, item_of
from barometer.briefing.exporting import Look, file_stem, write_format
from barometer.briefing.saved_pack import LARGEST, SavedPack, parsed_pack, read_edits, read_saved, write_saved
from barometer.faults import NotAllowed, UnknownPeriod, UnknownUnit, UnreadableFile
from barometer.filters import Filters, write_address
from barometer.language import use_language
from barometer.metrics import ask
from barometer.periods import add_months, monthly
from barometer.scope import Scope
from barometer.snapshots import current_snapshot

pytestmark = pytest.mark.usefixtures("in_chinese")
OCTOBER = dt.date(2026, 10, 1)
YEAR, SEPTEMBER = Filters(OCTOBER), Filters(dt.date(2026, 9, 1), "month", "previous")
CHANNELS = ("online", "letter")
SENTENCE = "网上信访最多"
HOSTILE = "甲\x00\x1b<b>&{{mark}}=1+1\u202e\U0001f600"


@pytest.fixture
def sample(sample_data: Path) -> Audience:
    return Audience(Scope(), current_snapshot(sample_data))


def own(audience: Audience, *wanted: tuple[str, Filters], **more: Any) -> SavedPack:
    """Return a saved pack of charts as cards put them in."""
    items: list[Item] = []
    for chart, filters in wanted:
        items.append(item_of(chart, filters, items))
    return SavedPack(OWN, {}, audience.snapshot.label, "zh", items=tuple(items), **more)


def test_a_file_brings_back_charts_words_and_what_was_left_out(sample: Audience, tmp_path: Path) -> None:
    saved = own(
        sample,
        ("channels", YEAR),
        ("channels", SEPTEMBER),
        edits={"channels-2": SENTENCE},
        title="10月例会",
        mark="内部",
        external=True,
    )
    template = replace(saved, template="monthly", filters=write_address(YEAR), edits={}, left_out=("on-time",))
    for one in (saved, template):
        write_saved(one, tmp_path / "pack.json")
        assert read_saved(tmp_path / "pack.json") == one
        assert (tmp_path / "pack.json").read_text(encoding="utf-8") == one.as_json()
    built = saved.built(sample)
    assert (built.title, built.external) == ("10月例会", True)
    assert built.mark.startswith("内部")
    assert [one.key for one in built.exhibits] == ["channels-1", "channels-2"]
    assert built.exhibits[1].conclusion.edited == SENTENCE
    keys = [one.key for one in template.built(sample).exhibits]
    assert keys[-2:] == ["channels-1", "channels-2"] and "on-time" not in keys


def test_a_file_that_an_editor_marked_as_unicode_is_read(sample: Audience, tmp_path: Path) -> None:
    saved = own(sample, ("channels", YEAR))
    (tmp_path / "pack.json").write_bytes(codecs.BOM_UTF8 + saved.as_json().encode())
    assert read_saved(tmp_path / "pack.json") == saved


GOOD = {
    "barometer_pack": 1,
    "template": "own",
    "filters": {},
    "snapshot": "000001",
    "language": "zh",
    "items": [{"name": "channels-1", "chart": "channels", "filters": {}}],
}
WITHOUT = [json.dumps({key: value for key, value in GOOD.items() if key != gone}) for gone in GOOD]
WRONG = [
    {"barometer_pack": "1"},
    {"template": {}},
    {"template": None},
    {"language": "de"},
    {"language": ["zh"]},
    {"snapshot": 1},
    {"snapshot": None},
    {"filters": []},
    {"filters": {"period": "2026-10"}},
    {"filters": {"period": None}},
    {"title": 5},
    {"title": "\ud800"},
    {"mark": None},
    {"topic": {}},
    {"external": "yes"},
    {"external": 1},
    {"edits": []},
    {"edits": {"channels-1": 5}},
    {"edits": {"channels-1": "\udfff"}},
    {"items": None},
    {"items": "channels"},
    {"items": {"name": "channels-1"}},
    {"items": [None]},
    {"items": [{}]},
    {"items": GOOD["items"] * 2},  # type: ignore[operator]
    {"left_out": "channels"},
    {"left_out": [1]},
]


@pytest.mark.parametrize(
    "text",
    [
        *WITHOUT,
        *(json.dumps({**GOOD, **wrong}) for wrong in WRONG),
        "null",
        "1",
        '"barometer_pack"',
        "[" * 100_000,
        '{"a":' * 100_000,
        "9" * 10_000,
        json.dumps({**GOOD, "title": "a" * LARGEST}),
        json.dumps(GOOD)[:-1],
    ],
    ids=lambda text: text[:40],
)
def test_a_file_that_is_no_pack_is_refused_in_one_sentence(text: str, tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile) as refused:
        parsed_pack(text, "pack.json")
    fault = refused.value
    assert fault.problem == "This is no saved pack"
    assert (fault.file, fault.remedy) == ("pack.json", "take the file as it was saved, or make the pack anew")
    assert len(fault.found) <= 120 and "\n" not in fault.found
    (tmp_path / "pack.json").write_text(text, encoding="utf-8")
    with pytest.raises(UnreadableFile, match="This is no saved pack"):
        read_saved(tmp_path / "pack.json")


def test_the_file_these_are_made_of_is_one() -> None:
    assert parsed_pack(json.dumps(GOOD), "pack.json").items[0].chart == "channels"


def test_bytes_that_are_no_text_and_a_folder_are_refused(tmp_path: Path) -> None:
    (tmp_path / "pack.json").write_bytes(b"PK\x03\x04\xff\xfe")
    for path in (tmp_path / "pack.json", tmp_path, tmp_path / "absent.json"):
        with pytest.raises(UnreadableFile, match="This is no saved pack"):
            read_saved(path)


@pytest.mark.parametrize("text", ["[" * 100_000, '{"a": 1}', '{"a": "\\ud800"}', "[]", "null"])
def test_edits_that_are_no_sentences_are_refused(text: str, tmp_path: Path) -> None:
    (tmp_path / "edits.json").write_text(text, encoding="utf-8")
    with pytest.raises(UnreadableFile, match="The edits cannot be read"):
        read_edits(tmp_path / "edits.json")


@pytest.mark.parametrize(
    ("filters", "fault", "words"),
    [
        ({"period": ["2030-01"]}, UnknownPeriod, "2030-01"),
        ({"unit": ["nobody"]}, UnknownUnit, "nobody"),
    ],
)
def test_filters_that_no_longer_fit_the_data_are_told(
    filters: dict[str, list[str]], fault: type[Exception], words: str, sample: Audience
) -> None:
    saved = replace(own(sample, ("channels", YEAR)), items=(Item("channels-1", "channels", filters),))
    monthly_pack = SavedPack("monthly", filters, sample.snapshot.label, "zh")
    for one in (saved, monthly_pack):
        with pytest.raises(fault, match=words):
            one.built(sample)


def test_words_for_a_sentence_that_is_not_there_are_told(sample: Audience) -> None:
    saved = own(sample, ("channels", YEAR), edits={"on-time-1": SENTENCE})
    with pytest.raises(NotAllowed, match="No sentence is called 'on-time-1'"):
        saved.built(sample)


def test_a_changed_sentence_of_a_chart_is_held_against_its_own_filters(sample: Audience) -> None:
    (count,) = [row.value for row in ask(sample.session, "registered", [SEPTEMBER.period]).itertuples()]
    wanted = (("channels", YEAR), ("channels", SEPTEMBER))
    right = own(sample, *wanted, edits={"channels-2": f"9月共{count:.0f}件次"})
    wrong = replace(right, edits={"channels-2": f"9月共{count + 1:.0f}件次"})
    for saved, keys in ((right, []), (wrong, ["channels-2"])):
        pack = saved.built(sample)
        found = blocking(check_pack(pack, sample, saved.chosen(sample.session)), is_confirmed=False)
        assert [one.key for one in found] == keys, [one.words for one in found]


@pytest.mark.parametrize("name", ["pptx", "docx", "xlsx", "html", "zip", pytest.param("pdf", marks=pytest.mark.office)])
def test_whatever_signs_a_title_holds_files_are_written(name: str, sample: Audience, tmp_path: Path) -> None:
    saved = own(sample, ("channels", YEAR), title=HOSTILE, mark=HOSTILE, edits={"channels-1": HOSTILE})
    again = parsed_pack(saved.as_json(), "pack.json")
    assert again == saved
    pack = again.built(sample)
    (path,) = write_format(name, pack, again, tmp_path, Look())
    assert path.parent == tmp_path and path.stat().st_size > 1_000
    assert not set("\x00\x1b<>") & set(file_stem(pack))


@pytest.fixture(scope="module")
def own_files(sample_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Return the files that the command brief writes of charts of own choice under two filters."""
    use_language("zh")
    folder = tmp_path_factory.mktemp("own")
    audience = Audience(Scope(), current_snapshot(sample_data))
    wanted = (("registered", YEAR), ("repeat-share", SEPTEMBER), ("channels", YEAR), ("channels", SEPTEMBER))
    write_saved(own(audience, *wanted, title="例会"), folder / "pack.json")
    asked = ["--pack", str(folder / "pack.json"), "--formats", "pptx,docx,xlsx", "--data", str(sample_data)]
    assert main(["brief", *asked, "--out", str(folder / "files")]) == 0
    return lambda kind: next((folder / "files").glob(f"*.{kind}"))


@pytest.mark.parametrize("kind", ["pptx", "docx", "xlsx"])
def test_files_of_own_choice_hold_the_answers_under_their_filters(
    kind: str, own_files: Callable[[str], Path], sample: Audience
) -> None:
    path = own_files(kind)
    assert path.stem == "2026年1—10月等例会"
    asked = {"信访总量": ("registered", OCTOBER), "重复信访占比": ("repeat_share", SEPTEMBER.month)}
    found = 0
    for head, _, values in monthly_figures(path):
        if head in asked:
            metric, last = asked[head]
            assert max(values) == last, "each chart ends with the month of its own filters"
            frame = ask(sample.session, metric, monthly(add_months(last, 1 - len(values)), last))
            assert [*values.values()] == pytest.approx([*frame["value"]], rel=1e-12)
            found += 1
    assert found == len(asked)


def test_the_channels_of_a_workbook_are_those_of_each_period(
    own_files: Callable[[str], Path], sample: Audience
) -> None:
    tables = []
    for sheet in openpyxl.load_workbook(own_files("xlsx")).worksheets:
        rows = {str(row[0]): row[1] for row in sheet.iter_rows(values_only=True) if len(row) > 1}
        if "网上信访" in rows:
            tables.append({name: rows[name] for name in ("网上信访", "来信")})
    for filters, table in zip((YEAR, SEPTEMBER), tables, strict=True):
        told = [ask(sample.session, "registered", [filters.period], only=(("channel", (code,)),)) for code in CHANNELS]
        assert [*table.values()] == [frame.iloc[0]["value"] for frame in told]
