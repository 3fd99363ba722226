"""The error tree of the replies package; every message is a Chinese sentence for people.

ReplyError
├── TextRefused              a field cannot be kept as filled in; `field` names the place
│   └── CitationRefused      a citation cannot be kept; `ordinal` counts from 1
│       ├── NotVerbatim      its words do not stand where it says
│       └── ClauseChanged    the document has a newer version in which the clause is another
├── TextChanged              somebody else saved in between
├── TextLocked               the reply is being reviewed, or has gone out
├── DrafterMayNot            whoever wrote of a text may neither review nor publish it
├── NotInCharge              the organ that helps does not write the reply
├── DraftMissing             there is nothing to review or to send
├── CheckMissing             the confidentiality check of what would go out is not recorded
├── PublicationRefused       a question and answer cannot be published
│   └── PersonalDataLeft     personal data stands in it that nobody said may stay
├── NothingToConfirm         the answer is not held back, or its citations changed meanwhile
└── GroupUnknown             there is no such group of questions
"""

from __future__ import annotations


class ReplyError(Exception):
    """Base of every error that this package raises on purpose."""


class TextRefused(ReplyError):
    """A field cannot be kept; `field` is its name in the form."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


class CitationRefused(TextRefused):
    """A citation cannot be kept; `ordinal` tells which, from 1."""

    def __init__(self, ordinal: int, message: str) -> None:
        super().__init__("citations", f"第 {ordinal} 条依据：{message}")
        self.ordinal = ordinal


class NotVerbatim(CitationRefused):
    """The words do not stand in the document's version where the citation says."""


class ClauseChanged(CitationRefused):
    """The document has a newer version in which the cited clause is another, or is gone."""


class TextChanged(ReplyError):
    """Somebody else saved the text in between."""


class TextLocked(ReplyError):
    """The text may not be changed in the state of its consultation."""


class DrafterMayNot(ReplyError):
    """Whoever wrote any draft of a text may neither review nor publish it."""


class NotInCharge(ReplyError):
    """The reply is written by the organ in charge; those that help give their opinion."""


class DraftMissing(ReplyError):
    """There is no draft."""


class CheckMissing(ReplyError):
    """The newest draft has no confidentiality check, or did not pass it."""


class PublicationRefused(ReplyError):
    """A question and answer cannot be published as it is."""


class PersonalDataLeft(PublicationRefused):
    """Personal data stands in the text that nobody said may stay."""


class NothingToConfirm(ReplyError):
    """The published answer is not held back, or something changed since it was looked at."""


class GroupUnknown(ReplyError):
    """There is no such group of questions."""
