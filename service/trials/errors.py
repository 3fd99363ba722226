"""The error tree of trials; every message is a Chinese sentence for people.

TrialsError
├── CaseRefused    a question cannot be judged by what was given
├── FileRefused    a file holds no questions that could be tried
└── RunUnknown     there is no such run, or it was deleted after its time
"""

from __future__ import annotations


class TrialsError(Exception):
    """Base of every error that this package raises on purpose."""


class CaseRefused(TrialsError):
    """What is said to be right can be no right answer: no such document, or not its words."""


class FileRefused(TrialsError):
    """The file cannot be read, or has no column of questions."""


class RunUnknown(TrialsError):
    """There is no run of this number."""
