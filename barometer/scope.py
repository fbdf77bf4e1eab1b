"""What a reader may see: a frozen value that every query, cache and file is keyed by."""

from __future__ import annotations

import os
from dataclasses import dataclass

from barometer.faults import NotAllowed

ROLES = ("leader", "analyst", "inspection", "unit", "auditor", "admin")


@dataclass(frozen=True)
class Scope:
    """The units and the role of a reader. `units` None is the whole organisation, never an empty set."""

    role: str = "leader"
    units: frozenset[str] | None = None

    def __post_init__(self) -> None:
        """Refuse an unknown role and an empty set of units: no unit is an error, not all of them."""
        if self.role not in ROLES:
            raise NotAllowed(
                "Unknown role",
                column="BAROMETER_ROLE",
                expected=", ".join(ROLES),
                remedy="name one of these roles",
            )
        if self.units is not None and not self.units:
            raise NotAllowed("A scope without units", expected="at least one unit", remedy="name the units")

    @property
    def is_whole(self) -> bool:
        """Return whether the scope covers the whole organisation."""
        return self.units is None


def local_scope() -> Scope:
    """Return the scope of local use: the whole organisation in the role `BAROMETER_ROLE` (leader)."""
    return Scope(role=os.environ.get("BAROMETER_ROLE", "leader"))
