"""Fetching one page: address checked, rules of the site heeded, redirects followed by hand."""

from __future__ import annotations

import re
import ssl
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC
from email.utils import parsedate_to_datetime
from typing import Generic, TypeVar

import httpcore
import httpx

from knowledge.clock import Clock, system_clock
from knowledge.errors import AddressRefused, FetchError, PageGone, RobotsRefused
from knowledge.fetching.addresses import Resolver, check_url, system_resolver
from knowledge.fetching.connecting import Deadline, guarded_client
from knowledge.fetching.pace import Pace
from knowledge.fetching.policy import FetchPolicy, Timer
from knowledge.fetching.responses import (
    DOCUMENT_TYPES,
    FetchedFile,
    NotModified,
    check_type,
    read_body,
    told_by,
    validators_of,
)
from knowledge.fetching.robots import LONGEST_ROBOTS, Robots
from knowledge.sources import Validators

T = TypeVar("T")

#: Gives the validators of an address whose bytes are at hand, None for any other.
KnownValidators = Callable[[str], Validators | None]

_REDIRECTS = frozenset((301, 302, 303, 307, 308))
#: The server is busy, or what stands before it does not reach it: worth asking again.
_BUSY = frozenset((429, 502, 503, 504))
_GONE = frozenset((404, 410))
#: Where portals lead that have lost a page, answering 200 there.
_ERROR_PAGE = re.compile(r"/(?:404|error|notfound|not_found)(?:\.\w+)?$", re.IGNORECASE)
_REFUSALS = {401: "网页要登录才能看", 403: "站点拒绝访问", 451: "网页因法律原因不提供"}
#: Seconds to wait when a busy server names none, and how they grow.
_FIRST_WAIT, _GROWTH = 5.0, 4.0


@dataclass(frozen=True)
class Surroundings:
    """What fetching needs of the machine; tests bring their own."""

    resolve: Resolver = system_resolver
    timer: Timer = field(default_factory=Timer)
    clock: Clock = system_clock
    #: Which certificates are trusted.
    context: ssl.SSLContext = field(
        default_factory=lambda: httpx.create_ssl_context(trust_env=False)
    )


@dataclass(frozen=True)
class _Landed(Generic[T]):
    """What was asked for, at the address to which no further redirect leads."""

    value: T


