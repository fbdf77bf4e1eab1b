"""queries/flags.toml: every flag has a query, names and a source in both languages, and limits that exist."""

from __future__ import annotations

import re

import pytest

from barometer.contract import tables
from barometer.flags.own_profile import PROCUREMENT
from barometer.flags.registry import STAGES, Flag, registry
from barometer.query_files import QUERIES
from barometer.reference import SHIPPED, read_reference

FLAGS = list(registry().values())
THRESHOLDS = read_reference(SHIPPED / "thresholds.csv")
GIVEN = {"minimum_n", "minimum_subjects", "currency", "data_as_of", "details", "detail_days"}
each_flag = pytest.mark.parametrize("flag", FLAGS, ids=lambda flag: flag.id)


def test_every_query_of_flags_is_registered_and_the_other_way_round() -> None:
    assert {path.stem for path in (QUERIES / "flags").glob("*.sql")} == set(registry())


@each_flag
def test_a_flag_is_named_and_sourced_in_both_languages(flag: Flag) -> None:
    chinese, english = (flag.name_zh, flag.formula_zh), (flag.name_en, flag.formula_en, flag.source_en)
    assert all(re.search(r"[\u4e00-\u9fff]", text) for text in chinese) and flag.source_zh
    assert all(english) and not re.search(r"[\u4e00-\u9fff]", "".join(english) + flag.colloquial_en)
    assert flag.stage in STAGES and flag.kind in ("statutory", "statistical", "standard") and flag.measured_in
    assert bool(flag.colloquial_zh) == bool(flag.colloquial_en)


@each_flag
def test_a_screen_convicts_nobody(flag: Flag) -> None:
    colloquial = {"标王", "陪标", "萝卜", "为项目而生", "串标", "围标"}
    neutral = flag.name_zh + flag.formula_zh
    assert not [word for word in colloquial if word in neutral]


@each_flag
def test_a_flag_needs_columns_of_the_contract(flag: Flag) -> None:
    assert flag.needs
    for need in (column for needs in flag.needs for column in needs.split(" | ")):
        table, _, column = need.partition(".")
        assert table in PROCUREMENT and column in tables()[table].columns, need


@each_flag
def test_a_statute_is_cited_by_article_and_read_before_it_is_called_verified(flag: Flag) -> None:
    assert (flag.kind == "statutory") == bool(re.search(r"《.+》第\d+条", flag.source_zh))
    assert flag.is_verified == (flag.kind != "statutory")


@each_flag
def test_a_parameter_of_a_query_is_a_limit_or_a_setting_that_all_flags_get(flag: Flag) -> None:
    assert flag.parameters <= GIVEN | set(flag.limits) | set(flag.standard or {})
    assert set(flag.limits) <= flag.parameters


@each_flag
def test_limits_of_a_flag_are_rows_of_thresholds(flag: Flag) -> None:
    general = {row["id"] for row in THRESHOLDS if not row["regime"] and not row["area"]}
    assert set(flag.limits.values()) <= general
    named = set(re.findall(r"(?:limits_in_force\(|shared_marks\('\w+', )'(\w+)'\)", flag.query))
    assert named == set(flag.dated_limits) <= {row["id"] for row in THRESHOLDS}


def test_limits_of_one_regime_area_and_day_are_told_once() -> None:
    """A general row beside one of a regime, or of an area, would give a tender two limits."""
    for row in THRESHOLDS:
        for other in THRESHOLDS:
            is_alike = all(not (row[key] and other[key]) or row[key] == other[key] for key in ("regime", "area"))
            if row is not other and row["id"] == other["id"] and is_alike:
                first, last = sorted((row, other), key=lambda one: one["valid_from"])
                assert first["valid_to"] and first["valid_to"] < last["valid_from"], row["id"]
