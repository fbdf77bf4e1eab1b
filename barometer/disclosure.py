"""What may be shown: every frame that reaches a screen or a file passes the gate."""

from __future__ import annotations

import pandas as pd

from barometer.scope import Scope

ACCUSATION = "accusation"


def gate(frame: pd.DataFrame, scope: Scope) -> pd.DataFrame:
    """Return the rows of `frame` that a reader of `scope` may be shown.

    Rows about accusations (检举控告) are left out, whichever column says so: petition figures never hold them, and
    the tables of reports, with their own rules, do not exist here yet. `scope` decides nothing more today.
    """
    hidden = pd.Series(False, index=frame.index)
    for column in ("purpose", "class", "code"):
        if column in frame:
            hidden |= frame[column].eq(ACCUSATION).fillna(False).astype(bool)
    return frame[~hidden]
