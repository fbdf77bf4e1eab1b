"""A pack as slides: a conclusion a slide over its chart, which stays editable; all else is said in the notes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from barometer.briefing.chart_axes import Frame, text_width
from barometer.briefing.heat_table import HeatTable, heat_table
from barometer.briefing.native_charts import alternative_text, chart_notes, has_charts, native_charts
from barometer.briefing.pack import Exhibit, FigureTable, Pack, Section
from barometer.briefing.slide_file import deck_bytes
from barometer.briefing.slide_master import Area, open_deck
from barometer.briefing.slide_notes import exhibit_notes, pack_notes
from barometer.briefing.slide_pages import Page, add_closing_text, add_cover, add_page, add_text_pages
from barometer.briefing.slide_parts import add_chart, add_picture, add_text, paragraph
from barometer.briefing.slide_tables import add_figures, add_heat
from barometer.briefing.whole_file import whole_file
from barometer.charts.marks import Heat
from barometer.charts.palette import LIGHT
from barometer.charts.spec import ChartSpec
from barometer.language import in_language, say

CELL_ROWS = 22  # of a heat map a slide
WIDEST_LEAD, OVER_TABLE = 100.0, 150.0  # signs of a sentence above its section's first chart, or table: no own slide
FEWEST_LISTED = 3  # sections that make a list of contents worth a slide


def write_slides(pack: Pack, path: Path, charts: str = "native", master: Path | None = None) -> None:
    """Write a pack as .pptx with editable charts, or where `charts` is "picture" with pictures of them.

    `master` is the office's own .pptx, whose fonts and layouts then hold. Raises UnreadableFile, UnusableMaster,
    UnwritableFile.
    """
    with in_language(pack.language):
        page = Page(open_deck(master), pack)
        add_cover(page)
        _add_contents(page)
        for section in pack.sections:
            _add_section(page, section, charts)
        add_closing_text(page)
        content = deck_bytes(page.deck.file, pack)
    with whole_file(path) as unfinished:
        unfinished.write_bytes(content)


def _add_contents(page: Page) -> None:
    titles = [section.title for section in page.pack.sections if section.title]
    if len(titles) >= FEWEST_LISTED:
        add_text_pages(page, "", say("Contents"), titles, pack_notes(page.pack))


def _add_section(page: Page, section: Section, charts: str) -> None:
    texts = [sentence.text for sentence in section.paragraphs]
    if section.is_by_hand and not texts:
        texts = [say("(to be filled in by hand)")]
    drawn = [(exhibit, exhibit.spec) for exhibit in section.exhibits if exhibit.spec is not None]
    widest = OVER_TABLE if section.tables else WIDEST_LEAD
    is_short = len(texts) == 1 and text_width(texts[0]) <= widest
    missing = [
        say("{title}: {reason}", title=exhibit.conclusion.text, reason=exhibit.missing)
        for exhibit in section.exhibits
        if exhibit.spec is None
    ]
    lead = texts[0] if is_short and (drawn or section.tables) and not missing else ""
    if texts and not lead:
        add_text_pages(page, "", section.title, [*texts, *missing], pack_notes(page.pack))
    for place, table in enumerate(section.tables):
        _add_table(page, section, table, "" if place else lead)
    for place, (exhibit, spec) in enumerate(drawn):
        _add_exhibit(page, section, exhibit, spec, charts, "" if place or section.tables else lead)
    if missing and not texts:
        add_text_pages(page, section.title, say("Charts that cannot be drawn"), missing, pack_notes(page.pack))


def _add_table(page: Page, section: Section, table: FigureTable, lead: str) -> None:
    rest, is_first = table.rows, True
    while rest or is_first:
        title = table.title if is_first else say("{title} (continued)", title=table.title)
        above = lead if is_first else ""
        slide, area = add_page(page, section.title, title, [], page.pack.provenance, pack_notes(page.pack), above)
        rest, is_first = rest[add_figures(slide, table, area, rest) :], False


def _add_exhibit(page: Page, section: Section, exhibit: Exhibit, spec: ChartSpec, charts: str, lead: str) -> None:
    title, notes = exhibit.conclusion.text, exhibit_notes(page.pack, exhibit)
    under = [spec.subtitle, " · ".join(chart_notes(spec)) if charts == "native" else ""]  # a picture draws them
    if charts == "native" and not has_charts(spec):
        _add_heat(page, section, spec, title, notes, lead)
        return
    slide, area = add_page(page, section.title, title, under, spec.provenance, notes, lead)
    if charts == "native":
        _add_charts(slide, spec, area)
    else:
        from barometer.briefing.pictures import png_of  # draws with matplotlib, which takes long to load

        png = png_of(spec, page.pack.language, is_titled=False)
        add_picture(slide, png, area, alternative_text(spec))


def _add_charts(slide: Any, spec: ChartSpec, area: Area) -> None:
    if not any(any(value is not None for value in row[1:]) for row in spec.table()[1:] if row):
        add_text(slide, area, [paragraph(say("No values in this range."), 16, LIGHT.muted)], say("note"))
        return
    top = area.top
    for chart in native_charts(spec, Frame(area.width, area.height)):
        add_chart(slide, chart, Area(area.left, top, area.width, chart.height), alternative_text(spec))
        top += chart.height


def _add_heat(page: Page, section: Section, spec: ChartSpec, title: str, notes: list[str], lead: str) -> None:
    for panel in (panel for panel in spec.panels if isinstance(panel, Heat)):
        table = heat_table(panel)
        parts = [table.rows[start : start + CELL_ROWS] for start in range(0, len(table.rows), CELL_ROWS)]
        for place, rows in enumerate(parts):
            headed = title if place == 0 else say("{title} (continued)", title=title)
            slide, area = add_page(
                page, section.title, headed, [spec.subtitle], spec.provenance, notes, "" if place else lead
            )
            add_heat(slide, HeatTable(table.columns, rows), area, alternative_text(spec))
