"""口径与数据: everything that is counted is explained there, and what it says of the data can be counted again."""

from __future__ import annotations

import html
import re
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from zoneinfo import ZoneInfo

import pandas as pd
import pytest
from deliveries import TREE, figure, published
from streamlit.testing.v1 import AppTest
from worked_examples import letter, visit

from barometer.audience import Audience
from barometer.briefing.fonts import families
from barometer.briefing.installed_fonts import paper_families
from barometer.charts.marks import Bars, Heat, Monthly
from barometer.charts.spec import ChartSpec
from barometer.completeness import units_one_level_down
from barometer.contract import HOUSE, tables
from barometer.dates_in_words import day_name, period_name
from barometer.definitions import DOCUMENTED, emptiness, limits, version, version_of
from barometer.definitions_screen import SECTIONS
from barometer.figure_table import table_html
from barometer.filters import Filters, default_filters
from barometer.language import use_language
from barometer.metrics import Metric, registry
from barometer.panels.checks import sum_checks
from barometer.panels.freshness import freshness
from barometer.panels.quality import completeness, empty_columns, units_reporting
from barometer.panels.tables import Code, Table
from barometer.panels.told import State
from barometer.periods import parse_month, run_of
from barometer.plain_text import plain
from barometer.reference import SHIPPED, read_reference
from barometer.scope import Scope
from barometer.session import open_session
from barometer.snapshots import current_snapshot

SHELL = HOUSE / "barometer" / "shell.py"
CODES = read_reference(SHIPPED / "codes.csv")
LIMITS = read_reference(SHIPPED / "limits.csv")
GLOSSARY = read_reference(SHIPPED / "glossary.csv")
Shown = Callable[..., AppTest]


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> Shown:
    """Return a function that opens the page on a data folder under an address."""

    def show(data: Path, **address: str) -> AppTest:
        monkeypatch.setenv("BAROMETER_DATA", str(data))
        at = AppTest.from_file(str(SHELL), default_timeout=60)
        for key, value in address.items():
            at.query_params[key] = value
        at.switch_page("../pages/definitions.py").run()
        assert not at.exception, [entry.value for entry in at.exception]
        return at

    return show


@pytest.fixture(autouse=True)
def in_chinese() -> None:
    use_language("zh")


# --- everything is documented --------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_metric_column_limit_and_code_stands_on_the_page(language: str, small_data: Path, shown: Shown) -> None:
    at = shown(small_data, lang=language)
    rows, names = rows_of(at), codes_of(at)
    for metric in registry().values():
        said = {metric.label(language), metric.formula(language), metric.source(language)}
        assert [row for row in rows if metric.id in row[0] and all(capital(text) in " ".join(row) for text in said)]
    for table in DOCUMENTED:
        for column in tables()[table].columns.values():
            told = (tables()[table].label(language), column.label(language), capital(column.explained(language)))
            assert [row for row in rows if column.name in row[1] and all(text in " ".join(row) for text in told)]
    for row in LIMITS:
        own = row["article"] in ("analytic", "practice")
        article = "" if own else row["article" if language == "zh" else "article_en"]
        told = (row[f"label_{language}"], row["id"], article, row["valid_from"], row["value"])
        assert [shown for shown in rows if all(text in " ".join(shown) for text in told)], told
    session = open_session(Scope(), current_snapshot(small_data))
    for row in CODES:
        line = next(line for line in rows if line[0].endswith(f" {row['list']}"))
        label = session.labels(row["list"], language)[row["code"]]  # a delivery may have its own
        assert f"{label} {row['code']}" in line[1], row
        assert row["code"] in names


def test_settings_fixed_at_publish_stand_on_the_page(small_data: Path, shown: Shown) -> None:
    told = dict(row for row in rows_of(shown(small_data)) if len(row) == 2)
    assert (told["集体访人数起点"], told["重复信访回溯期"], told["一次性化解观察期"]) == ("5人次", "24个月", "180日")
    assert (told["满意率最少评价件数"], told["统计月份"]) == ("20件", "自然月")


