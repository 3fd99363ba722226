"""Known questions are found while one types and after an answer."""

from __future__ import annotations

from knowledge.documents import DocumentId
from knowledge.relying.questions import AnsweredQuestion
from service.questions.bank import NEAR, RELATED, QuestionBank

HOUSING, CARE = DocumentId("d1"), DocumentId("d2")

BANK = QuestionBank(
    AnsweredQuestion(document_id, title, question)
    for document_id, title, question in (
        (HOUSING, "公租房申请问答", "申请公租房需要带什么材料？"),
        (HOUSING, "公租房申请问答", "公租房可以转租、转借吗？"),
        (HOUSING, "公租房申请问答", "多长时间能有结果？"),
        (HOUSING, "公租房申请问答", "公租房每平方米租金是多少？"),
        (CARE, "咨询问答：残疾人护理补贴怎么领", "残疾人护理补贴怎么领？"),
        (CARE, "咨询问答：残疾人护理补贴怎么领", "残疾人护理补贴怎么领？"),
    )
)


def near(typed: str) -> list[str]:
    return [known.question for known in BANK.near(typed)]


def test_the_question_that_holds_what_was_typed_comes_first() -> None:
    assert near("公租房租金")[0] == "公租房每平方米租金是多少？"
    assert near("申请公租房要带什么材料")[0] == "申请公租房需要带什么材料？"
    assert len(near("公租房")) == 4 <= NEAR


def test_a_question_is_found_by_the_title_of_its_document() -> None:
    assert "多长时间能有结果？" in near("公租房结果")


def test_nothing_is_offered_for_what_nobody_has_asked() -> None:
    for typed in ("", "高", "高铁站什么时候通车", "？？？", "\x00", "a"):
        assert near(typed) == []


def test_a_question_that_tells_nothing_by_itself_is_asked_with_the_title() -> None:
    asked = {known.question: known.asked for known in BANK.near("公租房")}
    assert asked["多长时间能有结果？"] == "公租房申请：多长时间能有结果？"
    assert asked["公租房可以转租、转借吗？"] == "公租房可以转租、转借吗？"


def test_a_verb_of_the_title_does_not_make_a_question_stand_alone() -> None:
    title = "《青禾县民政局关于调整城乡居民最低生活保障标准的通知》解读"
    asked = {
        "为什么调整": f"{title}：为什么调整",
        "最低生活保障标准是多少": "最低生活保障标准是多少",
    }
    bank = QuestionBank(AnsweredQuestion(CARE, title, question) for question in asked)
    assert {known.question: known.asked for known in bank.questions} == asked
    short = QuestionBank([AnsweredQuestion(CARE, "低保问答", "低保怎么申请？")])
    assert short.questions[0].asked == "低保怎么申请？"


def test_related_are_others_of_the_same_matter_and_of_the_documents_shown() -> None:
    related = BANK.related("公租房能不能转租", {HOUSING})
    questions = [known.question for known in related]
    assert len(questions) == RELATED
    assert "残疾人护理补贴怎么领？" not in questions
    asked = BANK.related("请问公租房可以转租、转借吗", {HOUSING})
    assert "公租房可以转租、转借吗？" not in [known.question for known in asked]
    assert BANK.related("高铁站什么时候通车", set()) == []


def test_each_question_is_known_once() -> None:
    assert len(BANK) == 5
