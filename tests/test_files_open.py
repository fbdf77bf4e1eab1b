"""LibreOffice opens what the command brief writes, of each edition and kind of chart, and prints all of its pages."""

from __future__ import annotations

import subprocess
from pathlib import Path

import openpyxl
import pypdfium2
import pytest
from pptx import Presentation

from barometer.__main__ import main

WRITTEN = {
    "plain-monthly": ("--template monthly --lang zh", "pptx,docx,xlsx"),
    "outside-quarterly": ("--template quarterly --lang zh --external", "pptx,docx,xlsx"),
    "topic-english": ("--template topic --topic procurement --lang en --external", "pptx,docx,xlsx"),
    "topic-pictures": ("--template topic --topic handling --lang zh --charts picture", "pptx,docx"),
}


def least_pages(path: Path) -> int:
    """Return how many pages a file has at the very least: its slides, a page a sheet."""
    if path.suffix == ".pptx":
        return len(Presentation(str(path)).slides)
    return len(openpyxl.load_workbook(path).sheetnames) if path.suffix == ".xlsx" else 2


@pytest.mark.office
def test_an_office_program_opens_every_edition_and_prints_all_of_it(sample_data: Path, tmp_path: Path) -> None:
    files = []
    for name, (options, formats) in WRITTEN.items():
        told = [*options.split(), "--period", "2026-10", "--formats", formats, "--data", str(sample_data)]
        assert main(["brief", *told, "--out", str(tmp_path / name)]) == 0
        for path in sorted((tmp_path / name).iterdir()):
            files.append(path.rename(tmp_path / f"{name}-{path.suffix[1:]}{path.suffix}"))
    profile = f"-env:UserInstallation=file://{tmp_path / 'profile'}"
    convert = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), *map(str, files)]
    subprocess.run(convert, check=True, capture_output=True, timeout=300)
    for path in files:
        printed = pypdfium2.PdfDocument(path.with_suffix(".pdf"))
        assert len(printed) >= least_pages(path), path.name
        pages = [page.get_textpage().get_text_bounded() for page in printed]
        assert all(text.strip() for text in pages), f"{path.name}: a page without a word"
        assert not [sign for sign in "".join(pages) if sign in "\ufffd\x00"], f"{path.name}: a sign was lost"