@pytest.mark.parametrize("metric", registry().values(), ids=lambda metric: metric.id)
def test_a_link_opens_a_metric_in_full(metric: Metric, small_data: Path, shown: Shown) -> None:
    at = shown(small_data, metric=metric.id)
    assert at.header[0].value.replace("\\", "") == metric.label_zh
    told = dict(row for row in rows_of(at) if len(row) == 2)
    assert told["计算方法"] == metric.formula_zh
    assert told["来源"].startswith(metric.source_zh)
    assert told["口径版本"] == version(metric)
    assert [code.value for code in at.code] == [metric.query.strip()]
    assert address_in(at)["metric"] == [metric.id]
    assert "上年同期按现行口径回算，可能与当年通报不同。" in [entry.value for entry in at.caption]
    rests_on = [row["id"] for row in LIMITS if row["id"] in metric.limits]
    assert [code for code in codes_of(at) if code != version(metric)] == rests_on


def test_an_own_definition_says_so_and_an_article_whether_it_was_read(small_data: Path, shown: Shown) -> None:
    for metric in registry().values():
        row = next(row for row in rows_of(shown(small_data)) if row[0].endswith(f" {metric.id}"))
        expected = "自定口径" if not metric.is_statute else "已核对原文" if metric.is_verified else "未核对原文"
        assert row[3] == expected


def test_a_metric_names_the_limits_its_source_names_and_only_known_ones() -> None:
    known = {row["id"] for row in LIMITS}
    for metric in registry().values():
        named = set(re.findall(r"[（(]([a-z_]+)[)）]", metric.source_zh))
        assert named <= set(metric.limits) <= known, metric.id


@pytest.mark.shared
def test_columns_the_data_does_not_fill_are_named_at_the_metric(new_york_data: Path, shown: Shown) -> None:
    told = dict(row for row in rows_of(shown(new_york_data, metric="completed_on_time_rate")) if len(row) == 2)
    assert told["所需字段"] == "办理期限（本数据为空）：不可计算；答复日期（本数据为空）：不可计算"
    one_enough = dict(row for row in rows_of(shown(new_york_data, metric="repeat_share")) if len(row) == 2)
    assert "不可计算" not in one_enough["所需字段"]


@pytest.mark.shared
@pytest.mark.parametrize("section", SECTIONS)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_each_section_answers_on_data_with_empty_columns(
    section: str, language: str, new_york_data: Path, shown: Shown
) -> None:
    at = shown(new_york_data, section=section, lang=language)
    assert at.header
    assert not at.error


# --- versions ------------------------------------------------------------------------------------------------------


def test_a_version_changes_with_the_definition_and_only_with_it() -> None:
    block: dict[str, object] = {"label_zh": "占比", "needs": ["petitions.channel"]}
    known = version_of(block, "select 1")
    assert re.fullmatch("[0-9a-f]{8}", known)
    assert version_of({**block, "used_on": ["overview"]}, "select 1") == known
    assert version_of(block, "select 2") != known
    assert version_of({**block, "needs": ["petitions.area"]}, "select 1") != known
    assert len({version(metric) for metric in registry().values()}) == len(registry())


# --- the address ---------------------------------------------------------------------------------------------------


def test_an_unknown_metric_falls_back_to_the_list_with_one_notice(small_data: Path, shown: Shown) -> None:
    for asked in ("no_such_metric", "<b>", "重复", "../registered", "x" * 5000):
        at = shown(small_data, metric=asked)
        assert ["指标不存在" in entry.value for entry in at.info] == [True]
        assert "metric" not in at.query_params
        assert len(at.header) == 5
        assert not at.run().info, "the notice is told once"


def test_an_unknown_section_falls_back_to_the_first_with_a_notice(small_data: Path, shown: Shown) -> None:
    at = shown(small_data, section="nowhere", lang="en")
    assert ["section there is not" in entry.value for entry in at.info] == [True]
    assert "section" not in at.query_params


