"""`yihaoda documents`: what is stored, whether it is still true, and taking it out of answers."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, datetime

import click
from sqlalchemy.orm import Session

from knowledge import publication
from knowledge.clock import day_in_china, system_clock
from knowledge.database import Store
from knowledge.documents import DocumentId
from knowledge.queries.dossiers import Dossier, all_dossiers, dossier, dossiers
from knowledge.verification import Finding, verify_all
from service.commands.document_diff import diff
from service.commands.document_lines import line, page
from service.commands.document_objects import full_object, source_objects
from service.commands.document_relations import relate, relations
from service.commands.naming import one_document, refusals
from service.commands.opening import opened_store
from service.commands.progress import progress_bar
from service.commands.searchable import made_searchable
from service.config import read_settings

#: What is recorded where nobody gives a reason: what is wrong must be gone at once.
UNSAID = "未写理由"

_as_of = click.option(
    "--as-of", type=click.DateTime(["%Y-%m-%d"]), help="按哪一天判断时效；不填则按今天。"
)
_which = click.argument("words", metavar="文件")


@click.group()
def documents() -> None:
    """查看、核对和撤下库里的文件。

    “文件”可以写编号、发文字号（怎么写都行）、标题或文件名。
    """


@documents.command("list")
@click.option("--json", "as_json", is_flag=True, help="每个来源一行，一行一个 JSON 对象。")
@click.option("--text", is_flag=True, help="JSON 里带上整理后的正文。")
@click.option("--withdrawn", is_flag=True, help="列出已经撤下的文件。")
@_as_of
def list_(as_json: bool, text: bool, withdrawn: bool, as_of: datetime | None) -> None:
    """列出库里的文件：编号、时效、发文字号、标题。"""
    if text and not as_json:
        raise click.UsageError("--text 只和 --json 一起用")
    with opened_store() as store, store.reading() as session:
        for each in all_dossiers(session, _day(as_of), withdrawn=withdrawn):
            if as_json:
                for shape in source_objects(each, text=text):
                    click.echo(json.dumps(shape, ensure_ascii=False))
            else:
                click.echo(line(each))


@documents.command()
@_which
@click.option("--version", "number", type=click.IntRange(1), help="第几版；不填则为最新版。")
@click.option("--json", "as_json", is_flag=True, help="用一个 JSON 对象输出，带正文和全部依据。")
@_as_of
def show(words: str, number: int | None, as_json: bool, as_of: datetime | None) -> None:
    """显示一个文件读到的全部内容：每个值读自何处、来源、存疑、条款、版本。"""
    with opened_store() as store, store.reading() as session, refusals():
        found = _dossier(session, words, number, _day(as_of))
        if as_json:
            click.echo(json.dumps(full_object(found), ensure_ascii=False, indent=2))
        else:
            click.echo("\n".join(page(found)))


@documents.command()
@_which
@click.option("--why", default=UNSAID, help="撤下的理由，留在文件的经过里。", show_default=True)
def withdraw(words: str, why: str) -> None:
    """撤下一个文件：立即不再从中摘取答案，版本和经过都保留。"""
    with opened_store() as store, refusals():
        _publish(store, words, why, publication.withdraw, "已撤下")


@documents.command()
@_which
@click.option("--why", default=UNSAID, help="恢复的理由，留在文件的经过里。", show_default=True)
def restore(words: str, why: str) -> None:
    """恢复一个撤下的文件，并更新索引，让它重新可以检索到。"""
    with opened_store() as store, refusals():
        _publish(store, words, why, publication.restore, "已恢复")
        click.echo(made_searchable(store, read_settings().index_folder))


@documents.command()
@click.argument("words", metavar="[文件]...", nargs=-1)
@click.option("--json", "as_json", is_flag=True, help="每个发现一行，一行一个 JSON 对象。")
def verify(words: tuple[str, ...], as_json: bool) -> None:
    """核对库里的文件：字节、条款位置、现在重读的结果、来源文件是否还在；不写文件则核对全部。

    没有问题退出码为 0，有发现为 1。
    """
    with opened_store() as store, refusals():
        findings = _verified(store, words)
    for finding in findings:
        if as_json:
            click.echo(json.dumps(_finding(finding), ensure_ascii=False))
        else:
            click.echo(f"{finding.document_id}  《{finding.title}》：{finding.told}")
    if not as_json:
        click.echo(f"共有 {len(findings)} 处要看" if findings else "没有发现问题")
    if findings:
        raise SystemExit(1)


def _verified(store: Store, words: tuple[str, ...]) -> list[Finding]:
    with store.reading() as session:
        chosen = [one_document(session, each) for each in words] if words else None
    with progress_bar("核对") as progress:
        return list(verify_all(store, chosen, progress))


def _finding(finding: Finding) -> dict[str, str]:
    return {
        "id": finding.document_id,
        "title": finding.title,
        "kind": finding.kind.name.lower(),
        "told": finding.told,
    }


_Change = Callable[[Session, DocumentId, str, datetime], None]


def _publish(store: Store, words: str, why: str, change: _Change, done: str) -> None:
    with store.writing() as session:
        document_id = one_document(session, words)
        change(session, document_id, why, system_clock())
        (found,) = dossiers(session, [document_id], _day(None))
        click.echo(f"{done}：{line(found)}")


def _dossier(session: Session, words: str, number: int | None, day: date) -> Dossier:
    document_id = one_document(session, words)
    if number is None:
        return dossiers(session, [document_id], day)[0]
    found = dossier(session, document_id, number, day)
    if found is None:
        raise click.ClickException(f"这个文件没有第 {number} 版")
    return found


def _day(as_of: datetime | None) -> date:
    return as_of.date() if as_of else day_in_china(system_clock())


documents.add_command(diff)
documents.add_command(relations)
documents.add_command(relate)
