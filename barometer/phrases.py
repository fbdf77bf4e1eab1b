"""How words are put together: lists, clauses, sentences, and what is cut where it grows too long."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import accumulate
from unicodedata import east_asian_width

from barometer.language import current_language, say

_SEPARATORS = re.compile(r"(?<=\d),(?=\d{3})")


def listed(parts: Sequence[str]) -> str:
    """Return the parts joined as a list in words: 甲、乙; A, B."""
    return ("、" if current_language() == "zh" else ", ").join(parts)


def shortened(text: str, widest: int) -> str:
    """Return `text`, cut where it is wider than `widest` Latin letters (a Chinese sign is two), with an ellipsis."""
    widths = list(accumulate(2 if east_asian_width(sign) in "WF" else 1 for sign in text))
    if not widths or widths[-1] <= widest:
        return text
    return text[: sum(width < widest for width in widths)].rstrip() + "…"


def capital(text: str) -> str:
    """Return `text` with a capital at its start, as an English sentence has."""
    return text[:1].upper() + text[1:]


def in_sentence(label: str) -> str:
    """Return a label without its capital, for the middle of an English sentence."""
    return label[:1].lower() + label[1:]


def bracketed(text: str, note: str) -> str:
    """Return `text` with a note in the brackets of the language: 43%（3,709）; 43% (3,709)."""
    return say("{text} ({note})", text=text, note=note)


def sentence(subject: str, predicate: str) -> str:
    """Return subject and predicate as one clause; the subject alone where there is nothing to say of it."""
    return say("{subject}, {predicate}", subject=subject, predicate=predicate) if predicate else subject


def clauses(parts: Sequence[str]) -> str:
    """Return clauses joined to one sentence without its final stop; empty ones are left out."""
    return ("；" if current_language() == "zh" else "; ").join(part for part in parts if part)


def in_paper(text: str) -> str:
    """Return the text as official papers write numbers: in Chinese without separators of thousands."""
    return _SEPARATORS.sub("", text) if current_language() == "zh" else text
