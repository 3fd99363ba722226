"""The pages of stored documents."""

from __future__ import annotations

import html
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest
from flask.testing import FlaskClient

from knowledge.documents import DocumentId
from knowledge.publication import withdraw
from service.apps import create_app
from service.config import Settings
from service.wiring import Office, open_office
from tests.clocks import FrozenClock
from tests.offices import DEMO_DOCUMENTS

QUESTION = "2027年居民医保个人要交多少钱？"


def cited(client: FlaskClient, question: str = QUESTION) -> dict[str, object]:
    citation: dict[str, object] = client.post("/api/v1/ask", json={"question": question}).json[
        "citations"
    ][0]
    return citation


def address_of(client: FlaskClient, title: str) -> str:
    """The address of the listed document whose title holds the words."""
    for address, shown in re.findall(
        r'<a href="(/documents/d[0-9a-f]+)">([^<]*)</a>', client.get("/documents").text
    ):
        if title in html.unescape(shown):
            return str(address)
    raise AssertionError(title)


def test_a_citation_leads_to_its_words_marked_in_the_document(client: FlaskClient) -> None:
    citation = cited(client)
    page = client.get(str(citation["url"])).text
    marked = "".join(re.findall(r"<mark[^>]*>(.*?)</mark>", page))
    assert html.unescape(marked) == str(citation["quote"]).replace("\n", "")
    assert page.count('id="hit"') == 1


def test_a_citation_of_a_number_leads_to_the_text_it_was_read_from(client: FlaskClient) -> None:
    citation = cited(client, "高龄津贴发放办法的文号是多少？")
    page = client.get(str(citation["url"])).text
    assert citation["layer"] == "raw"
    assert "采集全文" in page
    assert f'id="hit">{citation["quote"]}<' in page


def test_the_page_tells_what_is_known_of_the_document(client: FlaskClient) -> None:
    page = client.get(address_of(client, "高龄津贴发放办法"), follow_redirects=True).text
    assert "青禾政办规〔2024〕3号" in page
    assert "2024年6月14日" in page
    assert 'data-state="现行有效"' in page
    assert '<th scope="row">文号</th>' in page


def test_a_repealed_document_leads_to_its_successor(client: FlaskClient) -> None:
    page = client.get(address_of(client, "老年人高龄补贴暂行办法"), follow_redirects=True).text
    assert "<strong>废止</strong>" in page
    assert address_of(client, "高龄津贴发放办法") in page


@pytest.mark.parametrize(
    "query", ["start=5&end=2", "start=0&end=99999999", "start=x&end=9", "end=9"]
)
def test_a_passage_that_is_not_there_is_told_and_the_text_shown(
    client: FlaskClient, query: str
) -> None:
    address = address_of(client, "高龄津贴发放办法")
    response = client.get(f"{address}/versions/1?{query}")
    assert response.status_code == 200
    assert "没有标出" in response.text
    assert "<mark" not in response.text


@pytest.mark.parametrize(
    "address",
    [
        "/documents/d000000000000",
        "/documents/d000000000000/versions/1",
        "/documents/d000000000000/versions/1/source",
        "/documents/d000000000000/versions/99999999999999999999",
        "/documents/d0%00/versions/1",
        "/documents/..%2f..%2fetc",
    ],
)
def test_unknown_documents_are_not_found(client: FlaskClient, address: str) -> None:
    response = client.get(address)
    assert response.status_code == 404
    assert response.mimetype == "text/html"


def test_the_source_is_given_byte_for_byte_and_never_as_a_page(client: FlaskClient) -> None:
    address = address_of(client, "高龄津贴发放办法")
    response = client.get(f"{address}/versions/1/source")
    assert response.data == (DEMO_DOCUMENTS / "高龄津贴发放办法.html").read_bytes()
    assert response.mimetype == "application/octet-stream"
    disposition = response.headers["Content-Disposition"]
    assert disposition.startswith("attachment")
    assert disposition.isascii()  # gunicorn refuses any other header
    assert response.headers["Cache-Control"] == "no-store"
    assert "高龄津贴发放办法.html" in unquote(disposition)
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Security-Policy"].endswith("sandbox")


def test_a_line_break_in_a_file_name_ends_no_header(client: FlaskClient) -> None:
    response = client.get(f"{address_of(client, '漫灌')}/versions/1/source")
    assert response.status_code == 200
    disposition = unquote(response.headers["Content-Disposition"])
    assert "漫灌 <b>__Set-Cookie: a.txt" in disposition
    assert "Set-Cookie" not in response.headers


def test_a_document_full_of_markup_is_shown_as_text_everywhere(client: FlaskClient) -> None:
    address = address_of(client, "漫灌")
    pages = [client.get("/documents").text]
    pages += [client.get(address + part).text for part in ("/versions/1", "/versions/1?layer=raw")]
    for page in pages:
        assert "漫灌" in page
        assert not re.search(r"<(img|svg|b>|script>)", page)
        assert "&lt;" in page


def test_the_list_holds_every_document_once(client: FlaskClient) -> None:
    page = client.get("/documents").text
    addresses = re.findall(r'<li><a href="(/documents/d[0-9a-f]+)"', page)
    count = len(list(DEMO_DOCUMENTS.iterdir())) + 1
    assert len(addresses) == len(set(addresses)) == count
    assert f"共 {count} 份" in page
    assert client.get("/documents?after=2026-02-31_d0").status_code == 200


@pytest.fixture
def own_office(furnished_home: Path, tmp_path: Path) -> Iterator[Office]:
    """An office whose documents one test may change."""
    shutil.copytree(furnished_home, tmp_path / "home")
    opened = open_office(Settings(home=tmp_path / "home"), FrozenClock())
    yield opened
    opened.close()


def test_a_withdrawn_document_is_shown_to_nobody_and_answers_nothing(own_office: Office) -> None:
    client = create_app(own_office).test_client()
    document = DocumentId(str(cited(client)["document_id"]))
    with own_office.store.writing() as session:
        withdraw(session, document, "发布有误", own_office.clock())
    address = f"/documents/{document}"
    for page in (address, f"{address}/versions/1", f"{address}/versions/1/source"):
        response = client.get(page)
        assert response.status_code == 410
        assert "文件已经撤下" in response.text
        assert "居民医保" not in response.text
    assert document not in client.get("/documents").text
    answer = client.post("/api/v1/ask", json={"question": QUESTION})
    assert answer.status_code == 200
    assert document not in answer.text
