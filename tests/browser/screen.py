"""A dashboard page in a browser tab: when it is ready, what it says, and how a reader works it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Locator, Page, expect

PAGES = {"overview": "总览", "repeat": "重复信访", "collective": "集体访"}
CHARTS = {"overview": 3, "repeat": 4, "collective": 5}
CARDS = {"overview": 4, "repeat": 4, "collective": 5}  # with a heading: charts, states without one, further figures
MENU = {
    "zh": {"overview": ("总览", None), "repeat": ("重复信访", "信访"), "collective": ("集体访", "信访")},
    "en": {
        "overview": ("Overview", None),
        "repeat": ("Repeat petitions", "Petitions"),
        "collective": ("Collective visits", "Petitions"),
    },
}
SIZES = ((1366, 768), (1920, 1080))
QUIET_MS = 300
PATIENCE_SECONDS = 20
CHANGES_SCRIPT = """
    window.lastChange = performance.now();
    window.runs = 0;
    new MutationObserver((changes) => {
        window.lastChange = performance.now();
        for (const {target, attributeName} of changes)
            if (attributeName === 'data-test-script-state' && target.dataset.testScriptState === 'running')
                window.runs += 1;
    }).observe(document, {subtree: true, childList: true, attributes: true, characterData: true});
"""
# What still keeps a page from being ready; nothing where it is.
_WAITED_FOR = """([cards, quiet]) => {
    const app = document.querySelector('[data-testid=stApp]')?.dataset;
    if (app?.testScriptState !== 'notRunning' || app.testConnectionState !== 'CONNECTED')
        return `the server: ${app?.testScriptState}, ${app?.testConnectionState}`;
    const passing = document.querySelector('[data-stale=true], [data-testid^=stSkeleton], [data-testid=stSpinner]');
    if (passing) return `something passing: ${passing.outerHTML.slice(0, 200)}`;
    const found = document.querySelectorAll("[class*=st-key-card-] h2").length;
    if (found !== cards) return `${found} cards instead of ${cards}`;
    if (!document.querySelector('h1, h2')) return 'a heading';
    const drawn = [...document.querySelectorAll("[class*=st-key-card-]:has([class*=st-key-tools-])")]
        .map((card) => card.querySelector('.js-plotly-plot'))
        .map((plot) => plot?._fullLayout && Math.abs(plot._fullLayout.width - plot.clientWidth) <= 1);
    if (!drawn.every(Boolean)) return `charts drawn as wide as their cards: ${drawn}`;
    if (document.fonts.status !== 'loaded') return 'fonts';
    if (performance.now() - window.lastChange <= quiet) return 'quiet';
    return '';
}"""


class Screen:
    """One tab. Every step waits until the page is ready again."""

    def __init__(self, page: Page, address: str):
        self.page = page
        self.requests: list[str] = []
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("websocket", lambda socket: self.requests.append(socket.url))
        self.base = "{0.scheme}://{0.netloc}".format(urlsplit(address))
        page.goto(address)
        self.settle()

    @property
    def name(self) -> str:
        """Return the page's part of the address; the first page stands at the root."""
        return urlsplit(self.page.url).path.strip("/") or "overview"

    @property
    def address(self) -> dict[str, list[str]]:
        """Return what the address holds behind the question mark."""
        return parse_qs(urlsplit(self.page.url).query)

    @property
    def sentence(self) -> str:
        """Return the page's answer."""
        return self.page.locator("h1").inner_text()

    @property
    def figures(self) -> list[str]:
        """Return every text of the page that holds figures: sentences, cards, captions, chart labels."""
        return [
            text for text in self.page.locator(f"h1, h2, p, td, {_CHART_TEXTS}").all_text_contents() if text.strip()
        ]

    @property
    def language(self) -> str:
        """Return the language the document says it is in."""
        return str(self.page.evaluate("document.documentElement.lang"))

    @property
    def hosts(self) -> set[str]:
        """Return whom this tab has asked for anything."""
        return {urlsplit(url).netloc for url in self.requests if urlsplit(url).scheme not in ("data", "blob")}

    def settle(self) -> None:
        """Wait until nothing moves any more and the page's cards are all there, each chart drawn."""
        end = time.monotonic() + PATIENCE_SECONDS
        while reason := self.page.evaluate(_WAITED_FOR, [CARDS[self.name], QUIET_MS]):
            assert time.monotonic() < end, f"{self.page.url} is not ready, it waits for {reason}"
            self.page.wait_for_timeout(50)

    def reload(self) -> None:
        """Load the address again."""
        self.page.reload()
        self.settle()

    def back(self) -> None:
        """Go one step back in the history."""
        with self._run():
            self.page.go_back()

    def choose_month(self, name: str) -> None:
        """Choose a month of the filter line by its name on screen."""
        self._choose("filter-month", name)

    def choose_comparison(self, name: str) -> None:
        """Choose what the period is compared with."""
        self._choose("filter-comparison", name)

    def choose_units(self, name: str) -> None:
        """Choose a unit, typing its name as a reader does: the list shows only what is near."""
        self._choose("filter-units", name)

    def choose_span(self, name: str) -> None:
        """Press a span of the filter line."""
        with self._run():
            self.page.locator(".st-key-filter-mode").get_by_text(name, exact=True).click()

    def go_to(self, name: str, section: str | None = None) -> None:
        """Open a page through the menu at the top."""
        with self._run():
            if section:
                self.page.get_by_test_id("stTopNavSection").get_by_text(section, exact=True).click()
                self.page.get_by_test_id("stTopNavDropdownLink").get_by_text(name, exact=True).click()
            else:
                self.page.get_by_test_id("stTopNavLink").get_by_text(name, exact=True).click()

    def switch_language(self) -> None:
        """Choose the other language in the page's menu."""
        self.page_menu()
        with self._run():
            self.page.locator(".st-key-language-switch button").click()
        expect(self.page.get_by_test_id("stPopoverBody")).not_to_be_visible()

    def page_menu(self) -> Locator:
        """Open the menu at the right end of the header."""
        self.page.locator(".st-key-status").get_by_test_id("stPopoverButton").click()
        menu = self.page.get_by_test_id("stPopoverBody")
        expect(menu).to_be_visible()
        return menu

    def open_dialog(self, chart: str, entry: str) -> Locator:
        """Choose an entry of a card's menu that opens a dialog."""
        menu = self.tools(chart, 1)
        with self._run():
            menu.get_by_text(entry, exact=True).click()
        dialog = self.page.get_by_role("dialog")
        expect(dialog).to_be_visible()
        expect(self.page.get_by_test_id("stPopoverBody")).not_to_be_visible()
        return dialog

    def close_dialog(self) -> None:
        """Close the dialog by the keyboard."""
        self.page.keyboard.press("Escape")
        expect(self.page.get_by_role("dialog")).not_to_be_visible()

    def press(self, label: str) -> None:
        """Press a button of the page, the first one with this label."""
        with self._run():
            self.page.get_by_role("button", name=label, exact=True).first.click()

    @contextmanager
    def loaded_anew(self) -> Iterator[None]:
        """Wait until what happens inside has made the page load itself again."""
        self.page.evaluate("window.isFormerPage = true")
        yield
        self.page.wait_for_function("() => !window.isFormerPage", timeout=1000 * PATIENCE_SECONDS)
        self.settle()

    def show_whole(self) -> None:
        """Make the window as high as the page."""
        height = self.page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight")
        self.resize(self.page.viewport_size["width"], height)

    def resize(self, width: int, height: int) -> None:
        """Make the window this large."""
        self.page.set_viewport_size({"width": width, "height": height})
        self.settle()

    def chosen(self, key: str) -> str:
        """Return what a field of the filter line shows."""
        return self.page.locator(f".st-key-{key} input").input_value()

    def tools_of_first_chart(self, which: int) -> None:
        """Open a small menu of the page's first chart."""
        self.page.locator("[class*=st-key-tools-] button:visible").nth(which).click()
        expect(self.page.get_by_test_id("stPopoverBody")).to_be_visible()

    def close_menu(self) -> None:
        """Close whatever small menu is open."""
        self.page.keyboard.press("Escape")
        expect(self.page.get_by_test_id("stPopoverBody")).not_to_be_visible()

    def tools(self, chart: str, which: int) -> Locator:
        """Open one of a card's small menus: 0 its definition, 1 the others."""
        expect(self.page.get_by_test_id("stPopoverBody")).not_to_be_visible()  # one just used is closing
        button = self.page.locator(f".st-key-tools-{chart} button:visible").nth(which)
        button.scroll_into_view_if_needed()
        button.click()
        menu = self.page.get_by_test_id("stPopoverBody")
        expect(menu).to_be_visible()
        return menu

    def ask(self, script: str, argument: Any = None) -> Any:
        """Return what a script finds in the page."""
        return self.page.evaluate(script, argument)

    def _choose(self, key: str, name: str) -> None:
        field = self.page.locator(f".st-key-{key} input")
        field.click()
        field.fill(name)
        with self._run():
            self.page.get_by_role("option", name=name, exact=True).click()

    @contextmanager
    def _run(self) -> Iterator[None]:
        """Wait until what happens inside has made the server run the page, and the page is ready."""
        before = self.page.evaluate("window.runs")
        yield
        self.page.wait_for_function("(before) => window.runs > before", arg=before, timeout=1000 * PATIENCE_SECONDS)
        self.settle()


_CHART_TEXTS = ".js-plotly-plot text"