class Fetcher:
    """Fetches pages one after the other, as the policy and the sites allow."""

    def __init__(self, policy: FetchPolicy, around: Surroundings | None = None) -> None:
        self._policy = policy
        self._around = around or Surroundings()
        self._pace = Pace(self._around.timer)
        self._robots = Robots(self._robots_text)

    def checked(self, address: str) -> httpx.URL:
        """The address in its normal form; raises AddressRefused where its form is none to fetch."""
        return check_url(address, self._policy)

    def fetch(
        self,
        address: str,
        known: KnownValidators = lambda _url: None,
        accepted: frozenset[str] = DOCUMENT_TYPES,
    ) -> FetchedFile | NotModified:
        """What the address gives, redirects followed; not read where it is `known` and unchanged.

        Raises FetchError: AddressRefused, RobotsRefused, PageGone, or why else it cannot be had.
        """
        first = self.checked(address)

        def ask(url: httpx.URL) -> _Landed[FetchedFile | NotModified] | httpx.URL:
            given = self._page(url, first, known, accepted)
            return given if isinstance(given, httpx.URL) else _Landed(given)

        return self._follow(first, ask)

    def _follow(self, url: httpx.URL, ask: Callable[[httpx.URL], _Landed[T] | httpx.URL]) -> T:
        """What `ask` gives at last, as long as it gives another address."""
        passed = {str(url)}
        for _ in range(self._policy.max_redirects + 1):
            given = ask(url)
            if not isinstance(given, httpx.URL):
                return given.value
            if str(given) in passed:
                raise FetchError("网址绕着圈跳转，取不到内容")
            passed.add(str(given))
            url = given
        raise FetchError(f"跳转超过 {self._policy.max_redirects} 次，没有取")

    def _page(
        self,
        url: httpx.URL,
        first: httpx.URL,
        known: KnownValidators,
        accepted: frozenset[str],
    ) -> FetchedFile | NotModified | httpx.URL:
        validators = known(str(url))

        def take(response: httpx.Response) -> FetchedFile | NotModified | httpx.URL:
            if response.status_code == 304 and validators is not None:
                told = validators_of(response)
                return NotModified(
                    str(url),
                    Validators(
                        told.etag or validators.etag,
                        told.last_modified or validators.last_modified,
                    ),
                )
            if response.status_code in _REDIRECTS:
                return self._target(url, response)
            _refuse_status(response.status_code)
            if url != first and _ERROR_PAGE.search(url.path):
                raise PageGone(f"来源网页已不存在（跳转到错误页 {url}）")
            check_type(response, accepted)
            data = read_body(response, self._policy.max_bytes)
            if not data.strip():
                raise FetchError("网页是空的")
            return told_by(response, str(url), data)

        return self._asked(url, self._pause(url), _conditional(validators), take)

    def _pause(self, url: httpx.URL) -> float:
        """The pause before the page is asked for; raises RobotsRefused."""
        asked = self._robots.check(url)
        if asked > self._policy.longest_pause:
            raise RobotsRefused(
                f"站点要求每 {asked:g} 秒才取一页，太慢了；请把网页另存为文件再导入"
            )
        return max(asked, self._policy.pause_seconds)

    def _robots_text(self, address: httpx.URL) -> str | None:
        """The rules of a site, as `Robots` asks for them."""

        def take(response: httpx.Response) -> str | httpx.URL | None:
            if response.status_code in _REDIRECTS:
                return self._target(response.url, response)
            if 400 <= response.status_code < 500:
                return None
            if response.status_code != 200:
                raise RobotsRefused(
                    f"站点的 robots.txt 取不到（服务器答复 {response.status_code}），"
                    "按规矩不抓取；请稍后再试"
                )
            return read_body(response, LONGEST_ROBOTS).decode("utf-8", "replace")

        def ask(url: httpx.URL) -> _Landed[str | None] | httpx.URL:
            given = self._asked(url, self._policy.pause_seconds, {}, take)
            return given if isinstance(given, httpx.URL) else _Landed(given)

        return self._follow(self.checked(str(address)), ask)

    def _target(self, url: httpx.URL, response: httpx.Response) -> httpx.URL:
        """Where a redirect leads, checked like any other address."""
        location = response.headers.get("location", "")
        try:
            return check_url(str(url.join(location)), self._policy)
        except AddressRefused as error:
            raise AddressRefused(f"跳转到不能抓取的网址（{location[:200]}）：{error}") from error
        except (httpx.InvalidURL, ValueError) as error:
            raise AddressRefused("跳转到的网址写得不对，没有取") from error

    def _asked(
        self,
        url: httpx.URL,
        pause: float,
        headers: Mapping[str, str],
        take: Callable[[httpx.Response], T],
    ) -> T:
        """What `take` makes of the answer; a busy server is asked again a few times."""
        for attempt in range(self._policy.retries + 1):
            self._pace.wait(url.host, pause)
            with _explained(), self._answer(url, headers) as response:
                if response.status_code not in _BUSY:
                    return take(response)
                wait = self._wait_for(response, attempt)
            if attempt == self._policy.retries or wait > self._policy.longest_wait:
                break
            self._around.timer.sleep(wait)
        raise FetchError(f"站点忙（{response.status_code}），没有取到；请过一阵再运行")

    @contextmanager
    def _answer(self, url: httpx.URL, headers: Mapping[str, str]) -> Iterator[httpx.Response]:
        timer = self._around.timer
        deadline = Deadline(timer.now() + self._policy.total_seconds, timer)
        sent = {
            "User-Agent": self._policy.user_agent,
            "Accept-Encoding": "gzip",
            "Accept-Language": "zh-CN",
            "Connection": "close",
            **headers,
        }
        with (
            guarded_client(
                self._policy, self._around.resolve, deadline, self._around.context
            ) as client,
            client.stream("GET", url, headers=sent) as response,
        ):
            yield response

    def _wait_for(self, response: httpx.Response, attempt: int) -> float:
        """Seconds until a busy server may be asked again (RFC 9110, section 10.2.3)."""
        told = response.headers.get("retry-after", "").strip()
        if told.isascii() and told.isdigit():
            return float(told[:9])
        try:
            moment = parsedate_to_datetime(told)
        except (TypeError, ValueError):
            return _FIRST_WAIT * _GROWTH**attempt
        moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return max(0.0, (moment - self._around.clock()).total_seconds())


def _conditional(validators: Validators | None) -> dict[str, str]:
    """Headers that ask for the page only if it has changed."""
    told = {
        "If-None-Match": validators.etag if validators else None,
        "If-Modified-Since": validators.last_modified if validators else None,
    }
    return {name: value for name, value in told.items() if value}


def _refuse_status(status: int) -> None:
    if status in _GONE:
        raise PageGone(f"来源网页已不存在（{status}）")
    if status in _REFUSALS:
        raise FetchError(f"{_REFUSALS[status]}（{status}）")
    if status != 200:
        raise FetchError(f"服务器答复 {status}，没有给出内容")


@contextmanager
def _explained() -> Iterator[None]:
    """What goes wrong between the machines, in words."""
    try:
        yield
    except (httpcore.TimeoutException, httpx.TimeoutException) as error:
        raise FetchError("站点太久没有答复，或传得太慢；请稍后再试") from error
    except (httpcore.ConnectError, httpx.ConnectError) as error:
        if "CERTIFICATE" in str(error).upper():
            raise FetchError("站点的 HTTPS 证书验证不通过，不抓取") from error
        raise FetchError("连不上站点；请核对网址和本机的网络") from error
    except (httpcore.NetworkError, httpcore.ProtocolError, httpx.TransportError) as error:
        raise FetchError("连接中途断开，或服务器的答复不合规范；请稍后再试") from error
    except UnicodeError as error:
        raise FetchError("服务器的答复里有读不了的字符") from error
