"""The page of a document: its contents lead into it, and what belongs to it stands beside it."""

from __future__ import annotations

import re
from datetime import date

from flask.testing import FlaskClient

from knowledge.database import Store
from knowledge.documents import DocumentId
from knowledge.keys import title_key
from knowledge.publication import withdraw
from knowledge.relations.decisions import RelationKind, Tie, add, reject
from service.public.related import MOST, related_documents
from tests.counting import counted
from tests.factories import DAY_OF_INGESTION, make_document

TODAY = date(2026, 11, 22)


def page_of(client: FlaskClient, words: str) -> str:
    listed = client.get("/documents", query_string={"words": words}).text
    return client.get(re.findall(r'<li><a href="(/documents/d[0-9a-f]+)"', listed)[0]).text


def test_every_line_of_the_contents_leads_to_one_place_in_the_text(client: FlaskClient) -> None:
    page = page_of(client, "高龄津贴发放办法")
    led_to = re.findall(r'<a href="#(part-\d+)">([^<]*)</a>', page)
    assert ("第一章　总则") in [words for _, words in led_to]
    for anchor, words in led_to:
        assert page.count(f' id="{anchor}"') == 1, words
        begun = re.findall(rf' id="{anchor}"[^>]*>([^<]*)<', page)[0]
        assert begun.strip().startswith(words.split("　")[0])


def test_a_policy_and_its_interpretation_stand_beside_one_another(client: FlaskClient) -> None:
    policy = page_of(client, "最低生活保障标准 财政局")
    interpretation = page_of(client, "最低生活保障标准 解读")
    assert re.search(r"这份文件的解读</h2>\s*<ul>\s*<li><a [^>]*>《[^<]*》解读</a>", policy)
    assert re.search(r"所解读的文件</h2>\s*<ul>\s*<li><a [^>]*>[^<]*财政局关于调整", interpretation)


def test_a_repealed_policy_names_what_repealed_it(client: FlaskClient) -> None:
    assert "代替或废止这份文件的</h2>" in page_of(client, "老年人高龄补贴暂行办法")


def titled(store: Store, title: str) -> DocumentId:
    return make_document(store, title=title, title_key=title_key(title))


def test_what_is_withdrawn_or_rejected_is_not_shown(store: Store) -> None:
    policy, shown, rejected, withdrawn = (
        titled(store, f"青禾县{name}") for name in ("办法", "解读一", "解读二", "解读三")
    )
    with store.writing() as session:
        for each in (shown, rejected, withdrawn):
            add(session, Tie(each, RelationKind.INTERPRETS, policy), "写明", DAY_OF_INGESTION)
        reject(session, Tie(rejected, RelationKind.INTERPRETS, policy), "弄错了", DAY_OF_INGESTION)
        withdraw(session, withdrawn, "发布有误", DAY_OF_INGESTION)
    with store.reading() as session:
        (group,) = related_documents(session, policy, TODAY)
    assert [each.facts.id for each in group.documents] == [shown]
    assert not group.documents[0].by_title


def test_many_related_documents_cost_as_many_statements_as_few(sqlite_store: Store) -> None:
    policy = titled(sqlite_store, "青禾县便民办法")

    def cost() -> int:
        with sqlite_store.reading() as session, counted(session) as statements:
            groups = related_documents(session, policy, TODAY)
        assert len(groups[0].documents) + groups[0].more > 0
        return len(statements)

    def interpret(count: int) -> None:
        with sqlite_store.writing() as session:
            for each in [titled_later() for _ in range(count)]:
                tie = Tie(each, RelationKind.INTERPRETS, policy)
                add(session, tie, "写明", DAY_OF_INGESTION)

    made = iter([titled(sqlite_store, f"青禾县第{at}份解读") for at in range(MOST + 6)])

    def titled_later() -> DocumentId:
        return next(made)

    interpret(1)
    few = cost()
    interpret(MOST + 4)
    assert cost() == few
    with sqlite_store.reading() as session:
        (group,) = related_documents(session, policy, TODAY)
    assert len(group.documents) == MOST
    assert group.more == 5
