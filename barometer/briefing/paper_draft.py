"""A paper in the making: its document with styles, and what has been numbered so far."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from barometer.briefing.paper_charts import Drawings
from barometer.briefing.paper_page import TEXT_WIDTH, TWIPS_IN_MM
from barometer.briefing.paper_styles import install_styles, styles_of
from barometer.briefing.paper_words import is_numbered, numbered
from barometer.briefing.wordprocessing import Element, Style, keep_with_next, paragraph, run
from barometer.language import current_language
from barometer.phrases import in_paper


@dataclass
class Draft:
    """A document, its styles by purpose, and the numbers of headings, tables and figures given so far.

    `width` is that of the text, in twips; charts and tables are as wide.
    """

    document: Any
    is_own: bool = False
    styles: dict[str, Style] = field(default_factory=lambda: styles_of(current_language()))
    headings: int = 0
    tables: int = 0
    figures: int = 0
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

    def heading(self, title: str) -> Element:
        """Return the next heading: 一、基本情况, 1. Situation; a title that brings its number keeps it."""
        if not is_numbered(title):
            self.headings += 1
            title = numbered(title, self.headings)
        return self.words("heading", title)
