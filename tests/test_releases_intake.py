"""Compiled releases as a delivery: what becomes of every part, and of every row that breaks the contract."""

from __future__ import annotations

import csv
import datetime as dt
import json
import shutil
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from streamlit.testing.v1 import AppTest
from test_standard_flags import tsuchiura

from barometer.__main__ import main
from barometer.contract import HOUSE, tables
from barometer.delivery import check_delivery
from barometer.manifest import read_manifest
from barometer.publishing import publish
from barometer.releases_intake import DELIVERED, intake_releases

WORKS: dict[str, Any] = {
    "ocid": "ocds-1",
    "date": "2024-05-01T00:00:00Z",
    "buyer": {"id": "b1", "name": "City (North)"},
    "parties": [{"id": "p9", "name": "Zhang San", "details": {"type": "individual"}}],
    "tender": {
        "status": "complete",
        "mainProcurementCategory": "works",
        "procurementMethod": "open",
        "procurementMethodDetails": "公开招标",
        "awardCriteria": "priceOnly",
        "datePublished": "2024-01-01T08:00:00+08:00",
        "tenderPeriod": {"startDate": "2024-01-02T00:00:00Z", "endDate": "2024-02-01T00:00:00Z"},
        "bidOpening": {"date": "2024-02-01T01:00:00Z"},
        "value": {"amount": 100.1, "currency": "CNY"},
        "numberOfTenderers": 2,
    },
    "bids": {
        "details": [
            {"status": "valid", "date": "2024-01-31T00:00:00Z", "value": {"amount": 90, "currency": "CNY"},
             "tenderers": [{"id": "甲", "name": "甲公司"}]},
            {"status": "disqualified", "value": {"amount": 80}, "tenderers": [{"id": "p9", "name": "Zhang San"}]},
        ]
    },
    "awards": [
        {"id": "1", "status": "active", "date": "2024-02-10T00:00:00+08:00", "value": {"amount": 90, "currency": "CNY"},
         "suppliers": [{"id": "甲"}], "items": [{"classification": {"id": "45000000"}}] * 2}
    ],
    "contracts": [
        {"id": "c", "awardID": "1", "dateSigned": "2024-03-01", "value": {"amount": 91.5, "currency": "CNY"}}
    ],
}  # fmt: skip


def taken_in(folder: Path, *releases: dict[str, Any], mapping: str = "") -> Path:
    """Write the releases, take them in, and return the delivery."""
    source = folder / "releases.jsonl"
    source.write_text("".join(json.dumps(release) + "\n" for release in releases), encoding="utf-8")
    (folder / "mapping.toml").write_text(mapping, encoding="utf-8")
    intake_releases(source, folder / "delivery", folder / "mapping.toml" if mapping else None)
    return folder / "delivery"


