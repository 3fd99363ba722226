"""`yihaoda answers`: answers that were given, how they came about, and asking them again."""

from __future__ import annotations

from collections.abc import Iterator

import click
from sqlalchemy.orm import Session

from knowledge.clock import day_in_china
from knowledge.errors import KnowledgeError
from service.answering.answer import Answer
from service.answering.conversations import Turn
from service.answering.errors import AnsweringError
from service.answering.records import AnswerRecord, find_answer
from service.answering.seeking import Asked
from service.config import SettingsError, read_settings
from service.explained import explanation_of, told
from service.wiring import Office, open_office

_which = click.argument("answer_id", metavar="编号")

#: How near two confidences must be to count as the same: they are sums of floating-point numbers.
_SAME = 0.0005


@click.group()
def answers() -> None:
    """查看给出过的回答是怎么来的，或者再问一遍。

    编号是回答里的 answer_id。
    """


@answers.command()
@_which
@click.option("--json", "as_json", is_flag=True, help="用一个 JSON 对象输出，与接口的格式相同。")
def show(answer_id: str, as_json: bool) -> None:
    """显示一次回答和它的来历：查了哪些词、考虑过哪些段落、各项得分和门槛。"""
    try:
        office = open_office(read_settings())
        try:
            explanation = explanation_of(office, answer_id)
        finally:
            office.close()
    except (SettingsError, KnowledgeError, AnsweringError) as error:
        raise click.ClickException(str(error)) from error
    click.echo(explanation.model_dump_json(indent=2) if as_json else told(explanation))


@answers.command()
@_which
def replay(answer_id: str) -> None:
    """按当时的日期再问一遍，与当时的回答比较；不一样则退出状态为 1。

    用的是现在的文件、索引和模型，所以文件改过以后结果可以不同。
    """
    try:
        settings = read_settings()
        office = open_office(settings)
        try:
            with office.store.reading() as session:
                differences = list(replayed(office, session, find_answer(session, answer_id)))
        finally:
            office.close()
    except (SettingsError, KnowledgeError, AnsweringError) as error:
        raise click.ClickException(str(error)) from error
    if differences:
        click.echo("\n".join(differences))
        raise click.exceptions.Exit(1)
    click.echo("和当时一样")


def replayed(office: Office, session: Session, record: AnswerRecord) -> Iterator[str]:
    """What is otherwise when the question is asked again."""
    said = record.explanation["turns"] if record.explanation else ()
    turns = [Turn(each["question"], each["answer"], tuple(each["document_ids"])) for each in said]
    day = day_in_china(record.asked_at)
    again = office.answers.reply(session, Asked(record.question, day, turns, record.region))
    before = (record.outcome, record.answer["text"] if record.answer else "", _places(record))
    now = (again.outcome.value, again.answer.text if again.answer else "", _cited(again))
    for name, old, new in zip(("结果", "答案", "出处"), before, now, strict=True):
        if old != new:
            yield f"{name}：当时 {old or '（无）'}；现在 {new or '（无）'}"
    if abs(record.confidence - again.confidence) > _SAME:
        yield f"把握：当时 {record.confidence:.3f}；现在 {again.confidence:.3f}"


def _places(record: AnswerRecord) -> str:
    return "、".join(
        f"{each['document_id']} 第{each['version']}版 {each['start']}–{each['end']}"
        for each in record.citations
    )


def _cited(answer: Answer) -> str:
    return "、".join(
        f"{each.document_id} 第{each.version}版 {each.start}–{each.end}"
        for each in answer.citations
    )
