"""What is read aloud: every line verbatim from the stored text, only what the document prints."""

from __future__ import annotations

from knowledge.documents import DocumentId
from knowledge.queries.corpus import stored_text
from service.answering.answer import AskRequest
from service.hotline.guides import elements_of
from service.hotline.scripts import Script, ScriptPart, script_of, titled
from service.wiring import Office
from tests.service.hotline.conftest import PHONE


def script(office: Office, question: str) -> Script | None:
    with office.store.reading() as session:
        answer = office.answers.preview(session, AskRequest(question))
        return script_of(session, answer)


def words_of(told: Script | None) -> dict[ScriptPart, str]:
    assert told is not None
    return {line.part: line.text for line in told.lines}


def test_a_guide_is_read_with_its_place_hours_and_phone(office: Office) -> None:
    told = script(office, "存量房转移登记要带什么材料")
    said = words_of(told)
    assert told.lines[0].part is ScriptPart.CONCLUSION
    assert said[ScriptPart.PLACE] == "青禾县政务服务大厅一楼不动产登记综合窗口"
    assert said[ScriptPart.HOURS].startswith("工作日8:30至12:00")
    assert told.phone == "0600-0003501"
    assert "1.网上或者窗口预约。" in said[ScriptPart.STEPS]
    assert "《存量房不动产转移登记办事指南》" in said[ScriptPart.BASIS]


def test_every_line_stands_word_for_word_at_its_place(office: Office) -> None:
    for question in (
        "存量房转移登记要带什么材料",
        "灵活就业社保补贴怎么办",
        "惠民殡葬减免哪些费用",
    ):
        told = script(office, question)
        assert told is not None
        for line in told.lines:
            if line.place is None or line.part is ScriptPart.BASIS:
                continue
            with office.store.reading() as session:
                text = stored_text(
                    session,
                    DocumentId(line.place.document_id),
                    line.place.version,
                    line.place.layer,
                )
            there = text[line.place.start : line.place.end]
            assert line.text == there or (line.part is ScriptPart.CONCLUSION and line.text in there)


def test_what_the_document_does_not_print_is_not_told(office: Office) -> None:
    said = words_of(script(office, "85岁老人每个月能领多少高龄津贴？"))
    assert ScriptPart.PLACE not in said
    assert ScriptPart.FEE not in said


def test_the_offices_own_number_of_the_organ_is_told_as_such(office: Office) -> None:
    told = script(office, "现在城市低保标准是多少钱一个月？")
    assert told is not None
    assert told.phone == PHONE
    line = told.lines[-1]
    assert (line.part, line.text, line.place) == (ScriptPart.PHONE, PHONE, None)
    assert "承办单位表" in line.source


def test_the_words_to_copy_hold_conclusion_citation_and_notice(office: Office) -> None:
    told = script(office, "85岁老人每个月能领多少高龄津贴？")
    assert told is not None
    assert told.words.startswith(f"结论：{told.lines[0].text}")
    assert "依据：《" in told.words
    assert "，现行有效" in told.words


def test_without_an_answer_there_is_no_script(office: Office) -> None:
    assert script(office, "公园几点关门") is None
    assert script(office, "家里着火了怎么办") is None


def test_a_phone_in_a_line_of_several_is_the_first_and_the_line_is_whole(office: Office) -> None:
    with office.store.reading() as session:
        answer = office.answers.preview(session, AskRequest("残疾人两项补贴要什么材料"))
        document = DocumentId(answer.citations[0].document_id)
        phones = [each for each in elements_of(session, [document])[document] if each.phone]
    assert [(each.phone, each.text) for each in phones] == [
        ("0600-0002108", "0600-0002108；投诉电话：0600-0002120。")
    ]


def test_a_title_with_marks_of_its_own_gets_no_others() -> None:
    assert titled("高龄津贴办法") == "《高龄津贴办法》"
    assert titled("《高龄津贴办法》解读") == "《高龄津贴办法》解读"
