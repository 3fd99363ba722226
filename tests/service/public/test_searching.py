"""Finding documents by a form: what narrows the list stands in the address, and goes on."""

from __future__ import annotations

import html
import re
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient

from tests.offices import DEMO_DOCUMENTS

COUNT = len(list(DEMO_DOCUMENTS.iterdir())) + 1


def listed(client: FlaskClient, **filters: str) -> list[str]:
    page = client.get("/documents", query_string=filters).text
    return re.findall(r'<li><a href="/documents/d[0-9a-f]+">([^<]*)</a>', page)


def test_words_and_numbers_find_documents_by_form_alone(client: FlaskClient) -> None:
    form = client.get("/documents").text
    assert re.search(r'<form[^>]* method="get" action="/documents"', form)
    by_words = listed(client, words="高龄 津贴")
    assert by_words == listed(client, words="青禾政办规[2024]3号")
    assert ["高龄津贴发放办法" in title for title in by_words] == [True]


def test_what_is_offered_to_choose_from_narrows_the_list(client: FlaskClient) -> None:
    form = client.get("/documents").text
    for name in ("region", "kind", "year", "standing"):
        select = re.findall(rf'<select name="{name}">(.*?)</select>', form, re.DOTALL)[0]
        offered = re.findall(r"<option>([^<]*)</option>", select)
        assert offered, name
        counts = [len(listed(client, **{name: html.unescape(value)})) for value in offered]
        assert all(0 <= count <= COUNT for count in counts)
        assert 0 < sum(counts) <= COUNT, name


def test_filters_are_told_and_taken_away_one_by_one(client: FlaskClient) -> None:
    page = client.get("/documents?words=办法&organ=民政&standing=现行有效").text
    told = re.findall(r'<li><a href="([^"]*)"><span class="unseen">去掉条件</span>([^<]*)', page)
    assert [shown for _, shown in told] == ["题目或文号：办法", "发文机关：民政", "时效：现行有效"]
    left = parse_qs(urlsplit(html.unescape(told[1][0])).query)
    assert left == {"words": ["办法"], "standing": ["现行有效"]}


@pytest.mark.parametrize(
    "filters",
    [
        {"year": "abcd"},
        {"year": "99999"},
        {"year": "0000"},
        {"standing": "有效吗"},
        {"after": "2026-02-31_d0"},
        {"after": "'; drop"},
        {"words": "《》"},
    ],
)
def test_what_is_no_filter_narrows_nothing(client: FlaskClient, filters: dict[str, str]) -> None:
    assert len(listed(client, **filters)) == COUNT


@pytest.mark.parametrize("name", ["words", "region", "organ", "kind"])
def test_markup_that_is_looked_for_is_shown_as_text(client: FlaskClient, name: str) -> None:
    hostile = "\"'><script>alert(1)</script><img src=x onerror=alert(2)>\0"
    page = client.get("/documents", query_string={name: hostile}).text
    assert "<script>alert" not in page
    assert "<img" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_a_page_goes_on_where_the_one_before_ended(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("service.public.reading.DOCUMENTS_A_PAGE", 7)
    address, seen = "/documents?organ=县", []
    while address:
        page = client.get(address).text
        titles = re.findall(r'<li><a href="/documents/d[0-9a-f]+">([^<]*)</a>', page)
        assert 0 < len(titles) <= 7
        seen += titles
        further = re.findall(r'rel="next" href="([^"]*)"', page)
        address = html.unescape(further[0]) if further else ""
    assert len(seen) == len(set(seen)) > 7


def test_nothing_found_leads_to_the_question_box(client: FlaskClient) -> None:
    page = client.get("/documents?words=火星移民").text
    assert "没有找到符合条件的文件" in page
    assert '<a href="/">提问</a>' in page
