"""对外版: no file of it holds a hidden number, wherever it might be written, and the check list says what is gone."""

from __future__ import annotations

import datetime as dt
import io
import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from deliveries import write_delivery
from paper_packs import FROM, MADE_AT, exhibit_of, made_pack

from barometer.__main__ import main
from barometer.audience import Audience
from barometer.briefing.checks import BLOCKS, blocking, check_pack
from barometer.briefing.exporting import Look, export, write_format
from barometer.briefing.external_charts import cut_panels
from barometer.briefing.external_cuts import FURTHER, Outside
from barometer.briefing.external_pack import external_edition, external_notes
from barometer.briefing.external_words import Secrets, hidden_cited, revealed
from barometer.briefing.pack import Cited, Exhibit, FigureTable, Pack, Section, Sentence
from barometer.briefing.saved_pack import SavedPack, read_saved, saved_pack, write_saved
from barometer.briefing.templates import build_pack, filters_of
from barometer.charts.funnel_mark import Funnel, FunnelDot
from barometer.charts.marks import Band, Bars, Columns, Dot, Dots, Heat, Line, Monthly
from barometer.faults import UnreadableFile
from barometer.language import in_language
from barometer.metrics import metric_named
from barometer.periods import month_run, parse_month
from barometer.publishing import publish
from barometer.scope import Scope
from barometer.snapshots import current_snapshot

LEAST = 5
MONTHS = tuple(month_run(parse_month("2024-11"), parse_month("2026-10")))
SENTINEL = 7919.0  # hidden only because 3 would follow from it: it can be looked for in every file
SECRET_SHARE = 3 / 8117


def audience_of(data: Path) -> Audience:
    return Audience(Scope(), current_snapshot(data))


def external(
    data: Path, template: str = "monthly", language: str = "zh", month: str = "2026-10", **more: object
) -> Pack:
    audience = audience_of(data)
    with in_language(language):
        filters = filters_of(audience.session, template, parse_month(month))
        return build_pack(audience, filters, template, external=True, made_at=MADE_AT, **more)  # type: ignore[arg-type]


def cut(*panels: object, known: frozenset[float] = frozenset()) -> tuple:  # type: ignore[type-arg]
    found = cut_panels(panels, Outside(LEAST, known, ()))  # type: ignore[arg-type]
    return found.panels if found else ()


def months_of(
    values: list[float | None], bases: tuple[float, ...] = (), kind: str = "count", role: str = "main"
) -> Line:
    return Line("甲", tuple(values), role, "<b>1</b>", bases)


def test_a_month_of_few_goes_with_another_and_its_year_before() -> None:
    values: list[float | None] = [40.0 + place for place in range(24)]
    values[14] = 3.0
    before: list[float | None] = [50.0] * 12 + values[:12]
    panel = Monthly(MONTHS, (Line("甲", tuple(values)), Line("上年", tuple(before), "earlier")), "count", "件")
    (shown,) = cut(panel)
    gone = [row for row, value in enumerate(shown.lines[0].values) if value is None]
    assert gone[0] == 12 or (14 in gone and len(gone) == 2)
    told = [row[1] for row in list(shown.table())[1:]]
    assert told[14] == "<5" and told.count(FURTHER) == 1
    for month in gone:
        if month + 12 < 24:
            assert shown.lines[1].values[month + 12] is None, "the same month a year later"


def test_the_last_month_goes_with_its_label_range_and_mark() -> None:
    values = (*(40.0 + place for place in range(23)), 3.0)
    limits = tuple(float(place) for place in range(24))
    band = Band(limits, tuple(100.0 + one for one in limits), limits)
    line = Line("甲", values, "main", "<b>3</b> 初步数")
    panel = Monthly(MONTHS, (line,), "count", "件", provisional=1, band=band, marked=((2, "worse"), (23, "better")))
    (shown,) = cut(panel)
    assert shown.lines[0].label == "" and shown.provisional == 0 and shown.marked == ((2, "worse"),)
    assert shown.band.lower[23] is None and shown.band.upper[23] is None and shown.band.expected[23] is None
    assert shown.band.lower[2] == 2.0


