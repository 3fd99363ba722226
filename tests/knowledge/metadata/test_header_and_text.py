"""Pages whose header, tags and text differ, as government portals make them."""

from __future__ import annotations

from datetime import date

import pytest

from knowledge.cleaned import LineKind
from knowledge.metadata.reading import read_metadata
from knowledge.outline import FieldReading, Metadata
from knowledge.validity import ValidityState, judge
from tests.knowledge.clean_documents import Line, clean_document

DAY = date(2026, 11, 22)
NOTICE = (
    "青川市民政局  青川市财政局关于提高最低生活保障标准的通知\n各县（区）民政局：\n"
    "为保障困难群众基本生活，现将标准提高到每人每月900元。\n本通知自2025年6月2日起施行，有效期1年。\n"
    "青川市民政局\n青川市财政局\n2025年5月28日"
)


def read(
    body: str | list[Line],
    *,
    header: tuple[str, ...] = (),
    meta: dict[str, str] | None = None,
) -> Metadata:
    document = clean_document(body, header=header, meta=meta)
    metadata = read_metadata(document, None)
    for each in metadata.evidence:
        assert document.raw_text[each.start : each.end].strip(), each
    return metadata


def readings(metadata: Metadata, name: str) -> list[FieldReading]:
    return [each for each in metadata.evidence if each.name == name]


def test_a_standard_that_has_lapsed_is_told_with_its_last_day() -> None:
    metadata = read(NOTICE)
    assert metadata.issuers == ("青川市民政局", "青川市财政局")
    validity = judge(metadata.validity, (), DAY)
    assert (validity.state, validity.until) == (ValidityState.LAPSED, date(2026, 6, 1))
    assert validity.read_from == "正文"
    assert judge(metadata.validity, (), date(2026, 6, 1)).state is ValidityState.IN_FORCE


def test_the_header_extends_what_the_text_ended() -> None:
    header = ("统一编号： QC0320210077", "实施日期： 2021年12月06日", "失效日期： 2029年12月06日")
    body = (
        "青川市养老服务办法\n第一条 制定本办法。\n第二条 本办法自2021年12月6日起施行，有效期5年。"
    )
    metadata = read(
        body, header=header, meta={"file_status": "有效（延续实施）", "losetime": "1891180800"}
    )
    validity = judge(metadata.validity, (), DAY)
    assert (validity.state, validity.until) == (ValidityState.EXTENDED, date(2029, 12, 6))
    assert validity.read_from == "页面脚本"
    ends = [(each.value, each.read_from, each.chosen) for each in readings(metadata, "expires_on")]
    assert ends == [("2029-12-06", "页头", True), ("2026-12-05", "正文", False)]
    assert metadata.unified_number == "QC0320210077"


def test_the_header_ends_early_what_the_text_lets_run() -> None:
    header = ("失效日期：2023年06月01日", "文件状态：失效（提前废止）")
    body = (
        "青川市租房补贴办法\n第一条 制定本办法。\n第二条 本办法自2021年4月16日起施行，有效期5年。"
    )
    validity = judge(read(body, header=header).validity, (), date(2024, 1, 1))
    assert (validity.state, validity.until) == (ValidityState.LAPSED_EARLY, date(2023, 6, 1))


def test_a_repost_keeps_the_issuer_and_the_days_of_the_document() -> None:
    header = (
        "索引号：11370000MB2C90000P/2024-00310    分类：民政、社会救助",
        "发布机构：云溪街道办事处    成文日期：2024-09-12",
        "文号：    发布日期：2024-09-12",
        "主题词：",
    )
    body = (
        "青川府办规〔2024〕9号\n青川市人民政府办公室关于印发青川市临时救助办法的通知\n"
        "各县（区）人民政府：\n现将《青川市临时救助办法》印发给你们。\n青川市人民政府办公室\n"
        "2024年7月26日\n青川市临时救助办法\n第一条 本办法自印发之日起施行，有效期5年。\n"
        "公开方式：主动公开\n青川市人民政府办公室秘书科 2024年7月29日印发"
    )
    metadata = read(body, header=header, meta={"PubDate": "2024-09-12 16:20:00"})
    assert metadata.doc_number == "青川府办规〔2024〕9号"
    assert metadata.issuers == ("青川市人民政府办公室",)
    assert [(each.value, each.chosen) for each in readings(metadata, "issuer")] == [
        ("青川市人民政府办公室", True),
        ("云溪街道办事处", False),
    ]
    assert (metadata.level, metadata.region) == ("市", "青川市")
    assert metadata.written_on == date(2024, 7, 26)
    assert metadata.published_on == date(2024, 9, 12)
    assert [each.value for each in readings(metadata, "printed_on")] == ["2024-07-29"]
    assert metadata.validity.effective_on == date(2024, 7, 29)
    assert metadata.validity.expires_on == date(2029, 7, 28)
    assert metadata.index_number == "11370000MB2C90000P/2024-00310"
    assert metadata.topic == "民政、社会救助"


