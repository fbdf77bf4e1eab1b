"""Rounding as bulletins do it: exact decimals, halves up, differences rounded as they are shown."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal


def rounded(value: float | Decimal, places: int) -> Decimal:
    """Return `value` with so many decimal places, halves rounded up as readers of bulletins expect."""
    return _exact(value).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def hundredfold(share: float) -> Decimal:
    """Return a share as per cent, not rounded."""
    return 100 * _exact(share)


def per_cent(share: float, places: int = 1) -> Decimal:
    """Return a share as per cent; what is more than none never rounds to 0, what is less than all never to 100."""
    exact, step = hundredfold(share), Decimal(1).scaleb(-places)
    if exact <= 0 or exact >= 100:
        return rounded(exact, places)
    return min(max(rounded(exact, places), step), 100 - step)


def points_apart(now: float, before: float) -> Decimal:
    """Return by how many percentage points a share differs from another, rounded to one place as shown."""
    return rounded(hundredfold(now) - hundredfold(before), 1)


def apart(now: float, before: float) -> Decimal:
    """Return by how much a number differs from another, rounded to one place as shown."""
    return rounded(_exact(now) - _exact(before), 1)


def percent_apart(now: float, before: float) -> Decimal:
    """Return by how many per cent of `before` a number differs from it, rounded to one place as shown."""
    return rounded(100 * (_exact(now) - _exact(before)) / _exact(before), 1)


def _exact(value: float | Decimal) -> Decimal:
    return value if isinstance(value, Decimal) else Decimal(repr(float(value)))
