"""`yihaoda ask`: questions on the command line, answered as the API answers them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import click

from knowledge.clock import standing_clock, system_clock
from knowledge.errors import KnowledgeError
from service.answering.answer import Answer, AskRequest, AskResult, BesideKind, Citation, Outcome
from service.answering.errors import AnsweringError
from service.apps import create_app
from service.config import SettingsError, read_settings
from service.explained import explanation_of, told
from service.public.presenting import present
from service.wiring import Office, open_office

_HEADINGS = {
    Outcome.ANSWERED: "答案",
    Outcome.SUGGESTED: "没有直接的答案",
    Outcome.UNANSWERED: "没有找到答案",
    Outcome.REDIRECTED: "请看",
}

_BESIDE = {
    BesideKind.CONFLICT: "规定不一致的文件",
    BesideKind.INTERPRETATION: "政策解读",
    BesideKind.BASIS: "答复依据的文件",
}

#: Years in which a question can be asked: those of which documents tell, and no more.
AS_OF_YEARS = range(1900, 3000)


@click.command()
@click.argument("questions", metavar="问题…", nargs=-1, required=True)
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="按哪一天判断时效；不填则按今天。")
@click.option("--region", help="只在这个地区适用的文件里找，如“广州市天河区”。")
@click.option("--json", "as_json", is_flag=True, help="用 JSON 输出；问几个问题的，每个占一行。")
@click.option("--explain", "explained", is_flag=True, help="显示这次回答是怎么来的。")
def ask(
    questions: tuple[str, ...],
    as_of: datetime | None,
    region: str | None,
    as_json: bool,
    explained: bool,
) -> None:
    """提一个问题，显示答案和出处。

    可以一次写几个问题，各问各的，不算追问。
    """
    if as_of is not None and as_of.year not in AS_OF_YEARS:
        raise click.BadParameter("年份太远", param_hint="--as-of")
    clock = system_clock if as_of is None else standing_clock(as_of.date())
    several = len(questions) > 1
    try:
        office = open_office(read_settings(), clock)
        try:
            write = (
                _json_writer(office, None if several else 2) if as_json else _text_writer(office)
            )
            for question in questions:
                if several and not as_json:
                    click.echo(f"\n问：{question}")
                result = office.answers.ask(AskRequest(question, region=region))
                click.echo(write(result, explained))
        finally:
            office.close()
    except (SettingsError, KnowledgeError, AnsweringError) as error:
        raise click.ClickException(str(error)) from error


def _json_writer(office: Office, indent: int | None) -> Callable[[AskResult, bool], str]:
    """Writes the API's own forms; addresses of citations are paths on the office's site."""
    app = create_app(office)

    def write(result: AskResult, explained: bool) -> str:
        if explained:
            return explanation_of(office, result.answer_id).model_dump_json(indent=indent)
        with app.test_request_context():
            return present(result).model_dump_json(indent=indent)

    return write


def _text_writer(office: Office) -> Callable[[AskResult, bool], str]:
    def write(result: AskResult, explained: bool) -> str:
        if explained:
            return told(explanation_of(office, result.answer_id))
        return _text(result.answer)

    return write


def _text(answer: Answer) -> str:
    lines = [f"{_HEADINGS[answer.outcome]}（把握 {answer.confidence:.0%}）"]
    if answer.message:
        lines.append(answer.message)
    if answer.answer is not None:
        lines.append(answer.answer.text)
        if answer.answer.notice:
            lines.append(answer.answer.notice)
        if answer.answer.quote != answer.answer.text:
            lines += ["", "原文", answer.answer.quote]
    for citation in answer.citations:
        lines += ["", "出处", _source(citation), *_above(citation)]
    for beside in answer.beside:
        lines += ["", _BESIDE[beside.kind], beside.text, _source(beside.citation)]
    for number, suggestion in enumerate(answer.suggestions, start=1):
        lines += ["", f"{number}. {_source(suggestion.citation)}", suggestion.quote]
    if answer.choices:
        lines += ["", "您指的是", *(f"· {choice}" for choice in answer.choices)]
    return "\n".join(lines)


def _above(citation: Citation) -> list[str]:
    return [f"标题和列名：{citation.trail}"] if citation.trail else []


def _source(citation: Citation) -> str:
    # A clause of a carried document and a field already name theirs.
    named = citation.locator.startswith("《")
    facts = (
        citation.locator if named else f"《{citation.title}》{citation.locator}",
        citation.doc_number,
        citation.issuer,
        citation.published_on.isoformat() if citation.published_on else None,
        citation.validity.state.value,
    )
    return "，".join(fact for fact in facts if fact)
