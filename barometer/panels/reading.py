"""怎么看这些图: what a line, a mark, a band and an empty place mean."""

from __future__ import annotations

from barometer.audience import Audience
from barometer.filters import Filters
from barometer.language import say
from barometer.metrics import SMALL_BASE
from barometer.panels.tables import Table


def reading_notes(audience: Audience, filters: Filters) -> Table:
    """Return what each sign on a chart means, in plain words."""
    return Table(
        key="reading",
        title=say("Signs on the charts"),
        caption=say("the chart above is an example"),
        head=(say("sign"), say("meaning")),
        rows=(
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
