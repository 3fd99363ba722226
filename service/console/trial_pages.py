"""Trying questions out: what would be found and why, and how the office's own cases fare.

What is tried is not kept as an answer; only what somebody makes a case of, and the questions of a
file for as long as questions are kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from knowledge.clock import day_in_china
from knowledge.documents import PassageId
from knowledge.queries.corpus import load_passages
from service.answering.answer import Answer, AskRequest
from service.answering.errors import QuestionRefused
from service.answering.question import MAX_QUESTION_CHARACTERS
from service.console.access import current_actor, permitted
from service.console.desk import desk
from service.console.feedback_pages import OUTCOMES
from service.public.context import office, today
from service.public.forms import field, key
from service.staff.permissions import Permission
from service.trials.cases import count_cases, keep_case, list_cases, retire_case
from service.trials.errors import CaseRefused, FileRefused
from service.trials.expecting import LONGEST_EVIDENCE, Expected, checked
from service.trials.files import MOST_QUESTIONS, read_questions
from service.trials.run_reading import own_runs
from service.trials.runs import begin_file, begin_own

#: Cases of one page, and runs that it shows.
PAGE = 50
SHOWN_RUNS = 12

#: What may be said of a question beside the choices that were found for it.
OTHER, NO_ANSWER = "other", "none"


@dataclass(frozen=True)
class Choice:
    """Words of a document of which somebody may say that they answer the question."""

    title: str
    locator: str
    words: str
    document_id: str
    validity: str


@desk.get("/trial")
@permitted(Permission.TRY_QUESTIONS)
def trial() -> str:
    """The empty form."""
    return _page()


@desk.post("/trial")
@permitted(Permission.TRY_QUESTIONS)
def try_question() -> str | tuple[str, int]:
    """What a citizen would get now, and why; nothing of it is kept."""
    return _tried()


@desk.post("/trial/file")
@permitted(Permission.TRY_QUESTIONS)
def try_file() -> AnyResponse | tuple[str, int]:
    """Take a file of questions in, and show how they fare."""
    upload = request.files.get("file")
    served, now = office(), office().clock()
    expected: list[Expected] = []
    notes: list[str] = []
    try:
        if upload is None or not upload.filename:
            raise FileRefused("请选择一个文件")
        rows = read_questions(upload.read(), upload.filename)
        with served.store.reading() as session:
            for row in rows:
                try:
                    expected.append(
                        checked(session, served.answers, row.expected, day_in_china(now))
                    )
                except CaseRefused as refusal:
                    notes.append(f"{row.where}：{refusal}")
        if not expected:
            raise FileRefused(f"没有一个问题可以试问。{notes[0]}")
    except FileRefused as refusal:
        return _page(file_error=str(refusal)), 400
    with served.store.writing() as session:
        kept = served.answers.retention
        name = upload.filename
        run = begin_file(session, current_actor(), name, expected, notes, now, kept)
    return redirect(url_for(".trial_run", run_id=run))


@desk.get("/trial/cases")
@permitted(Permission.TRY_QUESTIONS)
def trial_cases() -> str:
    """The office's own cases, newest first, and how they fared over time."""
    return _cases()


@desk.post("/trial/cases")
@permitted(Permission.TRY_QUESTIONS)
def keep_trial_case() -> AnyResponse | tuple[str, int]:
    """Make a case of a question that was tried."""
    try:
        with office().store.writing() as session:
            keep_case(session, office().answers, current_actor(), _chosen(), office().clock())
    except CaseRefused as refusal:
        page = _tried(case_error=str(refusal))
        return page if isinstance(page, tuple) else (page, 400)
    return redirect(url_for(".trial_cases", kept=1))


@desk.post("/trial/cases/<int:case_id>/retire")
@permitted(Permission.TRY_QUESTIONS)
def retire_trial_case(case_id: int) -> AnyResponse | tuple[str, int]:
    """Let a case count no longer."""
    try:
        with office().store.writing() as session:
            retire_case(session, current_actor(), key(str(case_id)), office().clock())
    except (CaseRefused, ValueError):
        return _cases(error="没有这道评测题，或者它已经停用"), 404
    return redirect(url_for(".trial_cases", retired=1))


@desk.post("/trial/runs")
@permitted(Permission.TRY_QUESTIONS)
def begin_trial_run() -> AnyResponse | tuple[str, int]:
    """Begin a run of the office's own cases."""
    try:
        with office().store.writing() as session:
            run = begin_own(session, current_actor(), office().clock())
    except CaseRefused as refusal:
        return _cases(error=str(refusal)), 400
    return redirect(url_for(".trial_run", run_id=run))


def _tried(case_error: str | None = None) -> str | tuple[str, int]:
    asked = AskRequest(field("question") or "", None, field("region"))
    try:
        with office().store.reading() as session:
            answer = office().answers.preview(session, asked)
            choices = _choices(session, answer)
    except QuestionRefused as refusal:
        return _page(asked, error=str(refusal)), 400
    return _page(asked, answer=answer, choices=choices, case_error=case_error)


def _choices(session: Session, answer: Answer) -> list[Choice]:
    """What the answer quotes, if anything, then the candidates."""
    quoted = [
        Choice(each.title, each.locator, each.quote, each.document_id, each.validity.state.value)
        for each in answer.citations[:1]
    ]
    considered = answer.explanation.candidates if answer.explanation else ()
    ids = [PassageId(each.passage_id) for each in considered]
    passages = load_passages(session, ids, today())
    return quoted + [
        Choice(
            each.document.title,
            each.locator,
            each.text,
            str(each.document.id),
            each.document.validity.state.value,
        )
        for each in passages
        if all(each.text not in choice.words for choice in quoted)
    ]


def _chosen() -> Expected:
    """What the form says is right."""
    question, region = field("question") or "", field("region")
    choice = request.form.get("choice", "")
    if choice == NO_ANSWER:
        return Expected(question, region, answerable=False)
    number = OTHER if choice == OTHER else choice
    document, evidence = field(f"document-{number}"), field(f"evidence-{number}") or ""
    return Expected(question, region, True if choice else None, document, evidence)


def _page(
    asked: AskRequest | None = None,
    answer: Answer | None = None,
    choices: Sequence[Choice] = (),
    error: str | None = None,
    case_error: str | None = None,
    file_error: str | None = None,
) -> str:
    return render_template(
        "console/trial.html",
        asked=asked,
        answer=answer,
        outcome=OUTCOMES[answer.outcome.value] if answer else "",
        grounds=answer.explanation if answer else None,
        choices=choices,
        typed=request.form,
        error=error,
        case_error=case_error,
        file_error=file_error,
        longest=MAX_QUESTION_CHARACTERS,
        longest_evidence=LONGEST_EVIDENCE,
        most_questions=MOST_QUESTIONS,
    )


def _cases(error: str | None = None) -> str:
    before = request.args.get("before", None, int)
    with office().store.reading() as session:
        cases = list_cases(session, before, PAGE + 1)
        following = cases[PAGE - 1].id if len(cases) > PAGE else None
        return render_template(
            "console/trial_cases.html",
            cases=cases[:PAGE],
            count=count_cases(session),
            runs=own_runs(session, SHOWN_RUNS),
            error=error,
            first=url_for(".trial_cases") if before else None,
            next=url_for(".trial_cases", before=following) if following else None,
        )