def test_a_catalogue_that_is_laid_out_as_a_table_is_read() -> None:
    title = "青川市卫生健康局等4部门关于做好接种工作的函"
    rows: list[Line] = [
        ("索引号: | 000014349/2022-00039 | 分类: | 卫生、医药", LineKind.TABLE_ROW),
        ("发布机构: | 青川市卫生健康局 | 成文日期: | 2022年03月08日", LineKind.TABLE_ROW),
        (f"名称: | {title} | {title}", LineKind.TABLE_ROW),
        ("文号: | 青卫函〔2022〕18号 | 发布日期: | 2022年03月10日", LineKind.TABLE_ROW),
        ("主题词: |  | 有效性: | 现行有效", LineKind.TABLE_ROW),
        "各县（区）：",
        "根据《关于做好接种工作的通知》（川办含〔2022〕260号），现函告如下。",
        "青川市卫生健康局 青川市教育局 青川市公安局 青川市民政局",
        "2022年3月8日",
    ]
    metadata = read(rows)
    assert metadata.title == title
    assert metadata.doc_number == "青卫函〔2022〕18号"
    assert metadata.issuers == (
        "青川市卫生健康局", "青川市教育局", "青川市公安局", "青川市民政局",
    )  # fmt: skip
    assert (metadata.written_on, metadata.published_on) == (date(2022, 3, 8), date(2022, 3, 10))
    assert metadata.index_number == "000014349/2022-00039"
    assert metadata.kind == "函"
    assert metadata.validity.stated is ValidityState.IN_FORCE
    assert [(doubt.kind, doubt.raw) for doubt in metadata.doubts] == [
        ("document_number", "川办含〔2022〕260号")
    ]


def test_a_table_of_data_is_no_catalogue() -> None:
    rows: list[Line] = [
        ("名称 | 地址 | 时间", LineKind.TABLE_HEAD),
        ("一号窗口 | 青禾路1号 | 2024-01-01", LineKind.TABLE_ROW),
    ]
    metadata = read(["办事窗口一览", *rows])
    assert (metadata.title, metadata.published_on) == ("办事窗口一览", None)


def test_without_tags_the_day_below_the_title_is_that_of_publication() -> None:
    header = (
        "相关新闻",
        "《养犬办法》解读 2021-02-10",
        "养犬办法出台",
        "2021-02-09 17:53",
        "来源： 市政府",
    )
    metadata = read(
        "为了规范养犬行为，市政府制定了办法。",
        header=header,
        meta={"title": "养犬办法出台 - 青川市人民政府门户网站"},
    )
    assert (metadata.title, metadata.published_on) == ("养犬办法出台", date(2021, 2, 9))


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("2026-05-29\u00a009:46", date(2026, 5, 29)),
        ("2026-05-29 09:46:26", date(2026, 5, 29)),
        ("2026年5月29日", date(2026, 5, 29)),
        ("20260529", date(2026, 5, 29)),
        ("20260529094626", date(2026, 5, 29)),
        ("2026-05-29T23:46:00+08:00", date(2026, 5, 29)),
        ("2026-05-29T23:46:00Z", date(2026, 5, 30)),
        ("1780012800", date(2026, 5, 29)),
        ("2026-02-30", None),
        ("05-29", None),
    ],
)
def test_a_tag_tells_the_day_in_every_form(value: str, day: date | None) -> None:
    metadata = read("停水消息\n今日停水。", meta={"PubDate": value})
    assert metadata.published_on == day
    assert bool(metadata.doubts) == (value == "2026-02-30")


