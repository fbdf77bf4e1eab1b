"""Who reads or exports, in words: the one place that names roles."""

from __future__ import annotations

from barometer.language import say
from barometer.scope import Scope


def reader_in_words(scope: Scope) -> str:
    """Return who uses this machine: 本机使用者·领导, local user (leader)."""
    return say("local user ({role})", role=role_in_words(scope.role))


def role_in_words(role: str) -> str:
    """Return the word for a role of `scope.ROLES`."""
    return {
        "leader": say("leader"),
        "analyst": say("analyst"),
        "inspection": say("inspection staff"),
        "unit": say("staff of a unit"),
        "auditor": say("auditor"),
        "admin": say("administrator"),
    }[role]
