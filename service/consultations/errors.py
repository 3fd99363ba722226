"""The error tree of the consultations package; every message is a Chinese sentence for people.

ConsultationError
├── SubmissionRefused         the form cannot be taken as filled in; `field` names the place
│   ├── ContactRefused        neither a telephone number nor an e-mail address
│   ├── ContactNameRefused    too long, or with control characters
│   ├── FormTokenMalformed    not a token that a form may carry
│   └── AnswerIdMalformed     not an id that an answer can have
├── ContactReasonRefused      nobody sees or deletes contact data without saying why
├── FormTokenReused           the form was sent before, with something else in it
├── ConsultationNotFound      no such number, or not its code: told apart by nobody
├── TooManyGuesses            a code was guessed too often this hour
├── MoveRefused               the move cannot be made
│   ├── MoveNotAllowed        the state does not allow it
│   │   └── AlreadyDone       whoever asked has done just that
│   ├── MoveForbidden         who wants to make it may not
│   ├── MoveIncomplete        something that it needs is missing; `need` tells what
│   └── MoveUnguarded         nothing says what must hold before it
├── CaseChanged               somebody else has changed the consultation meanwhile
└── CalendarError             a year's calendar cannot be had
    ├── CalendarNotStored     nobody has imported that year
    └── CalendarRefused       a calendar file cannot be imported; `where` names the row
        ├── CalendarUnreadable    not a file of a format that is read, or without what it needs
        ├── DayUnreadable         a row whose day is no day
        ├── UnknownDayKind        a row that is neither 休 nor 班
        ├── WrongYear             a day of another year
        ├── DoubledDay            a day listed twice
        ├── MakeUpOnWeekday       a 班 from Monday to Friday, which is worked anyway
        └── StatutoryDayMissing   a holiday that the law fixes is not off
A question itself is refused by the errors of `service.answering.errors.QuestionRefused`.
"""

from __future__ import annotations

from service.consultations.states import Need


class ConsultationError(Exception):
    """Base of every error that this package raises on purpose."""


class SubmissionRefused(ConsultationError):
    """A field of the form cannot be taken; `field` is its name in the submission."""

    field = ""


class ContactRefused(SubmissionRefused):
    """The contact is neither a telephone number nor an e-mail address."""

    field = "contact"


class ContactNameRefused(SubmissionRefused):
    """The name is too long or holds control characters."""

    field = "contact_name"


class FormTokenMalformed(SubmissionRefused):
    """The form's token has a form that no token has."""

    field = "form_token"


class AnswerIdMalformed(SubmissionRefused):
    """The answer's id has a form that no id has."""

    field = "answer_id"


class ContactReasonRefused(ConsultationError):
    """Contact data is neither seen nor deleted without a reason."""


class FormTokenReused(ConsultationError):
    """The form with this token was sent before, with other content."""


class ConsultationNotFound(ConsultationError):
    """There is no consultation of this number and code."""


class TooManyGuesses(ConsultationError):
    """A code was guessed too often this hour, for the number or from the address."""


class MoveRefused(ConsultationError):
    """The move cannot be made; nothing was changed."""


class MoveNotAllowed(MoveRefused):
    """The state of the consultation does not allow the move."""


class AlreadyDone(MoveNotAllowed):
    """Whoever asked has done it: it was the last thing that happened to the consultation."""


class MoveForbidden(MoveRefused):
    """Who wants to make the move may not."""


class MoveIncomplete(MoveRefused):
    """Something that the move needs is missing or cannot be; `need` names it."""

    def __init__(self, need: Need, message: str) -> None:
        super().__init__(message)
        self.need = need


class MoveUnguarded(MoveRefused):
    """The store carries nothing that says what must hold before the move."""


class CaseChanged(ConsultationError):
    """Somebody else has changed the consultation meanwhile; the message says who, what, when."""


class CalendarError(ConsultationError):
    """A year's calendar cannot be had."""


class CalendarNotStored(CalendarError):
    """The calendar of the year has not been imported."""


class CalendarOvertaken(CalendarError):
    """Somebody else changed the year since it was shown."""


class CalendarUnreasoned(CalendarError):
    """A stored year is to be changed, and nobody says why."""


class CalendarRefused(CalendarError):
    """A calendar file cannot be imported; nothing of it was."""

    def __init__(self, where: str, what: str) -> None:
        super().__init__(f"{where}：{what}")
        self.where = where


class CalendarUnreadable(CalendarRefused):
    """The file is of no format that is read, or lacks what a calendar needs."""


class DayUnreadable(CalendarRefused):
    """The row's day is no day."""


class UnknownDayKind(CalendarRefused):
    """The row is neither a day off nor a make-up working day."""


class WrongYear(CalendarRefused):
    """The day belongs to another year."""


class DoubledDay(CalendarRefused):
    """The day is listed twice."""


class MakeUpOnWeekday(CalendarRefused):
    """A make-up working day lies between Monday and Friday."""


class StatutoryDayMissing(CalendarRefused):
    """A holiday that the law fixes to a date is not listed as off."""
