"""The open standard's command: conformance, real auctions, a slow twin on random processes, and every bad input."""

from __future__ import annotations

import csv
import json
import tempfile
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from standard_twins import twin_results

from barometer.__main__ import main
from barometer.flags.registry import standard_flags
from barometer.flags.standard_output import standard_results
from barometer.flags.standard_settings import read_settings
from barometer.ocds.releases import TOLD
from barometer.query_files import query_text

CASES = ["R003", "R003-threshold-10", "R018", "R024", "R028", "R030", "R036", "R038-tenderer"]
FULL = "2024-01-01T00:00:00Z"


def lines(*releases: dict[str, Any]) -> str:
    return "".join(json.dumps(release, ensure_ascii=False) + "\n" for release in releases)


def toml(told: dict[str, Any]) -> str:
    """Write settings as TOML: plain keys first, then sections, then their sections."""
    plain = [f"{key} = {json.dumps(value)}" for key, value in told.items() if not isinstance(value, dict)]
    for key, value in told.items():
        if isinstance(value, dict):
            inner = {name: of for name, of in value.items() if isinstance(of, dict)}
            plain += [f"[{key}]", toml({name: of for name, of in value.items() if name not in inner})]
            plain += [f"[{key}.{name}]\n{toml(of)}" for name, of in inner.items()]
    return "\n".join(plain)


def found(folder: Path, text: str | bytes, told: dict[str, Any] | None = None, warned: list[str] | None = None) -> Any:
    source, given_settings = folder / "releases.jsonl", folder / "settings.toml"
    source.write_bytes(text if isinstance(text, bytes) else text.encode())
    given_settings.write_text(toml(told or {}), encoding="utf-8")
    read = read_settings(given_settings if told is not None else None)
    return standard_results(source, read, (warned if warned is not None else []).append)


def bid(amount: object, *names: str, status: str | None = "valid", currency: str | None = "CNY", **more: Any) -> Any:
    tenderers = [{"id": name} for name in names]
    return {"status": status, "value": {"amount": amount, "currency": currency}, "tenderers": tenderers, **more}


def award(*names: str, status: str | None = "active", **more: Any) -> Any:
    return {"status": status, "suppliers": [{"id": name} for name in names], **more}


def process(ocid: str, bids: list[Any], awards: list[Any], **tender: Any) -> dict[str, Any]:
    return {"ocid": ocid, "tender": tender, "bids": {"details": bids}, "awards": awards}


# --- conformance ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", CASES)
def test_the_command_agrees_with_the_cases_of_the_standard(case: str, shared_data: Path, tmp_path: Path) -> None:
    source = shared_data / "procurement" / "cardinal" / f"{case}.jsonl"
    if not source.exists():
        pytest.skip("the cases of the standard are absent")
    code, *told = case.split("-")
    section = {"threshold": int(told[1])} if len(told) == 2 else {}
    common = {"no_price_comparison_procurement_methods": "NPC", "exclusions": {"procurement_method_details": "EXC"}}
    answered = found(tmp_path, source.read_bytes(), {**common, code: section})
    expected = json.loads(source.with_suffix(".expected").read_text(encoding="utf-8"))
    assert {group: set(rows) for group, rows in answered.items()} == {g: set(rows) for g, rows in expected.items()}
    for group, rows in expected.items():
        for key, values in rows.items():
            assert answered[group][key] == pytest.approx(values, abs=1e-9)


def tsuchiura(source: Path) -> list[dict[str, Any]]:
    """Return the auctions of the city as compiled releases, by the mapping that stands beside the file."""
    auctions = defaultdict(list)
    with source.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            auctions[row["pid"]].append(row)
    return [_auction(name, rows) for name, rows in auctions.items()]


