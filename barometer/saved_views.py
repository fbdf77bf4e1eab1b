"""Saved views: named filters that stand in the address, so that a bookmark or a sent link brings them along."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import parse_qs, urlencode

from barometer.faults import TooLong
from barometer.filters import Filters, Reading, read_address, write_address
from barometer.session import Session

MOST, LONGEST_NAME, LONGEST = 8, 20, 600
_BETWEEN = "|"


@dataclass(frozen=True)
class View:
    """A name and the written filters it stands for."""

    name: str
    written: str

    @property
    def text(self) -> str:
        """Return the view as an address holds it."""
        return f"{self.name}{_BETWEEN}{self.written}"

    def opened(self, session: Session) -> Reading:
        """Return the filters of the view; what the data no longer holds falls back as in any address."""
        return read_address(parse_qs(self.written), session)


def view_of(name: str, filters: Filters, free_name: str) -> View:
    """Return `filters` under `name`, which loses control signs, the separator and what is too long.

    Where nothing of it remains, `free_name` stands in. Raises TooLong where an address has no room.
    """
    kept = "".join(sign for sign in name if sign.isprintable() and sign != _BETWEEN)
    known = " ".join(kept.split())[:LONGEST_NAME].strip() or free_name
    view = View(known, urlencode(write_address(filters), doseq=True))
    if len(view.text) > LONGEST:
        raise TooLong("The view is too long", expected=f"{LONGEST} signs", found=f"{len(view.text)} signs")
    return view


def with_view(views: tuple[View, ...], view: View) -> tuple[View, ...]:
    """Return `views` with `view` last, in place of one of its name; the oldest make room."""
    return (*(known for known in views if known.name != view.name), view)[-MOST:]


def read_views(written: Iterable[str]) -> tuple[View, ...]:
    """Return the views an address holds; what is no view is left out."""
    views: tuple[View, ...] = ()
    for text in written:
        name, between, filters = text.partition(_BETWEEN)
        if between and name.strip() and name.isprintable() and len(name) <= LONGEST_NAME and len(text) <= LONGEST:
            views = with_view(views, View(name, filters))
    return views


def write_views(views: Iterable[View]) -> list[str]:
    """Return the views as an address holds them."""
    return [view.text for view in views]
