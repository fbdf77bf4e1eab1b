"""A pack as a small JSON: template, filters, snapshot and changed sentences, from which it is made again."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from barometer.audience import Audience
from barometer.briefing.choices import OWN, TEMPLATES
from barometer.briefing.chosen import Item, known_filters, known_items, text_of, texts_of
from barometer.briefing.external_pack import own_mark
from barometer.briefing.figures_shown import Changed, diff_packs, figures_shown
from barometer.briefing.pack import Pack
from barometer.briefing.templates import build_pack
from barometer.briefing.whole_file import whole_file
from barometer.faults import NoSnapshot, UnreadableFile
from barometer.filters import Filters, read_address, write_address
from barometer.language import LANGUAGES, in_language
from barometer.session import Session
from barometer.snapshots import Snapshot

FORMAT = 1
LARGEST = 1_000_000  # bytes; a pack is a few kilobytes
_SAME = ("mark", "external", "title", "items", "left_out")  # of a saved pack and of what builds it
_REMEDY = "take the file as it was saved, or make the pack anew"


@dataclass(frozen=True)
class SavedPack:
    """What a pack is made from. `filters` is a written address; `edits` are changed sentences by their keys.

    `items` are charts put in, under filters of their own, `left_out` the keys of those taken out; `title` is empty for
    the usual one. `external` hides small numbers (对外版).
    """

    template: str
    filters: dict[str, list[str]]
    snapshot: str
    language: str
    topic: str = ""
    edits: dict[str, str] = field(default_factory=dict)
    mark: str = ""
    external: bool = False
    title: str = ""
    items: tuple[Item, ...] = ()
    left_out: tuple[str, ...] = ()

    def as_json(self) -> str:
        """Return the text of the file; the same pack gives the same text."""
        told = {"barometer_pack": FORMAT, **asdict(self)}
        return json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True) + "\n"

    def chosen(self, session: Session) -> Filters:
        """Return the filters, of 自选 those of its first chart.

        Raises the first fault of an address that no longer fits the data.
        """
        told = read_address(self.items[0].filters if self.template == OWN else self.filters, session)
        if told.refused:
            raise told.refused[0]
        return told.filters

    def built(self, audience: Audience) -> Pack:
        """Return the pack as the data of `audience` has it, in the language it was saved in."""
        with in_language(self.language):
            filters = self.chosen(audience.session)
            more: dict[str, Any] = {name: getattr(self, name) for name in _SAME}
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


def parsed_pack(text: str, name: str) -> SavedPack:
    """Return the pack that the text of the file `name` holds. Raises UnreadableFile."""
    try:
        if len(text) > LARGEST:
            raise ValueError("too large")
        return pack_of(json.loads(text.removeprefix("\ufeff")))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        found = f"{type(error).__name__}: {error}"[:120]
        raise UnreadableFile("This is no saved pack", name, found=found, remedy=_REMEDY) from error


def write_saved(saved: SavedPack, path: Path) -> None:
    """Write a pack as JSON. Raises UnwritableFile."""
    with whole_file(path) as unfinished:
        unfinished.write_text(saved.as_json(), encoding="utf-8", newline="\n")


def read_saved(path: Path) -> SavedPack:
    """Return a saved pack. Raises UnreadableFile where the file is none, or of another version."""
    try:
        with path.open(encoding="utf-8") as file:
            return parsed_pack(file.read(LARGEST + 1), path.name)
    except (OSError, UnicodeError) as error:
        found = f"{type(error).__name__}: {error}"[:120]
        raise UnreadableFile("This is no saved pack", path.name, found=found, remedy=_REMEDY) from error


def snapshot_of(saved: SavedPack, current: Snapshot) -> Snapshot:
    """Return the snapshot a pack was saved on. Raises NoSnapshot where it is gone."""
    folder = current.folder.parent / saved.snapshot
    if not saved.snapshot.isdigit() or not (folder / "MANIFEST.json").is_file():
        remedy = "publish that delivery again, or make the pack anew on the current data"
        found = f"snapshot {saved.snapshot[:20]}"
        raise NoSnapshot("The data this pack was made from is gone", found=found, remedy=remedy)
    return Snapshot(folder, int(saved.snapshot))


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
    except (OSError, ValueError, TypeError, AttributeError, RecursionError) as error:
        expected = '{"text-overall": "…", "registered": "…"}'
        found = f"{type(error).__name__}: {error}"[:120]
        raise UnreadableFile("The edits cannot be read", path.name, expected=expected, found=found) from error


def pack_of(entries: Any) -> SavedPack:
    """Return the pack that parsed JSON holds. Raises ValueError, KeyError, TypeError or AttributeError for none."""
    if entries["barometer_pack"] != FORMAT or entries["template"] not in (*TEMPLATES, OWN):
        raise ValueError("another version or template")
    if entries["language"] not in LANGUAGES:
        raise ValueError("another language")
    filters, snapshot = known_filters(entries["filters"]), text_of(entries["snapshot"])
    told: dict[str, Any] = {key: text_of(entries.get(key, "")) for key in ("topic", "mark", "title")}
    told["edits"], told["external"] = _texts(entries.get("edits", {})), entries.get("external", False)
    told["items"], told["left_out"] = known_items(entries.get("items", ())), texts_of(entries.get("left_out", ()))
    if not isinstance(told["external"], bool):
        raise TypeError("external is neither true nor false")
    if entries["template"] == OWN and not told["items"]:
        raise ValueError("no charts")
    return SavedPack(entries["template"], filters, snapshot, entries["language"], **told)


def _texts(entries: Any) -> dict[str, str]:
    return {text_of(key): text_of(text) for key, text in entries.items()}
