"""What became of flags that were checked: verdicts.csv of the site, where it is delivered."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from barometer.reference import read_reference, reference_file


@dataclass(frozen=True)
class Precision:
    """How many subjects of a flag were checked, and how many of these were verified; pending ones are not checked."""

    verified: int
    checked: int


def precision(data: Path) -> dict[str, Precision]:
    """Return the precision of each flag with a verdict; of several verdicts on a subject the latest counts.

    Reads flag, subject, verdict (verified, refuted or pending) and date; a site without verdicts.csv has none.
    """
    path = reference_file("verdicts", data)
    if not path.is_file():
        return {}
    latest = {(row["flag"], row["subject"]): row["verdict"] for row in sorted(read_reference(path), key=_date)}
    counts = Counter((flag, verdict) for (flag, _), verdict in latest.items())
    flags = dict.fromkeys(flag for flag, _ in latest)
    return {
        flag: Precision(counts[flag, "verified"], counts[flag, "verified"] + counts[flag, "refuted"]) for flag in flags
    }


def _date(row: dict[str, str]) -> str:
    return row["date"]
