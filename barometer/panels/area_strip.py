"""The key areas side by side on 总览: a prompt to look, never a score."""

from __future__ import annotations

from barometer.answers import NOTHING, Figure, broken_down, course
from barometer.audience import Audience
from barometer.filters import Filters
from barometer.flag_answers import SHARE, of_procurement
from barometer.language import say
from barometer.metrics import metric_named, missing_columns
from barometer.panels.procurement import counts_of, share_of
from barometer.panels.tables import Table
from barometer.panels.told import code_names
from barometer.wording import change, compared_with, number

KEY_AREAS = ("engineering", "goods", "personnel")
WITHOUT_TENDERS = ("personnel",)


def area_strip(audience: Audience, filters: Filters) -> Table:
    """Return registrations and flagged tenders of each key area; posts are filled without tenders."""
    petitions = _petitions(audience, filters)
    tenders = _tenders(audience, filters)
    names = code_names(audience, "area", KEY_AREAS)
    rows = tuple(
        (
            names[area],
            number(petitions[area][0].value, "count"),
            _change(petitions[area], filters),
            say("not applicable") if area in WITHOUT_TENDERS else counts_of(tenders[area]),
            "" if area in WITHOUT_TENDERS else share_of(tenders[area]),
        )
        for area in KEY_AREAS
    )
    return Table(
        key="area-strip",
        title=say("Key areas"),
        caption=say("a prompt to look, not a score; flagged tenders of those that can be judged"),
        head=(say("area"), say("registrations"), say("change"), say("flagged tenders"), say("share")),
        rows=rows,
        figures=frozenset({1, 2, 3, 4}),
    )


def _change(figures: tuple[Figure, Figure], filters: Filters) -> str:
    now, before = (figure.value for figure in figures)
    if now is None or before is None:
        return "—"
    return say("{change} {compared}", change=change(now, before, "count"), compared=compared_with(filters.comparison))


def _petitions(audience: Audience, filters: Filters) -> dict[str, tuple[Figure, Figure]]:
    if audience.snapshot.lacks("petitions", "area"):
        return dict.fromkeys(KEY_AREAS, (NOTHING, NOTHING))
    whole = course(audience, "registered", filters)
    none = tuple(NOTHING if figure.value is None else Figure(0, None, 0) for figure in (whole.now, whole.base))
    parts = broken_down(audience, "registered", filters, "area")
    return {area: parts.get(area, (none[0], none[1])) for area in KEY_AREAS}


def _tenders(audience: Audience, filters: Filters) -> dict[str, Figure]:
    filters = of_procurement(filters)
    if missing_columns(metric_named(SHARE), audience.snapshot) or not course(audience, SHARE, filters).now.denominator:
        return dict.fromkeys(KEY_AREAS, NOTHING)
    parts = broken_down(audience, SHARE, filters, "area")
    return {area: parts[area][0] if area in parts else NOTHING for area in KEY_AREAS}
