"""Which document a person means, and telling in one sentence what cannot be done."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import click
from sqlalchemy.orm import Session

from knowledge.clock import day_in_china, system_clock
from knowledge.documents import DocumentId
from knowledge.errors import KnowledgeError
from knowledge.queries.dossiers import dossiers, find_ids
from service.commands.document_lines import line


@contextmanager
def refusals() -> Iterator[None]:
    """What cannot be done as asked ends the command with its sentence and status 1."""
    try:
        yield
    except KnowledgeError as error:
        raise click.ClickException(str(error)) from error


def one_document(session: Session, words: str) -> DocumentId:
    """The one document that `words` name; ends the command where they name none or several."""
    ids = find_ids(session, words)
    if len(ids) == 1:
        return ids[0]
    if not ids:
        raise click.ClickException(f"没有找到“{words}”：请写编号、发文字号、标题或文件名")
    told = [line(found) for found in dossiers(session, ids, day_in_china(system_clock()))]
    raise click.ClickException("\n".join([f"“{words}”有 {len(ids)} 个，请写编号：", *told]))
