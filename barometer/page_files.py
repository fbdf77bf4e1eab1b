"""The pages: where each is kept and what it is called, for menu and links."""

from __future__ import annotations

from pathlib import Path

from barometer.contract import HOUSE
from barometer.language import say

PAGES = HOUSE / "pages"
FIRST = "overview"
PAGE_NAMES = ("overview", "repeat", "collective", "handling", "procurement", "material", "definitions", "signals")


def page_file(name: str) -> Path:
    """Return the file of a page, by which the framework knows it."""
    return PAGES / f"{name}.py"


DEFINITIONS = page_file("definitions")


def page_title(name: str) -> str:
    """Return what the menu calls the page of pages/`name`.py."""
    return {
        "overview": say("Overview"),
        "repeat": say("Repeat petitions"),
        "collective": say("Collective visits"),
        "handling": say("Handling"),
        "procurement": say("Key areas"),
        "material": say("Meeting material"),
        "definitions": say("Definitions and data"),
        "signals": say("Early signs"),
        "board": say("Slide show"),
    }[name]
