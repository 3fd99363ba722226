"""Which files of tests begin first where several runners share them, file by file.

A runner keeps a file to its end: a long one that begins late leaves the other runners idle. What
the runners do by themselves, the files with most tests first, would begin the longest ones last:
those that start services and browsers hold one or two tests each.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

TESTS = Path(__file__).parent

#: The files that take longest, in this order.
LONGEST = (
    "browser/test_console_pages.py",
    "service/test_crash_safety.py",
    "benchmarks/test_quality.py",
    "browser/test_demo.py",
    "browser/test_consultation_story.py",
    "indexer/test_growing_killed.py",
    "service/test_serve.py",
    "service/console/test_queries.py",
    "browser/test_hotline_day.py",
    "browser/test_keepers_day.py",
    "browser/test_same_answer.py",
    "browser/test_vocabulary.py",
    "service/test_same_answer.py",
)


def longest_first(items: list[pytest.Item]) -> None:
    """Put the longest files in front, then those with most tests; each file stays in one piece."""
    ranks = {TESTS / name: rank for rank, name in enumerate(LONGEST)}
    counts = Counter(item.path for item in items)
    items.sort(key=lambda item: (ranks.get(item.path, len(ranks)), -counts[item.path]))
