"""What may be asked: the typed refusals, before anything else looks at a question."""

from __future__ import annotations

import unicodedata

from service.answering.errors import (
    ControlCharacters,
    EmptyQuestion,
    QuestionTooLong,
    RegionRefused,
)

MAX_QUESTION_CHARACTERS = 500
MAX_REGION_CHARACTERS = 40

#: What is not Chinese may still be a name, a number or an address, up to so many letters.
LONGEST_NAME = 12
#: The share of Chinese characters among letters and digits that a longer question must have.
LEAST_CHINESE = 0.2

#: One character may become eighteen under NFKC (U+FDFA), so the normal form has a limit as well.
MAX_NORMAL_CHARACTERS = 2 * MAX_QUESTION_CHARACTERS

#: Control characters that people do type: line breaks and tabs of a pasted text.
_TYPED = frozenset("\n\r\t")


def read_question(text: str) -> str:
    """The question as it is searched and kept: without invisible characters and outer blanks.

    Invisible format characters (Unicode Cf) are dropped, because one between two digits would
    hide an identity number from masking. Raises EmptyQuestion, QuestionTooLong or
    ControlCharacters.
    """
    if len(text) > MAX_QUESTION_CHARACTERS:
        raise QuestionTooLong(
            f"问题太长（{len(text)} 字），最多 {MAX_QUESTION_CHARACTERS} 字；请只写最想问的一件事"
        )
    if _has_control_characters(text):
        raise ControlCharacters("问题里有无法识别的控制字符，请删去后重新输入")
    question = _visible(text).strip()
    if not question:
        raise EmptyQuestion("请输入您的问题")
    if len(unicodedata.normalize("NFKC", question)) > MAX_NORMAL_CHARACTERS:
        raise QuestionTooLong("问题里的特殊符号太多，请改用普通文字")
    return question


def in_chinese(question: str) -> bool:
    """Whether a question is one in Chinese; a few letters or numbers may be a name and count too.

    Programs, markup and other languages share with a document at most a number here and there.
    """
    letters = [each for each in question if unicodedata.category(each)[0] in "LN"]
    han = sum("\u4e00" <= each <= "\u9fff" for each in letters)
    return len(letters) <= LONGEST_NAME or han >= LEAST_CHINESE * len(letters)


def read_region(text: str | None) -> str | None:
    """The region asked about, None where none is given; raises RegionRefused."""
    if text is None or not text.strip():
        return None
    if len(text) > MAX_REGION_CHARACTERS or _has_control_characters(text):
        raise RegionRefused(f"地区名称最多 {MAX_REGION_CHARACTERS} 字，不能有控制字符")
    return _visible(text).strip() or None


def _has_control_characters(text: str) -> bool:
    # Lone surrogates (Cs) cannot be stored as UTF-8, so they are refused likewise.
    return any(
        unicodedata.category(character) in ("Cc", "Cs") and character not in _TYPED
        for character in text
    )


def _visible(text: str) -> str:
    return "".join(c for c in text if unicodedata.category(c) != "Cf")
