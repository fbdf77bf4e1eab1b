"""The finished file: its properties, and a package that is the same bytes for the same pack."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

from barometer.briefing.chart_elements import language_tag, printable
from barometer.briefing.dated_package import dated
from barometer.briefing.pack import Pack


def deck_bytes(file: Any, pack: Pack) -> bytes:
    """Return the presentation as a file; every date in it is that of the pack."""
    made = pack.made_at.astimezone(dt.UTC).replace(tzinfo=None)
    properties = file.core_properties
    properties.title, properties.subject = printable(pack.title)[:255], printable(pack.period)[:255]
    properties.author = properties.last_modified_by = printable(pack.made_by)[:255]
    properties.keywords, properties.comments = "", printable(pack.provenance.line())[:255]
    properties.created = properties.modified = made
    properties.language, properties.revision = language_tag(), 1
    content = io.BytesIO()
    file.save(content)
    return dated(content.getvalue(), pack.made_at)
