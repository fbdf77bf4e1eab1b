"""Packs nobody wishes for: hostile and endless names, 200 units, nothing known, words in place of hidden figures."""

from __future__ import annotations

from paper_packs import FROM, MADE_AT, exhibit_of

from barometer.briefing.pack import Exhibit, FigureTable, Pack, Section, Sentence
from barometer.charts.funnel_mark import Funnel, FunnelDot
from barometer.charts.marks import Bars, Columns, Dot, Dots, Heat, Line, Monthly, Panel, Value
from barometer.periods import month_run, parse_month

MARKUP = '<a:t>&amp;"甲"\'{{mark}} ]]></a:t>#*_$`\\@=1+1'
FORMULA = "=1+1"
CONTROLS = "甲\x00\x01\x0b\x1f\ufffe乙"
ENDLESS = "某某集团有限责任公司第一工程分公司综合管理办公室驻外项目部" * 8
UNBROKEN = "Verwaltungsangelegenheiten" * 12
EMOJI = "单位🏢𠮷ᠮᠣᠩᠭᠣᠯ"


def every_mark(names: tuple[str, ...], values: tuple[Value, ...], word: str) -> tuple[Panel, ...]:
    """Return one panel of each kind with these names and values; `word` is what else is named."""
    monthly = values or (None,)  # data of no month at all cannot be published
    run = tuple(month_run(parse_month("2010-01"), parse_month("2026-10")))[-len(monthly) :]
    known = [(name, value) for name, value in zip(names, values, strict=True) if value is not None]
    words = tuple(map(str, values))
    dots = tuple(Dot(f"u{n}", name, value, value / 2, value * 1.5, 40, 1) for n, (name, value) in enumerate(known))
    units = tuple(
        FunnelDot(f"u{n}", name, 4, 10 + n, 0.4, (0.1, 0.3), (0.05, 0.35)) for n, (name, _) in enumerate(known)
    )
    grid = (10.0, 20.0, 30.0)
    low, high = tuple(0.1 for _ in grid), tuple(0.3 for _ in grid)
    return (
        Monthly(run, (Line(word, monthly, label=word), Line(f"{word}2", monthly, "earlier")), "count", word),
        Monthly(run, (Line(word, monthly),), "share", "%", is_columns=True, provisional=1),
        Columns(names, values, "count", word, words, values, word),
        Bars(names, values, tuple(word for _ in names), "count", word),
        Dots(dots, 0.5, word, word, "lower", "share", "%"),
        Funnel(units, 0.2, word, grid, (low, high), (low, high), 1.0, word, word, "lower", "share", "%"),
        Heat(names, tuple(names[:12]), (values[:12],) * len(names), "count", word),
    )


def pack_with(*panels: Panel, word: str, language: str = "zh", height: int = 270) -> Pack:
    """Return a pack whose every name is `word` and whose charts are these."""
    exhibits = tuple(
        exhibit_of(panel, key=f"one-{place}", title=word, height=height) for place, panel in enumerate(panels)
    )
    lost = Exhibit("lost", None, Sentence(word), missing=word)
    table = FigureTable(word, (word, "本期"), ((word, "<5"), (word, "—")), frozenset({1}))
    sections = (Section(word, (Sentence(word, key="text-a"),), (table,), (*exhibits, lost)), Section(word))
    return Pack("monthly", language, word, "2026年1—10月", sections, FROM, MADE_AT, word, mark=word, notes=(word,))


def named(word: str, language: str = "zh") -> Pack:
    """Return a pack of every kind of chart in which everything is called `word`."""
    names, values = tuple(f"{word}{n}" for n in range(6)), (5.0, 4.0, None, 2.0, 1.0, 0.0)
    return pack_with(*every_mark(names, values, word), word=word, language=language)


def two_hundred_units(language: str = "zh") -> Pack:
    """Return a pack of every kind of chart with 200 rows."""
    names = tuple(f"第{n}工程分公司综合管理办公室" for n in range(200))
    panels = every_mark(names, tuple(float(n % 17) for n in range(200)), "件次")
    return pack_with(*panels, word="各单位情况", language=language, height=4200)


def nothing_known(months: int, language: str = "zh") -> Pack:
    """Return a pack in which no value of so many months and classes is known."""
    names = tuple(f"单位{n}" for n in range(months))
    return pack_with(*every_mark(names, (None,) * months, "件次"), word="无数据", language=language)


def one_month(language: str = "zh") -> Pack:
    """Return a pack of one month, one unit, one class."""
    return pack_with(*every_mark(("独此一家",), (3.0,), "件次"), word="仅一个月", language=language)


def extremes(language: str = "zh") -> Pack:
    """Return a pack whose figures are as large and as small as figures get, and below zero."""
    values = (1e15, -5.0, -0.0, 1e-9, None, 5.0)
    return pack_with(*every_mark(tuple("甲乙丙丁戊己"), values, "件次"), word="异常数", language=language)


BAD: dict[str, Pack] = {
    "markup": named(MARKUP),
    "controls": named(CONTROLS),
    "formula": named(FORMULA),
    "endless": named(ENDLESS),
    "unbroken": named(UNBROKEN, "en"),
    "emoji": named(EMOJI),
    "no name": named(""),
    "200 units": two_hundred_units(),
    "nothing": nothing_known(0),
    "months unknown": nothing_known(24),
    "one month": one_month(),
    "extremes": extremes(),
}
