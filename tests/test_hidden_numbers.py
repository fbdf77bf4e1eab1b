"""What is hidden stays hidden: no small number follows from totals, rows, columns or what is shown beside it."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from barometer.disclosure import LEAST, Hidden, hide_small, least_shown
from barometer.snapshots import current_snapshot

TABLES = 150


def test_a_small_number_takes_its_smallest_neighbour_with_it() -> None:
    assert hide_small([[12, 3, 40, 0]], [range(4)], 5) == Hidden(frozenset({1}), frozenset({0}))
    assert hide_small([[12, 40, 0]], [range(3)], 5) == Hidden(), "zeros and large numbers hide nothing"


def test_a_number_told_elsewhere_cannot_hide_another() -> None:
    assert hide_small([[12, 3, 40, 0]], [range(4)], 5, {12}) == Hidden(frozenset({1}), frozenset({2}))
    assert hide_small([[12, 3]], [range(2)], 5, {12}) is None


def test_two_small_numbers_that_make_up_few_are_not_enough() -> None:
    hidden = hide_small([[1, 1, 9, 30]], [range(4)], 5)
    assert hidden == Hidden(frozenset({0, 1}), frozenset({2})), "1 and 1 follow from a rest of 2"
    hidden = hide_small([[4, 4, 9, 30]], [range(4)], 5)
    assert hidden == Hidden(frozenset({0, 1}), frozenset({2})), "4 and 4 are the only way to 8 below 5"


def test_nothing_is_shown_where_all_together_are_few() -> None:
    assert hide_small([[1, 2, 0]], [range(3)], 5) is None


def test_a_place_is_hidden_in_every_column() -> None:
    parts, rests = [30, 96, 50, 60], [20, 3, 50, 7]
    assert hide_small([parts, rests], [range(4)], 5) == Hidden(frozenset({1}), frozenset({3}))


@pytest.mark.parametrize("seed", range(TABLES))
def test_no_hidden_number_follows_from_a_table_and_its_totals(seed: int) -> None:
    """Every table that fits what is shown is tried: each small number has two values or more among them."""
    draw = random.Random(seed)
    high, wide, least = draw.randint(1, 3), draw.randint(2, 3), draw.choice([3, 5])
    cells = [draw.choice([0, 0, 1, 2, 3, 4, 5, 7, 9]) for _ in range(high * wide)]
    rows = [range(row * wide, (row + 1) * wide) for row in range(high)]
    across = [range(column, high * wide, wide) for column in range(wide)]
    sums = [*rows, *across, range(high * wide)]
    hidden = hide_small([cells], sums, least)
    if hidden is None:
        assert any(0 < cell < least for cell in cells)
        return
    assert hidden.small == {place for place, cell in enumerate(cells) if 0 < cell < least}
    values = _possible(cells, sums, least, hidden)
    for place in hidden.small:
        assert len(values[place]) > 1, (cells, hidden)


def _possible(cells: list[int], sums: list[range], least: int, hidden: Hidden) -> dict[int, set[int]]:
    """Return the values of each hidden place over all tables with the same totals, by trying them one by one."""
    places = sorted(hidden.all)
    left = [sum(cells[place] for place in group if place in hidden.all) for group in sums]
    last = [max((place for place in group if place in hidden.all), default=-1) for group in sums]
    found: dict[int, set[int]] = {place: set() for place in places}
    tried: list[int] = []

    def fill(at: int) -> None:
        if at == len(places):
            for place, value in zip(places, tried, strict=True):
                found[place].add(value)
            return
        place = places[at]
        inside = [number for number, group in enumerate(sums) if place in group]
        low, high = (1, least - 1) if place in hidden.small else (0, max(left))
        for value in range(low, min(high, *(left[number] for number in inside)) + 1):
            if any(last[number] == place and left[number] != value for number in inside):
                continue
            tried.append(value)
            for number in inside:
                left[number] -= value
            fill(at + 1)
            for number in inside:
                left[number] += value
            tried.pop()

    fill(0)
    return found


def test_the_smallest_number_is_a_dated_setting_and_never_below_three(sample_data: Path, tmp_path: Path) -> None:
    day = current_snapshot(sample_data).data_as_of
    assert least_shown(day, sample_data) == LEAST == 5
    head = "id,start_event,value,measured_in,day_kind,label_zh,label_en,article,article_en,valid_from,valid_to,verified"
    for told, expected in (("10", 10), ("1", 3)):
        data = tmp_path / told
        (data / "reference").mkdir(parents=True)
        row = f"external_minimum,,{told},items,,甲,a,practice,practice,2000-01-01,,true"
        (data / "reference" / "limits.csv").write_text(f"{head}\n{row}\n", encoding="utf-8")
        assert least_shown(day, data) == expected
    (tmp_path / "old" / "reference").mkdir(parents=True)
    (tmp_path / "old" / "reference" / "limits.csv").write_text(f"{head}\n", encoding="utf-8")
    assert least_shown(day, tmp_path / "old") == 5, "a table of the site that knows of no such row"
