"""The reader's language: messages are written in English in the code and translated by the zh catalogue."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

LANGUAGES = ("zh", "en")
DEFAULT_LANGUAGE = "zh"
_LOCALE = Path(__file__).resolve().parent / "locale"
_current: ContextVar[str] = ContextVar("language", default=DEFAULT_LANGUAGE)


def use_language(language: str) -> None:
    """Set the language of this script run; an unknown one falls back to Chinese."""
    _current.set(language if language in LANGUAGES else DEFAULT_LANGUAGE)


def current_language() -> str:
    """Return "zh" or "en"."""
    return _current.get()


@contextmanager
def in_language(language: str) -> Iterator[None]:
    """Speak `language` inside the block, as a file does that is written for others than the reader."""
    before = current_language()
    use_language(language)
    try:
        yield
    finally:
        use_language(before)


def say(message: str, /, **values: object) -> str:
    """Return `message` in the reader's language with `values` filled in.

    A message without a translation appears in English; a test keeps that from happening.
    """
    return _translated(message).format(**values) if values else _translated(message)


def say_count(one: str, many: str, count: float, /, **values: object) -> str:
    """Return the message for `count` things; Chinese has one form, English two."""
    return say(one if current_language() == "en" and count == 1 else many, **values)


def read_catalogue(language: str) -> Catalog:
    """Return the message catalogue of `language`."""
    with (_LOCALE / language / "barometer.po").open(encoding="utf-8") as lines:
        return read_po(lines, locale=language)


@cache
def _chinese() -> dict[str, str]:
    return {str(entry.id): str(entry.string) for entry in read_catalogue("zh") if entry.id and entry.string}


def _translated(message: str) -> str:
    return message if current_language() == "en" else _chinese().get(message, message)