def rows(delivery: Path, name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = pq.read_table(delivery / name / f"{name}.parquet").to_pylist()
    return found


def set_aside(delivery: Path) -> list[tuple[str, str, str, str]]:
    with (delivery / "quarantine.csv").open(encoding="utf-8", newline="") as file:
        return [tuple(row) for row in csv.reader(file)][1:]  # type: ignore[misc]


def test_a_release_fills_every_procurement_table(tmp_path: Path) -> None:
    delivery = taken_in(tmp_path, WORKS)
    (tender,) = rows(delivery, "tenders")
    assert {name: value for name, value in tender.items() if value is not None} == {
        "tender_id": "ocds-1",
        "ocid": "ocds-1",
        "unit_id": "b1",
        "area": "engineering",
        "ocds_method": "open",
        "method_details": "公开招标",
        "budget": Decimal("100.10"),
        "currency": "CNY",
        "notice_at": dt.datetime(2024, 1, 1),
        "period_start_at": dt.datetime(2024, 1, 2),
        "deadline_at": dt.datetime(2024, 2, 1),
        "opened_at": dt.datetime(2024, 2, 1, 1),
        "award_criteria": "price_only",
        "status": "awarded",
        "bidder_count": 2,
    }
    assert [(row["unit_id"], row["unit_name"], row["parent_id"]) for row in rows(delivery, "units")] == [
        ("all-buyers", "全部采购单位", None),
        ("b1", "City （North）", "all-buyers"),
    ]
    first, second = rows(delivery, "bids")
    assert (first["amount"], first["status"], first["submitted_at"]) == (Decimal(90), "valid", dt.datetime(2024, 1, 31))
    assert (second["amount"], second["currency"]) == (None, None), "an amount without currency is no amount"
    (award,) = rows(delivery, "awards")
    assert (award["awarded_on"], award["amount"], award["status"]) == (dt.date(2024, 2, 10), Decimal(90), "active")
    (contract,) = rows(delivery, "contracts")
    assert (contract["award_id"], contract["amount"]) == (award["award_id"], Decimal("91.50"))
    assert [(row["class_code"], row["award_id"]) for row in rows(delivery, "tender_items")] == [
        ("45000000", award["award_id"])
    ]
    assert rows(delivery, "petitions") == []
    assert set_aside(delivery) == []
    assert check_delivery(delivery) == []


def test_a_person_is_known_by_key_only(tmp_path: Path) -> None:
    delivery = taken_in(tmp_path, WORKS)
    names = {row["supplier_name"] for row in rows(delivery, "suppliers")}
    assert names == {"甲公司", "p9"}
    assert b"Zhang" not in b"".join(path.read_bytes() for path in delivery.rglob("*") if path.is_file())


def test_ids_that_do_not_fit_become_stable_keys(tmp_path: Path) -> None:
    told = {**WORKS, "ocid": "ocds/1 二", "buyer": {"id": "11010119900307451X"}}
    delivery = taken_in(tmp_path, told)
    (tmp_path / "again").mkdir()
    again = taken_in(tmp_path / "again", WORKS, told)
    (tender,) = rows(delivery, "tenders")
    assert tender["ocid"] is None
    assert tender["tender_id"].startswith("T")
    assert len(tender["unit_id"]) == 25
    assert tender["tender_id"] == rows(again, "tenders")[1]["tender_id"]
    assert check_delivery(again) == []


def test_rows_that_break_the_contract_are_put_aside_with_line_and_reason(tmp_path: Path) -> None:
    twice = {**WORKS, "date": None}
    nobody = {"ocid": "ocds-2", "awards": [{"status": "active"}]}
    huge = {"status": "active", "suppliers": [{"id": "s"}], "value": {"amount": 1e30, "currency": "CNY"}}
    odd = {
        "ocid": "ocds-3",
        "date": "2024-05-02",
        "buyer": {"id": "b1"},
        "bids": {"details": [{"status": "odd", "tenderers": [{"id": "s"}]},
                             {"status": "valid", "tenderers": [{"id": "s"}, {"id": "s"}, {}]}]},
        "awards": [huge, {"status": "active", "date": "2031-01-01"}],
    }  # fmt: skip
    unknown = {"ocid": "ocds-4", "buyer": {"id": "b"}, "tender": {"status": "?"}}
    delivery = taken_in(tmp_path, WORKS, twice, nobody, odd, unknown, mapping="data_as_of = 2024-05-02")
    assert set(set_aside(delivery)) == {
        ("tenders", "2", "tender_id", "An earlier row has the same key."),
        ("tenders", "3", "unit_id", "A value is missing."),
        ("tenders", "5", "status", "A code is not in its list."),
        ("bids", "2", "tender_id", "The row of tenders it belongs to was put aside."),
        ("bids", "4", "status", "A code is not in its list."),
        ("bid_tenderers", "2", "bid_id", "The row of bids it belongs to was put aside."),
        ("bid_tenderers", "4", "bid_id", "The row of bids it belongs to was put aside."),
        ("bid_tenderers", "4", "bid_id, supplier_id", "An earlier row has the same key."),
        ("bid_tenderers", "4", "supplier_id", "A value is missing."),
        ("awards", "2", "tender_id", "The row of tenders it belongs to was put aside."),
        ("awards", "3", "tender_id", "The row of tenders it belongs to was put aside."),
        ("awards", "4", "amount", "An amount has more digits than the contract holds."),
        ("awards", "4", "awarded_on", "A day lies after the delivery's own day."),
        ("award_suppliers", "2", "award_id", "The row of awards it belongs to was put aside."),
        ("award_suppliers", "4", "award_id", "The row of awards it belongs to was put aside."),
        ("tender_items", "2", "tender_id", "The row of tenders it belongs to was put aside."),
        ("contracts", "2", "tender_id", "The row of tenders it belongs to was put aside."),
    }
    manifest = read_manifest(delivery)
    for name in DELIVERED:
        counts = manifest.intake[name]
        aside = [row for row in set_aside(delivery) if row[0] == name]
        assert counts["accepted"] == len(rows(delivery, name))
        assert counts["rows_in"] == counts["accepted"] + counts["quarantined"]
        assert counts["quarantined"] == len(aside)
    assert check_delivery(delivery) == []


def test_the_delivery_keeps_the_contract_and_can_be_published(tmp_path: Path) -> None:
    delivery = taken_in(tmp_path, WORKS, mapping='data_as_of = 2024-12-31\nroot_id = "city"\nroot_name = "本市"')
    assert sorted(path.parent.name for path in delivery.glob("*/*.parquet")) == sorted((*DELIVERED, "petitions"))
    for name in DELIVERED:
        assert pq.read_schema(delivery / name / f"{name}.parquet").names == list(tables()[name].columns)
    snapshot = publish(delivery, tmp_path / "data")
    assert snapshot.data_as_of == dt.date(2024, 12, 31)
    assert rows(delivery, "units")[0]["unit_name"] == "本市"


@pytest.mark.parametrize("page", ["overview", "repeat", "collective", "handling", "definitions"])
def test_a_page_says_that_nothing_is_covered(page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    publish(taken_in(tmp_path, WORKS), tmp_path / "data")
    monkeypatch.setenv("BAROMETER_DATA", str(tmp_path / "data"))
    at = AppTest.from_file(str(HOUSE / "barometer" / "shell.py"), default_timeout=60)
    if page != "overview":
        at.switch_page(f"../pages/{page}.py")
    at.run()
    assert not at.exception
    assert any(word in at.title[0].value for word in ("数据未覆盖", "不可计算", "0个有登记"))


def test_petitions_may_be_empty_only_beside_tenders(tmp_path: Path) -> None:
    delivery = taken_in(tmp_path, WORKS)
    shutil.rmtree(delivery / "tenders")
    assert "A required table holds no row." in {fault.problem for fault in check_delivery(delivery)}


@pytest.mark.parametrize("text", ['colour = "x"', "data_as_of = 2024", "root_id = 1", "[units]\na = 1"])
def test_a_mapping_that_is_not_understood_is_refused(text: str, tmp_path: Path, capsys: Any) -> None:
    (tmp_path / "releases.jsonl").write_text(json.dumps(WORKS), encoding="utf-8")
    (tmp_path / "mapping.toml").write_text(text, encoding="utf-8")
    told = ["--out", str(tmp_path / "out"), "--mapping", str(tmp_path / "mapping.toml")]
    assert main(["intake", "--format", "ocds", str(tmp_path / "releases.jsonl"), *told]) == 1
    printed = capsys.readouterr().err
    assert "mapping.toml" in printed
    assert "remedy:" in printed


def test_releases_without_a_day_ask_for_one(tmp_path: Path, capsys: Any) -> None:
    (tmp_path / "releases.jsonl").write_text('{"ocid": "o", "buyer": {"id": "b"}}\n', encoding="utf-8")
    assert main(["intake", "--format", "ocds", str(tmp_path / "releases.jsonl"), "--out", str(tmp_path / "out")]) == 1
    assert "data_as_of" in capsys.readouterr().err


def test_a_table_needs_a_mapping(tmp_path: Path, capsys: Any) -> None:
    assert main(["intake", "none.csv", "--out", str(tmp_path / "out")]) == 1
    assert "--mapping" in capsys.readouterr().err


def test_the_auctions_of_tsuchiura_become_a_delivery(shared_data: Path, tmp_path: Path) -> None:
    source = shared_data / "procurement" / "tsuchiura_bids.csv"
    if not source.exists():
        pytest.skip("the auctions of Tsuchiura are absent")
    releases = tsuchiura(source)
    delivery = taken_in(tmp_path, *releases, mapping="data_as_of = 2015-12-31")
    assert set_aside(delivery) == []
    assert len(rows(delivery, "tenders")) == len(releases) == 1565
    assert len(rows(delivery, "bids")) == sum(len(release["bids"]["details"]) for release in releases)
    assert [row["unit_id"] for row in rows(delivery, "units")] == ["all-buyers", "Tsuchiura"]
    assert check_delivery(delivery) == []
