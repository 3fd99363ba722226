"""Large type, high contrast and the kiosk's layout go with every link, without cookies."""

from __future__ import annotations

import html
import re

import pytest
from flask.testing import FlaskClient

LOOKS = "text=large&contrast=high&layout=kiosk"
PAGES = ["/", "/documents", "/documents?words=办法", "/consultations", "/consultations/lookup"]


def links(page: str) -> list[str]:
    """The addresses of our own pages that the page leads to or sends forms to."""
    found = re.findall(r'(?:href|action)="(/[^"#]*)', page)
    return [html.unescape(each) for each in found if not each.startswith(("/static", "/api"))]


@pytest.mark.parametrize("address", PAGES)
def test_every_link_and_form_leads_on_in_the_same_look(client: FlaskClient, address: str) -> None:
    page = client.get(f"{address}{'&' if '?' in address else '?'}{LOOKS}").text
    root = re.findall(r"<html[^>]*>", page)[0]
    for told in ('data-text="large"', 'data-contrast="high"', 'data-layout="kiosk"'):
        assert told in root
    followed = [each for each in links(page) if "layout=kiosk" not in each]
    assert followed == []
    without = [each for each in links(page) if "text=large" not in each]
    assert len(without) == 1, "the one that goes back to the standard size"


def test_an_answer_and_what_it_cites_keep_the_look(client: FlaskClient) -> None:
    question = {"question": "2027年居民医保个人要交多少钱？"}
    page = client.post("/ask?text=large", data=question).text
    assert 'data-text="large"' in page
    assert re.search(r'href="/documents/d[0-9a-f]+/versions/1\?[^"]*text=large[^"]*#hit"', page)
    told = client.post("/api/v1/ask?text=large", json=question).json
    assert "text=large" in told["citations"][0]["url"]
    assert "text=" not in client.post("/api/v1/ask", json=question).json["citations"][0]["url"]


def test_a_look_is_taken_away_where_one_stands(client: FlaskClient) -> None:
    page = client.get("/documents?words=办法&text=large&contrast=high").text
    back = re.findall(r'data-value="standard" href="([^"]*)"', page)[0]
    plain = client.get(html.unescape(back)).text
    assert 'data-contrast="high"' in plain
    assert "<html" in plain
    assert 'data-text="large"' not in plain.split(">")[1]
    assert 'value="办法"' in plain


@pytest.mark.parametrize(
    "query",
    [
        "text=huge",
        "layout=panel",
        "_scheme=javascript&_external=1",
        "endpoint=pages.home&_anchor=x",
        "contrast=%22%3E%3Cscript%3E",
    ],
)
def test_what_is_no_look_changes_nothing(client: FlaskClient, query: str) -> None:
    page = client.get(f"/?{query}").text
    assert '<html lang="zh-CN">' in page
    assert "javascript:" not in page
    assert "<script>" not in page
    assert client.get(f"/documents?{query}&text=large").status_code == 200


def test_a_kiosk_offers_to_begin_anew_and_forgets_without_javascript_too(
    client: FlaskClient,
) -> None:
    page = client.get("/documents?layout=kiosk").text
    assert "重新开始" in page
    assert '<dialog id="still-there"' in page
    assert '<noscript><meta http-equiv="refresh" content="120;url=/?layout=kiosk">' in page
    assert "http-equiv" not in client.get("/?layout=kiosk").text
    assert "still-there" not in client.get("/documents").text
