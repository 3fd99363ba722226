"""Masking: personal numbers go however they are written, public numbers stay."""

from __future__ import annotations

import json
import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.privacy import mask_personal_numbers
from service.privacy_notice import PRIVACY_NOTICE

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
FULL_WIDTH = str.maketrans("0123456789X-+", "０１２３４５６７８９Ｘ－＋")


def with_check(first):
    return first + "10X98765432"[sum(w * int(d) for w, d in zip(WEIGHTS, first, strict=True)) % 11]


def with_luhn(first):
    doubled = sum(sum(map(int, str(int(d) * 2))) for d in first[::-2])
    return first + str(-(doubled + sum(map(int, first[-2::-2]))) % 10)


def digits(low, high=None):
    return st.text("0123456789", min_size=low, max_size=high or low)


BIRTHDAYS = st.dates().filter(lambda day: 1920 <= day.year <= 2026)
IDENTITIES = st.builds(
    lambda place, born, order: with_check(f"23{place}{born:%Y%m%d}{order}"),
    digits(4),
    BIRTHDAYS,
    digits(3),
)
MOBILES = st.builds(lambda second, rest: f"1{second}{rest}", st.sampled_from("3456789"), digits(9))
LANDLINES = st.builds(
    lambda area, first, rest: f"{area}-{first}{rest}",
    st.sampled_from(["010", "021", "0453", "0791"]),
    st.sampled_from("2345678"),
    digits(6, 7),
)
CARDS = st.builds(lambda prefix, rest: with_luhn(prefix + rest), st.sampled_from(["62", "4"]),
                  digits(13, 16))  # fmt: skip
NUMBERS = st.one_of(IDENTITIES, MOBILES, LANDLINES, CARDS)
WORDS = st.text(st.sampled_from("我的低保能领多少，是：。（）()?\n、请问政策abc"), max_size=12)


def half_width_digits(text):
    return re.sub(r"\D", "", unicodedata.normalize("NFKC", text))


@pytest.mark.parametrize(
    "written",
    [
        "11010519491231002X",
        "11010519491231002x",
        "110105194912310021",
        "110105 19491231 002X",
        "110105-19491231-002X",
        "１１０１０５１９４９１２３１００２Ｘ",
        "110105491231002",
        "110105/19491231/002X",
        "110105，19491231，002X",
        "110105\n19491231\n002X",
        "一一零一零五一九四九一二三一零零二X",
        "壹壹零壹零伍壹玖肆玖壹贰叁壹零零贰X",
    ],
)
def test_identity_numbers_are_masked(written):
    assert mask_personal_numbers(f"我是{written}，低保") == "我是〔身份证号〕，低保"


@pytest.mark.parametrize(
    "written",
    [
        "13800138000",
        "138 0013 8000",
        "138-0013-8000",
        "138.0013.8000",
        "138—0013—8000",
        "1380 0138 000",
        "138 00 13 80 00",
        "1 3 8 0 0 1 3 8 0 0 0",
        "138\u200b00138000",
        "138/0013/8000",
        "138|0013|8000",
        "138\u31640013\u28008000",
        "\ufe0f\u20e3".join("13800138000"),
        "一三八零零一三八零零零",
        "幺三八〇〇幺三八〇〇〇",
        "①③⑧⓪⓪①③⑧⓪⓪⓪",
        "+86 138 0013 8000",
        "+8613800138000",
        "(+86)13800138000",
        "0086-13800138000",
        "8613800138000",
        "１３８００１３８０００",
        "١٣٨٠٠١٣٨٠٠٠",
        "0791-88330120",
        "0791 8833 0120",
        "079188330120",
        "(0791)88330120",
        "（０７９１）８８３３０１２０",
        "010-88330120转1234",
        "+86 791 88330120",
        "0453-3521234",
    ],
)
def test_telephone_numbers_are_masked(written):
    assert mask_personal_numbers(f"请打{written}，谢谢") == "请打〔电话〕，谢谢"


