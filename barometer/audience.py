"""Who asks, and of which data: what every answer is keyed by."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from barometer.scope import Scope
from barometer.session import Session, open_session
from barometer.snapshots import Snapshot


@dataclass(frozen=True)
class Audience:
    """A scope and a snapshot: a frozen key that no other reader shares by accident."""

    scope: Scope
    snapshot: Snapshot

    @property
    def session(self) -> Session:
        """Return the session of this scope and snapshot."""
        return open_session(self.scope, self.snapshot)

    @property
    def data(self) -> Path:
        """Return the data folder the snapshot stands in, which may bring reference tables of its own."""
        return self.snapshot.folder.parent.parent
