"""A real browser before a real server. Playwright is closed after each module: its loop must not outlive it."""

from __future__ import annotations

import io
import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from screen import CHANGES_SCRIPT, Screen
from serving import Server

from barometer.__main__ import main

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext

ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
Opener = Callable[..., Screen]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, else Playwright's own browser, else the test is skipped."""
    playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
    found = shutil.which("chromium") or shutil.which("/usr/bin/chromium")
    with playwright.sync_playwright() as started:
        try:
            launched = started.chromium.launch(executable_path=found, args=list(ARGUMENTS))
        except playwright.Error as error:
            pytest.skip(f"no browser could be started: {str(error).splitlines()[0]}")
        yield launched
        launched.close()


@pytest.fixture(scope="module")
def profile(browser: Browser) -> Iterator[BrowserContext]:
    """One browser profile for a module: its cache spares every further tab the loading of scripts."""
    context = new_profile(browser)
    yield context
    context.close()


@pytest.fixture(scope="module")
def server(sample_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The dashboard on the published sample."""
    with Server(sample_data, tmp_path_factory.mktemp("server") / "log") as running:
        yield running


@pytest.fixture
def opened(browser: Browser, profile: BrowserContext, server: Server) -> Iterator[Opener]:
    """Return a function that opens a page in a tab of its own; keywords as of a new browser profile."""
    closing: list[Any] = []

    def open_screen(path: str = "/", base: str = "", **wishes: Any) -> Screen:
        context = new_profile(browser, **wishes) if wishes else profile
        tab = context.new_page()
        closing.append(context if wishes else tab)
        return Screen(tab, (base or server.address) + path)

    yield open_screen
    for entry in closing:
        entry.close()


def asked(server: Server, metric: str, first: str, last: str, by: str = "month", **chosen: list[str]) -> list[Any]:
    """Return the rows that `ask` prints on the server's data; `chosen` are units and codes by name."""
    words = io.StringIO()
    options = [part for name, values in chosen.items() if values for part in (f"--{name}", *values)]
    span = ["--from", first, "--to", last, "--by", by]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.stdout", words)
        assert main(["ask", metric, *span, *options, "--data", str(server.data), "--json"]) == 0
    rows: list[Any] = json.loads(words.getvalue())["rows"]
    return rows


def new_profile(browser: Browser, **wishes: Any) -> BrowserContext:
    """Return a fresh profile of a Chinese reader at a small laptop."""
    context = browser.new_context(**{"viewport": {"width": 1366, "height": 768}, "locale": "zh-CN", **wishes})
    context.add_init_script(CHANGES_SCRIPT)
    return context
