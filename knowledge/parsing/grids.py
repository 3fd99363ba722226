"""Tables as lines, the same for every format: cells joined, the rows told that name columns."""

from __future__ import annotations

import re
from collections.abc import Sequence

CELL_SEPARATOR = " | "
#: Cells of a data table are short; one that holds more is there for layout.
LAYOUT_CELL = 1500

_DIGIT = re.compile(r"\d")
_MAX_HEAD_CELL = 20
#: First cells of tables that name a thing and tell it beside, not below.
_KEY_WORDS = """
事项名称 事项类型 事项编码 设定依据 实施依据 办理依据 受理条件 申请条件 办理条件
申请材料 办理材料 办理流程 受理单位 受理机构 实施主体 办理机构 办理时限 承诺时限
法定时限 收费标准 收费依据 是否收费 办理地点 办公地址 办公时间 联系电话 咨询电话
咨询方式 监督电话 投诉渠道 投诉电话 办理结果 服务对象 名称 姓名 单位名称 项目名称
统一编号 索引号 文号 发文字号 发布机关 发布机构 发布日期 成文日期 实施日期 失效日期
文件状态 主题分类
"""
_KEYS = frozenset(_KEY_WORDS.split())


def joined_row(cells: Sequence[str]) -> str:
    """The line of a row; a cell that fills the whole row stands once."""
    if len(set(cells)) == 1:
        return cells[0]
    return CELL_SEPARATOR.join(cells)


def reads_as_head(grid: Sequence[Sequence[str]]) -> bool:
    """Whether the first of several rows holds names of columns: short, without figures."""
    first = grid[0] if grid else ()
    return (
        len(grid) > 1
        and len(set(first)) > 1
        and all(cell and len(cell) <= _MAX_HEAD_CELL and not _DIGIT.search(cell) for cell in first)
        and not _tells_pairs(first)
    )


def _tells_pairs(row: Sequence[str]) -> bool:
    """Whether a row tells things one by one: name, value, name, value."""
    if len(row) % 2:
        return False
    labels = [_is_label(cell) for cell in row]
    return all(labels[::2]) and not any(labels[1::2])


def _is_label(cell: str) -> bool:
    bare = "".join(cell.split())
    return bare.endswith(("：", ":")) or bare in _KEYS
