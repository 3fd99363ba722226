"""Questions for a document's own data (文号, 日期, 发文机关, 有效期)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.queries.findings import FieldProof


@dataclass(frozen=True)
class AskedField:
    """A field asked for: the names of evidence that answer it, and what people call it."""

    names: tuple[str, ...]
    label: str


_DOCUMENT = (
    "(文件|通知|意见|方案|细则|办法|规定|条例|公告|通告|决定|规划|批复|函|指引|指南|政策|措施)"
)

#: What is asked → the evidence that answers. A question for a date or an organ must name a
#: document right before it: 补贴什么时候发 asks for no document's date.
_FIELDS: tuple[tuple[re.Pattern[str], AskedField], ...] = (
    (re.compile("文号|发文字号|文件编号|(文件|发文)号码?是"), AskedField(("doc_number",), "文号")),
    (
        re.compile(
            f"发文(机关|单位|部门)|{_DOCUMENT}》?(是|由)?(谁|哪个(部门|单位|机关|局|机构)|什么(部门|单位))"
            "(印|制|下|颁)?(发|定|布)(布|的|文)?"
        ),
        AskedField(("issuer",), "发文机关"),
    ),
    (
        re.compile(f"成文(日期|时间)|{_DOCUMENT}》?的?(成文|落款)(日期|时间)"),
        AskedField(("written_on",), "成文日期"),
    ),
    (
        re.compile(
            f"{_DOCUMENT}》?(是)?(什么时候|何时|哪天|哪年|哪一年|几号)(印发|发布|公布|下发|出台|发)的?"
            f"|{_DOCUMENT}》?的?(发布|公布|印发)(日期|时间)"
        ),
        AskedField(("published_on", "written_on"), "发布日期"),
    ),
    (
        re.compile(
            f"{_DOCUMENT}》?(是)?(从)?(什么时候|何时|哪天|几号)(开始)?(施行|实施|执行|生效)"
            f"|{_DOCUMENT}》?的?(施行|实施|生效)(日期|时间)"
        ),
        AskedField(("effective_on",), "施行日期"),
    ),
    (
        re.compile(
            f"{_DOCUMENT}》?的?有效期|{_DOCUMENT}》?(什么时候|何时|哪天)(失效|到期|过期|废止)"
        ),
        AskedField(("expires_on",), "有效期"),
    ),
)


def asked_field(question: str) -> AskedField | None:
    """The field of a document that the question asks for; None where it asks for none."""
    compact = re.sub(r"\s", "", question)
    return next((field for pattern, field in _FIELDS if pattern.search(compact)), None)


def without_field(question: str) -> str:
    """The question without the words that ask for the field: what names the document."""
    compact = re.sub(r"\s", "", question)
    for pattern, _field in _FIELDS:
        match = pattern.search(compact)
        if match:
            kept = re.match(_DOCUMENT, match[0])
            return compact[: match.start()] + (kept[0] if kept else "") + compact[match.end() :]
    return compact


def prove(field: AskedField, proofs: Sequence[FieldProof]) -> FieldProof | None:
    """The evidence that answers, a certain one before a doubtful one; None where nothing tells.

    A value that people gave in place of what was read is printed nowhere: it cannot be quoted, and
    what it replaced must not be.
    """
    for name in field.names:
        of_name = [proof for proof in proofs if proof.name == name]
        if of_name:
            best = next((proof for proof in of_name if proof.certain), of_name[0])
            return best if best.start < best.end else None
    return None
