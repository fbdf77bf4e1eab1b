"""The sheets without a chart: what the file is about, tables in words, the figures that sentences cite."""

from __future__ import annotations

from collections.abc import Iterator

from barometer.briefing.notes import metrics_of
from barometer.briefing.pack import FigureTable, Pack
from barometer.briefing.sheet_style import FIRST, LINE_HEIGHT, Book, column_width, lines, set_print
from barometer.dates_in_words import moment_name
from barometer.definitions import version
from barometer.language import say
from barometer.metrics import metric_named
from barometer.phrases import capital

ABOUT = (24, 62)  # digits wide: fills a page upright at full size


def add_about(book: Book, pack: Pack) -> None:
    """Write title, period, provenance, what could not be drawn, and every definition with its version."""
    sheet = book.file.add_worksheet(book.names.taken(say("About this file")))
    sheet.set_column(0, 0, ABOUT[0])
    sheet.set_column(1, 1, ABOUT[1])
    sheet.write_string(0, 0, pack.title, book.formats["title"])
    for place, (name, words) in enumerate(_about_rows(pack), 2):
        sheet.write_string(place, 0, name, book.formats["text"])
        sheet.write_string(place, 1, words, book.formats["text"])
        sheet.set_row(place, LINE_HEIGHT * max(lines(name, ABOUT[0]), lines(words, ABOUT[1])))
    sheet.freeze_panes(1, 0)
    set_print(sheet, pack, landscape=False)


def _about_rows(pack: Pack) -> Iterator[tuple[str, str]]:
    foot = pack.provenance
    yield capital(say("period")), pack.period
    for words in (foot.source, foot.data_as_of, foot.filters):
        name, _, told = words.replace("：", ":", 1).partition(":")
        yield (name.strip(), told.strip()) if told else (capital(say("data")), words)
    yield capital(say("snapshot")), foot.snapshot
    yield capital(say("exported")), f"{moment_name(pack.made_at)} · {pack.made_by}"
    if pack.mark:
        yield capital(say("mark")), pack.mark
    for one in pack.exhibits:
        if one.missing:
            yield capital(say("not drawn")), f"{one.conclusion.generated}: {one.missing}"
        if one.conclusion.edited is not None:
            yield capital(say("edited by hand")), one.conclusion.text
    for metric in map(metric_named, metrics_of(pack.sections)):
        label, formula = metric.label(pack.language), metric.formula(pack.language)
        yield label, say("{formula} (definition {version})", formula=formula, version=version(metric))


def add_table(book: Book, table: FigureTable, pack: Pack) -> None:
    """Write a table as the paper has it, in words."""
    sheet = book.file.add_worksheet(book.names.taken(table.title))
    sheet.write_string(0, 0, table.title, book.formats["title"])
    for column, name in enumerate(table.head):
        sheet.set_column(column, column, column_width([name, *(row[column] for row in table.rows)]))
        head = "figure head" if column in table.figures else "inner head" if column else "head"
        sheet.write_string(FIRST, column, name, book.formats[head])
    for place, row in enumerate(table.rows, FIRST + 1):
        for column, words in enumerate(row):
            kind = "words" if column in table.figures else "inner name" if column else "name"
            sheet.write_string(place, column, words, book.formats[kind])
    sheet.freeze_panes(FIRST + 1, 1)
    set_print(sheet, pack)


def add_cited(book: Book, pack: Pack) -> None:
    """Write the figures that sentences and tables rest on, as `ask` answers them."""
    told = [one for section in pack.sections for sentence in section.paragraphs for one in sentence.cited]
    told += [one for section in pack.sections for table in section.tables for one in table.cited]
    rows = list(dict.fromkeys(told))
    if not rows:
        return
    sheet = book.file.add_worksheet(book.names.taken(say("Figures cited")))
    sheet.write_string(0, 0, say("Figures cited"), book.formats["title"])
    sheet.set_column(0, 7, 18)
    names = (say("figure"), say("its code"), say("period"), say("compared with"), say("part of the whole"))
    head = (*names, say("numerator"), say("denominator"), say("value"))
    for column, name in enumerate(map(capital, head)):
        sheet.write_string(FIRST, column, name, book.formats["head" if column < len(names) else "figure head"])
    for place, one in enumerate(rows, FIRST + 1):
        label = metric_named(one.metric).label(pack.language)
        for column, words in enumerate((label, one.metric, one.period, one.against, one.code)):
            sheet.write_string(place, column, words, book.formats["name"])
        for column, value in enumerate((one.numerator, one.denominator, one.value), 5):
            if value is not None:
                sheet.write_number(place, column, value, book.formats["name"])
    sheet.freeze_panes(FIRST + 1, 1)
    set_print(sheet, pack)
