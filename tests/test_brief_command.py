"""The command brief: files where they were asked for, a check list that stops it, faults in one clear sentence."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from barometer.__main__ import main
from barometer.briefing.choices import FORMATS, USUAL

MONTH = ("--template", "monthly", "--period", "2026-10")


@pytest.fixture
def run(small_data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Any:
    """Return a function that runs brief on the small sample and gives exit code, stdout and stderr."""

    def run_brief(*arguments: str, out: Path = tmp_path / "out") -> tuple[int, str, str]:
        code = main(["brief", "--data", str(small_data), "--out", str(out), *arguments])
        told = capsys.readouterr()
        return code, told.out, told.err

    return run_brief


def files_in(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_files_are_written_under_the_name_of_the_pack_and_told_as_json(run: Any, tmp_path: Path) -> None:
    code, out, err = run(*MONTH, "--formats", "xlsx,zip", "--json")
    assert code == 0, err
    told = json.loads(out)
    assert files_in(tmp_path / "out") == {"2026年1—10月信访形势分析.xlsx", "2026年1—10月信访形势分析.zip"}
    assert told["files"]["xlsx"]["paths"] == [str(tmp_path / "out" / "2026年1—10月信访形势分析.xlsx")]
    assert told["files"]["zip"]["bytes"] > 0
    assert told["snapshot"] == "000001"
    assert {one["kind"] for one in told["checks"]} >= {"provisional", "small base"}
    assert "Wrote xlsx" in err, "progress goes to stderr"


def test_an_edited_sentence_that_contradicts_its_chart_stops_everything(run: Any, tmp_path: Path) -> None:
    edits = tmp_path / "edits.json"
    edits.write_text('{"text-overall": "共登记信访118件次，同比上升14.5%"}', encoding="utf-8")
    code, out, err = run(*MONTH, "--formats", "xlsx", "--edits", str(edits), "--json")
    assert (code, out) == (1, "")
    assert "The check list stops this pack" in err
    assert "“上升”与图表数据相反" in err
    assert not (tmp_path / "out").exists(), "nothing is written"
    edits.write_text('{"text-overall": "共登记信访181件次，同比下降14.5%"}', encoding="utf-8")
    assert "“181件次”与图表数据不符" in run(*MONTH, "--formats", "xlsx", "--edits", str(edits))[2]
    code, out, _ = run(*MONTH, "--formats", "zip", "--edits", str(edits), "--confirm", "--json")
    assert code == 0
    assert "contradiction" in {one["kind"] for one in json.loads(out)["checks"]}, "what was confirmed is still told"


def test_a_harmless_change_passes(run: Any, tmp_path: Path) -> None:
    edits = tmp_path / "edits.json"
    edits.write_text('{"text-overall": "今年以来共登记信访118件次，比上年同期下降14.5%。"}', encoding="utf-8")
    assert run(*MONTH, "--formats", "xlsx", "--edits", str(edits))[0] == 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--template", "monthly", "--period", "2026-13"), "Unknown period '2026-13'"),
        (("--template", "monthly", "--period", "2031-01"), "No data for 2031-01"),
        (("--template", "topic", "--period", "2026-10"), "Unknown topic"),
        ((), "Nothing is asked for"),
        ((*MONTH, "--formats", "odt"), "Unknown format 'odt'"),
        ((*MONTH, "--formats", ""), "No format is named"),
        ((*MONTH, "--unit", "nowhere"), "nowhere"),
        ((*MONTH, "--edits", "absent.json"), "The edits cannot be read"),
        (("--pack", "absent.json"), "This is no saved pack"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_sentence(
    arguments: tuple[str, ...], words: str, run: Any, tmp_path: Path
) -> None:
    code, out, err = run(*arguments)
    assert (code, out) == (1, "")
    assert words in err.splitlines()[0]
    assert "Traceback" not in err
    assert not (tmp_path / "out").exists()


def test_a_folder_that_cannot_be_made_is_a_fault(run: Any, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    code, _, err = run(*MONTH, "--formats", "xlsx", out=tmp_path / "file" / "out")
    assert code == 1
    assert err.splitlines()[-4].startswith("The folder cannot be made")


def test_a_saved_pack_is_reopened_on_its_own_data(run: Any, tmp_path: Path) -> None:
    assert run(*MONTH, "--formats", "zip", "--lang", "en")[0] == 0
    (bundle,) = (tmp_path / "out").glob("*.zip")
    with zipfile.ZipFile(bundle) as parts:
        parts.extract("pack.json", tmp_path)
        before = parts.read("manifest.json")
    code, _, err = run("--pack", str(tmp_path / "pack.json"), "--update", "--formats", "zip", out=tmp_path / "again")
    assert code == 0, err
    assert "changed:" not in err
    (again,) = (tmp_path / "again").glob("*.zip")
    with zipfile.ZipFile(again) as parts:
        assert parts.read("manifest.json") == before
    saved = json.loads((tmp_path / "pack.json").read_text(encoding="utf-8"))
    (tmp_path / "old.json").write_text(json.dumps({**saved, "snapshot": "000099"}), encoding="utf-8")
    assert "The data this pack was made from is gone" in run("--pack", str(tmp_path / "old.json"))[2]


def test_the_language_of_a_pack_is_that_of_its_files(run: Any, tmp_path: Path) -> None:
    assert run(*MONTH, "--formats", "xlsx", "--lang", "en")[0] == 0
    assert files_in(tmp_path / "out") == {"Petition situation report Jan–Oct 2026.xlsx"}


@pytest.mark.slow
def test_the_benchmark_tells_seconds_and_bytes_of_both_kinds_of_charts(capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["benchmark", "brief", "--rows", "1000", "--units", "20", "--json"]
    assert main([*asked, "--repeats", "1"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert set(told["formats"]) == {*USUAL, "pptx, picture", "docx, picture", "zip, picture"}
    assert all(one["seconds"] > 0 and one["bytes"] > 1000 for one in told["formats"].values())
    assert told["external"]["seconds"] > 0 and told["memory_mb"]["written"] >= told["memory_mb"]["published"] > 0
    assert main([*asked, "--repeats", "0"]) == 1
    assert "--repeats" in capsys.readouterr().err


@pytest.mark.slow
def test_every_format_is_written_and_no_writer_is_missing(run: Any, tmp_path: Path) -> None:
    code, out, err = run(*MONTH, "--formats", ",".join(FORMATS), "--json")
    assert code == 0, err
    made = json.loads(out)["files"]
    assert list(made) == list(FORMATS)
    assert all(Path(path).stat().st_size for one in made.values() for path in one["paths"])
    assert all(made[name]["bytes"] <= 400_000 for name in ("pptx", "docx", "xlsx", "pdf"))
    with zipfile.ZipFile(made["zip"]["paths"][0]) as bundle:
        held = set(bundle.namelist())
    assert files_in(tmp_path / "out") - {Path(made["zip"]["paths"][0]).name} <= held
    assert {"manifest.json", "pack.json", "exported.json"} <= held
