"""The shipped reference tables: well formed, dated, sourced, and right where it can be worked out."""

import datetime as dt
import re
from collections import Counter
from itertools import pairwise

import pytest

from barometer.contract import HOUSE, tables
from barometer.reference import SHIPPED, limit_in_force, read_reference
from barometer.row_checks import KEY_PATTERN

FILES = sorted(path.name for path in SHIPPED.glob("*.csv"))
DATED = ["limits.csv", "thresholds.csv", "calendars.csv"]


def rows_of(name: str) -> tuple[dict[str, str], ...]:
    return read_reference(SHIPPED / name)


@pytest.mark.parametrize("name", FILES)
def test_a_file_is_plain_utf8_with_unix_lines_and_full_rows(name: str) -> None:
    content = (SHIPPED / name).read_bytes()
    assert not content.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in content
    assert all(None not in row and None not in row.values() for row in rows_of(name))


@pytest.mark.parametrize("name", FILES)
def test_the_readme_lists_every_column_of_a_file(name: str) -> None:
    line = next(
        line for line in (SHIPPED / "README.md").read_text(encoding="utf-8").splitlines() if f"| {name} |" in line
    )
    listed = [column.strip() for column in re.sub("{[^}]*}", "", line.split("|")[2]).split(",")]
    assert listed == list(rows_of(name)[0])


def test_every_code_stands_once_with_labels_in_both_languages_and_can_be_a_key() -> None:
    rows = rows_of("codes.csv")
    assert max(Counter((row["list"], row["code"]) for row in rows).values()) == 1
    for row in rows:
        assert re.fullmatch(KEY_PATTERN, row["code"])
        assert row["label_zh"]
        assert row["label_en"]
        assert not re.search(r"[<>\[\]()`$\\]", row["label_zh"] + row["label_en"])


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("channel", "letter visit online phone other"),
        ("purpose", "appeal suggestion accusation"),
        ("area", "engineering goods services personnel other"),
        ("reception_level", "own next above capital"),
        ("status", "registered accepted not_accepted answered withdrawn closed"),
        ("rating", "satisfied mostly dissatisfied"),
        ("report_class", "accusation criticism appeal out_of_scope empty"),
        ("clue_source", "petition inspection audit supervision transfer other"),
        ("power", "authority people money vehicle housing"),
        ("disposal", "talk verify hold close"),
        ("level", "1 2 3"),
        ("stage", "budget method documents bidding contract performance"),
        ("regime", "bidding government enterprise"),
        ("method", "open invited negotiation consultation inquiry single_source direct"),
        ("tender_status", "planned active awarded failed cancelled"),
        ("bid_status", "invited pending valid disqualified withdrawn"),
        ("award_status", "active pending cancelled unsuccessful"),
        ("size_class", "5-9 10-29 30-49 50-"),
        ("age_band", "0-15 16-30 31-60 61-90 91-180 181-"),
        ("handling_stage", "awaiting handling extended overdue"),
    ],
)
def test_a_fixed_list_holds_the_codes_of_the_contract_in_their_order(name: str, codes: str) -> None:
    assert [row["code"] for row in rows_of("codes.csv") if row["list"] == name] == codes.split()


def test_every_list_of_the_contract_has_defaults() -> None:
    named = {column.codes for table in tables().values() for column in table.columns.values() if column.codes}
    assert named <= {row["list"] for row in rows_of("codes.csv")}


def test_every_list_has_a_name_of_its_own_in_both_languages() -> None:
    rows = rows_of("codes.csv")
    names = {row["code"]: row for row in rows if row["list"] == "list"}
    assert set(names) == {row["list"] for row in rows}
    for row in names.values():
        assert re.search("[一-鿿]", row["label_zh"])
        assert row["label_en"].isascii()
    assert len({row["label_en"] for row in names.values()}) == len(names)


def test_an_article_is_named_in_both_languages_or_is_a_setting_of_the_house_in_both() -> None:
    for row in rows_of("limits.csv"):
        if row["article"] in {"analytic", "practice"}:
            assert row["article_en"] == row["article"]
            assert row["verified"] == "true"
        else:
            number = re.search(r"（(\d{4})）第(\d+)条", row["article"])
            assert number
            assert row["article_en"].endswith(f"({number[1]}), art. {number[2]}")


def test_the_glossary_explains_each_term_once_in_both_languages_with_its_source() -> None:
    rows = rows_of("glossary.csv")
    assert len(rows) >= 25
    for language in ("zh", "en"):
        assert len({row[f"term_{language}"] for row in rows}) == len(rows)
    for row in rows:
        assert all(re.search("[一-鿿]", row[name]) for name in ("term_zh", "meaning_zh", "source_zh"))
        assert row["meaning_zh"].endswith("。")
        assert not re.search("[一-鿿]", row["term_en"] + row["meaning_en"] + row["source_en"])
        assert row["meaning_en"].endswith(".")
        cites = re.search(r"第(\d+)条", row["source_zh"])
        assert not cites or f"art. {cites[1]}" in row["source_en"]


def test_the_glossary_holds_the_words_pages_use() -> None:
    terms = " ".join(row["term_zh"] for row in rows_of("glossary.csv"))
    wanted = (
        "件次 事项 批次 人次 重复信访 重信重访 集体访 越级 非接待场所来访 初次信访 检举控告 申诉求决 受理 转送 "
        "办理期限 延期 复查 复核 积案 按期办结率 及时受理率 满意率 参评率 一次性化解率 同比 环比 本年累计 数据截至 "
        "初步数 网上信访 信访密度"
    )
    assert not [term for term in wanted.split() if term not in terms]


