"""The check list before an export: what keeps it from being written, and what its readers should know."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from unicodedata import east_asian_width

from barometer.audience import Audience
from barometer.briefing.external_pack import in_words, own_mark
from barometer.briefing.pack import Cited, Exhibit, Pack
from barometer.briefing.sentence_check import mismatches
from barometer.charts.marks import Bars, Dots, Heat, Monthly
from barometer.charts.spec import ChartSpec
from barometer.dates_in_words import month_name, quarter_name
from barometer.disclosure import ACCUSATION
from barometer.filters import Filters, Pick
from barometer.language import current_language, say
from barometer.metrics import SMALL_BASE, metric_named, registry
from barometer.periods import add_months, period_ending
from barometer.phrases import listed

BLOCKS, WARNS = "blocks", "warns"
LONGEST = 44  # full-width signs of a title that a slide can hold


@dataclass(frozen=True)
class Check:
    """One finding: `level` blocks or warns, `kind` names the rule, `key` the exhibit or sentence, `words` say it.

    What `is_confirmable` somebody may confirm; the rest is never exported.
    """

    level: str
    kind: str
    words: str
    key: str = ""
    is_confirmable: bool = False

    @property
    def line(self) -> str:
        """Return what a console prints: the words, and of what they speak."""
        return f"{self.key}: {self.words}" if self.key else self.words


def check_pack(pack: Pack, audience: Audience, filters: Filters) -> tuple[Check, ...]:
    """Return what is found, what blocks first. An empty list: nothing to say."""
    found = [
        *_snapshots(pack),
        *_disclosure(pack),
        *_outside(pack),
        *_contradictions(pack),
        *_lengths(pack),
        *_provisional(pack),
        *_unfinished(pack, audience, filters),
        *_small_bases(pack),
        *_missing(pack),
        *_by_hand(pack),
    ]
    return tuple(sorted(found, key=lambda one: one.level != BLOCKS))


def blocking(found: tuple[Check, ...], is_confirmed: bool) -> tuple[Check, ...]:
    """Return what keeps the pack from being written; what was confirmed no longer does."""
    return tuple(one for one in found if one.level == BLOCKS and not (is_confirmed and one.is_confirmable))


def _snapshots(pack: Pack) -> Iterator[Check]:
    found = {one.spec.provenance.snapshot for one in pack.exhibits if one.spec} | {pack.provenance.snapshot}
    if len(found) > 1:
        words = say("The charts come from several snapshots: {labels}.", labels=listed(sorted(found)))
        yield Check(BLOCKS, "snapshot", words)


def _disclosure(pack: Pack) -> Iterator[Check]:
    """Yield whatever could tell of reports: no metric and no code of theirs is to be here."""
    for one in pack.exhibits:
        unknown = [name for name in one.spec.metrics if name not in registry()] if one.spec else []
        if unknown or (one.spec and any(code == ACCUSATION for pick in _picks(one.spec) for _, code in pick.codes)):
            yield Check(BLOCKS, "disclosure", say("A chart holds figures that may not be shown."), one.key)


def _outside(pack: Pack) -> Iterator[Check]:
    """Yield what an external edition hides; words changed by hand that name a hidden number keep it from leaving."""
    for one in pack.hidden:
        if one.is_by_hand:
            words = say("The changed sentence names a hidden number ({piece})", piece=one.piece)
            yield Check(BLOCKS, "disclosure", words, one.key)
        else:
            yield Check(WARNS, "hidden", say("Hidden outside: {place}", place=in_words(one)), one.key)
    if pack.external and own_mark(pack.mark):
        yield Check(WARNS, "mark", say("The external edition bears the mark {mark}.", mark=own_mark(pack.mark)))


def _picks(spec: ChartSpec) -> Iterator[Pick]:
    for panel in spec.panels:
        if isinstance(panel, Bars | Dots):
            yield from panel.picks
        if isinstance(panel, Heat):
            yield from (pick for row in panel.picks for pick in row)


def _contradictions(pack: Pack) -> Iterator[Check]:
    told = [(one.conclusion, one.spec, one.key) for one in pack.exhibits]
    told += [(one, None, one.key) for section in pack.sections for one in section.paragraphs]
    for sentence, spec, key in told:
        for one in mismatches(sentence, spec, key):
            words = say("{why} ({text})", why=one.why, text=sentence.text)
            yield Check(BLOCKS, "contradiction", words, key, is_confirmable=True)


def _lengths(pack: Pack) -> Iterator[Check]:
    for one in pack.exhibits:
        if one.conclusion.edited and width_of(one.conclusion.text) > LONGEST:
            words = say("The title “{text}” is longer than {n} signs.", text=one.conclusion.text, n=LONGEST)
            yield Check(WARNS, "length", words, one.key)


def width_of(text: str) -> float:
    """Return how wide a line is, in full-width signs; a Latin letter is about half of one."""
    return sum(1 if east_asian_width(sign) in "WF" else 0.55 for sign in text)


def _provisional(pack: Pack) -> Iterator[Check]:
    last = {
        (panel.months[-1], panel.provisional): exhibit.key
        for exhibit in pack.exhibits
        for panel in (exhibit.spec.panels if exhibit.spec else ())
        if isinstance(panel, Monthly) and panel.provisional
    }
    for month, count in last:
        names = listed([month_name(add_months(month, -back)) for back in reversed(range(count))])
        yield Check(WARNS, "provisional", say("{months}: provisional figures.", months=names))


def _unfinished(pack: Pack, audience: Audience, filters: Filters) -> Iterator[Check]:
    lengths = {"quarter": 3, "year": 12}
    months = filters.period.length
    if months < lengths.get(filters.mode, 1):
        words = say("The data covers {n} of {all} months of the period.", n=months, all=lengths[filters.mode])
        yield Check(WARNS, "unfinished", words + _whole_quarter(audience, filters))
    if not audience.session.covers(filters.base(audience.session)):
        yield Check(WARNS, "no base", say("The data does not reach back to what the period is compared with."))


def _whole_quarter(audience: Audience, filters: Filters) -> str:
    """Return which quarter is the last whole one, for who meant that."""
    before = period_ending(add_months(filters.period.first_month, -1), "quarter")
    if filters.mode != "quarter" or not audience.session.covers(before):
        return ""
    blank = "" if current_language() == "zh" else " "
    return blank + say("The last whole quarter is {quarter}.", quarter=quarter_name(before))


def _small_bases(pack: Pack) -> Iterator[Check]:
    """Yield the metrics told of whose base is too small for a percentage."""
    few: dict[str, None] = {}
    for section in pack.sections:
        cited = [figure for one in section.paragraphs for figure in one.cited]
        cited += [figure for table in section.tables for figure in table.cited]
        few |= dict.fromkeys(figure.metric for figure in cited if not figure.code and _is_few(figure))
    if few:
        names = listed([metric_named(name).label(current_language()) for name in few])
        yield Check(WARNS, "small base", say("Small bases, below {n}: {metrics}.", n=SMALL_BASE, metrics=names))


def _is_few(figure: Cited) -> bool:
    kind = metric_named(figure.metric).kind
    if kind == "share":
        return figure.denominator is not None and 0 < figure.denominator < SMALL_BASE
    return kind == "count" and bool(figure.against) and figure.value is not None and 0 < figure.value < SMALL_BASE


def _missing(pack: Pack) -> Iterator[Check]:
    withheld = {one.key for one in pack.hidden if one.is_withheld}
    for one in pack.exhibits:
        if one.missing and one.key not in withheld:
            yield Check(WARNS, "missing", _without_chart(one), one.key)


def _without_chart(exhibit: Exhibit) -> str:
    return say("{title} could not be drawn: {why}", title=exhibit.conclusion.generated, why=exhibit.missing)


def _by_hand(pack: Pack) -> Iterator[Check]:
    if titles := [section.title for section in pack.sections if section.is_by_hand]:
        yield Check(WARNS, "by hand", say("To be written by hand: {titles}.", titles=listed(titles)))
