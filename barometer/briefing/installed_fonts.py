"""The fonts of this machine: what pictures are drawn with and what a PDF embeds."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import typst
from PIL import ImageFont

from barometer.briefing.fonts import families
from barometer.faults import NoFont

TRIED, NO_SIGN = "晴雨表", "\U0010ffff"
BOX = "□"
_SIZE_TRIED = 32
SANS = ("Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "Source Han Sans CN", "Microsoft YaHei", "SimHei")
SERIF = ("Noto Serif CJK SC", "Noto Serif SC", "Source Han Serif SC", "Source Han Serif CN", "SimSun")
FANGSONG = ("仿宋_GB2312", "FangSong_GB2312", "仿宋", "FangSong")
KAITI = ("楷体_GB2312", "KaiTi_GB2312", "楷体", "KaiTi")
HEITI = ("黑体", "SimHei")
SONG_TITLE = ("方正小标宋简体", "FZXiaoBiaoSong-B05S", "方正小标宋_GBK")


@dataclass(frozen=True)
class Face:
    """One face of an installed font: family, weight, the file and its place in it."""

    family: str
    weight: int
    path: str
    index: int

    def draws(self, signs: str) -> bool:
        """Return whether it draws each of `signs`: some ink, and not the box that stands for a sign it lacks."""
        try:
            font = ImageFont.truetype(self.path, _SIZE_TRIED, index=self.index)
        except OSError:
            return False
        lacking = bytes(font.getmask(NO_SIGN))
        drawn = [font.getmask(sign) for sign in signs]
        return all(mask.getbbox() and bytes(mask) != lacking for mask in drawn)


@cache
def drawing_faces() -> tuple[Face, Face]:
    """Return the upright face and the bold one that pictures are drawn with; one face for both where there is no bold.

    Raises NoFont where no installed font draws Chinese.
    """
    family = first_family(SANS)
    faces = sorted((face for face in _faces() if face.family == family), key=lambda face: abs(face.weight - 400))
    bold = min(faces, key=lambda face: abs(face.weight - 700))
    return faces[0], bold


def paper_families() -> dict[str, str]:
    """Return the installed family for each part of a printed paper: the one a house names, else the nearest in style.

    Raises NoFont where no installed font draws Chinese.
    """
    named = families()
    return {
        "title": first_family((named.title, *SONG_TITLE, *SERIF)),
        "first": first_family((named.first, *HEITI, *SANS)),
        "second": first_family((named.second, *KAITI, *SERIF)),
        "body": first_family((named.body, *FANGSONG, *SERIF)),
        "screen": first_family((named.screen, *SANS)),
    }


@cache
def first_family(wanted: Sequence[str]) -> str:
    """Return the first of the families `wanted` that is installed and draws Chinese, else any that does."""
    known = {face.family: face for face in reversed(_faces())}
    for family in (*wanted, *sorted(known)):
        if family in known and known[family].draws(TRIED):
            return family
    raise NoFont(
        "No installed font draws Chinese",
        expected=f"a font with {TRIED}",
        found=f"{len(known)} families without",
        remedy="install one on this machine: apt-get install fonts-noto-cjk",
    )


def stand_in(sign: str) -> str:
    """Return what is set for a sign that is lacking: a box; a blank for a blank, nothing for what joins to others."""
    return {"Z": " ", "C": "", "M": ""}.get(unicodedata.category(sign)[0], BOX)


@cache
def is_drawn(sign: str) -> bool:
    """Return whether any installed font draws `sign`; blanks and marks without ink count as drawn."""
    return unicodedata.category(sign)[0] in "ZC" or any(face.draws(sign) for face in _faces())


@cache
def _faces() -> tuple[Face, ...]:
    """Return the upright faces of this machine, light ones and those of fixed width left out."""
    installed = typst.Fonts(include_embedded_fonts=False).fonts()
    return tuple(
        Face(font.family, font.weight, font.path, font.index)
        for font in installed
        if font.path and font.style == "normal" and font.weight >= 300 and "Mono" not in font.family
    )
