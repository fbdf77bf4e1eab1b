"""What a paper says is defined once: nothing twice in a section, no page with the last lines alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from docx.oxml.ns import qn
from paper_packs import exhibit_of, made_pack
from paper_packs import table_of as figures_of

from barometer.briefing.column_widths import fitted, width_in_signs
from barometer.briefing.pack import Exhibit, Section, Sentence
from barometer.briefing.paper_tables import shaded
from barometer.briefing.paper_text import Counts, note_parts, section_parts, strip_parts
from barometer.briefing.wordprocessing import Style
from barometer.charts.marks import Bars, Heat
from barometer.language import use_language

BARS = Bars(("甲", "乙"), (3.0, 2.0), ("3", "2"), "count", "件次")
CLAIM = "重复信访件次近三年方向不明（每年−2.6%至+7.4%）"


@pytest.fixture(autouse=True)
def in_chinese() -> Iterator[None]:
    use_language("zh")
    yield
    use_language("zh")


def told(exhibit: Exhibit, *texts: str) -> list[str]:
    section = Section("主要特点", tuple(Sentence(text) for text in texts), (), (exhibit,))
    return [part.text for part in section_parts(section, Counts()) if part.kind == "body"][len(texts) :]


def test_what_the_text_has_said_is_not_said_again_at_the_end_of_a_conclusion() -> None:
    conclusion = f"近12个月重复信访占比20.0%；{CLAIM}"
    assert told(exhibit_of(BARS, title=conclusion), f"二是重复信访占比19.4%；{CLAIM}。") == [
        "近12个月重复信访占比20.0%（见图1）。"
    ]
    assert told(exhibit_of(BARS, title=conclusion), "二是重复信访占比19.4%。")[0].startswith(conclusion[:-1])
    assert told(exhibit_of(BARS, title=CLAIM), f"二是{CLAIM}。") == []


def test_a_clause_is_never_left_without_what_it_speaks_of() -> None:
    text = "集体访39批次，同比下降35.0%。"
    assert told(exhibit_of(BARS, title="集体访39批次，同比下降35.0%；近三年方向不明"), text) == [
        "集体访39批次，同比下降35.0%；近三年方向不明（见图1）。"
    ]


def test_what_somebody_wrote_stays_whole() -> None:
    written = exhibit_of(BARS, title="一句结论")
    written = replace(written, conclusion=replace(written.conclusion, edited=f"占比20.0%；{CLAIM}"))
    assert told(written, f"二是{CLAIM}。")[0].startswith(f"占比20.0%；{CLAIM[:-1]}")


def test_the_last_lines_of_a_paper_stand_with_notes() -> None:
    notes = [part.keep for part in note_parts(("一", "二", "三")) if part.kind == "note"]
    assert notes == [False, True, True]
    strip = [part.keep for part in strip_parts(made_pack())]
    assert strip == [True, True, False]


def test_names_wrap_only_as_far_as_digits_leave_no_room() -> None:
    table = figures_of(("按期办结率", "93.4%–97.3%", "91.6%"))
    rows = [[table.head[place], *(row[place] for row in table.rows)] for place in range(3)]
    size, signs = fitted([(cells, place in table.figures) for place, cells in enumerate(rows)], 12.0, 442.0, 6.0)
    assert size == 12.0
    assert signs[0] >= width_in_signs("按期办结率")
    long = [(["指标", "按期办结率 · 第二分公司工程管理部"], False), (["持续", "自4月起，连续6个月"], False)]
    size, signs = fitted([*long, *[(["数", "93.4%–97.3%"], True)] * 3], 12.0, 442.0, 6.0)
    assert signs[1] >= width_in_signs("自4月起，连续6个月") and signs[0] < width_in_signs(long[0][0][1])


def test_names_beside_few_shades_are_whole_and_wrap() -> None:
    name = "Documents available for less than five days"
    panel = Heat((name,), ("Engineering works (95)", "Goods (75)"), ((1, 0),), "count", "件")
    style = Style("Paper Cell", "宋体", "Arial", 10.5)
    words = "".join(piece.text or "" for piece in shaded(panel, style, "Cell", 8845).iter(qn("w:t")))
    assert name in words
