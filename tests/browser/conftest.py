"""A real Chromium against a running service on a free loopback port."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page

from service.apps import create_app
from service.wiring import Office
from tests.browser.examining import CONTRAST, EVERY_RULE, bring_axe, violations
from tests.browser.hosts import Keep, Site, embedding
from tests.browser.serving import serving
from tests.offices import furnished_home, office

__all__ = ["furnished_home", "office"]  # fixtures of every test here

#: Where each test leaves what it saw; the next run overwrites it.
SCREENSHOTS = Path("test-results") / "pages"

PHONE = {"width": 360, "height": 740}
DESKTOP = {"width": 1280, "height": 900}
WIDE = {"width": 1920, "height": 1080}
#: The widths at which every state of the panel is pictured.
WIDTHS = (320, 768, 1280)


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """Debian's Chromium, as root in a container, without its own traffic."""
    return {
        "executable_path": "/usr/bin/chromium",
        "args": [
            "--no-sandbox",
            "--disable-dev-shm-usage",
            "--disable-gpu",
            "--disable-background-networking",
        ],
    }


@pytest.fixture(scope="session")
def address(office: Office) -> Iterator[str]:
    """The address of a running service; one for all, since no page keeps anything in it."""
    with serving(create_app(office)) as served:
        yield served


@pytest.fixture(scope="session")
def site(office: Office) -> Iterator[Site]:
    """A site that embeds the widget of a running service."""
    with embedding(office) as opened:
        yield opened


#: Opens a page with the options of a browser context.
OpenPage = Callable[..., Page]


@pytest.fixture
def open_page(browser: Browser, address: str) -> Iterator[OpenPage]:
    """Opens pages whose consoles must stay silent: no error, no violation of the policy."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def listen(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            complaints.append(message.text)

    def open_one(**options: Any) -> Page:
        context = browser.new_context(
            base_url=address, **{"viewport": DESKTOP, "reduced_motion": "reduce"} | options
        )
        contexts.append(context)
        page = context.new_page()
        page.on("console", listen)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def grumbling(browser: Browser) -> Iterator[Page]:
    """A page whose console may complain of what fails."""
    context = browser.new_context(reduced_motion="reduce")
    yield context.new_page()
    context.close()


@pytest.fixture
def keep(request: pytest.FixtureRequest) -> Keep:
    """Keeps a picture of the page under the test's name."""
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)

    def take(page: Page, name: str) -> None:
        page.screenshot(path=SCREENSHOTS / f"{request.node.originalname}-{name}.png")

    return take


@pytest.fixture
def look(keep: Keep) -> Keep:
    """Looks at a state: axe by day, contrast by night, in large type, at each width."""

    def look_at(page: Page, name: str) -> None:
        bring_axe(page)
        page.set_viewport_size({"width": WIDTHS[0], "height": 640})
        assert violations(page, EVERY_RULE) == [], name
        page.evaluate("document.documentElement.dataset.text = 'large'")
        assert page.evaluate("document.documentElement.scrollWidth") <= WIDTHS[0], name
        keep(page, f"{name}-large")
        page.evaluate("delete document.documentElement.dataset.text")
        page.emulate_media(color_scheme="dark")
        assert violations(page, CONTRAST) == [], name
        keep(page, f"{name}-dark")
        page.emulate_media(color_scheme="light")
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 640})
            keep(page, f"{name}-{width}")

    return look_at
