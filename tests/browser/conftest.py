"""A real browser before a real server. Playwright is closed after each module: its loop must not outlive it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from screen import CHANGES_SCRIPT, Screen
from serving import Server

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


def new_profile(browser: Browser, **wishes: Any) -> BrowserContext:
    """Return a fresh profile of a Chinese reader at a small laptop."""
    context = browser.new_context(**{"viewport": {"width": 1366, "height": 768}, "locale": "zh-CN", **wishes})
    context.add_init_script(CHANGES_SCRIPT)
    return context
