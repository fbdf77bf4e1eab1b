"""A pack in the address: its JSON packed into letters, so that a sent link or a bookmark brings it along."""

from __future__ import annotations

import base64
import json
import zlib
from dataclasses import asdict

from barometer.briefing.saved_pack import FORMAT, LARGEST, SavedPack, pack_of
from barometer.faults import TooLong, UnreadableFile

LONGEST = 6_000  # letters; servers in between take addresses of 8,000


def as_link(saved: SavedPack) -> str:
    """Return the pack as an address holds it. Raises TooLong where it has no room there."""
    told = {"barometer_pack": FORMAT, **{key: value for key, value in asdict(saved).items() if value}}
    text = json.dumps(told, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    packed = base64.urlsafe_b64encode(zlib.compress(text.encode(), 9)).decode().rstrip("=")
    if len(packed) > LONGEST:
        remedy = "save it as a file, or shorten the changed sentences"
        raise TooLong(
            "The material is too long for a link",
            expected=f"{LONGEST} signs",
            found=f"{len(packed)} signs",
            remedy=remedy,
        )
    return packed


def from_link(packed: str) -> SavedPack:
    """Return the pack that an address holds. Raises UnreadableFile where it is damaged."""
    try:
        if len(packed) > LONGEST:
            raise ValueError("too long")
        raw = base64.urlsafe_b64decode(packed + "=" * (-len(packed) % 4))
        text = zlib.decompressobj().decompress(raw, LARGEST)
        return pack_of({"filters": {}, **json.loads(text)})
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, zlib.error) as error:
        remedy = "ask for the link again, or open the saved file"
        raise UnreadableFile("The address holds no meeting material", remedy=remedy) from error
