"""The fonts that office files name: families of the reader's machine, which need not be installed where files are made.

`BAROMETER_FONTS` names others, where a house has them: body=仿宋,second=楷体.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, fields, replace

from barometer.faults import NoFont

SETTING = "BAROMETER_FONTS"


@dataclass(frozen=True)
class Families:
    """The family of each part of a paper or slide.

    `title` heads a paper; `first` 一、 and `second` （一） are its headings, `body` its text; `screen` is for slides,
    charts and tables of figures. `latin_body` and `latin_screen` draw Latin letters and digits beside the Chinese ones,
    `number` those of pages.
    """

    title: str = "方正小标宋简体"
    first: str = "黑体"
    second: str = "楷体_GB2312"
    body: str = "仿宋_GB2312"
    screen: str = "微软雅黑"
    latin_body: str = "Times New Roman"
    latin_screen: str = "Arial"
    number: str = "宋体"


def families() -> Families:
    """Return the families files name: the site's own, where it has named some, else the usual ones.

    Raises NoFont where the setting names a part there is not.
    """
    own = dict(_part(part) for part in os.environ.get(SETTING, "").split(",") if part.strip())
    return replace(Families(), **own)


def _part(text: str) -> tuple[str, str]:
    name, _, family = (piece.strip() for piece in text.partition("="))
    names = [field.name for field in fields(Families)]
    if name not in names or not family:
        raise NoFont(
            "A setting of fonts cannot be read",
            column=SETTING,
            expected=", ".join(f"{known}=…" for known in names),
            found=text.strip()[:64],
            remedy="name a part, an equals sign and a family, separated by commas",
        )
    return name, family
