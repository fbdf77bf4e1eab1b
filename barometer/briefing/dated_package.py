"""Office files are packages of parts: the same pack gives the same bytes, since every part bears its date."""

from __future__ import annotations

import datetime as dt
import io
import zipfile


def dated(content: bytes, made_at: dt.datetime) -> bytes:
    """Return a package whose parts all bear one date, the moment the pack was made."""
    made, again = made_at.astimezone(dt.UTC), io.BytesIO()
    when = (max(made.year, 1980), made.month, made.day, made.hour, made.minute, made.second)
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(again, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name, when), old.read(name), zipfile.ZIP_DEFLATED)
    return again.getvalue()
