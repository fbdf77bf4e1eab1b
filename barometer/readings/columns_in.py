"""Columns of a table from outside: named, numeric where they must be, and in the order of their dates."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from barometer.faults import UnreadableSeries

_NUMBER, _DATE, _TEXT = "numbers", "dates", "text"


def need(frame: pd.DataFrame, needed: Sequence[str], optional: Sequence[str] = ()) -> None:
    """Raise UnreadableSeries unless `frame` has rows and, each once, the columns `needed`; others are not read."""
    found = [str(name) for name in frame.columns]
    if any(found.count(name) != 1 for name in needed):
        wanted = ",".join(needed) + "".join(f"[,{name}]" for name in optional)
        raise UnreadableSeries("The table has other columns", expected=wanted, found=",".join(found))
    if frame.empty:
        raise UnreadableSeries("The table has no rows", expected="a header and at least one row")


def numeric(frame: pd.DataFrame, name: str) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Return a column as numbers, NaN where a cell is empty; raises UnreadableSeries for a cell that is text."""
    held = pd.to_numeric(frame[name], errors="coerce")
    broken = held.isna() & frame[name].notna()
    if broken.any():
        raise UnreadableSeries("The column is not numeric", column=name, expected="numbers", found=_rows(broken))
    return held.to_numpy(dtype=float)


def sortable(written: pd.Series) -> tuple[pd.Series, str]:
    """Return the places of a column in its order, and their kind: numbers, else dates, else text as it stands.

    Dates are written year first, as 2024-03-01, 2024-03 or 2024/3/1. Raises UnreadableSeries for an empty cell.
    """
    empty = written.isna() | (written.astype(str).str.strip() == "")
    if empty.any():
        raise UnreadableSeries("A row has no place in the series", column=str(written.name), found=_rows(empty))
    numbers = pd.to_numeric(written, errors="coerce")
    if numbers.notna().all():
        return numbers, _NUMBER
    dates = _dates(written)
    return (dates, _DATE) if dates.notna().all() else (written.astype(str), _TEXT)


def place(written: str, kind: str, option: str) -> object:
    """Return one written value as `sortable` reads its column; raises UnreadableSeries where it is of another kind."""
    if kind == _TEXT:
        return written
    one = pd.Series([written.strip()])
    found = (pd.to_numeric(one, errors="coerce") if kind == _NUMBER else _dates(one)).iloc[0]
    if pd.isna(found):
        raise UnreadableSeries("The option is not on the axis", column=option, expected=kind, found=written)
    return found


def months(frame: pd.DataFrame, name: str) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Return a column of months as whole numbers, year × 12 + month − 1; any day of a month is that month.

    Raises UnreadableSeries for a cell that is no month and for a month that stands twice.
    """
    dates = _dates(frame[name])
    if dates.isna().any():
        raise UnreadableSeries("The column holds no months", column=name, expected="2024-03", found=_rows(dates.isna()))
    count = np.asarray(dates.dt.year * 12 + dates.dt.month - 1, dtype=np.int64)
    no_twice(pd.Series(count), frame[name], name)
    return count


def no_twice(places: pd.Series, written: pd.Series, name: str) -> None:
    """Raise UnreadableSeries where two rows stand at one place of the series."""
    again = places.duplicated().to_numpy()
    if again.any():
        raise UnreadableSeries(
            "A place of the series stands twice",
            column=name,
            expected="each once",
            found=", ".join(str(cell) for cell in written[again].head(3)),
        )


def plain(value: float) -> float | None:
    """Return a number as JSON can hold it: null where it is not finite."""
    return float(value) if np.isfinite(value) else None


def as_written(cell: object) -> object:
    """Return a cell of a table as JSON can hold it: text and plain numbers as they stand, dates year first."""
    if isinstance(cell, pd.Timestamp):
        return cell.isoformat().removesuffix("T00:00:00")
    return cell.item() if isinstance(cell, np.generic) else cell


def _dates(written: pd.Series) -> pd.Series:
    """Return the cells as dates, NaT where one is none."""
    text = written.astype(str).str.strip().str.replace("/", "-")
    parts = text.str.extract(r"^(\d{4})-(\d{1,2})(?:-(\d{1,2}))?(?:[T ]([\d:.]+))?$")
    day = parts[0] + "-" + parts[1].str.zfill(2) + "-" + parts[2].fillna("1").str.zfill(2)
    return pd.to_datetime(day + "T" + parts[3].fillna("00:00"), format="ISO8601", errors="coerce")


def _rows(is_wrong: pd.Series) -> str:
    """Return how many rows are wrong and where the first one stands, counted without the header."""
    first = int(np.flatnonzero(is_wrong.to_numpy())[0]) + 1
    return f"{int(is_wrong.sum())} rows, first row {first}"
