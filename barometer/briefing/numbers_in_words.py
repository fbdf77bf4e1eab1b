"""The numbers a sentence names, in digits or in words: 9862, 0.9万, 九千, 三成, 百分之五, 4.6%, 1.8个百分点."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

PERCENT, POINTS, COUNT, YEAR, MONTH, DAY, SPAN = "percent", "points", "count", "year", "month", "day", "span"
_DIGITS = {"〇": 0, "零": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_TENS = {"十": 10, "百": 100, "千": 1000}
_LARGE = {"万": 10**4, "亿": 10**8}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ARABIC = r"\d[\d,]*\d(?:\.\d+)?|\d+(?:\.\d+)?"
_CHINESE = (
    r"[〇零一二两三四五六七八九十百千]+(?:[万亿][〇零一二两三四五六七八九十百千]*)*(?:点[〇零一二三四五六七八九]+)?"
)
_BEHIND = (
    r"(?P<large>[千百万亿]+|\s?(?:thousand|million|k)\b)?(?P<more>多|余)?\s?"
    r"(?P<unit>个百分点|个点|percentage points?|pp\b|[%％]|per ?cent\b|成|倍|个月|个季度|月份?|季度|年|日|号|天"
    r"|months?\b|years?\b|days?\b|件次|件|批次|批|人次|人|次|起|项|个|家|户|名|宗|元)?"
)
_NUMBER = re.compile(rf"(?P<of100>百分之)?(?:(?P<arabic>{_ARABIC})|(?P<chinese>{_CHINESE})){_BEHIND}", re.IGNORECASE)
_MONTH_NAME = re.compile(
    r"\b(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sep(?:tember)?|Oct(?:ober)?"
    r"|Nov(?:ember)?|Dec(?:ember)?)\b"
)
_DATED = re.compile(r"(?P<run>[—–-]\d{1,2}月)|\s" + _MONTH_NAME.pattern)  # 1—10月, 31 October
_POINT = re.compile(r"\s*[(（]\d{1,2}[)）]")  # (1) at the head of a sentence
_ORDINAL = re.compile(r"第$")
_ABOUT = re.compile(
    r"(约|大约|近|将近|接近|逾|超|超过|多达|不足|不到|about|around|nearly|almost|over|more than|some)\s*$", re.I
)
_SPANS = ("个月", "个季度", "天", "months", "month", "years", "year", "days", "day")


@dataclass(frozen=True)
class Named:
    """A number of a sentence: its `kind` of unit, its value, and the step it is rounded to; where it stands.

    Shares are in per cent. `is_about` where the sentence says so: 约, 近, 余, over.
    """

    text: str
    kind: str
    value: Decimal
    step: Decimal
    start: int
    is_about: bool = False


def numbers_in(sentence: str) -> tuple[Named, ...]:
    """Return the numbers of a sentence, from left to right; 一是, 第一 and 一个方面 name none."""
    point = _POINT.match(sentence)
    start = point.end() if point else 0
    found = [told for match in _NUMBER.finditer(sentence, start) if (told := _named(match, sentence))]
    found += [
        Named(match[0], MONTH, Decimal(_MONTHS.index(match[0][:3].lower()) + 1), Decimal(1), match.start())
        for match in _MONTH_NAME.finditer(sentence)
    ]
    return tuple(sorted(found, key=lambda one: one.start))


def _named(match: re.Match[str], sentence: str) -> Named | None:
    unit, large, before = (
        (match["unit"] or "").lower(),
        (match["large"] or "").strip().lower(),
        sentence[: match.start()],
    )
    if match["chinese"] and (_ORDINAL.search(before) or not _is_number(match["chinese"], unit, large, match["of100"])):
        return None
    value, step = _arabic(match["arabic"]) if match["arabic"] else chinese_number(match["chinese"])
    factor = _factor(large)
    is_about = bool(_ABOUT.search(before) or match["more"])
    if is_about and match["arabic"] and step == 1 and factor == 1:
        step = _trailing(value)
    if unit == "成":
        value, step = 10 * value, 10 * step
    kind = PERCENT if match["of100"] else _kind(unit, value)
    if kind == COUNT and value <= 31 and (beside := _DATED.match(sentence, match.end())):
        kind = MONTH if beside["run"] else DAY
    return Named(match[0].strip(), kind, value * factor, step * factor, match.start(), is_about)


def chinese_number(text: str) -> tuple[Decimal, Decimal]:
    """Return the value of a number in Chinese words and its step: 九千 9000 by 1000, 一点五 1.5 by 0.1."""
    whole, _, decimals = text.partition("点")
    if decimals:
        digits = "".join(str(_DIGITS[sign]) for sign in decimals)
        return Decimal(f"{_whole(whole)[0]}.{digits}"), Decimal(1).scaleb(-len(digits))
    value, step = _whole(whole)
    return Decimal(value), Decimal(step)


def _whole(text: str) -> tuple[int, int]:
    """Return value and step of whole Chinese words; digits side by side (二〇二六) are read one by one."""
    if len(text) > 1 and all(sign in _DIGITS for sign in text):
        return int("".join(str(_DIGITS[sign]) for sign in text)), 1
    total, part, digit, step = 0, 0, 0, 1
    for sign in text:
        if sign in _LARGE:
            total, part, digit, step = (total + part + digit) * _LARGE[sign], 0, 0, _LARGE[sign]
        elif sign in _TENS:
            part, digit, step = part + (digit or 1) * _TENS[sign], 0, _TENS[sign]
        elif _DIGITS[sign]:
            digit, step = _DIGITS[sign], 1
    return total + part + digit, step


def _arabic(text: str) -> tuple[Decimal, Decimal]:
    value = Decimal(text.replace(",", ""))
    return value, Decimal(1).scaleb(min(int(value.as_tuple().exponent), 0))


def _factor(large: str) -> int:
    words = {"thousand": 1000, "k": 1000, "million": 10**6}
    if large in words:
        return words[large]
    factor = 1
    for sign in large:
        factor *= _TENS.get(sign) or _LARGE[sign]
    return factor


def _is_number(text: str, unit: str, large: str, of100: str | None) -> bool:
    """Return whether Chinese signs are meant as a number: 三年, 九千, 十二件, not 一个, 统一, 千方百计."""
    if of100 or unit in ("成", "倍", "个百分点", "个月", "%", "％"):
        return True
    has_digit = any(sign in _DIGITS for sign in text)
    if len(text) == 1 and unit in ("个", "次", "项", "起", "日", "人", "家", "号"):
        return text not in "一十百千"
    return has_digit and (bool(unit) or bool(large) or (len(text) > 1 and any(sign in _TENS for sign in text)))


def _kind(unit: str, value: Decimal) -> str:
    if unit in ("个百分点", "个点", "pp") or unit.startswith("percentage point"):
        return POINTS
    if unit in ("%", "％", "成", "percent", "per cent"):
        return PERCENT
    if unit in _SPANS:
        return SPAN
    is_year = 1900 <= value <= 2100 and value == int(value)
    if unit == "年" or (not unit and is_year):
        return YEAR if is_year else SPAN
    return {"月": MONTH, "月份": MONTH, "日": DAY, "号": DAY, "季度": SPAN}.get(unit, COUNT)


def _trailing(value: Decimal) -> Decimal:
    """Return the step of a round number: 9000 is rounded to 1000, 120 to 10."""
    step = Decimal(1)
    while value and value % (10 * step) == 0:
        step *= 10
    return step
