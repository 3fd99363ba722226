"""The error tree of the keepers' desk; every message is a Chinese sentence for people.

KeepingError
├── NotKept           there is no such document, or another organ keeps it
├── DocumentChanged   somebody else changed it since it was shown
└── KeepingRefused    what was asked cannot be done like that: no reason, nothing to do, no such day
"""

from __future__ import annotations


class KeepingError(Exception):
    """Base of every error that this package raises on purpose."""


class NotKept(KeepingError):
    """There is no such document, or not one that the person keeps; the two are not told apart."""


class DocumentChanged(KeepingError):
    """The document is no longer as it was shown to the person who wants to change it."""


class KeepingRefused(KeepingError):
    """A reason is missing, there is nothing to do, or the values do not fit one another."""
