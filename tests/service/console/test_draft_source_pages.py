"""The source of a draft at the console: as it looks, shut off from everything, and compared."""

from __future__ import annotations

import re
from itertools import count

import pytest
from apiflask import APIFlask

from knowledge.ingesting.ingestion import ingest_source
from knowledge.sources import SourceFile
from service.keeping.waiting import read_waiting
from service.staff.roles import Role
from service.wiring import Office
from tests.clocks import START
from tests.pdf_files import LEFT, PdfPage, pdf_bytes
from tests.service.console.test_document_pages import OWN, TEXT, ingested
from tests.service.console.test_draft_pages import LIST, step, upload
from tests.staff import Browser, browser, make_organ, make_person

_NUMBERS = count(7000)


@pytest.fixture(scope="module")
def handler(app: APIFlask) -> Browser:
    return browser(app, "handler")


def draft_of(by: Browser, name: str, state: str = "起草中") -> str:
    rows = re.findall(
        r'href="(/console/drafts/\d+)">([^<]*)<.*?</tr>', by.get(LIST, state=state).text, re.DOTALL
    )
    return next(address for address, title in rows if name in title)


def words_of(name: str, number: int) -> str:
    return TEXT.format(title=f"{OWN}关于{name}的通知", number=number, issuer=OWN)


def test_a_web_page_is_framed_where_nothing_of_it_can_act(handler: Browser) -> None:
    lines = "".join(f"<p>{line}</p>" for line in words_of("框里的", next(_NUMBERS)).split())
    page = f'<body><script>bad()</script><a href="//evil.example">去</a>{lines}</body>'
    upload(handler, {"框.html": page.encode()})
    path = draft_of(handler, "框里的")
    outer = handler.get(path)
    assert f'<iframe class="sheet" name="source" sandbox src="{path}/rendered"' in outer.text
    assert "frame-src 'self'" in outer.headers["Content-Security-Policy"]
    assert outer.headers["X-Frame-Options"] == "DENY"
    number = re.search(rf'href="{path}/rendered#(place-\d+)" target="source"', outer.text)
    assert number
    inner = handler.get(f"{path}/rendered")
    assert f'<mark id="{number[1]}"' in inner.text
    assert "bad()" not in inner.text
    assert "evil" not in inner.text
    policy = inner.headers["Content-Security-Policy"]
    for told in ("default-src 'none'", "sandbox", "frame-ancestors 'self'", "form-action 'none'"):
        assert told in policy
    assert inner.headers["X-Frame-Options"] == "SAMEORIGIN"
    nonce = re.search(r"'nonce-([\w-]+)'", policy)
    assert nonce
    assert inner.text.count(f'nonce="{nonce[1]}"') == 1
    assert "frame-src" not in handler.get(LIST).headers["Content-Security-Policy"]


def test_a_pdf_is_read_behind_the_request_and_shown_page_by_page(
    handler: Browser, office: Office
) -> None:
    first = PdfPage()
    for place, line in enumerate(filter(None, words_of("成页的", next(_NUMBERS)).splitlines())):
        first.put(line[:30], LEFT, 80 + 30 * place)
    assert upload(handler, {"页.pdf": pdf_bytes([first])}).status_code == 302
    path = draft_of(handler, "页.pdf", "正在读")
    page = handler.get(path).text
    assert "data-waiting" in page
    assert step(handler, path, "in", attribute="主动公开").status_code == 400
    assert handler.get("/console/drafts/waiting").json == {"count": 1}
    assert read_waiting(office.store, office.clock) == 1
    page = handler.get(path).text
    assert f'<img id="page-1" src="{path}/pages/1"' in page
    assert 'href="#page-1"' in page
    picture = handler.get(f"{path}/pages/1")
    assert picture.mimetype == "image/webp"
    assert picture.data[8:12] == b"WEBP"
    for gone in ("/pages/2", "/rendered"):
        assert handler.get(path + gone).status_code == 404
    assert "读文件" in page.split("经过</h2>")[1]


def test_what_could_not_be_read_is_read_again_when_somebody_asks(
    handler: Browser, office: Office
) -> None:
    upload(handler, {"还是坏的.pdf": b"%PDF-1.7 nothing"})
    read_waiting(office.store, office.clock)
    path = re.findall(
        r'href="(/console/drafts/\d+)">[^<]*</a></td>\s*<td[^>]*><span class="badge bad">',
        handler.get(LIST).text,
    )[0]
    assert "还是坏的.pdf" in handler.get(path).text
    assert step(handler, path, "again").status_code == 302
    assert "正在读" in handler.get(path).text
    assert step(handler, path, "again").status_code == 400
    assert read_waiting(office.store, office.clock) == 1
    assert "再读一次</button>" in handler.get(path).text
    assert step(handler, path, "close", why="重新扫描").status_code == 302


def test_documents_of_nearly_the_same_text_are_told_and_compared(
    handler: Browser, office: Office
) -> None:
    items = "一二三四五六七八九"
    body = "\n\n".join(f"{each}、第{each}项补贴由镇人民政府受理，五日办结。" for each in items)
    stored = f"{words_of('旧的相近', next(_NUMBERS))}\n\n{body}"
    source = SourceFile("/文件/旧的相近.txt", "旧的相近.txt", stored.encode())
    document_id = ingest_source(office.store, source, START).document_id
    newer = stored.replace("旧的相近", "新的相近").replace("第九项补贴", "第九项津贴")
    upload(handler, {"近.txt": newer.encode()})
    path = draft_of(handler, "新的相近")
    compared = f"{path}/compare/{document_id}"
    listed = handler.get(LIST).text
    assert compared in listed
    assert re.search(r"《[^》]*旧的相近[^》]*》\d+% 相同", listed)
    assert compared in handler.get(path).text
    page = handler.get(compared).text
    assert "处不同" in page
    assert "<del>补</del>" in page
    assert "<ins>津</ins>" in page
    assert len(handler.get(compared, only="changes").text) < len(page)
    for wrong in ("d0", "x", "q1"):
        assert handler.get(f"{path}/compare/{wrong}").status_code == 404


def test_other_organs_see_nothing_of_a_source(
    app: APIFlask, handler: Browser, office: Office
) -> None:
    with office.store.writing() as session:
        make_person(session, "looker", Role.HANDLER, organ=make_organ(session, "青禾县气象局"))
    upload(handler, {"私.txt": words_of("别人看不到的", next(_NUMBERS)).encode()})
    path = draft_of(handler, "别人看不到的")
    other = browser(app, "looker")
    document_id = ingested(office, words_of("对照", next(_NUMBERS)))
    for address in ("rendered", "pages/1", "source", f"compare/{document_id}"):
        assert other.get(f"{path}/{address}").status_code == 404
    upload(handler, {"等.pdf": b"%PDF-1.4 x"})
    assert other.get("/console/drafts/waiting").json == {"count": 0}
    read_waiting(office.store, office.clock)
