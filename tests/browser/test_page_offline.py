"""The static page in a real browser without any network: nothing is asked for, all is seen, on screen and on paper."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from paper_packs import real_pack

from barometer.briefing.static_page import write_static_page

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(("width", "scheme"), [(1366, "light"), (1920, "dark"), (390, "light")])
def test_it_opens_without_a_network(
    browser: Browser, sample_data: Path, tmp_path: Path, language: str, width: int, scheme: str
) -> None:
    pack = real_pack(sample_data, "topic", language, "repeat")
    path = tmp_path / "page.html"
    write_static_page(pack, path)
    context = browser.new_context(viewport={"width": width, "height": 768}, offline=True, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    asked, said = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.goto(path.as_uri())
    assert asked == [path.as_uri()] and not said
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "nothing lies beside the screen"
    pictures = page.locator("figure svg")
    assert pictures.count() == sum(one.spec is not None for one in pack.exhibits)
    assert min(pictures.nth(place).bounding_box()["height"] for place in range(pictures.count())) > 100  # type: ignore[index]
    page.locator("summary").first.click()
    assert page.locator("details table").first.is_visible()
    context.close()