@pytest.mark.parametrize(
    "written",
    [
        "6222021234567890128",
        "4111111111111111",
        "4111 1111 1111 1111",
        "4111-1111-1111-1111",
        "6222 0212 3456 7890 123",
        "622202 1234567890128",
    ],
)
def test_bank_card_numbers_are_masked(written):
    assert mask_personal_numbers(f"打到{written}，行吗") == "打到〔银行卡号〕，行吗"


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("身份证号码：123456789012345678", "身份证号码：〔身份证号〕"),
        ("电话8833-0120", "电话〔电话〕"),
        ("卡号是 1234 5678 9012 345", "卡号是 〔银行卡号〕"),
        ("11010519491231002X13800138000", "〔身份证号〕〔电话〕"),
        ("13800138000-13900139000", "〔电话〕-〔电话〕"),
        ("13800138000/0791-88330120", "〔电话〕/〔电话〕"),
        ("0791-88330120-305", "〔电话〕"),
        ("0791-88330120、88330121，88330122", "〔电话〕、〔电话〕，〔电话〕"),
        ("①13800138000", "①〔电话〕"),
        ("13800138000元旦能打吗", "〔电话〕元旦能打吗"),
    ],
)
def test_words_before_a_number_and_numbers_beside_it_are_told(text, masked):
    assert mask_personal_numbers(text) == masked


@pytest.mark.parametrize(
    "text",
    [
        "打电话12345、110、12333还是95588？",
        "热线010-12345和400-123-4567",
        "林政办发〔2021〕17号、林政办发[2021]17号和国务院令第746号",
        "2021年3月15日到2022-03-15，2026-11-22 10:00:00",
        "13-15 2026-1-15",
        "2019 2020 2021 2022年的标准",
        "2019/2020/2021/2022年，3000/4000/5000/6000元，3000、4000、5000、6000元",
        "二〇二五年一月一日至二〇二六年十二月三十一日，第三百二十一条",
        "一、二、三、四、五、六、七、八、九、十、十一",
        "补助100000元，合计12000000000元",
        "回执编号20261122-0007",
        "索引号11440100MB2C90856P/2023-00331",
        "索引号000014349/2022-00039，XM00126-13-03-2017-009",
        "统一编号GZ0320190096",
        "每月1380.50元，满60周岁",
        "时间戳20260101093000",
        "第十二条第（三）项",
    ],
)
def test_what_is_public_stays(text):
    assert mask_personal_numbers(text) == text


@given(WORDS, NUMBERS, WORDS)
def test_a_masked_text_does_not_contain_the_number(before, number, after):
    masked = mask_personal_numbers(before + number + after)
    assert half_width_digits(masked) == ""


@given(WORDS, NUMBERS, NUMBERS, WORDS)
def test_neither_of_two_numbers_survives(before, one, other, after):
    masked = mask_personal_numbers(f"{before}{one}，{other.translate(FULL_WIDTH)}{after}")
    assert half_width_digits(masked) == ""


@given(st.text(st.characters(exclude_categories=["Nd", "Cs"])))
def test_a_text_without_digits_stays(text):
    assert mask_personal_numbers(text) == text


@given(st.text(st.sampled_from("0123456789 -.+()X元电话a")))
def test_masking_twice_changes_nothing_more(text):
    masked = mask_personal_numbers(text)
    assert mask_personal_numbers(masked) == masked


@given(st.text(st.sampled_from("0123456789 -.电话X"), max_size=60))
def test_what_stands_outside_the_masks_is_the_text_as_written(text):
    pieces = re.split("〔身份证号〕|〔电话〕|〔银行卡号〕", mask_personal_numbers(text))
    position = 0
    for piece in pieces:
        position = text.index(piece, position) + len(piece)


@pytest.mark.shared
@pytest.mark.parametrize("name", ["seeds", "pages", "policies", "statutes"])
def test_the_evaluation_questions_hold_no_personal_numbers_and_stay(shared, name):
    lines = [
        line
        for path in (shared / "eval" / name).glob("*nswerable.jsonl")
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    path = shared / "eval" / name / "questions.jsonl"
    lines += path.read_text(encoding="utf-8").splitlines()
    questions = [json.loads(line)["question"] for line in lines]
    assert questions
    assert [mask_personal_numbers(question) for question in questions] == questions


def test_the_privacy_notice_names_the_office():
    text = "".join(PRIVACY_NOTICE.text_for("青禾县政务公开办公室", "12345", 90))
    assert "青禾县政务公开办公室" in text
    assert "12345" in text
    assert "办结满 90 天后自动删除" in text
    assert "{" not in text
