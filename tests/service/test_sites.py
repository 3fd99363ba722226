"""Which sites may hold the widget: origins as browsers write them, or a word on what is wrong."""

from __future__ import annotations

import pytest

from service.sites import site_origins


@pytest.mark.parametrize(
    ("text", "origins"),
    [
        ("", ()),
        (" , ", ()),
        ("https://www.qinghe.gov.cn", ("https://www.qinghe.gov.cn",)),
        ("HTTPS://WWW.Qinghe.gov.cn/", ("https://www.qinghe.gov.cn",)),
        ("https://a.gov.cn:443,http://a.gov.cn:80", ("https://a.gov.cn", "http://a.gov.cn")),
        ("https://a.gov.cn:8443， http://[::1]:81", ("https://a.gov.cn:8443", "http://[::1]:81")),
        ("http://[::1]", ("http://[::1]",)),
        ("https://a.gov.cn,https://a.gov.cn/", ("https://a.gov.cn",)),
    ],
)
def test_origins_are_written_as_browsers_send_them(text: str, origins: tuple[str, ...]) -> None:
    assert site_origins(text) == origins


@pytest.mark.parametrize(
    "text",
    [
        "www.qinghe.gov.cn",
        "https://*.gov.cn",
        "*",
        "'self'",
        "null",
        "https://a.gov.cn/portal",
        "https://a.gov.cn?x",
        "https://user@a.gov.cn",
        "https://a.gov.cn:port",
        "https://a.gov.cn:70000",
        "https://青禾.政务",
        "https://a.gov.cn; script-src *",
        "https://a.gov.cn https://b.gov.cn",
        "https://",
        "ftp://a.gov.cn",
        "javascript:alert(1)",
    ],
)
def test_what_is_no_origin_is_refused_in_words(text: str) -> None:
    with pytest.raises(ValueError, match="应写成"):
        site_origins(text)
