"""Pages on paper: 16:9 sheets of vectors, nothing cut, no controls, light colours."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest
from conftest import Opener
from PIL import Image
from screen import PAGES, SIZES, Screen

pytestmark = pytest.mark.browser

SHEET = (13.333 * 72, 7.5 * 72)
CONTROLS = ("复制本页三句话", "more_horiz", "menu_book", "English", "全部单位（")
IMAGE = pypdfium2.raw.FPDF_PAGEOBJ_IMAGE
Sheets = list[tuple[str, Image.Image, int]]


def printed(screen: Screen, path: Path) -> Sheets:
    """Return text, picture and number of raster images of each sheet the page is printed on."""
    screen.page.pdf(path=path, prefer_css_page_size=True, print_background=True)
    sheets = []
    document = pypdfium2.PdfDocument(path)
    for sheet in document:
        assert sheet.get_size() == pytest.approx(SHEET, abs=1)
        words = sheet.get_textpage().get_text_bounded().replace("\r\n", "\n")
        rasters = sum(1 for part in sheet.get_objects(max_depth=9) if part.type == IMAGE)
        sheets.append((words, sheet.render(scale=1.0).to_pil().convert("RGB"), rasters))
    document.close()
    return sheets


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_overview_is_two_sheets_of_vectors(
    language: str, size: tuple[int, int], opened: Opener, tmp_path: Path
) -> None:
    screen = opened(f"/?lang={language}", viewport={"width": size[0], "height": size[1]})
    sheets = printed(screen, tmp_path / "page.pdf")
    assert len(sheets) == 2
    words = "".join(text for text, _, _ in sheets)
    plain = squeezed(words)
    assert squeezed(screen.sentence) in squeezed(sheets[0][0])
    for title in screen.page.locator("h2").all_inner_texts():
        assert squeezed(title) in plain
    charts = screen.page.locator(".js-plotly-plot text").all_text_contents()
    assert len([text for text in charts if text.strip()]) > 40
    assert [text for text in charts if squeezed(text) not in plain] == []
    assert squeezed(screen.page.locator(".st-key-foot").inner_text()) in plain
    assert not [control for control in CONTROLS if control in words]
    assert [rasters for _, _, rasters in sheets] == [0, 0]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_prints_light_and_whole(scheme: str, opened: Opener, tmp_path: Path) -> None:
    for page in PAGES:
        screen = opened("/" if page == "overview" else f"/{page}", color_scheme=scheme)
        for _, picture, _ in printed(screen, tmp_path / f"{page}.pdf"):
            width, height = picture.size
            edges = [(2, height // 2), (width - 3, height // 2), (width // 2, 2), (width // 2, height - 3)]
            assert {picture.getpixel(place) for place in edges} == {(255, 255, 255)}, "the margins are empty"
            shades = picture.convert("L").histogram()
            assert sum(shades[200:]) > 0.8 * width * height, "paper stays white"
            assert sum(shades[:90]) > 1000, "ink is dark"


def test_printing_leaves_the_screen_as_it_was(opened: Opener, tmp_path: Path) -> None:
    screen = opened("/repeat", color_scheme="dark")
    before = screen.page.locator(".js-plotly-plot").evaluate_all("(plots) => plots.map((plot) => plot.innerHTML)")
    printed(screen, tmp_path / "page.pdf")
    after = screen.page.locator(".js-plotly-plot").evaluate_all("(plots) => plots.map((plot) => plot.innerHTML)")
    assert [colours(html) for html in before] == [colours(html) for html in after]


def test_on_dark_screens_charts_print_as_they_do_on_light_ones(opened: Opener, tmp_path: Path) -> None:
    pictures = []
    for scheme in ("light", "dark"):
        screen = opened("/repeat", color_scheme=scheme)
        pictures.append([picture for _, picture, _ in printed(screen, tmp_path / f"{scheme}.pdf")])
    for light, dark in zip(*pictures, strict=True):
        pairs = zip(light.convert("L").tobytes(), dark.convert("L").tobytes(), strict=True)
        differing = sum(1 for one, other in pairs if abs(one - other) > 40)
        assert differing < 0.002 * light.width * light.height


def squeezed(text: str) -> str:
    return "".join(text.split())


def colours(html: str) -> list[str]:
    return sorted(part.split(")")[0] for part in html.split("rgb(")[1:])