def test_a_sum_that_a_sentence_tells_hides_as_many_as_a_year() -> None:
    values: list[float | None] = [40.0 + place for place in range(24)]
    values[22], values[3] = 3.0, 4.0
    panel = Monthly(MONTHS, (months_of(values),), "count", "件")
    for period in (MONTHS[21:], MONTHS[:5]):
        found = cut_panels((panel,), Outside(LEAST, frozenset(), (period,)))
        assert found
        gone = [place for place, value in enumerate(found.panels[0].lines[0].values) if value is None]  # type: ignore[union-attr]
        assert len([place for place in gone if MONTHS[place] in period]) > 1, "one alone is the rest of a quarter"


def test_a_base_cut_within_its_last_month_is_a_sum_like_others() -> None:
    values: list[float | None] = [40.0 + place for place in range(24)]
    values[3] = 4.0
    told = Sentence("上年同期", cited=(Cited("registered", "2024-11/2025-03 cut", 200.0, None, 200.0, "year"),))
    chart = exhibit_of(Monthly(MONTHS, (months_of(values),), "count", "件"), key="a")
    (section,), _ = external_edition((Section("甲", (told,), exhibits=(chart,)),), LEAST)
    (panel,) = section.exhibits[0].spec.panels  # type: ignore[union-attr]
    gone = [place for place, value in enumerate(panel.lines[0].values) if value is None]  # type: ignore[union-attr]
    assert len([place for place in gone if place < 5]) > 1


def test_a_month_that_is_not_over_is_compared_to_as_many_days_and_still_hidden(tmp_path: Path) -> None:
    rows = [{"registered_on": day} for day in ("2025-01-05", "2025-01-20", "2026-01-03", "2026-01-08")]
    publish(write_delivery(tmp_path / "d", petitions=rows, data_as_of=dt.date(2026, 1, 9)), tmp_path / "data")
    pack = external(tmp_path / "data", month="2026-01")
    assert any(one.period.endswith(" cut") for section in pack.sections for one in section.paragraphs[0].cited[:2])
    assert pack.hidden


def test_a_title_about_a_hidden_month_or_share_gives_way() -> None:
    values = (*(40.0 + place for place in range(23)), 3.0)
    last = exhibit_of(Monthly(MONTHS, (Line("甲", values),), "count", "件"), key="a", title="比上月大幅下降")
    bars = Bars(("甲", "乙", "丙"), (300.0, 20.0, 4.0), ("a", "b", "c"), "count", "件")
    share = exhibit_of(bars, key="b", title="末位占1.2%")
    other = exhibit_of(bars, key="c", title="首位占92.6%")
    (section,), _ = external_edition((Section("甲", exhibits=(last, share, other)),), LEAST)
    titles = [one.conclusion.text for one in section.exhibits]
    assert "大幅" not in titles[0] and "1.2%" not in titles[1] and titles[2] == "首位占92.6%"
    assert [one.spec.title for one in section.exhibits if one.spec][:2] != ["比上月大幅下降", "末位占1.2%"]


def test_a_share_hides_with_its_part_and_with_its_rest() -> None:
    bases = (100.0,) * 24
    shares = [0.5] * 24
    shares[5], shares[9] = 0.97, 0.02
    counts = tuple(share * 100 for share in shares)
    share = Monthly(MONTHS, (Line("占比", tuple(shares), "main", "", bases),), "share", "%")
    count = Monthly(MONTHS, (Line("件次", counts),), "count", "件")
    upper, lower = cut(share, count)
    for place in (5, 9):
        assert upper.lines[0].values[place] is None and lower.lines[0].values[place] is None
    words = [row[1] for row in list(lower.table())[1:]]
    assert words[9] == "<5" and words[5] == FURTHER, "97 of 100 is not below 5, its rest is"
    assert [row[1] for row in list(upper.table())[1:]].count("<5") == 0


def test_figures_of_which_nobody_can_tell_what_they_rest_on_are_not_shown() -> None:
    assert cut(Monthly(MONTHS, (months_of([30.0] * 24),), "days", "天")) == ()
    assert cut(Monthly(MONTHS, (replace(months_of([30.0] * 24), rests_on=(60.0,) * 24),), "days", "天")) != ()