def _auction(name: str, rows: list[dict[str, str]]) -> dict[str, Any]:
    priced = [row for row in rows if row["bid"] not in ("", "NA")]
    bids = [
        bid(
            float(row["bid"]),
            row["bidder_id"],
            status="disqualified" if row["belowminprice"] == "1" else "valid",
            currency="JPY",
            date=f"{row['date'][:4]}-{row['date'][4:6]}-{row['date'][6:]}T00:00:00Z",
        )
        for row in priced
    ]
    awards = [award(row["bidder_id"]) for row in rows if row["winner"] == "1"]
    told = process(name, bids, awards, procurementMethod="open", numberOfTenderers=len(priced))
    return {**told, "buyer": {"id": "Tsuchiura"}}


def test_the_auctions_of_tsuchiura_give_the_known_figures(shared_data: Path, tmp_path: Path) -> None:
    source = shared_data / "procurement" / "tsuchiura_bids.csv"
    if not source.exists():
        pytest.skip("the auctions of Tsuchiura are absent")
    releases = tsuchiura(source)
    answered = found(tmp_path, lines(*releases))
    counts = Counter((group, code) for group, rows in answered.items() for row in rows.values() for code in row)
    assert len(releases) == 1565
    assert counts == {
        ("OCID", "R018"): 96,
        ("OCID", "R028"): 191,
        ("Tenderer", "R028"): 113,
        ("OCID", "R035"): 9,
        ("Tenderer", "R035"): 9,
        ("OCID", "R036"): 65,
        ("Tenderer", "R038"): 29,
        ("Buyer", "R038"): 1,
        ("OCID", "R058"): 161,
        ("Tenderer", "R058"): 71,
    }


# --- the slow twin ---------------------------------------------------------------------------------------------------

NAMES = st.sampled_from(["a", "b", "c", "d", "e"])
PARTIES = st.lists(st.builds(dict, id=st.one_of(NAMES, NAMES, NAMES, st.none(), st.just(7))), max_size=2)
INSTANTS = st.sampled_from([FULL, "2024-01-05T06:00:00+08:00", "2024-01-11T00:00:00Z", "2024-01-16T00:00:00Z",
                            "2024-01-16T00:00:01.5-01:00", "2024-01-16", "soon", None])  # fmt: skip
