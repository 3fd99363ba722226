"""What other sites embed: who may frame the panel, and the loader's bytes, hash and headers."""

from __future__ import annotations

import base64
import dataclasses
import gzip
import hashlib
import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from service import loader
from service.apps import create_app
from service.public.security import CONTENT_SECURITY_POLICY
from service.wiring import Office

SITES = "https://www.qinghe.gov.cn,http://hall.qinghe.gov.cn:8080"
HOST = "https://www.qinghe.gov.cn"


@pytest.fixture
def embedded(office: Office) -> FlaskClient:
    """A client of the same office, two sites named."""
    settings = office.settings.model_copy(update={"sites": SITES})
    return create_app(dataclasses.replace(office, settings=settings)).test_client()


def test_nobody_frames_the_panel_by_default(client: FlaskClient) -> None:
    response = client.get("/widget/panel", query_string={"host": HOST})
    assert response.headers["Content-Security-Policy"] == CONTENT_SECURITY_POLICY
    assert response.headers["X-Frame-Options"] == "DENY"
    assert 'data-host=""' in response.text


def test_the_sites_that_are_named_frame_the_panel(embedded: FlaskClient) -> None:
    response = embedded.get("/widget/panel", query_string={"host": HOST})
    policy = response.headers["Content-Security-Policy"].split("; ")
    assert f"frame-ancestors {SITES.replace(',', ' ')}" in policy
    assert set(CONTENT_SECURITY_POLICY.split("; ")) - {"frame-ancestors 'none'"} < set(policy)
    assert "X-Frame-Options" not in response.headers
    assert f'data-host="{HOST}"' in response.text


@pytest.mark.parametrize("address", ["/", "/ask", "/documents", "/consultations", "/console/"])
def test_no_other_page_is_framed_by_them(embedded: FlaskClient, address: str) -> None:
    response = embedded.get(address)
    assert "frame-ancestors 'none'" in response.headers["Content-Security-Policy"]
    assert response.headers["X-Frame-Options"] == "DENY"


def test_a_stranger_named_as_host_is_sent_no_message(embedded: FlaskClient) -> None:
    for host in ("https://elsewhere.example", "*", HOST + "/", HOST + ".elsewhere.example"):
        assert 'data-host=""' in embedded.get("/widget/panel", query_string={"host": host}).text


def test_what_a_host_asks_for_is_shown_as_text_and_within_bounds(embedded: FlaskClient) -> None:
    hostile = '"><script>alert(1)</script>' + "长" * 100
    wanted = {"title": hostile, "region": hostile, "color": hostile, "layout": hostile}
    page = embedded.get("/widget/panel", query_string=wanted).text
    assert not re.search(r"<script(?! type=\"module\")", page)
    assert "长" * 41 not in page
    assert 'data-color=""' in page
    assert 'data-layout="panel"' in page


def test_the_panel_is_as_the_host_wants_it(embedded: FlaskClient) -> None:
    wanted = {"title": "问青禾", "region": "青禾县", "color": "#0D5C63", "layout": "inline"}
    page = embedded.get("/widget/panel", query_string=wanted).text
    assert "<h1>问青禾</h1>" in page
    assert 'data-region="青禾县" data-color="#0d5c63" data-layout="inline"' in page


def test_every_module_that_the_panel_imports_is_told_beforehand(client: FlaskClient) -> None:
    page = client.get("/widget/panel").text
    scripts = set(re.findall(r'src="/static/(\w+\.js)"', page))
    preloaded = set(re.findall(r'rel="modulepreload" href="/static/(\w+\.js)"', page))
    imported: set[str] = set()
    for name in scripts | preloaded:
        text = client.get(f"/static/{name}", buffered=True).text
        imported |= set(re.findall(r'from "\./(\w+\.js)"', text))
    assert len(preloaded) > 5
    assert preloaded == imported - scripts


#: What was published with each release, and what sites state: no byte of it changes any more.
RELEASED = {
    "1.0.0": "sha384-mxTdE8jysWgXNAhCtkx8dfzvUtMOSGQeUc5lMXMP1XwHq7UDzbcwNDs37Abdg5tI",
    "1.0.1": "sha384-zcgevUGkfJPe/XlbU4yAuHqVnn+eyk3y1fl2D0yBP9vrY2yg2wfhFKOQuqnBaSmB",
}
LOADERS = ("/widget/v1.js", f"/widget/{loader.NEWEST}.js")
DOCS = Path(__file__).resolve().parents[3] / "docs"


@pytest.mark.parametrize("address", LOADERS)
def test_the_loader_is_the_file_whose_hash_is_told(client: FlaskClient, address: str) -> None:
    response = client.get(address)
    digest = base64.b64encode(hashlib.sha384(response.data).digest()).decode()
    assert response.mimetype == "text/javascript"
    assert loader.integrity() == f"sha384-{digest}"
    assert f'VERSION = "{loader.NEWEST}"' in response.text


def test_every_release_is_served_as_it_was_published(client: FlaskClient) -> None:
    assert tuple(RELEASED) == loader.RELEASES
    for release, published in RELEASED.items():
        response = client.get(f"/widget/{release}.js")
        digest = base64.b64encode(hashlib.sha384(response.data).digest()).decode()
        assert f"sha384-{digest}" == published == loader.integrity(release)
        assert f'VERSION = "{release}"' in response.text
    assert client.get("/widget/0.9.0.js").status_code == 404


def test_the_newest_is_asked_for_again_and_a_release_never(client: FlaskClient) -> None:
    newest, release = map(client.get, LOADERS)
    assert newest.headers["Cache-Control"] == "public, max-age=300"
    assert "immutable" in release.headers["Cache-Control"]
    again = client.get(LOADERS[0], headers={"If-None-Match": newest.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


@pytest.mark.parametrize("address", LOADERS)
def test_all_sites_may_load_it_and_those_of_the_office_may_check_its_hash(
    embedded: FlaskClient, address: str
) -> None:
    allowed = embedded.get(address, headers={"Origin": HOST}).headers
    assert allowed["Access-Control-Allow-Origin"] == HOST
    stranger = embedded.get(address, headers={"Origin": "https://elsewhere.example"}).headers
    assert "Access-Control-Allow-Origin" not in stranger
    for headers in (allowed, stranger, embedded.get(address).headers):
        assert headers["Cross-Origin-Resource-Policy"] == "cross-origin"
        assert headers["Vary"] == "Origin"
        assert "Access-Control-Allow-Credentials" not in headers


def test_no_site_may_read_anything_else(embedded: FlaskClient) -> None:
    for address in ("/", "/widget/panel", "/api/v1/openapi.json", "/static/ask.js"):
        headers = embedded.get(address, headers={"Origin": HOST}, buffered=True).headers
        assert "Access-Control-Allow-Origin" not in headers
        assert headers["Cross-Origin-Resource-Policy"] == "same-origin"


def test_the_loader_is_below_six_kilobytes_compressed() -> None:
    assert len(gzip.compress(loader.source(), 9)) < 6 * 1024


def test_every_hash_in_the_documents_is_that_of_the_release_beside_it() -> None:
    files = [path for path in DOCS.rglob("*") if path.suffix in (".md", ".html")]
    pinned = re.compile(r'/widget/([\d.]+)\.js"[^>]*?integrity="([^"]+)"')
    found = [pair for path in files for pair in pinned.findall(path.read_text("utf-8"))]
    assert len(found) >= 3
    assert {(release, loader.integrity(release)) for release, _ in found} == set(found)