@pytest.mark.parametrize("section", SECTIONS)
def test_a_section_is_opened_by_its_link_and_kept_with_the_filters(
    section: str, small_data: Path, shown: Shown
) -> None:
    at = shown(small_data, section=section, unit="U005", period="2026-05", mode="month")
    assert address_in(at)["unit"] == ["U005"]
    assert address_in(at)["section"] == [section]
    first = at.header[0].value
    at.button(key="language-switch").click().run()
    assert not at.exception
    assert address_in(at)["section"] == [section]
    assert at.header[0].value != first


def test_choosing_a_section_or_a_metric_writes_the_address_and_leaves_the_filters(
    small_data: Path, shown: Shown
) -> None:
    at = shown(small_data, unit="U005")
    at.selectbox(key="definitions-metric").select("backlog").run()
    assert list(address_in(at)) == ["period", "mode", "compare", "unit", "metric", "lang"]
    assert at.header[0].value == "在办存量"
    at.segmented_control(key="definitions-section").select("glossary").run()
    assert list(address_in(at)) == ["period", "mode", "compare", "unit", "section", "lang"]
    assert len(rows_of(at)) == len(GLOSSARY) + 1
    at.segmented_control(key="definitions-section").select("metrics").run()
    assert list(address_in(at)) == ["period", "mode", "compare", "unit", "lang"]
    assert at.header[0].value == "指标口径与依据"


def test_a_name_in_the_list_is_a_link_to_its_metric_under_the_same_filters(small_data: Path, shown: Shown) -> None:
    bodies = "".join(entry.proto.body for entry in shown(small_data, unit="U005").get("html"))
    links = [html.unescape(link) for link in re.findall(r'<a href="([^"]*)"', bodies)]
    assert links == [f"?period=2026-10&mode=ytd&compare=year&unit=U005&metric={name}&lang=zh" for name in registry()]


# --- words ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("section", SECTIONS)
def test_no_section_mixes_the_languages(section: str, small_data: Path, shown: Shown) -> None:
    own = {"CSV", "SQL", "PNG", "UTC", "English", "limits.csv", "OCDS", "Cardinal", "OCP", "HHI"}
    fonts = [*vars(families()).values(), *paper_families().values(), "Word", "PowerPoint", "Excel", "PDF"]
    chinese = without(words_of(shown(small_data, section=section)), fonts)
    if section == "glossary":  # both languages' terms stand side by side there
        chinese = without(chinese, [row["term_en"] for row in GLOSSARY])
    assert not set(re.findall(r"[A-Za-z]{3,}(?:\.csv)?", chinese)) - own
    names = [unit.name for unit in open_session(Scope(), current_snapshot(small_data)).tree.units.values()]
    english = words_of(shown(small_data, section=section, lang="en"))
    english = without(english, [*names, *fonts, *(row["term_zh"] for row in GLOSSARY if section == "glossary")])
    assert re.findall("[一-鿿]+", english) == ["中文"]


def test_names_of_the_data_are_shown_as_they_are_written(tmp_path: Path, shown: Shown) -> None:
    units = [{"unit_id": "top"}, {"unit_id": "a", "parent_id": "top", "unit_name": "*甲* &lt; ~~乙~~"}]
    codes = [{"list": "category", "code": "odd", "label_zh": "*丙* &lt;b&gt; #", "label_en": "C &amp; 'x'"}]
    published(tmp_path, units, [letter("2026-10-02", unit_id="a", category="odd")], codes=codes)
    bodies = "".join(entry.proto.body for entry in shown(tmp_path / "data").get("html"))
    assert "*丙* &amp;lt;b&amp;gt; #" in bodies
    freshness_card = shown(tmp_path / "data", section="data", unit="a", mode="month").get("html")
    assert "登记件次（*甲* &amp;lt; ~~乙~~）" in "".join(entry.proto.body for entry in freshness_card)


