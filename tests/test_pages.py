"""Every page on three data sets and many filters: no exception, the figures `ask` prints, one language, clear words."""

from __future__ import annotations

import html
import json
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import cycle, pairwise, product
from pathlib import Path
from typing import Any

import pytest
from deliveries import write_delivery
from streamlit.testing.v1 import AppTest

from barometer import session as session_module
from barometer.__main__ import main
from barometer.contract import HOUSE
from barometer.language import read_catalogue
from barometer.metrics import SMALL_BASE, ask
from barometer.periods import add_months, monthly, parse_month
from barometer.publishing import publish
from barometer.reference import SHIPPED
from barometer.scope import Scope
from barometer.session import Session, open_session
from barometer.snapshots import current_snapshot

SHELL = HOUSE / "barometer" / "shell.py"
PAGES = ("overview", "repeat", "collective", "handling")
EVERY_PAGE = (*PAGES, "definitions", "signals")  # more on the last in test_definitions
DATA_SETS = ("sample", "small", pytest.param("new_york", marks=pytest.mark.shared))
PLACES = ("whole", "one unit", "empty month of a unit", "first month")
MODES = ("month", "ytd", "rolling")
COMPARISONS = ("year", "previous")
CARDS = ("registered", "repeat_share", "collective_batches", "completed_on_time_rate", "overdue_open")
STOCKS = ("overdue_open",)
CHARTS = {"overview": 4, "repeat": 4, "collective": 5, "handling": 6}
DEFAULTS = {"period": ["2026-10"], "mode": ["ytd"], "compare": ["year"], "lang": ["zh"]}
IN_ANY_LANGUAGE = {"English", "CSV", "PNG", "SQL", "UTC", "Benjamini", "Hochberg", "mid"}
FILES_AND_COLUMNS = r"\b[a-z]+(_[a-z]+)+\b|\b[a-z]+\.csv\b"
Shown = Callable[..., AppTest]
Figures = tuple[float | None, float | None, float | None]


@dataclass(frozen=True)
class Place:
    """A month and a unit (None: all) of a data set."""

    month: str
    unit: str | None = None


@pytest.fixture(scope="module", params=DATA_SETS)
def data(request: pytest.FixtureRequest) -> Path:
    folder: Path = request.getfixturevalue(f"{request.param}_data")
    return folder


@pytest.fixture(scope="module")
def session(data: Path) -> Session:
    return open_session(Scope(), current_snapshot(data))


@pytest.fixture(scope="module")
def places(session: Session) -> dict[str, Place]:
    last = f"{session.last_month:%Y-%m}"
    unit, month = unit_and_empty_month(session)
    return {
        "whole": Place(last),
        "one unit": Place(last, unit),
        "empty month of a unit": Place(month, unit),
        "first month": Place(f"{session.first_month:%Y-%m}"),
    }


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> Shown:
    """Return a function that opens a page of a data folder under an address."""

    def show(data: Path, page: str = "overview", **address: str | list[str]) -> AppTest:
        monkeypatch.setenv("BAROMETER_DATA", str(data))
        at = AppTest.from_file(str(SHELL), default_timeout=60)
        for key, value in address.items():
            at.query_params[key] = value
        if page != "overview":
            at.switch_page(f"../pages/{page}.py")
        at.run()
        assert not at.exception, [entry.value for entry in at.exception]
        return at

    return show


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("page", PAGES)
def test_a_page_answers_with_the_figures_of_ask(
    page: str,
    place: str,
    data: Path,
    session: Session,
    places: dict[str, Place],
    shown: Shown,
    capsys: pytest.CaptureFixture[str],
) -> None:
    chosen = places[place]
    for (mode, comparison), language in zip(product(MODES, COMPARISONS), cycle(("zh", "en", "en", "zh"))):
        at = shown(data, page, lang=language, **address_of(chosen, mode, comparison))
        assert len(at.title) == 1
        expected = expected_texts(page, session, chosen, mode, capsys)
        words = f"{at.title[0].value}\n{at.caption[0].value}"
        missing = [text for text in expected if text not in tokens(words)]
        assert not missing, f"{missing} in {words!r} ({mode}, {comparison}, {language})"
        if page == "overview":
            cards = [expected_card(metric, session, chosen, mode, capsys) for metric in CARDS]
            assert [tokens(metric.value)[0] for metric in at.metric] == cards
        assert len(cards_of(at)) == CHARTS[page], "every card has a chart or says why it has none"


