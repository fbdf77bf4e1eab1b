"""Pictures of whole pages, twice as sharp as a screen, taken by a Chromium that is installed."""

from __future__ import annotations

import base64
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

from websockets.sync.client import ClientConnection, connect

from barometer.briefing.whole_file import whole_file
from barometer.contract import HOUSE
from barometer.faults import NoBrowser
from barometer.page_files import FIRST, PAGE_NAMES
from barometer.reference import data_folder

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome", "msedge", "microsoft-edge")
WIDTH, HEIGHT, SHARPNESS, HIGHEST = 1366, 768, 2, 8000
PATIENCE_SECONDS = 60.0
_ARGUMENTS = (
    "--headless=new",
    "--remote-debugging-port=0",
    "--no-first-run",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
_READY = """(() => {
    const app = document.querySelector('[data-testid=stApp]');
    if (app?.dataset.testScriptState !== 'notRunning' || !document.querySelector('h1, h2')) return false;
    if (document.querySelector('[data-stale=true], [data-testid^=stSkeleton], [data-testid=stSpinner]')) return false;
    if (document.fonts.status !== 'loaded') return false;
    return [...document.querySelectorAll('.js-plotly-plot')].every((plot) => plot._fullLayout);
})()"""
_PAGE_HEIGHT = "document.querySelector('[data-testid=stMain]').scrollHeight"


def write_shots(
    folder: Path, language: str, theme: str, tell: Callable[[str], None], pages: Sequence[str] = PAGE_NAMES
) -> None:
    """Write a PNG of each of `pages` into `folder`, as high as the page.

    Raises NoBrowser where no Chromium is installed or it does not answer, UnwritableFile.
    """
    program = installed_browser()
    folder.mkdir(parents=True, exist_ok=True)
    with _server() as address, _browser(program) as tab:
        tab.ask("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": theme}])
        for page in pages:
            path = folder / f"{page}-{language}-{theme}.png"
            with whole_file(path) as unfinished:
                place = "" if page == FIRST else page  # the first page stands at the root
                unfinished.write_bytes(_shot(tab, f"{address}/{place}?lang={language}"))
            tell(f"Wrote {path}")


def installed_browser() -> str:
    """Return the program of an installed Chromium, or of a browser that is built on it. Raises NoBrowser."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        raise NoBrowser(
            "No Chromium is installed",
            expected=" or ".join(BROWSERS[:3]),
            remedy="install one on this machine: apt-get install chromium fonts-noto-cjk",
        )
    return found


class Tab:
    """One tab of a browser that does as it is told."""

    def __init__(self, connection: ClientConnection):
        self._connection, self._numbers = connection, count(1)

    def ask(self, method: str, **parameters: Any) -> Any:
        """Return what the browser answers to one command."""
        number = next(self._numbers)
        self._connection.send(json.dumps({"id": number, "method": method, "params": parameters}))
        while True:
            told = json.loads(self._connection.recv(timeout=PATIENCE_SECONDS))
            if told.get("id") == number:
                return told.get("result", {})

    def value_of(self, script: str) -> Any:
        """Return what a script finds in the page."""
        return self.ask("Runtime.evaluate", expression=script, returnByValue=True)["result"].get("value")


def _shot(tab: Tab, address: str) -> bytes:
    _resize(tab, HEIGHT)
    tab.ask("Page.navigate", url=address)
    _wait_for(lambda: bool(tab.value_of(_READY)), f"the page {address} did not become ready")
    time.sleep(1)  # charts take their last width
    _resize(tab, min(int(tab.value_of(_PAGE_HEIGHT)), HIGHEST))
    time.sleep(1)
    _wait_for(lambda: bool(tab.value_of(_READY)), f"the page {address} did not become ready")
    return base64.b64decode(tab.ask("Page.captureScreenshot", format="png")["data"])


def _resize(tab: Tab, height: int) -> None:
    size = {"width": WIDTH, "height": height, "deviceScaleFactor": SHARPNESS, "mobile": False}
    tab.ask("Emulation.setDeviceMetricsOverride", **size)


@contextmanager
def _server() -> Iterator[str]:
    """Serve the published data on a free port of this machine while the pictures are taken."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", "dashboard.py", "--server.port", str(port)]
    environment = {**os.environ, "BAROMETER_DATA": str(data_folder())}
    with _running(command, cwd=HOUSE, env=environment):
        address = f"http://127.0.0.1:{port}"
        _wait_for(lambda: _answers(f"{address}/_stcore/health"), "the dashboard did not start")
        yield address


@contextmanager
def _browser(program: str) -> Iterator[Tab]:
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        told = Path(profile) / "DevToolsActivePort"
        is_root = hasattr(os, "geteuid") and os.geteuid() == 0
        command = [program, *_ARGUMENTS, *(["--no-sandbox"] if is_root else []), f"--user-data-dir={profile}"]
        with _running([*command, "about:blank"]):
            _wait_for(lambda: told.is_file() and "\n" in told.read_text(), "Chromium did not start")
            port = told.read_text().splitlines()[0]
            with urlopen(f"http://127.0.0.1:{port}/json/list") as answer:
                tabs = json.load(answer)
            target = next(tab for tab in tabs if tab["type"] == "page")["webSocketDebuggerUrl"]
            with connect(target, max_size=None, proxy=None) as connection:
                yield Tab(connection)


@contextmanager
def _running(command: list[str], **more: Any) -> Iterator[None]:
    started = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **more)
    try:
        yield
    finally:
        started.terminate()
        started.wait(timeout=PATIENCE_SECONDS)


def _answers(address: str) -> bool:
    try:
        with urlopen(address) as answer:
            return bool(answer.status == 200)
    except (URLError, OSError):
        return False


def _wait_for(is_so: Callable[[], bool], otherwise: str) -> None:
    end = time.monotonic() + PATIENCE_SECONDS
    while not is_so():
        if time.monotonic() > end:
            raise NoBrowser("A picture cannot be taken", found=otherwise, remedy="try again on a less busy machine")
        time.sleep(0.1)
