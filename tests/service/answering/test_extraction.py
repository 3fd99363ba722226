from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.answering.extraction import extract
from service.answering.reading import read
from service.answering.runs import LONGEST_TEXT
from service.answering.sentence_scores import Source
from service.answering.sentences import LONGEST_QUOTE, answering_sentences, quote_around

HOUSING = (
    "（三）租赁补贴。补贴按每平方米31元计算，每人最多计算18平方米。"
    "一户一个月算下来少于150元的，发给150元。"
)
DELIVERY = "申请材料可以当面递交，也可以邮寄。受理后10个工作日内办结。"


def ask(analyzer, question, *texts, rarity=lambda _word: 1.0):
    sources = [Source(text, "", 1.0 - 0.1 * place) for place, text in enumerate(texts)]
    reading = read(analyzer.analyse_question(question), "", sources, analyzer, rarity)
    return extract(reading, analyzer)


def words(excerpt, *texts):
    text = texts[excerpt.source]
    quote = quote_around(text, answering_sentences(text), excerpt.text)
    return excerpt.text.of(text), quote.of(text)


def test_the_clause_with_the_sum_answers_a_question_for_money(analyzer):
    found = ask(analyzer, "租赁补贴一平方米给多少钱", HOUSING)
    text, quote = words(found, HOUSING)
    assert "31元" in text
    assert text in quote
    assert quote in HOUSING


def test_the_passage_that_answers_is_chosen_even_where_it_is_not_the_first(analyzer):
    found = ask(analyzer, "受理以后几天办结", HOUSING, DELIVERY)
    text, _ = words(found, HOUSING, DELIVERY)
    assert "10个工作日" in text


def test_of_a_question_and_its_answer_only_the_answer_is_quoted(analyzer):
    faq = "问：老年优待卡多少岁可以办？\n答：年满60周岁的户籍老年人可以申办。"
    text, quote = words(ask(analyzer, "老年优待卡多少岁可以办", faq), faq)
    assert "60周岁" in text
    assert "问" not in quote


def test_the_numbering_is_no_part_of_the_short_answer(analyzer):
    item = "（二）居民身份证原件及复印件。"
    text, _ = words(ask(analyzer, "要带什么身份证件", item), item)
    assert text.startswith("居民身份证")


def test_a_row_of_a_table_is_quoted_whole(analyzer):
    table = "病种 | 每月限额\n帕金森病 | 400元\n高血压病 | 200元"
    text, quote = words(ask(analyzer, "帕金森病每月限额多少元", table), table)
    assert "400元" in text
    assert "帕金森病 | 400元" in quote


def test_a_long_passage_is_quoted_around_the_answer(analyzer):
    long = "本条说的是别的事情，与此无关。" * 40 + HOUSING + "其余照旧办理。" * 60
    text, quote = words(ask(analyzer, "租赁补贴一平方米给多少钱", long), long)
    assert "31元" in text
    assert len(quote) <= LONGEST_QUOTE


def test_an_answer_cut_out_of_a_longer_sentence_is_called_partial(analyzer):
    sentence = "长期照护人员" + "应当按照规定做好服务工作并且" * 20 + "定期培训。"
    found = ask(analyzer, "长期照护人员应当做什么", sentence)
    assert not found.complete


def test_an_answer_that_ends_with_its_sentence_is_called_complete(analyzer):
    assert ask(analyzer, "受理以后几天办结", DELIVERY).complete


def test_no_answer_runs_over_the_next_question_of_a_list_of_answers(analyzer):
    faq = "公租房租金每平方米4元。能转租吗？不可以转租。"
    text, quote = words(ask(analyzer, "公租房租金每平方米多少元", faq), faq)
    assert "4元" in text
    assert "转租" not in quote


def test_an_amount_does_not_run_on_into_the_next_item(analyzer):
    items = "（一）个人缴费。个人缴费标准为每人每年430元。\n（二）财政补助。补助每人每年720元。"
    text, quote = words(ask(analyzer, "个人要交多少钱", items), items)
    assert "430元" in text
    assert "720元" not in text
    assert "720元" in quote


def test_of_several_amounts_in_a_sentence_the_last_is_not_cut_out_alone(analyzer):
    raised = "城市低保标准由每人每月720元提高到每人每月760元，提高40元。"
    text, _ = words(ask(analyzer, "城市低保标准是多少钱", raised), raised)
    assert "760元" in text


def test_a_heading_that_asks_is_no_answer(analyzer):
    pair = "补助金是不是人人都拿一样多\n不是。低保实行差额补助，收入低于标准的部分才予补足。"
    text, _ = words(ask(analyzer, "低保补助金是不是人人一样多", pair), pair)
    assert "是不是" not in text


def test_words_that_only_lead_in_a_list_are_no_answer(analyzer):
    clause = "申请租金补贴应当提交下列材料：\n营业执照\n租用场地并正常经营的，给予租金补贴。"
    text, _ = words(ask(analyzer, "有没有租金补贴", clause), clause)
    assert not text.endswith("下列材料")


def test_nothing_is_extracted_from_nothing(analyzer):
    assert ask(analyzer, "低保标准") is None


@pytest.mark.parametrize("text", ["……", "   ", "？？？", "1", "|||"])
def test_texts_without_words_do_not_break_it(analyzer, text):
    found = ask(analyzer, "低保标准是多少", text)
    assert found is None or found.text.of(text) in text


@settings(max_examples=60, deadline=None)
@given(
    text=st.text(alphabet="低保标准每月元0123，。；：（一）？\n |甲乙", min_size=1, max_size=700),
    question=st.text(alphabet="低保标准多少钱吗？甲乙", min_size=1, max_size=40),
)
def test_whatever_the_text_the_answer_lies_in_the_quote_and_both_are_short(
    analyzer, text, question
):
    found = ask(analyzer, question, text)
    if found is None:
        return
    quote = quote_around(text, answering_sentences(text), found.text)
    assert 0 <= quote.start <= found.text.start < found.text.end <= quote.end <= len(text)
    assert found.text.length <= LONGEST_TEXT
    assert quote.length <= LONGEST_QUOTE


def test_words_that_lead_in_a_list_of_amounts_are_told_with_all_of_it(analyzer):
    items = (
        "80周岁至89周岁的，每人每月80元；",
        "90周岁至99周岁的，每人每月200元；",
        "100周岁以上的，每人每月600元。",
    )
    clause = "第五条 高龄津贴按照下列标准发放：\n" + "\n".join(items)
    text, _ = words(ask(analyzer, "高龄津贴标准是多少", clause), clause)
    assert all(amount in text for amount in ("80元", "200元", "600元"))


def test_of_an_age_the_item_whose_range_holds_it_answers(analyzer):
    items = (
        "高龄津贴按照下列标准发放：\n（一）80周岁至89周岁的，每人每月80元；\n"
        "（二）90周岁至99周岁的，每人每月200元。"
    )
    for question, amount in (("85岁高龄津贴多少钱", "80元"), ("95岁高龄津贴多少钱", "200元")):
        text, _ = words(ask(analyzer, question, items), items)
        assert text.rstrip("；。").endswith(amount)
