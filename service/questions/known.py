"""The known questions of a process, read again when the store has changed or a day has begun."""

from __future__ import annotations

from datetime import date
from threading import Lock

from knowledge.clock import Clock, day_in_china
from knowledge.database import Store
from knowledge.queries import corpus
from knowledge.relying.questions import answered_questions
from service.questions.bank import QuestionBank

#: Questions held in memory at most, those of the newest documents.
MOST = 20_000


class KnownQuestions:
    """Hands out the bank of the store's present state; safe to share between threads."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._lock = Lock()
        self._held: tuple[tuple[int, date], QuestionBank] | None = None

    def bank(self) -> QuestionBank:
        """The questions as they are now; those of a moment ago while another thread reads them."""
        today = day_in_china(self._clock())
        with self._store.reading() as session:
            state = corpus.revision(session), today
            held = self._held
            if held is not None and (held[0] == state or self._lock.locked()):
                return held[1]
            with self._lock:
                if self._held is None or self._held[0] != state:
                    bank = QuestionBank(answered_questions(session, today, MOST))
                    self._held = state, bank
                return self._held[1]
