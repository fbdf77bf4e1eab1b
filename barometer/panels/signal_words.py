"""An early sign in words: of what, by which rule, against which range, since when, where it leads."""

from __future__ import annotations

from dataclasses import dataclass, replace

from barometer.audience import Audience
from barometer.dates_in_words import month_name, short_month
from barometer.filters import Filters
from barometer.language import current_language, say
from barometer.metrics import Metric, registry
from barometer.panels.told import WIDEST, State
from barometer.periods import months_apart, run_of
from barometer.phrases import clauses, shortened
from barometer.reading_answers import Reading
from barometer.reading_words import expected_range
from barometer.readings.forecast import ALARM, LIST_FROM, WATCH
from barometer.readings.signals import FALL_CHANCE, IS_ALARM, IS_FALL, IS_WATCH
from barometer.reporting import reporting
from barometer.session import WHOLE
from barometer.signal_answers import Signals, has_readings
from barometer.wording import percent

QUESTION = "question"


@dataclass(frozen=True)
class Target:
    """Where a row leads: a page under filters."""

    page: str
    filters: Filters


def metric_of(reading: Reading) -> Metric:
    """Return the metric that was read."""
    return registry()[reading.metric]


def place_name(audience: Audience, node: str) -> str:
    """Return the name of a node of the tree; the whole organisation is 全部单位."""
    return say("all units") if node == WHOLE else shortened(audience.session.tree.name_of(node), WIDEST)


def title_of(audience: Audience, reading: Reading) -> str:
    """Return metric and unit: 按期办结率 · 第二分公司."""
    return f"{metric_of(reading).label(current_language())} · {place_name(audience, reading.node)}"


def target_of(reading: Reading, filters: Filters) -> Target:
    """Return the metric's own page, narrowed to the unit, under the reader's period; signs hold all codes."""
    units = () if reading.node == WHOLE else (reading.node,)
    return Target(metric_of(reading).used_on[-1], replace(filters, units=units, only=()))


def tone_of(reading: Reading) -> str:
    """Return "worse" or "better" where the alarm has a direction that is so, "question" for a fall, else neutral."""
    if reading.kind == IS_FALL:
        return QUESTION
    return reading.verdict if reading.kind == IS_ALARM and reading.verdict else "neutral"


def icon_of(reading: Reading) -> str:
    """Return the icon of a sign: up or down, a data store for a question to the data."""
    if reading.kind == IS_FALL:
        return "database"
    return "trending_up" if reading.value > reading.expected else "trending_down"


def rule_in_words(reading: Reading) -> str:
    """Return which rule fired: above or below the expected range, near its edge, fallen to zero."""
    if reading.kind == IS_FALL:
        return say("fell to zero")
    is_up = reading.value > reading.expected
    if reading.kind == IS_ALARM:
        return say("above the expected range") if is_up else say("below the expected range")
    return say("near the upper limit") if is_up else say("near the lower limit")


def since_told(reading: Reading, in_full: bool = True) -> str:
    """Return since which month without a break and, `in_full`, how many months that is."""
    since = _since(reading)
    if reading.raised < 2 or not in_full:
        return say("since {month}", month=since)
    return say("since {month}, {n} months in a row", month=since, n=reading.raised)


def _since(reading: Reading) -> str:
    """Return the month since which it has been raised, with its year where that is another one."""
    return short_month(reading.since) if reading.since.year == reading.month.year else month_name(reading.since)


def fall_told(reading: Reading) -> str:
    """Return a fall as the question to the data that it is."""
    months = short_month(reading.month)
    if reading.raised > 1:
        months = say("{first} to {last}", first=_since(reading), last=months)
    return say("{months}: 0, usually {range}; did it report?", months=months, range=expected_range(reading))


def about(count: float) -> str:
    """Return a number that chance alone would give, as exact as it is: 4, below one 0.9."""
    return f"{count:.1f}" if count < 0.95 else f"{count:.0f}"


def unreadable(audience: Audience, title: str, told: Signals, filters: Filters) -> State | None:
    """Return why no series of the month could be read; None where one was."""
    if told.tested:
        return None
    if not has_readings(audience):
        why = say("This snapshot was published before months were read.")
        return State(title, say("Available after the next publish"), why, ":material/update:")
    months = max(months_apart(audience.session.first_month, told.month), 0)
    if months < LIST_FROM:
        why = say(
            "A month is tested against at least {least} months before it; before {month} there are {months}.",
            least=LIST_FROM,
            month=month_name(told.month),
            months=months,
        )
        later = "latest" if filters.month < audience.session.last_month else ""
        return State(title, say("The history is too short to test"), why, ":material/hourglass_empty:", later)
    why = say("No unit here has a long enough series in {month}.", month=month_name(told.month))
    return State(title, say("Nothing to test"), why, ":material/hourglass_empty:", "all units" if filters.units else "")


def counts_told(told: Signals, month: str) -> str:
    """Return how many series were tested, how many left their range, what chance alone gives, how many fell silent."""
    alarms = sum(one.reading.kind == IS_ALARM for one in told.listed)
    falls = sum(one.reading.kind == IS_FALL for one in told.listed)
    tested = say("{month}: {n} series tested", month=month, n=told.tested)
    watched = sum(one.reading.kind == IS_WATCH for one in told.listed)
    if not alarms and watched:
        found = say("{tested}, none beyond its limit, {n} near it", tested=tested, n=watched)
    elif not alarms:
        found = say("{tested}, none calls for a look", tested=tested)
    else:
        found = say("{tested}, {n} outside the expected range", tested=tested, n=alarms)
        found = say("{found} (chance alone gives about {chance})", found=found, chance=about(told.expected_false))
    return clauses([found, say("{n} perhaps not reported", n=falls) if falls else ""])


def missing_told(audience: Audience, told: Signals, filters: Filters) -> str:
    """Return how many units seem missing in the month: what they did not report cannot call for a look."""
    reported = reporting(audience, run_of(told.month, told.month), filters.units)
    if not reported.missing:
        return ""
    return say("{n} of {total} units seem not to have reported", n=reported.missing, total=reported.expected)


def method_told() -> tuple[str, ...]:
    """Return how the signs are found, plain words first, what they rest on after."""
    return (
        say(
            "Each figure of each unit is compared with its own past only: from at least {months} months before it "
            "follows what this month should bring, seasons, Spring Festival, growth and the usual scatter of that "
            "series allowed for.",
            months=LIST_FROM,
        ),
        say(
            "Outside the expected range: as much or more comes by chance in fewer than {alarm} of months; near the "
            "limit: in fewer than {watch}. Only the high side is tested; of on-time answers the low one, by the late "
            "answers.",
            alarm=percent(ALARM, 0),
            watch=percent(WATCH, 0),
        ),
        say(
            "Fell to zero: none in a month, which chance alone brings in fewer than {fall} of such months.",
            fall=percent(FALL_CHANCE, 1),
        ),
        say(
            "The share of chance among signs as strong is Benjamini and Hochberg's q over all series tested. z is the "
            "normal score of the chance (mid-p) by which the list is ordered."
        ),
    )
