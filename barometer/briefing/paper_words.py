"""How papers put things into words: titles with their period, numbers of headings, stops, references in brackets."""

from __future__ import annotations

import re

from barometer.briefing.pack import Exhibit, Pack
from barometer.language import current_language

_DIGITS = "零一二三四五六七八九"
_ENDED = re.compile(r"[。！？：；.!?:;][”’\"')）]*$")
_NUMBERED = re.compile(r"^([零一二三四五六七八九十]+、|附|Annex|\d+\. )")
_SUBHEADED = re.compile(r"^（[一二三四五六七八九十]+）[^。；]{1,26}$")


def full_title(pack: Pack) -> str:
    """Return the title with its period: 2026年1—10月信访形势分析."""
    if pack.period in pack.title:
        return pack.title
    return f"{pack.period}{pack.title}" if current_language() == "zh" else f"{pack.title}, {pack.period}"


def is_numbered(title: str) -> bool:
    """Return whether a heading brings its own number, or needs none."""
    return bool(_NUMBERED.match(title))


def is_subheading(text: str) -> bool:
    """Return whether a paragraph is a heading of the second kind: （一）, a few words, no stop."""
    return bool(_SUBHEADED.match(text))


def numbered(title: str, number: int) -> str:
    """Return a heading with its number: 一、基本情况, 1. Situation."""
    return f"{numeral(number)}、{title}" if current_language() == "zh" else f"{number}. {title}"


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


def missing(exhibit: Exhibit) -> str:
    """Return why a chart is not there: what it would have shown, then the reason."""
    colon = "：" if current_language() == "zh" else ": "
    return colon.join(filter(None, (exhibit.conclusion.text.rstrip("。."), exhibit.missing)))
