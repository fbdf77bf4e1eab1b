"""Number formats of office files: figures stay figures, and read as on screen."""

from __future__ import annotations

import re

from barometer.charts.marks import Value
from barometer.language import current_language
from barometer.wording import number

_TAG = re.compile(r"<[^>]*>")
_FIGURE = re.compile(r"[−-]?(\d[\d,]*)(\.\d+)?(%?)")
_CELLS = {"count": "#,##0", "share": "0.0%", "days": "#,##0.0", "density": "#,##0.0", "amount": "#,##0"}


def cell_format(kind: str) -> str:
    """Return the format of a sheet's figures."""
    return _CELLS[kind]


def month_format() -> str:
    """Return the format of months along an axis: 26年10月, Oct 26."""
    return r"yy\年m\月" if current_language() == "zh" else r"mmm\ yy"


def axis_format(kind: str, step: float) -> str:
    """Return the format of an axis whose ticks stand `step` apart."""
    if kind == "share":
        return "0%" if step >= 0.01 else "0.0%"
    if kind == "amount":
        return _money(step)
    shown = "#,##0" if step >= 1 else "#,##0.0"
    return f"{shown};{_quoted('−')}{shown}"


def words_of(label: str) -> str:
    """Return a label without the marks that make parts of it bold on screen."""
    return _TAG.sub("", label)


def live_format(label: str, value: Value, kind: str, base: Value = None) -> str:
    """Return the format in which `value` reads as `label` does: 659 as "659 初步数".

    Empty where none does, since the label tells counts of few, money in words or no figure.
    """
    words, shown = words_of(label), number(value, kind, base)
    if value is None or kind == "amount" or "/" in shown or shown not in words:
        return ""
    before, _, after = words.partition(shown)
    if not (figure := _FIGURE.search(shown)):
        return ""
    digits = "#,##0" + ("." + "0" * (len(figure[2]) - 1) if figure[2] else "") + figure[3]
    after = shown[figure.end() :] + after
    plain = _quoted(before) + digits + _quoted(after)
    return plain if value >= 0 else f"{plain};{_quoted(before)}{_quoted('−')}{digits}{_quoted(after)}"


def _quoted(text: str) -> str:
    return '"' + text.replace('"', "") + '"' if text else ""


def _money(step: float) -> str:
    if current_language() == "zh":
        return r'0\.00,,"亿元"' if step >= 1e8 else r'0\.0,"万元"' if step >= 1e4 else '#,##0"元"'
    return '"¥"0,,"m"' if step >= 1e6 else '"¥"0,"k"' if step >= 1e3 else '"¥"#,##0'
