"""Sites that embed the widget: the examples of the guide, and pages that a test writes itself."""

from __future__ import annotations

import dataclasses
import mimetypes
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import FrameLocator, Locator, Page
from werkzeug.wrappers import Request, Response

from service.apps import create_app
from service.wiring import Office
from tests.browser.serving import serving

DOCS = Path(__file__).resolve().parents[2] / "docs"
#: The service's address in the examples and the guide, in whose place the tests put their own.
WRITTEN = "https://zxda.qinghe.gov.cn"

#: Takes a picture of the page under a name.
Keep = Callable[[Page, str], None]

QUESTION = "2027年居民医保个人要交多少钱？"
ANSWER = "每人每年430元"

GUIDE = (DOCS / "embedding.md").read_text(encoding="utf-8")


def documented_policy() -> str:
    """What the guide says that a site with a policy adds to it."""
    return re.findall(r"script-src 'self' .*frame-src .*", GUIDE)[0]


def plain_frame() -> str:
    """The frame that the guide has for sites without scripts, and the link below it."""
    return re.findall(r"<iframe.*?</p>", GUIDE, re.DOTALL)[0]


@dataclass(frozen=True)
class HostPage:
    """A page of a site: its HTML and the policy that comes in its header."""

    html: str
    policy: str = ""


@dataclass
class Site:
    """A site's pages by name; whatever is none of them is looked for among the examples."""

    service: str = ""
    address: str = ""
    pages: dict[str, HostPage] = field(default_factory=dict)

    def put(self, name: str, body: str, head: str = "", policy: str = "") -> str:
        """Set up a page and return its address."""
        html = f'<!doctype html><html lang="zh-CN"><title>门户</title>{head}<main>{body}</main>'
        self.pages[name] = HostPage(html, policy)
        return f"{self.address}/{name}"

    def loader(self, attributes: str = "") -> str:
        """The script tag as the guide writes it."""
        return f'<script src="{WRITTEN}/widget/v1.js" defer {attributes}></script>'

    @Request.application
    def __call__(self, request: Request) -> Response:
        name = request.path.strip("/")
        page = self.pages.get(name)
        if page is None and not (DOCS / "examples" / name).is_file():
            return Response(status=204)  # the icon that browsers ask for
        text = page.html if page else (DOCS / "examples" / name).read_text(encoding="utf-8")
        kind = mimetypes.guess_type(name)[0] or "text/html"
        response = Response(text.replace(WRITTEN, self.service), mimetype=kind)
        if page and page.policy:
            response.headers["Content-Security-Policy"] = page.policy.replace(WRITTEN, self.service)
        return response


@contextmanager
def embedding(office: Office) -> Iterator[Site]:
    """A site that the service names; it is another site to browsers, not just another port."""
    site = Site()
    with serving(site, "localhost") as site.address:
        settings = office.settings.model_copy(update={"sites": site.address})
        app = create_app(dataclasses.replace(office, settings=settings))
        with serving(app) as site.service:
            yield site


def launcher(page: Page) -> Locator:
    """The button that opens the panel."""
    return page.locator("button.launcher")


def panel(page: Page, number: int = 0) -> FrameLocator:
    """What stands in the frame of the widget of that number."""
    return page.frame_locator("iframe").nth(number)


def question_box(page: Page, number: int = 0) -> Locator:
    """Where the question is typed."""
    return panel(page, number).locator("textarea#question")


#: Collects what the widget tells its page, and every message that reaches the page, as text.
LISTEN = """() => {
    window.told = [];
    window.messages = [];
    addEventListener("message", ({ data }) => messages.push(JSON.stringify(data)));
    for (const type of ["ready", "open", "close", "answered", "unanswered", "escalated"]) {
        Yihaoda.addEventListener(type, ({ detail }) => told.push([type, detail]));
    }
}"""