@pytest.mark.parametrize("place", ["whole", "one unit"])
@pytest.mark.parametrize("page", (*PAGES, "signals"))
def test_a_chinese_page_holds_no_english_sentence_and_an_english_one_no_chinese(
    page: str, place: str, data: Path, places: dict[str, Place], shown: Shown
) -> None:
    address = address_of(places[place], "ytd", "year")
    chinese = re.sub(FILES_AND_COLUMNS, "", words_of(shown(data, page, **address)))
    for message in read_catalogue("zh"):
        # A message with values is known by its longest piece between them; data may hold single words of it.
        piece = max(re.split(r"\{\w+\}", str(message.id)), key=len).strip(" ,.:;()")
        assert " " not in piece or piece not in chinese, f"untranslated: {message.id!r}"
    if current_snapshot(data).is_sample:
        assert not set(re.findall(r"[A-Za-z]{3,}", chinese)) - IN_ANY_LANGUAGE
        english = words_of(shown(data, page, lang="en", **address))
        names = "|".join(re.escape(name) for name in unit_names(data))
        assert re.findall(r"[\u4e00-\u9fff]+", re.sub(names, "", english)) == ["中文"]


def test_several_units_are_counted_together(
    sample_data: Path, shown: Shown, capsys: pytest.CaptureFixture[str]
) -> None:
    units = ["U005", "U010"]
    at = shown(sample_data, unit=units, period="2026-10", mode="month")
    assert not at.info
    assert address_in(at)["unit"] == units
    months = ["--from", "2026-10", "--to", "2026-10"]
    assert main(["ask", "registered", *months, "--unit", *units, "--data", str(sample_data), "--json"]) == 0
    together, *apart = [row["value"] for row in json.loads(capsys.readouterr().out)["rows"]]
    assert together == sum(apart) > max(apart)
    assert f"{together:,}" in tokens(at.title[0].value)


