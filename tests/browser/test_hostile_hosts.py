"""Pages that mean ill, or that the office never named: nothing leaks, nothing happens."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.hosts import (
    LISTEN,
    QUESTION,
    Keep,
    Site,
    documented_policy,
    launcher,
    panel,
    question_box,
)

pytestmark = pytest.mark.browser

LINK = "在新窗口里提问"


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page whose console may complain: what is refused here is told there."""
    context = browser.new_context(reduced_motion="reduce")
    yield context.new_page()
    context.close()


@pytest.fixture
def opened(page: Page, site: Site) -> Page:
    """A page of a site that is named, the panel open in it."""
    page.goto(site.put("named", f"<h1>门户</h1>{site.loader()}"))
    page.wait_for_function("window.Yihaoda")
    page.evaluate(LISTEN)
    launcher(page).click()
    expect(question_box(page)).to_be_focused()
    return page


def test_the_page_can_read_nothing_of_the_frame_nor_of_its_messages(opened: Page) -> None:
    question_box(opened).fill(QUESTION)
    question_box(opened).press("Enter")
    expect(panel(opened).get_by_role("group", name="答案")).to_contain_text("430元")
    frame = opened.locator("iframe")
    assert frame.evaluate("frame => frame.contentDocument") is None
    for reading in ("document.body", "location.href", "sessionStorage", "document.title"):
        told = frame.evaluate(
            f"frame => {{ try {{ return String(frame.contentWindow.{reading}) }}"
            " catch (refusal) { return refusal.name } }"
        )
        assert told == "SecurityError", reading
    said = " ".join(opened.evaluate("messages")) + str(opened.evaluate("told"))
    assert "ready" in said
    assert not any(word in said for word in ("居民医保", "430"))


def test_forged_messages_to_the_page_tell_it_nothing(opened: Page) -> None:
    opened.evaluate(
        """async () => {
            const forged = {yihaoda: 1, type: "answered", answer: "forged"};
            const frame = document.createElement("iframe");
            document.body.append(frame);
            frame.contentWindow.eval(`parent.postMessage(${JSON.stringify(forged)}, "*")`);
            for (const type of ["answered", "close", "ready", "escalated"]) {
                postMessage({...forged, type}, "*");
            }
            await new Promise(resolve => setTimeout(resolve, 100));
        }"""
    )
    assert len(opened.evaluate("messages")) >= 6
    assert "forged" not in str(opened.evaluate("told"))
    expect(launcher(opened)).to_have_attribute("aria-expanded", "true")
    assert [type_ for type_, _ in opened.evaluate("told")] == ["open", "ready"]


def test_the_panel_heeds_its_own_page_alone_and_only_what_it_knows(opened: Page) -> None:
    asked: list[str] = []
    opened.on("request", lambda request: asked.append(request.url))
    opened.evaluate(
        """async () => {
            const target = document.querySelector("body > div").shadowRoot
                .querySelector("iframe").contentWindow;
            const ask = {yihaoda: 1, type: "ask", text: "高龄津贴怎么领？"};
            const frame = document.createElement("iframe");
            document.body.append(frame);
            frame.contentWindow.target = target;
            frame.contentWindow.eval(`target.postMessage(${JSON.stringify(ask)}, "*")`);
            const wrong = [{...ask, yihaoda: 2}, {...ask, type: "eval"}, {...ask, text: {}}, null,
                "ask", [], {type: "ask", text: "x"}, {...ask, text: " "}];
            wrong.forEach(message => target.postMessage(message, "*"));
            await new Promise(resolve => setTimeout(resolve, 200));
            frame.remove();
        }"""
    )
    assert asked == ["about:blank"] * asked.count("about:blank")
    expect(question_box(opened)).to_have_value("")
    assert panel(opened).locator(".turn").count() == 0


def test_a_question_that_the_page_asks_is_shown_as_text(opened: Page) -> None:
    markup = f"<img src=x onerror=alert(1)>{QUESTION}"
    opened.evaluate("question => Yihaoda.ask(question)", markup)
    expect(panel(opened).locator("#answers")).to_contain_text(markup)
    assert panel(opened).locator("main img").count() == 0


