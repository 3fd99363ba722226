"""The rows of an evaluation set's files: what each may hold, read line by line."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Annotated, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError


class SetError(Exception):
    """The folder is no evaluation set; the message names the file, the line and the fault."""


class Row(BaseModel):
    """A line of a file; what it holds besides is passed over."""

    model_config = ConfigDict(strict=True, frozen=True, hide_input_in_errors=True)

    id: str


def _day(given: object) -> object:
    """The day that is written as 2026-11-22; None for nothing."""
    return date.fromisoformat(given) if isinstance(given, str) and given else given or None


class PassageRow(Row):
    """A passage that is its own document."""

    title: str
    text: str
    article: str | None = None
    trail: list[str] | None = None
    written_on: Annotated[date | None, BeforeValidator(_day)] = Field(default=None, alias="date")


class DocumentRow(Row):
    """A document as plain text."""

    text: str


class AskedRow(Row):
    """A question, with the talk before it."""

    question: str
    context: str | None = None


class UnanswerableRow(AskedRow):
    """A question that nothing answers, and of which kind it is."""

    category: str | None = None
    subtype: str | None = None


class AnswerableRow(AskedRow):
    """A question with whatever is known to be right for it."""

    relevant: list[str] | None = None
    files: list[str] | None = None
    document: str | None = None
    answer: str | None = None
    answer_type: str | None = None
    evidence: str | None = None
    evidence_alt: dict[str, str] | None = None
    evidence_in_table: bool | None = None
    source_status: dict[str, str] | None = None


AnyRow = TypeVar("AnyRow", bound=Row)

#: Pydantic's kinds of fault in Chinese.
_FAULTS = {
    "json_invalid": "不是合法的 JSON",
    "model_type": "应为 JSON 对象",
    "missing": "没有填写",
    "string_type": "应为文字",
    "bool_type": "应为 true 或者 false",
    "list_type": "应为列表",
    "dict_type": "应为 JSON 对象",
}


def read_rows(path: Path, of: type[AnyRow]) -> Iterator[AnyRow]:
    """The rows of a JSON Lines file, none where there is no file; blank lines are passed over.

    Raises SetError for a file that is not UTF-8, a row that does not fit and an id given twice.
    """
    if not path.is_file():
        return
    seen: set[str] = set()
    with path.open(encoding="utf-8-sig") as lines:
        try:
            for number, line in enumerate(lines, start=1):
                if line.strip():
                    row = _row(line, of, f"{path.name} 第 {number} 行")
                    if row.id in seen:
                        raise SetError(f"{path.name} 第 {number} 行的编号前面已经有了：{row.id}")
                    seen.add(row.id)
                    yield row
        except UnicodeDecodeError as error:
            raise SetError(f"{path.name} 不是 UTF-8 编码的文字，请另存为 UTF-8") from error


def _row(line: str, of: type[AnyRow], place: str) -> AnyRow:
    try:
        return of.model_validate_json(line)
    except ValidationError as error:
        fault = error.errors()[0]
        name = "/".join(map(str, fault["loc"]))
        what = _FAULTS.get(fault["type"], "取值不对")
        raise SetError(f"{place}{f'的 {name} ' if name else ''}{what}") from error
