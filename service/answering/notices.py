"""The system's own sentence on a document's validity, kept apart from the quoted words."""

from __future__ import annotations

from knowledge.dates import chinese_date
from knowledge.validity import Validity, ValidityState


def validity_notice(validity: Validity) -> str | None:
    """What a reader must know before relying on the document; None where nothing."""
    if validity.ended:
        return _ended(validity)
    if validity.state is ValidityState.NOT_YET:
        return f"注意：引用的文件{validity.reason}，目前尚未施行。"
    if validity.state in (ValidityState.AMENDED, ValidityState.PARTLY_LAPSED):
        return f"注意：引用的文件{validity.state.value}，请核对所引条文是否仍然适用。"
    return None


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
