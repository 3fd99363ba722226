"""The office's terms, by kind of consultation."""

from __future__ import annotations

from dataclasses import dataclass

from service.consultations.states import CaseKind


@dataclass(frozen=True)
class Terms:
    """The office's terms; in working days but for `alarm_days` and `archive_days`."""

    #: Within which a consultation is to be accepted, refused or sent back for more.
    triage_days: int = 1
    simple_days: int = 5
    normal_days: int = 7
    complex_days: int = 15
    #: Days that an extension adds at most.
    extension_days: int = 7
    #: Calendar days from receipt after which a consultation without a reply is told apart.
    alarm_days: int = 60
    #: Calendar days after which what is finished is archived.
    archive_days: int = 30

    def of(self, kind: CaseKind) -> int:
        """The working days that a consultation of the kind has."""
        return {
            CaseKind.SIMPLE: self.simple_days,
            CaseKind.NORMAL: self.normal_days,
            CaseKind.COMPLEX: self.complex_days,
        }[kind]
