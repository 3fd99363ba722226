"""What was made of a text is remembered as long as there is room, the latest asked for longest."""

from __future__ import annotations

from knowledge.identity.remembering import Remembered


def test_the_latest_texts_are_remembered_up_to_so_many_characters() -> None:
    made: list[str] = []

    def make(text: str) -> str:
        made.append(text)
        return text.upper()

    remembered = Remembered(make, most=6)
    assert [remembered(text) for text in ("aa", "bb", "cc", "aa")] == ["AA", "BB", "CC", "AA"]
    assert made == ["aa", "bb", "cc"]
    remembered("dd")
    assert [remembered("aa"), remembered("cc")] == ["AA", "CC"]
    assert made == ["aa", "bb", "cc", "dd"]
    remembered("bb")
    assert made[-1] == "bb", "it was asked for the longest ago, so it was forgotten"


def test_a_text_that_finds_no_room_is_made_all_the_same() -> None:
    remembered = Remembered(len, most=3)
    assert [remembered("four"), remembered("four"), remembered("")] == [4, 4, 0]
