"""What sites let programs fetch: robots.txt as RFC 9309 reads it."""

from __future__ import annotations

from collections.abc import Callable

import httpx
from protego import Protego

from knowledge.errors import FetchError, RobotsRefused
from knowledge.fetching.policy import PRODUCT

#: Bytes of a robots.txt that are read; the RFC asks for 500 KiB at least.
LONGEST_ROBOTS = 512 * 1024

#: Fetches a robots.txt: its text, or None where the site has none (a status from 400 to 499).
#: Raises FetchError where the site does not answer.
FetchRobots = Callable[[httpx.URL], str | None]


class Robots:
    """The rules of every site asked so far, each fetched once for a run."""

    def __init__(self, fetch: FetchRobots) -> None:
        self._fetch = fetch
        self._rules: dict[str, Protego | FetchError] = {}

    def check(self, url: httpx.URL) -> float:
        """The pause in seconds that the site asks for between pages, 0 where it asks for none.

        Raises RobotsRefused where it does not let the page be fetched, and the FetchError for which
        its rules cannot be had: then it lets nothing (RFC 9309, section 2.3.1.4).
        """
        site = str(url.copy_with(path="/robots.txt", query=None, fragment=None))
        if site not in self._rules:
            self._rules[site] = self._read(site)
        rules = self._rules[site]
        if isinstance(rules, FetchError):
            raise type(rules)(str(rules)) from rules
        if not rules.can_fetch(str(url), PRODUCT):
            raise RobotsRefused(
                "站点的 robots.txt 不允许程序抓取；"
                f"请与站点管理员商定后由其放行（名称 {PRODUCT}），或把网页另存为文件再导入"
            )
        return float(rules.crawl_delay(PRODUCT) or 0.0)

    def _read(self, site: str) -> Protego | FetchError:
        try:
            return Protego.parse(self._fetch(httpx.URL(site)) or "")
        except FetchError as error:
            return error
