"""What of the planted cases was found: read their file beside a sample, hold what was seen against it."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from barometer.sample import PLANTED

_TRENDS = {"rising_unit": "rising", "improving_branch": "falling"}  # kinds that move over years, and which way
_FALLS = ("silent_unit",)


@dataclass(frozen=True)
class Case:
    """One planted case of the petitions: where, from which month to which, and what kind of reading should see it.

    `reading` is "alarm", "fall" (to zero) or "trend"; `direction` of a trend is "rising" or "falling".
    """

    kind: str
    unit: str
    metric: str
    first: dt.date
    last: dt.date
    reading: str
    direction: str = ""


def unit_cases_of(folder: Path) -> list[Case]:
    """Return the planted cases of single units in the petitions of the sample in `folder`."""
    told: list[dict[str, Any]] = json.loads((folder / PLANTED).read_text(encoding="utf-8"))
    return [_case(entry) for entry in told if entry["table"] == "petitions"]


def _case(entry: dict[str, Any]) -> Case:
    kind = entry["kind"]
    reading = "trend" if kind in _TRENDS else "fall" if kind in _FALLS else "alarm"
    first, last = (dt.date.fromisoformat(entry[day]).replace(day=1) for day in ("first_day", "last_day"))
    (unit,) = entry["unit_ids"]
    return Case(kind, unit, entry["expected_metric"], first, last, reading, _TRENDS.get(kind, ""))
