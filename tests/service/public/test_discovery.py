"""What search engines find: robots.txt, the site map, canonical addresses, the page tags."""

from __future__ import annotations

import dataclasses
import html
import re

import pytest
from flask.testing import FlaskClient
from lxml import etree

from knowledge.database import Store
from knowledge.publication import withdraw
from knowledge.queries import catalogue
from service.apps import create_app
from service.wiring import Office
from tests.counting import counted
from tests.factories import DAY_OF_INGESTION, make_document

PUBLIC = "https://wen.qinghe.example"


@pytest.fixture(scope="module")
def known_client(office: Office) -> FlaskClient:
    """A client of an office that knows its public address and its code."""
    settings = office.settings.model_copy(
        update={"public_address": PUBLIC, "site_code": "2310250001"}
    )
    return create_app(dataclasses.replace(office, settings=settings)).test_client()


def locations(client: FlaskClient, address: str) -> list[str]:
    response = client.get(address.removeprefix(PUBLIC))
    assert response.mimetype == "application/xml"
    return [each.text or "" for each in etree.fromstring(response.data).findall(".//{*}loc")]


def tags(page: str) -> dict[str, str]:
    return {
        name: html.unescape(value)
        for name, value in re.findall(r'<meta name="([A-Za-z]+)" content="([^"]*)">', page)
    }


def test_the_site_map_leads_to_every_document_and_every_address_answers(
    known_client: FlaskClient,
) -> None:
    files = locations(known_client, "/sitemap.xml")
    addresses = [each for file in files for each in locations(known_client, file)]
    assert len(addresses) == len(set(addresses)) > 20
    assert f"{PUBLIC}/" in addresses
    for address in addresses:
        assert address.startswith(PUBLIC)
        assert known_client.get(address.removeprefix(PUBLIC)).status_code == 200
    listed = known_client.get("/documents").text
    for document in set(re.findall(r'href="(/documents/d[0-9a-f]+)"', listed)):
        assert PUBLIC + document in addresses


def test_robots_may_read_documents_but_not_the_console(known_client: FlaskClient) -> None:
    lines = known_client.get("/robots.txt").text.splitlines()
    assert f"Sitemap: {PUBLIC}/sitemap.xml" in lines
    assert "Disallow: /console" in lines
    assert "Disallow: /documents" not in lines


def test_without_a_public_address_there_is_no_site_map_and_no_canonical_address(
    client: FlaskClient,
) -> None:
    assert client.get("/sitemap.xml").status_code == 404
    assert "Sitemap" not in client.get("/robots.txt").text
    assert "canonical" not in client.get("/", headers={"Host": "elsewhere.example"}).text


def test_a_document_has_one_canonical_address_whatever_is_marked_in_it(
    known_client: FlaskClient,
) -> None:
    address = re.findall(r'href="(/documents/d[0-9a-f]+)"', known_client.get("/documents").text)[0]
    for shown in ("", "/versions/1", "/versions/1?start=0&end=5", "/versions/1?layer=raw"):
        page = known_client.get(address + shown).text
        assert re.findall(r'rel="canonical" href="([^"]*)"', page) == [PUBLIC + address]
        assert ('name="robots" content="noindex"' in page) == ("raw" in shown)


def test_a_page_that_is_not_there_has_no_canonical_address(known_client: FlaskClient) -> None:
    for address in ("/nowhere", "/documents/d0"):
        assert "canonical" not in known_client.get(address).text


def test_pages_bear_the_tags_of_government_sites(known_client: FlaskClient) -> None:
    site = {"SiteName": "政务公开办公室 一号答", "SiteDomain": "wen.qinghe.example"}
    listed = known_client.get("/documents").text
    found = tags(listed)
    assert site.items() <= found.items()
    assert found["SiteIDCode"] == "2310250001"
    assert found["ColumnType"] == "政策文件"
    assert {"ColumnName", "ColumnDescription", "ColumnKeywords"} <= set(found)
    address = re.findall(r'href="(/documents/d[0-9a-f]+)">[^<]*高龄津贴发放办法', listed)[0]
    article = tags(known_client.get(address).text)
    assert site.items() <= article.items()
    assert "高龄津贴发放办法" in article["ArticleTitle"]
    assert article["PubDate"] == "2024-06-14 00:00"
    assert "青禾县" in article["ContentSource"]


def test_the_files_of_the_site_map_share_the_documents_in_one_statement_each(
    store: Store,
) -> None:
    made = sorted(make_document(store) for _ in range(5))
    with store.writing() as session:
        withdraw(session, made[0], "发布有误", DAY_OF_INGESTION)
    with store.reading() as session, counted(session) as statements:
        firsts = catalogue.every_nth_document(session, 2)
        files = [catalogue.documents_from(session, first, 2) for first in firsts]
    assert [[each.id for each in file] for file in files] == [made[1:3], made[3:]]
    assert len([each for each in statements if each != "BEGIN"]) == 1 + len(files)
