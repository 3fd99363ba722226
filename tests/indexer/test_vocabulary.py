from __future__ import annotations

from pathlib import Path

import pytest

from indexer.errors import VocabularyError
from indexer.vocabulary import (
    DEPARTMENTS,
    LEXICON,
    POLICY_TERMS,
    QUESTION_WORDS,
    DroppedKind,
    Relation,
    digest,
    load_vocabulary,
)

FILES = {
    LEXICON: "# 注释\nlay\tofficial\trelation\tdomain\n房照\t不动产权证书\tobsolete\t不动产\n",
    DEPARTMENTS: "name\taliases\ttopics\tkeywords\thotline\n县民政局\t民政局\t低保\t五保\t12345\n",
    POLICY_TERMS: "# 注释\n最低生活保障 临时救助\n",
    QUESTION_WORDS: "word\tkind\n的\tstop\n怎么\tquestion\n",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def test_the_projects_own_files_are_in_order() -> None:
    vocabulary = load_vocabulary()
    assert len(vocabulary.lexicon) > 400
    assert len(vocabulary.departments) > 40
    assert len(vocabulary.policy_terms) > 400
    assert {entry.relation for entry in vocabulary.lexicon} == set(Relation)


def test_rows_become_values(folder: Path) -> None:
    vocabulary = load_vocabulary(folder)
    assert vocabulary.lexicon[0].official == ("不动产权证书",)
    assert vocabulary.lexicon[0].relation is Relation.OBSOLETE
    assert vocabulary.departments[0].aliases == ("民政局",)
    assert vocabulary.dropped_words == {"的": DroppedKind.STOP, "怎么": DroppedKind.QUESTION}
    assert vocabulary.segmenter_words == ("最低生活保障", "临时救助", "县民政局", "民政局")


@pytest.mark.parametrize(
    ("name", "text", "line", "fault"),
    [
        (LEXICON, "lay\tofficial\n", 1, "表头"),
        (LEXICON, "", 1, "表头"),
        (LEXICON, "lay\tofficial\trelation\tdomain\n房照\t证\n", 2, "应有 4 列，实有 2 列"),
        (LEXICON, "lay\tofficial\trelation\tdomain\n房照\t证\tsame\t房\n", 2, "same"),
        (LEXICON, "lay\tofficial\trelation\tdomain\n房照\t房照\tequivalent\t房\n", 2, "自身"),
        (LEXICON, FILES[LEXICON] + "更名\t变更\tambiguous\t房\n", 4, "只有一种含义"),
        (LEXICON, FILES[LEXICON] + "房照\t证\tequivalent\t房\n", 4, "已见于第 3 行"),
        (LEXICON, "lay\tofficial\trelation\tdomain\n房照\t\tequivalent\t房\n", 2, "不能为空"),
        (
            DEPARTMENTS,
            FILES[DEPARTMENTS] + "县残联\t民政局\t残疾证\t\t12385\n",
            3,
            "已属于县民政局",
        ),
        (DEPARTMENTS, "name\taliases\ttopics\tkeywords\thotline\n县残联\t\t\t\t\n", 2, "职责"),
        (POLICY_TERMS, "低保\n低保\n", 2, "已见于第 1 行"),
        (POLICY_TERMS, "低保 保\n", 1, "只有一个字"),
        (QUESTION_WORDS, "word\tkind\n的\tparticle\n", 2, "particle"),
    ],
)
def test_a_wrong_line_is_named(folder: Path, name: str, text: str, line: int, fault: str) -> None:
    (folder / name).write_text(text, encoding="utf-8")
    with pytest.raises(VocabularyError, match=fault) as caught:
        load_vocabulary(folder)
    assert (caught.value.path, caught.value.line) == (folder / name, line)


def test_a_missing_file_is_named(folder: Path) -> None:
    (folder / LEXICON).unlink()
    with pytest.raises(VocabularyError, match=LEXICON):
        load_vocabulary(folder)


def test_the_digest_changes_with_the_words_that_shape_the_index(folder: Path) -> None:
    before = digest(folder)
    (folder / LEXICON).write_text(FILES[LEXICON] + "房本\t证书\tobsolete\t不动产\n")
    assert digest(folder) == before, "the lexicon works on questions alone"
    (folder / POLICY_TERMS).write_text("最低生活保障\n")
    assert digest(folder) != before
