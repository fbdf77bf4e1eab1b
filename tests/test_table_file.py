"""A table file opens in a spreadsheet as text and numbers, never as a formula."""

from __future__ import annotations

import csv
import io

import pytest

from barometer.table_file import csv_bytes


@pytest.mark.parametrize("sign", list("=+-@＝＋－＠\t\r\n\0"), ids=repr)
def test_a_cell_that_would_run_as_a_formula_is_quoted(sign: str) -> None:
    (row,) = csv.reader(io.StringIO(csv_bytes([(f"{sign}HYPERLINK(1)", "ok")]).decode("utf-8-sig"), newline=""))
    assert row == [f"'{sign}HYPERLINK(1)", "ok"]


def test_numbers_stay_numbers_and_nothing_known_is_empty() -> None:
    told = csv_bytes([("甲", -3, -2.5, 7.0, None, float("nan"))]).decode("utf-8-sig")
    assert told == "甲,-3,-2.5,7,,\r\n"


@pytest.mark.parametrize("text", ["5", "甲=乙", "1-2", "−3", " =1", "（=1）"])
def test_text_that_no_spreadsheet_runs_stays_as_it_is(text: str) -> None:
    assert csv_bytes([(text,)]).decode("utf-8-sig") == f"{text}\r\n"


def test_the_file_begins_with_the_mark_that_spreadsheets_need_for_chinese() -> None:
    assert csv_bytes([("甲",)]).startswith(b"\xef\xbb\xbf")


def test_a_comma_or_quote_stays_inside_its_cell() -> None:
    (row,) = csv.reader(io.StringIO(csv_bytes([('a,"b"', "c")]).decode("utf-8-sig")))
    assert row == ['a,"b"', "c"]
