from __future__ import annotations

from pathlib import Path

import pytest

from indexer.errors import VocabularyError
from indexer.vocabulary import (
    DEPARTMENTS,
    HIT,
    LEXICON,
    POLICY_TERMS,
    QUESTION_WORDS,
    DroppedKind,
    Relation,
    digest,
    load_vocabulary,
)

HEADER = "lay\tofficial\trelation\tdomain\tsource\n"

FILES = {
    LEXICON: f"# 注释\n{HEADER}房照、房本\t不动产权证书\tobsolete\t不动产\t《登记条例》hit\n",
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
    assert len(vocabulary.lexicon) > 3000
    assert len(vocabulary.departments) > 40
    assert len(vocabulary.policy_terms) > 400
    assert {entry.relation for entry in vocabulary.lexicon} == set(Relation)


def test_rows_become_values(folder: Path) -> None:
    vocabulary = load_vocabulary(folder)
    first, second = vocabulary.lexicon
    assert (first.lay, second.lay) == ("房照", "房本")
    assert first.official == second.official == ("不动产权证书",)
    assert first.relation is Relation.OBSOLETE
    assert first.sources == ("登记条例", HIT)
    assert vocabulary.departments[0].aliases == ("民政局",)
    assert vocabulary.dropped_words == {"的": DroppedKind.STOP, "怎么": DroppedKind.QUESTION}
    assert vocabulary.segmenter_words == ("最低生活保障", "临时救助", "县民政局", "民政局")


@pytest.mark.parametrize(
    ("name", "text", "line", "fault"),
    [
        (LEXICON, "lay\tofficial\n", 1, "表头"),
        (LEXICON, "", 1, "表头"),
        (LEXICON, HEADER + "房照\t证\n", 2, "应有 5 列，实有 2 列"),
        (LEXICON, HEADER + "房照\t证书\tsame\t房\thit\n", 2, "same"),
        (LEXICON, HEADER + "房照\t房照\tequivalent\t房\thit\n", 2, "自身"),
        (LEXICON, FILES[LEXICON] + "更名\t变更\tambiguous\t房\thit\n", 4, "只有一种含义"),
        (LEXICON, FILES[LEXICON] + "抚恤\t抚恤、褒扬\tambiguous\t房\thit\n", 4, "只有一种含义"),
        (LEXICON, FILES[LEXICON] + "权证、房本\t证书\tequivalent\t房\thit\n", 4, "已见于第 3 行"),
        (LEXICON, HEADER + "房照\t\tequivalent\t房\thit\n", 2, "不能为空"),
        (LEXICON, HEADER + "房照\t证书\tequivalent\t房\t\n", 2, "出处"),
        (LEXICON, HEADER + "房照\t证书\tequivalent\t房\t民法典\n", 2, "出处.*民法典"),
        (LEXICON, HEADER + "押金…\t保证金\trelated\t房\thit\n", 2, "两边"),
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


def test_an_everyday_word_that_is_official_too_leads_to_the_other_terms(folder: Path) -> None:
    row = "遗产、家产\t遗产、继承\trelated\t家庭\t《中华人民共和国民法典》\n"
    (folder / LEXICON).write_text(HEADER + row, encoding="utf-8")
    found = {entry.lay: entry.official for entry in load_vocabulary(folder).lexicon}
    assert found == {"遗产": ("继承",), "家产": ("遗产", "继承")}


def test_a_missing_file_is_named(folder: Path) -> None:
    (folder / LEXICON).unlink()
    with pytest.raises(VocabularyError, match=LEXICON):
        load_vocabulary(folder)


def test_the_digest_changes_with_the_words_that_shape_the_index(folder: Path) -> None:
    before = digest(folder)
    (folder / LEXICON).write_text(FILES[LEXICON] + "权证\t证书\tobsolete\t不动产\thit\n")
    assert digest(folder) == before, "the lexicon works on questions alone"
    (folder / POLICY_TERMS).write_text("最低生活保障\n")
    assert digest(folder) != before
