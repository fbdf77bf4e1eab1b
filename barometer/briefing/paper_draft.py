"""A paper in the making: its document with styles, and what has been numbered so far."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from barometer.briefing.paper_charts import Drawings
from barometer.briefing.paper_page import TEXT_WIDTH, TWIPS_IN_MM
from barometer.briefing.paper_styles import install_styles, styles_of
from barometer.briefing.paper_text import Counts
from barometer.briefing.wordprocessing import Element, Style, keep_with_next, paragraph, run
from barometer.language import current_language
from barometer.phrases import in_paper


@dataclass
class Draft:
    """A document, its styles by purpose, and what has been numbered so far.

    `width` is that of the text, in twips; charts and tables are as wide.
    """

    document: Any
    is_own: bool = False
    styles: dict[str, Style] = field(default_factory=lambda: styles_of(current_language()))
    counts: Counts = field(default_factory=Counts)
    width: int = TEXT_WIDTH

    def __post_init__(self) -> None:
        self.style_ids = install_styles(self.document, self.styles, is_own=self.is_own)
        self.drawings = Drawings(self.document)

    @property
    def width_mm(self) -> float:
        """Return the width of the text in millimetres."""
        return self.width / TWIPS_IN_MM

    def words(self, purpose: str, text: str, *, keep: bool = False) -> Element:
        """Return a paragraph in the style of its purpose, its numbers as papers write them."""
        settings = [keep_with_next()] if keep else []
        return paragraph(self.style_ids[purpose], [run(self.styles[purpose], in_paper(text))], *settings)
