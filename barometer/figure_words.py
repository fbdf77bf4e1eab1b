"""Two figures in words: their value and change, and what is said where a share rests on a few."""

from __future__ import annotations

from barometer.answers import Figure
from barometer.language import say
from barometer.metrics import Metric
from barometer.wording import base_name, change, change_in_words, counted, is_share_of_few


def value_in_words(figure: Figure, metric: Metric) -> str:
    """Return the value with what it counts; a share of a few as 4件次中1件次."""
    return counted(figure.value, metric, figure.denominator)


def compared_in_words(now: Figure, before: Figure, metric: Metric, against: str) -> str:
    """Return the clause that compares with the base; of shares of a few both are told and no points counted."""
    if now.value is None or before.value is None or not rest_on_few(now, before, metric.kind):
        return change_in_words(now.value, before.value, metric, against)
    base = value_in_words(before, metric)
    return say("{base} {base_name}, small base", base=base, base_name=base_name(against))


def change_in_short(now: Figure, before: Figure, kind: str) -> str:
    """Return the change for a card or table; of shares of a few only that they are."""
    if now.value is not None and before.value is not None and rest_on_few(now, before, kind):
        return say("small base")
    return change(now.value, before.value, kind)


def rest_on_few(now: Figure, before: Figure, kind: str) -> bool:
    """Return whether either is a share of too few to be compared in points."""
    return is_share_of_few(kind, now.denominator) or is_share_of_few(kind, before.denominator)
