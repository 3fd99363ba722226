"""The web application: one factory, given an open office."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

from apiflask import APIFlask
from flask.json.provider import DefaultJSONProvider
from werkzeug.middleware.proxy_fix import ProxyFix

import widgets
from knowledge.clock import CHINA, day_in_china
from knowledge.dates import chinese_date
from service.console import access
from service.console.accounts import accounts
from service.console.answers import answers
from service.console.audit import audit
from service.console.pages import desk
from service.console.people import people
from service.public import bodies, display, problems, security
from service.public.api import api
from service.public.bodies import MAX_BODY_BYTES
from service.public.consultations import consultations
from service.public.context import EXTENSION
from service.public.conversation import conversation_context, phones
from service.public.discovery import discovery, page_context
from service.public.documentation import documentation, finish
from service.public.feedback import feedback
from service.public.health import health
from service.public.pages import pages
from service.public.questions import questions
from service.public.reading import reading
from service.public.staff import staff
from service.public.widget import widget
from service.wiring import Office

STATIC_FOLDER = Path(widgets.__file__).parent / "page"
TEMPLATE_FOLDER = Path(__file__).parent / "public" / "templates"

#: Seconds that browsers use a script or style before they ask whether it changed.
STATIC_SECONDS = 300


class ReadableJson(DefaultJSONProvider):
    """JSON with Chinese as Chinese, and keys in the order of their shapes."""

    ensure_ascii = False
    sort_keys = False


class Application(APIFlask):
    """APIFlask with our JSON."""

    json_provider_class = ReadableJson


def create_app(office: Office) -> APIFlask:
    """The application that serves `office`; gunicorn's workers each create one after the fork."""
    app = Application(
        "service",
        title="一号答",
        version="1.0.0",
        spec_path="/api/v1/openapi.json",
        docs_path=None,
        json_errors=False,
        static_folder=str(STATIC_FOLDER),
        static_url_path="/static",
        template_folder=str(TEMPLATE_FOLDER),
    )
    app.config.update(_CONFIGURATION)
    app.extensions[EXTENSION] = office
    if office.settings.proxies:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=office.settings.proxies, x_proto=0
        )
    bodies.install(app)
    security.install(app)
    problems.install(app)
    access.install(app)
    display.install(app)
    app.spec_processor(finish)
    app.security_schemes = {"staffToken": {"type": "http", "scheme": "bearer"}}
    app.jinja_env.filters["day"] = chinese_day
    app.jinja_env.filters["china_day"] = lambda moment: chinese_day(day_in_china(moment))
    app.jinja_env.filters["china_time"] = china_time
    app.jinja_env.filters["phones"] = phones
    app.jinja_env.filters["readable_json"] = lambda value: app.json.dumps(value, indent=2)
    app.context_processor(lambda: {"site": office.settings})
    app.context_processor(page_context)
    app.context_processor(conversation_context)
    for blueprint in (
        api,
        staff,
        documentation,
        pages,
        consultations,
        feedback,
        questions,
        reading,
        widget,
        discovery,
        health,
        accounts,
        people,
        audit,
        answers,
        desk,
    ):
        app.register_blueprint(blueprint)
    return app


_CONFIGURATION: dict[str, Any] = {
    "MAX_CONTENT_LENGTH": MAX_BODY_BYTES,
    "MAX_FORM_MEMORY_SIZE": MAX_BODY_BYTES,
    "SEND_FILE_MAX_AGE_DEFAULT": STATIC_SECONDS,
    "OPENAPI_VERSION": "3.1.0",
    "DESCRIPTION": "政策文件进，带出处的答案出：提问、留下咨询、查咨询。",
    "AUTO_SERVERS": False,  # it would repeat whatever Host header the first caller sent
    "AUTO_404_RESPONSE": False,  # `finish` documents the problems that do occur
    "AUTO_VALIDATION_ERROR_RESPONSE": False,
    "AUTO_OPERATION_ID": True,
    "VALIDATION_ERROR_STATUS_CODE": 400,
}


def chinese_day(day: date | None) -> str:
    """2024年3月5日; nothing for no day."""
    return chinese_date(day) if day else ""


def china_time(moment: datetime) -> str:
    """2024-03-05 14:07 in China."""
    return f"{moment.astimezone(CHINA):%Y-%m-%d %H:%M}"
