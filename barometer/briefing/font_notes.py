"""Which fonts files use, as a table for 口径与数据, and the check of them when the server starts."""

from __future__ import annotations

import logging

from barometer.audience import Audience
from barometer.briefing.fonts import families
from barometer.briefing.installed_fonts import drawing_faces, paper_families
from barometer.faults import NoFont
from barometer.filters import Filters
from barometer.language import say
from barometer.panels.tables import Cell, Code, Table
from barometer.phrases import listed

_log = logging.getLogger("barometer")


def file_fonts(audience: Audience, filters: Filters) -> Table:
    """Return which fonts office files name and which PDF and pictures are made with, or what is missing."""
    return Table(
        key="fonts",
        title=say("Fonts of files"),
        caption=say("office files name fonts of the reader's machine; PDF and pictures bring their own"),
        head=(say("file"), say("fonts")),
        rows=(*_named(), *_installed()),
    )


def warn_of_missing_fonts() -> None:
    """Write into the log what has to be installed where no installed font draws Chinese."""
    try:
        families()
        paper_families()
    except NoFont as fault:
        _log.warning("%s", fault)


def _named() -> tuple[tuple[Cell, ...], ...]:
    try:
        named = families()
    except NoFont as fault:
        return ((say("Word, PowerPoint, Excel"), (say("the setting cannot be read:"), Code(fault.found))),)
    paper = dict.fromkeys((named.title, named.first, named.second, named.body))
    return (("Word", listed(list(paper))), (say("PowerPoint, Excel"), named.screen))


def _installed() -> tuple[tuple[Cell, ...], ...]:
    try:
        printed, drawn = paper_families(), drawing_faces()[0].family
    except NoFont:
        told = say("no installed font draws Chinese: these files cannot be made; please install")
        return ((say("PDF, pictures"), (told, Code("fonts-noto-cjk"))),)
    return (("PDF", listed(list(dict.fromkeys(printed.values())))), (say("pictures"), drawn))
