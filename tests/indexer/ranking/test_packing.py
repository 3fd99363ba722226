from __future__ import annotations

import numpy as np

from indexer.ranking.packing import KEPT_TERMS, PACKED_FIELDS, code, codes_of, key, pack, unpack


def test_what_was_packed_is_unpacked_field_by_field_and_passage_by_passage() -> None:
    first = {"body_words": ["低保", "标准", "低保"], "title_words": ["办法"]}
    second = {"body_words": ["公租房"], "trail_words": ["第二章", "申请"]}
    sought = codes_of(["低保", "标准", "公租房", "第二章", "申请", "办法"])
    found = unpack([pack(first), b"", pack(second)], sought)
    assert set(found) == set(PACKED_FIELDS)
    body = found["body_words"]
    assert body.codes.tolist() == codes_of(["低保", "标准", "低保", "公租房"]).tolist()
    assert body.rows.tolist() == [0, 0, 0, 2]
    assert body.places.tolist() == [0, 1, 2, 0]
    assert body.lengths.tolist() == [3, 0, 1]
    assert found["trail_words"].codes.tolist() == [code("第二章"), code("申请")]
    assert found["trail_words"].rows.tolist() == [2, 2]
    assert found["title_words"].rows.tolist() == [0]


def test_a_long_field_is_cut_and_keeps_its_length() -> None:
    found = unpack(
        [pack({"body_words": ["字"] * (KEPT_TERMS + 9), "body_bigrams": ["尾"]})], codes_of("字尾")
    )
    assert len(found["body_words"].codes) == KEPT_TERMS
    assert found["body_words"].lengths.tolist() == [KEPT_TERMS + 9]
    assert found["body_bigrams"].codes.tolist() == [code("尾")]


def test_only_what_is_sought_is_unpacked_at_its_place() -> None:
    packed = pack({"title_words": ["办法"], "body_words": ["低保", "标准", "办法"]})
    found = unpack([packed], codes_of(["标准", "办法", "没有"]))
    assert found["body_words"].codes.tolist() == codes_of(["标准", "办法"]).tolist()
    assert found["body_words"].places.tolist() == [1, 2]
    assert found["title_words"].places.tolist() == [0]
    assert [len(each.codes) for each in unpack([packed], codes_of([])).values()] == [0] * 5


def test_the_lengths_that_are_packed_are_no_terms() -> None:
    found = unpack([pack({"body_words": ["低保"] * 7})], np.array([7, 0], np.uint32))
    assert not any(len(each.codes) for each in found.values())


def test_keys_tell_titles_apart_and_fit_signed_columns() -> None:
    titles = [f"第{number}号办法" for number in range(1000)]
    assert len({key(title) for title in titles}) == 1000
    assert all(0 <= key(title) < 2**63 for title in titles)
