"""The error tree of the hotline's desk; every message is a Chinese sentence for people.

HotlineError
├── CallTokenMalformed   not a token that a page may carry
├── CallNotFound         no such call, or none of one's own
├── NoteChanged          the note was saved from elsewhere meanwhile; `note`, `version` tell how
├── NoteTooLong          the note is longer than a note may be
├── OutcomeIncomplete    something that the outcome needs is missing
└── LinkRefused          the link cannot be sent
"""

from __future__ import annotations


class HotlineError(Exception):
    """Base of every error that this package raises on purpose."""


class CallTokenMalformed(HotlineError):
    """The call's token has not the form of one."""


class CallNotFound(HotlineError):
    """There is no such call, or it is another seat's."""


class NoteChanged(HotlineError):
    """The note was saved from another window meanwhile: `note` is what stands, as `version`."""

    def __init__(self, note: str, version: int) -> None:
        super().__init__("另一个窗口改过这条记录；两边写的都留在下面，请核对后再存")
        self.note, self.version = note, version


class NoteTooLong(HotlineError):
    """The note is longer than a note may be; nothing of it was kept."""


class OutcomeIncomplete(HotlineError):
    """What became of a call lacks something."""


class LinkRefused(HotlineError):
    """The link cannot be sent; the message says why."""
