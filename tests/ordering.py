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

#: The files that take longest, about in this order, and those that take long for one to five tests.
LONGEST = (
    "browser/test_console_pages.py",
    "service/test_crash_safety.py",
    "benchmarks/test_quality.py",
    "browser/test_consultation_story.py",
    "browser/test_demo.py",
    "indexer/test_growing_killed.py",
    "service/test_serve.py",
    "service/console/test_queries.py",
    "browser/test_hotline_day.py",
    "browser/test_keepers_day.py",
    "browser/test_panel_failures.py",
    "browser/test_same_answer.py",
    "browser/test_vocabulary.py",
    "browser/test_panel_states.py",
    "service/test_same_answer.py",
    "service/replies/test_story.py",
    "service/test_full_disk.py",
    "service/answering/test_judged_when_asked.py",
    "service/answering/test_everyday_questions.py",
    "service/commands/test_ingest_interrupted.py",
    "service/commands/test_train.py",
    "browser/test_printed_pdf.py",
)


def longest_first(items: list[pytest.Item]) -> None:
    """Put the longest files in front, then those with most tests; each file stays in one piece."""
    ranks = {TESTS / name: rank for rank, name in enumerate(LONGEST)}
    counts = Counter(item.path for item in items)
    items.sort(key=lambda item: (ranks.get(item.path, len(ranks)), -counts[item.path]))