def test_classes_bars_and_cells() -> None:
    (columns,) = cut(
        Columns(("甲", "乙", "丙", "丁"), (30.0, 3.0, 40.0, 0.0), "count", "件", labels=("30", "3", "40", "0"))
    )
    assert columns.values == (None, None, 40.0, 0.0) and columns.labels == ("", "", "40", "0")
    assert [row[1] for row in list(columns.table())[1:]] == [FURTHER, "<5", 40.0, 0.0]
    (bars,) = cut(Bars(("甲", "乙", "丙"), (300.0, 20.0, 4.0), ("a", "b", "c"), "count", "件"))
    assert bars.values == (300.0, None, None) and bars.labels == ("a", "", "")
    assert cut(Bars(("甲", "乙", "丙"), (300.0, 20.0, 4.0), ("a", "b", "c"), "count", "件"), known=frozenset({20.0}))[
        0
    ].values == (None, 20.0, None), "20 stands in a table of the same pack"
    (heat,) = cut(Heat(("甲", "乙", "丙"), ("一", "二", "三"), ((9, 1, 30), (20, 8, 50), (60, 70, 80)), "count", "件"))
    assert [heat.words_at(row, column) for row in range(2) for column in range(2)] == [FURTHER, "<5", FURTHER, FURTHER]
    shaded = Heat(("甲", "乙"), ("一", "二"), ((30, 3), (70, 80)), "count", "件", shades=((0.3, 0.04), (0.7, 0.8)))
    assert cut(shaded)[0].shades == ((None, None), (None, None)), "a shade is the share of a number"
    marked = Columns(tuple("甲乙丙丁戊"), (30.0, 3.0, 40.0, 20.0, 50.0), "count", "件", marked=frozenset({0, 1}))
    assert cut(marked)[0].values == (None, None, 40.0, 20.0, 50.0), "a title may tell the sum of those marked"
    assert heat.values == ((None, None, 30), (None, None, 50), (60, 70, 80))


def test_a_change_hides_with_the_counts_behind_it() -> None:
    behind = ((46.0, 6.0), (8.0, 3.0), (100.0, 130.0), (57.0, 57.0))
    changes = Bars(("甲", "乙", "丙", "丁"), (40.0, 5.0, -30.0, 0.0), ("+40", "+5", "−30", "0"), "count", "件")
    (shown,) = cut(replace(changes, behind=behind))
    assert shown.values == (None, None, -30.0, 0.0) and shown.behind == ()
    assert cut(changes) == (), "nobody can tell what 5 is the difference of"


def test_rows_of_few_are_left_out_with_another() -> None:
    rows = tuple(
        Dot(name, name, part / base, 0.1, 0.3, base, 0)
        for name, part, base in [("甲", 30, 100), ("乙", 3, 50), ("丙", 20, 90), ("丁", 40, 300)]
    )
    (dots,) = cut(Dots(rows, 0.2, "全部", "件", "lower", "share", "%"))
    assert [row.name for row in dots.rows] == ["甲", "丁"]
    units = tuple(
        FunnelDot(name, name, part, base, part / base, (0.1, 0.9), (0.0, 1.0))
        for name, part, base in [("甲", 60, 100), ("乙", 49, 50), ("丙", 70, 90), ("丁", 200, 300)]
    )
    grid = (20.0, 50.0, 90.0, 100.0, 200.0, 300.0, 315.0)
    curves = (tuple(grid), tuple(grid))
    funnel = Funnel(units, 0.7, "全部", grid, curves, curves, 1.0, "按期", "到期", "higher", "share", "%")
    (shown,) = cut(funnel)
    assert [row.name for row in shown.rows] == ["甲", "丁"], "the rest of 乙 is 1"
    assert shown.grid == (100.0, 200.0, 300.0) and len(shown.near[0]) == 3, "curves do not tell whose base is smallest"


