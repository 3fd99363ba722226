"""Sheets of cells as lines: rows of questions and answers as pairs, other tables by rows."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from knowledge.cleaned import LineKind, LineRole
from knowledge.parsing.grids import joined_row, reads_as_head
from knowledge.parsing.linear import Linear

Row = Sequence[str]

_QUESTION = re.compile(
    r"(?:常见|热点|咨询|标准|政策|用户|群众)?(?:问题|提问|问句|问法|问)(?:内容|描述|标题|名称|摘要)?"
    r"|咨询(?:内容|事项|标题)|来信内容|question|q",
    re.IGNORECASE,
)
_ANSWER = re.compile(
    r"(?:标准|官方|参考|咨询|政策|问题|部门)?(?:答案|答复|解答|回答|回复|答)(?:内容|意见|口径|正文)?"
    r"|answer|a",
    re.IGNORECASE,
)
_TOPIC = re.compile(r"(?:问题|业务|事项|政策|知识|所属)?(?:分类|类别|类型|主题|专题|栏目|领域)")
_COUNTER = re.compile("序号|编号|no|id", re.IGNORECASE)
#: What a cell may begin with although its column says it: 问：…, 答：….
_LEAD = re.compile(r"(?:问|答|[QqAa])\s*[：:]\s*")
#: The head stands below a title and a note or two.
_HEAD_WITHIN = 10
#: Names that programs give to sheets by themselves.
_UNNAMED = re.compile(r"(?:sheet|工作表|表)\s*[0-9]*|worksheet", re.IGNORECASE)
_NOT_NAME = re.compile(r"[\s（()）*＊:：]")


@dataclass(frozen=True)
class Sheet:
    """A table and its name; rows without any text are left out."""

    name: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class _Head:
    """Which columns of a table of questions hold what; `others` with their names as printed."""

    row: int
    question: int
    answer: int
    topic: int | None
    others: tuple[tuple[int, str], ...]


def add_sheets(sheets: Sequence[Sheet], file_title: str, linear: Linear) -> None:
    """Add the lines of each sheet; where no sheet shows a title of its own, `file_title` is it."""
    filled = [sheet for sheet in sheets if sheet.rows]
    if filled and not _titled(filled[0].rows):
        linear.add(file_title, LineRole.BODY, LineKind.HEADING)
    for sheet in filled:
        if len(filled) > 1 and not _UNNAMED.fullmatch(sheet.name):
            linear.add(sheet.name, LineRole.BODY, LineKind.HEADING)
        _add_sheet(sheet.rows, linear)


def names_pairs(row: Row) -> bool:
    """Whether a row names a column of questions and one of answers."""
    return _question_head([row]) is not None


def _titled(rows: Sequence[Row]) -> bool:
    """Whether the first row is a title: one text alone or over all columns, a table below it."""
    return len(rows) > 1 and len(_texts(rows[0])) == 1 and any(len(_texts(row)) > 1 for row in rows)


def _texts(row: Row) -> list[str]:
    return list(dict.fromkeys(cell for cell in row if cell))


def _add_sheet(rows: Sequence[Row], linear: Linear) -> None:
    head = _question_head(rows)
    if head is not None:
        _add_above(rows[: head.row], linear)
        _add_pairs(rows[head.row + 1 :], head, linear)
        return
    start = next((at for at, row in enumerate(rows) if len(_texts(row)) > 1), len(rows))
    _add_above(rows[:start], linear)
    _add_table([[_single(cell) for cell in row] for row in rows[start:]], linear)


def _question_head(rows: Sequence[Row]) -> _Head | None:
    for at, row in enumerate(rows[:_HEAD_WITHIN]):
        names = [_NOT_NAME.sub("", unicodedata.normalize("NFKC", cell)) for cell in row]
        question = _column(names, _QUESTION)
        answer = _column(names, _ANSWER)
        if question is None or answer is None or question == answer:
            continue
        topic = _column(names, _TOPIC)
        told = {question, answer, topic}
        others = [
            (column, _single(cell))
            for column, cell in enumerate(row)
            if cell and column not in told and not _COUNTER.fullmatch(names[column])
        ]
        return _Head(at, question, answer, topic, tuple(others))
    return None


def _column(names: Sequence[str], wanted: re.Pattern[str]) -> int | None:
    return next((at for at, name in enumerate(names) if wanted.fullmatch(name)), None)


def _add_above(rows: Sequence[Row], linear: Linear) -> None:
    """Titles and notes above a table."""
    for at, row in enumerate(rows):
        kind = LineKind.HEADING if at == 0 and len(_texts(row)) == 1 else LineKind.PARAGRAPH
        linear.add(_single(" ".join(_texts(row))), LineRole.BODY, kind)


def _add_pairs(rows: Sequence[Row], head: _Head, linear: Linear) -> None:
    """Each row as a pair; rows that repeat the question (a merged cell) go on with its answer."""
    topics = [_cell(row, head.topic) for row in rows]
    in_runs = len(set(topics)) == sum(
        at == 0 or topic != topics[at - 1] for at, topic in enumerate(topics)
    )
    asked = topic_shown = ""
    for row, topic in zip(rows, topics, strict=True):
        question = _single(_LEAD.sub("", _cell(row, head.question), count=1))
        answer = [line for line in map(_single, _cell(row, head.answer).split("\n")) if line]
        if not answer:
            # A question without its answer is no pair: there is nothing to quote.
            linear.add(_single(" ".join(_texts(row))), LineRole.OUTSIDE)
            continue
        if topic and in_runs and topic != topic_shown:
            linear.add(_single(topic), LineRole.BODY, LineKind.HEADING)
            topic_shown = topic
        if question and question != asked:
            linear.add(f"问：{question}", LineRole.BODY)
            answer[0] = f"答：{_LEAD.sub('', answer[0], count=1)}"
            asked = question
        for line in (*answer, *_beside(row, head, "" if in_runs else topic)):
            linear.add(line, LineRole.BODY)


def _beside(row: Row, head: _Head, topic: str) -> Iterator[str]:
    """What else a row tells: 依据：…, 来源：…, each with the name of its column."""
    if topic:
        yield f"分类：{_single(topic)}"
    for column, name in head.others:
        if text := _single(_cell(row, column)):
            yield f"{name}：{text}"


def _add_table(grid: Sequence[Row], linear: Linear) -> None:
    headed = len(grid) > 1 and reads_as_head(grid)
    for at, row in enumerate(grid):
        kind = LineKind.TABLE_HEAD if headed and at == 0 else LineKind.TABLE_ROW
        linear.add(joined_row(row), LineRole.BODY, kind)


def _cell(row: Row, column: int | None) -> str:
    return row[column].strip() if column is not None and column < len(row) else ""


def _single(text: str) -> str:
    """`text` on one line."""
    return " ".join(text.split())
