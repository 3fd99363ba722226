"""What stands in the console's head: groups of pages, each page with the permission it needs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from flask import current_app, request, url_for

from service.staff.actors import Actor
from service.staff.permissions import Permission, may

#: Endpoint, name, and who sees it.
_Page = tuple[str, str, Permission]


@dataclass(frozen=True)
class Item:
    """A link of the navigation."""

    name: str
    address: str
    current: bool


@dataclass(frozen=True)
class Navigation:
    """The groups that a person has pages of, and the pages of the group that one is in.

    Of one group alone there is nothing to choose: it is left out.
    """

    groups: tuple[Item, ...]
    pages: tuple[Item, ...]


#: The pages by the group that they stand in, in order; one goes to the first that one may see.
GROUPS: Mapping[str, tuple[_Page, ...]] = {
    "咨询": (
        ("desk.queue", "办理队列", Permission.SEE_CASES),
        ("desk.register", "登记来电", Permission.REGISTER_CASES),
        ("desk.questions", "没有答上的提问", Permission.SEE_QUESTIONS),
        ("desk.feedback", "群众的评价", Permission.SEE_QUESTIONS),
        ("desk.overdue", "超期情况", Permission.SEE_CASES),
        ("desk.publication", "公开发布", Permission.SEE_PUBLICATION),
        ("desk.held", "停用的答复", Permission.SEE_PUBLICATION),
        ("desk.ledger", "台账", Permission.EXPORT_CASES),
    ),
    "热线": (
        ("desk.lookup", "查政策", Permission.LOOK_UP),
        ("desk.calls", "来电记录", Permission.SEE_CALLS),
        ("desk.compare", "比对", Permission.LOOK_UP),
    ),
    "文件": (
        ("desk.documents", "全部文件", Permission.SEE_DOCUMENTS),
        ("desk.drafts", "草稿", Permission.SEE_DOCUMENTS),
        ("desk.expiring", "时效", Permission.SEE_DOCUMENTS),
        ("desk.page_checks", "发布页核对", Permission.SEE_DOCUMENTS),
        ("desk.proposals", "关系", Permission.SEE_DOCUMENTS),
        ("desk.interpretations", "解读", Permission.SEE_DOCUMENTS),
        ("desk.guides", "办事指南", Permission.SEE_DOCUMENTS),
        ("desk.negative", "负面清单", Permission.SEE_DOCUMENTS),
    ),
    "词表": (
        ("desk.lexicon", "俗称词表", Permission.SEE_DOCUMENTS),
        ("desk.redirects", "问候与转办", Permission.SEE_DOCUMENTS),
        ("desk.topics", "主题", Permission.SEE_DOCUMENTS),
        ("desk.sites", "可嵌入网站", Permission.SEE_DOCUMENTS),
    ),
    "检验": (
        ("desk.trial", "试问", Permission.TRY_QUESTIONS),
        ("desk.trial_cases", "评测题", Permission.TRY_QUESTIONS),
    ),
    "管理": (
        ("desk.calendar_page", "工作日历", Permission.SEE_CALENDAR),
        ("people.listed", "账号", Permission.MANAGE_PEOPLE),
        ("desk.organs", "承办单位", Permission.MANAGE_ORGANS),
        ("audit.entries", "审计记录", Permission.SEE_AUDIT_LOG),
        ("accounts.password", "我的密码", Permission.OWN_ACCOUNT),
    ),
}
PAGES: tuple[_Page, ...] = tuple(page for pages in GROUPS.values() for page in pages)

#: The group of pages that stand in no group themselves; of all others it is the first.
WITHIN: Mapping[str, str] = {
    "desk.ask_in_earnest": "热线",
    "desk.call": "热线",
    "desk.document": "文件",
    "desk.vocabulary_entry": "词表",
    "desk.preview_vocabulary": "词表",
    "desk.import_vocabulary": "词表",
    "desk.change_vocabulary": "词表",
    "desk.try_question": "检验",
    "desk.trial_run": "检验",
    "desk.correct": "文件",
    "desk.validity": "文件",
    "desk.change_validity": "文件",
    "desk.publisher": "文件",
    "desk.relations": "文件",
    "desk.new_negative": "文件",
    "desk.remove_negative": "文件",
    "desk.preview_negative": "文件",
    "desk.import_negative": "文件",
    "desk.draft": "文件",
    "desk.draft_compared": "文件",
    "desk.check_pages_now": "文件",
    "desk.settle_page_check": "文件",
    "desk.likely": "文件",
    "desk.reposts": "文件",
    "desk.upload_drafts": "文件",
    "desk.hand_in_drafts": "文件",
    "desk.correct_draft_fields": "文件",
    "desk.move_draft": "文件",
    "desk.release_draft": "文件",
    "desk.decide_relation": "文件",
    "people.person": "管理",
    "desk.organ": "管理",
    "desk.preview_calendar": "管理",
    "desk.preview_day": "管理",
    "desk.import_calendar_year": "管理",
    "desk.new_organ": "管理",
    "desk.edit_organ": "管理",
    "desk.preview_organs": "管理",
    "desk.import_organ_table": "管理",
    "audit.verification": "管理",
}


def navigation(actor: Actor) -> Navigation:
    """The links that this person has; everybody has one to the own password."""
    seen = {group: pages for group in GROUPS if (pages := tuple(_seen(actor, group)))}
    endpoint = request.endpoint or ""
    present = _group_of(endpoint)
    shown = present if present in seen else next(iter(seen))
    groups = tuple(
        Item(group, url_for(pages[0][0]), group == present) for group, pages in seen.items()
    )
    return Navigation(
        groups if len(groups) > 1 else (),
        tuple(Item(name, url_for(page), page == endpoint) for page, name, _ in seen[shown]),
    )


def _seen(actor: Actor, group: str) -> Iterator[_Page]:
    known = current_app.view_functions
    return (page for page in GROUPS[group] if may(actor, page[2]) and page[0] in known)


def _group_of(endpoint: str) -> str:
    for group, pages in GROUPS.items():
        if any(endpoint == page for page, _, _ in pages):
            return group
    return WITHIN.get(endpoint, next(iter(GROUPS)))