def test_the_old_word_is_explained_and_used_nowhere_else(small_data: Path, shown: Shown) -> None:
    assert "非正常访" in words_of(shown(small_data, section="glossary"))
    assert all("非正常" not in words_of(shown(small_data, section=section)) for section in SECTIONS[:3])


# --- what it says of the data --------------------------------------------------------------------------------------

PETITIONS = [
    *(letter("2026-09-02", unit_id="north", matter_id="m1", category="land", area="goods"),) * 2,
    *(visit("2026-09-03", 6, unit_id="north-1", visit_id="v", category=topic) for topic in ("land", "wages")),
    letter("2026-09-04", unit_id="all", is_repeat=True, matter_id="m2"),
    letter("2026-09-05", unit_id="north", is_repeat=False, matter_id="m1"),
    letter("2026-10-06", unit_id="south"),
    *(letter("2026-09-07", unit_id="south", purpose="accusation", category="land"),) * 3,
]
NORTH = Scope("unit", frozenset({"north", "north-1"}))
VERDICTS = ("一致", "不一致（属正常）", "未比对")
SEPTEMBER = Filters(parse_month("2026-09"), "month")
PERIOD = (parse_month("2021-01"), parse_month("2026-11"))


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Audience:
    folder = tmp_path_factory.mktemp("definitions")
    published(folder, TREE, PETITIONS, period=(parse_month("2021-01"), pd.Timestamp("2026-10-31").date()))
    return Audience(Scope(), current_snapshot(folder / "data"))


def test_each_sum_is_the_figure_that_ask_gives(sample_data: Path) -> None:
    audience = Audience(Scope(), current_snapshot(sample_data))
    told = checks(audience, Filters(parse_month("2026-10"), "month"))
    assert told["信访总量＝按信访渠道合计"][0] == f"{figure(audience.session, 'registered', '2026-10')[2]:,.0f}"
    assert told["集体访批次＝各规模合计"][0] == f"{figure(audience.session, 'collective_batches', '2026-10')[2]:,.0f}"
    assert told["集体访人次＝各规模合计"][0] == f"{figure(audience.session, 'collective_persons', '2026-10')[2]:,.0f}"


@pytest.mark.parametrize("data", ["sample", "small", pytest.param("new_york", marks=pytest.mark.shared)])
@pytest.mark.parametrize("mode", ["month", "ytd", "rolling"])
def test_no_sum_of_real_deliveries_disagrees(data: str, mode: str, request: pytest.FixtureRequest) -> None:
    audience = Audience(Scope(), current_snapshot(request.getfixturevalue(f"{data}_data")))
    tree = audience.session.tree
    for units in ((), *((unit,) for unit in list(tree.units)[:6]), tree.roots[:1] + tuple(list(tree.units)[-2:])):
        table = sum_checks(audience, Filters(audience.session.last_month, mode, units=units))
        assert isinstance(table, Table)
        assert not [row for row in table.rows if row[4] == "不一致"]
        verdicts = [row[4] for row in table.rows]
        assert re.findall(r"(\d+)项", table.title) == [
            str(n) for n in map(verdicts.count, dict.fromkeys(VERDICTS)) if n
        ]
        assert all(row[3] == "0" for row in table.rows if row[4] == "一致")
        assert all(row[5] != "—" for row in table.rows if row[4] != "一致")


def test_sums_of_a_worked_example_are_those_counted_by_hand(whole: Audience) -> None:
    told = checks(whole, SEPTEMBER)
    assert told["信访总量＝按内容分类合计"] == ("6", "6", "0", "一致", "—")
    assert told["信访总量＝下一级2个单位与本级合计"] == ("6", "6", "0", "一致", "—")
    assert told["来访批次＝按内容分类合计"][:4] == ("1", "2", "+1", "不一致（属正常）")
    assert told["来访批次＝按重点领域合计"][:4] == ("1", "1", "0", "一致")
    assert told["集体访人次＝各规模合计"] == ("6", "6", "0", "一致", "—")


