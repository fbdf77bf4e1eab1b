"""对外版: a pack for readers outside the house, without small numbers and with a list of what it hides."""

from __future__ import annotations

from dataclasses import replace

from barometer.briefing.external_charts import cut_panels
from barometer.briefing.external_cuts import FURTHER, Cut, Outside
from barometer.briefing.external_words import (
    Secrets,
    hidden_cited,
    known_numbers,
    outside_sentence,
    outside_table,
)
from barometer.briefing.pack import Cited, Exhibit, FigureTable, HiddenFigures, Section, Sentence
from barometer.charts.spec import ChartSpec, Provenance
from barometer.language import current_language, say
from barometer.metrics import metric_named
from barometer.periods import months_named
from barometer.phrases import capital, clauses, listed

Sections = tuple[Section, ...]


def external_edition(sections: Sections, least: int) -> tuple[Sections, tuple[HiddenFigures, ...]]:
    """Return the sections of a pack for readers outside, and what is hidden in each chart, table and sentence."""
    groups = [one.cited for section in sections for one in section.paragraphs]
    groups += [one.cited for section in sections for one in section.tables]
    hidden = hidden_cited(groups, least)
    periods = {months_named(one.period) for group in groups for one in group}
    outside = Outside(least, known_numbers(groups, hidden), tuple(sorted(periods)))
    cuts = {
        one.key: cut_panels(one.spec.panels, outside) for section in sections for one in section.exhibits if one.spec
    }
    secrets = Secrets(
        least,
        frozenset(_counts(hidden) | {count for cut in cuts.values() if cut for count in cut.counts}),
        frozenset(_shares(hidden)),
    )
    found: list[HiddenFigures] = []
    made = tuple(_section(section, cuts, hidden, outside, secrets, found) for section in sections)
    return made, tuple(found)


def external_mark(mark: str) -> str:
    """Return the line on every file of an external edition."""
    return " · ".join(part for part in (mark, _name()) if part)


def own_mark(mark: str) -> str:
    """Return the house's own part of such a line."""
    return mark.removesuffix(_name()).removesuffix(" · ")


def external_provenance(told: Provenance) -> Provenance:
    """Return where figures come from, with what edition they stand in."""
    return replace(told, filters=" · ".join(part for part in (told.filters, _name()) if part))


def external_notes(hidden: tuple[HiddenFigures, ...], least: int) -> tuple[str, ...]:
    """Return what closes the files of an external edition: the rule, then what is hidden where."""
    rule = say(
        "External edition: numbers from 1 to {most} are not shown (“{small}”), nor shares of which part or rest is so "
        "small, nor numbers from which they would follow (“{further}”); units and topics of few are left out",
        most=least - 1,
        small=f"<{least}",
        further=FURTHER,
    )
    told = list(dict.fromkeys(in_words(one) for one in hidden if not one.is_by_hand))
    return (rule, *([say("Hidden here: {places}", places=clauses(told))] if told else []))


def without_withheld(sections: Sections, hidden: tuple[HiddenFigures, ...]) -> Sections:
    """Return sections without the charts of which nothing is shown; the notes name these by themselves."""
    gone = {one.key for one in hidden if one.is_withheld}
    return tuple(
        replace(section, exhibits=tuple(one for one in section.exhibits if one.key not in gone)) for section in sections
    )


def in_words(one: HiddenFigures) -> str:
    """Return what is hidden in one place."""
    if one.is_withheld:
        return say("{title}: all of it", title=one.title)
    if not one.small and not one.further:
        return say("{title}: the sentence", title=one.title)
    counts = [say("{n} small figures", n=one.small) if one.small else ""]
    counts.append(say("{n} figures they would follow from", n=one.further) if one.further else "")
    return say("{title}: {counts}", title=one.title, counts=listed([part for part in counts if part]))


def _name() -> str:
    return say("external edition")


