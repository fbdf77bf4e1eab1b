"""A pack in the address: what is sent comes back whole, and a damaged link says so in one sentence."""

from __future__ import annotations

import base64
import datetime as dt
import json
import zlib
from dataclasses import replace
from typing import Any

import pytest

from barometer.briefing.choices import OWN
from barometer.briefing.chosen import MOST, Item, item_of
from barometer.briefing.pack_link import LONGEST, as_link, from_link
from barometer.briefing.saved_pack import LARGEST, SavedPack
from barometer.faults import TooLong, UnreadableFile
from barometer.filters import Filters
from barometer.panels.decks import SLIDES

MAY = Filters(dt.date(2026, 5, 1), "month", units=("u-1", "u-2"), only=(("category", ("housing", "")),))
ITEMS = tuple(item_of(chart, MAY, ()) for chart in ("channels", "on-time"))
OWN_CHOICE = SavedPack(
    OWN,
    {},
    "000002",
    "zh",
    edits={"channels-1": "网上信访最多，占四成以上"},
    mark="内部资料",
    external=True,
    title="10月例会材料“一”",
    items=ITEMS,
)
MONTHLY = SavedPack("monthly", {"period": ["2026-10"]}, "000001", "en", items=ITEMS, left_out=("on-time", "channels"))


def packed(told: object) -> str:
    """Return anything as a link would hold it."""
    text = told if isinstance(told, str) else json.dumps(told)
    return base64.urlsafe_b64encode(zlib.compress(text.encode())).decode().rstrip("=")


def told_of(saved: SavedPack) -> Any:
    return json.loads(saved.as_json())


@pytest.mark.parametrize("saved", [OWN_CHOICE, MONTHLY, SavedPack("topic", {}, "000001", "zh", topic="repeat")])
def test_a_link_brings_back_what_was_sent(saved: SavedPack) -> None:
    link = as_link(saved)
    assert from_link(link) == saved
    assert as_link(from_link(link)) == link
    assert link.replace("-", "").replace("_", "").isalnum(), "nothing that an address has to write otherwise"
    assert len(link) < 700


def test_as_many_charts_as_there_may_be_have_room() -> None:
    items: list[Item] = []
    for chart in [*SLIDES, *SLIDES][:MOST]:
        items.append(item_of(chart, replace(MAY, comparison="previous"), items))
    assert len(as_link(replace(OWN_CHOICE, items=tuple(items)))) < LONGEST / 3


def test_what_has_no_room_is_refused_with_its_length() -> None:
    signs = "".join(chr(0x4E00 + (n * n * 31) % 20_000) for n in range(4_000))
    with pytest.raises(TooLong, match="The material is too long for a link") as refused:
        as_link(replace(OWN_CHOICE, edits={"channels-1": signs}))
    assert refused.value.expected == f"{LONGEST} signs"
    assert int(refused.value.found.split()[0]) > LONGEST
    assert refused.value.remedy


def test_a_link_cut_off_anywhere_is_refused_and_never_another_pack() -> None:
    link, refused = as_link(OWN_CHOICE), 0
    for length in range(len(link)):
        try:
            assert from_link(link[:length]) == OWN_CHOICE, "its last signs are only a sum over the rest"
        except UnreadableFile as fault:
            assert str(fault).startswith("The address holds no meeting material")
            refused += 1
    assert refused >= len(link) - 8


@pytest.mark.parametrize(
    "link",
    [
        "",
        "A",
        "%00",
        "会议材料",
        "<script>alert(1)</script>",
        "../../etc/passwd",
        "\ud800",
        as_link(OWN_CHOICE)[1:],
        as_link(OWN_CHOICE).swapcase(),
        "A" * (LONGEST + 1),
        packed("not JSON"),
        packed("[" * 50_000),
        packed("[1]"),
        packed("null"),
        packed({}),
        packed({**told_of(OWN_CHOICE), "barometer_pack": 2}),
        packed({**told_of(OWN_CHOICE), "template": "weekly"}),
        packed({**told_of(OWN_CHOICE), "items": []}),
        packed({**told_of(OWN_CHOICE), "items": [{"name": "x-1", "chart": "x", "filters": {}}]}),
        packed({**told_of(OWN_CHOICE), "title": "\ud800"}),
        packed({**told_of(OWN_CHOICE), "title": "a" * LARGEST}),
    ],
)
def test_whatever_else_stands_there_is_refused_in_one_sentence(link: str) -> None:
    with pytest.raises(UnreadableFile, match="The address holds no meeting material") as refused:
        from_link(link)
    assert refused.value.remedy == "ask for the link again, or open the saved file"
    assert not refused.value.found, "nothing of a stranger's text is shown"