def test_the_repeat_flag_is_compared_with_the_matters_where_both_are_known(whole: Audience) -> None:
    told = checks(whole, SEPTEMBER)["来源标注的重复＝按事项推定的重复"]
    assert told[:4] == ("1", "1", "0", "不一致（属正常）")
    assert told[4].startswith("2件次中2件次不一致（100.00%）：仅来源标注1件次，仅按事项推定1件次")
    south = checks(whole, Filters(parse_month("2026-10"), "month", units=("south",)))
    assert south["来源标注的重复＝按事项推定的重复"][:4] == ("—", "—", "—", "未比对")


def test_a_flag_is_not_compared_while_the_history_is_shorter_than_the_window(tmp_path: Path) -> None:
    flagged = [letter(day, is_repeat=True, matter_id="m") for day in ("2024-12-31", "2025-01-01")]
    period = (parse_month("2023-01"), pd.Timestamp("2026-10-31").date())
    session = published(tmp_path, petitions=flagged, period=period)
    audience, name = Audience(Scope(), session.snapshot), "来源标注的重复＝按事项推定的重复"
    assert checks(audience, Filters(parse_month("2024-12"), "month"))[name][3] == "未比对"
    assert checks(audience, Filters(parse_month("2025-01"), "month"))[name][:4] == ("1", "1", "0", "一致")


@pytest.mark.shared
def test_what_the_data_does_not_bring_is_not_said_to_agree(new_york_data: Path) -> None:
    audience = Audience(Scope(), current_snapshot(new_york_data))
    told = checks(audience, default_filters(audience.session))
    assert told["来访、集体访＝各部分合计"] == ("—", "—", "—", "未比对", "数据未提供“信访渠道”、“来访人数”，不作推测。")
    assert not [name for name in told if name.startswith("集体访")]


def test_a_sum_that_is_really_wrong_is_said_to_be(tmp_path: Path) -> None:
    session = published(tmp_path, TREE, PETITIONS)
    audience = Audience(Scope(), session.snapshot)
    audience.session.rows("update petition_events set items = 9 where breakdown = 'channel' and code = 'letter'")
    table = sum_checks(audience, SEPTEMBER)
    assert isinstance(table, Table)
    assert table.title.startswith("8项合计中1项不符") or re.match(r"\d+项合计中1项不符", table.title)
    assert ("信访总量＝按信访渠道合计", "6", "不一致") in [(row[0], row[1], row[4]) for row in table.rows]


def test_a_unit_that_moved_excuses_a_difference_and_says_why(tmp_path: Path) -> None:
    units = [
        {"unit_id": "top"},
        {"unit_id": "a", "parent_id": "top"},
        {"unit_id": "b", "parent_id": "top"},
        {"unit_id": "c", "parent_id": "a", "valid_to": "2026-09-10"},
        {"unit_id": "c", "parent_id": "b", "valid_from": "2026-09-11"},
    ]
    session = published(tmp_path, units, [letter("2026-09-02", unit_id="c"), letter("2026-09-20", unit_id="c")])
    audience = Audience(Scope(), session.snapshot)
    told = checks(audience, Filters(parse_month("2026-09"), "month", units=("a",)))
    assert "信访总量＝按信访渠道合计" in told
    assert not [name for name in told if "下一级" in name], "nobody stands below it today"
    whole = checks(audience, SEPTEMBER)["信访总量＝下一级2个单位与本级合计"]
    assert whole == ("2", "2", "0", "一致", "—")


def test_sums_outside_the_data_are_not_known(whole: Audience) -> None:
    assert isinstance(sum_checks(whole, Filters(parse_month("2021-01"), "rolling")), State)


