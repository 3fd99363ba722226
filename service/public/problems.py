"""Errors as people and programs read them: problem+json (RFC 9457) under /api, pages elsewhere.

One table says what each kind of problem is called. Nothing that a citizen wrote goes into a log.
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from apiflask import APIFlask, HTTPError
from flask import Response, json, render_template, request
from pydantic import ValidationError
from pydantic_core import ErrorDetails
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import BadHost, HTTPException

from indexer.errors import SearchIndexError
from knowledge.errors import StoreError, UnknownDocument
from service.answering.errors import (
    ControlCharacters,
    EmptyQuestion,
    QuestionRefused,
    QuestionTooLong,
    RegionRefused,
    SearchUnavailable,
    UnknownAnswer,
)
from service.consultations.errors import (
    AlreadyDone,
    CaseChanged,
    ConsultationNotFound,
    FormTokenReused,
    MoveIncomplete,
    MoveRefused,
    SubmissionRefused,
    TooManyGuesses,
)
from service.feedback.giving import FeedbackRefused
from service.hotline.errors import HotlineError
from service.staff.errors import AuditError, SealError

PROBLEM_TYPE = "application/problem+json"
RETRY_SECONDS = "30"


@dataclass(frozen=True)
class Kind:
    """A kind of problem; `slug` makes its `type`, an anchor on the readable API page."""

    slug: str
    status: int
    title: str
    detail: str

    @property
    def type(self) -> str:
        """The URI reference that identifies the kind."""
        return f"/api#problem-{self.slug}"


class Problem(Exception):
    """A problem to be shown: its kind, what is wrong this time, and where in the body.

    `errors` holds one `{"pointer", "detail"}` a fault; pointers are JSON pointers (RFC 6901).
    """

    def __init__(
        self,
        kind: Kind,
        detail: str = "",
        errors: Sequence[Mapping[str, str]] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(kind.slug)
        self.kind = kind
        self.detail = detail or kind.detail
        self.errors = tuple(errors)
        self.headers = dict(headers or {})


_KINDS = (
    Kind("invalid-body", 400, "请求内容有误", "请求内容不符合接口要求，请按 errors 逐项修改。"),
    Kind("empty-question", 400, "没有填写问题", "请写下您想问的问题。"),
    Kind("question-too-long", 400, "问题太长", "问题请控制在 500 字以内。"),
    Kind("control-characters", 400, "问题里有无法识别的字符", "请删去看不见的控制字符后再试。"),
    Kind("bad-request", 400, "请求有误", "服务器读不懂这个请求，请返回重试。"),
    Kind("staff-only", 401, "仅供工作人员", "请在 Authorization 里带上工作人员口令。"),
    Kind("cross-site", 403, "来源不被接受", "这个请求来自其他网站的页面，没有受理。"),
    Kind("not-found", 404, "没有找到", "您要找的内容不存在，请核对地址。"),
    Kind("answer-not-found", 404, "没有这次回答", "编号不对，或者保存期已过。"),
    Kind("consultation-not-found", 404, "没有查到这件咨询", "请核对回执编号和查询码。"),
    Kind("method-not-allowed", 405, "不支持这种请求方法", "请按接口文档使用正确的方法。"),
    Kind("conflict", 409, "与已有内容冲突", "这次提交与先前的内容不一致，请刷新页面后重试。"),
    Kind("not-now", 409, "现在不能这样办", "请先查看这件咨询现在的状态。"),
    Kind("already-done", 409, "已经办过了", "这一步已经办过，不用再办。"),
    Kind("withdrawn", 410, "文件已经撤下", "发布机关撤下了这个文件，这里不再提供它的内容。"),
    Kind(
        "too-large",
        413,
        "内容太大",
        "提交的内容太长（上传文件一次最多 64 MB，其他的 64 KB），请缩短后再试。",
    ),
    Kind("too-many-guesses", 429, "试错太多", "请过一小时再查，或者拨打服务热线。"),
    Kind("not-json", 415, "内容类型不对", "请以 application/json 发送 JSON。"),
    Kind("internal", 500, "服务出了问题", "这不是您的原因。请稍后再试，或拨打服务热线。"),
    Kind("unavailable", 503, "服务正在准备", "资料库或索引暂时不可用，请稍后再试。"),
)
KINDS: Mapping[str, Kind] = {kind.slug: kind for kind in _KINDS}

#: What each status is when nothing more is known of it.
_BY_STATUS = {
    400: KINDS["bad-request"],
    401: KINDS["staff-only"],
    403: KINDS["cross-site"],
    404: KINDS["not-found"],
    405: KINDS["method-not-allowed"],
    409: KINDS["conflict"],
    410: KINDS["withdrawn"],
    413: KINDS["too-large"],
    415: KINDS["not-json"],
    429: KINDS["too-many-guesses"],
    503: KINDS["unavailable"],
}

#: Errors of the packages below and what they are to a caller; the first that fits counts.
_BY_ERROR: Sequence[tuple[type[Exception], Kind]] = (
    (EmptyQuestion, KINDS["empty-question"]),
    (QuestionTooLong, KINDS["question-too-long"]),
    (ControlCharacters, KINDS["control-characters"]),
    (QuestionRefused, KINDS["invalid-body"]),
    (SubmissionRefused, KINDS["invalid-body"]),
    (FeedbackRefused, KINDS["invalid-body"]),
    (FormTokenReused, KINDS["conflict"]),
    (ConsultationNotFound, KINDS["consultation-not-found"]),
    (TooManyGuesses, KINDS["too-many-guesses"]),
    (MoveIncomplete, KINDS["invalid-body"]),
    (AlreadyDone, KINDS["already-done"]),
    (HotlineError, KINDS["not-found"]),
    (MoveRefused, KINDS["not-now"]),
    (CaseChanged, KINDS["not-now"]),
    (UnknownDocument, KINDS["not-found"]),
    (UnknownAnswer, KINDS["answer-not-found"]),
    (SearchUnavailable, KINDS["unavailable"]),
    (SearchIndexError, KINDS["unavailable"]),
    (StoreError, KINDS["unavailable"]),
    (AuditError, KINDS["unavailable"]),
    (SealError, KINDS["unavailable"]),
    (OperationalError, KINDS["unavailable"]),
)

#: Pydantic's kinds of fault in Chinese; `{…}` is filled from the fault's own context.
_FAULTS = {
    "missing": "缺少这一项",
    "extra_forbidden": "没有这一项，请核对名称",
    "string_type": "应为字符串",
    "string_too_long": "最多 {max_length} 个字符",
    "string_too_short": "至少 {min_length} 个字符",
    "string_pattern_mismatch": "格式不对",
    "model_type": "应为 JSON 对象",
    "model_attributes_type": "应为 JSON 对象",
}

logger = logging.getLogger(__name__)


def install(app: APIFlask) -> None:
    """Show every error of the application in its one shape."""
    app.register_error_handler(Problem, show)
    app.register_error_handler(HTTPError, lambda error: show(_of_validation(error)))
    app.register_error_handler(HTTPException, lambda error: show(_of_http(error)))
    app.register_error_handler(Exception, lambda error: show(problem_of(error)))


def problem_of(error: Exception) -> Problem:
    """The problem that an error of the packages below is; an unexpected one is logged and 500.

    The log holds the error's type and where it arose. Its message stays out: a database error
    quotes the values of its statement, and those may be what a citizen wrote.
    """
    for kind_of_error, kind in _BY_ERROR:
        if isinstance(error, kind_of_error):
            return _of_known(error, kind)
    trace = "".join(traceback.format_tb(error.__traceback__))
    logger.error("%s at %s\n%s", type(error).__name__, request.endpoint, trace)
    return Problem(KINDS["internal"])


def _of_known(error: Exception, kind: Kind) -> Problem:
    """Refusals speak for themselves and name their field; of an outage only the type is logged."""
    if kind.status == 503:
        logger.warning("unavailable: %s", type(error).__name__)
        return Problem(kind, headers={"Retry-After": RETRY_SECONDS})
    if isinstance(error, SubmissionRefused):
        pointer = f"/{error.field}"
    elif isinstance(error, FeedbackRefused):
        pointer = "/words"
    elif isinstance(error, QuestionRefused):
        pointer = "/region" if isinstance(error, RegionRefused) else "/question"
    else:
        return Problem(kind, str(error))
    return Problem(kind, str(error), [{"pointer": pointer, "detail": str(error)}])


def show(problem: Problem) -> Response:
    """The response for a problem: JSON under /api/, a page elsewhere.

    A request whose Host can be no name gets JSON too: without a host a page has no links.
    """
    if request.path.startswith("/api/") or isinstance(request.routing_exception, BadHost):
        body = json.dumps(as_json(problem))
        response = Response(body, problem.kind.status, mimetype=PROBLEM_TYPE)
    else:
        console = request.path.startswith("/console")
        template = "console/problem.html" if console else "problem.html"
        page = render_template(template, problem=problem)
        response = Response(page, problem.kind.status)
    response.headers.update(problem.headers)
    return response


def as_json(problem: Problem) -> dict[str, Any]:
    """The members of a problem details object; `errors` is always there, often empty."""
    return {
        "type": problem.kind.type,
        "title": problem.kind.title,
        "status": problem.kind.status,
        "detail": problem.detail,
        "errors": list(problem.errors),
    }


def _of_validation(error: HTTPError) -> Problem:
    cause = error.__cause__
    if isinstance(cause, ValidationError):
        return Problem(KINDS["invalid-body"], errors=[_fault(item) for item in cause.errors()])
    return Problem(_BY_STATUS.get(error.status_code, KINDS["internal"]))


def _of_http(error: HTTPException) -> Problem:
    """The problem of a status; a rare one of the caller's making is a bad request like others."""
    status = error.code or 500
    unnamed = KINDS["bad-request"] if 400 <= status < 500 else KINDS["internal"]
    headers = {name: value for name, value in error.get_headers() if name != "Content-Type"}
    return Problem(_BY_STATUS.get(status, unnamed), headers=headers)


def _fault(item: ErrorDetails) -> Mapping[str, str]:
    """One fault of a body in Chinese; it never repeats the value that was sent."""
    pointer = "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in item["loc"])
    sentence = _FAULTS.get(item["type"], "取值不对")
    return {"pointer": pointer, "detail": sentence.format_map(item.get("ctx", {}))}
