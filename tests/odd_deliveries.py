"""Deliveries that strain a page: thousands of units, endless names, other scripts, 300 topics, empty columns."""

from __future__ import annotations

import datetime as dt
import random
from pathlib import Path

from deliveries import Row, write_delivery

DATA_AS_OF = dt.date(2026, 10, 20)
NAMES = (
    "很长的单位名称" * 15,
    "ᠮᠣᠩᠭᠣᠯ ᠪᠢᠴᠢᠭ",
    "شىنجاڭ ئۇيغۇر ئاپتونوم رايونى",
    "བོད་རང་སྐྱོང་ལྗོངས",
    "Управление по обращениям граждан",
    "The Department with an English Name that Goes On and On without ever Ending, Section " * 2,
)
BRANCHES, OFFICES, TOPICS, MATTERS = 40, 1959, 300, 4000


def write_strained(folder: Path, petitions: int = 6000) -> Path:
    """Write 2,000 units of six scripts, 300 topics with endless names, and petitions about all of them."""
    return write_delivery(
        folder, _units(), _petitions(petitions), data_as_of=DATA_AS_OF, codes=[_topic(n) for n in range(TOPICS)]
    )


def write_bare(folder: Path) -> Path:
    """Write petitions of which nothing is known but day and unit: every other column is empty throughout."""
    days = [DATA_AS_OF - dt.timedelta(days=3 * n) for n in range(400)]
    return write_delivery(folder, petitions=[{"registered_on": on} for on in days], data_as_of=DATA_AS_OF)


def _units() -> list[Row]:
    rows: list[Row] = [{"unit_id": "all", "unit_name": "集团公司", "is_reporting": False}]
    for n in range(BRANCHES):
        rows.append({"unit_id": f"a{n}", "parent_id": "all", "unit_name": f"{NAMES[n % 6]} {n}", "unit_order": n})
    for n in range(OFFICES):
        name = f"第{n}项目部" if n % 7 else f"{NAMES[n % 6]}{n}"
        rows.append({"unit_id": f"b{n}", "parent_id": f"a{n % BRANCHES}", "unit_name": name, "unit_order": n})
    return rows


def _topic(n: int) -> Row:
    chinese = "类别名称特别长的一类问题" * 6 if n % 10 == 0 else f"类别{n}"
    english = "A category whose name never ends and goes on " * 4 if n % 10 == 0 else f"Topic {n}"
    return {"list": "category", "code": f"c{n}", "label_zh": chinese, "label_en": english.strip()}


def _petitions(count: int) -> list[Row]:
    drawn = random.Random(1)
    return [_petition(drawn) for _ in range(count)]


def _petition(drawn: random.Random) -> Row:
    on = dt.date(2023, 1, 1) + dt.timedelta(days=drawn.randrange(1389))
    answered = on + dt.timedelta(days=drawn.randrange(5, 90))
    channel = drawn.choice(["letter", "visit", "online"])
    return {
        "registered_on": on,
        "unit_id": f"b{drawn.randrange(OFFICES)}",
        "channel": channel,
        "category": f"c{min(TOPICS - 1, int(drawn.expovariate(1 / 60)))}",
        "area": drawn.choice(["engineering", "goods", None]),
        "matter_id": f"m{drawn.randrange(MATTERS)}",
        "persons": drawn.choice([1, 1, 2, 6, 12, 40]) if channel == "visit" else None,
        "limit_on": on + dt.timedelta(days=60),
        "answered_on": answered if answered <= DATA_AS_OF else None,
    }
