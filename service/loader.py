"""The loader that other sites embed: its releases, their bytes, and the hash that pins them."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from pathlib import Path

import widgets

#: Every release, oldest first; each stays where it was, under its own number.
RELEASES = ("1.0.0", "1.0.1")

#: The one that `/widget/v1.js` is.
NEWEST = RELEASES[-1]


@cache
def source(release: str = NEWEST) -> bytes:
    """The bytes of a release, which never change."""
    return (Path(widgets.__file__).parent / "loader" / f"{release}.js").read_bytes()


def integrity(release: str = NEWEST) -> str:
    """The hash of a release as a page states it: Subresource Integrity, SHA-384 in base64."""
    return "sha384-" + base64.b64encode(hashlib.sha384(source(release)).digest()).decode()


def tag(address: str, *, pinned: bool) -> str:
    """The line that a page takes over; `address` is the service's, without a slash at its end.

    Pinned, the browser runs nothing but the bytes of the newest release; else it runs whatever
    version 1 is at the time.
    """
    if not pinned:
        return f'<script src="{address}/widget/v1.js" defer></script>'
    return (
        f'<script src="{address}/widget/{NEWEST}.js" defer'
        f' integrity="{integrity()}" crossorigin="anonymous"></script>'
    )