def test_empty_columns_are_those_of_the_extract_without_accusations(small_data: Path) -> None:
    snapshot = current_snapshot(small_data)
    rows = pd.read_parquet(snapshot.folder / "extracts" / "petitions")
    rows = rows[rows["purpose"].ne("accusation").fillna(True)]
    found = emptiness(Audience(Scope(), snapshot), ())
    counted = {name: (one.registrations, one.nulls) for (table, name), one in found.items() if table == "petitions"}
    assert counted == {name: (len(rows), int(rows[name].isna().sum())) for name in tables()["petitions"].columns}


def test_empty_columns_are_counted_for_the_chosen_units_and_all_below(whole: Audience) -> None:
    north = {name: (one.registrations, one.nulls) for (_, name), one in emptiness(whole, ("north",)).items()}
    assert north["matter_id"] == (5, 2)
    assert north["persons"] == (5, 3)
    assert emptiness(whole, ("south",))["petitions", "category"].registrations == 1, "accusations are left out"


def test_a_scope_holds_the_empty_columns_of_its_own_units_only(whole: Audience) -> None:
    north = Audience(NORTH, whole.snapshot)
    assert north.session.rows("select distinct unit_id from column_nulls order by unit_id") == [
        ("north",),
        ("north-1",),
    ]
    assert emptiness(north, ())["petitions", "channel"].registrations == 5
    assert {row[0] for row in rows_in(freshness(north, SEPTEMBER))} & {"覆盖期以外的登记（不计入）"} == set()


def test_completeness_has_a_row_for_each_unit_one_level_down_in_tree_order(sample_data: Path) -> None:
    audience = Audience(Scope(), current_snapshot(sample_data))
    tree = audience.session.tree
    spec = completeness(audience, default_filters(audience.session))
    assert isinstance(spec, ChartSpec)
    (heat,) = spec.panels
    assert isinstance(heat, Heat)
    below = [unit.name for unit in tree.units.values() if unit.parent_id == tree.roots[0]]
    assert list(heat.rows) == below
    assert len(heat.columns) == 12
    assert all(0 <= value <= 1 for row in heat.values for value in row if value is not None)


def test_completeness_has_a_dash_where_nobody_is_expected(tmp_path: Path) -> None:
    units = [*TREE, {"unit_id": "east", "parent_id": "all", "is_reporting": False}]
    published(tmp_path, units, PETITIONS, period=(parse_month("2026-01"), pd.Timestamp("2026-10-31").date()))
    audience = Audience(Scope(), current_snapshot(tmp_path / "data"))
    spec = completeness(audience, Filters(parse_month("2026-10"), "month"))
    assert isinstance(spec, ChartSpec)
    heat = spec.panels[0]
    assert isinstance(heat, Heat)
    told = dict(zip(heat.rows, heat.values, strict=True))
    assert told["north"][-2:] == (1.0, 1.0), "four in ten months: a month without any may have had no petition"
    assert told["south"][-1] == 1.0
    assert told["east"][-1] is None
    assert told["north"][0] != told["north"][0], "before the data begins there is no cell"


@pytest.mark.parametrize(
    ("chosen", "shown"),
    [((), ("north", "south")), (("north",), ("north-1",)), (("south",), ("south",)), (("north-1", "south"),) * 2],
)
def test_one_level_down_of_the_chosen_units(chosen: tuple[str, ...], shown: tuple[str, ...], whole: Audience) -> None:
    assert units_one_level_down(whole, chosen) == shown


def test_two_thousand_units_side_by_side_are_cut_and_the_cut_is_told(tmp_path: Path) -> None:
    units = [{"unit_id": "all"}, *({"unit_id": f"u{n:04}", "parent_id": "all"} for n in range(2000))]
    session = published(tmp_path, units, [letter("2026-10-02", unit_id="u0001")])
    audience = Audience(Scope(), session.snapshot)
    spec = completeness(audience, default_filters(audience.session))
    assert isinstance(spec, ChartSpec)
    assert isinstance(spec.panels[0], Heat)
    assert list(spec.panels[0].rows) == [f"u{n:04}" for n in range(40)]
    assert "2000个单位中的前40个" in spec.subtitle
    told = checks(audience, Filters(audience.session.last_month, "month"))
    assert told["信访总量＝下一级2000个单位与本级合计"] == ("1", "1", "0", "一致", "—")


