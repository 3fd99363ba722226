"""The panel is framed by the sites that the office names, and by nobody where it names none."""

from __future__ import annotations

import dataclasses
import re

import pytest
from flask.testing import FlaskClient

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
