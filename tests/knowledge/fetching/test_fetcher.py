"""A page is fetched as the limits allow: whoever tries to get past them fails, a page succeeds."""

from __future__ import annotations

import gzip
import ssl
import subprocess
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler
from ipaddress import ip_network
from pathlib import Path

import pytest

from knowledge.errors import AddressRefused, FetchError, PageGone
from knowledge.fetching.fetcher import Fetcher, Surroundings
from knowledge.fetching.policy import FetchPolicy
from knowledge.fetching.responses import FetchedFile, NotModified
from knowledge.sources import Validators
from tests.knowledge.fetching.sites import Reply, Site, Waits, html, redirect, running_site

PAGE = "<h1>青禾县便民服务办法</h1>"


def fetched(fetcher: Fetcher, url: str) -> FetchedFile:
    found = fetcher.fetch(url)
    assert isinstance(found, FetchedFile)
    return found


def test_a_page_comes_with_its_address_name_charset_and_validators(site: Site) -> None:
    site.pages["/zwgk/a.html"] = html(PAGE, ETag='"v1"', Last_Modified="Sun, 22 Nov 2026")
    found = fetched(site.fetcher(user_agent="Yihaoda/1 (+a@b.cn)"), site.url("/zwgk/a.html#top"))
    assert found == FetchedFile(
        site.url("/zwgk/a.html"),
        PAGE.encode(),
        "a.html",
        "utf-8",
        Validators('"v1"', "Sun, 22 Nov 2026"),
    )
    sent = dict(site.asked)["/zwgk/a.html"]
    assert sent["User-Agent"] == "Yihaoda/1 (+a@b.cn)"
    assert {"Cookie", "Authorization", "Referer"}.isdisjoint(sent)


def test_this_machine_is_not_fetched_from_unless_its_network_is_allowed(site: Site) -> None:
    site.pages["/a.html"] = html(PAGE)
    with pytest.raises(AddressRefused, match="不在公网上"):
        site.fetcher(allowed_networks=()).fetch(site.url("/a.html"))
    assert site.asked == []
    assert fetched(site.fetcher(), site.url("/a.html")).data == PAGE.encode()


def test_a_site_with_an_ipv6_address_is_refused_and_allowed_alike() -> None:
    with running_site("::1") as site:
        site.pages["/a.html"] = html(PAGE)
        with pytest.raises(AddressRefused):
            site.fetcher(allowed_networks=()).fetch(site.url("/a.html"))
        assert site.asked == []
        assert fetched(site.fetcher(), site.url("/a.html")).data == PAGE.encode()


def test_a_name_is_resolved_once_for_a_connection_and_only_that_answer_is_connected_to(
    site: Site,
) -> None:
    """The name tells an address that is allowed, and from then on one that is not."""
    site.pages["/a.html"] = html(PAGE)
    answers = iter(["127.0.0.1", "127.0.0.1", "10.0.0.1"])
    asked: list[str] = []

    def resolve(host: str, port: int) -> list[str]:
        asked.append(host)
        return [next(answers)]

    fetcher = site.fetcher(Surroundings(resolve=resolve))
    url = f"http://www.qinghe.example:{site.port}/a.html"
    assert fetched(fetcher, url).data == PAGE.encode()
    assert asked == ["www.qinghe.example"] * 2  # robots.txt and the page
    with pytest.raises(AddressRefused, match=r"10\.0\.0\.1"):
        fetcher.fetch(url)


def test_a_name_that_turns_private_between_the_rules_and_the_page_is_refused(site: Site) -> None:
    site.pages["/a.html"] = html(PAGE)
    answers = iter(["127.0.0.1", "169.254.169.254"])
    around = Surroundings(resolve=lambda *_: [next(answers)])
    with pytest.raises(AddressRefused, match=r"169\.254\.169\.254"):
        site.fetcher(around).fetch(f"http://www.qinghe.example:{site.port}/a.html")
    assert [path for path, _ in site.asked] == ["/robots.txt"]


