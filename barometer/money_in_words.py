"""Money in words: 万 and 亿 in Chinese, thousands in English."""

from __future__ import annotations

from barometer.amounts import rounded
from barometer.language import current_language


def amount(yuan: float) -> str:
    """Return money as 4.62亿元, 135.0万元, 860元; in English ¥462.0m, ¥1.4m, ¥860."""
    if current_language() == "zh":
        for unit, name, places in ((1e8, "亿元", 2), (1e4, "万元", 1)):
            if abs(yuan) >= unit:
                return f"{rounded(yuan / unit, places):,f}{name}"
        return f"{rounded(yuan, 0):,f}元"
    for unit, name in ((1e9, "bn"), (1e6, "m"), (1e3, "k")):
        if abs(yuan) >= unit:
            return f"¥{rounded(yuan / unit, 1):,f}{name}"
    return f"¥{rounded(yuan, 0):,f}"
