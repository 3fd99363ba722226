"""The JSON API: each view reads a body, calls one function of the office, and gives a shape."""

from __future__ import annotations

from apiflask import APIBlueprint
from flask import request
from werkzeug.exceptions import BadRequest

from service.answering.answer import AskRequest
from service.consultations.details import MoveDetails
from service.consultations.errors import MoveIncomplete
from service.consultations.states import Move
from service.consultations.submission import Submission
from service.feedback.giving import Feedback, give
from service.public.asking import answered
from service.public.cases import address, present_case
from service.public.context import office
from service.public.presenting import known_question
from service.public.problems import KINDS, Problem
from service.public.schemas import (
    AskIn,
    AskOut,
    ConsultationIn,
    FeedbackIn,
    FeedbackOut,
    LookupIn,
    RateIn,
    ReceiptOut,
    ReopenIn,
    StatusOut,
    SupplementIn,
    TypingIn,
    TypingOut,
)

api = APIBlueprint("api", __name__, url_prefix="/api/v1", tag="一号答")


@api.before_request
def require_json() -> None:
    """Refuse a body that is not JSON before a view looks at it.

    Also keeps other sites' forms out: a browser sends application/json across origins only after
    asking, and we never consent.
    """
    if request.method != "POST":
        return
    if not request.is_json:
        raise Problem(KINDS["not-json"])
    try:
        request.get_json()
    except (BadRequest, RecursionError) as error:
        fault = {"pointer": "", "detail": "不是合法的 JSON"}
        raise Problem(KINDS["invalid-body"], errors=[fault]) from error


@api.post("/ask")
@api.input(AskIn, arg_name="body", example={"question": "高龄津贴怎么申领？"})
@api.output(AskOut, description="四种结果之一")
@api.doc(summary="提问", description="用自然语言提问，得到逐字摘自文件、注明出处的答案。")
def ask(body: AskIn) -> AskOut:
    """Answer a question."""
    asked = AskRequest(body.question, body.conversation, body.region)
    return answered(asked)


@api.post("/questions/suggestions")
@api.input(TypingIn, arg_name="body", example={"text": "公租房租金"})
@api.output(TypingOut, description="相近的问题，可能没有")
@api.doc(
    summary="边写边提示",
    description="文件里答了的问题当中与已经输入的文字相近的。输入的文字不保存。",
)
def suggest(body: TypingIn) -> TypingOut:
    """Tell the known questions that are near what is being typed."""
    near = office().questions.bank().near(body.text)
    return TypingOut(questions=[known_question(each) for each in near])


@api.post("/feedback")
@api.input(
    FeedbackIn,
    arg_name="body",
    example={"answer_id": "3f2a9c", "helpful": False, "reason": "没有说全"},
)
@api.output(FeedbackOut, description="记下的评价")
@api.doc(summary="评价回答", description="一次回答有没有帮助；再评一次，以后一次为准。")
def tell_feedback(body: FeedbackIn) -> FeedbackOut:
    """Keep a word on an answer."""
    given = Feedback(body.answer_id, body.helpful, body.reason, body.words)
    kept = give(office().store, office().clock, given)
    return FeedbackOut(helpful=kept.helpful, reason=kept.reason, words=kept.words)


@api.post("/consultations")
@api.input(
    ConsultationIn,
    arg_name="body",
    example={"question": "高铁站什么时候建成？", "form_token": "u5Jc0cXb2rWq7yTt"},
)
@api.output(ReceiptOut, status_code=201, description="已登记")
@api.doc(
    summary="留下咨询",
    description="登记一件咨询，由工作人员在期限内答复。同一 form_token 重复提交得到同一回执。",
)
def submit_consultation(body: ConsultationIn) -> ReceiptOut:
    """Take in a consultation."""
    receipt = office().consultations.submit(
        Submission(
            question=body.question,
            form_token=body.form_token,
            answer_id=body.answer_id,
            contact=body.contact,
            contact_name=body.contact_name,
        )
    )
    return ReceiptOut.model_validate(receipt, from_attributes=True)


@api.post("/consultations/lookup")
@api.input(LookupIn, arg_name="body", example={"number": "20261015-0007", "code": "7KQ2M-9XPHR"})
@api.output(StatusOut, description="这件咨询的现状")
@api.doc(
    summary="查咨询",
    description="编号不存在和查询码不对得到同样的 404；一小时内错得太多，得到同样的 429。",
)
def lookup_consultation(body: LookupIn) -> StatusOut:
    """Tell where a consultation stands."""
    return present_case(office().citizens.lookup(body.number, body.code, address()))


@api.post("/consultations/supplement")
@api.input(
    SupplementIn,
    arg_name="body",
    example={"number": "20261015-0007", "code": "7KQ2M-9XPHR", "text": "户口在城关镇。"},
)
@api.output(StatusOut, description="补充以后的现状")
@api.doc(summary="补充说明", description="按要求补充说明；期限从补齐的次日接着算。")
def supplement_consultation(body: SupplementIn) -> StatusOut:
    """Take in what was asked for."""
    return _act(body, Move.SUPPLEMENT, MoveDetails(reason=body.text), "text")


@api.post("/consultations/withdraw")
@api.input(LookupIn, arg_name="body", example={"number": "20261015-0007", "code": "7KQ2M-9XPHR"})
@api.output(StatusOut, description="撤回以后的现状")
@api.doc(summary="撤回咨询", description="还没有答复的咨询可以撤回。")
def withdraw_consultation(body: LookupIn) -> StatusOut:
    """Take a consultation back."""
    return _act(body, Move.WITHDRAW, MoveDetails())


@api.post("/consultations/rate")
@api.input(
    RateIn,
    arg_name="body",
    example={"number": "20261015-0007", "code": "7KQ2M-9XPHR", "rating": "满意"},
)
@api.output(StatusOut, description="评价以后的现状")
@api.doc(summary="评价答复", description="每次答复评价一次。")
def rate_consultation(body: RateIn) -> StatusOut:
    """Take in how satisfying the reply was."""
    return _act(body, Move.RATE, MoveDetails(rating=body.rating, reason=body.words), "words")


@api.post("/consultations/reopen")
@api.input(
    ReopenIn,
    arg_name="body",
    example={"number": "20261015-0007", "code": "7KQ2M-9XPHR", "reason": "没有说去哪里办。"},
)
@api.output(StatusOut, description="重办以后的现状")
@api.doc(summary="要求重办", description="对答复不满意的，说明哪里没有解决，重新办理，另起期限。")
def reopen_consultation(body: ReopenIn) -> StatusOut:
    """Have a consultation answered anew."""
    return _act(body, Move.REOPEN, MoveDetails(reason=body.reason), "reason")


def _act(body: LookupIn, move: Move, details: MoveDetails, words: str = "") -> StatusOut:
    """Make the move; `words` is the part of the body that its text came in."""
    try:
        view = office().citizens.act(body.number, body.code, move, details, address())
    except MoveIncomplete as refusal:
        fault = {"pointer": f"/{words}", "detail": str(refusal)}
        raise Problem(KINDS["invalid-body"], str(refusal), [fault]) from refusal
    return present_case(view)
