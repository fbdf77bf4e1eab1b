"""Months, days and periods in words, by the reader's language."""

from __future__ import annotations

import datetime as dt

from barometer.language import current_language, say
from barometer.periods import Period


def month_name(month: dt.date) -> str:
    """Return 2026年10月, October 2026."""
    return f"{month.year}年{month.month}月" if current_language() == "zh" else f"{month:%B %Y}"


def short_month(month: dt.date) -> str:
    """Return 10月, Oct."""
    return f"{month.month}月" if current_language() == "zh" else f"{month:%b}"


def day_name(day: dt.date) -> str:
    """Return 2026年10月31日, 31 October 2026."""
    if current_language() == "zh":
        return f"{day.year}年{day.month}月{day.day}日"
    return f"{day.day} {day:%B %Y}"


def moment_name(moment: dt.datetime) -> str:
    """Return a moment by the server's clock (`TZ`), with its distance from UTC: 2026年10月31日 17:05 UTC+08:00."""
    local = moment.astimezone()
    return f"{day_name(local.date())} {local:%H:%M} UTC{local.isoformat()[-6:]}"


def quarter_name(period: Period) -> str:
    """Return 2026年第三季度, Q3 2026; of a quarter the data does not reach the end of, up to which month it does."""
    month, quarter = period.last_month, (period.last_month.month + 2) // 3
    is_zh = current_language() == "zh"
    name = f"{month.year}年第{'一二三四'[quarter - 1]}季度" if is_zh else f"Q{quarter} {month.year}"
    return name if month.month % 3 == 0 else say("{quarter} (to {month})", quarter=name, month=short_month(month))


def period_name(period: Period) -> str:
    """Return 2026年1—10月, Jan–Oct 2026; a calendar year by its number."""
    first, last = period.first_month, period.last_month
    is_one_year, is_zh = first.year == last.year, current_language() == "zh"
    if first == last:
        return month_name(last)
    if is_one_year and (first.month, last.month) == (1, 12):
        return say("{year}", year=last.year)
    if is_zh:
        return (
            f"{first.year}年{first.month}—{last.month}月" if is_one_year else f"{month_name(first)}—{month_name(last)}"
        )
    return f"{first:%b}–{last:%b %Y}" if is_one_year else f"{first:%b %Y} – {last:%b %Y}"
