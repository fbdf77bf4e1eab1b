"""Figures hidden from readers outside: the words that stand in a table where they stood."""

from __future__ import annotations

from collections.abc import Iterator

Withheld = tuple[int, int, str]  # row and column of a table's figures, and the words


def with_words(rows: Iterator[tuple[object, ...]], hidden: tuple[Withheld, ...]) -> Iterator[tuple[object, ...]]:
    """Yield header and rows, words where a figure is hidden."""
    words = {(row, column): text for row, column, text in hidden}
    for place, cells in enumerate(rows, -1):
        yield (cells[0], *(words.get((place, column), cell) for column, cell in enumerate(cells[1:])))
