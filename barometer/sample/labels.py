"""The sample's own code lists: its topics, its unit types and the classes it buys."""

from __future__ import annotations

import pyarrow as pa

from barometer.sample import columns
from barometer.sample.classes import CLASSES
from barometer.sample.topics import CATEGORIES, LABELS
from barometer.sample.tree import TYPES

_UNIT_TYPES = (
    ("总部", "Headquarters"), ("分公司", "Branch"), ("院所", "Institute"),
    ("部门", "Department"), ("项目部", "Project office"), ("工区", "Work team"),
)  # fmt: skip


def codes_table() -> pa.Table:
    """Return the contract's `codes` table."""
    rows = [("category", code, *labels) for code, labels in zip(CATEGORIES, LABELS, strict=True)]
    rows += [("unit_type", code, *labels) for code, labels in zip(TYPES, _UNIT_TYPES, strict=True)]
    rows += [("item_class", code, zh, en) for code, (_, zh, en) in CLASSES.items()]
    lists, codes, zh, en = zip(*rows, strict=True)
    return columns.table(
        "codes", list=pa.array(lists), code=pa.array(codes), label_zh=pa.array(zh), label_en=pa.array(en)
    )
