"""What people read of an evaluation: the Chinese names of figures, slices and kinds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from indexer.metrics import Bin
from service.answering.models import PartName
from service.figures import Figures
from service.reports import SetReport

NAMES = {
    "questions": "可答的问题（个）",
    "unanswerable": "不可答的问题（个）",
    "seen": "模型训练时见过的问题",
    "mrr@10": "MRR@10",
    "recall@5": "R@5",
    "recall@10": "R@10",
    "recall@50": "R@50",
    "recall@100": "R@100",
    "first_document_right": "第一个文件正确",
    "rouge_l": "答案与标准答案的 ROUGE-L（没有直接回答的算 0）",
    "rouge_l_found": "同上，不论门槛",
    "evidence_in_answer": "引文含有证据（没有直接回答的算没有）",
    "evidence_in_answer_found": "同上，不论门槛",
    "answered": "可答的问题中：直接回答",
    "suggested": "可答的问题中：列出相近条款",
    "unanswered": "可答的问题中：没有找到",
    "redirected": "可答的问题中：转到其他渠道",
    "auroc": "把握的 AUROC",
    "false_answers": "不可答的问题被直接回答",
    "answered_precision": "直接回答的正确率",
    "coverage@90%": "正确率 90% 时答对的可答问题",
    "coverage@95%": "正确率 95% 时答对的可答问题",
    "document_coverage@90%": "文件正确（不论字句），正确率 90% 时答对的可答问题",
    "calibration_error": "把握的期望校准误差（十组）",
}

SLICES = {
    "lay_words": "日常用语",
    "follow_up": "追问",
    "table": "表格里的答案",
    "lapsed": "只有失效文件能答",
    "number": "答案是数字或日期",
    "new_passages": "相关法条没有出现在训练问题里",
}

PARTS: Mapping[PartName, str] = {
    "matcher": "词义",
    "ranker": "排序",
    "spans": "摘录",
    "confidence": "把握",
}

KINDS = {
    "all": "全部",
    "off_topic": "无关的话",
    "near_miss": "相近而不可答",
    "not_covered": "文件没有写",
    "other_year": "别的年份",
    "other_population": "别的人群",
    "other_city": "别的城市",
    "other_district": "别的区县",
}


def lines_of(report: SetReport) -> Iterator[str]:
    """The report as lines of text."""
    yield f"评测集 {report.name}"
    yield from (f"  注意：{note}" for note in (*report.notes, *_warnings(report.figures)))
    for figure, value in report.figures.items():
        error = report.errors.get(figure)
        spread = f"（标准误 {error:.3f}）" if error else ""
        yield f"  {NAMES.get(figure, figure)}：{_shown(value)}{spread}"
    yield from _table("可答的问题，分组", report.slices, SLICES)
    yield from _table("不可答的问题", report.false_answers, KINDS)
    yield from _reliability(report.reliability)


def _warnings(figures: Figures) -> Iterator[str]:
    if figures["seen"]:
        yield "所用的模型在训练时见过这里的问题，数值偏高；可信的数值用 --out-of-fold"


def _table(title: str, rows: Mapping[str, Figures], names: Mapping[str, str]) -> Iterator[str]:
    if rows:
        yield f"  {title}："
    for row, figures in rows.items():
        shown = "，".join(
            f"{_SHORT.get(name, NAMES.get(name, name))} {_shown(value)}"
            for name, value in figures.items()
            if name not in _LEFT_OUT
        )
        yield f"    {names.get(row, row)}：{shown}"


#: Shorter words where many figures share a line, and what is left to the JSON there.
_SHORT = {
    "questions": "题数",
    "rouge_l": "ROUGE-L",
    "rouge_l_found": "不论门槛",
    "evidence_in_answer": "引文含有证据",
    "evidence_in_answer_found": "不论门槛",
    "answered": "直接回答",
    "answered_at_60%": "可答的答六成时",
}
_LEFT_OUT = frozenset({"suggested", "unanswered", "redirected", "recall@5", "recall@50"})


def _reliability(bins: Sequence[Bin]) -> Iterator[str]:
    if bins:
        yield "  把握与实际（题数相同的各组）："
    for each in bins:
        yield f"    把握 {each.confidence:.3f}，实际 {each.right:.3f}（{each.questions} 题）"


def _shown(value: float | int) -> str:
    return str(value) if isinstance(value, int) else f"{value:.3f}"
