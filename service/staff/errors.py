"""The error tree of the staff package; every message is a Chinese sentence for people.

StaffError
├── AuditError            the record of who did what cannot be kept or read
│   ├── AuditKeyMissing   the store was opened without the key of the record
│   ├── AuditKeyWrong     the key is not the one that the record was written with
│   ├── AuditHeadMissing  the row that holds the record's head is gone
│   └── AnchorUnreadable  the file that says how far the record reaches cannot be read
├── SealError             contact data cannot be sealed or opened
│   ├── KeyringUnreadable     the keys cannot be read or changed
│   ├── SealingKeyMissing     the key that it is sealed under is not there
│   └── SealBroken            it was changed, or sealed under another key
├── PersonRefused         an account cannot be made or changed like that
│   └── UnknownPerson     there is no such account
├── OrganRefused          an organ cannot be kept like that, or there is none of that name
├── PasswordRefused       a password does not follow the rules
└── LoginRefused          login name and password let nobody in; the message never says why
"""

from __future__ import annotations


class StaffError(Exception):
    """Base of every error that this package raises on purpose."""


class AuditError(StaffError):
    """The record of who did what cannot be kept or read."""


class AuditKeyMissing(AuditError):
    """The store was opened without the key of the record."""


class AuditKeyWrong(AuditError):
    """The key is not the one that the record was written with."""


class AuditHeadMissing(AuditError):
    """The row that holds the record's head is gone."""


class AnchorUnreadable(AuditError):
    """The file that says how far the record reaches cannot be read."""


class SealError(StaffError):
    """Contact data cannot be sealed or opened."""


class KeyringUnreadable(SealError):
    """The keys cannot be read or changed."""


class SealingKeyMissing(SealError):
    """The key that a text is sealed under is not there."""


class SealBroken(SealError):
    """A sealed text was changed, or sealed under another key."""


class PersonRefused(StaffError):
    """An account cannot be made or changed like that."""


class UnknownPerson(PersonRefused):
    """There is no such account."""


class OrganRefused(StaffError):
    """An organ cannot be kept like that, or there is none of that name."""


class PasswordRefused(StaffError):
    """A password does not follow the rules."""


class LoginRefused(StaffError):
    """Login name and password let nobody in; the message never says why."""
