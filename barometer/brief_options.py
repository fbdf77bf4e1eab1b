"""What the commands about meeting material take; their work is imported when one of them is run."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import Any

from barometer.briefing.choices import CHARTS, FORMATS, TEMPLATES, TOPICS, USUAL
from barometer.language import DEFAULT_LANGUAGE, LANGUAGES


def add_brief(steps: Any) -> None:
    """Add the command brief."""
    brief = steps.add_parser("brief", help="write meeting material: slides, paper, tables, PDF, pictures")
    brief.add_argument("--template", choices=TEMPLATES, help="needed unless --pack is given")
    brief.add_argument("--period", metavar="2026-10", help="the last month; of a quarter any of its months")
    brief.add_argument("--topic", choices=TOPICS, help="needed for the template topic")
    brief.add_argument("--month-alone", action="store_true", help="this month instead of the year up to it")
    brief.add_argument("--unit", nargs="+", action="extend", default=[], metavar="ID")
    brief.add_argument("--out", type=Path, required=True, metavar="DIR")
    brief.add_argument("--formats", default=",".join(USUAL), metavar="LIST", help=f"of {', '.join(FORMATS)}")
    brief.add_argument("--lang", choices=LANGUAGES, default=DEFAULT_LANGUAGE)
    brief.add_argument("--charts", choices=CHARTS, default=CHARTS[0])
    brief.add_argument("--master", type=Path, metavar="FILE.pptx", help="the office's own slide master")
    brief.add_argument("--own", type=Path, metavar="FILE.docx", help="the office's own document with {{marks}}")
    brief.add_argument("--edits", type=Path, metavar="FILE.json", help="changed sentences by their keys")
    brief.add_argument(
        "--confirm", action="store_true", help="write sentences that contradict their figures all the same"
    )
    brief.add_argument("--mark", default="", metavar="TEXT", help="a line such as 内部资料 on every file")
    brief.add_argument("--external", action="store_true", help="for readers outside (对外版): small numbers are hidden")
    brief.add_argument("--pack", type=Path, metavar="FILE.json", help="a saved pack, on the data it was made from")
    brief.add_argument("--update", action="store_true", help="the saved pack on the newest data, changes told")
    brief.add_argument("--data", type=Path, metavar="DIR", help="default: BAROMETER_DATA, else data/")
    brief.add_argument("--json", action="store_true")
    brief.set_defaults(run=_brief)


def add_benchmark(kinds: Any) -> None:
    """Add the benchmark of meeting material."""
    brief = kinds.add_parser("brief", help="seconds and bytes of a pack of twelve charts, by format")
    brief.add_argument("--rows", type=int, default=60_000)
    brief.add_argument("--units", type=int, default=60)
    brief.add_argument("--repeats", type=int, default=5, help="after the first run; their median is told")
    brief.add_argument("--json", action="store_true")
    brief.set_defaults(run=_benchmark)


def _brief(chosen: Namespace) -> None:
    from barometer import brief_commands

    brief_commands.brief(chosen)


def _benchmark(chosen: Namespace) -> None:
    from barometer import brief_commands

    brief_commands.benchmark_brief(chosen)
