from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from indexer.analysis import build_analyzer
from knowledge.queries.corpus import stored_text
from service.answering.answer import AskRequest, Outcome
from service.cli import main
from service.config import Settings
from service.evaluation import opened_set
from service.figures import figures
from service.judged_rows import SetError
from service.judged_sets import JudgedQuestion, JudgedSet, Slice, read_set
from service.slices import slicer
from service.training.folds import FOLDS, fold_of

DAY = date(2026, 11, 22)


def quiet(_step, _done, _total):
    return None


def write_rows(path, *rows):
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")


@pytest.fixture
def small_set(tmp_path):
    """A set of two documents, one answerable question with talk before it, one unanswerable."""
    folder = tmp_path / "small"
    folder.mkdir()
    write_rows(
        folder / "documents.jsonl",
        {"id": "relief", "text": "青禾县临时救助办法\n第一条 临时救助标准为每人每次1200元。"},
        {"id": "housing", "text": "青禾县住房保障办法\n第一条 公共租赁住房每年申请一次。"},
    )
    write_rows(
        folder / "questions.jsonl",
        {
            "id": "1",
            "question": "那每人每次多少钱",
            "context": "用户：青禾县有临时救助吗？ 助手：有临时救助办法。",
            "document": "relief",
            "answer": "1200元",
        },
    )
    write_rows(folder / "unanswerable.jsonl", {"id": "2", "question": "佛山地铁首班车几点"})
    return folder


def test_a_set_is_read_with_the_talk_before_its_questions(small_set):
    judged = read_set(small_set)
    first, second = judged.questions
    assert first.turns[0].question == "青禾县有临时救助吗？"
    assert first.turns[0].answer == "有临时救助办法。"
    assert first.documents == {"relief"}
    assert not second.answerable


def test_a_folder_without_questions_or_with_a_broken_row_is_no_set(tmp_path):
    with pytest.raises(SetError, match=r"questions\.jsonl"):
        read_set(tmp_path)
    (tmp_path / "questions.jsonl").write_text('{"id": "1"}\n', "utf-8")
    with pytest.raises(SetError, match="第 1 行"):
        read_set(tmp_path)


def test_evaluate_prints_figures_and_writes_a_prediction_for_every_question(small_set, tmp_path):
    written = tmp_path / "predictions.jsonl"
    arguments = ["evaluate", str(small_set), "--json", "--predictions", str(written)]
    result = CliRunner().invoke(main, arguments, env={"YIHAODA_HOME": str(tmp_path / "home")})
    assert result.exit_code == 0, result.output
    reached = json.loads(result.output)
    assert reached["set"] == "small"
    assert reached["first_document_right"] == 1
    assert reached["false_answers"] == 0
    predictions = [json.loads(line) for line in written.read_text("utf-8").splitlines()]
    assert [prediction["id"] for prediction in predictions] == ["1", "2"]
    assert predictions[0]["documents"][0] == "relief"
    assert set(predictions[0]) == {
        "id", "outcome", "confidence", "answer", "quote", "documents", "passages",
    }  # fmt: skip
    assert not (tmp_path / "home").exists()


def test_a_document_that_came_as_two_files_is_right_under_either_name(tmp_path):
    (tmp_path / "files").mkdir()
    text = "青禾县临时救助办法\n第一条 临时救助标准为每人每次1200元。\n"
    for name, blank in (("a.txt", ""), ("b.txt", "\n\n")):
        (tmp_path / "files" / name).write_text(text + blank, "utf-8")
    asked = {"question": "临时救助每人每次多少钱", "evidence": "每人每次1200元"}
    write_rows(
        tmp_path / "questions.jsonl",
        {"id": "1", "files": ["a.txt"], **asked},
        {"id": "2", "files": ["b.txt"], **asked},
    )
    judged = read_set(tmp_path)
    with opened_set(judged, Settings(), DAY, quiet) as (office, ids):
        answer = office.answers.ask(AskRequest(asked["question"])).answer
        predictions = [ids.predict(question, answer) for question in judged.questions]
    assert [each.documents for each in predictions] == [("a.txt", "b.txt"), ("b.txt", "a.txt")]
    assert figures(predictions)["first_document_right"] == 1


def test_passages_that_a_set_gives_are_ranked_by_the_sets_ids(tmp_path):
    write_rows(
        tmp_path / "passages.jsonl",
        {"id": "law-1", "title": "青禾条例", "article": "第一条", "text": "租赁期限不超过二十年。"},
        {"id": "law-2", "title": "青禾条例", "article": "第二条", "text": "定金不超过两成。"},
    )
    write_rows(
        tmp_path / "questions.jsonl",
        {"id": "1", "question": "租赁期限最长多少年", "relevant": ["law-1"]},
    )
    result = CliRunner().invoke(
        main, ["evaluate", str(tmp_path), "--json"], env={"YIHAODA_HOME": str(tmp_path / "home")}
    )
    assert result.exit_code == 0, result.output
    assert json.loads(result.output)["mrr@10"] == 1


