"""Fixed replies, topics and sites: the office's over ours, and emergencies before everything."""

from __future__ import annotations

from pathlib import Path

import pytest

from service.answering.screening import Screen, load_screen, read_rules
from service.apps import create_app
from service.config import Settings
from service.questions.topics import shipped_topics
from service.vocabulary.kinds import Cells, Kind
from service.vocabulary.overlay import OfficeRow, Own
from service.vocabulary.records import VocabularyEntry
from service.vocabulary.redirects import REDIRECTS, screen
from service.vocabulary.sites import SITES, origins
from service.vocabulary.tables import KINDS
from service.vocabulary.topics import TOPICS, topics
from service.wiring import Office
from tests.clocks import START

SETTINGS = Settings(home=Path("/nowhere"), hotline="0453-12345", sites="https://www.qinghe.gov.cn")
SHIPPED = load_screen(SETTINGS.hotline)


def own(kind: Kind, *rows: Cells, removed: bool = False) -> Own:
    return {kind.slug: {kind.key_of(row): OfficeRow(row, removed, "v") for row in rows}}


def redirect(name: str, **cells: str) -> Cells:
    shipped = REDIRECTS.shipped(SETTINGS).get(name, {"name": name, "whole": "", "within": ""})
    return {**shipped, "sort": "转办", "asking": "照常检索", **cells}


def with_rows(*rows: Cells, removed: bool = False) -> Screen:
    return screen(SETTINGS, own(REDIRECTS, *rows, removed=removed), SHIPPED)


def replied(screen: Screen, question: str) -> str | None:
    found = screen.redirect(question)
    return found.reply if found else None


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_every_shipped_row_is_one_that_an_office_could_write(kind: Kind) -> None:
    rows = kind.shipped(SETTINGS)
    assert rows
    for key, cells in rows.items():
        assert kind.read(cells) == cells
        assert kind.key_of(cells) == key
        kind.check(cells, rows, SETTINGS)


@pytest.mark.parametrize("rule", read_rules(), ids=lambda rule: rule.name)
def test_the_examples_of_a_rule_are_what_it_catches(rule) -> None:
    for example in rule.examples:
        found = SHIPPED.redirect(example)
        assert found is not None
        assert found.name == rule.name


def test_emergencies_come_first_and_stand_together() -> None:
    emergencies = [rule.emergency for rule in read_rules()]
    assert emergencies == sorted(emergencies, reverse=True)
    assert {rule.name for rule in read_rules() if rule.emergency} == {
        "fire",
        "traffic",
        "medical",
        "despair",
        "police",
    }


def test_an_office_adds_a_reply_which_comes_after_emergencies_and_before_the_others() -> None:
    cells = {"reply": "请打 {hotline} 转供水公司。", "within": "家里停水、投诉停水"}
    own_rule = redirect("停水报修", **cells)
    made = with_rows(own_rule)
    assert replied(made, "我家里停水了！") == "请打 0453-12345 转供水公司。"
    assert replied(made, "家里停水了怎么办理减免") is None
    assert replied(made, "家里停水还着火了") == replied(SHIPPED, "着火了")
    assert replied(made, "我要投诉停水") == "请打 0453-12345 转供水公司。"
    assert [rule.name for rule in made.rules[:6]] == [
        *(rule.name for rule in read_rules()[:5]),
        "停水报修",
    ]


def test_a_shipped_reply_is_reworded_and_its_phrases_stay() -> None:
    fire = redirect("火灾", sort="紧急", reply="请打119。", within="冒烟起火苗")
    made = with_rows(fire)
    assert replied(made, "着火了") == "请打119。"
    assert replied(made, "厨房冒烟，起火苗") == "请打119。"
    gone = with_rows(redirect("闲聊", sort="问候"), removed=True)
    assert replied(SHIPPED, "给我讲个笑话") is not None
    assert replied(gone, "给我讲个笑话") is None


def test_a_phrase_is_no_pattern() -> None:
    made = with_rows(redirect("试", reply="是", whole="路灯.*坏了(啊)"))
    assert replied(made, "路灯坏了啊") == "是"
    assert replied(made, "路灯又坏了啊") is None


def test_topics_are_those_of_the_office_and_ours() -> None:
    assert topics(SETTINGS, {}) is shipped_topics()
    water = {"name": "供水", "words": "自来水、水表"}
    made = topics(SETTINGS, own(TOPICS, water))
    assert made.topic_of(["自来水什么时候来"]) == "供水"
    assert made.topic_of(["公租房怎么申请"]) == "公共租赁住房"
    hidden = own(TOPICS, TOPICS.shipped(SETTINGS)["公共租赁住房"], removed=True)
    assert topics(SETTINGS, hidden).topic_of(["公租房怎么申请"]) == "其他"


def test_sites_of_the_office_stand_beside_those_of_the_settings() -> None:
    added = own(SITES, {"origin": "https://hall.qinghe.gov.cn", "note": "政务服务网"})
    assert set(origins(SETTINGS, added)) == {
        "https://www.qinghe.gov.cn",
        "https://hall.qinghe.gov.cn",
    }
    assert SITES.stays("https://www.qinghe.gov.cn", SETTINGS)


def test_a_site_that_is_added_may_frame_the_widget_at_once(kept: Office) -> None:
    site, client = "https://hall.qinghe.gov.cn", create_app(kept).test_client()

    def admitted() -> tuple[bool, bool]:
        panel = client.get("/widget/panel")
        script = client.get("/widget/v1.js", headers={"Origin": site})
        framing = panel.headers["Content-Security-Policy"]
        return site in framing, script.headers.get("Access-Control-Allow-Origin") == site

    assert admitted() == (False, False)
    row = VocabularyEntry(kind="sites", key=site, cells={"origin": site, "note": ""})
    row.removed, row.version, row.changed_by, row.changed_at = False, "v", "甲", START
    with kept.store.writing() as session:
        session.add(row)
    assert admitted() == (True, True)
    with kept.store.writing() as session:
        session.delete(session.get_one(VocabularyEntry, row.id))
    assert admitted() == (False, False)
