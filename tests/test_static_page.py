"""The static page says what the pack says, holds nothing that runs or is fetched, and can be read aloud."""

from __future__ import annotations

import math
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from paper_packs import exhibit_of, made_pack, real_pack, table_of

from barometer.briefing.pack import Pack, Section, Sentence
from barometer.briefing.paper_words import full_title
from barometer.briefing.static_page import page_of, write_static_page
from barometer.charts.marks import Bars, Heat, Monthly
from barometer.language import in_language
from barometer.phrases import in_paper
from barometer.wording import number

ALLOWED = {
    "html", "head", "meta", "title", "style", "body", "main", "footer", "h1", "h2", "h3", "p", "div", "figure",
    "figcaption", "details", "summary", "table", "caption", "thead", "tbody", "tr", "th", "td", "svg", "g", "path",
    "text", "use", "defs", "clippath", "rect",
}  # fmt: skip
SPACES = {"http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"}
EMPTY = {"meta"}
HOSTILE = "<script>alert(1)</script> ![](https://x.example/a.png) \"&' \x0b <img src=x onerror=y>"


class Page(HTMLParser):
    """What stands in a page: elements with their attributes, the rows of tables, whether all is closed in order."""

    def __init__(self, text: str):
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.rows: list[list[str]] = []
        self.text: list[str] = []
        self._open: list[str] = []
        self.feed(text)
        self.close()
        assert not self._open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in EMPTY:
            self._open.append(tag)
        if tag == "tr":
            self.rows.append([])
        if tag in ("th", "td"):
            self.rows[-1].append("")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text.append(data)
        if self._open and self._open[-1] in ("th", "td"):
            self.rows[-1][-1] += data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


@pytest.fixture(scope="module", params=["zh", "en"])
def made(request: pytest.FixtureRequest, sample_data: Path) -> tuple[Pack, str]:
    pack = real_pack(sample_data, "monthly", request.param)
    return pack, page_of(pack)


def test_every_figure_of_every_chart_stands_in_a_table(made: tuple[Pack, str]) -> None:
    pack, text = made
    page, told = Page(text), 0
    rows = iter(page.rows)
    with in_language(pack.language):
        for section in pack.sections:
            for table in section.tables:
                assert next(rows) == list(table.head)
                assert [next(rows) for _ in table.rows] == [[in_paper(text) for text in row] for row in table.rows]
            for panel in (panel for one in section.exhibits if one.spec for panel in one.spec.panels):
                header, *figures = panel.table()
                assert len(next(rows)) == len(header)
                for place, figure in enumerate(figures):
                    row = next(rows)
                    assert row[0] == figure[0]
                    if isinstance(panel, Monthly):
                        shown = number(panel.lines[0].values[place], panel.kind, panel.lines[0].base(place))
                    elif isinstance(panel, Bars | Heat):
                        value = figure[1]
                        shown = "" if value is None or math.isnan(value) else number(value, panel.kind)  # type: ignore[arg-type]
                        shown = shown or row[1]
                    else:
                        continue
                    assert row[1] == in_paper(shown)
                    told += 1
    assert next(rows, None) is None and told > 200


def test_nothing_runs_and_nothing_is_fetched(made: tuple[Pack, str]) -> None:
    page = Page(made[1])
    text = made[1]
    assert {tag for tag, _ in page.tags} <= ALLOWED
    assert set(re.findall(r"https?://[^\"'<> ]*", text)) <= SPACES
    for _, attributes in page.tags:
        assert not {"src", "href", "action", "srcset"} & attributes.keys()
        assert not [name for name in attributes if name.startswith("on")]
        assert (attributes.get("xlink:href") or "#").startswith("#")
    assert "@import" not in text and not re.search(r"url\((?!#)", text)
    policy = next(one["content"] for one in page.all("meta") if one.get("http-equiv"))
    assert policy == "default-src 'none'; style-src 'unsafe-inline'; img-src data:"


def test_it_can_be_read_aloud(made: tuple[Pack, str]) -> None:
    pack, text = made
    page = Page(text)
    assert page.all("html") == [{"lang": "zh-CN" if pack.language == "zh" else "en-GB"}]
    assert [tag for tag, _ in page.tags if tag in ("h1", "h2")] == ["h1", *["h2"] * (len(pack.sections) + 1)]
    names = [str(one["id"]) for _, one in page.tags if "id" in one]
    assert len(names) == len(set(names)), "a name stands once, however many pictures there are"
    drawn = page.all("svg")
    assert len(drawn) == sum(one.spec is not None for one in pack.exhibits)
    assert all(one["role"] == "img" and one["aria-labelledby"] in names for one in drawn)
    pointed = {str(one["xlink:href"]) for one in page.all("use")}
    assert {name.removeprefix("#") for name in pointed} <= set(names)
    assert all(one.get("scope") in ("col", "row") for one in page.all("th"))
    assert len(page.all("caption")) == len(page.all("table"))


def test_it_says_what_the_paper_says(made: tuple[Pack, str]) -> None:
    pack, text = made
    told = "".join(Page(text).text)
    with in_language(pack.language):
        assert full_title(pack) in told
        wanted = [pack.mark, pack.provenance.source, pack.provenance.filters, pack.provenance.snapshot]
        wanted += [sentence.text for section in pack.sections for sentence in section.paragraphs]
        wanted += [in_paper(note) for note in pack.notes]
        assert not [text for text in wanted if text not in told]


def test_names_are_words_whatever_they_hold() -> None:
    bars = Bars((HOSTILE, "乙"), (7.0, 8.0), ("7", "8"), "count", "件")
    section = Section(
        HOSTILE, (Sentence(HOSTILE),), (table_of((HOSTILE, "1", "2")),), (exhibit_of(bars, title=HOSTILE),)
    )
    pack = made_pack(section, title=HOSTILE)
    page = Page(page_of(pack))
    assert {tag for tag, _ in page.tags} <= ALLOWED
    assert HOSTILE.replace("\x0b", "") in page.text
    assert [row[0] for row in page.rows].count(HOSTILE.replace("\x0b", "")) == 2


def test_a_page_is_small_and_the_same_every_time(made: tuple[Pack, str], tmp_path: Path) -> None:
    pack, text = made
    write_static_page(pack, tmp_path / "page.html")
    assert (tmp_path / "page.html").read_text(encoding="utf-8") == text
    assert (tmp_path / "page.html").stat().st_size <= 400_000
