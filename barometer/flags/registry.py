"""The registry of flags: queries/flags.toml, one block and one query a flag."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from barometer.query_files import QUERIES, query_text

KINDS = ("statutory", "statistical")
STAGES = ("budget", "method", "documents", "bidding", "contract", "performance")


@dataclass(frozen=True)
class Flag:
    """One block of queries/flags.toml.

    `subject` is what it answers for: "tender", "supplier", "buyer_year" or "organisation" (several kinds apart).
    `standard` holds the open standard's settings of an indicator with their defaults, None where it is none;
    `limits` the rows of thresholds.csv that its query's parameters come from, `dated_limits` those it takes by regime,
    area and day. A flag that is `only_beside` reads what the others flagged.
    """

    id: str
    name_zh: str
    name_en: str
    kind: str
    stage: str
    subject: str
    measured_in: str
    formula_zh: str
    formula_en: str
    source_zh: str
    source_en: str
    needs: tuple[str, ...]
    value: str = "one"
    colloquial_zh: str = ""
    colloquial_en: str = ""
    ocp_code: str = ""
    is_verified: bool = True
    minimum_n: int = 1
    only_beside: bool = False
    dated_limits: tuple[str, ...] = ()
    standard: Mapping[str, Any] | None = None
    limits: Mapping[str, str] = field(default_factory=dict)

    @property
    def query(self) -> str:
        """Return the SQL that answers the flag."""
        return query_text(f"flags/{self.id}")

    @property
    def parameters(self) -> frozenset[str]:
        """Return the names of the values its query takes."""
        return parameters_of(self.query)

    @property
    def group(self) -> str:
        """Return "statutory" where an article and an exact limit stand behind it, else "statistical"."""
        return "statutory" if self.kind == "statutory" else "statistical"

    @property
    def limit_ids(self) -> tuple[str, ...]:
        """Return the rows of thresholds.csv it compares with, by id."""
        return tuple(dict.fromkeys((*self.limits.values(), *self.dated_limits)))

    def name(self, language: str) -> str:
        """Return the neutral name in Chinese ("zh") or English ("en")."""
        return self.name_en if language == "en" else self.name_zh

    def formula(self, language: str) -> str:
        """Return what is measured against which limit, in words."""
        return self.formula_en if language == "en" else self.formula_zh

    def source(self, language: str) -> str:
        """Return the article, standard or practice the flag rests on."""
        return self.source_en if language == "en" else self.source_zh


def parameters_of(query: str) -> frozenset[str]:
    """Return the names of the values a query takes."""
    return frozenset(re.findall(r"\$(\w+)", re.sub(r"--.*", "", query)))


@cache
def registry() -> dict[str, Flag]:
    """Return every flag by id, in the order of the file."""
    blocks = tomllib.loads((QUERIES / "flags.toml").read_text(encoding="utf-8"))
    return {name: Flag(id=name, **{**block, **_tuples(block)}) for name, block in blocks.items()}


def _tuples(block: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    return {key: tuple(block[key]) for key in ("needs", "dated_limits") if key in block}


def tender_flags() -> dict[str, Flag]:
    """Return the flags that answer for tenders, by id."""
    return {name: flag for name, flag in registry().items() if flag.subject == "tender"}


def standard_flags() -> dict[str, Flag]:
    """Return the indicators of the open standard by code."""
    return {name: flag for name, flag in registry().items() if flag.standard is not None}