@pytest.mark.parametrize(
    ("text", "piece"),
    [
        ("共登记3件次", "3件次"), ("共登记三件", "三件"), ("共8件次", ""), ("8个单位中1个明显偏低", ""),
        ("其余5类", ""),
        ("共168项，2项超出", ""), ("按期25/28", "25/28"), ("占12.5%", ""), ("占7.5%", "7.5%"), ("共77件次", "77件次"),
        ("丙厂最多", "丙厂"), ("three petitions", "three"), ("1 of 8 units clearly lower", ""), ("2 of 9 visits", "2"),
        ("2026年3月1日至4日", ""), ("近三年方向不明（每年−0.6%至+6.1%）", ""), ("共0件", ""),
    ],
)  # fmt: skip
def test_what_a_sentence_gives_away(text: str, piece: str) -> None:
    assert revealed(text, Secrets(LEAST, {77.0}, {0.075}, {"丙厂"})) == piece


def cited(metric: str, value: float, numerator: float, denominator: float | None, against: str = "") -> Cited:
    period = "2025-01/2025-10" if against else "2026-01/2026-10"
    return Cited(metric, period, numerator, denominator, value, against)


def test_a_table_hides_a_figure_with_its_changes_and_the_part_of_a_share() -> None:
    table = FigureTable(
        "主要指标",
        ("指标", "本期", "上年同期", "同比"),
        (("重复信访件次", "96件次", "50件次", "+92.0%"), ("重复信访占比", "97.0%", "50.0%", "+47.0个百分点")),
        frozenset({1, 2, 3}),
        (
            cited("repeat_items", 96.0, 96.0, None), cited("repeat_items", 50.0, 50.0, None, "year"),
            cited("repeat_share", 0.97, 96.0, 99.0), cited("repeat_share", 0.5, 50.0, 100.0, "year"),
        ),
    )  # fmt: skip
    (section,), hidden = external_edition((Section("甲", tables=(table,)),), LEAST)
    assert section.tables[0].rows == (
        ("重复信访件次", FURTHER, "50件次", FURTHER),
        ("重复信访占比", FURTHER, "50.0%", FURTHER),
    )
    assert [one.period for one in section.tables[0].cited] == ["2025-01/2025-10"] * 2
    assert [(one.title, one.small) for one in hidden] == [("主要指标", 2)]


def test_money_hides_with_the_tenders_it_is_of() -> None:
    money = cited("flagged_amount", 14_367_647.7, 14_367_647.7, None)
    assert hidden_cited([(cited("flagged_share", 3 / 237, 3.0, 237.0), money)], LEAST) >= {money}
    assert hidden_cited([(cited("flagged_share", 7 / 237, 7.0, 237.0), money)], LEAST) == frozenset()


def test_marks_of_an_own_document_tell_nothing_the_pack_does_not_hold(tmp_path: Path) -> None:
    own = docx.Document()
    own.add_paragraph("{{title}}，{{registered.ytd.value}}")
    own.save(str(tmp_path / "own.docx"))
    look = Look(own=tmp_path / "own.docx", told=lambda name: "7919件次")
    saved = SavedPack("monthly", {}, "1", "zh", external=True)
    (tmp_path / "out").mkdir()
    (made,) = write_format("docx", secret_pack(), saved, tmp_path / "out", look)
    told = [text for name, text in texts_in(made.read_bytes(), "x.docx") if name.endswith("document.xml")]
    assert "7919" not in told[0] and "，*" in told[0]


