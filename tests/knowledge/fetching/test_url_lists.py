"""Lists of addresses: one a line, comments passed over, bad lines told with their number."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.errors import SourceError
from knowledge.fetching.policy import FetchPolicy
from knowledge.fetching.pulling import WantedPage
from knowledge.fetching.url_lists import read_url_list
from knowledge.sources import Refusal


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "gb18030"])
def test_addresses_are_taken_and_bad_lines_told_with_their_number(
    tmp_path: Path, charset: str
) -> None:
    path = tmp_path / "网址.txt"
    path.write_bytes(
        "# 县政府文件\r\nhttp://www.qinghe.example/a.html\r\n\r\n"
        "  https://www.qinghe.example/b.html?x=1  # 办法\r\n"
        "www.qinghe.example/c.html\r\nhttp://www.qinghe.example/d#1\r\n".encode(charset)
    )
    a, b, bad, d = read_url_list(path, FetchPolicy())
    assert (a, b, d) == (
        WantedPage("http://www.qinghe.example/a.html"),
        WantedPage("https://www.qinghe.example/b.html?x=1"),
        WantedPage("http://www.qinghe.example/d"),
    )
    assert isinstance(bad, Refusal)
    assert bad.name == f"{path} 第 5 行（www.qinghe.example/c.html）"
    assert bad.reason == "只能抓取 http:// 或 https:// 开头的网址"


def test_a_list_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="找不到"):
        list(read_url_list(tmp_path / "none.txt", FetchPolicy()))
