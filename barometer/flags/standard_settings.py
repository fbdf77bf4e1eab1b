"""Settings of the open standard's command: TOML with the standard's own keys, everything unknown refused."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from barometer.faults import NotAllowed, UnreadableFile
from barometer.flags.registry import standard_flags

FENCE = "fence"  # stands in the registry where the standard draws the limit from the data
_COUNTS = {"digits", "minimum_submitted_bids", "minimum_contracting_processes"}
_TOP = {"currency", "price_comparison_procurement_methods", "no_price_comparison_procurement_methods", "exclusions"}


@dataclass(frozen=True)
class StandardSettings:
    """What the standard's command was told; `sections` holds the indicators to run with their own settings."""

    currency: str | None = None
    compared_methods: tuple[str, ...] = ()
    uncompared_methods: tuple[str, ...] = ()
    excluded_methods: tuple[str, ...] = ()
    sections: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    def values(self, code: str) -> dict[str, Any]:
        """Return the values of the query of indicator `code`, by the names of its parameters."""
        given = dict(standard_flags()[code].standard or {}) | dict(self.sections[code])
        by_details: Mapping[str, float] = given.pop("procurement_method_details", {})
        given |= {key: int(value) for key, value in given.items() if key in _COUNTS}
        if given.get("threshold") == FENCE:
            given["threshold"] = None
        if "procurement_methods" in given:
            given["procurement_methods"] = list(_parts(given["procurement_methods"]))
        return given | {
            "details": list(by_details),
            "detail_days": [float(days) for days in by_details.values()],
            "minimum_n": 1,
            "minimum_subjects": 1,
        }


def read_settings(path: Path | None, run_all: bool = False) -> StandardSettings:
    """Return the settings in `path`; without it, or with `run_all`, every indicator runs, by default values.

    Raises UnreadableFile for a file that is no TOML, NotAllowed naming each key or value the standard does not know.
    """
    told = _read(path) if path else {}
    name = path.name if path else ""
    _refuse_unknown(told, _TOP | set(standard_flags()), name, "")
    sections = {code: _section(code, told[code], name) for code in standard_flags() if code in told}
    if run_all or path is None:
        sections = {code: sections.get(code, {}) for code in standard_flags()}
    exclusions = _table(told.get("exclusions", {}), name, "exclusions")
    _refuse_unknown(exclusions, {"procurement_method_details"}, name, "exclusions.")
    return StandardSettings(
        currency=_text(told, "currency", name),
        compared_methods=_parts(_text(told, "price_comparison_procurement_methods", name)),
        uncompared_methods=_parts(_text(told, "no_price_comparison_procurement_methods", name)),
        excluded_methods=_parts(_text(exclusions, "procurement_method_details", name)),
        sections=sections,
    )


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UnreadableFile(
            "The settings are no TOML", path.name, found=str(error)[:200], remedy="mend the line that is named"
        ) from error


def _section(code: str, told: object, name: str) -> dict[str, Any]:
    section = _table(told, name, code)
    known = dict(standard_flags()[code].standard or {})
    by_details = {"procurement_method_details"} if code == "R003" else set()
    _refuse_unknown(section, set(known) | by_details, name, f"{code}.")
    for key, value in section.items():
        place = f"{code}.{key}"
        if key == "procurement_method_details":
            for details, days in _table(value, name, place).items():
                _refuse(not _is_number(days), name, f"{place}.{details}", "a whole number of days", days)
        elif isinstance(known[key], str) and known[key] != FENCE:
            _refuse(not isinstance(value, str), name, place, "methods joined by |", value)
        elif known[key] == FENCE and code != "R048":  # a ratio; all other limits are counts
            _refuse(not _is_number(value, is_whole=False), name, place, "a number, not negative", value)
        elif key == "percentile":
            _refuse(not _is_number(value) or value > 100, name, place, "a whole number from 0 to 100", value)
        else:
            _refuse(not _is_number(value), name, place, "a whole number, not negative", value)
    return section


def _is_number(value: object, is_whole: bool = True) -> bool:
    if not isinstance(value, int | float) or isinstance(value, bool):
        return False
    return 0 <= value < 2**31 and (not is_whole or value % 1 == 0)


def _table(told: object, name: str, key: str) -> dict[str, Any]:
    _refuse(not isinstance(told, dict), name, key, f"a section [{key}]", told)
    assert isinstance(told, dict)
    return told


def _text(told: Mapping[str, Any], key: str, name: str) -> str | None:
    value = told.get(key)
    _refuse(value is not None and not isinstance(value, str), name, key, "text, several values joined by |", value)
    return value


def _parts(joined: str | None) -> tuple[str, ...]:
    parts = (joined or "").split("|")
    return tuple(parts if parts[-1] else parts[:-1])


def _refuse_unknown(told: Mapping[str, Any], known: set[str], name: str, under: str) -> None:
    for key in told:
        _refuse(key not in known, name, f"{under}{key}", f"one of {', '.join(sorted(known))}", key)


def _refuse(is_wrong: bool, name: str, key: str, expected: str, found: object) -> None:
    if is_wrong:
        raise NotAllowed(
            "A setting is not understood",
            file=name,
            column=key,
            expected=expected,
            found=str(found)[:64],
            remedy="correct the key or value, or remove it to use the default",
        )
