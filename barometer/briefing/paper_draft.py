"""A paper in the making: its document with styles, and what has been numbered so far."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from barometer.briefing.paper_charts import Drawings
from barometer.briefing.paper_styles import install_styles, styles_of
from barometer.briefing.wordprocessing import Element, Style, keep_with_next, paragraph, run
from barometer.language import current_language
from barometer.phrases import in_paper

_DIGITS = "零一二三四五六七八九"
_ENDED = re.compile(r"[。！？：；.!?:;][”’\"')）]*$")
_NUMBERED = re.compile(r"^([零一二三四五六七八九十]+、|附|Annex|\d+\. )")


@dataclass
class Draft:
    """A document, its styles by purpose, and the numbers of headings, tables and figures given so far."""

    document: Any
    is_own: bool = False
    styles: dict[str, Style] = field(default_factory=lambda: styles_of(current_language()))
    headings: int = 0
    tables: int = 0
    figures: int = 0

    def __post_init__(self) -> None:
        self.style_ids = install_styles(self.document, self.styles, is_own=self.is_own)
        self.drawings = Drawings(self.document)

    def words(self, purpose: str, text: str, *, keep: bool = False) -> Element:
        """Return a paragraph in the style of its purpose, its numbers as papers write them."""
        settings = [keep_with_next()] if keep else []
        return paragraph(self.style_ids[purpose], [run(self.styles[purpose], in_paper(text))], *settings)

    def heading(self, title: str) -> Element:
        """Return the next heading: 一、基本情况, 1. Situation; a title that brings its number keeps it."""
        if not _NUMBERED.match(title):
            self.headings += 1
            is_zh = current_language() == "zh"
            title = f"{numeral(self.headings)}、{title}" if is_zh else f"{self.headings}. {title}"
        return self.words("heading", title)


def numeral(number: int) -> str:
    """Return a number from 1 to 99 as headings write it: 一, 十, 二十三."""
    tens, ones = divmod(number, 10)
    ten = ("" if tens == 1 else _DIGITS[tens]) + "十" if tens else ""
    return ten + (_DIGITS[ones] if ones or not tens else "")


def ended(text: str) -> str:
    """Return a sentence with its stop."""
    return text if not text or _ENDED.search(text) else text + ("。" if current_language() == "zh" else ".")


def with_note(text: str, note: str) -> str:
    """Return a sentence with a note in brackets before its stop; two brackets do not follow each other."""
    bare, is_zh = text.rstrip("。."), current_language() == "zh"
    if bare.endswith(("）", ")")):
        return ended(f"{bare}，{note}" if is_zh else f"{bare}, {note}")
    return ended(f"{bare}（{note}）" if is_zh else f"{bare} ({note})")
