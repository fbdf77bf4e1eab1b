"""怎么看这些图: what a line, a mark, a band, a badge and an empty place mean."""

from __future__ import annotations

from barometer.audience import Audience
from barometer.filters import Filters
from barometer.language import say
from barometer.metrics import SMALL_BASE
from barometer.panels.tables import Cell, Table
from barometer.phrases import listed
from barometer.readings.funnel import LEVELS
from barometer.readings.xmr import RUN
from barometer.wording import percent


def reading_notes(audience: Audience, filters: Filters) -> Table:
    """Return what each sign on a chart means, in plain words."""
    return Table(
        key="reading",
        title=say("Signs on the charts"),
        caption=say("on the pictures above and on all pages"),
        head=(say("sign"), say("meaning")),
        rows=(
            *_signs_of_readings(),
            (
                say("thick line, thin grey line"),
                say(
                    "The thick line is month by month, the thin grey one each month a year before. The label at the "
                    "end gives the newest value of each."
                ),
            ),
            (
                say("hollow point, provisional figure"),
                say(
                    "The newest month is not complete yet: what is registered late is still to come. Do not call it a "
                    "fall before the next delivery."
                ),
            ),
            (
                say("pale bands"),
                say(
                    "Months with the Spring Festival or the two sessions: fewer working days or more visits are usual "
                    "in them, so compare with the same months a year before."
                ),
            ),
            (
                say("axis that does not start at zero"),
                say(
                    "A line may start above zero to show its course; the subtitle then says where. Heights do not "
                    "stand for amounts there. Bars always start at zero."
                ),
            ),
            (
                say("small base"),
                say(
                    "Where the base is below {n}, the change is given as a number and not as a percentage: three more "
                    "than six is no rise of 50% to be acted on. A share of fewer is written as 1/4, one of four.",
                    n=SMALL_BASE,
                ),
            ),
            (
                say("range bar, ▲ and ▼"),
                say(
                    "The pale bar is the range chance alone gives to a base of that size, the upright line the whole. "
                    "Only points outside the range carry a colour and ▲ or ▼."
                ),
            ),
            (
                say("against a year ago"),
                say(
                    "A year to date that ends within a month is compared up to the same day of last year, never with "
                    "the full month."
                ),
            ),
            (
                say("cohort table"),
                say(
                    "Each row follows the matters first raised in one month; to the right more time has passed. Cells "
                    "of one column are equally old: compare those. Empty cells lie in the future."
                ),
            ),
            (
                say("— and hidden numbers"),
                say(
                    "0 means none, — means not known or not computable. A number too small to be shown is written as "
                    "hidden and never looks like zero."
                ),
            ),
            (
                say("units reporting"),
                say(
                    "The foot of each page says how many of the units expected to report have a registration. Fewer "
                    "units is a question about the data before it is good news."
                ),
            ),
        ),
    )


def _signs_of_readings() -> tuple[tuple[Cell, ...], ...]:
    """Return the signs that say how a month was read, by the words the pages use."""
    words = {"run": RUN, "climb": RUN}
    states = [say("usual"), say("clearly high"), say("high for {run} months", **words)]
    near, far = (percent(level, places) for level, places in zip(LEVELS, (0, 1), strict=True))
    return (
        (
            say("pale range along the line"),
            say(
                "The expected range: where the month was to lie, given the months before it. Ups and downs inside "
                "it need no explanation."
            ),
        ),
        (
            say("filled dot with month and value"),
            say(
                "A final month that left its range. Vermilion is worse, blue better, black neither: for numbers of "
                "petitions more is not worse by itself."
            ),
        ),
        (
            say("badges {states}", states=listed([*states, say("rising for {climb} months", **words)])),
            say(
                "How the last final month reads: inside its range; outside it; {run} months or more on one side of "
                "the expectation; {run} months each higher than the one before. The first that holds stands there, "
                "outside first.",
                run=RUN,
            ),
        ),
        (
            say("early sign"),
            say(
                "A figure of one unit that left its range this month, came near its limit or fell to zero: it asks for "
                "a look and is no finding. Some come by chance; the list says about how many."
            ),
        ),
        (
            say("funnel of dashed and solid lines"),
            say(
                "Of units that differ no more than the others do, {near} lie inside the dashed lines and {far} inside "
                "the solid ones. Only units outside the solid lines bear ▲ or ▼ and their names.",
                near=near,
                far=far,
            ),
        ),
        (
            say("about so many percent beside a provisional figure"),
            say(
                "Completeness: how much of the month is reported, learned from earlier deliveries. Below half only "
                "at least so many is said."
            ),
        ),
    )
