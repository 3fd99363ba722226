"""Damaged files of every format: each is read with offsets that hold, or refused in words."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge.cleaned import PageType
from knowledge.errors import SourceError, SourceFault
from knowledge.ingesting.archives import Refusal, open_archive
from knowledge.parsing import parse
from knowledge.reading import read_document
from knowledge.recording import Reading
from knowledge.sources import SourceFile
from tests.knowledge.parsing.mutations import NASTIES, SEEDS, TEXT, mutated, source

#: Files made of each seed: together they take some ten seconds on one core.
RUNS = {"pdf": 40, "zip": 20, "docx": 80, "xlsx": 80, "ofd": 100}
USUAL_RUNS = 100


def opened(file: SourceFile) -> Iterator[SourceFile]:
    """The file, or the files in it; what is refused is refused in words."""
    try:
        for inner in open_archive(file):
            if isinstance(inner, Refusal):
                assert inner.reason
            else:
                yield inner
    except SourceError as error:
        assert_told(error)


def assert_told(error: SourceError) -> None:
    """A refusal is a sentence for people, and no fault of the readers."""
    assert not isinstance(error, SourceFault), error.__cause__
    assert any("\u4e00" <= character <= "\u9fff" for character in str(error))


def assert_holds(reading: Reading) -> None:
    """Every place that the reading names is within its text, and shows something."""
    text, raw = reading.text, reading.raw_text
    assert text.strip()
    assert reading.outline.passages or reading.page_type is PageType.INDEX
    text.encode("utf-8")
    spans = [
        *((part.start, part.end, text) for part in reading.outline.parts),
        *((passage.start, passage.end, text) for passage in reading.outline.passages),
        *((each.start, each.end, text) for each in reading.metadata.references),
        *((each.start, each.end, text) for each in reading.metadata.duties),
        *((each.start, each.end, raw) for each in reading.metadata.evidence),
    ]
    for start, end, shown in spans:
        assert 0 <= start < end <= len(shown)
        assert shown[start:end].strip()


def assert_read_or_told(file: SourceFile) -> None:
    """The parser alone and the whole reading come to a document or to a refusal."""
    try:
        parsed = parse(file)
        at = 0
        for line in parsed.lines:
            assert at <= line.start <= line.end <= len(parsed.raw_text)
            at = line.end
        assert_holds(read_document(file))
    except SourceError as error:
        assert_told(error)


@pytest.mark.parametrize("ending", SEEDS)
def test_the_undamaged_file_is_read(ending: str) -> None:
    files = list(opened(source(SEEDS[ending](), ending)))
    assert files
    for file in files:
        assert_holds(read_document(file))


@pytest.mark.parametrize("ending", SEEDS)
def test_whatever_happens_to_a_file_it_is_read_or_refused_in_words(ending: str) -> None:
    seed = SEEDS[ending]()
    for run in range(RUNS.get(ending, USUAL_RUNS)):
        file = source(mutated(seed, random.Random(f"{ending} {run}")), ending)
        try:
            for inner in opened(file):
                assert_read_or_told(inner)
        except Exception as error:
            raise AssertionError(f"the file of {ending} {run} broke a reader") from error


_WORDS = st.sampled_from(
    [*TEXT.strip().split("\n"), *(word.decode("utf-8", "replace") for word in NASTIES)]
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(_WORDS | st.text(max_size=40), max_size=30), st.sampled_from(["txt", "html", "md"]))
def test_lines_in_any_order_are_read_or_refused_in_words(lines: list[str], ending: str) -> None:
    text = "\n".join(f"<p>{line}</p>" if ending == "html" else line for line in lines)
    assert_read_or_told(source(text.encode("utf-8", "replace"), ending))


@settings(max_examples=40, deadline=None)
@given(st.binary(max_size=400), st.sampled_from(sorted(SEEDS)))
def test_bytes_of_no_format_are_read_or_refused_in_words(data: bytes, ending: str) -> None:
    for file in opened(source(data, ending)):
        assert_read_or_told(file)
