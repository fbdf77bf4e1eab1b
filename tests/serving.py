"""A real server in a process of its own, as a user starts it: for tests that need a port."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Self, cast

from google.protobuf import text_format
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets import Subprotocol
from websockets.sync.client import connect

from barometer.contract import HOUSE

PATIENCE_SECONDS = 40.0
Answer = tuple[int, dict[str, str], bytes]


class Server:
    """`streamlit run dashboard.py` on a free loopback port; `data` is the published folder it serves."""

    def __init__(self, data: Path, log: Path):
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.data = data
        self._log = log
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.stop()

    @property
    def log(self) -> str:
        """Return what the server has printed so far."""
        return self._log.read_text(encoding="utf-8")

    def start(self) -> None:
        """Start the process and wait until it answers."""
        command = [sys.executable, "-m", "streamlit", "run", "dashboard.py", "--server.port", str(self.port)]
        self._process = started(command, self.data, self._log)
        end = time.monotonic() + PATIENCE_SECONDS
        while not is_listening(self.port):
            if self._process.poll() is not None or time.monotonic() > end:
                self.stop()
                raise AssertionError(f"the server did not start:\n{self.log}")
            time.sleep(0.05)

    def kill(self) -> None:
        """End the process at once, without a word to its visitors."""
        assert self._process is not None
        self._process.kill()
        self._process.wait()

    def stop(self) -> None:
        """End the process, kindly at first."""
        if self._process is None or self._process.poll() is not None:
            return
        self._process.terminate()
        try:
            self._process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self.kill()

    def get(self, path: str, headers: Mapping[str, str] | None = None) -> Answer:
        """Return status, headers (names in lower case) and body as sent, of a GET."""
        return get("127.0.0.1", self.port, path, headers)

    def post(self, path: str) -> Answer:
        """Return status, headers and body of a POST without content."""
        return get("127.0.0.1", self.port, path, method="POST")

    def visit(self, page: str = "", address: str = "") -> str:
        """Return every text that a visitor's browser is sent for a page, over the websocket."""
        return visit("127.0.0.1", self.port, page, address)


def get(host: str, port: int, path: str, headers: Mapping[str, str] | None = None, method: str = "GET") -> Answer:
    """Return status, headers (names in lower case) and body as sent, of a GET or another method."""
    connection = http.client.HTTPConnection(host, port, timeout=10)
    try:
        connection.request(method, path, headers=dict(headers or {}))
        response = connection.getresponse()
        return response.status, {name.lower(): value for name, value in response.getheaders()}, response.read()
    finally:
        connection.close()


def visit(host: str, port: int, page: str = "", address: str = "", headers: Mapping[str, str] | None = None) -> str:
    """Return every text that a visitor's browser is sent for a page; raises InvalidStatus where it is refused."""
    uri = f"ws://{host}:{port}/_stcore/stream"
    asked = BackMsg()
    asked.rerun_script.page_name = page
    asked.rerun_script.query_string = address
    texts = []
    with connect(uri, subprotocols=[Subprotocol("streamlit")], max_size=None, additional_headers=headers) as line:
        line.send(asked.SerializeToString())
        told = ForwardMsg()
        while told.WhichOneof("type") != "script_finished":
            told = ForwardMsg.FromString(cast(bytes, line.recv(timeout=PATIENCE_SECONDS)))
            texts.append(text_format.MessageToString(told, as_utf8=True))
    return "".join(texts)


def started(
    command: list[str], data: Path, log: Path, environment: Mapping[str, str] | None = None
) -> subprocess.Popen[bytes]:
    """Start a command in the house, serving `data`, with its words going to `log`."""
    with log.open("ab") as words:
        return subprocess.Popen(
            command,
            cwd=HOUSE,
            env={**os.environ, "BAROMETER_DATA": str(data), **(environment or {})},
            stdin=subprocess.DEVNULL,
            stdout=words,
            stderr=subprocess.STDOUT,
        )


def free_port() -> int:
    """Return a port nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def is_listening(port: int, host: str = "127.0.0.1") -> bool:
    """Return whether somebody takes connections there."""
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex((host, port)) == 0


def own_address() -> str | None:
    """Return this machine's address towards others, None where it has only loopback. Nothing is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return None
        address: str = probe.getsockname()[0]
        return None if address.startswith("127.") else address