def test_the_old_word_for_visits_outside_reception_places_stands_in_the_glossary_only() -> None:
    named = [
        path
        for folder in ("barometer", "pages", "queries", "data/contract", "data/reference")
        for path in (HOUSE / folder).rglob("*")
        if path.is_file() and path.suffix != ".pyc" and "非正常" in path.read_text(encoding="utf-8", errors="ignore")
    ]
    assert [path.name for path in named] == ["glossary.csv"]


@pytest.mark.parametrize("name", DATED)
def test_rows_of_one_id_never_overlap_in_time(name: str) -> None:
    spans: dict[tuple[str, str | None, str | None], list[tuple[str, str]]] = {}
    for row in rows_of(name):
        place = (row["id"], row.get("regime"), row.get("area"))
        spans.setdefault(place, []).append((row["valid_from"], row["valid_to"] or "9999-12-31"))
    for ends in spans.values():
        ends.sort()
        assert all(first <= last for first, last in ends)
        assert all(earlier[1] < later[0] for earlier, later in pairwise(ends))


@pytest.mark.parametrize("name", ["limits.csv", "thresholds.csv"])
def test_a_number_has_a_measure_a_source_and_a_say_on_whether_it_was_verified(name: str) -> None:
    for row in rows_of(name):
        assert float(row["value"]) > 0
        assert row["measured_in"]
        assert row["article"]
        assert row["verified"] in {"true", "false"}


@pytest.mark.parametrize(
    ("limit", "value"),
    [
        ("registration", 15),
        ("completion", 60),
        ("extension", 30),
        ("review_request", 30),
        ("review", 30),
        ("final_review", 30),
        ("report_acceptance", 5),
        ("repeat_window", 24),
        ("group_threshold", 5),
        ("first_time_resolution", 180),
        ("minimum_ratings", 20),
    ],
)
def test_a_limit_in_force_today_has_the_value_of_the_regulations(limit: str, value: int) -> None:
    assert limit_in_force(limit, dt.date(2026, 10, 31), data=HOUSE / "data") == value


def test_working_days_are_asked_of_reports_only() -> None:
    working = {row["id"] for row in rows_of("limits.csv") if row["day_kind"] == "working"}
    assert working == {"report_acceptance"}


@pytest.mark.parametrize(
    ("area", "day", "value"),
    [
        ("engineering", "2018-05-31", "2000000"),
        ("engineering", "2018-06-01", "4000000"),
        ("goods", "2026-01-01", "2000000"),
        ("services", "2026-01-01", "1000000"),
    ],
)
def test_the_mandatory_scope_rose_in_june_2018(area: str, day: str, value: str) -> None:
    found = [
        row["value"]
        for row in rows_of("thresholds.csv")
        if (row["id"], row["area"]) == ("mandatory_estimate", area)
        and row["valid_from"] <= day <= (row["valid_to"] or "9999")
    ]
    assert found == [value]


def test_each_calendar_day_belongs_to_one_calendar_in_use() -> None:
    in_use = [row for row in rows_of("calendars.csv") if row["is_in_use"] == "true"]
    assert [(row["id"], row["starts_on_day"]) for row in in_use] == [("natural", "1")]


def test_a_day_is_a_holiday_or_a_working_day_once() -> None:
    rows = rows_of("holidays.csv")
    assert max(Counter(row["date"] for row in rows).values()) == 1
    assert {row["date"][:4] for row in rows} == {str(year) for year in range(2019, 2028)}
    worked = [dt.date.fromisoformat(row["date"]) for row in rows if row["kind"] == "workday"]
    assert all(day.weekday() >= 5 for day in worked)


def test_holidays_agree_with_chinesecalendar_for_the_years_it_knows() -> None:
    calendar = pytest.importorskip("chinese_calendar", reason="pip install chinesecalendar")
    kinds = {row["date"]: row["kind"] for row in rows_of("holidays.csv")}
    days = [dt.date(2019, 1, 1) + dt.timedelta(days=n) for n in range(8 * 365 + 2)]
    for day in days:
        is_off = kinds.get(day.isoformat(), "holiday" if day.weekday() >= 5 else "workday") == "holiday"
        assert is_off == calendar.is_holiday(day), day


def test_only_what_was_read_in_a_source_is_verified_among_holidays_and_events() -> None:
    days = [(row["date"], row["verified"]) for row in rows_of("holidays.csv")]
    days += [(row["first_day"], row["verified"]) for row in rows_of("events.csv") if row["kind"] != "two_sessions"]
    assert all((verified == "false") == day.startswith("2027") for day, verified in days)
    sessions = {row["id"]: row["verified"] for row in rows_of("events.csv") if row["kind"] == "two_sessions"}
    assert [name for name, verified in sessions.items() if verified == "true"] == ["two_sessions_2026"]


def test_each_year_has_three_events_and_in_2020_the_sessions_were_in_may() -> None:
    events = {row["id"]: row for row in rows_of("events.csv")}
    assert len(events) == 27
    assert all(row["first_day"] < row["last_day"] for row in events.values())
    assert events["two_sessions_2020"]["first_day"] == "2020-05-21"
    assert events["two_sessions_2020"]["last_day"] == "2020-05-28"
