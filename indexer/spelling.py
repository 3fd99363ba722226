"""Typing errors in a question: words that sound or look like a word of the vocabulary.

Most people type by sound, so a wrong word mostly has the right sounds (公祖房 for 公租房); those
who write by hand mistake characters that look alike (户藉 for 户籍). Only what is no word at all
is repaired, and only into a word of the vocabulary: an everyday word is never rewritten.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from indexer.normalisation import normalise
from indexer.segmentation import TermKind, pieces
from indexer.vocabulary import FOLDER, GAP, Vocabulary, load_vocabulary, read_lines, read_rows

SYLLABLES = "syllables.tsv"
LOOKALIKES = "lookalikes.txt"

#: Lengths of words that are repaired, in characters: in one character nothing is left to go by.
SHORTEST, LONGEST = 2, 8

#: Sounds that many speakers do not tell apart: retroflex and flat initials, ng and n.
_INITIALS = (("zh", "z"), ("ch", "c"), ("sh", "s"))

_NO_SOUND: frozenset[str] = frozenset()

#: Cuts a run of characters into words that a dictionary knows, others into single characters.
CutKnown = Callable[[str], list[str]]


@dataclass(frozen=True)
class Repair:
    """A question with its typing errors mended; `changes` are (as typed, as read), in order."""

    text: str
    changes: tuple[tuple[str, str], ...]


class Speller:
    """Finds typing errors by sound and by shape; built once and shared between threads."""

    def __init__(
        self,
        words: Iterable[str],
        sounds: dict[str, frozenset[str]],
        lookalikes: dict[str, frozenset[str]],
        function_words: Collection[str],
        cut_known: CutKnown,
    ) -> None:
        self._function_words = function_words
        self._sounds = sounds
        self._lookalikes = lookalikes
        self._cut_known = cut_known
        self._words: dict[str, list[str]] = {}
        for word in dict.fromkeys(words):
            if SHORTEST <= len(word) <= LONGEST and word.isalpha() and not word.isascii():
                for key in _keys(word):
                    self._words.setdefault(key, []).append(word)

    def repair(self, text: str) -> Repair | None:
        """The question with its wrong words replaced; None where nothing looks mistyped."""
        plain = normalise(text)
        changes = [
            change
            for kind, piece, _start in pieces(plain)
            if kind is TermKind.HAN
            for change in self._changes(piece)
        ]
        for typed, meant in changes:
            plain = plain.replace(typed, meant)
        return Repair(plain, tuple(changes)) if changes else None

    def _changes(self, run: str) -> Iterator[tuple[str, str]]:
        """The wrong words between words like 的 and 被; the longest at each place."""
        words = self._cut_known(run)
        first = 0
        while first < len(words):
            # What is one word of a dictionary is right as it stands.
            for last in range(self._end(words, first), first + 1, -1):
                typed = "".join(words[first:last])
                meant = self._meant(typed)
                if meant is not None:
                    yield typed, meant
                    first = last - 1
                    break
            first += 1

    def _end(self, words: Sequence[str], first: int) -> int:
        """The index after the last word that may be part of a wrong word that begins at `first`."""
        length = 0
        for index in range(first, len(words)):
            length += len(words[index])
            if length > LONGEST or words[index] in self._function_words:
                return index
        return len(words)

    def _meant(self, typed: str) -> str | None:
        """The word of the vocabulary that was meant; None where there is none, or several."""
        if not SHORTEST <= len(typed) <= LONGEST:
            return None
        # How many characters each word of this length has at the same places.
        near = Counter(chain.from_iterable(self._words.get(key, ()) for key in _keys(typed)))
        if typed in near:
            return None
        found = [
            word
            for word, same in near.items()
            if 2 * same >= len(typed) and self._alike(typed, word)
        ]
        return found[0] if len(found) == 1 else None

    def _alike(self, typed: str, word: str) -> bool:
        """Whether the words differ only in characters that sound or look alike."""
        return all(a == b or self._confused(a, b) for a, b in zip(typed, word, strict=True))

    def _confused(self, one: str, other: str) -> bool:
        """Whether one character may be typed for the other."""
        sounds = self._sounds.get(one, _NO_SOUND)
        if not sounds.isdisjoint(self._sounds.get(other, _NO_SOUND)):
            return True
        return other in self._lookalikes.get(one, ())


def build_speller(cut_known: CutKnown, vocabulary: Vocabulary | None = None) -> Speller:
    """The speller with the project's own vocabulary; raises VocabularyError for a wrong file."""
    known = vocabulary or load_vocabulary()
    return Speller(
        map(normalise, _words(known)),
        read_sounds(FOLDER / SYLLABLES),
        read_lookalikes(FOLDER / LOOKALIKES),
        known.dropped_words,
        cut_known,
    )


def read_sounds(path: Path) -> dict[str, frozenset[str]]:
    """The sounds of each character, tones left out, folded to what speakers tell apart."""
    sounds: dict[str, frozenset[str]] = {}
    for _line, (syllable, characters) in read_rows(path, ("syllable", "characters")):
        for character in characters:
            sounds[character] = sounds.get(character, frozenset()) | {_folded(syllable)}
    return sounds


def read_lookalikes(path: Path) -> dict[str, frozenset[str]]:
    """The characters that look like each character, itself among them."""
    alike: dict[str, frozenset[str]] = {}
    for _line, group in read_lines(path):
        for character in group:
            alike[character] = alike.get(character, frozenset()) | frozenset(group)
    return alike


def _words(vocabulary: Vocabulary) -> Iterator[str]:
    yield from vocabulary.policy_terms
    for entry in vocabulary.lexicon:
        yield from entry.lay.split(GAP)
        yield from entry.official
    for department in vocabulary.departments:
        yield from (department.name, *department.aliases, *department.topics)


def _keys(word: str) -> Iterator[str]:
    """Where words that differ in at most half their characters meet: length, place, character."""
    for place, character in enumerate(word):
        yield f"{len(word)}{place}{character}"


def _folded(syllable: str) -> str:
    for full, flat in _INITIALS:
        if syllable.startswith(full):
            syllable = flat + syllable.removeprefix(full)
    return syllable.removesuffix("g") if syllable.endswith("ng") else syllable
