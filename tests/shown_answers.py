"""What an answer says wherever it is shown, so that two places can be held to one another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from lxml import html


@dataclass(frozen=True)
class Shown:
    """What came of a question, the answer's words (part by part) and the addresses it cites."""

    outcome: str
    words: tuple[str, ...]
    cited: tuple[str, ...]


def told_by(reply: Mapping[str, Any]) -> Shown:
    """What the API and the command tell."""
    answer = reply["answer"]
    parts = [part["text"] for part in answer["parts"]] if answer else []
    words = parts or ([answer["text"]] if answer else [])
    return Shown(reply["outcome"], tuple(words), tuple(each["url"] for each in reply["citations"]))


def shown_to_citizens(page: str) -> Shown:
    """What the last answer of a page or a panel shows."""
    *_, turn = html.fromstring(page).xpath("//article[@class='turn'][@data-outcome!='']")
    words = turn.xpath(".//ul[contains(@class, 'answer-text')]/li") or turn.xpath(
        ".//p[@class='answer-text']/span[@data-slot='text']"
    )
    cited = turn.xpath(".//*[contains(@class, 'sources')]//a[@data-link='url']/@href")
    return Shown(turn.get("data-outcome"), _texts(words), tuple(map(_path, cited)))


def shown_at_the_desk(page: str) -> Shown:
    """What the page of the hotline's seat has to be read aloud."""
    [aloud] = html.fromstring(page).xpath("//section[contains(@class, 'aloud')]")
    if outcome := aloud.get("data-outcome"):
        return Shown(outcome, (), ())
    words = aloud.xpath(".//ul[@class='conclusion items']/li") or aloud.xpath(
        ".//p[@class='conclusion']"
    )
    lines = aloud.xpath(".//div[@data-part='basis']")
    cited = (line.xpath(".//a[contains(@class, 'original')]/@href")[0] for line in lines)
    return Shown("answered", _texts(words), tuple(cited))


def _path(address: str) -> str:
    """The address without its site: scripts write whole ones."""
    return urlsplit(address)._replace(scheme="", netloc="").geturl()


def _texts(elements: list[html.HtmlElement]) -> tuple[str, ...]:
    return tuple(element.text_content() for element in elements)
