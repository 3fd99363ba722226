"""The anchor: a file outside the database that says how far the audit log reaches."""

from __future__ import annotations

import fcntl
import os
import re
from dataclasses import dataclass
from pathlib import Path

from service.staff.errors import AnchorUnreadable

_LINE = re.compile(r"(\d{1,18}) ([0-9a-f]{64})\n?")


@dataclass(frozen=True)
class Anchor:
    """The number and the signature of the last entry known outside the database."""

    seq: int
    mac: bytes


def read_anchor(path: Path) -> Anchor | None:
    """What the file says, None where there is no file; raises AnchorUnreadable."""
    try:
        text = path.read_text(encoding="ascii")
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise AnchorUnreadable(f"审计记录的锚点读不出来：{path}") from error
    matched = _LINE.fullmatch(text)
    if matched is None:
        raise AnchorUnreadable(f"审计记录的锚点已损坏：{path}")
    return Anchor(int(matched[1]), bytes.fromhex(matched[2]))


def advance_anchor(path: Path, seq: int, mac: bytes) -> None:
    """Set the anchor to this entry unless it is further on already.

    Processes do it one after the other; a broken anchor is left as it is, for verifying to tell.
    Raises OSError where the folder or the disk gives out.
    """
    with path.with_name(path.name + ".lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        try:
            present = read_anchor(path)
        except AnchorUnreadable:
            return
        if present is not None and present.seq >= seq:
            return
        aside = path.with_name(path.name + ".new")
        with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(f"{seq} {mac.hex()}\n")
            file.flush()
            os.fsync(file.fileno())
        aside.replace(path)
