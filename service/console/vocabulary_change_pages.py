"""Changing a table of the vocabulary: what would change is shown first, then it is done.

Between the two steps the changes travel in the form, so that what is done is what was shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask import redirect, render_template, request, url_for
from pydantic import TypeAdapter, ValidationError
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from service.console.access import current_actor, permitted
from service.console.desk import desk
from service.console.feedback_pages import OUTCOMES
from service.console.vocabulary_pages import TABLE, entry_page, list_page, stored_rows
from service.public.context import office
from service.public.forms import field
from service.public.problems import KINDS as PROBLEMS
from service.public.problems import Problem
from service.staff.permissions import Permission
from service.uploaded_tables import TableRefused, read_table
from service.vocabulary.errors import EntryChanged, VocabularyRefused
from service.vocabulary.importing import WrongRow, plan_import
from service.vocabulary.keeping import (
    LONGEST_WHY,
    MOST_CHANGES,
    act_of,
    check_changes,
    make_changes,
    to_have,
    told,
)
from service.vocabulary.kinds import Kind
from service.vocabulary.lexicon import LEXICON
from service.vocabulary.overlay import Act, Change, Row, Standing, changed, own_rows
from service.vocabulary.previewing import ASKED, DAYS_BACK, effects, holding, sent_elsewhere
from service.vocabulary.previewing import topic_moves as moves_of
from service.vocabulary.redirects import REDIRECTS
from service.vocabulary.tables import KINDS
from service.vocabulary.topics import TOPICS, topics

Answered = str | AnyResponse | tuple[str, int]
#: Changed rows that the page lists one by one, and questions that change their topic.
LISTED_ROWS, LISTED_MOVES = 200, 60

_CHANGES = TypeAdapter(tuple[Change, ...])


@dataclass(frozen=True)
class _Line:
    """A row as it is and as it would be, in words."""

    key: str
    act: str
    before: str
    after: str


@desk.post(f"/vocabulary/{TABLE}/preview")
@permitted(Permission.KEEP_VOCABULARY)
def preview_vocabulary(table: str) -> Answered:
    """What saving the row, taking it out or restoring it would change."""
    kind, key = KINDS[table], request.form.get("key", "")
    rows = stored_rows(kind)
    try:
        change = _wanted(kind, rows, key)
        check_changes(
            kind, office().settings, rows, [replace(change, version=_version(rows, change))]
        )
    except VocabularyRefused as refusal:
        page = entry_page(kind, key, str(refusal)) if key else list_page(kind, str(refusal))
        return page, 400
    return _preview(kind, [change])


@desk.post(f"/vocabulary/{TABLE}/import")
@permitted(Permission.KEEP_VOCABULARY)
def import_vocabulary(table: str) -> Answered:
    """What the uploaded table would change, and which of its rows are wrong."""
    kind, upload = KINDS[table], request.files.get("file")
    try:
        if upload is None or not upload.filename:
            raise TableRefused("请选择一个 XLSX 文件")
        uploaded = read_table(upload.read(), [each.heading for each in kind.columns])
    except TableRefused as refusal:
        return list_page(kind, str(refusal)), 400
    with office().store.reading() as session:
        own = own_rows(session, kind.slug)
    plan = plan_import(kind, office().settings, own, uploaded, bool(field("whole")))
    many = len(plan.changes) > MOST_CHANGES
    error = f"一次最多改 {MOST_CHANGES} 行，请把表格分成几份" if many else None
    return _preview(kind, plan.changes, plan.wrong, plan.unchanged, error, savable=not many)


@desk.post(f"/vocabulary/{TABLE}/changes")
@permitted(Permission.KEEP_VOCABULARY)
def change_vocabulary(table: str) -> Answered:
    """Do what was shown; where a row was changed meanwhile, show that first."""
    kind, why = KINDS[table], field("why") or ""
    try:
        changes = _CHANGES.validate_json(request.form.get("changes", ""))
        changes = tuple(_as_kept(kind, each) for each in changes)
    except (ValidationError, VocabularyRefused) as error:
        raise Problem(PROBLEMS["not-found"], "要保存的内容不完整，请从表里重新填写") from error
    settings, now = office().settings, office().clock()
    try:
        with office().store.writing() as session:
            make_changes(session, current_actor(), kind, settings, changes, why, now)
    except EntryChanged as changed_meanwhile:
        rows = stored_rows(kind)
        newest = [replace(each, version=_version(rows, each)) for each in changes]
        return _preview(kind, newest, error=str(changed_meanwhile)), 409
    except VocabularyRefused as refusal:
        return _preview(kind, changes, error=str(refusal)), 400
    return redirect(url_for(f".{kind.slug}", done=len(changes)))


def _wanted(kind: Kind, rows: dict[str, Row], key: str) -> Change:
    """The change that the form asks for; raises VocabularyRefused."""
    row, version = rows.get(key), request.form.get("version", "")
    if key and row is None:
        raise Problem(PROBLEMS["not-found"], "表里没有这一行，或者已经去掉了")
    act = request.form.get("act", Act.SET.name)
    if row is not None and act == Act.REMOVE.name:
        return Change(key, Act.REMOVE, row.cells, version)
    if row is not None and act == Act.RESTORE.name and row.shipped is not None:
        return Change(key, Act.RESTORE, row.shipped, version)
    cells = kind.read(request.form)
    same = kind.key_of(cells)
    if row is None:
        known = rows.get(same)
        if known is not None and known.standing is not Standing.REMOVED:
            raise VocabularyRefused(f"表里已经有这一行：{told(kind, known.cells)}；要改就打开它")
        row = known
    elif same != key:
        raise VocabularyRefused("名称不能改；要换一个，请另外新增，再去掉这一行")
    change = to_have(kind, row, cells)
    if change is None:
        raise VocabularyRefused("没有改动")
    return replace(change, version=version) if key else change


def _version(rows: dict[str, Row], change: Change) -> str:
    row = rows.get(change.key)
    return row.version if row else ""


def _as_kept(kind: Kind, change: Change) -> Change:
    """A change that came back in a form, its cells read anew; raises VocabularyRefused."""
    if change.act is Act.REMOVE:
        return change
    cells = kind.read(change.cells)
    if kind.key_of(cells) != change.key:
        raise VocabularyRefused("名称不符")
    shipped = kind.shipped(office().settings).get(change.key)
    if change.act is Act.RESTORE and cells != shipped:
        raise VocabularyRefused("原样不符")
    return replace(change, cells=cells)


def _preview(
    kind: Kind,
    changes: Sequence[Change],
    wrong: Sequence[WrongRow] = (),
    unchanged: int | None = None,
    error: str | None = None,
    savable: bool = True,
) -> str:
    """What the changes would do; `unchanged` is told of imports, `savable` offers to do them."""
    rows = stored_rows(kind)
    lines = [_line(kind, rows.get(each.key), each) for each in changes]
    with office().store.reading() as session:
        shown = _effects(session, kind, changes) if changes and savable else {}
    return render_template(
        "console/vocabulary_preview.html",
        kind=kind,
        lines=lines[:LISTED_ROWS],
        count=len(lines),
        acts={
            act: sum(line.act == act for line in lines)
            for act in dict.fromkeys(line.act for line in lines)
        },
        changes=_CHANGES.dump_json(tuple(changes)).decode() if savable else "",
        wrong=wrong,
        unchanged=unchanged,
        why=request.form.get("why", ""),
        longest_why=LONGEST_WHY,
        outcomes=OUTCOMES,
        days=DAYS_BACK,
        asked=ASKED,
        error=error,
        **shown,
    )


def _line(kind: Kind, row: Row | None, change: Change) -> _Line:
    counting = row is not None and row.standing is not Standing.REMOVED
    before = told(kind, row.cells) if row is not None and counting else "（没有）"
    after = "（没有）" if change.act is Act.REMOVE else told(kind, change.cells)
    return _Line(change.key, act_of(row, change), before, after)


def _effects(session: Session, kind: Kind, changes: Sequence[Change]) -> dict[str, Any]:
    """What would change beside the rows: answers of late, or the topics of known questions."""
    served, settings = office(), office().settings
    own = own_rows(session)
    after = changed(own, kind.slug, changes)
    if kind is TOPICS:
        moves = moves_of(served.questions.bank(), topics(settings, own), topics(settings, after))
        return {"moves": moves[:LISTED_MOVES], "moved": len(moves)}
    if kind not in (LEXICON, REDIRECTS):
        return {}
    before, then = served.answers.understanding.at(session), served.understanding.of(after)
    touches = holding(changes) if kind is LEXICON else sent_elsewhere(before, then)
    return {"effects": effects(session, served.answers, then, touches, served.clock())}
