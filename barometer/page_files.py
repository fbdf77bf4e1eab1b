"""Where the pages are kept, for links to them."""

from __future__ import annotations

from barometer.contract import HOUSE

PAGES = HOUSE / "pages"
DEFINITIONS = PAGES / "definitions.py"
