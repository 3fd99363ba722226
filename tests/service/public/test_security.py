"""Every route has the headers, and every route that changes something refuses other sites.

The routes come from the application's URL map, so a new one is tested without being listed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from apiflask import APIFlask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from service.public.bodies import UPLOADS
from service.public.security import CONTENT_SECURITY_POLICY, HEADERS

NUMBER = 1
"""What stands in a route's address for every part that `PARTS` does not name."""

PARTS = {
    "document_id": "d0",
    "filename": "page.css",
    "answer_id": "a0",
    "act": "disable",
    "slug": "accept",
    "table": "lexicon",
    "release": "1.0.0",
}
STATE_CHANGING = {"POST", "PUT", "PATCH", "DELETE"}


def requests_of(app: APIFlask) -> Iterator[tuple[str, str]]:
    for rule in app.url_map.iter_rules():
        for method in sorted(rule.methods or ()):
            yield method, address_of(app, rule)


def address_of(app: APIFlask, rule: Rule) -> str:
    with app.test_request_context():
        built = rule.build({name: PARTS.get(name, NUMBER) for name in rule.arguments})
    assert built is not None
    return built[1]


def test_every_route_has_the_headers_and_no_page_for_citizens_sets_a_cookie(app: APIFlask) -> None:
    client = app.test_client()
    seen = list(requests_of(app))
    assert len(seen) > 30
    for method, address in seen:
        response = client.open(address, method=method, buffered=True)
        for name in HEADERS:
            assert name in response.headers, (method, address, name)
        if not address.startswith("/console"):
            assert "Set-Cookie" not in response.headers, (method, address)
        assert "Cache-Control" in response.headers, (method, address)


def test_the_policy_allows_our_own_origin_and_nothing_inline(client: FlaskClient) -> None:
    assert client.get("/").headers["Content-Security-Policy"] == CONTENT_SECURITY_POLICY
    assert "unsafe" not in CONTENT_SECURITY_POLICY
    assert "default-src 'none'" in CONTENT_SECURITY_POLICY
    assert "frame-ancestors 'none'" in CONTENT_SECURITY_POLICY


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://elsewhere.example"},
        {"Origin": "http://localhost.elsewhere.example"},
        {"Origin": "null"},
        {"Origin": "http://[::1"},
        {"Origin": "http://localhost", "Sec-Fetch-Site": "cross-site"},
    ],
)
def test_every_state_changing_route_refuses_other_sites(
    app: APIFlask, headers: dict[str, str]
) -> None:
    client = app.test_client()
    refused = 0
    for method, address in requests_of(app):
        if method in STATE_CHANGING:
            response = client.open(address, method=method, headers=headers)
            assert response.status_code == 403, (method, address)
            refused += 1
    assert refused >= 6


@pytest.mark.parametrize(
    "headers",
    [{}, {"Sec-Fetch-Site": "same-origin"}, {"Origin": "http://localhost"}],
)
def test_our_own_forms_and_programs_are_accepted(
    client: FlaskClient, headers: dict[str, str]
) -> None:
    response = client.post("/ask", data={"question": "高龄津贴怎么领？"}, headers=headers)
    assert response.status_code == 200


@pytest.mark.parametrize(
    ("method", "address", "data"),
    [
        ("GET", "/", None),
        ("POST", "/ask", {"question": "高龄津贴怎么领？"}),
        ("POST", "/consultations", {"question": "x", "form_token": "0123456789abcdef0123"}),
        ("POST", "/consultations/lookup", {"number": "1", "code": "2"}),
    ],
)
def test_answers_and_consultations_are_not_stored_by_caches(
    client: FlaskClient, method: str, address: str, data: dict[str, str] | None
) -> None:
    response = client.open(address, method=method, data=data)
    assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("name", "media_type"),
    [
        ("page.css", "text/css"),
        ("ask.js", "text/javascript"),
        ("turn.js", "text/javascript"),
        ("icon.svg", "image/svg+xml"),
    ],
)
def test_static_files_are_served_with_their_types(
    client: FlaskClient, name: str, media_type: str
) -> None:
    response = client.get(f"/static/{name}", buffered=True)
    assert response.status_code == 200
    assert response.mimetype == media_type


def test_nothing_but_the_page_files_is_served_as_static(client: FlaskClient) -> None:
    for name in ("../__init__.py", "__init__.py", "%2e%2e/__init__.py"):
        assert client.get(f"/static/{name}").status_code == 404


def test_every_form_that_takes_a_file_may_send_more_than_others() -> None:
    pages = [each.read_text(encoding="utf-8") for each in Path("service").rglob("*.html")]
    forms = [form for page in pages for form in re.findall(r"<form[^>]*multipart[^>]*>", page)]
    views = {view for form in forms for view in re.findall(r"url_for\('([^']+)'", form)}
    assert len(forms) >= len(views) > 4
    assert views - UPLOADS.keys() == set()
