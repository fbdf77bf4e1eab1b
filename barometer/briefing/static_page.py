"""A pack as one static page of HTML: the words and pictures of the paper, the figures of each chart as a table.

Nothing runs in it and nothing is fetched: it opens from a disk or an attachment, on any machine.
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any

from barometer.briefing.chart_elements import language_tag, printable
from barometer.briefing.pack import Pack
from barometer.briefing.page_pictures import inline_svg
from barometer.briefing.paper_words import full_title
from barometer.briefing.printed_parts import parts_of
from barometer.briefing.whole_file import whole_file
from barometer.chart_tables import table_in_words
from barometer.charts.palette import FONT
from barometer.charts.spec import ChartSpec
from barometer.language import in_language, say
from barometer.phrases import capital, in_paper

STYLE = Path(__file__).resolve().parent / "assets" / "page.css"
Part = dict[str, Any]
POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"


def write_static_page(pack: Pack, path: Path) -> None:
    """Write the pack as HTML. Raises NoFont where no installed font draws Chinese, UnwritableFile."""
    made = page_of(pack)
    with whole_file(path) as unfinished:
        unfinished.write_text(made, encoding="utf-8", newline="\n")


def page_of(pack: Pack) -> str:
    """Return the page; the same pack gives the same text."""
    with in_language(pack.language):
        language, title = language_tag(), _escaped(full_title(pack))
        head = [
            '<meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{title}</title>",
            f"<style>\n{_style()}</style>",
        ]
        body = ["<main>", *_body(pack), "</main>"]
        lines = ["<!doctype html>", f'<html lang="{language}">', "<head>", *head, "</head>", "<body>", *body]
        return "\n".join([*lines, "</body>", "</html>", ""])


def _body(pack: Pack) -> Iterator[str]:
    """Yield the parts of the paper; the strip at its end is the foot of the page."""
    charts = iter(_numbered(exhibit.spec for exhibit in pack.exhibits if exhibit.spec))
    for is_foot, parts in groupby(parts_of(pack), lambda part: bool(part["kind"] == "strip")):
        written = [_figure(part, *next(charts)) if part["kind"] == "figure" else _part(part) for part in parts]
        yield from ["<footer>", *written, "</footer>"] if is_foot else written


def _numbered(specs: Iterable[ChartSpec]) -> Iterator[tuple[int, ChartSpec]]:
    return enumerate(specs, 1)


def _part(part: Part) -> str:
    kind = part["kind"]
    if kind in _TAGS:
        return f"<{_TAGS[kind]}>{_escaped(part['text'])}</{_TAGS[kind]}>"
    if kind == "table":
        return _table(part["head"], part["rows"], part["figures"], part["caption"])
    return f'<p class="{kind}">{_escaped(part["text"])}</p>' if kind != "blank" else ""


_TAGS = {"title": "h1", "heading": "h2", "subheading": "h3", "body": "p", "strip": "p"}


def _figure(part: Part, place: int, spec: ChartSpec) -> str:
    """Return a picture with its caption, and its figures in a table that opens on a click."""
    tables = []
    for panel in spec.panels:
        head, rows = table_in_words(panel)
        told = [[in_paper(cell) for cell in row] for row in rows]
        tables.append(_table([capital(name) for name in head], told, range(1, len(head)), part["caption"]))
    return "\n".join(
        [
            "<figure>",
            f'<div class="picture">{inline_svg(part["svg"], place, printable(part["alt"]))}</div>',
            f"<figcaption>{_escaped(part['caption'])}</figcaption>",
            f"<details><summary>{_escaped(say('figures of this chart'))}</summary>",
            *tables,
            "</details>",
            "</figure>",
        ]
    )


def _table(head: Sequence[str], rows: Iterable[Sequence[str]], figures: Iterable[int], caption: str) -> str:
    """Return a table whose rows are headed by their first cell; `figures` are its columns of digits."""
    digits = set(figures)
    names = "".join(_cell("th", ' scope="col"', text, place in digits) for place, text in enumerate(head))
    lines = [
        "".join(
            _cell("td" if place else "th", "" if place else ' scope="row"', text, place in digits)
            for place, text in enumerate(row)
        )
        for row in rows
    ]
    body = "\n".join(f"<tr>{line}</tr>" for line in lines)
    told = f"<caption>{_escaped(caption)}</caption>"
    opened = '<div class="scroll" tabindex="0">' if len(head) > WIDE else '<div class="scroll">'
    return f"{opened}<table>{told}<thead><tr>{names}</tr></thead>\n<tbody>{body}</tbody></table></div>"


WIDE = 8  # columns; a wider table is rolled, also with keys


def _cell(tag: str, more: str, text: str, is_figure: bool) -> str:
    look = ' class="figure"' if is_figure else ""
    return f"<{tag}{more}{look}>{_escaped(text)}</{tag}>"


def _escaped(text: str) -> str:
    return html.escape(printable(text), quote=True)


@cache
def _style() -> str:
    return STYLE.read_text(encoding="utf-8").replace("FONTS", FONT)
