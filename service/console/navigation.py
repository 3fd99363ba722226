"""What stands in the console's head, in order: each page with the permission that it needs."""

from __future__ import annotations

from dataclasses import dataclass

from flask import current_app, request, url_for

from service.staff.actors import Actor
from service.staff.permissions import Permission, may


@dataclass(frozen=True)
class Item:
    """A link of the navigation."""

    name: str
    address: str
    current: bool


#: Endpoint, name, and who sees it. One goes to the first that one may see.
PAGES: tuple[tuple[str, str, Permission], ...] = (
    ("desk.queue", "办理队列", Permission.SEE_CASES),
    ("desk.register", "登记来电", Permission.REGISTER_CASES),
    ("desk.questions", "没有答上的提问", Permission.SEE_QUESTIONS),
    ("desk.feedback", "群众的评价", Permission.SEE_QUESTIONS),
    ("desk.overdue", "超期情况", Permission.SEE_CASES),
    ("desk.publication", "公开发布", Permission.SEE_PUBLICATION),
    ("desk.held", "停用的答复", Permission.SEE_PUBLICATION),
    ("desk.ledger", "台账", Permission.EXPORT_CASES),
    ("desk.calendar_page", "工作日历", Permission.SEE_CALENDAR),
    ("people.listed", "账号", Permission.MANAGE_PEOPLE),
    ("desk.organs", "承办单位", Permission.MANAGE_ORGANS),
    ("audit.entries", "审计记录", Permission.SEE_AUDIT_LOG),
    ("accounts.password", "我的密码", Permission.OWN_ACCOUNT),
)


def navigation(actor: Actor | None) -> tuple[Item, ...]:
    """The links that this person has."""
    return tuple(
        Item(name, url_for(endpoint), request.endpoint == endpoint)
        for endpoint, name, permission in PAGES
        if actor is not None and may(actor, permission) and endpoint in current_app.view_functions
    )
