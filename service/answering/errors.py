"""The error tree of the answering package.

AnsweringError
├── QuestionRefused          the question is not one that can be asked; the asker can mend it
│   ├── EmptyQuestion        nothing, or only white space
│   ├── QuestionTooLong      more than MAX_QUESTION_CHARACTERS
│   ├── ControlCharacters    characters that no keyboard types
│   └── RegionRefused        the region is not a place's name
├── SearchUnavailable        there is no index that could be searched; the office must mend it
└── UnknownAnswer            no answer is kept under that id
"""

from __future__ import annotations


class AnsweringError(Exception):
    """Base of every error that this package raises on purpose; its text is for people."""


class QuestionRefused(AnsweringError):
    """The question cannot be asked as it is; the message says what to change."""


class EmptyQuestion(QuestionRefused):
    """The question is empty or only white space."""


class QuestionTooLong(QuestionRefused):
    """The question has too many characters."""


class ControlCharacters(QuestionRefused):
    """The question holds control characters."""


class RegionRefused(QuestionRefused):
    """The region given is too long or holds control characters."""


class SearchUnavailable(AnsweringError):
    """No usable index is there; the message names the command that builds one."""


class UnknownAnswer(AnsweringError):
    """No answer is kept under that id: there never was one, or its time is over."""
