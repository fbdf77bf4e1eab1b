"""The contract itself: complete, documented, and every list and reference in it exists."""

import re

import pyarrow as pa
import pytest

from barometer.contract import Column, Table, arrow_schema, tables
from barometer.reference import SHIPPED, read_reference

TYPES = {"key", "code", "text", "hash", "date", "timestamp", "integer", "money", "boolean", "codes"}
COLUMNS = [(table, column) for table in tables().values() for column in table.columns.values()]
NAMES = [f"{table.name}.{column.name}" for table, column in COLUMNS]


def test_the_contract_names_seventeen_tables_of_which_two_are_required() -> None:
    assert len(tables()) == 17
    assert {name for name, table in tables().items() if table.is_required} == {"units", "petitions"}


def test_only_reports_and_clues_are_restricted() -> None:
    assert {name for name, table in tables().items() if table.is_restricted} == {"reports", "clues"}


def test_a_table_is_named_as_its_file_and_labelled_in_both_languages() -> None:
    for name, table in tables().items():
        assert table.name == name
        assert re.search("[一-鿿]", table.label_zh)
        assert table.label_en.isascii()


def test_keys_are_columns_that_are_never_null() -> None:
    for table in tables().values():
        assert all(not table.columns[name].is_nullable for name in table.key)


def test_of_petitions_only_key_day_and_unit_are_never_null() -> None:
    needed = {c.name for c in tables()["petitions"].columns.values() if not c.is_nullable}
    assert needed == {"petition_id", "registered_on", "unit_id"}


def test_the_columns_of_a_bid_stand_in_the_order_of_the_contract() -> None:
    assert arrow_schema(tables()["bids"]).names == [
        "bid_id", "tender_id", "submitted_at", "amount", "currency", "status", "rank",
        "device_hash", "deposit_account_hash", "legal_rep_hash",
    ]  # fmt: skip


def test_money_is_decimal_and_timestamps_carry_no_zone() -> None:
    schema = arrow_schema(tables()["bids"])
    assert schema.field("amount").type == pa.decimal128(18, 2)
    assert schema.field("submitted_at").type == pa.timestamp("us")


@pytest.mark.parametrize(("table", "column"), COLUMNS, ids=NAMES)
def test_a_column_has_a_known_type_and_a_meaning_in_a_sentence(table: Table, column: Column) -> None:
    assert column.type in TYPES
    assert len(column.meaning) > 10
    assert column.meaning.endswith(".")


@pytest.mark.parametrize(("table", "column"), COLUMNS, ids=NAMES)
def test_a_column_has_a_short_name_in_both_languages(table: Table, column: Column) -> None:
    assert re.search("[一-鿿]", column.label_zh)
    assert column.label_en.isascii()
    assert 0 < len(column.label_en) <= 30
    assert len(column.label_zh) <= 12
    assert [column.label("zh"), column.label("en")] == [column.label_zh, column.label_en]


def test_no_two_columns_of_a_table_share_a_name() -> None:
    for table in tables().values():
        for language in ("zh", "en"):
            assert len({column.label(language) for column in table.columns.values()}) == len(table.columns)


@pytest.mark.parametrize("name", ["petitions", "units"])
def test_a_column_that_pages_explain_has_its_meaning_in_both_languages(name: str) -> None:
    for column in tables()[name].columns.values():
        assert column.meaning_zh.endswith("。"), column.name
        assert not re.search("[一-鿿]", column.meaning), column.name
        assert [column.explained("zh"), column.explained("en")] == [column.meaning_zh, column.meaning]


@pytest.mark.parametrize(("table", "column"), COLUMNS, ids=NAMES)
def test_what_a_column_points_at_exists(table: Table, column: Column) -> None:
    if column.references:
        parent, name = column.references.split(".")
        assert name in tables()[parent].key
    if column.codes:
        assert column.type in {"code", "codes"}
        assert column.codes in {row["list"] for row in read_reference(SHIPPED / "codes.csv")}
