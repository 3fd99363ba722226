from __future__ import annotations

import re
from pathlib import Path

import pytest

from indexer.normalisation import HAN, normalise
from indexer.reference import ReferenceSegmenter
from indexer.segmentation import FastSegmenter, TermKind, pieces
from indexer.vocabulary import load_vocabulary

VARIED = """
申请最低生活保障的家庭，应当向户籍所在地乡镇人民政府提出书面申请，并提交家庭经济状况材料。
我老公下岗了，孩子要上小学，房照还没办下来，请问能不能领失业金？
林政办发〔2021〕17号《林口县2021年政务公开工作实施方案》自印发之日起施行，有效期5年。
电话0453-3522123，网址www.example.gov.cn，标准GB/T 19001-2016，涨了3.5%，每人每月1,200.50元。
第二百三十六条　国务院卫生健康委员会会同国家医疗保障局制定异地就医直接结算管理办法。
乌鲁木齐市天山区阿依古丽·买买提、司马相如、欧阳修和张三丰在南京市长江大桥研究生命起源。
龘靐齉爩鱻麤龗灪吁饢，〇二一二年，IPv6，iPhone15，COVID-19，Q&A，A+B，C#，x_y。
"""


@pytest.fixture(scope="module")
def segmenters() -> tuple[FastSegmenter, ReferenceSegmenter]:
    words = load_vocabulary().segmenter_words
    return FastSegmenter(words), ReferenceSegmenter(words)


def runs(text: str) -> list[str]:
    return [piece for kind, piece, _ in pieces(normalise(text)) if kind is TermKind.HAN]


def assert_alike(segmenters: tuple[FastSegmenter, ReferenceSegmenter], text: str) -> None:
    fast, reference = segmenters
    assert [fast.cut(run) for run in runs(text)] == [reference.cut(run) for run in runs(text)]
    known = [reference.cut_known(run) for run in runs(text)]
    assert [fast.cut_known(run) for run in runs(text)] == known


def test_the_fast_segmenter_cuts_as_jieba_does(
    segmenters: tuple[FastSegmenter, ReferenceSegmenter],
) -> None:
    assert len(runs(VARIED)) > 20
    assert_alike(segmenters, VARIED)


def test_every_word_of_the_vocabulary_is_cut_alike(
    segmenters: tuple[FastSegmenter, ReferenceSegmenter],
) -> None:
    vocabulary = load_vocabulary()
    entries = [term for entry in vocabulary.lexicon for term in (entry.lay, *entry.official)]
    assert_alike(segmenters, "，".join([*vocabulary.segmenter_words, *entries]))


@pytest.mark.shared
def test_real_pages_are_cut_as_jieba_cuts_them(
    segmenters: tuple[FastSegmenter, ReferenceSegmenter],
) -> None:
    files = sorted(Path("../shared/eval/pages/gold_text").iterdir())
    assert len(files) >= 20
    for file in files:
        assert_alike(segmenters, file.read_text(encoding="utf-8"))


def test_policy_terms_stay_whole(
    segmenters: tuple[FastSegmenter, ReferenceSegmenter],
) -> None:
    assert "最低生活保障" in segmenters[0].cut("申请最低生活保障的条件")


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("林政办发〔2021〕17号", "〔2021〕17号"),
        ("林政办发[2021]17号", "〔2021〕17号"),
        ("林政办发（2021）第7号", "〔2021〕7号"),
        ("林政办发〔2021〕 17 号", "〔2021〕17号"),
        ("林政办发2021年17号", "〔2021〕17号"),
        ("林政办发2021 17号", "〔2021〕17号"),
        ("第二百三十六条", "第236条"),
        ("按照和第236条", "第236条"),
        ("gb/t 19001-2016", "19001-2016"),
        ("涨3.5%", "3.5%"),
        ("www.gov.cn", "www.gov.cn"),
    ],
)
def test_numbers_articles_and_document_numbers_are_one_term(text: str, term: str) -> None:
    exact = [piece for kind, piece, _ in pieces(normalise(text)) if kind is TermKind.EXACT]
    assert term in exact


def test_a_date_is_no_document_number() -> None:
    exact = [
        piece for kind, piece, _ in pieces("2021年8月17号发2021年8月") if kind is TermKind.EXACT
    ]
    assert exact == ["2021", "8", "17", "2021", "8"]


def test_pieces_cover_every_letter_and_digit_of_the_text() -> None:
    text = normalise(VARIED)
    kept = "".join(piece for _, piece, _ in pieces(text))
    han = re.compile(f"[{HAN}]")
    assert set(han.findall(text)) <= set(kept)
