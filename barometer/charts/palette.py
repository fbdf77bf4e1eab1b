"""The colours of 晴雨表 for both themes: colour is meaning, and only where a rule fired."""

from __future__ import annotations

from dataclasses import dataclass, fields

FONT = "'PingFang SC','Microsoft YaHei UI','Microsoft YaHei','Noto Sans CJK SC','Noto Sans SC',sans-serif"
TICK_SIZE = 13


@dataclass(frozen=True)
class Palette:
    """Tokens of one theme; `ramp` runs from few to many, `parts` are for lines of categories."""

    card: str
    grid: str
    axis: str
    ink: str
    muted: str
    ghost: str
    bar: str
    worse: str
    worse_text: str
    better: str
    better_text: str
    band: str
    unknown: str
    events: dict[str, str]
    ramp: tuple[str, ...]
    parts: tuple[str, ...]


LIGHT = Palette(
    card="#FFFFFF",
    grid="#ECEAE4",
    axis="#B9B6AD",
    ink="#1B2733",
    muted="#56616D",
    ghost="#8A939D",
    bar="#2F6599",
    worse="#D55E00",
    worse_text="#B23A0E",
    better="#0072B2",
    better_text="#005C99",
    band="#DDE6EE",
    unknown="#FAF9F6",
    events={"spring_festival": "#F1EADB", "two_sessions": "#F7F2E8"},
    ramp=(
        "#F2F6FA",
        "#DEE9F3",
        "#C6D9EA",
        "#A9C6DF",
        "#89B0D2",
        "#6897C3",
        "#4577AA",
        "#2F6599",
        "#1D4D7C",
        "#12365B",
    ),
    parts=("#0072B2", "#009E73", "#5E3C7E"),
)
DARK = Palette(
    card="#1A2129",
    grid="#28313B",
    axis="#4A5560",
    ink="#E6E9ED",
    muted="#A9B2BD",
    ghost="#7C8791",
    bar="#5495C2",
    worse="#F58A4B",
    worse_text="#FF9E70",
    better="#56B4E9",
    better_text="#7CC1F4",
    band="#2A3B4C",
    unknown="#212932",
    events={"spring_festival": "#3A3325", "two_sessions": "#2C2A24"},
    ramp=(
        "#1E2A36",
        "#233849",
        "#29475F",
        "#305876",
        "#386A8E",
        "#3F78A2",
        "#5495C2",
        "#6AA8D3",
        "#8DC0E3",
        "#B8DAF2",
    ),
    parts=("#56B4E9", "#009E73", "#CC79A7"),
)


def palette(theme: str) -> Palette:
    """Return the palette of theme "dark", else of "light"."""
    return DARK if theme == "dark" else LIGHT


def light_for_dark() -> dict[str, dict[str, str]]:
    """Return what the colours of the dark theme become on paper: "marks" of charts, and "cells" with their digits."""
    names = [field.name for field in fields(Palette) if field.name not in ("events", "ramp", "parts")]
    marks = {getattr(DARK, name): getattr(LIGHT, name) for name in names}
    marks |= {DARK.events[kind]: LIGHT.events[kind] for kind in DARK.events}
    marks |= dict(zip(DARK.parts, LIGHT.parts, strict=True))
    cells = dict(zip((*DARK.ramp, DARK.unknown), (*LIGHT.ramp, LIGHT.unknown), strict=True))
    return {"marks": marks, "cells": cells, "digits": {"#FFFFFF": LIGHT.ink, LIGHT.ink: "#FFFFFF"}}


def ink_on(fill: str) -> str:
    """Return ink or white, whichever reads better on `fill`."""
    light = _luminance(fill)
    on_white, on_ink = 1.05 / (light + 0.05), (light + 0.05) / (_luminance(LIGHT.ink) + 0.05)
    return "#FFFFFF" if on_white > on_ink else LIGHT.ink


def _luminance(colour: str) -> float:
    channels = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