def secret_pack(language: str = "zh") -> Pack:
    """Return an external pack of every kind of chart, each with 3 hidden behind 7919 or a share that tells of 3."""
    values = (*(9001.0 + place for place in range(21)), SENTINEL, 3.0, 9100.0)
    line = Line("甲", values, "main", "<b>9,100</b>")
    parts = [4000.0] * 22 + [3.0, 4000.0]
    share = Line("占比", tuple(part / 8117 for part in parts), "main", "", (8117.0,) * 24)
    rows = tuple(
        Dot(name, name, part / 8117, 0.1, 0.3, 8117.0, 0)
        for name, part in [("壬", 3), ("癸", 7919), ("子", 8000), ("丑", 8001)]
    )
    four = ("甲", "乙", "丙", "丁")
    counts, labels = (SENTINEL, 3.0, 9001.0, 9002.0), ("7,919", "3", "9,001", "9,002")
    told = (
        exhibit_of(Monthly(MONTHS, (line,), "count", "件"), key="months", title="3件"),
        exhibit_of(Monthly(MONTHS, (share,), "share", "%"), key="shares"),
        exhibit_of(Columns(four, counts, "count", "件", labels, counts, "上年"), key="columns", title="乙3件"),
        exhibit_of(Bars(four, counts, labels, "count", "件"), key="bars", title="甲7919件"),
        exhibit_of(
            Heat(four[:2], four[:3], ((SENTINEL, 3.0, 9001.0), (SENTINEL, SENTINEL, 9001.0)), "count", "件"), key="heat"
        ),
        exhibit_of(Dots(rows, 0.2, "全部", "件", "lower", "share", "%"), key="dots", title="壬最低"),
    )
    figures = (cited("repeat_share", SECRET_SHARE, 3.0, 8117.0), cited("repeat_items", 3.0, 3.0, None))
    sections = (Section("总体", (Sentence("重复信访3件次", key="text-a", cited=figures),), exhibits=told),)
    with in_language(language):
        made, hidden = external_edition(sections, LEAST)
        pack = made_pack(*made, language=language)
        return replace(pack, external=True, hidden=hidden, notes=external_notes(hidden, LEAST))


def texts_in(content: bytes, name: str) -> Iterator[tuple[str, str]]:
    """Yield name and text of every part of a file, also of the workbooks inside its charts."""
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            for part in parts.namelist():
                yield from texts_in(parts.read(part), f"{name}/{part}")
    elif not name.endswith((".png", ".pdf", ".jpeg")):
        yield name, content.decode("utf-8", "replace")


@pytest.mark.parametrize("charts", ["native", "picture"])
def test_no_file_holds_a_hidden_number(tmp_path: Path, charts: str) -> None:
    pack = secret_pack()
    assert [one.spec is not None for one in pack.exhibits] == [True] * 6
    saved = SavedPack("monthly", {}, "000001", "zh", external=True)
    formats = ("pptx", "docx", "xlsx", "html", "svg", "zip")
    made = export(pack, saved, tmp_path, formats, Look(charts), lambda line: None)
    share = f"{SECRET_SHARE:.6f}"[:8]
    for path in [Path(path) for one in made.values() for path in one["paths"]]:
        for name, text in texts_in(path.read_bytes(), path.name):
            if "/ppt/slideMasters" in name or "theme" in name or "styles.xml" in name or "presProps" in name:
                continue
            assert not re.search(r"7,?919", text), name
            assert share not in text and "3件" not in text and "乙3" not in text and "壬" not in text, name
            assert not re.search(r"<c:v>3(\.0)?</c:v>", text), name


def test_the_manifest_lists_words_where_figures_are_hidden(tmp_path: Path) -> None:
    pack = secret_pack()
    export(pack, SavedPack("monthly", {}, "1", "zh", external=True), tmp_path, ("zip",), Look(), lambda line: None)
    with zipfile.ZipFile(next(tmp_path.glob("*.zip"))) as bundle:
        told = json.loads(bundle.read("manifest.json"))
    values = [one["value"] for one in told["figures"]]
    assert told["pack"]["external"] is True and {"<5", FURTHER} <= set(map(str, values))
    assert not [value for value in values if isinstance(value, float) and (0 < value < 5 and value == int(value))]
    assert told["notes"][0].startswith("对外版")


@pytest.mark.office
def test_no_page_shows_a_hidden_number(tmp_path: Path) -> None:
    import subprocess

    from barometer.briefing.print_file import write_pdf

    write_pdf(secret_pack(), tmp_path / "paper.pdf")
    told = subprocess.run(["pdftotext", str(tmp_path / "paper.pdf"), "-"], capture_output=True, text=True, check=True)
    assert "9001" in told.stdout.replace(",", "") and "<5" in told.stdout
    assert not re.search(r"7,?919|3件|壬", told.stdout)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(("data", "month"), [("sample_data", "2026-10"), ("small_data", "2026-10")])