METHODS = st.sampled_from(["open", "open", "selective", "direct", None])
DETAILS = st.sampled_from(["x", "y", "NPC", "EXC", None])
AMOUNTS = st.sampled_from([100, 100.0, 101, 103.5, 110, 125, 0, "100", None, True])
CURRENCIES = st.sampled_from(["CNY", "CNY", "CNY", "USD", None])
BID_STATUS = st.sampled_from(["valid"] * 4 + ["disqualified"] * 2 + ["pending", "invited", "withdrawn", None])
AWARD_STATUS = st.sampled_from(["active"] * 6 + ["cancelled", "unsuccessful", "pending", None])
VALUES = st.one_of(st.none(), *[st.fixed_dictionaries({"amount": AMOUNTS, "currency": CURRENCIES})] * 6)
BIDS = st.fixed_dictionaries({"status": BID_STATUS, "date": INSTANTS, "value": VALUES, "tenderers": PARTIES})
WON = st.builds(lambda name: [{"id": name}], NAMES)
ITEMS = st.lists(
    st.builds(lambda code: {"classification": {"id": code}}, st.sampled_from(["10", "11", "2", "", None])), max_size=2
)
AWARDS = st.fixed_dictionaries({"status": AWARD_STATUS, "suppliers": st.one_of(WON, WON, PARTIES), "items": ITEMS})
TENDERS = st.fixed_dictionaries(
    {
        "status": st.sampled_from(["complete", "complete", None, "cancelled"]),
        "procurementMethod": METHODS,
        "procurementMethodDetails": DETAILS,
        "numberOfTenderers": st.sampled_from([1, 2, 1.0, "1", None]),
        "tenderPeriod": st.fixed_dictionaries({"startDate": INSTANTS, "endDate": INSTANTS}),
        "procuringEntity": st.builds(dict, id=NAMES),
    }
)
RELEASES = st.lists(
    st.fixed_dictionaries(
        {
            "buyer": st.one_of(st.none(), st.builds(dict, id=NAMES)),
            "tender": TENDERS,
            "bids": st.fixed_dictionaries({"details": st.lists(BIDS, max_size=4)}),
            "awards": st.one_of(st.lists(AWARDS, max_size=2), st.lists(AWARDS, min_size=1, max_size=1)),
        }
    ),
    min_size=1,
    max_size=12,
)
FEW = {"minimum_contracting_processes": st.sampled_from([0, 1, 2])}
RATIOS = {"threshold": st.sampled_from([0, 0.01, 0.04, 0.25, 1])}
SETTINGS = st.fixed_dictionaries(
    {},
    optional={
        "currency": st.sampled_from(["CNY", "USD"]),
        "price_comparison_procurement_methods": st.just("x|NPC"),
        "no_price_comparison_procurement_methods": st.sampled_from(["", "NPC", "NPC|x"]),
        "exclusions": st.just({"procurement_method_details": "EXC"}),
        "R003": st.fixed_dictionaries(
            {},
            optional={
                "threshold": st.sampled_from([0, 10, 15]),
                "procurement_methods": st.sampled_from(["", "open|selective"]),
                "procurement_method_details": st.just({"x": 5, "y": 20}),
            },
        ),
        "R018": st.fixed_dictionaries({}, optional={"procurement_methods": st.sampled_from(["", "direct", "open"])}),
        "R024": st.fixed_dictionaries({}, optional=RATIOS),
        "R025": st.fixed_dictionaries({}, optional={**RATIOS, "percentile": st.sampled_from([0, 50, 75, 100])}),
        "R028": st.just({}),
        "R030": st.just({}),
        "R035": st.fixed_dictionaries({}, optional={"threshold": st.sampled_from([0, 1, 2])}),
        "R036": st.just({}),
        "R038": st.fixed_dictionaries(
            {}, optional={**RATIOS, **FEW, "minimum_submitted_bids": st.sampled_from([0, 1, 2, 3])}
        ),
        "R048": st.fixed_dictionaries(
            FEW, optional={"threshold": st.sampled_from([0, 2]), "digits": st.sampled_from([0, 1, 8])}
        ),
        "R058": st.fixed_dictionaries({}, optional=RATIOS),
    },
)


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(RELEASES, SETTINGS)
def test_random_processes_agree_with_the_slow_twin(bare: list[dict[str, Any]], told: dict[str, Any]) -> None:
    releases = [{"ocid": f"o{place}", **release} for place, release in enumerate(bare)]
    with tempfile.TemporaryDirectory() as folder:
        assert found(Path(folder), lines(*releases), told) == twin_results(releases, told)


# --- worked examples -------------------------------------------------------------------------------------------------


def test_fences_of_type_8_find_the_outliers_of_twelve_prices(tmp_path: Path) -> None:
    rivals = [100.5, 110, 110, 110, 111, 111, 111, 112, 112, 112, 113, 200]
    releases = [
        process(f"o{n}", [bid(100, f"w{n}"), bid(price, f"l{n}")], [award(f"w{n}")]) for n, price in enumerate(rivals)
    ]
    assert found(tmp_path, lines(*releases), {"R024": {}, "R058": {}}) == {
        "OCID": {"o0": {"R024": 0.005}, "o11": {"R058": 1.0}},
        "Tenderer": {"w0": {"R024": 0.0}, "l0": {"R024": 0.0}, "w11": {"R058": 0.0}},
    }


@pytest.mark.parametrize(
    ("values", "p", "expected"),
    [
        ([1, 2, 4, 8], 0.25, 17 / 12),
        ([1, 2, 4, 8], 0.75, 4 + 4 * 7 / 12),
        ([1, 2, 4, 8], 0, 1),
        ([1, 2, 4, 8], 1, 8),
        ([3, 9], 0.25, 3),
        ([3, 9], 0.5, 6),
        ([5], 0.75, 5),
        ([], 0.5, None),
    ],
)
def test_quantiles_are_of_type_8(values: list[float], p: float, expected: float | None) -> None:
    with duckdb.connect() as connection:
        connection.execute(query_text("procurement/quantile_8"))
        told = connection.execute("select quantile_8(cast($values as double[]), $p)", {"values": values, "p": p})
        assert told.fetchall()[0][0] == pytest.approx(expected)


