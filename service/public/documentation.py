"""The OpenAPI document, finished, and the page that people read, drawn from that document."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

from apiflask import APIFlask
from flask import Blueprint, current_app, render_template

from service.public.problems import KINDS, PROBLEM_TYPE

documentation = Blueprint("documentation", __name__)

#: Which problems each operation can have: all of them, those with a body, and single ones.
_EVERYWHERE = (400, 403, 405, 500, 503)
_WITH_BODY = (413, 415)
_ALSO = {
    "/api/v1/feedback": (404,),
    "/api/v1/consultations": (409,),
    "/api/v1/consultations/lookup": (404, 429),
    "/api/v1/consultations/supplement": (404, 409, 429),
    "/api/v1/consultations/withdraw": (404, 409, 429),
    "/api/v1/consultations/rate": (404, 409, 429),
    "/api/v1/consultations/reopen": (404, 409, 429),
    "/api/v1/answers/{answer_id}/explanation": (401, 404),
}

PROBLEM_SCHEMA: dict[str, Any] = {
    "title": "Problem",
    "description": "错误说明（RFC 9457）",
    "type": "object",
    "required": ["type", "title", "status", "detail", "errors"],
    "additionalProperties": False,
    "properties": {
        "type": {
            "type": "string",
            "format": "uri-reference",
            "description": "错误种类",
            "enum": [kind.type for kind in KINDS.values()],
        },
        "title": {"type": "string", "description": "错误种类的名称"},
        "status": {"type": "integer", "description": "HTTP 状态码"},
        "detail": {"type": "string", "description": "这一次错在哪里、怎么办"},
        "errors": {
            "type": "array",
            "description": "请求内容里有误的各项，可能为空",
            "items": {
                "type": "object",
                "required": ["pointer", "detail"],
                "additionalProperties": False,
                "properties": {
                    "pointer": {"type": "string", "description": "位置（JSON 指针）"},
                    "detail": {"type": "string", "description": "错在哪里"},
                },
            },
        },
    },
}


def finish(spec: dict[str, Any] | str) -> dict[str, Any] | str:
    """Add to APIFlask's document what it leaves out: problems, required bodies, plain names.

    Nested shapes are named `AskOut.CitationOut` by APIFlask, once for each that nests them; here
    each has one name of its own. Raises TypeError where APIFlask was set to write YAML.
    """
    if isinstance(spec, str):
        raise TypeError("the document is finished as an object, not as YAML")
    schemas = spec["components"]["schemas"]
    spec["components"]["schemas"] = {
        _plain(name): schema for name, schema in sorted(schemas.items())
    } | {"Problem": PROBLEM_SCHEMA}
    for reference in _references(spec):
        prefix, name = reference["$ref"].rsplit("/", 1)
        reference["$ref"] = f"{prefix}/{_plain(name)}"
    for path, item in spec["paths"].items():
        for operation in item.values():
            with_body = _WITH_BODY if "requestBody" in operation else ()
            if with_body:
                operation["requestBody"]["required"] = True
            problems = sorted((*_EVERYWHERE, *with_body, *_ALSO.get(path, ())))
            for status in problems:
                operation["responses"].pop(str(status), None)  # APIFlask's own would stand first
                operation["responses"][str(status)] = _problem_response(status)
    return spec


@documentation.get("/api")
def page() -> str:
    """The API as people read it."""
    document = cast(APIFlask, current_app).spec
    return render_template("api.html", spec=document, problems=KINDS.values())


def _plain(name: str) -> str:
    return name.rsplit(".", 1)[-1]


def _references(node: Any) -> Iterator[dict[str, Any]]:
    """Every object of the document that is a reference."""
    if isinstance(node, dict):
        if isinstance(node.get("$ref"), str):
            yield node
        for child in node.values():
            yield from _references(child)
    elif isinstance(node, list):
        for child in node:
            yield from _references(child)


def _problem_response(status: int) -> dict[str, Any]:
    titles = [kind.title for kind in KINDS.values() if kind.status == status]
    return {
        "description": "；".join(titles),
        "content": {PROBLEM_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
