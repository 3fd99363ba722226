"""Names, addresses, plates and e-mail: found however they are written, what is public left."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import service.demo
from service.personal_data import PersonalKind, find_personal, mask_personal, names_in

DEMO = sorted((Path(service.demo.__file__).parent / "documents").glob("*.md"))

SURNAMES = st.sampled_from(["王", "李", "张", "欧阳", "吕", "白", "丁", "鲁", "冷"])
GIVEN = st.text("建国秀英伟芳娜敏静丽军洋勇艳杰娟涛明超兰霞", min_size=1, max_size=2)
NAMES = st.builds(str.__add__, SURNAMES, GIVEN)
BEFORE_NAME = st.sampled_from(["我叫", "联系人：", "姓名 : ", "户主是", "我父亲", "本人", "村民"])
AFTER_NAME = st.sampled_from(["，低保怎么办？", "。", "\n电话", "（申请人）", ""])
PLACES = st.sampled_from(["", "青禾县", "黑龙江省牡丹江市青禾县", "青禾县永安镇", "阳明区"])
ROADS = st.sampled_from(["民生路", "向阳村", "建设大街", "幸福小区", "和平胡同", "花园新村"])
NUMERALS = st.one_of(st.integers(1, 999).map(str), st.sampled_from(["三", "十二", "３", "１２"]))
DOORS = st.builds(
    lambda one, first, two, second: f"{one}{first}{two}{second}",
    NUMERALS,
    st.sampled_from(["号", "号楼", "栋", "组"]),
    NUMERALS,
    st.sampled_from(["单元", "室", "户", "楼"]),
)
ADDRESSES = st.builds(lambda place, road, door: place + road + door, PLACES, ROADS, DOORS)
BEFORE_ADDRESS = st.sampled_from(["我住", "家住在", "地址：", "我家在", "，", "。", ""])
PLATES = st.builds(
    lambda province, office, sign, number: f"{province}{office}{sign}{number}",
    st.sampled_from("黑京粤苏"),
    st.sampled_from("ABCKL"),
    st.sampled_from(["", "·", " ", "-"]),
    st.text("ABCDEFGH0123456789", min_size=5, max_size=6),
)
EMAILS = st.builds(
    lambda who, sign, where: f"{who}{sign}{where}",
    st.text("abcxyz0189._", min_size=1, max_size=12).map(lambda each: f"a{each}b"),
    st.sampled_from(["@", "＠"]),
    st.sampled_from(["qq.com", "mail.hlj.gov.cn", "163.com"]),
)


def kinds(text):
    return {each.kind for each in find_personal(text)}


@given(BEFORE_NAME, NAMES, AFTER_NAME)
def test_names_are_masked(before, name, after):
    masked = mask_personal(f"{before}{name}{after}")
    assert name not in masked
    assert PersonalKind.NAME in masked


@given(SURNAMES, st.sampled_from(["先生", "女士", "大爷", "老师"]))
def test_a_family_name_with_a_title_is_masked(surname, title):
    assert mask_personal(f"请找{surname}{title}问") == f"请找〔姓名〕{title}问"


@given(BEFORE_ADDRESS, ADDRESSES, st.sampled_from(["，房子漏水", "。", "", " 能补助吗"]))
def test_addresses_down_to_the_door_are_masked(before, address, after):
    masked = mask_personal(f"{before}{address}{after}")
    assert address not in masked
    assert PersonalKind.ADDRESS in masked
    assert after in masked


@given(PLATES)
def test_number_plates_are_masked(plate):
    assert mask_personal(f"我的车是{plate}，能过户吗") == "我的车是〔车牌号〕，能过户吗"


@given(EMAILS)
def test_e_mail_addresses_are_masked(email):
    assert mask_personal(f"请回复到{email}，谢谢") == "请回复到〔电子邮箱〕，谢谢"


@given(st.lists(st.one_of(NAMES, ADDRESSES, PLATES, EMAILS, st.text(max_size=8)), max_size=6))
def test_what_is_found_stands_where_it_is_told_and_never_overlaps(pieces):
    text = "，".join(pieces)
    found = find_personal(text)
    assert all(text[each.start : each.end] == each.words for each in found)
    assert all(one.end <= two.start for one, two in pairwise(found))
    assert mask_personal(text, {each.words for each in found}) == text


def test_numbers_are_found_with_their_place():
    text = (
        "身份证２３１０２５１９８００１０１００２Ｘ，手机138 0013 8000，卡号6222020111122220000。"
    )
    assert [(each.kind, each.words) for each in find_personal(text)] == [
        (PersonalKind.IDENTITY, "２３１０２５１９８００１０１００２Ｘ"),
        (PersonalKind.PHONE, "138 0013 8000"),
        (PersonalKind.BANK_CARD, "6222020111122220000"),
    ]


def test_a_room_that_only_its_number_tells_goes_with_its_building():
    assert mask_personal("我家住幸福小区3栋2单元401，漏水") == "我家住〔住址〕，漏水"
    assert mask_personal("幸福小区3栋2单元2026年建成") == "〔住址〕2026年建成"


def test_a_name_that_is_known_is_found_without_a_label():
    assert names_in("我叫王小明，孩子没上户口") == {"王小明"}
    assert mask_personal("王小明您好", names={"王小明"}) == "〔姓名〕您好"


@pytest.mark.parametrize(
    "text",
    [
        "请拨打12345，或者到政务服务大厅二楼3号窗口办理。",
        "依据《青禾县低保证管理办法》（青民发〔2026〕1号）第三条第二款。",
        "申请人应当向户籍所在地镇人民政府提出申请，自2026年1月1日起施行。",
        "学校高中老师的工资是多少？单位同志不清楚。",
        "和父母一起住，应当怎么申请？时间要多久？",
        "县人民政府令第12号，一级二档每人每月300元。",
    ],
)
def test_what_is_public_stays(text):
    assert find_personal(text) == []


def test_policies_hold_little_that_looks_personal():
    found = [
        each.words
        for path in DEMO
        for each in find_personal(path.read_text(encoding="utf-8"))
        if each.kind in (PersonalKind.NAME, PersonalKind.PLATE)
    ]
    assert found == []


def test_a_person_says_what_may_stay():
    text = "请到民生路88号办理，找王先生。"
    assert mask_personal(text) == "请到〔住址〕办理，找〔姓名〕先生。"
    assert mask_personal(text, {"民生路88号"}) == "请到民生路88号办理，找〔姓名〕先生。"
