"""The named elements of a service guide (办事指南): under what words offices print them.

行政许可法 第三十条, 国务院关于在线政务服务的若干规定 第六条 and the duties of government portals
name them; offices print them in many words, as a line (办理地点：…), as a heading (三、所需材料) or
as a table (办理时限 | 5个工作日).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

#: What a table's row is written with between its cells.
CELL_SEPARATOR = " | "

#: Standard name of each element → the words under which it is printed.
ELEMENTS = {
    "事项名称": "事项名称 服务名称 服务事项 办理事项 办事事项 业务名称 事项",
    "设定依据": (
        "设定依据 办理依据 政策依据 法律依据 法规依据 法定依据 实施依据 办事依据 受理依据 审批依据"
        " 文件依据 许可依据"
    ),
    "受理条件": (
        "受理条件 办理条件 申请条件 申领条件 申报条件 办事条件 审批条件 准予条件 补贴条件 享受条件"
        " 资格条件 申请资格 服务对象 办理对象 申请对象 申领对象 申报对象 受理对象 补贴对象 发放对象"
        " 适用对象 享受对象 保障对象 适用范围 受理范围 申请范围 办理要求 申请人 申请主体 服务范围"
    ),
    "申请材料": (
        "申请材料 申报材料 办理材料 所需材料 办事材料 申领材料 提交材料 受理材料 需提交材料"
        " 应提交材料 需提供材料 所需资料 申请资料 申报资料 提交资料 办理资料 材料 材料准备 办理准备"
        " 申请所需材料 办理所需材料 应提交的材料 需要提交的材料 需要准备的材料 申报所需材料"
    ),
    "办理流程": (
        "办理流程 办理程序 办事流程 办事程序 基本流程 申请流程 申请程序 申领流程 申领程序 申报流程"
        " 申报程序 受理流程 服务流程 审批流程 审批程序 审核流程 审核程序 办理步骤 操作流程"
        " 线上办理流程 线下办理流程 网上办理流程 窗口办理流程 办理方式 申请方式 申领方式 申报方式"
        " 受理方式 办理渠道 申请渠道 申报渠道 申领渠道 受理渠道 办理途径 申请途径 办理形式"
        " 线上办理 线下办理 网上办理 窗口办理 现场办理 办理指南 办理指引 流程"
    ),
    "受理单位": (
        "受理单位 受理机构 受理机关 受理部门 办理单位 办理机构 办理部门 办理机关 实施主体 实施机关"
        " 实施机构 实施单位 主管部门 审批机关 审批部门 承办单位 承办机构 责任部门 经办机构 服务机构"
        " 决定机构 办事机构"
    ),
    "办理时限": (
        "办理时限 办结时限 承诺时限 法定时限 承诺办结时限 法定办结时限 承诺办理时限 法定办理时限"
        " 审批时限 审核时限 受理时限 办理期限 办结期限 承诺期限 法定期限 办理时效 时限 办事时限"
        " 承诺办结时间 法定办结时间 办结时间"
    ),
    "收费": (
        "收费 收费标准 是否收费 收费情况 收费依据 收费依据及标准 收费标准及依据 收费标准和依据"
        " 收费项目 办理费用 费用 收费信息"
    ),
    "办理地点": (
        "办理地点 办理地址 受理地点 受理地址 办公地点 办公地址 申请地点 办事地点 办事窗口 办理窗口"
        " 受理窗口 地址 地点 服务地点 服务地址 现场办理地点 窗口地址 联系地址"
    ),
    "办公时间": (
        "办公时间 受理时间 办理时间 工作时间 服务时间 对外办公时间 对外服务时间 窗口服务时间"
        " 上班时间 接待时间"
    ),
    "联系电话": (
        "联系电话 咨询电话 联系方式 咨询方式 咨询渠道 咨询热线 服务电话 服务热线 办公电话 业务电话"
        " 电话 业务咨询电话 咨询途径 联系人及电话 联系人 咨询投诉电话 咨询及投诉电话 政策咨询电话"
        " 联系科室 咨询服务电话"
    ),
    "投诉渠道": (
        "投诉渠道 投诉电话 监督投诉 监督电话 投诉方式 监督投诉渠道 监督投诉电话 投诉监督电话"
        " 监督投诉方式 举报电话 投诉举报电话 监督举报电话 监督方式 投诉热线 监督渠道 投诉途径"
    ),
    "办理结果": (
        "办理结果 结果名称 审批结果 结果送达 送达方式 办理结果名称 领取方式 结果领取 办结结果"
        " 结果样本 送达时限 审批结果名称"
    ),
}
_NAMES = {label: name for name, labels in ELEMENTS.items() for label in labels.split()}

#: Labels of a like build that are no element, yet head what stands behind them (补贴标准：…).
_LABELLED = re.compile(
    "(?:事项|办理|办事|基本|申请|申领|申报|受理|服务|补贴|适用|资格|所需|提交|设定|政策|法律|实施|法定|承诺|办结"
    "|咨询|投诉|监督|收费|发放|审批|联系|办公|工作|主管|行使|到|通办|办件|网办){1,2}"
    "(?:名称|类型|对象|依据|条件|材料|材料清单|流程|程序|机关|单位|机构|部门|时限|期限|时间|标准|地点|地址"
    "|方式|渠道|窗口|电话|结果|费用|范围|指南|准备|层级|编码|现场次数|深度)"
    "|备注|注意事项|温馨提示|常见问题|(?:线上|线下|网上|窗口)办理"
)
_LABEL = re.compile(
    r"[◆●■★▶•·]?[ \u3000]*[【〖]?([\u4e00-\u9fff][\u4e00-\u9fff \u3000]{1,15})[】〗]?"
    r"[ \u3000]*[：:]"
)
_AROUND = re.compile(r"[\s：:。；;，,【】〖〗◆●■★▶•·]")
_REMARK = re.compile("[（(][^（）()]*[）)]")
_TAIL = re.compile("(?:目录|清单|一览表|如下|要求|说明)$")
_BETWEEN = re.compile("[、/]|以?及|和|与")
#: A label cell of a table has at most so many characters.
_LABEL_LENGTH = 14


def canonical_element(label: str) -> str | None:
    """The standard name of the element that `label` prints (所需材料清单 → 申请材料), or None.

    A label that names two (联系方式和投诉渠道) counts as the first of them.
    """
    plain = _REMARK.sub("", _AROUND.sub("", label))
    for tried in (plain, _TAIL.sub("", plain)):
        if tried in _NAMES:
            return _NAMES[tried]
    pieces = [_NAMES.get(piece) for piece in _BETWEEN.split(plain)]
    return pieces[0] if all(pieces) else None


def element_label(line: str) -> str | None:
    """The label that a line begins with (办理时限：…, 补贴标准：…), or None."""
    match = _LABEL.match(line)
    if match is None:
        return None
    label = re.sub(r"\s", "", match[1])
    return label if label in _NAMES or _LABELLED.fullmatch(label) else None


def _is_label(cell: str) -> bool:
    """Whether a table's cell prints the label of an element."""
    return len(cell) <= _LABEL_LENGTH and element_label(f"{cell}：") is not None


def element_cells(row: str) -> list[tuple[int, int]]:
    """Spans of the elements in a table's row: each a label and its value (办理时限 | 5个工作日).

    A row may hold several, and a merged cell that groups them may stand before them. Empty for
    any other row. Cells that merging repeated count once.
    """
    cells: list[tuple[str, int, int]] = []
    start = 0
    for cell in row.split(CELL_SEPARATOR):
        end = start + len(cell)
        if cells and cells[-1][0] == cell.strip():
            cells[-1] = (cells[-1][0], cells[-1][1], end)
        else:
            cells.append((cell.strip(), start, end))
        start = end + len(CELL_SEPARATOR)
    if len(cells) % 2 and len(cells) > 1 and _is_label(cells[1][0]):
        del cells[0]
    return _pairs(cells)


def _pairs(cells: Sequence[tuple[str, int, int]]) -> list[tuple[int, int]]:
    labels, values = cells[::2], cells[1::2]
    alternate = (
        len(labels) == len(values) > 0
        and all(_is_label(label) for label, _, _ in labels)
        and not any(_is_label(value) for value, _, _ in values)
    )
    if not alternate:
        return []
    return [(label[1], value[2]) for label, value in zip(labels, values, strict=True)]
