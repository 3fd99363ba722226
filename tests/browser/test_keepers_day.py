"""A day at the keepers' desk by keyboard alone: twenty files, five in doubt, one lapsed, one new.

Brought in, looked at, corrected, handed in, reviewed, published; then a term is extended with its
effect shown before, and two people change one document at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from knowledge.documents import DocumentId
from knowledge.queries.corpus import document_facts
from knowledge.validity import ValidityState
from service.apps import create_app
from service.config import Settings
from service.keeping import gate
from service.keeping.documents import Seen
from service.keeping.draft_views import draft_view
from service.keeping.drafts import list_drafts
from service.keeping.records import DraftState
from service.keeping.waiting import read_waiting
from service.replies.checking import PublicAttribute
from service.staff.people import actor_of, find_person
from service.staff.roles import Role
from service.wiring import Office, open_office
from tests.browser.conftest import DESKTOP, WIDE
from tests.browser.examining import EVERY_RULE, bring_axe, violations
from tests.browser.serving import serving
from tests.clocks import START, FrozenClock
from tests.pdf_files import LEFT, PdfPage, pdf_bytes
from tests.staff import PASSWORD, make_organ, make_person

pytestmark = pytest.mark.browser

SCREENSHOTS = Path("test-results") / "keepers"
ORGAN = "青禾县民政局"
NOTICE = """{organ}关于{matter}的通知

青民发〔2026〕{number}号

各乡镇人民政府：

一、{matter}由镇人民政府受理，当场办结。

二、本通知自2026年1月1日起施行，有效期至{until}。{more}

{organ}

2025年12月{day}日
"""
CLASHING = """<html><head><meta name="ArticleTitle" content="关于{matter}">
<meta name="PubDate" content="2026-01-05"></head><body>
<p>发布时间：2026-01-15</p>{lines}</body></html>"""
LAPSED, OLD, NEW = "旧标准补贴", "优待证换发", "优待证换发新办法"

Look = Callable[[Page, str], None]


def words(number: int, matter: str, until: str = "2028年12月31日", more: str = "") -> str:
    return NOTICE.format(
        organ=ORGAN, number=number, matter=matter, until=until, more=more, day=number % 28 + 1
    )


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Twenty files: five whose places disagree, one that has lapsed, one that ends another."""
    folder = tmp_path_factory.mktemp("files")
    texts = {f"{number:02}.txt": words(number, f"第{number}项补贴") for number in range(1, 13)}
    for number in range(13, 18):
        lines = "".join(f"<p>{line}</p>" for line in words(number, f"存疑{number}项").split("\n\n"))
        texts[f"{number}.html"] = CLASHING.format(matter=f"存疑{number}项", lines=lines)
    texts["18.txt"] = words(18, LAPSED, "2026年6月30日")
    texts["19.txt"] = words(19, OLD)
    ends = f"《{ORGAN}关于{OLD}的通知》（青民发〔2026〕19号）同时废止。"
    texts["20.txt"] = words(20, NEW, more=ends)
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    return sorted(folder.iterdir())


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """An office without documents, with a handler and a publisher."""
    settings = Settings(home=tmp_path_factory.mktemp("keepers"), model="none", organ=ORGAN)
    opened = open_office(settings, FrozenClock())
    with opened.store.writing() as session:
        make_organ(session, ORGAN)
        for role in (Role.HANDLER, Role.PUBLISHER):
            make_person(session, role.value, role)
    yield opened
    opened.close()


@pytest.fixture
def look() -> Look:
    """Keeps a picture of the page at both widths, and refuses what axe finds wrong."""
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)

    def take(page: Page, name: str) -> None:
        for size in (WIDE, DESKTOP):
            page.set_viewport_size(size)
            page.screenshot(path=SCREENSHOTS / f"{name}-{size['width']}.png")
        bring_axe(page)
        assert violations(page, EVERY_RULE) == [], name

    return take


def press(target: Locator, key: str = "Enter") -> None:
    """Reach something by the keyboard, and press the key there."""
    target.focus()
    expect(target).to_be_focused()
    target.press(key)


def typed(target: Locator, text: str) -> None:
    target.focus()
    target.press("Control+a")
    target.page.keyboard.type(text)


