"""A passage stands where its locator says, in every document that there is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import service.demo
from knowledge.outline import Outline, PartOutline, PassageOutline
from knowledge.reading import read_document
from knowledge.sources import SourceFile
from knowledge.structure import read_structure
from knowledge.structure.locators import stretch_locator
from tests.knowledge.clean_documents import clean_document

DEMO = sorted((Path(service.demo.__file__).parent / "documents").iterdir())
_STRETCH = re.compile(r"(?P<first>.+)至(?P<last>[^段款]+)")


def begun_in(outline: Outline, passage: PassageOutline) -> list[PartOutline]:
    """The outermost parts that begin inside the passage."""
    inside = [each for each in outline.parts if passage.start <= each.start < passage.end]
    above = {None, *range(len(outline.parts))} - {outline.parts.index(each) for each in inside}
    return [each for each in inside if each.parent in above]


def assert_stands_there(outline: Outline, passage: PassageOutline) -> None:
    if passage.part is not None:
        part = outline.parts[passage.part]
        assert part.start <= passage.start < passage.end <= part.end
        assert passage.locator.startswith(part.locator)
    stretch = _STRETCH.fullmatch(passage.locator)
    if stretch:
        begun = begun_in(outline, passage)
        assert len(begun) > 1
        assert (begun[0].locator, begun[-1].label) == (stretch["first"], stretch["last"])
        assert len({(each.parent, each.level) for each in begun}) == 1
        assert len({each.label for each in begun}) == len(begun)


def check(file: Path) -> None:
    outline = read_document(SourceFile(str(file), file.name, file.read_bytes())).outline
    assert outline.passages
    for passage in outline.passages:
        assert_stands_there(outline, passage)


@pytest.mark.parametrize("file", DEMO, ids=lambda file: file.name)
def test_every_passage_of_the_demonstration_stands_where_its_locator_says(file: Path) -> None:
    check(file)


@pytest.mark.shared
@pytest.mark.parametrize("folder", ["pages/html", "seeds/files"])
def test_every_passage_of_the_shared_documents_stands_where_its_locator_says(
    shared: Path, folder: str
) -> None:
    files = sorted((shared / "eval" / folder).iterdir())
    assert files
    for file in files:
        check(file)


def test_items_whose_numbers_begin_anew_are_no_one_stretch() -> None:
    lines = ["1.关注公众号", "2.进入小程序", "1.到窗口取号", "2.提交材料", "3.领取结果"]
    document = clean_document("\n".join(lines))
    cut = read_structure(document, "").passages
    assert [(each.locator, document.text[each.start : each.end]) for each in cut] == [
        ("1至2", "\n".join(lines[:2])),
        ("1至3", "\n".join(lines[2:])),
    ]


@pytest.mark.parametrize(
    ("first", "last", "place"),
    [
        ("第五条", "第七条", "第五条至第七条"),
        ("《X》第五条", "《X》第七条第二款", "《X》第五条至第七条第二款"),
        ("二、", "二、（三）", "二、"),
        ("二、", "四、（一）", "二至四、（一）"),
        ("1", "10", "1至10"),
        ("二、（一）至（二）", "三、", "二、（一）至（二）起，到三止"),
        ("第2问", "第2问", "第2问"),
    ],
)
def test_a_stretch_is_told_from_where_it_begins_to_where_it_ends(
    first: str, last: str, place: str
) -> None:
    assert stretch_locator(first, last) == place