def test_a_frequent_loser_is_told_with_its_share(tmp_path: Path) -> None:
    rivals = ["b", "c", "d", "e"]
    releases = [process(f"{name}{n}", [bid(1, name), bid(2, "a")], [award(name)]) for n in range(3) for name in rivals]
    releases += [process("a", [bid(1, "a"), bid(2, "b")], [award("a")])]
    assert found(tmp_path, lines(*releases), {"R025": {"threshold": 0.1}}) == {
        "Tenderer": {"a": {"R025": pytest.approx(1 / 13)}}
    }


@pytest.mark.parametrize(
    ("status", "is_found"), [("unsuccessful", True), (None, True), ("pending", False), ("odd", False)]
)
def test_a_second_award_that_is_not_final_leaves_the_gap_open(
    status: str | None, is_found: bool, tmp_path: Path
) -> None:
    told = process("o", [bid(1, "a"), bid(3, "b")], [award("a"), award("b", status=status)])
    assert bool(found(tmp_path, lines(told), {"R058": {"threshold": 1}})) is is_found


@pytest.mark.parametrize(
    ("bids", "suppliers"),
    [
        ([bid(1, "a", "b"), bid(1, "b", "a")], None),
        ([bid(1, "a", "b"), bid(1, "a")], {"a", "b"}),
        ([bid(1, "a", "a"), bid(1, "a")], None),
        ([bid(1, "a\x1fb"), bid(1, "a", "b")], {"a\x1fb", "a", "b"}),
        ([bid(1, "a\x1f"), bid(1.0, "a\x00")], {"a\x1f", "a\x00"}),
        ([bid(1, ""), bid(1, "a")], {"", "a"}),
        ([bid(1, "a"), bid(1, "b", currency="USD")], None),
        ([bid("1", "a"), bid("1", "b")], None),
        ([bid(1, "a"), bid(1, "b", status="withdrawn")], None),
        ([bid(1, "a"), bid(1, "b", status=None)], None),
        ([bid(1, "a"), bid(1)], None),
    ],
    ids=["the same consortium", "a member alone", "named twice", "a separator in an id", "control characters",
         "an empty id", "other currencies", "prices as text", "withdrawn", "no status", "nobody"],
)  # fmt: skip
def test_equal_prices_need_different_tenderers(bids: list[Any], suppliers: set[str] | None, tmp_path: Path) -> None:
    answered = found(tmp_path, lines(process("o", bids, [])), {"R028": {}})
    assert answered.get("Tenderer", {}).keys() == (suppliers or set())
    assert answered.get("OCID", {}) == ({"o": {"R028": 1.0}} if suppliers else {})


def test_the_first_currency_is_that_of_bids_which_are_compared(tmp_path: Path) -> None:
    open_still = process("open", [bid(9, "a", currency="USD"), bid(10, "b", currency="USD")], [award("a", "b")])
    decided = process("o", [bid(1, "a"), bid(3, "b"), bid(0.5, "c", status="disqualified")], [award("a")])
    text = lines(open_still, decided)
    assert found(tmp_path, text, {"R058": {"threshold": 1}})["OCID"] == {"o": {"R058": 2.0}}
    assert found(tmp_path, text, {"R036": {}}) == {}
    assert found(tmp_path, text, {"R036": {}, "currency": "CNY"}) == {"OCID": {"o": {"R036": 1.0}}}


@pytest.mark.parametrize(("end", "is_short"), [("2024-01-15T23:59:59Z", True), ("2024-01-16T00:00:00Z", False),
    ("2024-01-16T07:59:59+08:00", True), ("2023-12-01T00:00:00Z", True), ("2024-01-02", False)])  # fmt: skip
def test_exactly_fifteen_days_are_not_short(end: str, is_short: bool, tmp_path: Path) -> None:
    told = process("o", [], [], tenderPeriod={"startDate": FULL, "endDate": end})
    assert found(tmp_path, lines(told), {"R003": {}}) == ({"OCID": {"o": {"R003": 1.0}}} if is_short else {})