def test_a_unit_that_moved_below_another_chosen_one_counts_as_ask_counts_it(
    tmp_path: Path, shown: Shown, capsys: pytest.CaptureFixture[str]
) -> None:
    units = [
        {"unit_id": "all"},
        {"unit_id": "north", "parent_id": "all"},
        {"unit_id": "south", "parent_id": "all"},
        {"unit_id": "mover", "parent_id": "north", "valid_to": "2026-02-28"},
        {"unit_id": "mover", "parent_id": "south", "valid_from": "2026-03-01"},
    ]
    petitions = [{"registered_on": "2026-02-02", "unit_id": unit} for unit in ("mover", "mover", "south")]
    data = published(tmp_path, units, [*petitions, {"registered_on": "2026-03-02", "unit_id": "north"}])
    chosen, months = ["south", "mover"], ["--from", "2026-02", "--to", "2026-02"]
    assert main(["ask", "registered", *months, "--unit", *chosen, "--data", str(data), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["rows"][0]["value"] == 3
    at = shown(data, unit=chosen, period="2026-02", mode="month")
    assert address_in(at)["unit"] == chosen
    assert tokens(at.metric[0].value) == ["3"]
    at.session_state["filter-panel"] = True  # the panel applies what the address held
    at.run().button(key="apply").click().run()
    assert not at.exception
    assert (address_in(at)["unit"], tokens(at.metric[0].value)) == (chosen, ["3"])


def test_an_address_that_says_nothing_of_filters_keeps_them(small_data: Path, shown: Shown) -> None:
    address = {"unit": ["U005"], "period": ["2026-05"], "mode": ["month"], "compare": ["previous"], "lang": ["en"]}
    at = shown(small_data, "definitions", **address, view="A|mode=ytd")
    for own in ({"section": ["data"]}, {"metric": ["backlog"]}, {}):  # the badge, a card's link, a step back
        at.query_params.clear()
        for key, value in own.items():
            at.query_params[key] = value
        at.run()
        assert address_in(at) == {**address, "view": ["A|mode=ytd"], **own}


def test_what_one_page_shows_of_its_own_does_not_stand_in_another_s_address(small_data: Path, shown: Shown) -> None:
    at = shown(small_data, "handling", section="data", metric="backlog")
    assert address_in(at) == DEFAULTS


@pytest.mark.parametrize(("limit", "edge"), [(60, 60), (45, 60), (61, 90), (400, 180)])
def test_the_age_title_counts_to_the_edge_of_a_band(
    limit: int, edge: int, small_data: Path, tmp_path: Path, shown: Shown
) -> None:
    shutil.copytree(small_data, tmp_path / "data")
    (tmp_path / "data" / "reference").mkdir()
    text = (SHIPPED / "limits.csv").read_text(encoding="utf-8")
    (tmp_path / "data" / "reference" / "limits.csv").write_text(
        text.replace("completion,accepted,60,", f"completion,accepted,{limit},"), encoding="utf-8"
    )
    at = shown(tmp_path / "data", "handling")
    rows = open_session(Scope(), current_snapshot(small_data)).rows(
        "select code, sum(items) from petition_events where breakdown = 'age_band' and node = '*' "
        "and month = date '2026-10-01' and not is_cut group by code"
    )
    old = sum(items for code, items in rows if int(code.partition("-")[0]) > edge)
    (title,) = [card.value for card in at.header if "登记超过" in card.value]
    assert f"登记超过{edge}天的" in title
    assert f"{old:,.0f}" in tokens(title)
    assert (f"期限{limit}日" in words_of(at)) == (limit == edge), "a line only where a band ends"


WAYS_OUT = [  # no registration of the small data is about wages
    ({"period": "2026-05", "mode": "month", "category": "wages"}, "放宽到近12月", {"mode": ["rolling"]}),
    (
        {"period": "2021-05", "mode": "month", "category": "wages"},
        "看全部渠道、分类和领域",
        {"category": []},
        "回到最近月份",
    ),
    ({"mode": "range", "from": "2024-11", "category": "wages"}, "看全部渠道、分类和领域", {"category": []}),
    ({"mode": "rolling", "category": "wages", "unit": "U005"}, "看全部渠道、分类和领域", {"category": []}),
    ({"period": "2021-05", "mode": "rolling"}, "回到最近月份", {"period": ["2026-10"], "mode": ["month"]}),
]


@pytest.mark.parametrize("way", WAYS_OUT, ids=[f"{way[0]}" for way in WAYS_OUT])
def test_a_card_without_records_offers_what_brings_some(way: Any, small_data: Path, shown: Shown) -> None:
    address, label, told, *others = way
    at = shown(small_data, **address)
    before = address_in(at)
    remedies = [button for button in at.button if str(button.key).startswith("remedy-")]
    assert {button.label for button in remedies} == {label, *others}
    next(button for button in remedies if button.label == label).click().run()
    assert not at.exception
    assert address_in(at) == {key: values for key, values in {**before, **told}.items() if values}


@pytest.mark.parametrize(("start", "page"), [*pairwise(EVERY_PAGE), *pairwise(EVERY_PAGE[::-1])])
def test_filters_follow_from_page_to_page_and_stay_in_the_address(
    start: str, page: str, small_data: Path, shown: Shown
) -> None:
    address = {"unit": ["U005"], "period": ["2026-05"], "mode": ["rolling"], "compare": ["previous"]}
    at = shown(small_data, start, **address)
    at.query_params.clear()  # what a browser does on a page switch
    at.switch_page(f"../pages/{page}.py").run()
    assert not at.exception
    assert address_in(at) == {**address, "lang": ["zh"]}
    assert at.title[0].value == shown(small_data, page, **address).title[0].value


def test_the_language_button_keeps_page_and_filters(small_data: Path, shown: Shown) -> None:
    at = shown(small_data, "collective", unit="U005", period="2026-05", mode="month")
    before = address_in(at)
    at.button(key="language-switch").click().run()
    assert not at.exception
    assert address_in(at) == {**before, "lang": ["en"]}
    assert "collective" in at.title[0].value


def test_resetting_brings_the_default_period_and_all_units_back(small_data: Path, shown: Shown) -> None:
    at = shown(small_data, unit="U005", period="2025-05", mode="month", compare="previous")
    at.button(key="reset").click().run()
    assert not at.exception
    assert address_in(at) == DEFAULTS


@pytest.mark.parametrize(
    ("address", "notice"),
    [
        ({"unit": "NOPE"}, "单位"),
        ({"unit": ["U005", "NOPE"]}, "单位"),
        ({"unit": ""}, "单位"),
        ({"unit": "'; drop table units; --"}, "单位"),
        ({"unit": "U" * 5000}, "单位"),
        ({"period": "2031-01"}, "期间"),
        ({"period": "1999-12"}, "期间"),
        ({"period": "2026-13"}, "期间"),
        ({"period": "0000-00"}, "期间"),
        ({"period": "二〇二六年"}, "期间"),
        ({"period": "![x](http://example.invalid/x.png)"}, "期间"),
        ({"mode": "decade"}, "期间"),
        ({"compare": "<b>"}, "期间"),
        ({"period": "x", "mode": "y", "compare": "z"}, "期间"),
    ],
)
def test_a_wrong_address_falls_back_to_the_default_with_one_notice(
    address: dict[str, Any], notice: str, small_data: Path, shown: Shown
) -> None:
    at = shown(small_data, **address)
    assert [notice in entry.value for entry in at.info] == [True]
    assert address_in(at) == DEFAULTS
    assert at.title[0].value == shown(small_data).title[0].value
    at.run()
    assert not at.info, "the notice is told once"


@pytest.mark.parametrize("page", EVERY_PAGE[1:])
def test_every_page_takes_a_wrong_address(page: str, small_data: Path, shown: Shown) -> None:
    at = shown(small_data, page, unit="NOPE", period="soon", mode="decade", compare="nothing")
    assert len(at.info) == 1
    assert "单位" in at.info[0].value
    assert "期间" in at.info[0].value
    assert address_in(at) == DEFAULTS


def test_a_wrong_part_of_an_address_leaves_the_others_as_they_are(small_data: Path, shown: Shown) -> None:
    at = shown(small_data, unit="U005", period="2026-05", mode="decade", lang="en")
    assert [re.search("not in the data", entry.value) is not None for entry in at.info] == [True]
    assert address_in(at) == {
        "period": ["2026-05"],
        "mode": ["ytd"],
        "compare": ["year"],
        "unit": ["U005"],
        "lang": ["en"],
    }


def test_an_unknown_language_is_chinese(small_data: Path, shown: Shown) -> None:
    assert "登记信访" in shown(small_data, lang="tlh").title[0].value


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("page", EVERY_PAGE)
def test_without_a_snapshot_a_page_says_so_and_how_to_publish(
    page: str, language: str, tmp_path: Path, shown: Shown
) -> None:
    says_what_to_do(shown(tmp_path, page, lang=language), language)
    says_what_to_do(shown(tmp_path / "absent", page, lang=language), language)


def without_manifest(snapshot: Path) -> None:
    (snapshot / "MANIFEST.json").unlink()


def with_half_a_manifest(snapshot: Path) -> None:
    text = (snapshot / "MANIFEST.json").read_text(encoding="utf-8")
    (snapshot / "MANIFEST.json").write_text(text[: len(text) // 2], encoding="utf-8")


def without_a_cube_file(snapshot: Path) -> None:
    (snapshot / "cube" / "petition_events.parquet").unlink()


def without_the_cube(snapshot: Path) -> None:
    shutil.rmtree(snapshot / "cube")


def with_half_a_cube_file(snapshot: Path) -> None:
    path = snapshot / "cube" / "matter_months.parquet"
    path.write_bytes(path.read_bytes()[:200])


def with_a_web_page_for_a_cube_file(snapshot: Path) -> None:
    (snapshot / "cube" / "months.parquet").write_text("<html>503</html>", encoding="utf-8")


def with_a_pointer_to_nowhere(snapshot: Path) -> None:
    (snapshot.parent / "CURRENT").write_text("000099", encoding="ascii")


def with_a_torn_pointer(snapshot: Path) -> None:
    (snapshot.parent / "CURRENT").write_bytes(b"\xff\xfe\x00")


@pytest.mark.parametrize(
    "damage",
    [
        without_manifest,
        with_half_a_manifest,
        without_a_cube_file,
        without_the_cube,
        with_half_a_cube_file,
        with_a_web_page_for_a_cube_file,
        with_a_pointer_to_nowhere,
        with_a_torn_pointer,
    ],
)
def test_with_a_damaged_snapshot_a_page_says_so_and_how_to_publish(
    damage: Callable[[Path], None], small_data: Path, tmp_path: Path, shown: Shown
) -> None:
    data = tmp_path / "data"
    shutil.copytree(small_data, data)
    damage(current_snapshot(data).folder)
    for language in ("zh", "en"):
        says_what_to_do(shown(data, lang=language), language)


def test_after_publishing_again_a_reload_shows_the_page(tmp_path: Path, shown: Shown) -> None:
    at = shown(tmp_path)
    assert not at.title
    publish(HOUSE / "data" / "sample-small", tmp_path)
    at.run()
    assert not at.exception
    assert at.title


@pytest.mark.parametrize(("language", "words"), [("zh", "这张图暂时读不出来"), ("en", "This chart cannot be read")])
def test_a_panel_that_fails_shows_a_number_and_leaves_the_others_alone(
    language: str, words: str, small_data: Path, tmp_path: Path, shown: Shown, caplog: pytest.LogCaptureFixture
) -> None:
    data = tmp_path / "data"
    shutil.copytree(small_data, data)
    events = (HOUSE / "data" / "reference" / "events.csv").read_text(encoding="utf-8")
    (data / "reference").mkdir()
    broken = re.sub(r"\d{4}-\d{2}-\d{2}", "the-secret-day", events)
    (data / "reference" / "events.csv").write_text(broken, encoding="utf-8")
    at = shown(data, lang=language)
    seen = words_of(at)
    assert words in seen
    assert "the-secret-day" not in seen
    assert "ValueError" not in seen
    assert len(cards_of(at)) == CHARTS["overview"]
    assert len(at.get("plotly_chart")) == 2, "the trend alone failed"
    number = re.search(r"(?<=number )[0-9a-f]{6}|(?<=编号)[0-9a-f]{6}", seen)
    assert number
    assert number[0] in caplog.text
    assert "the-secret-day" in caplog.text


SLOW_EVENTS = """
    create or replace macro events_in(periods_written, units_written, asked_breakdowns) as table
    select '0000' as period, current_date as last_month, null::varchar as unit, 'all' as breakdown, '' as code,
        'registered' as event, current_date as month, 1 as items, 1 as batches, 1 as persons
    from range(50000) as a, range(50000) as b where a.range + b.range = -1
"""


@pytest.mark.parametrize("page", PAGES)
def test_a_query_that_is_too_slow_is_told_in_the_sentence_and_on_each_card(
    page: str, small_data: Path, tmp_path: Path, shown: Shown, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(small_data, tmp_path / "data")  # a session of its own: its events take for ever
    session = open_session(Scope(), current_snapshot(tmp_path / "data"))
    session.rows(SLOW_EVENTS)
    monkeypatch.setattr(session_module, "TIME_LIMIT_SECONDS", 0.2)
    at = shown(tmp_path / "data", page)
    assert not at.error
    assert at.title[0].value == "查询超时，已中断"
    assert words_of(at).count("请缩短期间或减少单位") >= 3


@pytest.mark.parametrize("page", EVERY_PAGE)
def test_a_unit_that_never_registered_anything_has_words_in_every_card(page: str, tmp_path: Path, shown: Shown) -> None:
    units = [{"unit_id": "all"}, {"unit_id": "silent", "parent_id": "all", "unit_name": "沉默处"}]
    data = published(tmp_path, units, [{"registered_on": "2026-09-03", "unit_id": "all"}])
    for mode in MODES:
        at = shown(data, page, unit="silent", mode=mode)
        assert at.title[0].value
        for card in cards_of(at):
            assert card.strip()


NAMES = (
    "*星* _下划线_ ~~删~~ # 一 - 二 | 三 &lt;img&gt;",
    ":smile: :material/home: :red-badge http://example.invalid/x.png www.example.invalid a@example.invalid",
    "1. 第一处",
    "# 标题处",
    "=HYPERLINK+1",
    "ＨＹＰＥＲＬＩＮＫ＝（“http：//example.invalid”）",
    "部门👩‍👩‍👧‍👦 Ünïçødé ދިވެހި עברית 𠮷野家",
    "很长的名字" * 60,
)


@pytest.fixture(scope="module")
def odd_names(tmp_path_factory: pytest.TempPathFactory) -> Path:
    units = [{"unit_id": f"odd{place}", "unit_name": name} for place, name in enumerate(NAMES)]
    petitions = [{"registered_on": "2026-10-03", "unit_id": unit["unit_id"]} for unit in units]
    return published(tmp_path_factory.mktemp("names"), units, petitions)


@pytest.mark.parametrize("page", EVERY_PAGE)
@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_shown_as_it_is_written(page: str, name: str, odd_names: Path, shown: Shown) -> None:
    at = shown(odd_names, page, unit=f"odd{NAMES.index(name)}")
    holders = [entry.value for entry in at.caption if name in without_escapes(entry.value)]
    assert holders
    for text in holders:
        assert not re.search(r"(?<!\\)[*_~#|&:]", text.replace(" · ", "")), text


def published(folder: Path, units: list[dict[str, Any]], petitions: list[dict[str, Any]]) -> Path:
    publish(write_delivery(folder / "delivery", units, petitions), folder / "data")
    return folder / "data"


def address_in(at: AppTest) -> dict[str, list[str]]:
    """Return what the address holds; AppTest gives one value as text, several as a list."""
    return {key: [values] if isinstance(values, str) else values for key, values in at.query_params.items()}


def says_what_to_do(at: AppTest, language: str) -> None:
    """Assert that the page is a clear sentence with a command, in its language, and nothing else."""
    assert len(at.header) == 1
    assert [code.value for code in at.code] == ["python -m barometer publish --from DIR"]
    assert not at.title
    words = " ".join([at.header[0].value, *(entry.value for entry in at.markdown)])
    words = re.sub(r"（.*?）|\\\(.*?\\\)", "", words)  # the file's name stands in brackets
    if language == "zh":
        assert not re.search("[A-Za-z]{3}", words), words
    else:
        assert not re.search(r"[\u4e00-\u9fff]", words), words


def unit_and_empty_month(session: Session) -> tuple[str, str]:
    """Return the unit without registrations in the newest month that has such a unit, one that has some else."""
    months = monthly(session.first_month, session.last_month)
    rows = ask(session, "registered", months, list(session.tree.units)).dropna(subset=["unit"])
    totals = rows.groupby("unit")["value"].sum()
    empty = rows[(rows["value"] == 0) & rows["unit"].map(totals > 0)]
    row = empty.sort_values(["period", "unit"]).iloc[-1]
    return row["unit"], row["period"]


def unit_names(data: Path) -> list[str]:
    tree = open_session(Scope(), current_snapshot(data)).tree
    return sorted((unit.name for unit in tree.units.values()), key=len, reverse=True)


def address_of(place: Place, mode: str, comparison: str) -> dict[str, str]:
    unit = {"unit": place.unit} if place.unit else {}
    return {"period": place.month, "mode": mode, "compare": comparison, **unit}


def expected_texts(
    page: str, session: Session, place: Place, mode: str, capsys: pytest.CaptureFixture[str]
) -> list[str]:
    """Return the figures that the head of a page must show, as they are written there; none where unknown."""

    def answer(metric: str) -> Figures:
        return asked(metric, session, place, mode, capsys)

    if page == "overview":
        return told(answer("registered")[2]) + told_share(answer("completed_on_time_rate"))
    if page == "repeat":
        repeats, registrations, share = answer("repeat_share")
        return told_share((repeats, registrations, share)) + (
            told(repeats) + told(registrations) if share is not None else []
        )
    if page == "handling":
        kept, due, rate = answer("completed_on_time_rate")
        items = told(due) + told(kept) + told_share((kept, due, rate)) if rate is not None else []
        return items + (told(answer("overdue_open")[2]) if due is not None else [])
    batches, visits, _ = answer("collective_batch_share")
    persons, visitors, _ = answer("collective_person_share")
    return told(visits) + told(visitors) + told(batches) + told(persons) if batches is not None else []


def expected_card(metric: str, session: Session, place: Place, mode: str, capsys: pytest.CaptureFixture[str]) -> str:
    figures = asked(metric, session, place, mode, capsys)
    shown = told_share(figures)[-1:] if metric.endswith(("share", "rate")) else told(figures[2])
    return (shown or ["—"])[0]


def told(value: float | None) -> list[str]:
    return [] if value is None else [f"{value:,.0f}"]


def told_share(figures: Figures) -> list[str]:
    """Return a share as it is told, by both counts where the base is small; its last number is the numerator."""
    part, base, value = figures
    if value is None or base is None:
        return []
    return [*told(base), *told(part)] if base < SMALL_BASE else [f"{value:.1%}"]


_answers: dict[tuple[object, ...], Figures] = {}


def asked(metric: str, session: Session, place: Place, mode: str, capsys: pytest.CaptureFixture[str]) -> Figures:
    """Return numerator, denominator and value that the command line prints; months are added up here.

    A period that starts before the data is not known; a stock is that of the last month.
    """
    key = (metric, session.snapshot, place, mode)
    if key not in _answers:
        last = parse_month(place.month)
        first = {"month": last, "ytd": last.replace(month=1), "rolling": add_months(last, -11)}[mode]
        if metric in STOCKS and first >= session.first_month:
            first = last
        units = ["--unit", place.unit] if place.unit else []
        data = str(session.snapshot.folder.parent.parent)
        months = ["--from", f"{first:%Y-%m}", "--to", f"{last:%Y-%m}"]
        assert main(["ask", metric, *months, *units, "--data", data, "--json"]) == 0
        rows = json.loads(capsys.readouterr().out)["rows"]
        _answers[key] = added_up([row for row in rows if row["unit"] == place.unit], metric)
    return _answers[key]


def added_up(rows: list[dict[str, Any]], metric: str) -> Figures:
    if metric.endswith(("share", "rate")):
        if any(row["numerator"] is None or row["denominator"] is None for row in rows):
            return (None, None, None)
        numerator = sum(row["numerator"] for row in rows)
        denominator = sum(row["denominator"] for row in rows)
        return (numerator, denominator, numerator / denominator if denominator else None)
    if any(row["value"] is None for row in rows):
        return (None, None, None)
    total = sum(row["value"] for row in rows)
    return (total, None, total)


def tokens(text: str) -> list[str]:
    """Return the numbers of a text as written: 8,665 and 93.9% and 0, or the dash that stands for none."""
    return re.findall(r"\d+(?:,\d{3})*(?:\.\d+)?%?|—", without_escapes(text))


def without_escapes(text: str) -> str:
    return re.sub(r"\\([!-/:-@[-`{-~])", r"\1", text.replace("\u2060", ""))


def cards_of(at: AppTest) -> list[str]:
    """Return one text a card of the page that holds a chart, or words instead of one."""
    charts = [chart.proto.spec for chart in at.get("plotly_chart")]
    states = [entry.value for entry in at.markdown if entry.value.startswith(":material/")]
    looked_at = [link.proto.label for link in at.get("page_link") if link.proto.label.startswith("**")]
    return charts + states + looked_at[:1]


def words_of(at: AppTest) -> str:
    """Return all a reader can see: texts, buttons, cards, and the words inside charts; no names of icons or files."""
    seen: list[str] = []
    for kind in ("title", "header", "caption", "markdown", "info", "button", "download_button", "badge"):
        for element in at.get(kind):
            seen += [str(getattr(element, part, "") or "") for part in ("value", "label", "help")]
    for metric in at.metric:
        seen += [metric.label, metric.value, metric.help or ""]
    seen += [
        re.sub(r"<(style|script|code).*?</\1>|<[^>]*>", " ", element.proto.body, flags=re.S)
        for element in at.get("html")
    ]
    for chart in at.get("plotly_chart"):
        seen += [chart.proto.alt, *texts_in(json.loads(chart.proto.spec))]
    for button in at.get("download_button"):
        seen += [button.proto.label]
    seen += [link.proto.label for link in at.get("page_link")]
    text = html.unescape(re.sub(r"<[^>]*>|:material/\w+:|:small|:\w+-badge", " ", "\n".join(seen)))
    return without_escapes(text)


def texts_in(drawing: Any, key: str = "") -> Iterator[str]:
    if isinstance(drawing, dict):
        for name, part in drawing.items():
            yield from texts_in(part, name)
    elif isinstance(drawing, list):
        for part in drawing:
            yield from texts_in(part, key)
    elif isinstance(drawing, str) and key in ("text", "ticktext", "hovertext", "x", "y", "name"):
        yield drawing
