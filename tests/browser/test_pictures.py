"""Pictures of every page for a person to look at, in tests/pictures/: python -m pytest tests/browser -k pictures."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import Opener
from PIL import Image
from screen import MENU, PAGES, SIZES, Screen
from serving import Server

pytestmark = [pytest.mark.browser, pytest.mark.slow]

FOLDER = Path(__file__).resolve().parent.parent / "pictures"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_pictures_of_the_sample_in_both_sizes(language: str, scheme: str, opened: Opener) -> None:
    screen = opened(f"/?lang={language}", color_scheme=scheme)
    for name in PAGES:
        if screen.name != name:
            screen.go_to(*MENU[language][name])
        for width, height in SIZES:
            screen.resize(width, height)
            take(screen, f"sample-{name}-{language}-{width}x{height}-{scheme}")


@pytest.mark.parametrize("data", ["small", pytest.param("new_york", marks=pytest.mark.shared)])
def test_pictures_of_the_other_data_on_a_small_laptop(
    data: str, opened: Opener, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    with Server(request.getfixturevalue(f"{data}_data"), tmp_path / "log") as server:
        screen = opened("/", base=server.address)
        for name in PAGES:
            if screen.name != name:
                screen.go_to(*MENU["zh"][name])
            screen.resize(*SIZES[0])
            take(screen, f"{data}-{name}-zh-1366x768-light")


def take(screen: Screen, name: str) -> None:
    """Save the window, and the whole page beside it."""
    FOLDER.mkdir(exist_ok=True)
    screen.page.screenshot(path=FOLDER / f"{name}.png")
    screen.show_whole()
    screen.page.screenshot(path=FOLDER / f"{name}-whole.png")
    colours = Image.open(FOLDER / f"{name}-whole.png").convert("RGB").getcolors(maxcolors=1 << 24) or []
    assert len(colours) > 100, "a page with sentence, cards and charts has many shades"
