"""主要特点 and 主要问题: what the figures of the period say, sentence by sentence, by rule."""

from __future__ import annotations

from barometer.answers import Figure, broken_down, course, courses
from barometer.audience import Audience
from barometer.briefing.exhibits import as_cited, cited, is_told, paragraph
from barometer.briefing.pack import Cited, Sentence
from barometer.filters import Filters
from barometer.language import current_language, say
from barometer.metrics import metric_named, missing_needs
from barometer.panels.area_strip import KEY_AREAS
from barometer.panels.comparable import comparability, doubted
from barometer.panels.headline import value_and_change
from barometer.panels.told import code_names
from barometer.phrases import bracketed, capital, listed
from barometer.wording import counted, is_small, number, percent

FEATURES = ("registered", "repeat_share", "collective_batches", "online_share", "completed_on_time_rate")
METRIC, TOP, RISERS = "registered", 5, 3
_DIGITS = "一二三四五六七八九"


def features(audience: Audience, filters: Filters) -> tuple[Sentence, ...]:
    """Return what marks the period, numbered 一是, 二是: each figure with its change; charts tell its years."""
    found: list[Sentence] = []
    for one in courses(audience, FEATURES, filters):
        if is_told(one):
            text, figures = value_and_change(audience, one, filters), cited(audience, filters, (one.metric.id,))
            found += paragraph(f"feature-{one.metric.id}", numbered(text, len(found)), figures)
    return tuple(found)


def problems(audience: Audience, filters: Filters) -> tuple[Sentence, ...]:
    """Return the topics petitions were most about, those that rose most, and the key areas."""
    found: list[Sentence] = []
    for key, (text, figures) in {
        "top-topics": _most_frequent(audience, filters),
        "rising-topics": _risers(audience, filters),
        "key-areas": _key_areas(audience, filters),
    }.items():
        found += paragraph(key, numbered(text, len(found)) if text else "", figures)
    return tuple(found)


def numbered(text: str, place: int) -> str:
    """Return `text` as one of several points: 一是…, (1) …."""
    return f"{_DIGITS[place]}是{text}" if current_language() == "zh" else f"({place + 1}) {capital(text)}"


def _most_frequent(audience: Audience, filters: Filters) -> tuple[str, tuple[Cited, ...]]:
    now = {code: figure for code, (figure, _) in _by_topic(audience, filters).items() if code and figure.value}
    total = course(audience, METRIC, filters).now.value
    if not now or not total:
        return "", ()
    most = sorted(now, key=lambda code: (-(now[code].value or 0), code))[:TOP]
    names = code_names(audience, "category", most)
    parts = [f"{names[code]}{_of_all(now[code].value or 0, total)}" for code in most]
    text = say("most petitions were about {topics}", topics=listed(parts))
    return text, tuple(as_cited(METRIC, filters.period, now[code], code=f"category={code}") for code in most)


def _of_all(count: float, total: float) -> str:
    unit = counted(count, metric_named(METRIC))
    return bracketed("", unit if is_small(total) else listed([unit, percent(count / total)]))


def _risers(audience: Audience, filters: Filters) -> tuple[str, tuple[Cited, ...]]:
    parts = {code: pair for code, pair in _by_topic(audience, filters).items() if code}
    if course(audience, METRIC, filters).base.value is None or not parts:
        return "", ()
    moved = {code: (now.value or 0) - (before.value or 0) for code, (now, before) in parts.items()}
    most = [code for code in sorted(moved, key=lambda code: (-moved[code], code)) if moved[code] > 0][:RISERS]
    if not most:
        return say("no topic rose"), ()
    names = code_names(audience, "category", most)
    told = listed([f"{names[code]}{bracketed('', _rise(*parts[code]))}" for code in most])
    text = doubted(say("more than before were about {topics}", topics=told), bool(comparability(audience, filters)))
    base = filters.base(audience.session)
    figures = [as_cited(METRIC, filters.period, parts[code][0], code=f"category={code}") for code in most]
    figures += [as_cited(METRIC, base, parts[code][1], filters.comparison, f"category={code}") for code in most]
    return text, tuple(figures)


def _rise(now: Figure, before: Figure) -> str:
    unit = metric_named(METRIC)
    return say("from {before} to {now}", before=number(before.value or 0, "count"), now=counted(now.value or 0, unit))


def _key_areas(audience: Audience, filters: Filters) -> tuple[str, tuple[Cited, ...]]:
    if missing_needs(("petitions.area",), audience.snapshot) or course(audience, METRIC, filters).now.value is None:
        return "", ()
    parts, names = broken_down(audience, METRIC, filters, "area"), code_names(audience, "area", KEY_AREAS)
    known = {area: parts[area] for area in KEY_AREAS if area in parts}
    if not known:
        return "", ()
    told = listed([_counted(names[area], now) for area, (now, _) in known.items()])
    figures = tuple(as_cited(METRIC, filters.period, now, code=f"area={area}") for area, (now, _) in known.items())
    return say("in the key areas: {areas}", areas=told), figures


def _counted(name: str, figure: Figure) -> str:
    return say("{label} {value}", label=name, value=counted(figure.value or 0, metric_named(METRIC)))


def _by_topic(audience: Audience, filters: Filters) -> dict[str, tuple[Figure, Figure]]:
    if missing_needs(("petitions.category",), audience.snapshot):
        return {}
    return broken_down(audience, METRIC, filters, "category")
