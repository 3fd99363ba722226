from __future__ import annotations

import pytest

from indexer.ranking.authority import AUTHORITIES, authority


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("中华人民共和国民法典", "法律"),
        ("中华人民共和国公司法（2023年修订）", "法律"),
        ("最高人民法院关于审理民间借贷案件适用法律若干问题的规定", "司法解释"),
        ("物业管理条例", "行政法规"),
        ("中华人民共和国劳动合同法实施条例", "行政法规"),
        ("中华人民共和国税收征收管理法实施细则", "规则细则"),
        ("中华人民共和国船舶登记办法", "其他"),
        ("青禾县高龄津贴发放办法", "其他"),
        ("", "其他"),
    ],
)
def test_the_form_of_a_title_tells_the_kind(title: str, name: str) -> None:
    assert AUTHORITIES[authority(title)].name == name