def test_the_next_address_of_a_name_is_tried_when_the_first_does_not_answer(site: Site) -> None:
    site.pages["/a.html"] = html(PAGE)
    around = Surroundings(resolve=lambda *_: ["::1", "127.0.0.1"])
    url = f"http://www.qinghe.example:{site.port}/a.html"
    assert fetched(site.fetcher(around), url).data == PAGE.encode()


def test_proxies_of_the_environment_are_not_used(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.pages["/a.html"] = html(PAGE)
    with running_site() as proxy:
        for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY"):
            monkeypatch.setenv(name, proxy.origin)
        assert fetched(site.fetcher(), site.url("/a.html")).data == PAGE.encode()
        assert proxy.asked == []


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_are_followed_to_the_address_that_counts(site: Site, status: int) -> None:
    site.pages |= {"/old": redirect("new/a.html?id=1", status), "/new/a.html?id=1": html(PAGE)}
    assert fetched(site.fetcher(), site.url("/old")).url == site.url("/new/a.html?id=1")


@pytest.mark.parametrize(
    ("location", "told"),
    [
        ("file:///etc/passwd", "只能抓取 http"),
        ("http://169.254.169.254/latest/meta-data/", "不在公网上"),
        ("http://10.0.0.1/", "不在公网上"),
        ("http://[::ffff:10.0.0.1]/", "不在公网上"),
        ("http://2130706433/", "规范写法"),
        ("http://127.0.0.1:22/", "端口 22"),
        ("http://a:b@127.0.0.1/", "用户名和密码"),
        ("//[", "主机名不能带 %"),
        ("", "绕着圈跳转"),
    ],
)
def test_a_redirect_to_what_is_not_fetched_is_refused(site: Site, location: str, told: str) -> None:
    site.pages["/a"] = redirect(location)
    with pytest.raises(FetchError) as refused:
        site.fetcher().fetch(site.url("/a"))
    assert told in str(refused.value)


def test_a_public_site_cannot_send_the_program_to_this_machine(site: Site) -> None:
    """The first site alone is allowed, by its address; the second stands for localhost."""
    with running_site("127.0.0.2") as public:
        site.pages["/secret"] = html("机密")
        public.pages["/a"] = redirect(site.url("/secret"))
        networks = (ip_network("127.0.0.2/32"),)
        ports = frozenset((public.port, site.port))
        fetcher = Fetcher(FetchPolicy(allowed_networks=networks, ports=ports, pause_seconds=0.0))
        with pytest.raises(AddressRefused, match="不在公网上"):
            fetcher.fetch(public.url("/a"))
        assert site.asked == []


def test_redirects_that_lead_round_or_on_and_on_end(site: Site) -> None:
    site.pages |= {"/a": redirect("/b"), "/b": redirect("/a")}
    site.pages |= {f"/{number}": redirect(f"/{number + 1}") for number in range(9)}
    with pytest.raises(FetchError, match="绕着圈跳转"):
        site.fetcher().fetch(site.url("/a"))
    with pytest.raises(FetchError, match="跳转超过 5 次"):
        site.fetcher().fetch(site.url("/0"))
    assert site.paths[-1] == "/5"


@pytest.mark.parametrize("status", [404, 410])
def test_a_page_that_is_no_more_is_told_apart_from_a_failure(site: Site, status: int) -> None:
    site.pages["/a.html"] = Reply(status=status)
    with pytest.raises(PageGone, match=f"来源网页已不存在（{status}）"):
        site.fetcher().fetch(site.url("/a.html"))


def test_a_page_that_leads_to_an_error_page_is_no_more(site: Site) -> None:
    site.pages |= {"/a.html": redirect("/404.html"), "/404.html": html("您访问的页面不存在")}
    with pytest.raises(PageGone):
        site.fetcher().fetch(site.url("/a.html"))
    assert fetched(site.fetcher(), site.url("/404.html")).name == "404.html"


@pytest.mark.parametrize(
    ("status", "told"), [(401, "要登录"), (403, "拒绝访问"), (500, "答复 500"), (204, "答复 204")]
)
def test_other_answers_are_failures(site: Site, status: int, told: str) -> None:
    site.pages["/a.html"] = Reply(status=status)
    with pytest.raises(FetchError) as failed:
        site.fetcher().fetch(site.url("/a.html"))
    assert told in str(failed.value)
    assert not isinstance(failed.value, PageGone)


@pytest.mark.parametrize("media_type", ["image/png", "video/mp4", "text/css", "application/json"])
def test_what_is_no_document_is_not_read(site: Site, media_type: str) -> None:
    site.pages["/a"] = Reply(b"x", headers={"Content-Type": media_type})
    with pytest.raises(FetchError, match=f"内容类型是 {media_type}"):
        site.fetcher().fetch(site.url("/a"))


def test_a_file_without_a_type_is_believed_and_named_by_the_server(site: Site) -> None:
    site.pages["/download?id=1"] = Reply(
        b"text",
        headers={"Content-Disposition": "attachment; filename*=UTF-8''%E5%8A%9E%E6%B3%95.txt"},
    )
    found = fetched(site.fetcher(), site.url("/download?id=1"))
    assert (found.name, found.charset) == ("办法.txt", None)


@pytest.mark.parametrize("name", ["..%2F..%2Fetc%2Fpasswd", "a%00b", "a\\b"])
def test_a_server_cannot_name_a_file_a_path(site: Site, name: str) -> None:
    site.pages["/a"] = Reply(
        b"text", headers={"Content-Disposition": f"attachment; filename*=UTF-8''{name}"}
    )
    assert {"/", "\\", "\x00"}.isdisjoint(fetched(site.fetcher(), site.url("/a")).name)


def chunked(chunk: bytes) -> Callable[[BaseHTTPRequestHandler], None]:
    """A body without end."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.protocol_version = "HTTP/1.1"
        handler.send_response(200)
        handler.send_header("Transfer-Encoding", "chunked")
        handler.end_headers()
        while True:
            handler.wfile.write(b"%x\r\n%s\r\n" % (len(chunk), chunk))

    return answer


def test_a_body_without_end_is_cut_off_at_the_limit(site: Site) -> None:
    site.pages["/a"] = chunked(b"a" * 1000)
    with pytest.raises(FetchError, match="超过 5000 字节的上限"):
        site.fetcher(max_bytes=5000).fetch(site.url("/a"))


def test_a_body_that_is_told_to_be_too_large_is_not_read(site: Site) -> None:
    site.pages["/a"] = Reply(b"a" * 5001)
    site.pages["/b"] = Reply(b"a" * 5000)
    with pytest.raises(FetchError, match="超过 5000 字节的上限"):
        site.fetcher(max_bytes=5000).fetch(site.url("/a"))
    assert len(fetched(site.fetcher(max_bytes=5000), site.url("/b")).data) == 5000


def test_what_unpacks_to_more_than_the_limit_is_cut_off_while_it_is_unpacked(site: Site) -> None:
    bomb = gzip.compress(gzip.compress(b"0" * 30_000_000)[:100] + b"0" * 30_000_000)
    for path, data in (("/bomb", bomb), ("/page", gzip.compress(PAGE.encode()))):
        site.pages[path] = Reply(
            data, headers={"Content-Encoding": "gzip", "Content-Type": "text/html"}
        )
    assert len(bomb) < 100_000
    with pytest.raises(FetchError, match="超过 100000 字节的上限"):
        site.fetcher(max_bytes=100_000).fetch(site.url("/bomb"))
    assert fetched(site.fetcher(), site.url("/page")).data == PAGE.encode()


@pytest.mark.parametrize(
    ("encoding", "data", "told"),
    [
        ("gzip", b"no gzip", "已损坏"),
        ("gzip", gzip.compress(b"a" * 1000, mtime=0)[:-9], "没有传完"),
        ("br", b"a", "没有要求的压缩方式（br）"),
        ("gzip, gzip", b"a", "没有要求的压缩方式"),
    ],
)
def test_a_body_that_cannot_be_unpacked_is_told(
    site: Site, encoding: str, data: bytes, told: str
) -> None:
    site.pages["/a"] = Reply(data, headers={"Content-Encoding": encoding})
    with pytest.raises(FetchError) as failed:
        site.fetcher().fetch(site.url("/a"))
    assert told in str(failed.value)


def test_a_body_shorter_than_was_told_is_not_taken_for_the_page(site: Site) -> None:
    site.pages["/a"] = Reply(PAGE.encode(), headers={"Content-Length": "1000"})
    with pytest.raises(FetchError, match="中途断开"):
        site.fetcher().fetch(site.url("/a"))


def test_a_server_that_breaks_the_protocol_is_told(site: Site) -> None:
    site.pages["/a"] = lambda handler: handler.wfile.write(b"\x00\x01 nonsense\r\n\r\n") and None
    with pytest.raises(FetchError, match="不合规范"):
        site.fetcher().fetch(site.url("/a"))


def test_headers_without_end_are_given_up(site: Site) -> None:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.flush_headers()
        while True:
            handler.wfile.write(b"X-More: " + b"a" * 1000 + b"\r\n")

    site.pages["/a"] = answer
    with pytest.raises(FetchError, match="不合规范"):
        site.fetcher().fetch(site.url("/a"))


@pytest.mark.parametrize("where", ["headers", "body"])
def test_a_server_that_drips_is_given_up_when_the_time_for_the_page_is_over(
    site: Site, where: str
) -> None:
    done = threading.Event()

    def drip(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        if where == "body":
            handler.send_header("Content-Length", "1000000")
            handler.end_headers()
        handler.flush_headers()
        while not done.wait(0.02):
            handler.wfile.write(b"a")

    site.pages["/a"] = drip
    try:
        with pytest.raises(FetchError, match="传得太慢"):
            site.fetcher(total_seconds=0.3).fetch(site.url("/a"))
    finally:
        done.set()


def test_a_server_that_says_nothing_is_given_up(site: Site) -> None:
    done = threading.Event()
    site.pages["/a"] = lambda _handler: done.wait(10) and None
    try:
        with pytest.raises(FetchError, match="太久没有答复"):
            site.fetcher(read_seconds=0.2).fetch(site.url("/a"))
    finally:
        done.set()


def test_a_port_on_which_nothing_answers_is_told() -> None:
    with running_site() as site:
        fetcher, url = site.fetcher(), site.url("/a")
    with pytest.raises(FetchError, match="连不上站点"):
        fetcher.fetch(url)


def test_an_empty_page_is_none(site: Site) -> None:
    site.pages["/a"] = html("  \n")
    with pytest.raises(FetchError, match="网页是空的"):
        site.fetcher().fetch(site.url("/a"))


def busy(site: Site, times: int, status: int = 503, **headers: str) -> None:
    """The page is busy for the first `times` requests."""
    left = [times]

    def answer(handler: BaseHTTPRequestHandler) -> None:
        left[0] -= 1
        handler.send_response(status if left[0] >= 0 else 200)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        body = PAGE.encode()
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    site.pages["/a"] = answer


@pytest.mark.parametrize(
    ("headers", "slept"),
    [
        ({"Retry_After": "7"}, [7.0, 7.0]),
        ({"Retry_After": "Sun, 22 Nov 2026 02:00:30 GMT"}, [30.0, 30.0]),
        ({"Retry_After": "soon"}, [5.0, 20.0]),
        ({}, [5.0, 20.0]),
    ],
)
def test_a_busy_site_is_asked_again_when_it_says_or_after_growing_waits(
    site: Site, headers: dict[str, str], slept: list[float]
) -> None:
    busy(site, 2, **headers)
    waits = Waits()
    around = Surroundings(timer=waits.timer(), clock=lambda: datetime(2026, 11, 22, 2, tzinfo=UTC))
    assert fetched(site.fetcher(around), site.url("/a")).data == PAGE.encode()
    assert waits.slept == slept


def test_a_site_that_stays_busy_or_asks_for_too_long_a_wait_is_left_alone(site: Site) -> None:
    waits = Waits()
    busy(site, 9, status=429)
    with pytest.raises(FetchError, match="站点忙（429）"):
        site.fetcher(Surroundings(timer=waits.timer())).fetch(site.url("/a"))
    assert len(site.paths) == 3
    busy(site, 9, Retry_After="3600")
    with pytest.raises(FetchError, match="站点忙（503）"):
        site.fetcher(Surroundings(timer=waits.timer())).fetch(site.url("/a"))
    assert len(site.paths) == 4
    assert waits.slept == [5.0, 20.0]


def test_a_known_page_is_asked_for_only_if_it_has_changed(site: Site) -> None:
    site.pages["/a"] = Reply(status=304, headers={"ETag": '"v2"'})
    known = Validators('"v1"', "Sun, 22 Nov 2026 02:00:00 GMT")
    found = site.fetcher().fetch(site.url("/a"), {site.url("/a"): known}.get)
    assert found == NotModified(site.url("/a"), Validators('"v2"', known.last_modified))
    sent = dict(site.asked)["/a"]
    assert (sent["If-None-Match"], sent["If-Modified-Since"]) == (known.etag, known.last_modified)


def test_the_validators_of_a_page_are_not_sent_to_the_address_that_leads_there(
    site: Site,
) -> None:
    site.pages |= {"/old": redirect("/a"), "/a": Reply(status=304)}
    found = site.fetcher().fetch(site.url("/old"), {site.url("/a"): Validators('"v1"')}.get)
    assert found == NotModified(site.url("/a"), Validators('"v1"'))
    assert [
        "If-None-Match" in headers for path, headers in site.asked if path != "/robots.txt"
    ] == [
        False,
        True,
    ]


def test_not_modified_is_no_answer_for_a_page_that_is_not_known(site: Site) -> None:
    site.pages["/a"] = Reply(status=304)
    with pytest.raises(FetchError, match="答复 304"):
        site.fetcher().fetch(site.url("/a"))


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A key and a certificate of www.qinghe.example, signed by itself."""
    path = tmp_path_factory.mktemp("tls") / "site.pem"
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "3650"),
            *("-subj", "/CN=www.qinghe.example"),
            *("-addext", "subjectAltName=DNS:www.qinghe.example"),
            *("-keyout", str(path), "-out", str(path.with_suffix(".crt"))),
        ],
        check=True,
        capture_output=True,
    )
    path.write_bytes(path.read_bytes() + path.with_suffix(".crt").read_bytes())
    return path


@pytest.fixture
def safe_site(certificate: Path) -> Iterator[Site]:
    """A site with TLS that has one page."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    with running_site(context=context) as site:
        site.pages["/a"] = html(PAGE)
        yield site


def test_tls_is_asked_for_the_name_though_the_checked_address_is_connected_to(
    safe_site: Site, certificate: Path
) -> None:
    around = Surroundings(
        resolve=lambda *_: ["127.0.0.1"], context=ssl.create_default_context(cafile=certificate)
    )
    fetcher = safe_site.fetcher(around)
    url = f"https://www.qinghe.example:{safe_site.port}/a"
    assert fetched(fetcher, url).data == PAGE.encode()
    with pytest.raises(FetchError, match="证书验证不通过"):
        fetcher.fetch(f"https://www.baishi.example:{safe_site.port}/a")


def test_a_certificate_that_nobody_vouches_for_is_refused(safe_site: Site) -> None:
    around = Surroundings(resolve=lambda *_: ["127.0.0.1"])
    with pytest.raises(FetchError, match="证书验证不通过"):
        safe_site.fetcher(around).fetch(f"https://www.qinghe.example:{safe_site.port}/a")
