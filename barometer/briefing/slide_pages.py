"""The frame of every slide: cover, title, what is measured, foot strip with the provenance; and pages of text."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Any

from barometer.briefing.chart_axes import text_width
from barometer.briefing.chart_elements import printable
from barometer.briefing.pack import Pack
from barometer.briefing.slide_master import FOOT, HEIGHT, SIDE, WIDTH, Area, Deck
from barometer.briefing.slide_notes import pack_notes
from barometer.briefing.slide_parts import (
    add_notes,
    add_number,
    add_text,
    fill_placeholder,
    page_number,
    paragraph,
    set_title,
)
from barometer.briefing.slide_titles import fitted, in_two_lines, size_within, title_size
from barometer.charts.palette import LIGHT
from barometer.charts.spec import Provenance
from barometer.dates_in_words import moment_name
from barometer.language import say
from barometer.phrases import capital, shortened

TEXTS = (24.0, 18.0, 14.0)  # points, the largest that leaves the text on one slide
LEAD, UNDER, FOOT_TEXT = 15.0, 13.0, 10.0
LEADING = 1.4

Slide = Any


@dataclass(frozen=True)
class Page:
    """A deck that is being filled, and the pack it is filled from."""

    deck: Deck
    pack: Pack


def add_cover(page: Page) -> None:
    """Add the first slide: title, period, who made it when, and the mark where there is one."""
    pack, deck = page.pack, page.deck
    slide = deck.file.slides.add_slide(deck.cover)
    set_title(slide, printable(pack.title), None if deck.is_own else 40, deck.is_own)
    made = say("Made by {role}, {moment}", role=pack.made_by, moment=moment_name(pack.made_at))
    lines = [text for text in (pack.period, pack.provenance.data_as_of, made) if text]
    others = [shape for shape in slide.placeholders if shape.placeholder_format.idx]
    if deck.cover is deck.page:
        looks = [paragraph(text, 18, LIGHT.ink, after=6) for text in lines]
        add_text(slide, deck.content, looks, say("period and origin"))
    else:
        fill_placeholder(others.pop(0), "\n".join(lines), None if deck.is_own else 20, deck.is_own)
    for left_over in others:  # an empty placeholder asks to be clicked
        left_over._element.getparent().remove(left_over._element)
    if pack.mark:
        add_text(slide, Area(SIDE, 24, 240, 24), [paragraph(pack.mark, 14, LIGHT.ink, bold=True)], say("mark"))
    add_notes(slide, pack_notes(pack))


def add_page(
    page: Page, section: str, title: str, under: list[str], provenance: Provenance, notes: list[str], lead: str = ""
) -> tuple[Slide, Area]:
    """Add a slide with title, what is measured `under` it, foot strip and notes; return it and the room for content.

    `lead` is a sentence about the section that stands on its first slide.

    A sentence too long for a title is cut at a clause; the notes then begin with all of it.
    """
    deck = page.deck
    slide = deck.file.slides.add_slide(deck.page)
    title = capital(printable(title))
    short = fitted(title)
    if deck.is_own:
        set_title(slide, short, size_within(short, deck.title_room()), True)
        add_number(slide, deck.page)
    else:
        _set_house_title(slide, short, section, deck.content)
    area = _add_under(slide, deck.content, [text for text in under if text], lead)
    _add_foot(slide, page, provenance)
    add_notes(slide, notes if short == title else [title, *notes])
    return slide, Area(area.left, area.top, area.width, area.height - FOOT)


def add_text_pages(page: Page, section: str, title: str, texts: list[str], notes: list[str]) -> None:
    """Add as many slides as paragraphs of text need."""
    rest, is_first = list(texts), True
    while rest or is_first:
        headed = title if is_first else say("{title} (continued)", title=title)
        slide, area = add_page(page, section, headed, [], page.pack.provenance, notes)
        box = Area(area.left, area.top + 14, area.width, area.height - 14)
        size = next((size for size in TEXTS if _fitting(texts, box, size) == len(texts)), TEXTS[-1])
        count = _share(rest, box, size)
        words = [paragraph(text, size, LIGHT.ink, after=size / 2) for text in rest[:count]]
        add_text(slide, box, words or [paragraph("", size, LIGHT.ink)], say("text"))
        rest, is_first = rest[count:], False


def add_closing_text(page: Page) -> None:
    """Add the last slides: definitions and gaps in the data."""
    if page.pack.notes:
        add_text_pages(page, "", say("Definitions and gaps in the data"), list(page.pack.notes), pack_notes(page.pack))


def _share(texts: list[str], area: Area, size: float) -> int:
    """Return how many paragraphs go on this slide: so that no more slides are needed, and the last holds as much."""
    needed = _slides(texts, area, size)
    lower = (replace(area, height=area.height * part / 20) for part in range(10, 21))
    return next(_fitting(texts, low, size) for low in lower if _slides(texts, low, size) == needed)


def _slides(texts: list[str], area: Area, size: float) -> int:
    """Return how many slides paragraphs fill one after the other."""
    return 1 + _slides(texts[_fitting(texts, area, size) :], area, size) if texts else 0


def _fitting(texts: list[str], area: Area, size: float) -> int:
    """Return how many paragraphs fit, at least one."""
    used = 0.0
    for place, text in enumerate(texts):
        used += math.ceil(text_width(text) * size / area.width) * size * LEADING + size / 2
        if used > area.height:
            return max(place, 1)
    return len(texts)


def _set_house_title(slide: Slide, title: str, section: str, content: Area) -> None:
    """Write the title, and the section right above it."""
    size, broken = title_size(title, content.width), in_two_lines(title, content.width)
    set_title(slide, broken, size, False)
    if section:
        top = content.top - 12 - 1.2 * size * (1 + broken.count("\v")) - 18
        kicker = [paragraph(section, 12, LIGHT.muted)]
        add_text(slide, Area(content.left, top, content.width, 16), kicker, say("section"))


def _add_under(slide: Slide, area: Area, texts: list[str], lead: str) -> Area:
    """Put the section's sentence and what is measured below the title; return what is left."""
    told = [(lead, LEAD, LIGHT.ink)] if lead else []
    told += [(text, UNDER, LIGHT.muted) for text in texts]
    if not told:
        return area
    height = 4 + sum(math.ceil(text_width(text) * size / area.width) * size * LEADING for text, size, _ in told)
    box = Area(area.left, area.top, area.width, height)
    add_text(slide, box, [paragraph(*each) for each in told], say("what is measured"))
    return Area(area.left, area.top + height, area.width, area.height - height)


def _add_foot(slide: Slide, page: Page, provenance: Provenance) -> None:
    deck, mark = page.deck, page.pack.mark
    snapshot = say("Snapshot {label}", label=provenance.snapshot) if provenance.snapshot else ""
    line = (mark, provenance.source, provenance.data_as_of, snapshot, provenance.filters)  # what is long comes last
    told = " · ".join(part for part in line if part)
    room = deck.content.width - 60
    top = HEIGHT - FOOT + 6 if not deck.is_own else deck.content.top + deck.content.height - FOOT + 8
    words = shortened(told, int(1.9 * room / FOOT_TEXT))
    foot = [paragraph(words, FOOT_TEXT, LIGHT.muted)]
    add_text(slide, Area(deck.content.left, top, room, 16), foot, say("provenance"), anchor="ctr")
    if not deck.is_own:
        number = Area(WIDTH - SIDE - 50, top, 50, 16)
        add_text(slide, number, [page_number(FOOT_TEXT, LIGHT.muted)], say("page number"), anchor="ctr")