def test_late_bids_are_compared_as_instants(tmp_path: Path) -> None:
    late = process("late", [bid(1, "a", date="2024-01-01T07:30:00Z")], [award("a")],
                   tenderPeriod={"endDate": "2024-01-01T15:00:00+08:00"})  # fmt: skip
    in_time = process("in time", [bid(1, "a", date="2024-01-01T14:00:00+08:00")], [award("a")],
                      tenderPeriod={"endDate": "2024-01-01T07:00:00Z"})  # fmt: skip
    assert found(tmp_path, lines(late, in_time), {"R030": {}})["OCID"] == {"late": {"R030": 1.0}}


# --- bad input -------------------------------------------------------------------------------------------------------

ODD = [
    {"ocid": "n"}, {"ocid": "nulls", "buyer": None, "tender": None, "bids": None, "awards": None},
    {"ocid": "kinds", "buyer": "b", "tender": [], "bids": {"details": {"status": "valid"}}, "awards": "a"},
    {"ocid": "inner", "bids": {"details": [None, 1, "x", [], {"tenderers": None}, {"tenderers": [None, 3, {}]}]},
     "awards": [None, 1, {"suppliers": None, "items": [None, {"classification": 4}]}, {"suppliers": [None]}]},
    {"ocid": "", "tender": {"procurementMethod": "open", "numberOfTenderers": 1}},
    {"ocid": "o\u0000\u001f\ud83d\ude00", "tender": {"procurementMethod": "open", "numberOfTenderers": 1}},
    process("huge", [bid(10**400, "a"), bid(1e308, "b"), bid(-5, "c"), bid(10**18, "d")], [award("b")]),
]  # fmt: skip


def test_odd_releases_break_nothing(tmp_path: Path) -> None:
    warned: list[str] = []
    answered = found(tmp_path, "\n".join(json.dumps(release) for release in ODD), None, warned)
    assert {"", "o\x00\x1f😀"} == {name for name, told in answered["OCID"].items() if "R018" in told}
    assert warned == []


def test_lines_that_are_no_release_are_left_out_and_told(tmp_path: Path) -> None:
    good = json.dumps({"ocid": "o", "tender": {"procurementMethod": "open", "numberOfTenderers": 1}}).encode()
    odd = [b"[1]", b"{", b'{"ocid": 1}', b'"ocid"', b'{"ocid": "\xff"}', b'{"ocid": "\\ud800"}',
           b'{"ocid": "a", "n": NaN}', b'{"ocid": "a", "n": -Infinity}', b'{"ocid": "\xed\xa0\x80"}',
           b"[" * 5000]  # fmt: skip
    warned: list[str] = []
    text = b"\xef\xbb\xbf" + good + b"\r\n\r\n \t\n" + b"\n".join(odd) + b"\n" + good.replace(b'"o"', b'"NaN"')
    assert found(tmp_path, text, {"R018": {}}, warned)["OCID"] == {"o": {"R018": 1.0}, "NaN": {"R018": 1.0}}
    assert {int(line.split("line ")[1].split()[0]) for line in warned} == set(range(4, 4 + len(odd)))


def test_warnings_are_bounded_in_number(tmp_path: Path) -> None:
    warned: list[str] = []
    found(tmp_path, '{"ocid": "o"}\n' + "{\n" * 500, None, warned)
    assert len(warned) == TOLD + 1
    assert warned[-1].endswith("480 further lines are left out")


