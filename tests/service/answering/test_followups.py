from __future__ import annotations

import shutil
from contextlib import ExitStack
from datetime import date
from pathlib import Path

import pytest

from service.answering.conversations import Turn
from service.answering.followups import EARLIER_ANSWER, EARLIER_QUESTION, listen
from service.config import Settings
from service.demo import DOCUMENTS
from service.evaluation import open_sets
from service.figures import figures
from service.judged_sets import read_set

#: Forty questions that lean on the turns before them, or turn away from these.
FOLLOWUPS = Path(__file__).parents[1] / "followups"


def test_earlier_words_are_searched_at_lower_weights(analyzer, own_matter):
    question = "那要交哪些材料"
    terms = analyzer.analyse_question(question)
    turns = (Turn("公租房怎么申请", "向镇人民政府提出", ("d",)), Turn("残疾人补贴标准", "", ("d",)))
    searched = listen(turns, question, analyzer, own_matter).searched(terms)
    assert searched.words["材料"] == 1.0
    assert searched.words["公租房"] == EARLIER_QUESTION
    assert 0 < searched.words["提出"] <= EARLIER_ANSWER
    assert 0 < searched.words["残疾人"] < EARLIER_QUESTION
    assert searched.own_words == terms.own_words


def test_without_earlier_turns_the_question_stays_as_it_is(analyzer, own_matter):
    terms = analyzer.analyse_question("临时救助标准")
    talk = listen((), "临时救助标准", analyzer, own_matter)
    assert talk.searched(terms) == terms
    assert talk.judged(terms, "青禾县临时救助办法") == terms


def test_the_matter_of_the_talk_is_understood_where_the_document_is_about_it(analyzer, own_matter):
    terms = analyzer.analyse_question("农村的呢")
    talk = listen((Turn("城里低保一个月多少钱", ""),), "农村的呢", analyzer, own_matter)
    understood = talk.judged(terms, "关于调整城乡居民最低生活保障标准的通知")
    assert understood.own_words == ("农村", "低保")
    assert "多少钱" in understood.text
    assert talk.judged(terms, "关于农村公路养护的通知") == terms


def test_a_question_that_asks_something_itself_takes_over_only_the_matter(analyzer, own_matter):
    terms = analyzer.analyse_question("多少天有结果")
    talk = listen((Turn("公租房怎么申请", ""),), "多少天有结果", analyzer, own_matter)
    understood = talk.judged(terms, "公租房管理办法")
    assert understood.text == terms.text
    assert understood.own_words[-1] == "公租房"


@pytest.mark.parametrize(
    "words", ["另外问一下，骨灰怎么安葬", "换个问题：耕地补贴", "还有个事想问"]
)
def test_who_turns_to_another_matter_is_heard_without_the_talk(analyzer, own_matter, words):
    terms = analyzer.analyse_question(words)
    talk = listen((Turn("公租房怎么申请", ""),), words, analyzer, own_matter)
    assert talk.searched(terms) == terms


def test_follow_ups_find_the_document_of_the_talk_or_their_own(tmp_path):
    shutil.copytree(DOCUMENTS, tmp_path / "files")
    shutil.copy(FOLLOWUPS / "questions.jsonl", tmp_path)
    with ExitStack() as stack:
        day, silent = date(2026, 11, 22), lambda *_: None
        [opened] = open_sets(stack, [read_set(tmp_path)], Settings(), day, silent)
        predictions = opened.predict(silent)
    assert len(predictions) == 40
    assert figures(predictions)["first_document_right"] >= 0.9


def test_the_talk_is_heard_back_to_the_turn_that_names_its_matter(analyzer, own_matter):
    flats, waiting = Turn("公租房怎么申请", ""), Turn("要等多久", "")
    medical = Turn("居民医保怎么缴费", "", ("m",))
    talk = listen((waiting, flats, medical), "能转租吗", analyzer, own_matter)
    assert talk.turns == (waiting, flats)
    papers = Turn("要户口簿吗", "", ("m",))
    assert listen((papers, medical), "几天", analyzer, own_matter).turns == (papers, medical)
