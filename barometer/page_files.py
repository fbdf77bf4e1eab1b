"""The pages: where each is kept and what it is called, for menu and links."""

from __future__ import annotations

from barometer.contract import HOUSE
from barometer.language import say

PAGES = HOUSE / "pages"
DEFINITIONS = PAGES / "definitions.py"


def page_title(name: str) -> str:
    """Return what the menu calls the page of pages/`name`.py."""
    return {
        "overview": say("Overview"),
        "repeat": say("Repeat petitions"),
        "collective": say("Collective visits"),
        "handling": say("Handling"),
        "procurement": say("Key areas"),
        "definitions": say("Definitions and data"),
    }[name]
