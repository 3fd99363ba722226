"""Every page of the console, with an address and somebody who may see it: what is measured.

A page that the console has and this table has not is named by `unnamed_pages`; the benchmark and
the test that counts statements stop at it.
"""

from __future__ import annotations

from dataclasses import dataclass

from flask import Flask

from service.console.access import is_console
from service.staff.roles import Role


@dataclass(frozen=True)
class Page:
    """A page's endpoint, who opens it, and addresses of it.

    `{case}` is the number of an open consultation that the role sees in its queue, `{pair}` that of
    one whose pair is published, `{person}` an account, `{organ}` an organ, `{answer}` an answer
    that was given, `{document}` a document, `{draft}` a draft and `{run}` a run of judged cases.
    """

    endpoint: str
    role: Role
    addresses: tuple[str, ...]


PAGES = (
    Page(
        "desk.queue",
        Role.COORDINATOR,
        (
            "/console/queue?tab=mine",
            "/console/queue?tab=all",
            "/console/queue?tab=all&state=any",
            "/console/queue?tab=all&due=overdue",
            "/console/queue?tab=all&state=any&after=2026-06-01_1",
            "/console/queue?tab=all&state=any&words=契税补贴",
        ),
    ),
    Page("desk.queue", Role.HANDLER, ("/console/queue?tab=organ",)),
    Page("desk.queue", Role.AUDITOR, ("/console/queue?tab=all",)),
    Page("desk.overdue", Role.COORDINATOR, ("/console/overdue",)),
    Page("desk.case", Role.COORDINATOR, ("/console/cases/{case}", "/console/cases/{pair}")),
    Page("desk.case", Role.AUDITOR, ("/console/cases/{case}",)),
    Page("desk.reply", Role.HANDLER, ("/console/cases/{case}/reply",)),
    Page(
        "desk.register",
        Role.HOTLINE,
        ("/console/register", "/console/register?question=契税补贴怎么申请"),
    ),
    Page(
        "desk.lookup",
        Role.HOTLINE,
        ("/console/lookup", "/console/lookup?region=青禾县&kind=通知&year=2026&standing=现行有效"),
    ),
    Page(
        "desk.calls",
        Role.HOTLINE,
        (
            "/console/calls",
            "/console/calls?outcome=unanswered",
            "/console/calls?outcome=open&whose=mine",
            "/console/calls?before=1000",
        ),
    ),
    Page(
        "desk.compare",
        Role.HOTLINE,
        ("/console/compare", "/console/compare?old={document}&new={document}"),
    ),
    Page("desk.call", Role.HOTLINE, ("/console/calls/{call}",)),
    Page("desk.questions", Role.COORDINATOR, ("/console/questions",)),
    Page("desk.feedback", Role.COORDINATOR, ("/console/feedback",)),
    Page("desk.publication", Role.PUBLISHER, ("/console/publication",)),
    Page("desk.pair", Role.PUBLISHER, ("/console/cases/{pair}/pair",)),
    Page("desk.pair_editor", Role.PUBLISHER, ("/console/cases/{pair}/pair/edit",)),
    Page("desk.held", Role.PUBLISHER, ("/console/held",)),
    Page("desk.calendar_page", Role.COORDINATOR, ("/console/calendar",)),
    Page("desk.ledger", Role.COORDINATOR, ("/console/ledger",)),
    Page("desk.shortcuts", Role.COORDINATOR, ("/console/shortcuts",)),
    Page("answers.explanation", Role.REVIEWER, ("/console/answers/{answer}",)),
    Page(
        "desk.documents",
        Role.COORDINATOR,
        (
            "/console/documents",
            "/console/documents?words=补贴",
            "/console/documents?standing=失效或废止",
            "/console/documents?shelf=withdrawn",
            "/console/documents?after=2025-01-01_d1",
        ),
    ),
    Page("desk.documents", Role.HANDLER, ("/console/documents",)),
    Page("desk.document", Role.COORDINATOR, ("/console/documents/{document}",)),
    Page(
        "desk.expiring",
        Role.COORDINATOR,
        (
            "/console/validity",
            "/console/validity?within=90&after=2026-12-01_d1",
            "/console/validity?within=past",
        ),
    ),
    Page("desk.expiring", Role.HANDLER, ("/console/validity?within=90",)),
    Page("desk.validity", Role.COORDINATOR, ("/console/documents/{document}/validity",)),
    Page(
        "desk.page_checks",
        Role.COORDINATOR,
        (
            "/console/pages",
            "/console/pages?state=SAME&after=2026-06-01T00:00:00+00:00_d1",
        ),
    ),
    Page("desk.page_checks", Role.HANDLER, ("/console/pages?state=CHANGED",)),
    Page("desk.proposals", Role.COORDINATOR, ("/console/relations", "/console/relations?show=all")),
    Page("desk.proposals", Role.HANDLER, ("/console/relations",)),
    Page("desk.likely", Role.COORDINATOR, ("/console/relations/likely",)),
    Page("desk.reposts", Role.COORDINATOR, ("/console/relations/reposts",)),
    Page("desk.relations", Role.COORDINATOR, ("/console/documents/{document}/relations",)),
    Page(
        "desk.interpretations",
        Role.COORDINATOR,
        (
            "/console/interpretations",
            "/console/interpretations?tab=given",
            "/console/interpretations?tab=given&form=图解",
        ),
    ),
    Page("desk.guides", Role.COORDINATOR, ("/console/guides", "/console/guides?show=all")),
    Page(
        "desk.drafts",
        Role.COORDINATOR,
        ("/console/drafts", "/console/drafts?state=已发布&after=3_1000"),
    ),
    Page("desk.drafts", Role.HANDLER, ("/console/drafts",)),
    Page("desk.negative", Role.COORDINATOR, ("/console/negative",)),
    Page("desk.draft", Role.COORDINATOR, ("/console/drafts/{draft}",)),
    Page("desk.draft_compared", Role.COORDINATOR, ("/console/drafts/{draft}/compare/{document}",)),
    Page(
        "desk.lexicon",
        Role.COORDINATOR,
        (
            "/console/vocabulary/lexicon",
            "/console/vocabulary/lexicon?words=公积金&facet=住房",
            "/console/vocabulary/lexicon?after=老公",
        ),
    ),
    Page("desk.redirects", Role.COORDINATOR, ("/console/vocabulary/redirects",)),
    Page("desk.topics", Role.COORDINATOR, ("/console/vocabulary/topics",)),
    Page("desk.sites", Role.COORDINATOR, ("/console/vocabulary/sites",)),
    Page(
        "desk.vocabulary_entry",
        Role.COORDINATOR,
        (
            "/console/vocabulary/lexicon/entry?key=老公",
            "/console/vocabulary/redirects/entry?key=火灾",
        ),
    ),
    Page("desk.trial", Role.PUBLISHER, ("/console/trial",)),
    Page(
        "desk.trial_cases",
        Role.PUBLISHER,
        ("/console/trial/cases", "/console/trial/cases?before=1000"),
    ),
    Page(
        "desk.trial_run",
        Role.PUBLISHER,
        ("/console/trial/runs/{run}", "/console/trial/runs/{run}?all=1&after=50"),
    ),
    Page("desk.organs", Role.ADMINISTRATOR, ("/console/organs",)),
    Page("desk.organ", Role.ADMINISTRATOR, ("/console/organs/{organ}",)),
    Page("people.listed", Role.ADMINISTRATOR, ("/console/people",)),
    Page("people.person", Role.ADMINISTRATOR, ("/console/people/{person}",)),
    Page(
        "audit.entries",
        Role.AUDITOR,
        (
            "/console/audit",
            "/console/audit?before=1000",
            "/console/audit?subject={case}",
            "/console/audit?who={person}",
            "/console/audit?action=受理&to=2026-03-01",
        ),
    ),
    Page("audit.verification", Role.AUDITOR, ("/console/audit/verification",)),
    Page("accounts.login", Role.COORDINATOR, ("/console/login",)),
    Page("accounts.password", Role.COORDINATOR, ("/console/password",)),
)

#: What answers GET and is no page by itself: a redirect, files whose length is that of what they
#: hold, what stands in a frame, and what scripts ask for.
NOT_PAGES = frozenset(
    {
        "accounts.start",
        "accounts.static",
        "desk.ledger_file",
        "desk.calendar_file",
        "desk.organs_file",
        "desk.negative_file",
        "desk.queue_file",
        "desk.draft_source",
        "desk.draft_page",
        "desk.draft_rendered",
        "desk.drafts_waiting",
        "desk.page_checks_waiting",
        "desk.vocabulary_file",
    }
)


def unnamed_pages(app: Flask) -> set[str]:
    """The endpoints of console pages that the table above does not know."""
    known = {page.endpoint for page in PAGES} | NOT_PAGES
    return {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if is_console(rule.rule) and "GET" in (rule.methods or ())
    } - known