def seated(browser: Browser, address: str, login: str) -> Page:
    page = browser.new_context(base_url=address, viewport=DESKTOP).new_page()
    page.goto("/console/login")
    page.get_by_label("登录名").fill(login)
    page.get_by_label("密码").fill(PASSWORD)
    press(page.get_by_label("密码"))
    page.wait_for_url("**/console/queue*")
    return page


def released(office: Office) -> None:
    """Let the drafts that nobody looked at in the browser go the same way."""
    with office.store.reading() as session:
        handler, publisher = (
            actor_of(find_person(session, login)) for login in ("handler", "publisher")
        )
        drafts, _ = list_drafts(session, handler, DraftState.EDITING, 50, None)
        waiting = [draft.id for draft in drafts]

    def seen(draft_id: int) -> Seen:
        with office.store.reading() as session:
            return draft_view(session, publisher, draft_id).seen

    public = PublicAttribute.PUBLIC
    for draft_id in waiting:
        with office.store.writing() as session:
            gate.hand_in(session, handler, draft_id, public, (), seen(draft_id), START)
        with office.store.writing() as session:
            gate.review_secrecy(
                session, publisher, draft_id, "", seen(draft_id), START, passed=True
            )
        gate.publish(office.store, publisher, draft_id, seen(draft_id), lambda: START)


def state_of(office: Office, page: Page) -> ValidityState:
    document_id = DocumentId(page.url.split("/documents/")[1].split("/")[0].split("?")[0])
    with office.store.reading() as session:
        return document_facts(session, [document_id], START.date())[document_id].validity.state


def test_a_keepers_day(own: Office, browser: Browser, files: list[Path], look: Look) -> None:
    with serving(create_app(own)) as address:
        handler, publisher = (seated(browser, address, login) for login in ("handler", "publisher"))
        draft = brings_in(handler, files, look)
        waits_for_a_printed_one(own, handler, look)
        goes_through_the_gate(handler, publisher, draft, look)
        released(own)
        finds_what_became_of_them(own, handler, look)
        extends_what_has_lapsed(own, handler, look)
        changes_at_once(handler, publisher, look)
        for page, name in (("relations?show=all", "relations"), ("interpretations", "wanting")):
            handler.goto(f"/console/{page}")
            look(handler, name)
        for page in (handler, publisher):
            page.context.close()


def brings_in(handler: Page, files: list[Path], look: Look) -> str:
    """Twenty files in one go; the five in doubt stand on top, the first of them is corrected."""
    press(handler.get_by_role("link", name="文件", exact=True))
    press(handler.get_by_role("link", name="草稿"))
    handler.set_input_files("input[type=file]", files)
    press(handler.get_by_role("button", name="上传"))
    expect(handler.get_by_role("status")).to_contain_text("收下 20 个文件")
    rows = handler.locator("tbody tr")
    expect(rows).to_have_count(20)
    expect(rows.locator(".badge.warn")).to_have_count(5)
    for place in range(5):
        expect(rows.nth(place).locator(".badge.warn")).to_be_visible()
    look(handler, "drafts")
    press(rows.first.get_by_role("link"))
    expect(handler.locator(".reading.doubtful").first).to_be_visible()
    look(handler, "draft")
    press(handler.locator("a[target=source]").first)
    framed = handler.frame_locator("iframe[name=source]")
    expect(framed.locator("mark:target")).to_be_visible()
    title = handler.get_by_label("标题", exact=True)
    typed(title, f"{ORGAN}关于存疑事项的通知")
    press(title)
    expect(handler.get_by_role("status")).to_contain_text("更正已保存")
    expect(handler.get_by_role("heading", level=1)).to_have_text(f"{ORGAN}关于存疑事项的通知")
    return handler.url.partition("?")[0]


def waits_for_a_printed_one(office: Office, handler: Page, look: Look) -> None:
    """A PDF is read behind the request: the list tells so, and by itself when it is done."""
    page = PdfPage()
    for place, line in enumerate(filter(None, words(40, "年检").splitlines())):
        page.put(line, LEFT, 90 + 34 * place)
    handler.goto("/console/drafts")
    sent = {"name": "印本.pdf", "mimeType": "application/pdf", "buffer": pdf_bytes([page])}
    handler.set_input_files("input[type=file]", sent)
    press(handler.get_by_role("button", name="上传"))
    expect(handler.get_by_text("个文件正在读")).to_be_visible()
    look(handler, "reading")
    assert read_waiting(office.store, office.clock) == 1
    press(handler.get_by_role("link", name=f"{ORGAN}关于年检的通知"))
    sheet = handler.get_by_role("img", name="第 1 页")
    expect(sheet).to_be_visible()
    assert sheet.evaluate("image => image.decode().then(() => image.naturalWidth)") > 500
    look(handler, "printed")
    press(handler.locator("summary", has_text="不发布"))
    typed(handler.get_by_role("group").filter(has_text="不发布").get_by_label("理由"), "试传")
    press(handler.get_by_role("button", name="不发布"))
    expect(handler.get_by_role("status")).to_contain_text("不发布")


