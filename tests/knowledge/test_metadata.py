from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.cleaned import CleanDocument
from knowledge.metadata.reading import read_metadata
from knowledge.outline import Metadata
from knowledge.validity import ValidityState
from tests.knowledge.clean_documents import clean_document

NOTICE = """林政办发〔2021〕17号
林口县人民政府办公室关于印发林口县养犬管理办法的通知
各镇人民政府：
《林口县养犬管理办法》已经县政府同意，现印发给你们，请按《某省条例》（某人发〔2009〕3号）执行。
林口县人民政府办公室
2021年8月30日
林口县养犬管理办法
第一条 为了规范养犬行为，制定本办法。
第二条 养犬登记证有效期1年。
第三条 本办法自2021年10月1日起施行，有效期5年。
《林口县限养犬只规定》（林政发〔2009〕8号）同时废止。"""


def read(document: CleanDocument) -> Metadata:
    """The metadata, each value proved by its evidence."""
    metadata = read_metadata(document, None)
    for each in metadata.evidence:
        assert document.raw_text[each.start : each.end].strip(), each
    return metadata


def evidence(document: CleanDocument, name: str) -> list[str]:
    return [
        document.raw_text[each.start : each.end]
        for each in read(document).evidence
        if each.name == name
    ]


def test_a_notice_tells_its_title_number_issuer_and_date() -> None:
    metadata = read(clean_document(NOTICE))
    assert metadata.title == "林口县人民政府办公室关于印发林口县养犬管理办法的通知"
    assert metadata.carried_title == "林口县养犬管理办法"
    assert metadata.doc_number == "林政办发〔2021〕17号"
    assert metadata.issuers == ("林口县人民政府办公室",)
    assert (metadata.kind, metadata.region) == ("通知", "林口县")
    assert metadata.written_on == date(2021, 8, 30)
    assert metadata.published_on is None


def test_every_value_is_shown_by_its_evidence() -> None:
    document = clean_document(NOTICE)
    shown = {
        each.name: document.raw_text[each.start : each.end] for each in read(document).evidence
    }
    assert shown == {
        "title": "林口县人民政府办公室关于印发林口县养犬管理办法的通知",
        "carried_title": "林口县养犬管理办法",
        "doc_number": "林政办发〔2021〕17号",
        "written_on": "2021年8月30日",
        "issuer": "林口县人民政府办公室",
        "region": "林口县人民政府办公室",
        "level": "林口县人民政府办公室",
        "effective_on": "自2021年10月1日起施行",
        "expires_on": "有效期5年",
    }


def test_what_nothing_tells_stays_none() -> None:
    metadata = read(clean_document("县政府召开会议，研究部署有关工作。\n会议强调，要抓好落实。"))
    assert (metadata.doc_number, metadata.written_on, metadata.published_on) == (None, None, None)
    assert (metadata.issuers, metadata.region, metadata.carried_title) == ((), None, None)
    assert metadata.validity.expires_on is None
    assert metadata.references == ()


def test_a_cited_number_is_not_the_documents_own() -> None:
    body = NOTICE.replace("林政办发〔2021〕17号\n", "")
    assert read(clean_document(body)).doc_number is None


def test_fields_with_blanks_in_their_labels_and_two_on_a_line_are_read() -> None:
    header = [
        "索 引 号: QH00321-07-02-2018-014 文 号:禾规〔2018〕27号",
        "发布机构:本站 发文日期:2018-05-14",
        "名 称：青禾市规划委员会关于印发《实施细则》的通知",
    ]
    document = clean_document("各处室：\n现予印发。", header=header)
    metadata = read(document)
    assert metadata.title == "青禾市规划委员会关于印发《实施细则》的通知"
    assert metadata.doc_number == "禾规〔2018〕27号"
    assert metadata.published_on == date(2018, 5, 14)
    assert metadata.issuers == ("青禾市规划委员会",)


def test_glued_fields_end_where_the_next_label_begins() -> None:
    header = ["发布时间:2021/09/02浏览次数:5477信息来源:县政府办公室"]
    metadata = read(clean_document("关于停水的消息\n今日停水。", header=header))
    assert metadata.published_on == date(2021, 9, 2)
    assert metadata.issuers == ("县政府办公室",)


def test_a_value_may_stand_on_the_line_below_its_label() -> None:
    header = ["统一编号：", "QH0420200031", "实施日期：", "2020年03月01日"]
    metadata = read(clean_document("某事项的说明\n内容如下。", header=header))
    assert metadata.validity.effective_on == date(2020, 3, 1)


