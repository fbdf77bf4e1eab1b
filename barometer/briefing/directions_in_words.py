"""What a clause says of a course: up, down or unchanged, against what, and whether it denies it."""

from __future__ import annotations

import re
from dataclasses import dataclass

UP, DOWN, SAME = 1, -1, 0
YEAR, PREVIOUS, TREND = "year", "previous", "trend"
_UP = (
    "上升|提高|增加|增长|增至|增到|升至|升到|上涨|攀升|走高|回升|上扬|抬升|激增|猛增|多发|高于"
    "|[高多升增](?=\\d)"
    "|\\b(?:rise|rises|rose|risen|rising|up(?! to)|increase[sd]?|increasing|grow[sn]?|grew|growing|climb(?:s|ed|ing)?|"
    "higher|more(?! than [\\d.]+ (?:day|month|year|person))|above|widen(?:s|ed|ing)?|jump(?:s|ed)?)\\b"
)
_DOWN = (
    "下降|降低|减少|减至|降至|降到|下滑|回落|走低|缩减|下跌|锐减|低于|[低少降减](?=\\d)"
    "|\\b(?:fall|falls|fell|fallen|falling|down|decrease[sd]?|decreasing|declin(?:e|es|ed|ing)|drop(?:s|ped|ping)?|"
    "lower|fewer|less|below|shrink(?:s|ing)?|shrank)\\b"
)
_SAME = "持平|不变|无变化|平稳|稳定|\\b(?:unchanged|flat|stable|steady|the same)\\b"
_WORDS = re.compile(f"(?P<up>{_UP})|(?P<down>{_DOWN})|(?P<same>{_SAME})", re.IGNORECASE)
_NOT = re.compile(
    r"(未|没有|没|无|并非|不再|未见|未有|\bnot|n't|\bno|\bnever|\bwithout)\s*(明显|显著|持续|继续|any|clearly)?\s*$",
    re.I,
)
_NARROW = re.compile(r"(增幅|降幅|涨幅)[^，。；]{0,6}?(收窄|缩小|扩大|放大)")
_EACH_MONTH = re.compile(r"逐月|月月|每月都|month (?:by|after) month|every month", re.I)
_SCOPES = (
    (
        YEAR,
        re.compile(
            r"同比|上年同期|去年同期|较上年|比上年|较去年|比去年"
            r"|y/y|year[- ]on[- ]year|a year (?:ago|before)|last year",
            re.I,
        ),
    ),
    (
        PREVIOUS,
        re.compile(r"环比|上一期|上月|上季|较上期|on previous|previous (?:period|month|quarter)|last month", re.I),
    ),
    (TREND, re.compile(r"[三3]年|逐年|连年|两年前|two years before|(?:3|three)[ -]years?", re.I)),
)
_ENDS = re.compile(r"[，。；！？;!?]|,(?!\d{3})|\.(?!\d)|但|而且|(?<!从)而|\bbut\b|\bwhile\b", re.I)


@dataclass(frozen=True)
class Direction:
    """A word of direction in a clause: 1 up, −1 down, 0 unchanged; `scope` says against what, "" where nothing does."""

    text: str
    sign: int
    scope: str
    is_denied: bool
    start: int


def clauses_of(sentence: str) -> list[str]:
    """Return the clauses of a sentence without their stops."""
    return [clause.strip() for clause in _ENDS.split(sentence) if clause.strip()]


def directions_in(clause: str) -> tuple[Direction, ...]:
    """Return the words of direction in a clause."""
    scope = scope_of(clause)
    found = []
    for match in _WORDS.finditer(clause):
        sign = UP if match["up"] else DOWN if match["down"] else SAME
        denied = bool(_NOT.search(clause[: match.start()]))
        found.append(Direction(match[0], sign, scope, denied, match.start()))
    return tuple(found)


def scope_of(clause: str) -> str:
    """Return what a clause compares with: "year", "previous", "trend", "" where it does not say."""
    return next((name for name, words in _SCOPES if words.search(clause)), "")


def narrowing_in(clause: str) -> str:
    """Return the words that say how a change itself changes (增幅收窄), empty where none do."""
    found = _NARROW.search(clause)
    return found[0] if found else ""


def says_each_month(clause: str) -> bool:
    """Return whether a clause speaks of every month: 逐月."""
    return bool(_EACH_MONTH.search(clause))
