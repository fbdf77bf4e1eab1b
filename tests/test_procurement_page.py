"""重点领域: badge, table, total, filter and file are one predicate; what may not be seen is not there."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
from deliveries import DATA_AS_OF, TREE, published
from procurements import purchase
from streamlit.testing.v1 import AppTest

from barometer.answers import broken_down
from barometer.audience import Audience
from barometer.charts.marks import Heat
from barometer.charts.spec import ChartSpec
from barometer.contract import HOUSE
from barometer.faults import BrokenContract
from barometer.filters import Filters, default_filters
from barometer.flag_answers import AREAS, MINIMUM, Selection, flagged_tenders, read_selection, tender
from barometer.flags.registry import STAGES, registry
from barometer.flags.verdicts import precision
from barometer.language import read_catalogue, use_language
from barometer.panels.area_strip import area_strip
from barometer.panels.flags import flag_list, flags_by_area
from barometer.panels.procurement import area_cards, procurement_headline, stage_heat
from barometer.panels.records import buyers, suppliers
from barometer.panels.tenders import tender_evidence, tender_offers
from barometer.panels.told import State
from barometer.panels.work_list import ALL, work_list
from barometer.periods import parse_month
from barometer.reference import threshold_in_force
from barometer.scope import Scope
from barometer.session import open_session
from barometer.snapshots import current_snapshot

SHELL = HOUSE / "barometer" / "shell.py"
TENDER_FLAGS = [flag for flag in registry().values() if flag.subject == "tender"]
CODES = {
    "all": [""],
    "stage": list(STAGES),
    "kind": ["statutory", "statistical"],
    "flag": [flag.id for flag in TENDER_FLAGS],
}
SELECTIONS = [Selection(area, group, code) for area in (None, *AREAS) for group in CODES for code in CODES[group]]


@pytest.fixture(autouse=True)
def in_chinese() -> None:
    use_language("zh")


@pytest.fixture(scope="module")
def audience(sample_data: Path) -> Audience:
    return Audience(Scope(), current_snapshot(sample_data))


@pytest.fixture(scope="module")
def filters(audience: Audience) -> Filters:
    return Filters(parse_month("2025-12"), "range", first=parse_month("2021-01"))


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> Callable[..., AppTest]:
    """Return a function that opens the page of a data folder under an address."""

    def show(data: Path, **address: str) -> AppTest:
        monkeypatch.setenv("BAROMETER_DATA", str(data))
        at = AppTest.from_file(str(SHELL), default_timeout=60)
        for key, value in address.items():
            at.query_params[key] = value
        at.switch_page("../pages/procurement.py").run()
        assert not at.exception, [entry.value for entry in at.exception]
        return at

    return show


# --- one predicate -------------------------------------------------------------------------------------------------


def slow_count(audience: Audience, selection: Selection) -> set[str]:
    """Return the flagged tenders of a selection from the evidence of each flag, one row at a time."""
    session = audience.session
    places = {row[0]: row for row in session.rows("select tender_id, area, month from tender_marks")}
    found = set()
    for tender_id, flag_id in session.rows("select tender_id, flag from flag_evidence where state = 'flagged'"):
        flag, (_, area, month) = registry()[flag_id], places[tender_id]
        kind = "statutory" if flag.kind == "statutory" else "statistical"
        codes = {"all": "", "stage": flag.stage, "kind": kind, "flag": flag.id}
        is_within = parse_month("2021-01") <= month <= parse_month("2025-12")
        if is_within and codes[selection.group] == selection.code and selection.area in (None, area):
            found.add(tender_id)
    return found


def test_every_number_opens_exactly_the_tenders_it_counts(audience: Audience, filters: Filters) -> None:
    for selection in SELECTIONS:
        opened = {row.tender_id for row in flagged_tenders(audience, filters, selection, ALL)}
        assert opened == slow_count(audience, selection), selection
        by_area = selection.area is not None
        breakdown = {"all": "area" if by_area else "all"}.get(
            selection.group, ("area_" if by_area else "") + selection.group
        )
        code = "/".join(part for part in (selection.area or "", selection.code) if part)
        figures = broken_down(audience, "flagged_share", filters, breakdown).get(code)
        assert len(opened) == (figures[0].numerator if figures else 0), selection
        assert len(work_list(audience, filters, selection, ALL).rows) == len(opened)
    assert sum(bool(slow_count(audience, one)) for one in SELECTIONS) > 60, "the sample shows most of them"


def test_cells_of_the_charts_hold_and_open_those_numbers(audience: Audience, filters: Filters) -> None:
    charts = [stage_heat(audience, filters), *(flags_by_area(audience, filters, kind) for kind in CODES["kind"])]
    for spec in charts:
        assert isinstance(spec, ChartSpec)
        (heat,) = spec.panels
        assert isinstance(heat, Heat)
        for values, picks in zip(heat.values, heat.picks, strict=True):
            for value, pick in zip(values, picks, strict=True):
                selection = read_selection(dict(pick.own)["rows"])
                assert selection is not None
                assert len(flagged_tenders(audience, filters, selection, ALL)) == (value or 0)


def test_the_sentence_and_the_cards_tell_the_same_numbers(audience: Audience, filters: Filters) -> None:
    flagged = slow_count(audience, Selection())
    statutory = slow_count(audience, Selection(None, "kind", "statutory"))
    sentence = procurement_headline(audience, filters).sentence
    assert f"个可计算项目中{len(flagged)}个有疑点" in sentence
    assert sentence.endswith(f"其中{len(statutory)}个涉及法定条款")
    for area, card in zip(AREAS, area_cards(audience, filters), strict=True):
        assert card.change.startswith(f"{len(slow_count(audience, Selection(area)))} / ")
    strip = area_strip(audience, filters)
    assert [row[3] for row in strip.rows][2] == "不适用"
    assert str(strip.rows[0][3]).startswith(f"{len(slow_count(audience, Selection('engineering')))} / ")


def test_the_work_list_names_most_kinds_first_then_the_largest(audience: Audience, filters: Filters) -> None:
    rows = flagged_tenders(audience, filters, Selection(), ALL)
    assert [row.kinds for row in rows] == [len(row.flags) for row in rows]
    order = [(-row.kinds, -(row.amount or 0)) for row in rows]
    assert order == sorted(order)
    assert {row.n_all for row in flagged_tenders(audience, filters, Selection(), 3)} == {len(rows)}


@pytest.mark.parametrize("selection", SELECTIONS, ids=Selection.written)
def test_a_selection_is_read_as_it_is_written(selection: Selection) -> None:
    assert read_selection(selection.written()) == selection


@pytest.mark.parametrize("written", ["nowhere", "goods/stage", "goods/stage/moon", "/flag/C99", "a/b/c/d", "'/x/y"])
def test_what_an_address_cannot_mean_is_nothing(written: str) -> None:
    assert read_selection(written) is None


# --- three states --------------------------------------------------------------------------------------------------


def test_a_flag_over_a_fifth_asks_for_a_review_and_few_tenders_tell_no_share(tmp_path: Path) -> None:
    late = [purchase(f"t{n}", unit_id="north", publicity_to="2025-04-10 02:00") for n in range(MINIMUM)]
    few = [purchase(f"g{n}", unit_id="north", area="goods") for n in range(MINIMUM - 1)]
    session = published(tmp_path, TREE, [], period=(parse_month("2025-01"), DATA_AS_OF), **together(*late, *few))
    asked = Audience(session.scope, session.snapshot)
    year = Filters(parse_month("2025-12"), "year")
    rows = {row[0][0].flag_id: row for row in flag_list(asked, year).rows}  # type: ignore[union-attr]
    assert rows["C11"][4:6] == ("5 / 9", "55.6%")
    assert rows["C11"][7] == "超过20%，请复核限值"
    assert rows["C07"][7] == ""
    assert area_cards(asked, year)[1].value == "0 / 4"
    assert area_cards(asked, year)[0].value == "100.0%"


def test_a_tender_shows_value_against_limit_and_what_is_missing(tmp_path: Path) -> None:
    session = published(
        tmp_path,
        TREE,
        [],
        **together(purchase("t1", unit_id="north", publicity_to="2025-04-10 02:00", award_notice_on=None)),
    )
    asked = Audience(session.scope, session.snapshot)
    told = {row[0][0].flag_id: row for row in tender_evidence(asked, "t1").rows}  # type: ignore[union-attr]
    assert told["C11"][2:5] == ("疑点", "1日", "3日")
    assert "第54条" in str(told["C11"][5])
    assert told["C13"][2] == "不可计算"
    assert "中标通知日期" in str(told["C13"][3])


def test_a_delivery_without_procurement_says_so(new_york_data: Path, shown: Callable[..., AppTest]) -> None:
    at = shown(new_york_data)
    assert "没有可计算的采购项目" in at.title[0].value
    assert sum("不可计算" in body.value for body in at.markdown) == 8, "each card says so"


# --- who may see what ----------------------------------------------------------------------------------------------


def test_no_mark_of_a_device_an_account_or_a_person_is_stored_for_pages(sample_data: Path) -> None:
    cube = current_snapshot(sample_data).folder / "cube"
    for path in cube.glob("*.parquet"):
        columns = duckdb.read_parquet(str(path)).columns
        assert not [name for name in columns if name.endswith("_hash")], path.name


def test_a_scope_holds_the_tenders_of_its_own_units_only(sample_data: Path, audience: Audience) -> None:
    snapshot = current_snapshot(sample_data)
    own = Audience(Scope("unit", frozenset({"U005"})), snapshot)
    filters = default_filters(audience.session)
    everywhere = {row[0] for row in audience.session.rows("select tender_id from tender_marks where unit_id <> 'U005'")}
    held = {row[0] for row in own.session.rows("select tender_id from tender_marks")}
    assert held
    assert not held & everywhere
    hidden = sorted(everywhere)[0]
    assert tender(own, hidden) is None
    assert not tender_offers(own, hidden).rows
    assert not tender_evidence(own, hidden).rows
    for table in ("flag_evidence", "tender_bids", "tender_details"):
        assert not {row[0] for row in open_session(own.scope, snapshot).rows(f"select tender_id from {table}")} - held
    assert len(suppliers(own, filters).rows) <= len(suppliers(audience, filters).rows)
    assert [row[0] for row in buyers(own, filters).rows] in ([], [own.session.tree.units["U005"].name])


# --- verdicts and limits -------------------------------------------------------------------------------------------


def test_the_latest_verdict_of_a_subject_counts_and_a_pending_one_is_not_checked(tmp_path: Path) -> None:
    rows = [
        "flag,subject,verdict,date",
        "C07,t1,refuted,2026-01-05",
        "C07,t1,verified,2026-02-05",
        "C07,t2,refuted,2026-01-05",
        "C07,t3,pending,2026-01-05",
        "C11,t3,pending,2026-01-05",
    ]
    (tmp_path / "reference").mkdir()
    (tmp_path / "reference" / "verdicts.csv").write_text("\n".join(rows), encoding="utf-8")
    told = precision(tmp_path)
    assert (told["C07"].verified, told["C07"].checked) == (1, 2)
    assert (told["C11"].verified, told["C11"].checked) == (0, 0)


def test_a_site_without_verdicts_has_none(tmp_path: Path) -> None:
    assert precision(tmp_path) == {}


def test_a_threshold_that_is_missing_is_named(tmp_path: Path) -> None:
    with pytest.raises(BrokenContract, match="no_such_threshold"):
        threshold_in_force("no_such_threshold", parse_month("2026-10"), tmp_path)


# --- both languages ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", [{}, {"tender": "T01334", "rows": "goods/stage/performance"}])
def test_the_page_keeps_to_one_language(
    address: dict[str, str], sample_data: Path, shown: Callable[..., AppTest]
) -> None:
    chinese = shown(sample_data, mode="rolling", **address)
    words = "\n".join(
        entry.value for kind in ("title", "header", "caption", "markdown", "html") for entry in chinese.get(kind)
    )
    for message in read_catalogue("zh"):
        piece = max(re.split(r"\{\w+\}", str(message.id)), key=len).strip(" ,.:;()")
        assert " " not in piece or piece not in words, f"untranslated: {message.id!r}"


def together(*purchases: dict[str, list[dict[str, object]]]) -> dict[str, list[dict[str, object]]]:
    """Return the rows of purchases by table, tables without rows left out."""
    names = dict.fromkeys(name for one in purchases for name in one)
    return {name: rows for name in names if (rows := [row for one in purchases for row in one.get(name, [])])}


def test_a_state_stands_where_nothing_was_bought(audience: Audience) -> None:
    buying = "select node from unit_spans where span in (select span from tender_marks)"
    (unit,), *_ = audience.session.rows(f"select unit_id from units where unit_id not in ({buying}) order by unit_id")
    nothing = Filters(parse_month("2025-12"), "year", units=(unit,))
    told = [stage_heat(audience, nothing), flags_by_area(audience, nothing, "statutory"), flag_list(audience, nothing)]
    told += [work_list(audience, nothing, Selection()), suppliers(audience, nothing), buyers(audience, nothing)]
    assert all(isinstance(one, State) for one in told)
    assert [card.value for card in area_cards(audience, nothing)] == ["—"] * 3
