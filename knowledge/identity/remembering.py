"""What was made of texts, remembered for a while: the latest, so many characters of them."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import Generic, TypeVar

Made = TypeVar("Made")


class Remembered(Generic[Made]):
    """Calls `make` once for each text as long as it is remembered; shared between threads.

    The texts that were asked for last are remembered, `most` characters in all, so that many
    short ones take no more memory than a few long ones.
    """

    def __init__(self, make: Callable[[str], Made], most: int) -> None:
        self._make = make
        self._most = most
        self._held: OrderedDict[str, Made] = OrderedDict()
        self._characters = 0
        self._lock = Lock()

    def __call__(self, text: str) -> Made:
        """What was made of the text."""
        with self._lock:
            if text in self._held:
                self._held.move_to_end(text)
                return self._held[text]
        made = self._make(text)
        with self._lock:
            if text not in self._held:
                self._held[text] = made
                self._characters += len(text)
            while self._characters > self._most:
                forgotten, _ = self._held.popitem(last=False)
                self._characters -= len(forgotten)
        return made
