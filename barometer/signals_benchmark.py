"""How often each early warning is wrong, and how many outbreaks it sees, on series drawn with known outbreaks."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from barometer.signal_methods import METHODS, NEEDS, OURS, Method, Warned
from barometer.signal_scenarios import CURRENT, SIZES, Drawn, Kind, draw, scenarios

Floats = NDArray[np.float64]
MATCHED = 0.02
_FIRST_MONTHS = 3


class Tally(NamedTuple):
    """One method on one scenario, kept small: scores and alarms of quiet months, the outbreaks' sizes and alarms.

    `quiet` scores and `is_wrong` alarms of the months without outbreak, `month` 0 to 11 of each; `strongest` score and
    `is_found` of each outbreak, of size `sizes`.
    """

    quiet: Floats
    is_wrong: NDArray[np.bool_]
    month: NDArray[np.intp]
    strongest: Floats
    is_found: NDArray[np.bool_]
    sizes: NDArray[np.int64]


def measure_signals(
    replicates: int,
    seed: int,
    tell: Callable[[str], None],
    kind: Kind = "standard",
    methods: Mapping[str, Method] = METHODS,
) -> dict[str, Any]:
    """Return false-positive rates and shares of outbreaks found, `ours` first, then each of `methods`.

    A method sees counts and the calendar, nothing else. Keys of a method: name, fpr, worst_fpr, worst_scenario, pod (by
    size 1 to 10), pod_mean, fpr_jan_mar, fpr_apr_dec, matched (the same at the score that gives 2 % false alarms
    overall), seconds of processor.
    """
    told: dict[str, list[Tally]] = {name: [] for name in methods}
    seconds = dict.fromkeys(methods, 0.0)
    every = scenarios()
    for scenario in every:
        drawn = draw(scenario, kind, replicates, seed)
        for name in _able(methods, drawn):
            started = time.process_time()
            warned = methods[name](drawn.counts, CURRENT, drawn.new_year)
            seconds[name] += time.process_time() - started
            told[name].append(tally(drawn, warned))
        tell(f"scenario {scenario.number} of {len(every)}")
    measured = [_summary(name, tallies, seconds[name]) for name, tallies in told.items() if tallies]
    own = next(method for method in measured if method["name"] == OURS)
    return {
        "ours": {
            "fpr": own["fpr"],
            "worst_fpr": own["worst_fpr"],
            "pod_5": own["pod"]["5"],
            "pod_10": own["pod"]["10"],
        },
        "methods": measured,
        "series": kind,
        "scenarios": len(every),
        "replicates": replicates,
        "seed": seed,
    }


def lines_of(measured: Mapping[str, Any]) -> list[str]:
    """Return what was measured as lines of a table, shares as percentages, tabs between."""
    head = ["method", "fpr %", "worst %", "scenario", "jan-mar %", *(f"pod {k} %" for k in SIZES), "pod mean %"]
    lines = []
    for level in ("own level", "2 % false alarms"):
        lines += [level, "\t".join(head)]
        for method in measured["methods"]:
            rates = method if level == "own level" else method["matched"]
            shares = [*rates["pod"].values(), rates["pod_mean"]]
            first = [rates["fpr"], rates["worst_fpr"], rates["worst_scenario"], rates["fpr_jan_mar"]]
            cells = [f"{cell:.2%}"[:-1] if isinstance(cell, float) else str(cell) for cell in [*first, *shares]]
            lines.append("\t".join([method["name"], *cells]))
    return lines


def tally(drawn: Drawn, warned: Warned) -> Tally:
    """Return what `warned` gave in the months without outbreak, and within each outbreak from first to last month."""
    quiet = ~drawn.has_outbreak
    inside = drawn.in_outbreak()
    strongest = np.where(inside, warned.score, -np.inf).max(axis=1)
    is_found: NDArray[np.bool_] = np.any(inside & warned.alarm, axis=1)
    return Tally(warned.score[quiet], warned.alarm[quiet], np.nonzero(quiet)[1], strongest, is_found, drawn.sizes)


def matching_score(quiet: Floats, rate: float) -> float:
    """Return the lowest score above which no more than `rate` of the quiet months lie."""
    ordered = np.sort(quiet)[::-1]
    return float(ordered[int(np.floor(rate * len(ordered)))])


def _able(methods: Mapping[str, Method], drawn: Drawn) -> list[str]:
    past = drawn.counts.shape[1] - CURRENT
    return [name for name in methods if past >= NEEDS.get(name, 0)]


def _summary(name: str, tallies: Sequence[Tally], seconds: float) -> dict[str, Any]:
    """Return one method's rates over all scenarios, at its own level and at the matched one."""
    cut = matching_score(np.concatenate([one.quiet for one in tallies]), MATCHED)
    matched = [one._replace(is_wrong=one.quiet > cut, is_found=one.strongest > cut) for one in tallies]
    return {"name": name, **_rates(tallies), "matched": _rates(matched), "seconds": round(seconds, 1)}


def _rates(tallies: Sequence[Tally]) -> dict[str, Any]:
    wrong, month, found, sizes = (
        np.concatenate([getattr(one, part) for one in tallies]) for part in ("is_wrong", "month", "is_found", "sizes")
    )
    by_scenario = [float(one.is_wrong.mean()) for one in tallies]
    is_early = month < _FIRST_MONTHS
    return {
        "fpr": _share(wrong),
        "worst_fpr": round(max(by_scenario), 4),
        "worst_scenario": int(np.argmax(by_scenario)) + 1,
        "pod": {str(size): _share(found[sizes == size]) for size in SIZES},
        "pod_mean": _share(found),
        "fpr_jan_mar": _share(wrong[is_early]),
        "fpr_apr_dec": _share(wrong[~is_early]),
    }


def _share(flags: NDArray[np.bool_]) -> float:
    return round(float(flags.mean()), 4)
