"""Sentences and tables as readers outside may see them: nothing small is named, nor what it would follow from."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace

from barometer.amounts import hundredfold, rounded
from barometer.briefing.external_cuts import FURTHER
from barometer.briefing.numbers_in_words import COUNT, PERCENT, Named, numbers_in
from barometer.briefing.pack import Cited, FigureTable, Sentence
from barometer.disclosure import is_small
from barometer.language import say
from barometer.metrics import metric_named

# Numbers of other things than petitions: of units, months, topics, tested series.
_HARMLESS = re.compile(
    r"\d+个单位中\d+个|[\d,]+(?:个?(?:单位|方面|应报单位)|类|项次?)|[一二三四五六七八九十]+批|"
    r"\d+ of [\d,]+ units|[\d,]+ (?:lowest |reporting )?(?:units?|(?:other |largest )?topics?|series|tests?)\b"
)
_IN_ENGLISH = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9}
_ENGLISH = re.compile(rf"\b({'|'.join(_IN_ENGLISH)})\b(?!\s*(?:units?|months?|years?|topics?|other)\b)", re.IGNORECASE)
_PART = re.compile(r"(\d[\d,]*)\s*/\s*(\d[\d,]*)")


@dataclass(frozen=True)
class Secrets:
    """What no sentence may name: numbers below `least`, hidden counts and shares, rows left out."""

    least: int
    counts: Collection[float] = field(default_factory=frozenset)
    shares: Collection[float] = field(default_factory=frozenset)
    names: Collection[str] = field(default_factory=frozenset)


def revealed(text: str, secrets: Secrets) -> str:
    """Return the piece of a sentence that tells what is hidden; nothing where none does."""
    for part, whole in _PART.findall(text):
        if is_small(abs(float(whole.replace(",", "")) - float(part.replace(",", ""))), secrets.least):
            return f"{part}/{whole}"
    for one in numbers_in(_HARMLESS.sub("", text)):
        if one.kind == COUNT and _is_hidden(one, secrets):
            return one.text
        if one.kind == PERCENT and any(_is_share(one, share) for share in secrets.shares):
            return one.text
    if told := next((one for one in _ENGLISH.finditer(text) if _IN_ENGLISH[one[0].lower()] < secrets.least), None):
        return told[0]
    return next((name for name in sorted(secrets.names) if name and name in text), "")


def _is_hidden(named: Named, secrets: Secrets) -> bool:
    return is_small(float(named.value), secrets.least) or float(named.value) in secrets.counts


def _is_share(named: Named, share: float) -> bool:
    if not math.isfinite(share):
        return False
    places = max(0, -int(named.step.normalize().as_tuple().exponent))
    return rounded(hundredfold(share), places) == named.value


def hidden_cited(groups: Iterable[tuple[Cited, ...]], least: int) -> frozenset[Cited]:
    """Return the figures of a pack that are hidden: small ones, shares of small parts, what stands for such a part."""
    told = [one for group in groups for one in group]
    found = {one for one in told if _is_few(one, least)}
    parts = {(one.period, one.code, one.numerator) for one in found if one.denominator is not None and one.numerator}
    found |= {one for one in told if (one.period, one.code, one.value) in parts}
    hidden = {(one.period, one.code) for one in found}
    return frozenset(found | {one for one in told if _is_money(one) and (one.period, one.code) in hidden})


def _is_few(figure: Cited, least: int) -> bool:
    """Return whether a figure is small or rests on few; of a share both the part and the rest count."""
    if metric_named(figure.metric).kind == "count":
        return is_small(figure.value, least)
    if is_small(figure.denominator, least):
        return True
    if figure.numerator is None or figure.denominator is None:
        return False
    return is_small(figure.numerator, least) or is_small(figure.denominator - figure.numerator, least)


def _is_money(figure: Cited) -> bool:
    """Return whether a figure is a sum of money, which tells of single tenders where these are few."""
    return metric_named(figure.metric).kind == "amount"


def known_numbers(groups: Iterable[tuple[Cited, ...]], hidden: Collection[Cited]) -> frozenset[float]:
    """Return the counts that tables and sentences tell: behind these nothing can be hidden."""
    shown = [one for group in groups for one in group if one not in hidden]
    counts = {one.value for one in shown if one.denominator is None} | {one.numerator for one in shown}
    counts |= {one.denominator for one in shown}
    counts |= {one.denominator - one.numerator for one in shown if one.denominator and one.numerator is not None}
    return frozenset(count for count in counts if count)


def outside_sentence(sentence: Sentence, secrets: Secrets, hidden: Collection[Cited]) -> tuple[Sentence, str, str]:
    """Return a sentence for readers outside, the piece it told too much with, and that of words changed by hand."""
    by_hand = revealed(sentence.edited, secrets) if sentence.edited is not None else ""
    told = revealed(sentence.generated, secrets)
    is_hidden = bool(told) or any(one in hidden for one in sentence.cited)
    left = tuple(one for one in sentence.cited if one not in hidden)
    if not is_hidden and not by_hand:
        return replace(sentence, cited=left), "", ""
    generated = replaced_words(secrets.least) if is_hidden else sentence.generated
    edited = sentence.edited if sentence.edited is not None and not by_hand else None
    return replace(sentence, generated=generated, edited=edited, cited=left), told or FURTHER * is_hidden, by_hand


def replaced_words(least: int) -> str:
    """Return what stands where a sentence stood."""
    return say("(This sentence rests on numbers below {n}; it is not shown in the external edition.)", n=least)


def outside_table(table: FigureTable, hidden: Collection[Cited], least: int) -> tuple[FigureTable | None, int]:
    """Return a table for readers outside and how many of its figures, or rows of units, are hidden; None: all of it."""
    left = tuple(one for one in table.cited if one not in hidden)
    gone, count = len(table.cited) - len(left), len(table.rows)
    if not gone:
        return table, 0
    each = len(table.cited) // count if count and len(table.cited) % count == 0 else 0
    figures = (len(table.head) - 2) // 2  # bases, each with the change against it
    if each == 1:
        rows = tuple(row for row, one in zip(table.rows, table.cited, strict=True) if one not in hidden)
        return replace(table, rows=rows, cited=left), gone
    if each != 1 + figures or len(table.head) != 2 + 2 * figures:
        return None, gone
    told = [table.cited[start : start + each] for start in range(0, len(table.cited), each)]
    rows = tuple(_row(row, cited, hidden, least) for row, cited in zip(table.rows, told, strict=True))
    return replace(table, rows=rows, cited=left), gone


def _row(row: tuple[str, ...], cited: tuple[Cited, ...], hidden: Collection[Cited], least: int) -> tuple[str, ...]:
    """Return a row of a metric: its value, its bases, the changes; a change tells of both it is between."""
    values = [_cell(text, one, hidden, least) for text, one in zip(row[1 : 1 + len(cited)], cited, strict=True)]
    changes = row[1 + len(cited) :]
    is_gone = [one in hidden for one in cited]
    shown = [FURTHER if is_gone[0] or is_gone[1 + place] else text for place, text in enumerate(changes)]
    return (row[0], *values, *shown)


def _cell(text: str, figure: Cited, hidden: Collection[Cited], least: int) -> str:
    if figure not in hidden:
        return text
    return f"<{least}" if figure.denominator is None and is_small(figure.value, least) else FURTHER
