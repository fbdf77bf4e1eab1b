"""The command line: python -m barometer COMMAND, from run and publish to brief, shots and benchmark."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from barometer import brief_options, commands, reading_commands
from barometer.counting import CODED
from barometer.faults import Fault
from barometer.filters import UNCODED
from barometer.language import LANGUAGES
from barometer.periods import GRAINS
from barometer.signal_scenarios import KINDS

_SCORE = (
    "Makes a fresh sample with the seed, asks every flag in our own profile, and prints by flag: found (known cases "
    "that are flagged), missed (known cases that are not) and false (others that are flagged). Many of the last follow "
    "the rule by nature: a sample of ordinary purchases also holds single bids, late acceptances and prices close to "
    "the ceiling."
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 0 done, 1 a fault that the user can mend (told on stderr)."""
    chosen = _parser().parse_args(arguments)
    try:
        chosen.run(chosen)
    except Fault as fault:
        print(fault, file=sys.stderr)
        return 1
    except OSError as error:
        print(_unusable(error), file=sys.stderr)
        return 1
    return 0


def _unusable(error: OSError) -> Fault:
    remedy = "check that the path is right, may be written to and has room"
    return Fault("A file or folder cannot be used", str(error.filename or ""), found=str(error.strerror), remedy=remedy)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m barometer", description=__doc__)
    steps = parser.add_subparsers(required=True, metavar="COMMAND")

    run = steps.add_parser("run", help="open the dashboard on 127.0.0.1; publishes the sample on first start")
    run.add_argument("--port", type=int, default=8501)
    run.set_defaults(run=commands.run)

    publish = steps.add_parser("publish", help="check a delivery and make it the current snapshot")
    publish.add_argument("--from", dest="source", type=Path, required=True, metavar="DIR")
    publish.add_argument("--data", type=Path, metavar="DIR", help="default: BAROMETER_DATA, else data/")
    publish.set_defaults(run=commands.publish)

    sample = steps.add_parser("sample", help="write a synthetic delivery")
    sample.add_argument("--units", type=int, default=60)
    sample.add_argument("--rows", type=int, default=60_000, help="petitions")
    sample.add_argument("--seed", type=int, default=2026)
    sample.add_argument("--out", type=Path, required=True, metavar="DIR")
    sample.set_defaults(run=commands.sample)

    intake = steps.add_parser("intake", help="turn a source file into a delivery")
    intake.add_argument("--format", choices=["table", "ocds"], default="table", help="ocds: one release a line")
    intake.add_argument("--mapping", type=Path, metavar="TOML", help="needed for a table")
    intake.add_argument("source", type=Path, metavar="FILE")
    intake.add_argument("--out", type=Path, required=True, metavar="DIR")
    intake.set_defaults(run=commands.intake)

    ask = steps.add_parser("ask", help="print a metric by period")
    ask.add_argument("metric")
    ask.add_argument("--from", dest="first", required=True, metavar="2025-01")
    ask.add_argument("--to", dest="last", required=True, metavar="2026-10")
    ask.add_argument("--by", choices=GRAINS, default="month")
    ask.add_argument("--unit", nargs="+", action="extend", default=[], metavar="ID")
    for column in CODED:
        ask.add_argument(
            f"--{column}",
            nargs="+",
            action="extend",
            default=[],
            metavar="CODE",
            help=f"only these; {UNCODED} for none",
        )
    ask.add_argument("--data", type=Path, metavar="DIR", help="default: BAROMETER_DATA, else data/")
    ask.add_argument("--json", action="store_true")
    ask.set_defaults(run=commands.ask)

    brief_options.add_brief(steps)

    flags = steps.add_parser("flags", help="look for flags in a file of compiled releases")
    flags.add_argument("--ocds", type=Path, required=True, metavar="FILE.jsonl")
    flags.add_argument("--profile", choices=["standard"], default="standard")
    flags.add_argument("--settings", type=Path, metavar="FILE.toml", help="only indicators with a section run")
    flags.add_argument("--all", action="store_true", help="every indicator runs, whatever sections there are")
    flags.add_argument("--json", action="store_true")
    flags.set_defaults(run=commands.flags)

    score = steps.add_parser("score", help="look for what a fresh sample is known to hold")
    looked_for = score.add_subparsers(required=True, metavar="WHAT")
    for what, command, about in (
        ("flags", commands.score_flags, _SCORE),
        ("signals", commands.score_signals, "By unit and month: cases found, months late, false alarms."),
    ):
        scored = looked_for.add_parser(what, description=about)
        scored.add_argument("--seed", type=int, default=1)
        scored.add_argument("--rows", type=int, default=60_000, help="petitions; one tender for forty of them")
        scored.add_argument("--units", type=int, default=60)
        scored.add_argument("--json", action="store_true")
        scored.set_defaults(run=command)

    read = steps.add_parser("read", help="read any series from a CSV file with a header")
    read.add_argument("kind", choices=reading_commands.KINDS)
    read.add_argument("file", type=Path, metavar="FILE.csv")
    read.add_argument("--option", nargs="+", action="extend", default=[], metavar="KEY=VALUE")
    read.add_argument("--json", action="store_true")
    read.set_defaults(run=reading_commands.read)

    shots = steps.add_parser("shots", help="write pictures of all pages; needs an installed Chromium")
    shots.add_argument("--out", type=Path, required=True, metavar="DIR")
    shots.add_argument("--lang", choices=LANGUAGES, default=LANGUAGES[0])
    shots.add_argument("--theme", choices=["light", "dark"], default="light")
    shots.set_defaults(run=commands.shots)

    benchmark = steps.add_parser("benchmark", help="measure pages, flags, meeting material or signals")
    kinds = benchmark.add_subparsers(required=True, metavar="WHAT")
    pages = kinds.add_parser("pages", help="server time of a filter change")
    pages.add_argument("--rows", type=int, default=1_000_000)
    pages.add_argument("--units", type=int, default=2_000)
    pages.add_argument("--changes", type=int, default=20, help="filter changes a page")
    pages.add_argument("--json", action="store_true")
    pages.set_defaults(run=commands.benchmark_pages)

    of_flags = kinds.add_parser("flags", help="time the procurement flags take")
    of_flags.add_argument("--tenders", type=int, default=100_000)
    of_flags.add_argument("--json", action="store_true")
    of_flags.set_defaults(run=commands.benchmark_flags)

    brief_options.add_benchmark(kinds)

    signals = kinds.add_parser("signals", help="false alarms and outbreaks found by each early warning")
    signals.add_argument("--replicates", type=int, default=100, help="series by scenario and size of outbreak")
    signals.add_argument("--seed", type=int, default=1)
    signals.add_argument("--series", choices=KINDS, default=KINDS[0], help="how the series are drawn")
    signals.add_argument("--json", action="store_true")
    signals.set_defaults(run=commands.benchmark_signals)
    return parser


if __name__ == "__main__":
    sys.exit(main())
