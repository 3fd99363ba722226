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


def test_without_javascript_an_answer_is_asked_for_again_in_the_other_look(
    client: FlaskClient,
) -> None:
    question = {"question": "2027年居民医保个人要交多少钱？<b>"}
    page = client.post("/ask", data=question).text
    again = posted_again(page, "large")
    assert again.pop("action") == "/ask?text=large"
    assert again == question
    large = client.post("/ask?text=large", data=again).text
    assert 'data-text="large"' in large
    assert "每人每年430元" in large
    assert posted_again(large, "standard") == {"action": "/ask", **question}


def test_a_receipt_in_another_look_is_the_same_and_what_was_done_is_not_done_again(
    client: FlaskClient, form_token: str
) -> None:
    form = {"question": "高铁站什么时候建成？", "form_token": form_token}
    receipt = client.post("/consultations", data=form).text
    again = posted_again(receipt, "large")
    large = client.post(again.pop("action"), data=again).text
    secrets = re.compile(r'data-slot="(number|code)">([^<]+)')
    assert secrets.findall(large) == secrets.findall(receipt) != []
    holder = dict(secrets.findall(receipt))
    done = client.post("/consultations/act/withdraw", data=holder).text
    again = posted_again(done, "large")
    assert again == {"action": "/consultations/lookup?text=large", **holder}
    assert "已撤回" in client.post(again.pop("action"), data=again).text


def posted_again(page: str, value: str) -> dict[str, str]:
    """The address and the hidden fields of the form that shows the page in the look."""
    forms = re.findall(r'<form method="post" action="([^"]*)">(.*?)</form>', page)
    action, inside = next(each for each in forms if f'data-value="{value}"' in each[1])
    fields = re.findall(r'name="(\w+)" value="([^"]*)"', inside)
    return {name: html.unescape(held) for name, held in [("action", action), *fields]}


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
