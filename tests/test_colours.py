"""Colours can be told apart, by readers with any of the three kinds of colour blindness too, and text can be read."""

from __future__ import annotations

import re
import tomllib
from itertools import combinations
from typing import Any

import pytest
from coloraide import Color
from coloraide.filters.cvd import Deutan, Protan, Tritan

from barometer.charts.palette import DARK, FONT, LIGHT, ink_on, light_for_dark
from barometer.contract import HOUSE

THEME: dict[str, Any] = tomllib.loads((HOUSE / ".streamlit" / "config.toml").read_text(encoding="utf-8"))["theme"]
CSS = (HOUSE / "barometer" / "assets" / "page.css").read_text(encoding="utf-8")
PALETTES = {"light": LIGHT, "dark": DARK}
SIGHTS = ("normal", "protan", "deutan", "tritan")
CATEGORIES, WORSE_BETTER, TEXT = 10, 40, 4.5
LIGHT_AND_DARK = {
    name: {"light": light, "dark": dark}
    for name, light, dark in re.findall(r"--(\w+):light-dark\((#\w+),(#\w+)\)", CSS)
}


class Sighted(Color):
    """Colours with the simulation of the three kinds of colour blindness after Machado (2009)."""


Sighted.register([Protan(), Deutan(), Tritan()], overwrite=True)


def setting(theme: str, key: str) -> Any:
    """Return what config.toml says of a theme, its own words before those for both."""
    return THEME[theme].get(key, THEME.get(key))


def written(colour: str) -> str:
    return Color(colour).to_string(hex=True)


def seen(colour: str, sight: str) -> Color:
    plain = Sighted(colour)
    return plain if sight == "normal" else plain.filter(sight, 1, method="machado", space="srgb-linear").clip("srgb")


def apart(one: str, other: str, sight: str) -> float:
    return float(seen(one, sight).delta_e(seen(other, sight), method="2000"))


def contrast(text: str, ground: str) -> float:
    return float(Color(text).contrast(ground, method="wcag21"))


@pytest.mark.parametrize("sight", SIGHTS)
@pytest.mark.parametrize("theme", PALETTES)
def test_ten_categories_can_be_told_apart(theme: str, sight: str) -> None:
    colours = setting(theme, "chartCategoricalColors")
    assert len(set(colours)) == 10
    distances = {pair: apart(*pair, sight) for pair in combinations(colours, 2)}
    assert min(distances.values()) >= CATEGORIES, min(distances, key=distances.__getitem__)


@pytest.mark.parametrize("sight", SIGHTS)
@pytest.mark.parametrize("theme", PALETTES)
def test_worse_is_never_taken_for_better(theme: str, sight: str) -> None:
    colours = PALETTES[theme]
    assert apart(colours.worse, colours.better, sight) >= WORSE_BETTER
    assert apart(colours.worse_text, colours.better_text, sight) >= WORSE_BETTER
    assert apart(setting(theme, "redColor"), setting(theme, "blueColor"), sight) >= WORSE_BETTER


@pytest.mark.parametrize("theme", PALETTES)
def test_text_can_be_read_on_its_grounds(theme: str) -> None:
    colours = PALETTES[theme]
    page, card, muted = (LIGHT_AND_DARK[name][theme] for name in ("page", "card", "muted"))
    badge = setting(theme, "grayBackgroundColor")
    grounds = {
        colours.ink: (page, card, badge, colours.band, colours.unknown, *colours.events.values()),
        muted: (page, card, badge, colours.unknown, *colours.events.values()),
        colours.worse_text: (page, card, setting(theme, "redBackgroundColor")),
        colours.better_text: (page, card, setting(theme, "blueBackgroundColor")),
        setting(theme, "grayTextColor"): (page, card, badge),
        setting(theme, "primaryColor"): (page, card),
    }
    found = {(text, ground): contrast(text, ground) for text, fills in grounds.items() for ground in fills}
    assert {pair: value for pair, value in found.items() if value < TEXT} == {}


@pytest.mark.parametrize("theme", PALETTES)
def test_digits_can_be_read_on_every_step_of_a_heat_map(theme: str) -> None:
    assert len(set(PALETTES[theme].ramp)) == 10
    steps = {fill: contrast(ink_on(fill), fill) for fill in PALETTES[theme].ramp}
    assert min(steps.values()) >= TEXT, steps


def test_the_note_of_the_script_can_be_read() -> None:
    ((ground, text),) = re.findall(r"\.said{[^}]*background:(#\w+);color:(#\w+)", CSS)
    assert contrast(text, ground) >= TEXT


@pytest.mark.parametrize("theme", PALETTES)
def test_palette_style_sheet_and_settings_say_the_same(theme: str) -> None:
    colours = PALETTES[theme]
    told = {
        "card": (setting(theme, "backgroundColor"), LIGHT_AND_DARK["card"][theme]),
        "ink": (setting(theme, "textColor"),),
        "muted": (setting(theme, "grayTextColor"), LIGHT_AND_DARK["muted"][theme]),
        "worse_text": (setting(theme, "redTextColor"),),
        "better_text": (setting(theme, "blueTextColor"), setting(theme, "greenTextColor")),
    }
    for name, others in told.items():
        assert {written(other) for other in others} == {written(getattr(colours, name))}
    assert list(colours.ramp) == setting(theme, "chartSequentialColors")
    assert setting(theme, "borderColor") == LIGHT_AND_DARK["line"][theme]
    assert THEME["font"] == FONT


def test_every_colour_of_the_dark_theme_has_one_on_paper_that_can_be_read() -> None:
    on_paper = light_for_dark()
    ours = [value for value in vars(DARK).values() if isinstance(value, str)]
    assert set(ours) | set(DARK.events.values()) | set(DARK.parts) == set(on_paper["marks"])
    assert set(DARK.ramp) | {DARK.unknown} == set(on_paper["cells"])
    for dark, light in zip(DARK.ramp, LIGHT.ramp, strict=True):
        assert on_paper["cells"][dark] == light
        assert on_paper["digits"][ink_on(dark)] == ink_on(light)
