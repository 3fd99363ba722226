"""The error tree of the vocabulary; every message is a Chinese sentence for people.

VocabularyRefused    a row cannot be kept like that: a cell is wrong, a reason is missing
└── EntryChanged     somebody else changed the row since it was shown
"""

from __future__ import annotations


class VocabularyRefused(Exception):
    """A cell is wrong, the row must stay, a reason is missing, or there is nothing to change."""


class EntryChanged(VocabularyRefused):
    """The row is no longer as it was shown to the person who wants to change it."""
