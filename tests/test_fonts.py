"""Files name the fonts of the reader's machine; what is drawn here needs one that has Chinese, or says so."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from barometer.audience import Audience
from barometer.briefing import installed_fonts
from barometer.briefing.font_notes import file_fonts, warn_of_missing_fonts
from barometer.briefing.fonts import families
from barometer.briefing.installed_fonts import Face, drawing_faces, first_family, paper_families
from barometer.briefing.whole_file import whole_file
from barometer.faults import NoFont, UnwritableFile
from barometer.figure_table import table_html
from barometer.filters import default_filters
from barometer.language import use_language
from barometer.scope import Scope
from barometer.snapshots import current_snapshot


@pytest.fixture(autouse=True)
def in_chinese() -> Iterator[None]:
    use_language("zh")
    yield
    use_language("zh")


@pytest.fixture
def no_chinese_font(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Leave of the installed fonts only those without Chinese."""
    latin = tuple(face for face in installed_fonts._faces() if not face.draws("晴雨表"))
    assert latin, "this machine has a font without Chinese"
    monkeypatch.setattr(installed_fonts, "_faces", lambda: latin)
    first_family.cache_clear()
    drawing_faces.cache_clear()
    yield
    first_family.cache_clear()
    drawing_faces.cache_clear()


def test_three_glyphs_are_really_drawn() -> None:
    for face in drawing_faces():
        assert face.draws("晴雨表")
        assert not face.draws("晴\U0010fffd"), "a box for a missing sign is no sign"
    assert drawing_faces()[0].weight < drawing_faces()[1].weight


def test_a_file_that_is_no_font_draws_nothing(tmp_path: Path) -> None:
    (tmp_path / "no.ttf").write_bytes(b"no font")
    assert not Face("no", 400, str(tmp_path / "no.ttf"), 0).draws("晴")
    assert not Face("none", 400, str(tmp_path / "none.ttf"), 0).draws("晴")


def test_a_family_that_is_not_installed_gives_way_to_the_next() -> None:
    known = drawing_faces()[0].family
    assert first_family(("方正不存在体", known)) == known
    assert first_family(("方正不存在体",)), "any font with Chinese is better than none"
    assert set(paper_families()) == {"title", "first", "second", "body", "screen"}


def test_without_a_chinese_font_the_fault_says_what_to_install(
    no_chinese_font: None, caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(NoFont) as fault:
        drawing_faces()
    assert "fonts-noto-cjk" in fault.value.remedy
    with caplog.at_level(logging.WARNING):
        warn_of_missing_fonts()
    assert "fonts-noto-cjk" in caplog.text


def test_the_data_page_names_the_fonts_of_files(sample_data: Path) -> None:
    audience = Audience(Scope(), current_snapshot(sample_data))
    table = file_fonts(audience, default_filters(audience.session))
    told = table_html(table.head, table.rows)
    assert "仿宋_GB2312" in told and "微软雅黑" in told and drawing_faces()[0].family in told


def test_the_data_page_says_that_a_chinese_font_is_missing(no_chinese_font: None, sample_data: Path) -> None:
    audience = Audience(Scope(), current_snapshot(sample_data))
    table = file_fonts(audience, default_filters(audience.session))
    told = table_html(table.head, table.rows)
    assert "本机没有可显示汉字的字体" in told and "fonts-noto-cjk" in told


def test_a_house_names_its_own_fonts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BAROMETER_FONTS", "body=仿宋, second = 楷体")
    named = families()
    assert (named.body, named.second, named.first) == ("仿宋", "楷体", "黑体")


@pytest.mark.parametrize("setting", ["body", "body=", "nobody=仿宋", "仿宋"])
def test_a_setting_of_fonts_that_cannot_be_read_says_what_is_expected(
    setting: str, monkeypatch: pytest.MonkeyPatch, sample_data: Path
) -> None:
    monkeypatch.setenv("BAROMETER_FONTS", setting)
    with pytest.raises(NoFont) as fault:
        families()
    assert "title=" in fault.value.expected and setting.strip() in fault.value.found
    audience = Audience(Scope(), current_snapshot(sample_data))
    table = file_fonts(audience, default_filters(audience.session))
    assert "设置无法识别" in table_html(table.head, table.rows)


def test_a_file_is_written_in_full_or_not_at_all(tmp_path: Path) -> None:
    target = tmp_path / "paper.pdf"
    with whole_file(target) as unfinished:
        unfinished.write_text("one")
    assert [path.name for path in tmp_path.iterdir()] == ["paper.pdf"]
    with pytest.raises(UnwritableFile) as fault, whole_file(target) as unfinished:
        unfinished.write_text("half")
        raise OSError(28, "No space left on device")
    assert fault.value.found == "No space left on device" and fault.value.remedy
    with pytest.raises(ValueError), whole_file(target) as unfinished:
        unfinished.write_text("half")
        raise ValueError
    assert [path.read_text() for path in tmp_path.iterdir()] == ["one"]


def test_a_folder_that_is_not_there_is_a_fault_with_a_remedy(tmp_path: Path) -> None:
    with pytest.raises(UnwritableFile) as fault, whole_file(tmp_path / "none" / "paper.pdf") as unfinished:
        unfinished.write_text("one")
    assert "choose a folder" in fault.value.remedy