def goes_through_the_gate(handler: Page, publisher: Page, draft: str, look: Look) -> None:
    handler.goto(draft)
    press(handler.get_by_label("主动公开"), "Space")
    press(handler.get_by_role("button", name="送审"))
    expect(handler.get_by_role("status")).to_contain_text("已经送审")
    publisher.goto(draft)
    press(publisher.get_by_role("button", name="发布"))
    expect(publisher.get_by_role("alert")).to_contain_text("保密审查还没有完成")
    press(publisher.get_by_label("不涉密", exact=True), "Space")
    press(publisher.get_by_role("button", name="登记审查结果"))
    look(publisher, "gate")
    press(publisher.get_by_role("button", name="发布"))
    expect(publisher.get_by_role("status")).to_contain_text("已经发布")
    press(publisher.get_by_role("link", name="发布成的文件"))
    expect(publisher.get_by_label("标题", exact=True)).to_have_value(f"{ORGAN}关于存疑事项的通知")
    look(publisher, "document")


def finds_what_became_of_them(office: Office, handler: Page, look: Look) -> None:
    handler.goto("/console/documents")
    expect(handler.get_by_text("共 20 份")).to_be_visible()
    look(handler, "documents")
    for matter, state in ((LAPSED, ValidityState.LAPSED), (OLD + "的", ValidityState.REPEALED)):
        handler.goto("/console/documents")
        typed(handler.get_by_label("题目里的字词，或者文号"), matter)
        handler.keyboard.press("Enter")
        press(handler.locator("a.row").first)
        assert state_of(office, handler) is state


def extends_what_has_lapsed(office: Office, handler: Page, look: Look) -> None:
    handler.goto("/console/documents?words=" + LAPSED)
    press(handler.locator("a.row").first)
    press(handler.get_by_role("link", name="时效和发布页"))
    press(handler.locator("summary", has_text="延长有效期"), "Enter")
    form = handler.locator("details[open] form")
    form.get_by_label("延长到哪一天").fill("2028-06-30")
    typed(form.get_by_label("理由"), "继续执行")
    press(form.get_by_role("button", name="看看会改变什么"))
    expect(handler.get_by_role("heading", name="“延长有效期”会改变什么")).to_be_visible()
    assert state_of(office, handler) is ValidityState.LAPSED
    look(handler, "effect")
    press(handler.get_by_role("button", name="延长有效期", exact=True))
    expect(handler.get_by_role("status")).to_contain_text("时效已经改好")
    assert state_of(office, handler) is ValidityState.EXTENDED
    handler.goto("/console/validity?within=90")
    look(handler, "validity")


def changes_at_once(handler: Page, publisher: Page, look: Look) -> None:
    """The second is shown what the first did, and what the second typed is still there."""
    handler.goto("/console/documents?words=" + NEW)
    press(handler.locator("a.row").first)
    publisher.goto(handler.url)
    for page, field, value in ((handler, "主题分类", "优待"), (publisher, "索引号", "QH-2026-20")):
        typed(page.get_by_label(field, exact=True), value)
        typed(page.get_by_label("更正的理由"), "核对过目录")
        press(page.get_by_role("button", name="保存更正"))
    expect(publisher.get_by_role("alert")).to_contain_text("又有改动")
    expect(publisher.get_by_role("heading", name="这期间的改动")).to_be_visible()
    expect(publisher.get_by_label("索引号", exact=True)).to_have_value("QH-2026-20")
    look(publisher, "meanwhile")
    topic = publisher.get_by_label("主题分类", exact=True)
    typed(topic, "优待")
    press(publisher.get_by_role("button", name="保存更正"))
    expect(publisher.get_by_role("status")).to_contain_text("已保存")
    expect(publisher.get_by_label("索引号", exact=True)).to_have_value("QH-2026-20")
    expect(publisher.get_by_label("主题分类", exact=True)).to_have_value("优待")
