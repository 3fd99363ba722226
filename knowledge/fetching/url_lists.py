"""Lists of addresses: a text file, one a line; what follows a # is a comment."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from knowledge.errors import AddressRefused
from knowledge.fetching.addresses import check_url
from knowledge.fetching.policy import FetchPolicy
from knowledge.fetching.pulling import WantedPage
from knowledge.parsing.charset import decode
from knowledge.sources import Refusal, place, printable, read_source

#: A # begins a comment at the start of a line and behind a blank; inside an address it does not.
_COMMENT = re.compile(r"(?:^|\s)#.*")


def read_url_list(path: Path, policy: FetchPolicy) -> Iterator[WantedPage | Refusal]:
    """The addresses in the file, and a refusal for each line that is none, with its number.

    Raises SourceError at once, before any line, where the file cannot be read.
    """
    return _listed(decode(read_source(path).data).text, path, policy)


def _listed(text: str, path: Path, policy: FetchPolicy) -> Iterator[WantedPage | Refusal]:
    for number, line in enumerate(text.split("\n"), start=1):
        address = _COMMENT.sub("", line).strip()
        if not address:
            continue
        try:
            yield WantedPage(str(check_url(address, policy)))
        except AddressRefused as error:
            yield Refusal(
                f"{place(path)}#{number}",
                f"{printable(path)} 第 {number} 行（{address[:100]}）",
                str(error),
            )
