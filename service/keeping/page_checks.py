"""Publishers' pages against what is stored, for many documents: ordered, found, dealt with.

An order puts documents in line; `page_checking` looks at their pages one by one, behind requests.
What it finds stays a work list until the page says what is stored, or somebody deals with it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, ForeignKey, Index, String, Text, func, select, tuple_
from sqlalchemy.orm import Mapped, Session, mapped_column

from knowledge.database import Base, Store, UtcDateTime
from knowledge.documents import Document, DocumentId, Version, is_current
from knowledge.queries.listings import Place, Wanted, is_issued_by, list_documents
from service.keeping.documents import reason, subject_of
from service.keeping.errors import KeepingRefused, NotKept
from service.keeping.reach import Reach, issuers_of
from service.staff.actors import Actor
from service.staff.audit_log import record

#: Documents of one order, and that wait in all.
MOST, MOST_WAITING = 500, 2000
#: Documents looked at for one order, and in one statement.
_LOOKED_AT, _AT_A_TIME = 5000, 500
#: States are counted up to this number.
COUNTED = 1000


class PageState(StrEnum):
    """What became of looking at a page; the value is stored and read by people."""

    WAITING = "等着核对"
    VALIDITY = "时效变了"
    CHANGED = "内容变了"
    GONE = "网页没有了"
    FAILED = "没有取到"
    SAME = "一致"
    SETTLED = "已处理"


#: What a person has to deal with, the most urgent first.
TO_DEAL_WITH = (PageState.VALIDITY, PageState.GONE, PageState.CHANGED, PageState.FAILED)


class PageCheck(Base):
    """The last look at a document's page, or that it is in line for one."""

    __tablename__ = "page_check"
    __table_args__ = (Index(None, "state", "since", "document_id"),)

    document_id: Mapped[str] = mapped_column(ForeignKey("document.id"), primary_key=True)
    state: Mapped[str] = mapped_column(String(8))
    #: When it came to this state.
    since: Mapped[datetime] = mapped_column(UtcDateTime)
    #: What was found, or why somebody dealt with it as it is.
    told: Mapped[str] = mapped_column(Text)
    asked_by: Mapped[str] = mapped_column(String(64))


@dataclass(frozen=True)
class Checked:
    """A document with what was found of its page."""

    document_id: DocumentId
    title: str
    doc_number: str | None
    state: PageState
    since: datetime
    told: str


@dataclass(frozen=True)
class After:
    """Behind which a page of the list begins."""

    since: datetime
    document_id: str


def order_checks(
    session: Session, actor: Actor, wanted: Wanted, day: date, since: datetime, now: datetime
) -> int:
    """Put the documents of the list that have an address in line, but for those looked at `since`.

    At most MOST, the newest first; returns how many. Raises KeepingRefused where there are none,
    or too many wait already.
    """
    waiting = count_checks(session, None)[PageState.WAITING]
    room = min(MOST, MOST_WAITING - waiting)
    if room <= 0:
        raise KeepingRefused(f"已经有 {waiting} 份等着核对，请等核对完再添")
    chosen = list(_to_look_at(session, wanted, day, since, room))
    if not chosen:
        raise KeepingRefused("没有要核对的：符合条件的文件没有来源网址，或者最近核对过")
    for document_id in chosen:
        _put(session, document_id, PageState.WAITING, "", actor.name, now)
    record(session, actor, "核对发布页", "documents", {"件数": str(len(chosen))}, now)
    return len(chosen)


def list_checks(
    session: Session,
    names: Collection[str] | None,
    state: PageState,
    count: int,
    after: After | None,
) -> tuple[list[Checked], After | None]:
    """The documents of these issuers (None: all) in the state, newest first, and where to go on."""
    query = (
        select(PageCheck, Version.title, Version.doc_number)
        .join(Document, Document.id == PageCheck.document_id)
        .join(Version, is_current())
        .where(PageCheck.state == state.value, *_of(names))
    )
    if after is not None:
        place = tuple_(PageCheck.since, PageCheck.document_id)
        query = query.where(place < tuple_(after.since, after.document_id))
    order = PageCheck.since.desc(), PageCheck.document_id.desc()
    rows = session.execute(query.order_by(*order).limit(count + 1)).all()
    found = [
        Checked(
            DocumentId(check.document_id),
            title,
            number,
            PageState(check.state),
            check.since,
            check.told,
        )
        for check, title, number in rows[:count]
    ]
    more = len(rows) > count
    return found, After(found[-1].since, found[-1].document_id) if more else None


def count_checks(session: Session, names: Collection[str] | None) -> dict[PageState, int]:
    """How many documents of these issuers stand in each state, COUNTED + 1 at most."""
    counts = {}
    for state in PageState:
        most = MOST_WAITING if state is PageState.WAITING else COUNTED
        some = select(PageCheck.document_id).where(PageCheck.state == state.value, *_of(names))
        limited = some.limit(most + 1).subquery()
        counts[state] = session.scalars(select(func.count()).select_from(limited)).one()
    return counts


def next_in_line(store: Store) -> DocumentId | None:
    """The document that is longest in line; None where none is."""
    with store.reading() as session:
        query = (
            select(PageCheck.document_id)
            .where(PageCheck.state == PageState.WAITING.value)
            .order_by(PageCheck.since, PageCheck.document_id)
            .limit(1)
        )
        found = session.scalars(query).one_or_none()
    return DocumentId(found) if found is not None else None


def settle_check(
    session: Session, actor: Actor, reach: Reach, document_id: str, why: str, now: datetime
) -> None:
    """Deal with what was found without a change; raises NotKept, KeepingRefused."""
    issuers_of(session, reach, document_id)
    check = session.get(PageCheck, document_id, with_for_update=True)
    if check is None or PageState(check.state) not in TO_DEAL_WITH:
        raise NotKept("这份文件没有等着处理的核对结果")
    words, found = reason(why), check.state
    check.state, check.since, check.told = PageState.SETTLED.value, now, words
    told = {"核对结果": found, "理由": words}
    record(session, actor, "处理发布页的核对结果", subject_of(document_id), told, now)


def found_same(session: Session, document_id: DocumentId, now: datetime) -> None:
    """What the page says is stored now: nothing is left to be dealt with."""
    check = session.get(PageCheck, document_id, with_for_update=True)
    if check is not None:
        check.state, check.since, check.told = PageState.SAME.value, now, ""


def _of(names: Collection[str] | None) -> Sequence[ColumnElement[bool]]:
    return () if names is None else (is_issued_by(PageCheck.__table__.c.document_id, names),)


def _to_look_at(
    session: Session, wanted: Wanted, day: date, since: datetime, count: int
) -> Iterator[DocumentId]:
    place: Place | None = None
    for _ in range(_LOOKED_AT // _AT_A_TIME):
        page = list_documents(session, wanted, day, _AT_A_TIME, place)
        told = [each.id for each in page.documents if each.source_url]
        lately = set(
            session.scalars(
                select(PageCheck.document_id).where(
                    PageCheck.document_id.in_(told), PageCheck.since >= since
                )
            )
        )
        for document_id in told:
            if document_id not in lately:
                yield document_id
                count -= 1
                if not count:
                    return
        place = page.last
        if place is None:
            return


def _put(
    session: Session,
    document_id: DocumentId,
    state: PageState,
    told: str,
    asked_by: str,
    now: datetime,
) -> None:
    session.merge(
        PageCheck(
            document_id=document_id, state=state.value, since=now, told=told, asked_by=asked_by
        )
    )
