"""The system's own sentences on what is quoted, kept apart from the quoted words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from knowledge.dates import chinese_date
from knowledge.queries.findings import FoundPassage
from knowledge.superseded_rules import SupersededRule, superseded
from knowledge.validity import Validity, ValidityState


def passage_notice(
    passage: FoundPassage, quote: str, rules: Sequence[SupersededRule], day: date
) -> str | None:
    """What a reader must know before relying on `quote` on `day`; None where nothing.

    Besides the document's own validity: that a later law has changed what the quote says.
    """
    document = passage.document
    dated = document.written_on or document.published_on
    context = "\n".join((document.title, passage.trail, passage.text))
    outdated = superseded(rules, quote, context, dated, day)
    told = [validity_notice(document.validity), *(_outdated(rule, dated) for rule in outdated)]
    return "".join(filter(None, told)) or None


def validity_notice(validity: Validity) -> str | None:
    """What a reader must know before relying on the document; None where nothing."""
    if validity.ended:
        return _ended(validity)
    if validity.state is ValidityState.NOT_YET:
        return f"注意：引用的文件{validity.reason}，目前尚未施行。"
    if validity.state in (ValidityState.AMENDED, ValidityState.PARTLY_LAPSED):
        return f"注意：引用的文件{validity.state.value}，请核对所引条文是否仍然适用。"
    return None


def _outdated(rule: SupersededRule, dated: date | None) -> str:
    whose = f"{dated.year}年的文件" if dated else "旧文件"
    return (
        f"注意：引用的是{whose}的说法，已经过时。自{chinese_date(rule.since)}起，"
        f"{rule.rule}（{rule.source}）。"
    )


def _ended(validity: Validity) -> str:
    when = f"，有效期至{chinese_date(validity.until)}" if validity.until else ""
    successor = validity.successor
    if successor is None:
        return (
            f"注意：引用的文件已{_ending(validity)}{when}，"
            "以下内容仅供了解，不能作为现在办理的依据。"
        )
    number = f"（{successor.doc_number}）" if successor.doc_number else ""
    return (
        f"注意：引用的文件已{_ending(validity)}{when}，由《{successor.title}》{number}取代，"
        "以下内容仅供了解，请以新文件为准。"
    )


def _ending(validity: Validity) -> str:
    """失效, 提前废止 or 废止, as it reads after 已."""
    early = validity.state is ValidityState.LAPSED_EARLY
    return "提前废止" if early else validity.state.value
