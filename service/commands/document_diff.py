"""`yihaoda documents diff`: what changed from one version of a document to another."""

from __future__ import annotations

from collections.abc import Iterator

import click

from knowledge.comparing.differences import (
    ChangeKind,
    ClauseChange,
    Differences,
    WordsKind,
    version_differences,
)
from knowledge.queries.dossiers import newest_version
from service.commands.naming import one_document, refusals
from service.commands.opening import opened_store

_HEADINGS = {
    ChangeKind.ADDED: "新增",
    ChangeKind.REMOVED: "删去",
    ChangeKind.CHANGED: "改动",
    ChangeKind.MOVED: "移动",
}

#: How words that went and words that came are set off.
_MARKS = {
    WordsKind.SAME: "{}",
    WordsKind.REMOVED: "［删：{}］",
    WordsKind.ADDED: "［增：{}］",
}


@click.command()
@click.argument("words", metavar="文件")
@click.option("--old", type=click.IntRange(1), help="从第几版；不填则为新版的前一版。")
@click.option("--new", type=click.IntRange(1), help="到第几版；不填则为最新版。")
def diff(words: str, old: int | None, new: int | None) -> None:
    """比较一个文件的两个版本：哪些字段、哪些条款变了，增删的字标出来。"""
    with opened_store() as store, store.reading() as session, refusals():
        document_id = one_document(session, words)
        to = new or newest_version(session, document_id)
        since = old or to - 1
        if since < 1:
            raise click.ClickException("这个文件只有一个版本，没有可以比较的")
        found = version_differences(session, document_id, since, to)
    click.echo("\n".join(_lines(found)))


def _lines(found: Differences) -> Iterator[str]:
    yield f"第 {found.old} 版 → 第 {found.new} 版"
    for field in found.fields:
        yield f"{field.label}：{field.old or '（无）'} → {field.new or '（无）'}"
    for clause in found.clauses:
        yield ""
        yield f"{_HEADINGS[clause.kind]}　{_place(clause)}"
        yield "".join(_MARKS[words.kind].format(words.text) for words in clause.words)
    if not found.fields and not found.clauses:
        yield "正文和各个字段都没有变"


def _place(clause: ClauseChange) -> str:
    places = dict.fromkeys(filter(None, (clause.old_locator, clause.new_locator)))
    return " → ".join(places)
