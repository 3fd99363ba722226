"""Every kind of repair has a name that people read."""

from __future__ import annotations

import re
from pathlib import Path

import knowledge.repair
from knowledge.repair.boilerplate import TABLE
from knowledge.repair.names import REPAIR_NAMES

SOURCES = Path(knowledge.repair.__file__).parent


def test_every_kind_that_is_noted_has_a_name_and_no_other() -> None:
    noted = {
        kind
        for file in SOURCES.glob("*.py")
        for kind in re.findall(r'\.note\(\s*"(\w+)"', file.read_text(encoding="utf-8"))
    }
    # What `body` takes out besides what the table lists.
    taken_out = {"blank_form", "duplicate_title", "letterhead", "page_header", "related_links"}
    assert set(REPAIR_NAMES) == noted | taken_out | {entry.kind for entry in TABLE}