@pytest.mark.parametrize("template", ["monthly", "quarterly"])
def test_real_packs_show_no_small_count(
    request: pytest.FixtureRequest, data: str, month: str, template: str, language: str
) -> None:
    pack = external(request.getfixturevalue(data), template, language, month)
    assert pack.hidden and pack.mark == ("对外版" if language == "zh" else "external edition")
    for panel in (panel for one in pack.exhibits if one.spec for panel in one.spec.panels):
        rows = list(panel.table())[1:]
        wide = len(panel.lines) if isinstance(panel, Monthly) else None
        if panel.kind == "count" and not (isinstance(panel, Bars) and min(value or 0 for value in panel.values) < 0):
            cells = [cell for row in rows for cell in row[1:][:wide] if isinstance(cell, int | float)]
            assert not [cell for cell in cells if 0 < cell < LEAST]
    for section in pack.sections:
        told = [one for sentence in section.paragraphs for one in sentence.cited]
        told += [one for table in section.tables for one in table.cited]
        for one in told:
            kind = metric_named(one.metric).kind
            counts = [one.value] if kind == "count" else [one.numerator, one.denominator]
            if kind == "share" and one.numerator is not None and one.denominator is not None:
                counts.append(one.denominator - one.numerator)
            assert not [count for count in counts if count is not None and 0 < count < LEAST], one


def test_the_check_list_tells_what_is_hidden_and_blocks_words_that_name_it(sample_data: Path) -> None:
    pack = external(sample_data, edits={"open-ages": "在办件中8件超过90天", "channels": "只有4件来自其他渠道"})
    audience = audience_of(sample_data)
    found = check_pack(pack, audience, filters_of(audience.session, "monthly", parse_month("2026-10")))
    told = [one for one in found if one.kind == "hidden"]
    assert told and all(one.level != BLOCKS for one in told)
    named = [one for one in found if one.kind == "disclosure"]
    assert [(one.level, one.key) for one in named] == [(BLOCKS, "channels")]
    assert named[0] in blocking(found, is_confirmed=True), "no confirmation opens this"
    exhibit = next(one for one in pack.exhibits if one.key == "channels")
    assert exhibit.conclusion.edited is None, "and no file would hold it"


def test_words_about_a_chart_that_is_not_shown_block_the_pack(sample_data: Path) -> None:
    pack = external(sample_data, edits={"collective-topics": "住房保障居首"})
    assert any(one.key == "collective-topics" and one.is_withheld for one in pack.hidden)
    assert [one.key for one in pack.hidden if one.is_by_hand] == ["collective-topics"]
    assert not [note for note in pack.notes if "未能绘制" in note], "the notes name it once"


def test_none_at_all_is_told_even_where_a_share_of_few_is_hidden() -> None:
    figures = (cited("collective_batch_share", 0.0, 0.0, 3.0), cited("collective_batches", 0.0, 0.0, None))
    assert hidden_cited([figures], LEAST) == {figures[0]}


def test_the_edition_is_saved_and_made_again(sample_data: Path, tmp_path: Path) -> None:
    audience = audience_of(sample_data)
    filters = filters_of(audience.session, "monthly", parse_month("2026-10"))
    pack = external(sample_data, mark="送审稿")
    saved = saved_pack(pack, filters)
    assert saved.external and saved.mark == "送审稿" and pack.mark == "送审稿 · 对外版"
    write_saved(saved, tmp_path / "pack.json")
    again = read_saved(tmp_path / "pack.json").built(audience)
    assert again.hidden == pack.hidden and again.mark == pack.mark
    (tmp_path / "odd.json").write_text(
        saved.as_json().replace('"external": true', '"external": "yes"'), encoding="utf-8"
    )
    with pytest.raises(UnreadableFile):
        read_saved(tmp_path / "odd.json")


def test_the_command_writes_it(sample_data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    order = ["brief", "--data", str(sample_data), "--template", "monthly", "--period", "2026-10", "--external"]
    assert main([*order, "--out", str(tmp_path), "--formats", "xlsx", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [one for one in told["checks"] if one["kind"] == "hidden"]


def test_without_the_choice_nothing_is_hidden() -> None:
    spec = exhibit_of(Bars(("甲", "乙"), (3.0, 9.0), ("3", "9"), "count", "件"))
    assert isinstance(spec, Exhibit) and FROM.filters == spec.spec.provenance.filters  # type: ignore[union-attr]