@pytest.mark.shared
@pytest.mark.parametrize(("name", "first_right"), [("seeds", 0.85), ("pages", 0.65)])
def test_every_answer_of_the_real_sets_stands_word_for_word_in_the_stored_text(
    shared, name, first_right
):
    judged = read_set(shared / "eval" / name)
    checked = 0
    predictions = []
    with opened_set(judged, Settings(), DAY, quiet) as (office, ids):
        for question in judged.questions:
            conversation = office.answers.begin(question.turns) if question.turns else None
            answer = office.answers.ask(AskRequest(question.question, conversation)).answer
            predictions.append(ids.predict(question, answer))
            if answer.outcome is Outcome.ANSWERED:
                assert answer.citations
                assert answer.answer.text in answer.answer.quote
                assert answer.answer.quote in {each.quote for each in answer.citations}
            shown = [suggestion.citation for suggestion in answer.suggestions]
            for citation in (*answer.citations, *shown):
                with office.store.reading() as session:
                    text = stored_text(
                        session, citation.document_id, citation.version, citation.layer
                    )
                assert text[citation.start : citation.end] == citation.quote
                checked += 1
    assert checked > len(judged.questions) / 4
    assert figures(predictions)["first_document_right"] >= first_right


def test_files_that_cannot_answer_are_told_and_the_others_are_asked(tmp_path):
    folder = tmp_path / "mixed"
    (folder / "files").mkdir(parents=True)
    text = "青禾县临时救助办法\n第一条 临时救助标准为每人每次1200元。\n"
    (folder / "files" / "relief.txt").write_text(text, "utf-8")
    (folder / "files" / "broken.docx").write_bytes(b"PK\x03\x04 cut off")
    links = "".join(f'<li><a href="/{n}.html">青禾县通知之{n}</a></li>' for n in range(30))
    page = f"<html><head><title>通知公告</title></head><body><ul>{links}</ul></body></html>"
    (folder / "files" / "list.html").write_text(page, "utf-8")
    asked = {"question": "临时救助每人每次多少钱", "evidence": "每人每次1200元"}
    write_rows(
        folder / "questions.jsonl",
        {"id": "1", "files": ["relief.txt"], **asked},
        {"id": "2", "files": ["broken.docx"], **asked},
    )
    result = CliRunner().invoke(
        main, ["evaluate", str(folder), "--json"], env={"YIHAODA_HOME": str(tmp_path / "home")}
    )
    assert result.exit_code == 0, result.output
    reached = json.loads(result.output)
    assert reached["first_document_right"] == 0.5
    failed, without = reached["notes"]
    assert "broken.docx" in failed
    assert "list.html" in without


def test_a_set_whose_files_all_fail_is_refused_with_the_first_reason(tmp_path):
    (tmp_path / "files").mkdir()
    (tmp_path / "files" / "broken.docx").write_bytes(b"PK\x03\x04 cut off")
    write_rows(tmp_path / "questions.jsonl", {"id": "1", "question": "临时救助多少钱"})
    result = CliRunner().invoke(
        main, ["evaluate", str(tmp_path)], env={"YIHAODA_HOME": str(tmp_path / "home")}
    )
    assert result.exit_code == 1
    assert "broken.docx" in result.output


def test_slices_are_those_that_the_set_tells_and_those_found_out(tmp_path):
    (tmp_path / "files").mkdir()
    (tmp_path / "files" / "a.txt").write_text("青禾县办法\n第一条 每人1200元。\n", "utf-8")
    write_rows(
        tmp_path / "questions.jsonl",
        {
            "id": "1", "question": "多少", "files": ["a.txt"], "evidence": "每人1200元",
            "answer_type": "number", "context": "用户：在吗 助手：在", "evidence_in_table": True,
            "source_status": {"a.txt": "失效（提前废止）"},
        },
        {"id": "2", "question": "老公能领低保吗", "document": "a.txt", "answer": "很长" * 40 + "1"},
    )  # fmt: skip
    write_rows(
        tmp_path / "unanswerable.jsonl",
        {"id": "3", "question": "低保", "category": "near_miss", "subtype": "other_city"},
    )
    judged = read_set(tmp_path)
    slices = slicer(judged, build_analyzer())
    first, second, third = (slices(question) for question in judged.questions)
    assert first == {Slice.NUMBER, Slice.FOLLOW_UP, Slice.TABLE, Slice.LAPSED}
    assert second == {Slice.LAY_WORDS}
    assert third == frozenset()
    assert judged.questions[2].kinds == ("near_miss", "other_city")


def test_a_passage_is_new_to_a_question_that_no_question_of_another_fold_shares_it_with():
    ids = [str(number) for number in range(40)]
    alike = {fold: [each for each in ids if fold_of(each) == fold] for fold in range(FOLDS)}
    here, there = alike[0][:2], alike[1][0]
    questions = tuple(
        JudgedQuestion(name, name, True, passages=frozenset(passages))
        for name, passages in ((here[0], {"a"}), (here[1], {"a", "b"}), (there, {"b"}))
    )
    slices = slicer(JudgedSet(Path("laws"), questions), build_analyzer())
    new = [Slice.NEW_PASSAGES in slices(question) for question in questions]
    assert new == [True, False, False]


def test_a_document_that_cannot_be_stored_is_named(small_set):
    write_rows(small_set / "documents.jsonl", {"id": "relief", "text": ""})
    run = CliRunner().invoke(main, ["evaluate", str(small_set)])
    assert run.exit_code == 1
    assert "documents.jsonl 里的 relief 没能入库：文件是空的" in run.output