def test_units_reporting_are_told_by_month_and_unknown_before_the_data(whole: Audience) -> None:
    spec = units_reporting(whole, SEPTEMBER)
    assert isinstance(spec, ChartSpec)
    panel = spec.panels[0]
    assert isinstance(panel, Monthly)
    assert panel.lines[0].values[-1] == pytest.approx(2 / 3)
    assert spec.title.startswith("2026年9月3个应报单位中2个有登记")
    early = units_reporting(whole, Filters(parse_month("2021-02"), "month"))
    assert isinstance(early, ChartSpec)
    assert isinstance(early.panels[0], Monthly)
    assert early.panels[0].lines[0].values[:34] == (None,) * 34


def test_a_unit_that_registered_nothing_has_words_for_its_empty_columns(tmp_path: Path, shown: Shown) -> None:
    units = [{"unit_id": "all"}, {"unit_id": "silent", "parent_id": "all"}]
    session = published(tmp_path, units, [letter("2026-09-03")])
    silent = Filters(session.last_month, units=("silent",))
    assert isinstance(empty_columns(Audience(Scope(), session.snapshot), silent), State)
    assert shown(tmp_path / "data", section="data", unit="silent").title[0].value


def test_empty_columns_are_drawn_in_the_order_of_the_contract(small_data: Path) -> None:
    audience = Audience(Scope(), current_snapshot(small_data))
    spec = empty_columns(audience, default_filters(audience.session))
    assert isinstance(spec, ChartSpec)
    assert isinstance(spec.panels[0], Bars)
    assert spec.panels[0].names == tuple(column.label_zh for column in tables()["petitions"].columns.values())


def test_cards_of_the_data_claim_no_code_no_comparison_and_only_their_months(small_data: Path) -> None:
    audience = Audience(Scope(), current_snapshot(small_data))
    session = audience.session
    chosen = replace(default_filters(session), units=("U005",), only=(("channel", ("visit",)),))
    name = session.tree.units["U005"].name
    for build, span in (
        (units_reporting, "2023年11月—2026年10月"),
        (completeness, "2025年11月—2026年10月"),
        (empty_columns, f"{period_name(run_of(session.first_month, session.last_month))}"),
    ):
        spec = build(audience, chosen)
        assert isinstance(spec, ChartSpec)
        assert spec.provenance.filters == f"筛选：{span} · {name}"


def test_the_page_says_that_codes_do_not_narrow_it_and_keeps_them(small_data: Path, shown: Shown) -> None:
    at = shown(small_data, section="data", channel="visit", unit="U005")
    assert "本页不按信访渠道、内容分类、重点领域筛选。" in [entry.value for entry in at.caption]
    assert address_in(at)["channel"] == ["visit"]
    foot = at.caption[-1].value
    assert "来访" not in foot
    assert "对比" not in foot
    assert "本页不按" not in "".join(entry.value for entry in shown(small_data, section="data").caption)