def test_a_frame_that_is_led_elsewhere_gives_way_to_the_link(opened: Page, site: Site) -> None:
    elsewhere = site.put("elsewhere", "<h1>别处</h1>")
    opened.evaluate("question => Yihaoda.ask(question)", QUESTION)
    expect(panel(opened).get_by_role("group", name="答案")).to_contain_text("430元")
    opened.locator("iframe").evaluate(
        "(frame, address) => { frame.contentWindow.location = address }", elsewhere
    )
    expect(opened.get_by_role("link", name=LINK)).to_be_visible()
    expect(opened.locator("iframe")).to_be_hidden()


@pytest.mark.parametrize("address", ["/", "/ask", "/documents", "/console/login", "/api"])
def test_no_other_page_can_be_framed_by_a_named_site(page: Page, site: Site, address: str) -> None:
    frame = f'<iframe src="{site.service}{address}"></iframe>'
    refused = []
    page.on("console", lambda message: refused.append(message.text))
    page.goto(site.put("framing", frame))
    expect(page.locator("iframe")).to_be_visible()
    page.wait_for_timeout(200)
    assert any("frame-ancestors 'none'" in text for text in refused)


def test_a_site_that_was_never_named_gets_a_link_and_no_message(
    page: Page, site: Site, keep: Keep
) -> None:
    stranger = site.put("stranger", f"<h1>陌生</h1>{site.loader()}")
    page.goto(stranger.replace("localhost", "127.0.0.1"))
    page.wait_for_function("window.Yihaoda")
    page.evaluate(LISTEN)
    launcher(page).click()
    expect(page.get_by_role("status")).to_have_text("问答窗口没有打开。")
    expect(page.get_by_role("link", name=LINK)).to_be_visible()
    keep(page, "refused")
    assert page.evaluate("messages") == []
    assert page.evaluate("told.map(([type]) => type)") == ["open"]
    page.get_by_role("button", name="关闭").click()
    expect(launcher(page)).to_be_focused()


def test_a_policy_that_forbids_the_frame_leaves_the_link(page: Page, site: Site) -> None:
    policy = f"default-src 'self'; {documented_policy().split('; ')[0]}"
    page.goto(site.put("unframed", f"<h1>门户</h1>{site.loader()}", policy=policy))
    launcher(page).click()
    expect(page.get_by_role("status")).to_have_text("问答窗口没有打开。")
    expect(page.get_by_role("link", name=LINK)).to_have_attribute("href", f"{site.service}/")


def test_a_loader_whose_bytes_were_changed_does_not_run(page: Page, site: Site) -> None:
    page.route(
        "**/widget/1.0.1.js",
        lambda route: route.fulfill(
            body="window.stolen = true;",
            content_type="text/javascript",
            headers={"Access-Control-Allow-Origin": "*"},
        ),
    )
    page.goto(f"{site.address}/strict-csp.html")
    page.wait_for_load_state("load")
    assert page.evaluate("'stolen' in window || 'Yihaoda' in window") is False


def test_an_old_browser_gets_a_link_to_the_full_page(page: Page, site: Site, keep: Keep) -> None:
    page.add_init_script("delete CSSStyleSheet.prototype.replaceSync")
    policy = f"default-src 'self'; {documented_policy()}"
    page.goto(site.put("old", f"<h1>门户</h1>{site.loader('data-title=问政策')}", policy=policy))
    link = page.get_by_role("link", name="问政策")
    expect(link).to_be_in_viewport()
    expect(link).to_have_attribute("href", f"{site.service}/")
    keep(page, "link")
    with page.context.expect_page() as opened:
        page.evaluate("Yihaoda.open()")
    expect(opened.value.get_by_role("textbox", name="您的问题")).to_be_visible()
    page.evaluate("Yihaoda.destroy()")
    expect(link).to_have_count(0)
