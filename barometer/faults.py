"""The named errors of the house: what is wrong, where, and what to do about it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass
class Fault(Exception):  # noqa: N818 - a fault is the reader's to mend, an error is ours
    """Something in the input that the person at the console or page can mend.

    `file` and `column` say where (empty where they do not apply), `expected` and `found` what differs,
    `remedy` what to do. `found` never holds a value that could identify a person.
    """

    problem: str
    file: str = ""
    column: str = ""
    expected: str = ""
    found: str = ""
    remedy: str = ""

    def __str__(self) -> str:
        """Return the fault as the lines a console prints."""
        parts = [
            ("file", self.file),
            ("column", self.column),
            ("expected", self.expected),
            ("found", self.found),
            ("remedy", self.remedy),
        ]
        return "\n".join([self.problem, *(f"  {name}: {text}" for name, text in parts if text)])


class BrokenContract(Fault):
    """An extract that does not keep the data contract."""


class UnreadableFile(Fault):
    """A file that cannot be opened as what it claims to be."""


class NoSnapshot(Fault):
    """Nothing has been published, or what is published cannot be opened."""


class UnknownMetric(Fault):
    """A metric id that the registry does not hold."""


class UnknownUnit(Fault):
    """A unit id that this scope does not hold."""


class UnknownCode(Fault):
    """A code that its list does not hold."""


class UnknownPeriod(Fault):
    """A period that cannot be read."""


class TooLong(Fault):
    """Something with more in it than its place can hold."""


class QueryTooSlow(Fault):
    """A query that was interrupted at its time limit."""


class NotAllowed(Fault):
    """A request outside what the reader's scope permits."""


class UnreadableSeries(Fault):
    """A series that cannot be read as asked: too short, no counts, or rules that do not fit it."""


class NoFont(Fault):
    """A font that files need and that is not installed, or one that is named in a way that cannot be read."""


class UnwritableFile(Fault):
    """A file that cannot be written: the disk is full, or the folder may not be written to."""


class Contradiction(Fault):
    """Meeting material that its own check list stops."""


class UnusableMaster(Fault):
    """A slide master of the office that lacks what our slides need."""


class UnknownMark(Fault):
    """A mark in the office's own document that stands for nothing, or not where it stands."""


class NoBrowser(Fault):
    """A browser that pictures of pages need and that is not installed or does not answer."""
