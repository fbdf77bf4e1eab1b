"""Card menus and the three sentences, without a browser: every card's figures and queries, and what `ask` says."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from deliveries import write_delivery
from streamlit.testing.v1 import AppTest

from barometer.__main__ import main
from barometer.contract import HOUSE
from barometer.language import DEFAULT_LANGUAGE, use_language
from barometer.metrics import registry
from barometer.publishing import publish
from barometer.query_files import QUERIES

SHELL = HOUSE / "barometer" / "shell.py"
CARDS = {"overview": 3, "repeat": 4, "collective": 5}
DATA, SQL = "data", "sql"
Shown = Callable[..., AppTest]


@pytest.fixture(autouse=True)
def in_chinese() -> Iterator[None]:
    """Leave the language as it was."""
    yield
    use_language(DEFAULT_LANGUAGE)


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> Shown:
    """Return a function that opens a page of a data folder under an address."""

    def show(data: Path, page: str = "overview", **address: str) -> AppTest:
        monkeypatch.setenv("BAROMETER_DATA", str(data))
        at = AppTest.from_file(str(SHELL), default_timeout=60)
        for key, value in address.items():
            at.query_params[key] = value
        if page != "overview":
            at.switch_page(f"../pages/{page}.py")
        at.run()
        assert not at.exception
        return at

    return show


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("page", CARDS)
def test_every_card_shows_its_figures_and_its_queries(page: str, language: str, small_data: Path, shown: Shown) -> None:
    at = shown(small_data, page, lang=language)
    use_language(language)  # AppTest words the choices of the filter line itself, outside the script
    known = {path.read_text(encoding="utf-8").strip() for path in QUERIES.glob("*.sql")}
    keys = [button.key for button in at.button if (button.key or "").startswith(f"{DATA}-")]
    assert len(keys) == CARDS[page]
    for key in keys:
        table = dialog_of(at, key, "figures-room")
        assert len(re.findall("<td", table[0])) > 4
        at.run()
        assert not tables(at, "figures-room"), "a dialog is not opened again by the next run"
        at.button(key=key.replace(DATA, SQL, 1)).click().run()
        assert not at.exception
        assert at.code
        assert {code.value for code in at.code} <= known
        if language == "en":
            assert not re.search(r"[\u4e00-\u9fff]", re.sub(r"[\u4e00-\u9fff]+(分公司|公司|处|部)", "", table[0]))
        at.run()


def test_a_card_of_two_metrics_shows_both_queries(small_data: Path, shown: Shown) -> None:
    at = shown(small_data, "repeat")
    at.button(key="sql-trend-repeat_share").click().run()
    assert [code.value for code in at.code] == [
        registry()[name].query.strip() for name in ("repeat_share", "repeat_items")
    ]


@pytest.mark.parametrize("mode", ["month", "ytd", "rolling"])
@pytest.mark.parametrize("unit", ["", "U005"])
def test_the_three_sentences_hold_the_figures_of_ask(
    mode: str, unit: str, sample_data: Path, shown: Shown, capsys: pytest.CaptureFixture[str]
) -> None:
    address = {"unit": unit} if unit else {}
    first = {"month": "2026-10", "ytd": "2026-01", "rolling": "2025-11"}[mode]

    def ask(metric: str, part: str = "value", only_last: bool = False) -> float:
        arguments = ["--from", "2026-10" if only_last else first, "--to", "2026-10"]
        arguments += ["--unit", unit] if unit else []
        assert main(["ask", metric, *arguments, "--data", str(sample_data), "--json"]) == 0
        rows = [row for row in json.loads(capsys.readouterr().out)["rows"] if row["unit"] == (unit or None)]
        return float(sum(row[part] for row in rows))

    registered, visits = ask("registered"), ask("collective_batch_share", "denominator")
    persons, batches = ask("collective_person_share", "denominator"), ask("collective_batches")
    collective, due = ask("collective_persons"), ask("completed_on_time_rate", "denominator")
    answered, overdue = ask("completed_on_time_rate", "numerator"), ask("overdue_open", only_last=True)
    chinese = sentences(shown(sample_data, mode=mode, period="2026-10", **address))
    assert re.match(rf"[^，。]+，共登记信访{registered:.0f}件次，[^。]+。", chinese)
    assert (
        f"来访{visits:.0f}批次{persons:.0f}人次，其中集体访{batches:.0f}批次{collective:.0f}人次。"
        f"截至2026年10月31日，到期应办结{due:.0f}件，按期办结{answered:.0f}件，按期办结率{answered / due:.1%}；"
        f"逾期未结{overdue:.0f}件。" in chinese
    )
    assert chinese.count("。") == 3
    english = sentences(shown(sample_data, mode=mode, period="2026-10", lang="en", **address))
    figures = (registered, visits, persons, batches, collective, due, answered, overdue)
    assert not {f"{figure:,.0f}" for figure in figures} - set(re.findall(r"\d+(?:,\d{3})*", english))
    assert len(re.findall(r"\.(?= [A-Z0-9]|$)", english)) == 3


def test_the_first_sentence_names_the_base_once(sample_data: Path, shown: Shown) -> None:
    text = sentences(shown(sample_data, mode="ytd", period="2026-10")).split("。")[0]
    assert text.count("上年同期") == 1
    assert re.search(r"同比(上升|下降)[\d.]+%（上年同期\d+件次）$", text)


def test_a_sentence_that_cannot_be_told_gives_way_to_the_repeat_share(tmp_path: Path, shown: Shown) -> None:
    units = [{"unit_id": "all"}]
    letters = [
        {"registered_on": f"2026-{month:02d}-0{day}", "unit_id": "all", "is_repeat": day == 2 and month > 4}
        for month in range(1, 11)
        for day in (1, 2)
    ]
    publish(write_delivery(tmp_path / "delivery", units, letters), tmp_path / "data")
    text = sentences(shown(tmp_path / "data"))
    assert "共登记信访20件次" in text
    assert "来访" not in text
    assert "到期" not in text
    assert text.count("20件次中重复信访6件次") == 1
    assert text.endswith("。")


def test_where_the_data_does_not_reach_there_is_nothing_to_copy(sample_data: Path, shown: Shown) -> None:
    at = shown(sample_data, period="2021-01", mode="rolling")
    assert not [button for button in at.button if button.key == "copy-sentences"]


def dialog_of(at: AppTest, key: str, kind: str) -> list[str]:
    at.button(key=key).click().run()
    assert not at.exception
    found = tables(at, kind)
    assert found
    return found


def tables(at: AppTest, kind: str) -> list[str]:
    return [body for body in bodies(at) if kind in body and "<style" not in body]


def sentences(at: AppTest) -> str:
    (found,) = [body for body in bodies(at) if "to-copy" in body and "<script" not in body and "<style" not in body]
    return html.unescape(re.sub(r"<[^>]+>", "", found))


def bodies(at: AppTest) -> list[Any]:
    return [element.proto.body for element in at.get("html")]