@pytest.mark.parametrize("text", ["", "\n\n", "ocid,buyer\n1,2\n", '[{"ocid": "o"}]\n'])
def test_a_file_without_a_release_is_a_clear_fault(text: str, tmp_path: Path, capsys: Any) -> None:
    source = tmp_path / "releases.jsonl"
    source.write_text(text, encoding="utf-8")
    assert main(["flags", "--ocds", str(source), "--json"]) == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    for told in ("no compiled release", "releases.jsonl", "column: ocid", "expected:", "remedy:"):
        assert told in printed.err


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("[R999]", "R999"),
        ("colour = 1", "colour"),
        ("currency = 1", "currency"),
        ("R003 = 10", "R003"),
        ("[R003]\nthreshhold = 10", "R003.threshhold"),
        ("[R003]\nthreshold = '10'", "R003.threshold"),
        ("[R003]\nthreshold = 1.5", "R003.threshold"),
        ("[R003]\nthreshold = true", "R003.threshold"),
        ("[R003]\nprocurement_methods = ['open']", "R003.procurement_methods"),
        ("[R003.procurement_method_details]\nx = 'y'", "R003.procurement_method_details.x"),
        ("[R018.procurement_method_details]\nx = 1", "R018.procurement_method_details"),
        ("[R024]\nthreshold = nan", "R024.threshold"),
        ("[R025]\npercentile = 101", "R025.percentile"),
        ("[R038]\nminimum_submitted_bids = -1", "R038.minimum_submitted_bids"),
        ("[R048]\ndigits = 2.5", "R048.digits"),
        ("[exclusions]\nprocurementMethodDetails = 'x'", "exclusions.procurementMethodDetails"),
        ("exclusions = 'x'", "exclusions"),
    ],
)
def test_settings_that_are_not_understood_are_refused(text: str, column: str, tmp_path: Path, capsys: Any) -> None:
    (tmp_path / "releases.jsonl").write_text('{"ocid": "o"}\n', encoding="utf-8")
    (tmp_path / "settings.toml").write_text(text, encoding="utf-8")
    told = ["--ocds", str(tmp_path / "releases.jsonl"), "--settings", str(tmp_path / "settings.toml")]
    assert main(["flags", *told]) == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    for part in ("file: settings.toml", f"column: {column}\n", "expected:", "remedy:"):
        assert part in printed.err


@pytest.mark.parametrize("missing", ["settings.toml", "releases.jsonl"])
def test_a_missing_file_is_named(missing: str, tmp_path: Path, capsys: Any) -> None:
    for name in {"settings.toml", "releases.jsonl"} - {missing}:
        (tmp_path / name).write_text("", encoding="utf-8")
    told = ["--ocds", str(tmp_path / "releases.jsonl"), "--settings", str(tmp_path / "settings.toml")]
    assert main(["flags", *told]) == 1
    assert missing in capsys.readouterr().err


def test_settings_that_are_no_toml_name_the_line(tmp_path: Path, capsys: Any) -> None:
    (tmp_path / "settings.toml").write_text("[R003\n", encoding="utf-8")
    assert main(["flags", "--ocds", "none.jsonl", "--settings", str(tmp_path / "settings.toml")]) == 1
    told = capsys.readouterr().err
    assert "no TOML" in told
    assert "line 1" in told


def test_only_indicators_with_a_section_run_unless_all_are_asked(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text("[R018]\nprocurement_methods = 'limited'\n", encoding="utf-8")
    assert list(read_settings(tmp_path / "settings.toml").sections) == ["R018"]
    assert list(read_settings(tmp_path / "settings.toml", run_all=True).sections) == list(standard_flags())
    assert read_settings(tmp_path / "settings.toml", run_all=True).values("R018")["procurement_methods"] == ["limited"]
    assert list(read_settings(None).sections) == list(standard_flags())
    (tmp_path / "settings.toml").write_text("", encoding="utf-8")
    assert not read_settings(tmp_path / "settings.toml").sections


def test_the_command_prints_one_json_object(tmp_path: Path, capsys: Any) -> None:
    told = process("o", [bid(1, "a"), bid(1, "b")], [award("a")], procurementMethod="open", numberOfTenderers=1)
    (tmp_path / "releases.jsonl").write_text(lines(told), encoding="utf-8")
    assert main(["flags", "--ocds", str(tmp_path / "releases.jsonl"), "--profile", "standard", "--json"]) == 0
    printed = capsys.readouterr()
    assert json.loads(printed.out) == {
        "OCID": {"o": {"R018": 1.0, "R028": 1.0}},
        "Tenderer": {"a": {"R028": 1.0}, "b": {"R028": 1.0}},
    }
    assert printed.err == ""
