"""`python -m barometer shots` writes sharp pictures of pages with an installed Chromium, or says what is missing."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from barometer.__main__ import main
from barometer.faults import NoBrowser
from barometer.page_shots import installed_browser, write_shots


@pytest.mark.browser
@pytest.mark.slow
def test_a_picture_is_twice_as_sharp_and_as_high_as_its_page(
    sample_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BAROMETER_DATA", str(sample_data))
    try:
        installed_browser()
    except NoBrowser as fault:
        pytest.skip(fault.problem)
    told: list[str] = []
    write_shots(tmp_path / "new", "en", "dark", told.append, ("overview", "repeat"))
    assert len(told) == 2
    for path in sorted((tmp_path / "new").iterdir()):
        picture = Image.open(path).convert("RGB")
        assert picture.width == 2 * 1366 and picture.height > 2 * 768
        assert sum(picture.getpixel((5, picture.height // 2))) < 3 * 60, "the page is dark"
    assert sorted(path.name for path in (tmp_path / "new").iterdir()) == ["overview-en-dark.png", "repeat-en-dark.png"]


def test_without_a_chromium_the_command_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert main(["shots", "--out", str(tmp_path / "pictures")]) == 1
    assert "apt-get install chromium" in capsys.readouterr().err
    assert not (tmp_path / "pictures").exists()
