"""A pack: the frozen content of meeting material. Templates build it; every file is written from it alone."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from barometer.charts.spec import ChartSpec, Provenance


@dataclass(frozen=True)
class Cited:
    """A figure that words rest on, as the command `ask` answers it: a metric in a period, of all units chosen.

    `against` is "" in the period told of, "year" and "previous" in what that is compared with; `code` is the part of
    the whole it is, as area=engineering.
    """

    metric: str
    period: str
    numerator: float | None
    denominator: float | None
    value: float | None
    against: str = ""
    code: str = ""


@dataclass(frozen=True)
class Sentence:
    """A conclusion: as the rules write it, and as somebody changed it (None: as it is).

    `key` names it for whoever changes it, empty where an exhibit's key does; `cited` are the figures behind it.
    """

    generated: str
    edited: str | None = None
    key: str = ""
    cited: tuple[Cited, ...] = ()

    @property
    def text(self) -> str:
        """Return what is printed."""
        return self.generated if self.edited is None else self.edited


@dataclass(frozen=True)
class Exhibit:
    """A chart with its conclusion. Where it cannot be drawn, `missing` says why and `spec` is None."""

    key: str
    spec: ChartSpec | None
    conclusion: Sentence
    missing: str = ""


@dataclass(frozen=True)
class FigureTable:
    """A table of figures in words: 指标 × 本期/上年同期/同比 and the like; the columns in `figures` hold digits."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    figures: frozenset[int] = frozenset()
    cited: tuple[Cited, ...] = ()


@dataclass(frozen=True)
class Section:
    """A headed part of a briefing; `is_by_hand`: left empty for people to write (causes, proposals)."""

    title: str
    paragraphs: tuple[Sentence, ...] = ()
    tables: tuple[FigureTable, ...] = ()
    exhibits: tuple[Exhibit, ...] = ()
    is_by_hand: bool = False


@dataclass(frozen=True)
class HiddenFigures:
    """What an external edition hides in one place: an exhibit or sentence by its key, a table by its title.

    `is_withheld`: all of it; `is_by_hand`: words changed by hand name a hidden number, the `piece`. Neither number of
    figures: its sentence alone.
    """

    key: str
    title: str
    small: int = 0
    further: int = 0
    is_withheld: bool = False
    is_by_hand: bool = False
    piece: str = ""


@dataclass(frozen=True)
class Pack:
    """Meeting material in one language: `template` monthly, quarterly or topic; `period` in words (统计区间).

    `made_at` is the moment of export, `made_by` who exported, in words; `mark` a configured line such as 内部资料,
    empty for none; `notes` close the paper: definitions, gaps in the data. `external`: small numbers are hidden
    (对外版), `hidden` tells where.
    """

    template: str
    language: str
    title: str
    period: str
    sections: tuple[Section, ...]
    provenance: Provenance
    made_at: dt.datetime
    made_by: str
    mark: str = ""
    notes: tuple[str, ...] = ()
    external: bool = False
    hidden: tuple[HiddenFigures, ...] = ()

    @property
    def exhibits(self) -> tuple[Exhibit, ...]:
        """Return all charts in order."""
        return tuple(exhibit for section in self.sections for exhibit in section.exhibits)

    @property
    def file_stem(self) -> str:
        """Return the name of its files without ending: 2026年1—10月信访形势分析."""
        return f"{self.period}{self.title}" if self.language == "zh" else f"{self.title} {self.period}"
