"""A pack as a small JSON: template, filters, snapshot and changed sentences, from which it is made again."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from barometer.audience import Audience
from barometer.briefing.choices import TEMPLATES
from barometer.briefing.external_pack import own_mark
from barometer.briefing.figures_shown import Changed, diff_packs, figures_shown
from barometer.briefing.pack import Pack
from barometer.briefing.templates import build_pack
from barometer.briefing.whole_file import whole_file
from barometer.faults import UnreadableFile
from barometer.filters import Filters, read_address, write_address
from barometer.language import LANGUAGES, in_language
from barometer.session import Session

FORMAT = 1
LARGEST = 1_000_000  # bytes; a pack is a few kilobytes
_REMEDY = "take the file as it was saved, or make the pack anew"


@dataclass(frozen=True)
class SavedPack:
    """What a pack is made from. `filters` is a written address; `edits` are changed sentences by their keys.

    `external` hides small numbers (对外版).
    """

    template: str
    filters: dict[str, list[str]]
    snapshot: str
    language: str
    topic: str = ""
    edits: dict[str, str] = field(default_factory=dict)
    mark: str = ""
    external: bool = False

    def as_json(self) -> str:
        """Return the text of the file; the same pack gives the same text."""
        return json.dumps({"barometer_pack": FORMAT, **vars(self)}, ensure_ascii=False, indent=1, sort_keys=True) + "\n"

    def chosen(self, session: Session) -> Filters:
        """Return the filters. Raises the first fault of an address that no longer fits the data."""
        told = read_address(self.filters, session)
        if told.refused:
            raise told.refused[0]
        return told.filters

    def built(self, audience: Audience) -> Pack:
        """Return the pack as the data of `audience` has it, in the language it was saved in."""
        with in_language(self.language):
            filters = self.chosen(audience.session)
            more: dict[str, Any] = {"mark": self.mark, "external": self.external}
            return build_pack(audience, filters, self.template, self.topic, self.edits, **more)


def saved_pack(pack: Pack, filters: Filters, topic: str = "") -> SavedPack:
    """Return what `pack` is made from."""
    sentences = [one for section in pack.sections for one in section.paragraphs]
    edits = {one.key: one.edited for one in sentences if one.edited is not None}
    edits |= {one.key: one.conclusion.edited for one in pack.exhibits if one.conclusion.edited is not None}
    written = write_address(filters)
    with in_language(pack.language):
        mark = own_mark(pack.mark) if pack.external else pack.mark
    snapshot = pack.provenance.snapshot
    return SavedPack(pack.template, written, snapshot, pack.language, topic, edits, mark, pack.external)


def write_saved(saved: SavedPack, path: Path) -> None:
    """Write a pack as JSON. Raises UnwritableFile."""
    with whole_file(path) as unfinished:
        unfinished.write_text(saved.as_json(), encoding="utf-8", newline="\n")


def read_saved(path: Path) -> SavedPack:
    """Return a saved pack. Raises UnreadableFile where the file is none, or of another version."""
    try:
        if path.stat().st_size > LARGEST:
            raise ValueError("too large")
        return _checked(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        found = f"{type(error).__name__}: {error}"[:120]
        raise UnreadableFile("This is no saved pack", path.name, found=found, remedy=_REMEDY) from error


def newest(saved: SavedPack, then: Audience, now: Audience) -> tuple[SavedPack, tuple[Changed, ...]]:
    """Return the pack on the data of `now`, and every figure that differs from that of `then`."""
    changed = diff_packs(figures_shown(saved.built(then)), figures_shown(saved.built(now)))
    return replace(saved, snapshot=now.snapshot.label), changed


def read_edits(path: Path) -> dict[str, str]:
    """Return changed sentences by their keys, from a JSON of texts. Raises UnreadableFile."""
    try:
        if path.stat().st_size > LARGEST:
            raise ValueError("too large")
        return _texts(json.loads(path.read_text(encoding="utf-8-sig")))
    except (OSError, ValueError, TypeError, AttributeError) as error:
        expected = '{"text-overall": "…", "registered": "…"}'
        found = f"{type(error).__name__}: {error}"[:120]
        raise UnreadableFile("The edits cannot be read", path.name, expected=expected, found=found) from error


def _checked(entries: Any) -> SavedPack:
    if entries["barometer_pack"] != FORMAT or entries["template"] not in TEMPLATES:
        raise ValueError("another version or template")
    if entries["language"] not in LANGUAGES:
        raise ValueError("another language")
    filters = {str(key): [str(value) for value in values] for key, values in entries["filters"].items()}
    told: dict[str, Any] = {key: str(entries.get(key, "")) for key in ("topic", "mark")}
    told["edits"], told["external"] = _texts(entries.get("edits", {})), entries.get("external", False)
    if not isinstance(told["external"], bool):
        raise TypeError("external is neither true nor false")
    return SavedPack(entries["template"], filters, str(entries["snapshot"]), entries["language"], **told)


def _texts(entries: Any) -> dict[str, str]:
    if not all(isinstance(text, str) for text in entries.values()):
        raise TypeError("a sentence is not text")
    return {str(key): text for key, text in entries.items()}
