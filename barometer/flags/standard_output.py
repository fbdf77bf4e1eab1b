"""What the open standard's command prints: results by contracting process, buyer, procuring entity and tenderer."""

from __future__ import annotations

import tempfile
from collections import defaultdict
from pathlib import Path

import duckdb

from barometer.flags.evaluation import answer, prepare
from barometer.flags.registry import Flag, standard_flags
from barometer.flags.standard_settings import StandardSettings
from barometer.ocds.loading import load_releases
from barometer.ocds.releases import Warn

MEMORY = "1.2GB"  # the engine's; a million releases are then read within 2 GiB, results and buffers included
GROUPS = {"tender": "OCID", "buyer": "Buyer", "procuring_entity": "ProcuringEntity", "supplier": "Tenderer"}
Results = dict[str, dict[str, dict[str, float]]]
# A tender is told by its ocid, and what concerns a supplier of it by 0 where the tender carries a measure.
_FLAGGED = """
    select subject, case when subject = 'tender' then ocid else subject_id end, told.tender_id is null, measured
    from {table} as told left join considered_tenders using (tender_id)
    where state = 'flagged'
    order by told.tender_id, subject_id
"""


def standard_results(path: Path, settings: StandardSettings, warn: Warn = lambda line: None) -> Results:
    """Return {"OCID": {ocid: {code: value}}, "Buyer": …, "ProcuringEntity": …, "Tenderer": …} for a file of releases.

    The file is read as it is. Groups without a result are left out. Raises OSError where it cannot be read.
    """
    with tempfile.TemporaryDirectory() as spill, duckdb.connect() as connection:
        connection.execute("set autoinstall_known_extensions = false")
        connection.execute("set memory_limit = $most", {"most": MEMORY})
        connection.execute("set temp_directory = $folder", {"folder": spill})
        load_releases(connection, path, warn)
        common = {
            "compared_methods": list(settings.compared_methods),
            "uncompared_methods": list(settings.uncompared_methods),
            "excluded_methods": list(settings.excluded_methods),
            "default_currency": None,
            "has_gaps": not {"R024", "R058"}.isdisjoint(settings.sections),
            "has_lowest": "R036" in settings.sections,
        }
        currency = prepare(connection, {**common, "currency": settings.currency})
        found: Results = defaultdict(lambda: defaultdict(dict))
        for code, flag in standard_flags().items():
            if code in settings.sections:
                table = answer(connection, flag, {**settings.values(code), "currency": currency})
                _collect(found, flag, connection.execute(_FLAGGED.format(table=table)).fetchall())
    return {
        group: {key: found[group][key] for key in sorted(found[group])} for group in GROUPS.values() if group in found
    }


def _collect(found: Results, flag: Flag, rows: list[tuple[str, str, bool, float]]) -> None:
    for subject, key, stands_alone, measured in rows:
        of_tender = 0.0 if subject == "supplier" and not stands_alone else measured
        value = 1.0 if flag.value == "one" else of_tender
        found[GROUPS[subject]][key][flag.id] = value