def test_a_date_that_does_not_exist_is_a_doubt_and_no_date() -> None:
    body = NOTICE.replace("2025年5月28日", "2025年2月30日").replace("2025年6月2日", "2025年6月31日")
    metadata = read(body)
    assert (metadata.written_on, metadata.validity.effective_on) == (None, None)
    assert [doubt.raw for doubt in metadata.doubts] == ["2025年6月31日", "2025年2月30日"]


@pytest.mark.parametrize(
    "shown", ["青川市民政局关于提高最低生活保障标准的...", "青川市民政局关于提高…"]
)
def test_a_title_that_a_tag_cuts_short_is_read_from_the_page(shown: str) -> None:
    header = ("青川市民政局关于提高最低生活保障标准的情况说明",)
    metadata = read("标准提高到每月900元。", header=header, meta={"ArticleTitle": shown})
    assert metadata.title == "青川市民政局关于提高最低生活保障标准的情况说明"


def test_a_tag_that_bears_the_name_of_the_site_is_no_title() -> None:
    meta = {"ArticleTitle": "青川市民政局网站", "SiteName": "青川市民政局网站"}
    assert read(NOTICE, meta=meta).title == NOTICE.split("\n")[0]


def test_tags_within_a_title_are_left_out_and_its_number_is_told_apart() -> None:
    meta = {"ArticleTitle": "青民发〔2025〕3号 青川市民政局关于<br/>停水的通知"}
    assert read("各科室：\n今日停水。", meta=meta).title == "青川市民政局关于停水的通知"


@pytest.mark.parametrize(
    ("head", "number", "issuers"),
    [
        ("青川市民政局关于停水的通知（青民发〔2025〕3号）", "青民发〔2025〕3号", ("青川市民政局",)),
        ("青川市公安局通告\n2025年第3号\n关于停水的通告", "青川市公安局通告2025年第3号", ()),
        ("国家税务总局公告2017年第5号\n关于税务的公告", "国家税务总局公告2017年第5号", ()),
        ("农业农村部公告第282号\n关于养殖的公告", "农业农村部公告第282号", ()),
        (
            "青川市养犬办法\n（2021年1月29日青川市人民政府令第17号公布　自2021年5月1日起施行）",
            "青川市人民政府令第17号",
            ("青川市人民政府",),
        ),
        (
            "青川市养犬办法\n（1998年1月2日青川市人民政府令第5号公布"
            "　根据2020年2月3日青川市人民政府令第16号修改）",
            "青川市人民政府令第5号",
            ("青川市人民政府",),
        ),
        ("《关于停水的通知》（青民发〔2025〕3号）政策解读", None, ()),
        ("关于转发《停水通知》（青民发〔2025〕3号）的通知", None, ()),
        ("关于停水的通知\n（政务指引）", None, ()),
    ],
)
def test_the_own_number_stands_in_many_places(
    head: str, number: str | None, issuers: tuple[str, ...]
) -> None:
    metadata = read(f"{head}\n第一条 今日停水，根据（川水发〔2024〕1号）办理。")
    assert metadata.doc_number == number
    assert metadata.issuers[: len(issuers)] == issuers


def test_a_field_that_only_cites_a_number_does_not_hide_the_documents_own() -> None:
    header = ("文号：青川府办〔2021〕14号为依据",)
    assert read(f"青民发〔2025〕3号\n{NOTICE}", header=header).doc_number == "青民发〔2025〕3号"
    assert read(NOTICE, header=header).doc_number is None


@pytest.mark.parametrize(
    ("header", "until"),
    [
        (("有效期：5年", "实施日期：2024-03-04"), date(2029, 3, 3)),
        (("有效期：2024-03-04至2026-12-31",), date(2026, 12, 31)),
        (("有效期：长期",), None),
    ],
)
def test_the_term_that_a_header_tells_counts(header: tuple[str, ...], until: date | None) -> None:
    assert read("关于停水的说明\n今日停水。", header=header).validity.expires_on == until
