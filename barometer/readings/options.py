"""The options of a reading as written on the command line, taken strictly."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Mapping
from typing import TypeVar

from barometer.faults import NotAllowed

Value = TypeVar("Value")


def only(options: Mapping[str, str], allowed: Collection[str]) -> None:
    """Raise NotAllowed for an option that the reading does not have, naming those it has."""
    unknown = sorted(set(options) - set(allowed))
    if unknown:
        raise NotAllowed(
            "The reading has no such option",
            column=", ".join(unknown),
            expected=", ".join(allowed) or "no options",
            found=", ".join(unknown),
            remedy="write --option name=value with a name of the list",
        )


def choice(options: Mapping[str, str], name: str, allowed: Collection[str], default: str) -> str:
    """Return an option that is one of a few words; raises NotAllowed for another word."""
    written = options.get(name, default)
    if written not in allowed:
        raise _unfit(name, " or ".join(allowed), written)
    return written


def number(options: Mapping[str, str], name: str) -> float | None:
    """Return an option that is a finite number, None where it is not given; raises NotAllowed for anything else."""
    if name not in options:
        return None
    try:
        value = float(options[name])
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise _unfit(name, "a number", options[name])
    return value


def whole(options: Mapping[str, str], name: str, least: int) -> int | None:
    """Return an option that is a whole number of at least `least`, None where it is not given; raises NotAllowed."""
    value = number(options, name)
    if value is None:
        return None
    if value != int(value) or value < least:
        raise _unfit(name, f"a whole number from {least}", options[name])
    return int(value)


def yes_no(options: Mapping[str, str], name: str, default: bool) -> bool:
    """Return an option written true or false; raises NotAllowed for anything else."""
    return choice(options, name, ("true", "false"), str(default).lower()) == "true"


def option(options: Mapping[str, str], name: str, of: Callable[[str], Value], default: Value, form: str) -> Value:
    """Return an option as `of` reads it, the default where it is not given.

    Raises NotAllowed, expecting `form`, where `of` raises ValueError.
    """
    if name not in options:
        return default
    try:
        return of(options[name])
    except ValueError as error:
        remedy = "write it as expected"
        raise NotAllowed("An option cannot be read", "", name, form, options[name], remedy) from error


def whole_from(least: int) -> Callable[[str], int]:
    """Return a reader of whole numbers of at least `least`."""

    def read(text: str) -> int:
        value = int(text.removesuffix(".0"))
        if value < least:
            raise ValueError(text)
        return value

    return read


def number_between(low: float, high: float) -> Callable[[str], float]:
    """Return a reader of numbers above `low` and up to `high`."""

    def read(text: str) -> float:
        value = float(text)
        if not low < value <= high:
            raise ValueError(text)
        return value

    return read


def _unfit(name: str, expected: str, found: str) -> NotAllowed:
    """Return the fault of an option with a value it cannot take."""
    return NotAllowed("The option cannot take this value", column=name, expected=expected, found=found)
