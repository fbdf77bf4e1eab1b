"""A dashboard page in a browser tab: when it is ready, what it says, and how a reader works it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import ConsoleMessage, Locator, Page, WebSocket, expect
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from barometer.flags.registry import registry as flags
from barometer.metrics import registry

PAGES = {
    "overview": "总览",
    "repeat": "重复信访",
    "collective": "集体访",
    "handling": "办理质效",
    "procurement": "重点领域",
    "material": "会议材料",
    "definitions": "口径与数据",
    "signals": "苗头提示",
}
CHARTS = {
    "overview": 3,
    "repeat": 4,
    "collective": 5,
    "handling": 6,
    "procurement": 4,
    "material": 0,
    "definitions": 0,
    "signals": 0,
}
# With a heading: charts, states without one, what is worth a look, further figures, tables.
CARDS = {
    "overview": 6,
    "repeat": 4,
    "collective": 5,
    "handling": 7,
    "procurement": 8,
    "material": 2,
    "definitions": 5,
    "signals": 4,
    "board": 0,
}
SECTION_CARDS = {"flags": 1, "data": 7, "reading": 8, "glossary": 1}
METRIC_CARDS = 2  # facts and query; a third where the metric rests on limits, or the flag has some
MADE_CARDS = 3  # what is checked, the files, title and mark: once there is material
TENDER_CARDS = 4  # what is known, bids, evidence, and what did not fire
HIDDEN = "hidden"  # a page without an entry: opened by its address, as its links do
MENU = {
    "zh": {
        "overview": ("总览", None),
        "repeat": ("重复信访", "信访"),
        "collective": ("集体访", "信访"),
        "handling": ("办理质效", "信访"),
        "procurement": ("重点领域", "廉洁"),
        "material": ("会议材料", None),
        "definitions": ("口径与数据", None),
        "signals": ("signals", HIDDEN),
    },
    "en": {
        "overview": ("Overview", None),
        "repeat": ("Repeat petitions", "Petitions"),
        "collective": ("Collective visits", "Petitions"),
        "handling": ("Handling", "Petitions"),
        "procurement": ("Key areas", "Integrity"),
        "material": ("Meeting material", None),
        "definitions": ("Definitions and data", None),
        "signals": ("signals", HIDDEN),
    },
}
SIZES = ((1366, 768), (1920, 1080))
TABLET = (1024, 768)
QUIET_MS = 300
PATIENCE_SECONDS = 20
CHANGES_SCRIPT = """
    window.lastChange = performance.now();
    new MutationObserver(() => { window.lastChange = performance.now(); })
        .observe(document, {subtree: true, childList: true, attributes: true, characterData: true});
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
        self.errors: list[str] = []
        self._runs = 0  # as the server tells them: a quick run is over before the page has shown that it is on
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("websocket", self._listen)
        page.on("console", self._note)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
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
            text
            for text in self.page.locator(
                f"h1, h2, p:not(.stTooltipContent p, [data-testid=stTooltipContent] p), td, {_CHART_TEXTS}"
            ).all_text_contents()
            if text.strip()
        ]

    @property
    def language(self) -> str:
        """Return the language the document says it is in."""
        return str(self.page.evaluate("document.documentElement.lang"))

    @property
    def hosts(self) -> set[str]:
        """Return whom this tab has asked for anything."""
        return {urlsplit(url).netloc for url in self.requests if urlsplit(url).scheme not in ("data", "blob")}

    @property
    def cards(self) -> int:
        """Return how many cards with a heading the address calls for."""
        if metric := self.address.get("metric"):
            return METRIC_CARDS + bool(registry()[metric[0]].limits) if metric[0] in registry() else CARDS[self.name]
        if flag := self.address.get("flag"):
            return METRIC_CARDS + bool(flags()[flag[0]].limit_ids) if flag[0] in flags() else SECTION_CARDS["flags"]
        if self.name == "material":
            return CARDS[self.name] + (MADE_CARDS if self.page.locator(".st-key-card-files").count() else 0)
        cards = SECTION_CARDS.get(self.address.get("section", [""])[0], CARDS[self.name])
        return cards + (TENDER_CARDS if "tender" in self.address else 0)

    def settle(self) -> None:
        """Wait until nothing moves any more and the page's cards are all there, each chart drawn."""
        end = time.monotonic() + PATIENCE_SECONDS
        while reason := self.page.evaluate(_WAITED_FOR, [self.cards, QUIET_MS]):
            assert time.monotonic() < end, f"{self.page.url} is not ready, it waits for {reason}"
            self.page.wait_for_timeout(50)

    def reload(self) -> None:
        """Load the address again."""
        self.page.reload()
        self.settle()

    def back(self) -> None:
        """Go one step back in the history."""
        with self.run():
            self.page.go_back()

    def forward(self) -> None:
        """Go one step forward in the history."""
        with self.run():
            self.page.go_forward()

    def choose(self, span: str = "", **fields: str | list[str]) -> None:
        """Open the filter panel, fill the fields named (month, first, comparison, units, channel, …) and apply."""
        with self.run():
            self.page.locator(".st-key-filter-panel button").first.click()
        if span:
            self.page.locator(".st-key-filter-mode").get_by_text(span, exact=True).click()
        for name, chosen in fields.items():
            for option in [chosen] if isinstance(chosen, str) else chosen:
                self._fill(f"filter-{name}", option)
        with self.run():
            self.page.locator(".st-key-apply button").click()

    def undo(self, name: str) -> None:
        """Press the chip of that name."""
        with self.run():
            self.page.locator("[class*=st-key-chip-]").get_by_role("button", name=name, exact=True).first.click()
            self.page.mouse.move(0, 0)  # the next chip may come under the pointer and tell its name

    def click_mark(self, chart: str, place: int, along: float = 0.5) -> None:
        """Click a bar or dot of a chart, `along` its width."""
        mark = self.page.locator(
            f".st-key-card-{chart} :is(.barlayer, .scatterlayer) .point path, "
            f".st-key-card-{chart} .scatterlayer path.point"
        ).nth(place)
        mark.scroll_into_view_if_needed()
        box = mark.bounding_box()
        with self.run():
            self.page.mouse.click(box["x"] + along * box["width"], box["y"] + box["height"] / 2)

    def click_plot(self, chart: str, x: float, y: float) -> None:
        """Click a chart at a place of its plot, both from 0 to 1 from the upper left."""
        plot = self.page.locator(f".st-key-card-{chart} .nsewdrag").first
        plot.scroll_into_view_if_needed()
        box = plot.bounding_box()
        with self.run():
            self.page.mouse.click(box["x"] + x * box["width"], box["y"] + y * box["height"])

    def go_to(self, name: str, section: str | None = None) -> None:
        """Open a page through the menu at the top, one that is not in it by its address."""
        if section == HIDDEN:
            self.page.goto(f"{self.base}/{name}?{urlsplit(self.page.url).query}")
            self.settle()
            return
        with self.run():
            if section:
                self.page.get_by_test_id("stTopNavSection").get_by_text(section, exact=True).click()
                self.page.get_by_test_id("stTopNavDropdownLink").get_by_text(name, exact=True).click()
            else:
                self.page.get_by_test_id("stTopNavLink").get_by_text(name, exact=True).click()

    def switch_language(self) -> None:
        """Choose the other language in the page's menu."""
        self.page_menu()
        with self.run():
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
        with self.run():
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
        with self.run():
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

    @property
    def chosen(self) -> str:
        """Return what the folded filter line says: its button and chips."""
        return " · ".join(self.page.locator(".st-key-filterbar button:visible").all_inner_texts())

    def tools_of_first_chart(self, which: int) -> None:
        """Open a small menu of the page's first chart."""
        self.page.locator("[class*=st-key-tools-] [data-testid=stPopoverButton]:visible").nth(which).click()
        expect(self.page.get_by_test_id("stPopoverBody")).to_be_visible()

    def close_menu(self) -> None:
        """Close whatever small menu is open."""
        self.page.keyboard.press("Escape")
        expect(self.page.get_by_test_id("stPopoverBody")).not_to_be_visible()

    def tools(self, chart: str, which: int) -> Locator:
        """Open one of a card's small menus: 0 its definition, 1 the others."""
        expect(self.page.get_by_test_id("stPopoverBody")).not_to_be_visible()  # one just used is closing
        button = self.page.locator(f".st-key-tools-{chart} [data-testid=stPopoverButton]:visible").nth(which)
        button.scroll_into_view_if_needed()
        button.click()
        menu = self.page.get_by_test_id("stPopoverBody")
        expect(menu).to_be_visible()
        return menu

    def ask(self, script: str, argument: Any = None) -> Any:
        """Return what a script finds in the page."""
        return self.page.evaluate(script, argument)

    def _note(self, said: ConsoleMessage) -> None:
        if said.type == "error":
            self.errors.append(f"{said.text} {said.location['url']}")

    def _listen(self, socket: WebSocket) -> None:
        self.requests.append(socket.url)
        socket.on("framereceived", self._hear)

    def _hear(self, frame: str | bytes) -> None:
        if isinstance(frame, bytes) and ForwardMsg.FromString(frame).WhichOneof("type") == "script_finished":
            self._runs += 1

    def _fill(self, key: str, name: str) -> None:
        """Choose an option, typing its name as a reader does: the list shows only what is near."""
        field = self.page.locator(f".st-key-{key} input")
        field.click()
        field.fill(name)
        self.page.get_by_role("option", name=name, exact=True).click()
        self.page.keyboard.press("Tab")  # a list of several stays open

    @contextmanager
    def run(self) -> Iterator[None]:
        """Wait until what happens inside has made the server run the page, and the page is ready."""
        before, end = self._runs, time.monotonic() + PATIENCE_SECONDS
        yield
        while self._runs == before:
            assert time.monotonic() < end, f"{self.page.url} made no run of the page"
            self.page.wait_for_timeout(20)
        self.settle()


_CHART_TEXTS = ".js-plotly-plot text"
