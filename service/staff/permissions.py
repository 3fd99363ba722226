"""What each role may do at the console: one table, and nothing beyond it."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from service.staff.actors import Actor
from service.staff.roles import Role


class Permission(StrEnum):
    """Something that a view of the console does; the value is what a refusal names."""

    OWN_ACCOUNT = "使用自己的账号"
    LOOK_UP = "查阅政策"
    KEEP_CALLS = "记录来电"
    SEE_CALLS = "查看来电记录"
    SEE_CALLERS = "看来电号码"
    SEE_CASES = "查看咨询"
    REGISTER_CASES = "登记来电咨询"
    TAKE_UP_QUESTIONS = "把没有答上的提问立为咨询"
    MOVE_CASES = "办理咨询"
    ASSIGN_CASES = "派发咨询"
    SEE_CONTACT = "查看联系方式"
    DELETE_CONTACT = "删除联系方式"
    EXPORT_CASES = "导出台账"
    SEE_QUESTIONS = "查看没有答上来的提问"
    SEE_EXPLANATIONS = "查看回答的来历"
    TRY_QUESTIONS = "试问和检验回答"
    DRAFT_REPLIES = "起草答复"
    REVIEW_REPLIES = "审核答复"
    PUBLISH_REPLIES = "发布答复"
    SEE_PUBLICATION = "查看公开的问答"
    DRAFT_PAIRS = "起草公开的问答"
    MANAGE_PEOPLE = "管理账号"
    MANAGE_ORGANS = "管理承办单位"
    SEE_AUDIT_LOG = "查看审计记录"
    ASK_FOR_VERIFICATION = "要求核对审计记录"
    SEE_DOCUMENTS = "查看文件的维护"
    KEEP_DOCUMENTS = "维护文件"
    KEEP_NEGATIVE_LIST = "改负面清单"
    KEEP_VOCABULARY = "改词表"
    RELEASE_DRAFTS = "审查和发布草稿"
    SEE_CALENDAR = "查看工作日历"
    IMPORT_CALENDAR = "导入工作日历"


_CLERKS = frozenset({Role.HOTLINE, Role.HANDLER, Role.REVIEWER, Role.PUBLISHER, Role.COORDINATOR})
#: Whose documents they are, `service.keeping.reach` tells.
_KEEPERS = frozenset({Role.HANDLER, Role.PUBLISHER, Role.COORDINATOR})

#: Who has which permission. An auditor reads everything, may have the
#: log verified, and changes nothing.
PERMISSIONS: Mapping[Permission, frozenset[Role]] = {
    Permission.OWN_ACCOUNT: frozenset(Role),
    Permission.LOOK_UP: _CLERKS,
    Permission.KEEP_CALLS: frozenset({Role.HOTLINE, Role.COORDINATOR}),
    Permission.SEE_CALLS: frozenset({Role.HOTLINE, Role.COORDINATOR, Role.AUDITOR}),
    Permission.SEE_CALLERS: frozenset({Role.HOTLINE, Role.COORDINATOR}),
    Permission.SEE_CASES: _CLERKS | {Role.AUDITOR},
    Permission.REGISTER_CASES: frozenset({Role.HOTLINE, Role.COORDINATOR}),
    Permission.TAKE_UP_QUESTIONS: frozenset({Role.HOTLINE, Role.COORDINATOR}),
    Permission.MOVE_CASES: _CLERKS,
    Permission.ASSIGN_CASES: frozenset({Role.COORDINATOR}),
    Permission.SEE_CONTACT: frozenset({Role.HOTLINE, Role.HANDLER, Role.COORDINATOR}),
    Permission.DELETE_CONTACT: frozenset({Role.HOTLINE, Role.COORDINATOR}),
    Permission.EXPORT_CASES: _CLERKS | {Role.AUDITOR},
    Permission.SEE_QUESTIONS: _CLERKS | {Role.AUDITOR},
    Permission.SEE_EXPLANATIONS: _CLERKS | {Role.AUDITOR},
    Permission.TRY_QUESTIONS: _KEEPERS | {Role.REVIEWER},
    Permission.DRAFT_REPLIES: frozenset({Role.HANDLER}),
    Permission.REVIEW_REPLIES: frozenset({Role.REVIEWER}),
    Permission.PUBLISH_REPLIES: frozenset({Role.PUBLISHER}),
    Permission.SEE_PUBLICATION: _CLERKS | {Role.AUDITOR},
    Permission.DRAFT_PAIRS: frozenset({Role.HANDLER, Role.PUBLISHER}),
    Permission.MANAGE_PEOPLE: frozenset({Role.ADMINISTRATOR}),
    Permission.MANAGE_ORGANS: frozenset({Role.ADMINISTRATOR}),
    Permission.SEE_AUDIT_LOG: frozenset({Role.AUDITOR}),
    Permission.ASK_FOR_VERIFICATION: frozenset({Role.AUDITOR}),
    Permission.SEE_DOCUMENTS: _KEEPERS | {Role.AUDITOR},
    Permission.KEEP_DOCUMENTS: _KEEPERS,
    Permission.KEEP_NEGATIVE_LIST: frozenset({Role.PUBLISHER, Role.COORDINATOR}),
    Permission.KEEP_VOCABULARY: frozenset({Role.PUBLISHER, Role.COORDINATOR}),
    Permission.RELEASE_DRAFTS: frozenset({Role.PUBLISHER}),
    Permission.SEE_CALENDAR: frozenset(Role),
    Permission.IMPORT_CALENDAR: frozenset({Role.COORDINATOR, Role.ADMINISTRATOR}),
}


def may(actor: Actor, permission: Permission) -> bool:
    """Whether any of the actor's roles has the permission."""
    return not PERMISSIONS[permission].isdisjoint(actor.roles)