def test_the_upload_date_of_a_sharing_site_is_no_publication() -> None:
    header = ["上传人:竹** 文档编号:108204 上传时间:2022-03-05 格式:DOC 页数:4"]
    assert (
        read(clean_document("某市人民政府关于某事的意见\n一、甲", header=header)).published_on
        is None
    )


def test_meta_tags_tell_title_date_source_state_and_end() -> None:
    meta = {
        "title": "某办法 - 某市人民政府门户网站",
        "ArticleTitle": "某办法",
        "PubDate": "2019-06-17 10:00",
        "ContentSource": "本网广州市住房保障办公室",
        "file_status": "失效（提前废止）",
        "losetime": "1719763199",
    }
    metadata = read(
        clean_document("第一条 甲。\n第二条 本办法自2019年7月1日起实施，有效期6年。", meta=meta)
    )
    assert (metadata.title, metadata.published_on) == ("某办法", date(2019, 6, 17))
    assert metadata.issuers == ("广州市住房保障办公室",)
    assert metadata.validity.stated is ValidityState.LAPSED_EARLY
    assert metadata.validity.expires_on == date(2024, 6, 30)
    ends = [(each.value, each.chosen) for each in metadata.evidence if each.name == "expires_on"]
    assert ends == [("2024-06-30", True), ("2025-06-30", False)]


@pytest.mark.parametrize("source", ["本网", "本站", "admin", "南方+", "网络"])
def test_what_is_no_organ_is_no_issuer(source: str) -> None:
    document = clean_document("停水消息\n今日停水。", header=[f"来源：{source}"])
    assert read(document).issuers == ()


@pytest.mark.parametrize("between", ["  ", " ", "", "、"])
def test_joint_issuers_are_split(between: str) -> None:
    organs = ("广州市人力资源和社会保障局", "广州市财政局", "广州市民政局")
    title = f"{between.join(organs)}关于发放补贴的通知"
    assert read(clean_document(f"{title}\n各单位：\n现通知如下。")).issuers == organs


def test_the_site_is_not_the_issuer() -> None:
    document = clean_document(NOTICE, header=["发布机构：天园街道办事处"])
    assert read(document).issuers == ("林口县人民政府办公室",)


def test_without_an_organ_in_the_title_the_signature_tells_the_issuers() -> None:
    body = (
        "关于停水的通告\n因检修停水，请周知。\n林口县住房和城乡建设局\n林口县水务局\n2021年8月30日"
    )
    metadata = read(clean_document(body))
    assert metadata.issuers == ("林口县住房和城乡建设局", "林口县水务局")
    assert metadata.region == "林口县"


def test_an_order_has_its_issuer_and_its_number_on_two_lines() -> None:
    body = (
        "广州市人民政府令\n第179号\n《广州市老年人办法》已经通过，现予公布，自2021年5月1日起施行。\n"
        "市长：某某某\n2021年1月29日\n广州市老年人办法\n第一条 制定本办法。"
    )
    metadata = read(clean_document(body, meta={"ArticleTitle": "广州市老年人办法"}))
    assert metadata.doc_number == "广州市人民政府令第179号"
    assert metadata.issuers == ("广州市人民政府",)
    assert metadata.validity.effective_on == date(2021, 5, 1)
    assert metadata.carried_title is None


def test_number_and_title_on_one_line_are_told_apart() -> None:
    glued = NOTICE.replace("17号\n林口县", "17号林口县")
    metadata = read(clean_document(glued))
    assert metadata.title == "林口县人民政府办公室关于印发林口县养犬管理办法的通知"
    assert metadata.doc_number == "林政办发〔2021〕17号"


def test_a_title_over_several_lines_is_joined() -> None:
    body = "林口县财政局 林口县民政局\n关于印发林口县补助\n办法的通知\n各镇：\n现印发给你们。"
    document = clean_document(body)
    assert read(document).title == "林口县财政局 林口县民政局关于印发林口县补助办法的通知"
    assert evidence(document, "title") == [body[: body.index("\n各镇")]]


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["林政办发〔2021〕17号", "县政府关于", "印发", "办法", "的通知", "\n", "《甲》",
             "2021年8月30日", "同时废止", "有效期5年", "自印发之日起施行", "本办法",
             "发布时间：", "来源：", "。", "，", " "]
        ),
        max_size=40,
    ).map("".join),
    st.text(max_size=20),
)  # fmt: skip
def test_metadata_of_any_text_is_read_with_evidence(body: str, header: str) -> None:
    document = clean_document(body, header=[header])
    metadata = read(document)
    for clause in metadata.references:
        assert document.text[clause.start : clause.end]
