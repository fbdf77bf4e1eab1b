"""What could not be done with meeting material, in words of the page; a console prints the fault itself."""

from __future__ import annotations

from barometer.faults import (
    Fault,
    NoFont,
    NoSnapshot,
    TooLong,
    UnknownCode,
    UnknownMark,
    UnknownPeriod,
    UnknownUnit,
    UnreadableFile,
    UnusableMaster,
    UnwritableFile,
)
from barometer.language import say


def refusal(fault: Fault) -> str:
    """Return in one sentence why something was refused and what to do about it."""
    if isinstance(fault, UnreadableFile):
        return say("This file or link holds no meeting material; nothing was changed. Take it as it was saved.")
    if isinstance(fault, TooLong):
        return say("The material is full. Take some charts out first.")
    return _misfit(fault)


def _misfit(fault: Fault) -> str:
    """Return why material does not fit the data that is there."""
    if isinstance(fault, NoSnapshot):
        return say("The data this material was made from is no longer kept. Use the newest data, or begin anew.")
    if isinstance(fault, UnknownUnit):
        return say("The material names a unit that is not in the data you may see.")
    if isinstance(fault, UnknownPeriod):
        return say("The material names a period that is not in the data.")
    if isinstance(fault, UnknownCode):
        return say("The material names a code that is not in the data.")
    return say("The material does not fit the data as it is now.")


def why_not_written(fault: Fault) -> str:
    """Return in one sentence why files could not be written and what to do about it."""
    if isinstance(fault, NoFont):
        return say("No Chinese font is installed here, and files need one. Ask whoever runs this dashboard.")
    if isinstance(fault, UnwritableFile):
        return say("The files could not be written: the disk is full, or its folder may not be written to.")
    if isinstance(fault, UnusableMaster):
        return say("The master cannot be used: it needs a layout with a title alone, and room for charts below it.")
    if isinstance(fault, UnknownMark):
        return say("Marks of the document stand for nothing here: {marks}. Correct or delete them.", marks=fault.found)
    if isinstance(fault, UnreadableFile):
        return say("A file of the office cannot be opened. Save it anew as .pptx or .docx.")
    return say("The files could not be written.")
