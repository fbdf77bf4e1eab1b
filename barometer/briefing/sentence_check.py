"""An edited sentence held against its figures: every number it names and every direction it claims."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal

from barometer.briefing.directions_in_words import (
    TREND,
    Direction,
    clauses_of,
    directions_in,
    narrowing_in,
    says_each_month,
    scope_of,
)
from barometer.briefing.month_runs import is_narrowing, is_run, main_line
from barometer.briefing.numbers_in_words import COUNT, DAY, MONTH, PERCENT, POINTS, SPAN, YEAR, Named, numbers_in
from barometer.briefing.pack import Sentence
from barometer.briefing.superlatives import wrong_superlative
from barometer.briefing.supporting_figures import Fact, Support, facts_of, supports_of
from barometer.charts.funnel_mark import Funnel
from barometer.charts.marks import Bars, Dots
from barometer.charts.spec import ChartSpec
from barometer.language import say
from barometer.phrases import in_paper

NUMBER, DIRECTION, DATE = "number", "direction", "date"


@dataclass(frozen=True)
class Mismatch:
    """What an edited sentence says against its figures: `kind` number, direction or date, the piece, and why."""

    key: str
    kind: str
    piece: str
    why: str


@dataclass(frozen=True)
class _Basis:
    key: str
    spec: ChartSpec | None
    supports: list[Support]
    facts: list[Fact]
    generated: str


def mismatches(sentence: Sentence, spec: ChartSpec | None = None, key: str = "") -> tuple[Mismatch, ...]:
    """Return where an edited sentence differs from its figures; nothing where it is as the rules wrote it."""
    if sentence.edited is None:
        return ()
    supports = supports_of(spec, sentence.cited, sentence.generated)
    facts = facts_of(spec, sentence.cited, sentence.generated)
    basis = _Basis(key or sentence.key, spec, supports, facts, _plain(sentence.generated))
    found: list[Mismatch] = []
    months: list[tuple[int, int]] = []
    for clause in clauses_of(sentence.edited):
        months = _months_named(numbers_in(clause)) or months
        found += _of_clause(clause, months, basis)
    return tuple(found)


def _plain(text: str) -> str:
    return re.sub(r"\s", "", in_paper(text)).casefold()


def _of_clause(clause: str, last: list[tuple[int, int]], basis: _Basis) -> Iterator[Mismatch]:
    """Yield the mismatches of a clause; `last` are the months named last, here or before."""
    if _plain(clause) in basis.generated:
        return
    named, ways = numbers_in(clause), directions_in(clause)
    months = _months_named(named)
    yield from (one for number in named if (one := _number_differs(number, months, clause, basis)))
    yield from (one for way in ways if (one := _direction_differs(way, clause, named, basis)))
    if piece := wrong_superlative(clause, last, basis.spec):
        yield Mismatch(basis.key, DIRECTION, piece, say("“{piece}” contradicts the figures", piece=piece))
    if narrowing := narrowing_in(clause):
        yield from _narrowing_differs(narrowing, basis)


def _number_differs(named: Named, months: list[tuple[int, int]], clause: str, basis: _Basis) -> Mismatch | None:
    """Return a mismatch where no figure is so."""
    if named.kind in (YEAR, MONTH, DAY):
        return _date_differs(named, months, basis)
    known = [one for one in basis.supports if matches(named, one) and _may_mean(clause, one)]
    if months and not scope_of(clause) and all(_is_of_other(one, months) for one in known):
        known = []
    if not known and not (named.kind == SPAN and named.value in _spans(basis)):
        return Mismatch(basis.key, NUMBER, named.text, say("{piece} is not among the figures", piece=named.text))
    return None


def _is_of_other(support: Support, months: list[tuple[int, int]]) -> bool:
    """Return whether a figure belongs to another month than those named."""
    return support.month is not None and (support.month.year, support.month.month) not in months


def _may_mean(clause: str, support: Support) -> bool:
    """Return whether a clause may mean a figure: by how many a count changed is no level, a base is named as one."""
    if support.sign is None:
        return not support.scope or support.scope == scope_of(clause)
    return support.kind != COUNT or bool(directions_in(clause))


def matches(named: Named, support: Support) -> bool:
    """Return whether a named number is the figure, rounded as it is written; "about" may round either way."""
    if named.kind != support.kind:
        return False
    ways = (ROUND_HALF_UP, ROUND_FLOOR, ROUND_CEILING) if named.is_about else (ROUND_HALF_UP,)
    return any(_rounded(support.value, named.step, way) == named.value for way in ways)


def _rounded(value: Decimal, step: Decimal, way: str) -> Decimal:
    return (value / step).quantize(Decimal(1), rounding=way) * step


def _spans(basis: _Basis) -> list[Decimal]:
    """Return the lengths a sentence may speak of: those of its chart in months and years."""
    line = main_line(basis.spec)
    return [Decimal(12), Decimal(1), Decimal(2), *([Decimal(len(line[0])), Decimal(len(line[0])) / 12] if line else [])]


def _date_differs(named: Named, months: list[tuple[int, int]], basis: _Basis) -> Mismatch | None:
    line, told = main_line(basis.spec), {one.value for one in basis.supports if one.kind == named.kind}
    if named.value in told or (named.kind == DAY and 1 <= named.value <= 31):
        return None
    covered = line[0] if line else ()
    if named.kind == YEAR and any(month.year == named.value for month in covered):
        return None
    pairs = [pair for pair in months if pair[1] == named.value]
    if named.kind == MONTH and any(
        (m.year, m.month) in pairs or (not pairs and m.month == named.value) for m in covered
    ):
        return None
    return Mismatch(basis.key, DATE, named.text, say("{piece} is not among the months told of", piece=named.text))


def _months_named(named: tuple[Named, ...]) -> list[tuple[int, int]]:
    """Return the months named with their year."""
    pairs, year = [], None
    for one in named:
        year = int(one.value) if one.kind == YEAR else year
        if one.kind == MONTH and year:
            pairs.append((year, int(one.value)))
    return pairs


def _direction_differs(way: Direction, clause: str, named: tuple[Named, ...], basis: _Basis) -> Mismatch | None:
    contradicted = Mismatch(basis.key, DIRECTION, way.text, say("“{piece}” contradicts the figures", piece=way.text))
    if (verdict := _verdict_named(way, clause, basis.spec)) is not None:
        return None if verdict else contradicted
    if says_each_month(clause):
        return None if is_run(way.sign, basis.spec) else contradicted
    if (signs := _from_to(clause)) is not None:
        return None if signs == way.sign else contradicted
    signed = _signs_of_numbers(named, way, basis)
    signs_known = signed or {one.sign for one in basis.facts if _is_about(one, way)}
    if not signs_known:
        why = say("no figure says “{piece}”", piece=way.text)
        return None if way.is_denied else Mismatch(basis.key, DIRECTION, way.text, why)
    holds = way.sign in signs_known
    return contradicted if holds == way.is_denied else None


def _is_about(fact: Fact, way: Direction) -> bool:
    return fact.scope == way.scope or not way.scope or (way.scope != TREND and not fact.scope)


def _signs_of_numbers(named: tuple[Named, ...], way: Direction, basis: _Basis) -> set[int]:
    """Return the signs of the changes that the first number behind a word of direction may be."""
    behind = [one for one in named if one.start >= way.start and one.kind not in (YEAR, MONTH, DAY, SPAN)][:1]
    found = {
        one.sign
        for number in behind
        for one in basis.supports
        if one.sign is not None and matches(number, one) and (not way.scope or one.scope in ("", way.scope))
    }
    return {sign for sign in found if sign is not None} if behind and behind[0].kind in (PERCENT, POINTS) else set()


def _from_to(clause: str) -> int | None:
    """Return the sign of a change told as 由14增至23; None where none is told so."""
    found = re.search(r"(?:由|从|\bfrom\b)(.+?)(?:至|到|\bto\b)(.+)", clause)
    numbers = [numbers_in(part) for part in found.groups()] if found else []
    if len(numbers) < 2 or not all(numbers):
        return None
    before, now = numbers[0][0].value, numbers[1][0].value
    return (now > before) - (now < before)


def _verdict_named(way: Direction, clause: str, spec: ChartSpec | None) -> bool | None:
    """Return whether the rows that a clause names lie on the side it says; None where it names none."""
    panel = spec.panels[0] if spec else None
    if isinstance(panel, Dots | Funnel):
        sides = {row.name: row.verdict for row in panel.rows if row.name in clause}
    elif isinstance(panel, Bars) and any((value or 0) < 0 for value in panel.values):
        sides = {
            name: ((value or 0) > 0) - ((value or 0) < 0)
            for name, value in zip(panel.names, panel.values, strict=True)
            if name in clause
        }
    else:
        return None
    return all((side == way.sign) != way.is_denied for side in sides.values()) if sides else None


def _narrowing_differs(piece: str, basis: _Basis) -> Iterator[Mismatch]:
    if not is_narrowing(piece, basis.spec):
        yield Mismatch(basis.key, DIRECTION, piece, say("“{piece}” contradicts the figures", piece=piece))