@pytest.mark.parametrize(("zone", "told"), [("Asia/Shanghai", "+08:00"), ("America/St_Johns", None), ("UTC", "+00:00")])
def test_times_are_those_of_the_server_s_clock_everywhere(
    zone: str, told: str | None, small_data: Path, shown: Shown, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        local = current_snapshot(small_data).published_at.astimezone(ZoneInfo(zone))
        expected = f"{day_name(local.date())} {local:%H:%M} UTC{told or local.isoformat()[-6:]}"
        at = shown(small_data, section="data")
        assert dict(row for row in rows_of(at) if len(row) == 2)["发布时间"] == expected
        assert plain(f"发布时间{expected}") in [entry.value for entry in at.markdown]
    finally:
        monkeypatch.undo()
        time.tzset()


def test_freshness_tells_day_snapshot_and_registrations(small_data: Path) -> None:
    audience = Audience(Scope(), current_snapshot(small_data))
    told = dict(rows_in(freshness(audience, default_filters(audience.session))))
    assert told["数据截至"] == "2026-10-31"
    assert told["快照号"] == audience.snapshot.label
    months = audience.session.rows("select sum(items) from petition_events where event = 'registered' and node = '*' "
                                   "and breakdown = 'all' and not is_cut")  # fmt: skip
    assert told["登记件次（全部单位）"] == f"{months[0][0]:,}"


@pytest.mark.shared
def test_rows_set_aside_at_intake_are_told(new_york_data: Path) -> None:
    audience = Audience(Scope(), current_snapshot(new_york_data))
    told = dict(rows_in(freshness(audience, default_filters(audience.session))))
    counted = audience.snapshot.manifest["intake"]["petitions"]["quarantined"]
    assert told["导入时隔离的行数（信访登记）"] == f"{counted:,}"


def test_a_limit_of_a_site_without_english_articles_shows_its_own(small_data: Path, tmp_path: Path) -> None:
    audience = Audience(Scope(), current_snapshot(small_data))
    assert {limit.article for limit in limits(audience, "en")} == {row["article_en"] for row in LIMITS}


def test_a_table_escapes_every_cell() -> None:
    body = table_html(("<h>",), (("<a>",), (("<b>", Code("<c>")),)))
    assert not re.search("<[Hhabc]>", body)
    assert body.count("&lt;") == 4


def checks(audience: Audience, filters: Filters) -> dict[str, tuple[str, ...]]:
    """Return each check by name: left, right, difference, verdict, explanation."""
    table = sum_checks(audience, filters)
    assert isinstance(table, Table)
    return {str(row[0]): tuple(map(str, row[1:])) for row in table.rows}


def address_in(at: AppTest) -> dict[str, list[str]]:
    """Return what the address holds; AppTest gives one value as text, several as a list."""
    return {key: [values] if isinstance(values, str) else values for key, values in at.query_params.items()}


def rows_in(table: Table) -> list[tuple[str, str]]:
    return [(str(row[0]), str(row[1])) for row in table.rows]


def rows_of(at: AppTest) -> list[list[str]]:
    """Return the rows of all tables as their cells' words; a technical name stands behind a blank."""
    rows: list[list[str]] = []
    for entry in at.get("html"):
        for row in re.findall(r"<tr>(.*?)</tr>", entry.proto.body):
            cells = re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", row)
            rows.append([" ".join(html.unescape(re.sub("<[^>]*>", " ", cell)).split()) for cell in cells])
    return rows


def codes_of(at: AppTest) -> list[str]:
    """Return the technical names in the page's tables."""
    found = [re.findall("<code>(.*?)</code>", entry.proto.body) for entry in at.get("html")]
    return [html.unescape(code) for codes in found for code in codes]


def words_of(at: AppTest) -> str:
    """Return the words a reader sees, without technical names and queries."""
    seen: list[str] = []
    for kind in ("title", "header", "caption", "markdown", "info", "button", "download_button"):
        for element in at.get(kind):
            seen += [str(getattr(element, part, "") or "") for part in ("value", "label", "help")]
    for entry in at.get("html"):
        seen.append(re.sub(r"<(style|script|code).*?</\1>|<[^>]*>", " ", entry.proto.body, flags=re.S))
    for element in at.get("plotly_chart"):
        seen.append(element.proto.alt)
    text = html.unescape(re.sub(r":material/\w+:|:\w+-badge", " ", "\n".join(seen)))
    return re.sub(r"\b[a-z]+(_[a-z]+)+\b", " ", re.sub(r"\\(.)", r"\1", text).replace("\u2060", ""))


def without(text: str, names: list[str]) -> str:
    return re.sub("|".join(re.escape(name) for name in sorted(names, key=len, reverse=True)), " ", text, flags=re.I)


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]
