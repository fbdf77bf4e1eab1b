"""The real server: who may connect, what goes out with every answer, readiness, and faults without a leak."""

from __future__ import annotations

import asyncio
import gzip
import json
import re
import sys
import time
import tomllib
from collections.abc import Iterator
from http.client import HTTPException
from pathlib import Path
from subprocess import Popen
from typing import Any

import pyarrow.parquet as pq
import pytest
import streamlit as st
from serving import PATIENCE_SECONDS, Server, free_port, get, is_listening, own_address, started, visit
from starlette.types import Message, Receive, Scope, Send
from websockets.exceptions import InvalidStatus

from barometer.contract import HOUSE
from barometer.faults import NotAllowed
from barometer.publishing import publish
from barometer.server import LoopbackOnly, is_loopback, require_loopback
from barometer.snapshots import current_snapshot

POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; connect-src 'self' data: ws: wss:; font-src 'self' data:; worker-src 'self' blob:; "
    "object-src 'none'; frame-ancestors 'none'"
)
FOREIGN_NAMES = ("example.invalid", "127.0.0.1.example.invalid", "barometer.internal:8501", "192.0.2.7", "")
SECRET = "items_4711"  # near enough to `items` for the database to propose it


@pytest.fixture(scope="module")
def server(small_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with Server(small_data, tmp_path_factory.mktemp("server") / "log") as running:
        yield running


def test_it_is_ready_once_a_snapshot_can_be_opened(server: Server, small_data: Path) -> None:
    status, _, body = server.get("/readyz")
    assert status == 200
    assert json.loads(body) == {
        "ready": True,
        "snapshot": current_snapshot(small_data).label,
        "data_as_of": "2026-10-31",
    }


def test_it_is_not_ready_before_the_first_publish_and_ready_after_without_a_restart(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with Server(data, tmp_path / "log") as server:
        status, headers, body = server.get("/readyz")
        assert (status, json.loads(body)) == (503, {"ready": False, "reason": "Nothing has been published yet"})
        assert headers["content-security-policy"] == POLICY
        assert "python -m barometer publish" in server.visit()
        publish(HOUSE / "data" / "sample-small", data)
        status, _, body = server.get("/readyz")
        assert (status, json.loads(body)["data_as_of"]) == (200, "2026-10-31")
        assert "登记信访" in server.visit()
        cube = current_snapshot(data).folder / "cube"
        publish(HOUSE / "data" / "sample-small", data)
        (current_snapshot(data).folder / "cube" / "units.parquet").unlink()
        status, _, body = server.get("/readyz")
        assert (status, json.loads(body)["reason"]) == (503, "The current snapshot cannot be opened")
        assert cube.is_dir(), "the snapshot before it is untouched"


@pytest.mark.parametrize("path", ["/", "/repeat", "/readyz", "/_stcore/health", "/media/nothing", "script", "style"])
def test_every_answer_has_the_security_headers(path: str, server: Server) -> None:
    _, headers, _ = server.get(static_file(server, path))
    assert headers["content-security-policy"] == POLICY
    assert headers["x-content-type-options"] == "nosniff"


def test_downloads_are_never_stored(server: Server) -> None:
    _, headers, _ = server.get("/media/nothing")
    assert headers["cache-control"] == "no-store"


def test_pages_and_scripts_go_out_compressed_where_the_reader_takes_it(server: Server) -> None:
    for path in ("/", static_file(server, "script")):
        _, plain_headers, plain = server.get(path)
        _, headers, packed = server.get(path, {"Accept-Encoding": "gzip"})
        assert "content-encoding" not in plain_headers
        assert headers["content-encoding"] == "gzip"
        assert gzip.decompress(packed) == plain
        assert len(packed) < len(plain) / 2


@pytest.mark.parametrize("host", FOREIGN_NAMES)
def test_a_foreign_host_name_is_refused(host: str, server: Server) -> None:
    status, _, body = server.get("/", {"Host": host})
    assert status == 400
    assert b"html" not in body
    if host:
        with pytest.raises(InvalidStatus):
            visit("127.0.0.1", server.port, headers={"Host": host})


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_the_machine_s_own_names_are_served(host: str, server: Server) -> None:
    assert server.get("/", {"Host": f"{host}:{server.port}"})[0] == 200


def test_a_page_of_another_origin_cannot_open_the_websocket(server: Server) -> None:
    with pytest.raises(InvalidStatus):
        visit("127.0.0.1", server.port, headers={"Origin": "http://example.invalid"})


@pytest.mark.parametrize("address", ["127.0.0.1", "127.8.9.1", "::1", "[::1]", "localhost"])
def test_loopback_is_this_machine(address: str) -> None:
    assert is_loopback(address)


@pytest.mark.parametrize(
    "address",
    [None, "", "0.0.0.0", "::", "192.0.2.7", "10.0.0.1", "2130706433", "localhost.example.invalid", "/run/x.sock"],
)
def test_any_other_address_is_not(address: str | None) -> None:
    assert not is_loopback(address)


@pytest.mark.parametrize(
    "arguments",
    [
        ["uvicorn", "dashboard:app", "--host", "0.0.0.0"],
        ["uvicorn", "dashboard:app", "--host=::"],
        ["uvicorn", "dashboard:app", "--host"],
        ["hypercorn", "-b", "192.0.2.7:80", "dashboard:app"],
        ["gunicorn", "--bind=[::]:80", "dashboard:app"],
        ["gunicorn", "--bind", "127.0.0.1:80", "--bind", "0.0.0.0:80", "dashboard:app"],
        ["streamlit", "run", "dashboard.py", "--server.address", "barometer.internal"],
    ],
)
def test_a_command_line_that_binds_elsewhere_is_refused(arguments: list[str]) -> None:
    with pytest.raises(NotAllowed) as refused:
        require_loopback("127.0.0.1", arguments)
    assert "python -m barometer run" in refused.value.remedy


@pytest.mark.parametrize("address", [None, "", "0.0.0.0"])
def test_a_setting_that_binds_elsewhere_is_refused(address: str | None) -> None:
    with pytest.raises(NotAllowed):
        require_loopback(address, ["streamlit", "run", "dashboard.py"])


@pytest.mark.parametrize(
    "arguments",
    [
        ["streamlit", "run", "dashboard.py", "--server.port", "8501"],
        ["uvicorn", "dashboard:app", "--host", "127.0.0.1"],
        ["uvicorn", "dashboard:app", "--host=localhost"],
        ["hypercorn", "-b", "127.0.0.1:80"],
        ["gunicorn", "--bind=[::1]:80"],
    ],
)
def test_a_command_line_that_binds_loopback_is_served(arguments: list[str]) -> None:
    require_loopback("127.0.0.1", arguments)


def test_no_server_starts_on_an_address_that_others_reach(small_data: Path, tmp_path: Path) -> None:
    commands = {
        "uvicorn": ["-m", "uvicorn", "dashboard:app", "--host", "0.0.0.0", "--port"],
        "uvicorn=": ["-m", "uvicorn", "dashboard:app", "--host=0.0.0.0", "--port"],
        "streamlit": ["-m", "streamlit", "run", "dashboard.py", "--server.address", "0.0.0.0", "--server.port"],
    }
    ports = {name: free_port() for name in commands}
    tried = {
        name: started([sys.executable, *command, str(ports[name])], small_data, tmp_path / name)
        for name, command in commands.items()
    }
    tried["setting"] = started(
        [sys.executable, "-m", "streamlit", "run", "dashboard.py", "--server.port", str(free_port())],
        small_data,
        tmp_path / "setting",
        {"STREAMLIT_SERVER_ADDRESS": "0.0.0.0"},
    )
    try:
        assert has_served(ports, tried) == []
        for name, process in tried.items():
            told = (tmp_path / name).read_text(encoding="utf-8")
            assert process.wait(timeout=PATIENCE_SECONDS) not in (0, None), told
            assert "python -m barometer run" in told
            assert "Traceback" not in told
    finally:
        for process in tried.values():
            process.kill()


def has_served(ports: dict[str, int], tried: dict[str, Popen[bytes]]) -> list[str]:
    """Return which of the servers answered before all of them had ended."""
    end = time.monotonic() + PATIENCE_SECONDS
    served: list[str] = []
    while any(process.poll() is None for process in tried.values()) and time.monotonic() < end:
        served += [name for name, port in ports.items() if has_answered(port)]
        time.sleep(0.05)
    return served


def has_answered(port: int) -> bool:
    """Return whether a request is answered; Streamlit takes the port a moment before it reads dashboard.py."""
    try:
        return get("127.0.0.1", port, "/readyz")[0] > 0
    except (OSError, HTTPException):
        return False


def test_an_unknown_role_keeps_the_server_from_starting(small_data: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "streamlit", "run", "dashboard.py", "--server.port", str(free_port())]
    process = started(command, small_data, tmp_path / "log", {"BAROMETER_ROLE": "king"})
    try:
        assert process.wait(timeout=PATIENCE_SECONDS) == 1
    finally:
        process.kill()
    told = (tmp_path / "log").read_text(encoding="utf-8")
    assert "BAROMETER_ROLE" in told
    assert "leader" in told
    assert "Traceback" not in told


def test_a_server_bound_elsewhere_by_stealth_serves_nothing_to_others(small_data: Path, tmp_path: Path) -> None:
    address = own_address()
    if address is None:
        pytest.skip("this machine has no other address than loopback")
    port = free_port()
    command = [sys.executable, "-m", "uvicorn", "dashboard:app", "--port", str(port)]
    process = started(command, small_data, tmp_path / "log", {"UVICORN_HOST": "0.0.0.0"})
    try:
        end = time.monotonic() + PATIENCE_SECONDS
        while not is_listening(port) and time.monotonic() < end:
            time.sleep(0.05)
        for path in ("/", "/readyz", "/media/nothing", "/_stcore/health"):
            for headers in ({}, {"Host": "127.0.0.1"}):
                status, _, body = get(address, port, path, headers)
                assert (status, body) == (403, b"Sign-in is not configured.")
        with pytest.raises(InvalidStatus):
            visit(address, port, headers={"Host": f"127.0.0.1:{port}"})
        assert get("127.0.0.1", port, "/readyz")[0] == 200
        assert "登记信访" in visit("127.0.0.1", port)
    finally:
        process.kill()
        process.wait()


@pytest.mark.parametrize("bound", [("192.0.2.7", 80), ("::", 80), ("/run/barometer.sock", None), None])
@pytest.mark.parametrize("kind", ["http", "websocket"])
def test_the_middleware_passes_nothing_that_reached_another_address(kind: str, bound: tuple[str, int] | None) -> None:
    passed, sent = through_middleware(kind, bound)
    assert not passed
    assert sent[0]["type"] == ("http.response.start" if kind == "http" else "websocket.close")
    assert sent[0].get("status", sent[0].get("code")) == (403 if kind == "http" else 1008)


@pytest.mark.parametrize("bound", [("127.0.0.1", 80), ("::1", 80)])
@pytest.mark.parametrize("kind", ["http", "websocket", "lifespan"])
def test_the_middleware_passes_what_reached_loopback(kind: str, bound: tuple[str, int]) -> None:
    passed, sent = through_middleware(kind, bound)
    assert passed
    assert not sent


def through_middleware(kind: str, bound: tuple[str, int] | None) -> tuple[list[Scope], list[Message]]:
    passed: list[Scope] = []
    sent: list[Message] = []

    async def inner(scope: Scope, receive: Receive, send: Send) -> None:
        passed.append(scope)

    async def receive() -> Message:
        return {"type": f"{kind}.connect"}

    async def send(message: Message) -> None:
        sent.append(message)

    scope: dict[str, Any] = {"type": kind, "path": "/", "headers": [], "server": bound, "method": "GET"}
    asyncio.run(LoopbackOnly(inner)(scope, receive, send))
    return passed, sent


def test_the_settings_keep_files_errors_and_telemetry_in() -> None:
    kept = tomllib.loads((HOUSE / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    expected = {
        "server.enableStaticServing": False,
        "server.enableAgentApi": False,
        "server.address": "127.0.0.1",
        "server.fileWatcherType": "none",
        "browser.gatherUsageStats": False,
        "client.showErrorDetails": "none",
        "client.toolbarMode": "minimal",
    }
    assert {name: st.get_option(name) for name in expected} == expected
    assert set(kept["server"]["allowedHosts"]) == {"127.0.0.1", "localhost"}
    assert not (HOUSE / "static").exists()


def test_neither_the_house_s_files_nor_the_agent_api_are_served(server: Server) -> None:
    for path in ("/app/static/dashboard.py", "/dashboard.py", "/data/sample/manifest.json", "/..%2fdashboard.py"):
        body = server.get(path)[2]
        assert b"require_loopback" not in body
        assert b"is_sample" not in body
    assert b"not_available" in server.post("/_stcore/agent/interact")[2]


# Where a query fails: around the page, and inside the sentence and cards of a page.
WHOLE_PAGE, IN_PLACE = ("unit_months", "month"), ("petition_events", "items")


@pytest.mark.parametrize(
    ("broken_server", "address", "words"),
    [
        (WHOLE_PAGE, "", "本页暂时无法显示"),
        (WHOLE_PAGE, "lang=en", "This page cannot be shown"),
        (IN_PLACE, "", "出现错误，编号"),
        (IN_PLACE, "lang=en", "An error, number"),
    ],
    indirect=["broken_server"],
)
def test_an_exception_in_a_page_shows_a_number_and_none_of_its_words(
    address: str, words: str, broken_server: Server
) -> None:
    seen = broken_server.visit("repeat", address)
    assert words in seen
    number = re.search(rf"{words}.*?(\b[0-9a-f]{{6}}\b|[0-9a-f]{{6}})", seen)
    assert number
    assert number[1] in broken_server.log, "the number leads to the trace"
    assert "BinderException" in broken_server.log
    assert "This app has encountered an error" not in seen, "Streamlit's own view of the error is replaced"
    for leak in (SECRET, "Binder", "Traceback", "duckdb", "petition_events", "asked_events", "unit_months"):
        assert leak not in seen


@pytest.fixture(scope="module")
def broken_server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server on a snapshot that opens but whose queries fail, naming a column that nobody should see."""
    name, column = request.param
    data = tmp_path_factory.mktemp("broken")
    publish(HOUSE / "data" / "sample-small", data)
    path = current_snapshot(data).folder / "cube" / f"{name}.parquet"
    table = pq.read_table(path)
    pq.write_table(table.rename_columns([SECRET if found == column else found for found in table.column_names]), path)
    with Server(data, data / "log") as running:
        yield running


def static_file(server: Server, kind: str) -> str:
    """Return the address of the page's own script or style; any other `kind` is an address already."""
    patterns = {"script": r'src="\./(static/js/[^"]+)"', "style": r'href="\./(static/css/[^"]+)"'}
    if kind not in patterns:
        return kind
    found = re.search(patterns[kind], server.get("/")[2].decode())
    assert found, f"the page loads no {kind}"
    return "/" + found[1]
