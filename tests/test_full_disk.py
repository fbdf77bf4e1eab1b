"""A full disk and a folder nobody may write to: one clear fault, no half file, what was there before untouched."""

from __future__ import annotations

import ctypes
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from barometer.briefing.choices import FORMATS

NO_OVERRIDE = (24, 1)  # prctl: drop from the bounding set; the right to write where permissions forbid it
FULL = dict.fromkeys(("pptx", "docx", "xlsx", "pdf", "html", "png"), 20_000) | {"svg": 5_000, "zip": 2_000}
OLD = b"what was there before"


def brief(data: Path, out: Path, formats: str, before: Callable[[], object]) -> subprocess.CompletedProcess[str]:
    """Run the command in a process of its own, limited by `before`."""
    command = [sys.executable, "-m", "barometer", "brief", "--template", "monthly", "--period", "2026-10"]
    arguments = ["--data", str(data), "--out", str(out), "--formats", formats, "--lang", "zh"]
    return subprocess.run(
        [*command, *arguments], preexec_fn=before, capture_output=True, text=True, check=False, timeout=120
    )


def no_room(size: int) -> Callable[[], object]:
    """Return what lets no file of the process grow beyond `size` bytes: the system then refuses to write."""
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


def no_right() -> None:
    """Give up what lets an administrator write anywhere; others never had it."""
    ctypes.CDLL(None, use_errno=True).prctl(*NO_OVERRIDE, 0, 0, 0)


def assert_refused(told: subprocess.CompletedProcess[str], problem: str) -> None:
    assert (told.returncode, told.stdout) == (1, "")
    fault = told.stderr[told.stderr.index(problem) :].splitlines()
    assert fault[0] == problem
    assert [line.split(":")[0].strip() for line in fault[1:]] == ["file", "found", "remedy"]
    assert "Traceback" not in told.stderr


@pytest.mark.parametrize("kind", FORMATS)
def test_where_the_disk_is_full_no_half_file_is_left(kind: str, small_data: Path, tmp_path: Path) -> None:
    assert set(FULL) == set(FORMATS)
    told = brief(small_data, tmp_path / "out", kind, no_room(FULL[kind]))
    assert_refused(told, "A file cannot be written")
    assert "File too large" in told.stderr
    assert not [path for path in (tmp_path / "out").rglob("*") if path.is_file()]


def test_a_file_of_last_month_stays_as_it_was_where_the_disk_is_full(small_data: Path, tmp_path: Path) -> None:
    old = tmp_path / "2026年1—10月信访形势分析.docx"
    old.write_bytes(OLD)
    assert_refused(brief(small_data, tmp_path, "docx", no_room(20_000)), "A file cannot be written")
    assert [(path, path.read_bytes()) for path in tmp_path.iterdir()] == [(old, OLD)]


@pytest.mark.parametrize("kind", FORMATS)
def test_a_folder_without_permission_is_named_and_stays_empty(kind: str, small_data: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    if kind in ("png", "svg"):
        (out / "pictures").mkdir(mode=0o500)
    out.chmod(0o500)
    told = brief(small_data, out, kind, no_right)
    assert_refused(told, "A file cannot be written")
    assert "Permission denied" in told.stderr
    assert not [path for path in out.rglob("*") if path.is_file()]


def test_a_folder_that_may_not_be_made_is_named(small_data: Path, tmp_path: Path) -> None:
    shut = tmp_path / "shut"
    shut.mkdir(mode=0o500)
    assert_refused(brief(small_data, shut / "out", "xlsx", no_right), "The folder cannot be made")
    assert not list(shut.iterdir())