def _section(
    section: Section,
    cuts: dict[str, Cut | None],
    hidden: frozenset[Cited],
    outside: Outside,
    secrets: Secrets,
    found: list[HiddenFigures],
) -> Section:
    return replace(
        section,
        paragraphs=tuple(_paragraph(one, section.title, secrets, hidden, found) for one in section.paragraphs),
        tables=tuple(made for one in section.tables if (made := _table(one, hidden, outside.least, found))),
        exhibits=tuple(_exhibit(one, cuts.get(one.key), secrets, found) for one in section.exhibits),
    )


def _paragraph(
    one: Sentence, title: str, secrets: Secrets, hidden: frozenset[Cited], found: list[HiddenFigures]
) -> Sentence:
    # What a rule wrote is judged by what it rests on and by small numbers; other charts' numbers may equal its own.
    plain = secrets if one.edited is not None else Secrets(secrets.least)
    made, told, by_hand = outside_sentence(one, plain, hidden)
    if told:
        found.append(HiddenFigures(one.key, say("{section}, text", section=title)))
    if by_hand:
        found.append(HiddenFigures(one.key, title, is_by_hand=True, piece=by_hand))
    return made


def _table(table: FigureTable, hidden: frozenset[Cited], least: int, found: list[HiddenFigures]) -> FigureTable | None:
    made, count = outside_table(table, hidden, least)
    if count:
        found.append(HiddenFigures("", table.title, small=count, is_withheld=made is None))
    return made


def _exhibit(one: Exhibit, cut: Cut | None, secrets: Secrets, found: list[HiddenFigures]) -> Exhibit:
    if one.spec is None:
        return one
    title = _subject(one.spec)
    if cut is None:
        found.append(HiddenFigures(one.key, title, is_withheld=True))
        if one.conclusion.edited is not None:  # whatever it says, nobody outside could check it
            found.append(HiddenFigures(one.key, title, is_by_hand=True, piece=FURTHER))
        missing = say("Too many numbers below {n}; not shown in the external edition.", n=secrets.least)
        return replace(one, spec=None, conclusion=Sentence(title), missing=missing)
    own = Secrets(secrets.least, frozenset(cut.counts), frozenset(cut.shares), frozenset(cut.names))
    if one.conclusion.edited is not None:
        own = replace(own, counts=frozenset(cut.counts) | frozenset(secrets.counts))
    conclusion, told, by_hand = outside_sentence(one.conclusion, own, ())
    is_replaced = bool(told) or cut.hides_last
    if is_replaced:
        conclusion = replace(conclusion, generated=f"{title}{_brackets(secrets.least)}")
    if is_replaced or cut.small or cut.further:
        found.append(HiddenFigures(one.key, title, cut.small, cut.further))
    if by_hand:
        found.append(HiddenFigures(one.key, title, is_by_hand=True, piece=by_hand))
    shown = _spec(one.spec, cut, secrets.least)
    return replace(one, spec=replace(shown, title=title) if is_replaced else shown, conclusion=conclusion)


def _spec(spec: ChartSpec, cut: Cut, least: int) -> ChartSpec:
    """Return the chart with what is left, and a note under its title where anything is gone."""
    note = say("numbers below {n} are not shown", n=least) if cut.small or cut.further else ""
    subtitle, provenance = clauses([spec.subtitle, note]), external_provenance(spec.provenance)
    return replace(spec, subtitle=subtitle, panels=cut.panels, provenance=provenance, notes=())


def _brackets(least: int) -> str:
    return say(" (numbers below {n} are not shown)", n=least)


def _subject(spec: ChartSpec) -> str:
    """Return what a chart is about, without its answer."""
    label = metric_named(spec.metric).label(current_language()) if spec.metric else ""
    first = capital(spec.subtitle.split("；")[0].split("; ")[0].split(" · ")[0])
    return first if label and label in first else say("{label}, {what}", label=label, what=first) if label else first


def _counts(hidden: frozenset[Cited]) -> set[float]:
    return {
        count for one in hidden for count in (one.value if one.denominator is None else None, one.numerator) if count
    }


def _shares(hidden: frozenset[Cited]) -> set[float]:
    return {one.value for one in hidden if one.denominator is not None and one.value is not None}
