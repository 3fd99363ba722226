"""Tables of the figures: beside the committed ones for the terminal, and for docs/evaluation.md."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain

from benchmarks.quality_record import DOCS, Record, Report, tolerance
from indexer.metrics import Bin
from service.commands.evaluation_words import KINDS, NAMES, PARTS, SLICES
from service.reliability_plot import reliability_svg

BEGIN, END = "<!-- 以下表格由 make evaluate 写出 -->", "<!-- 表格到此 -->"
PLOTS = DOCS / "images"

#: Figures in the order in which they are shown; of these two, less is better.
SHOWN = (
    "mrr@10",
    "recall@5",
    "recall@10",
    "recall@50",
    "recall@100",
    "first_document_right",
    "rouge_l",
    "rouge_l_found",
    "evidence_in_answer",
    "evidence_in_answer_found",
    "answered",
    "answered_precision",
    "auroc",
    "coverage@90%",
    "coverage@95%",
    "document_coverage@90%",
    "false_answers",
    "calibration_error",
)
LESS_IS_BETTER = frozenset({"false_answers", "calibration_error"})

#: Of plain BM25, which has neither a threshold nor a probability.
BASELINE = frozenset(
    {
        *SHOWN[:6],
        "rouge_l_found",
        "evidence_in_answer_found",
        "auroc",
        "coverage@90%",
        "coverage@95%",
        "document_coverage@90%",
    }
)
#: Of a slice.
_OF_SLICES = (
    "mrr@10",
    "recall@100",
    "first_document_right",
    "rouge_l",
    "evidence_in_answer",
    "answered",
)


def fallen(now: Report, before: Report) -> list[str]:
    """The figures that are worse than before by more than two standard errors."""
    both = [figure for figure in SHOWN if figure in now and figure in before]
    return [figure for figure in both if _loss(now, before, figure) > tolerance(before, figure)]


def _loss(now: Report, before: Report, figure: str) -> float:
    change = float(now[figure]) - float(before[figure])
    return change if figure in LESS_IS_BETTER else -change


def comparison(now: Mapping[str, Report], record: Record) -> Iterator[str]:
    """The figures of each set beside plain BM25's and those last committed."""
    for name, report in now.items():
        before = record.sets.get(name, {})
        baseline = record.baseline.get(name, {})
        yield f"{name}\n  {'基线':>6}{'上次':>7}{'这次':>7}{'标准误':>6}"
        worse = fallen(report, before) if before else []
        for figure in SHOWN:
            if figure in report:
                cells = (
                    baseline.get(figure) if figure in BASELINE else None,
                    before.get(figure),
                    report[figure],
                    report["standard_errors"].get(figure),
                )
                mark = "  ▼ 低了两个标准误以上" if figure in worse else ""
                yield f"  {''.join(f'{_cell(each):>9}' for each in cells)}  {NAMES[figure]}{mark}"


def documented(record: Record) -> str:
    """The tables of docs/evaluation.md, between their marks."""
    tables = (_trained, _figures, _slices, _kinds, _calibration)
    return "\n".join((BEGIN, "", *chain.from_iterable(each(record) for each in tables), END))


def renewed(text: str, record: Record) -> str:
    """The document with its tables renewed; raises ValueError where their marks are missing."""
    start, end = text.index(BEGIN), text.index(END) + len(END)
    return text[:start] + documented(record) + text[end:]


def plots(record: Record) -> dict[str, str]:
    """The reliability plots, by the names of their files."""
    return {
        f"reliability-{name}.svg": reliability_svg(
            name, [Bin(**each) for each in report["reliability"]]
        )
        for name, report in record.sets.items()
        if report["reliability"]
    }


def _trained(record: Record) -> Iterator[str]:
    learned = "、".join(f"{PARTS[name]}（{rows} 行）" for name, rows in record.trained.items())
    by_hand = "、".join(words for name, words in PARTS.items() if name not in record.trained)
    yield f"学习得到的部分：{learned or '没有'}。手工设定权重的部分：{by_hand or '没有'}。\n"


def _figures(record: Record) -> Iterator[str]:
    names = list(record.sets)
    yield from _row("数值", *names)
    yield from _row(*["---"] * (len(names) + 1))
    for figure in SHOWN:
        cells = [_with_baseline(record, name, figure) for name in names]
        if any(cells):
            yield from _row(NAMES[figure], *cells)
    yield ""


def _with_baseline(record: Record, name: str, figure: str) -> str:
    report = record.sets[name]
    if figure not in report:
        return ""
    error = report["standard_errors"].get(figure)
    shown = _cell(report[figure]) + (f" ± {_cell(error)}" if error else "")
    plain = record.baseline.get(name, {}).get(figure) if figure in BASELINE else None
    return shown if plain is None else f"{shown}（{_cell(plain)}）"


def _slices(record: Record) -> Iterator[str]:
    yield from _row("集", "分组", "题数", *(NAMES[each].split("（")[0] for each in _OF_SLICES))
    yield from _row(*["---"] * (len(_OF_SLICES) + 3))
    for name, report in record.sets.items():
        for row, figures in report["slices"].items():
            cells = (_cell(figures.get(each)) for each in _OF_SLICES)
            yield from _row(name, SLICES[row], str(figures["questions"]), *cells)
    yield ""


def _kinds(record: Record) -> Iterator[str]:
    yield from _row("集", "不可答的问题", "题数", "被直接回答", "可答的答六成时被回答")
    yield from _row(*["---"] * 5)
    for name, report in record.sets.items():
        for kind, figures in report["false_answers_by_kind"].items():
            shares = (_cell(figures[each]) for each in ("answered", "answered_at_60%"))
            yield from _row(name, KINDS.get(kind, kind), str(figures["questions"]), *shares)
    yield ""


def _calibration(record: Record) -> Iterator[str]:
    for name, report in record.sets.items():
        if not report["reliability"]:
            continue
        bins = report["reliability"]
        yield f"![{name}：把握与实际](images/reliability-{name}.svg)\n"
        yield from _row(f"{name}，十组", *(str(place + 1) for place in range(len(bins))))
        yield from _row(*["---"] * (len(bins) + 1))
        for label, key in (("把握", "confidence"), ("答对", "right")):
            yield from _row(label, *(_cell(each[key]) for each in bins))
        yield from _row("题数", *(str(each["questions"]) for each in bins))
        yield ""


def _row(*cells: str) -> Iterator[str]:
    yield f"| {' | '.join(cells)} |"


def _cell(value: float | None) -> str:
    if value is None:
        return ""
    shown = f"{value:.3f}"
    return shown.removeprefix("0") if shown.startswith("0.") else shown
