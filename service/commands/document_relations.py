"""`yihaoda documents relations` and `relate`: how documents belong together, and saying so."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import click
from sqlalchemy.orm import Session

from knowledge.clock import system_clock
from knowledge.relations.decisions import (
    RelationKind,
    Tie,
    add,
    confirm,
    reject,
    withdraw_decision,
)
from knowledge.relations.related import relations_of
from service.commands.document_lines import RELATION_NAMES, relation_line
from service.commands.naming import one_document, refusals
from service.commands.opening import opened_store

_Decide = Callable[[Session, Tie, str, datetime], None]

#: What can be decided of a relation that is there; `add` makes one.
_DECISIONS: dict[str, _Decide] = {
    "confirm": confirm,
    "reject": reject,
    "undo": withdraw_decision,
}


@click.command()
@click.argument("words", metavar="文件")
def relations(words: str) -> None:
    """列出一个文件和其他文件的关系，每一条写明依据和是否已经确认。"""
    with opened_store() as store, store.reading() as session, refusals():
        found = relations_of(session, one_document(session, words))
    for relation in found:
        click.echo(f"{relation.kind.value}  {relation_line(relation)}")
    if not found:
        click.echo("没有读到和其他文件的关系")


@click.command()
@click.argument("decision", metavar="决定", type=click.Choice(["add", *_DECISIONS]))
@click.argument("words", metavar="文件")
@click.argument("kind", metavar="关系", type=click.Choice([kind.value for kind in RelationKind]))
@click.argument("other", metavar="另一个文件")
@click.option("--why", required=True, help="理由，与决定一起保留。")
@click.option(
    "--on", type=click.DateTime(["%Y-%m-%d"]), help="添加的废止、修改从哪一天起；不填则立即。"
)
def relate(decision: str, words: str, kind: str, other: str, why: str, on: datetime | None) -> None:
    """对一条关系作出决定：confirm 确认、reject 否定、add 添加、undo 撤回决定。

    关系的写法见 relations 每行的第一个词，如 interprets、superseded_by。决定立即影响时效和答案。
    """
    if on is not None and decision != "add":
        raise click.UsageError("--on 只和 add 一起用")
    with opened_store() as store, refusals(), store.writing() as session:
        tie = Tie(one_document(session, words), RelationKind(kind), one_document(session, other))
        if decision == "add":
            add(session, tie, why, system_clock(), on.date() if on else None)
        else:
            _DECISIONS[decision](session, tie, why, system_clock())
        click.echo(f"已记下：{tie.one} {RELATION_NAMES[tie.kind]} {tie.other}")
