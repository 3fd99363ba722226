from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.metadata.reading import read_metadata
from knowledge.outline import ReferenceKind, ReferenceReading
from knowledge.validity import ValidityFacts, ValidityState
from tests.knowledge.clean_documents import clean_document

HEAD = "某县养犬管理办法\n第一条 为了规范养犬行为，制定本办法。\n"
SIGNED = "某县人民政府\n2021年8月30日\n某县养犬管理办法\n"


def facts(clause: str, header: tuple[str, ...] = ()) -> ValidityFacts:
    document = clean_document(f"{HEAD}{SIGNED}第二条 {clause}", header=header)
    return read_metadata(document, None).validity


def repeals(clause: str) -> tuple[ReferenceReading, ...]:
    body = f"{HEAD}第二条 本办法自2022年1月1日起施行。{clause}"
    references = read_metadata(clean_document(body), None).references
    others = (ReferenceKind.CITES, ReferenceKind.INTERPRETS)
    return tuple(each for each in references if each.kind not in others)


@pytest.mark.parametrize(
    ("clause", "begins", "ends"),
    [
        ("本办法自2019年7月1日起实施，有效期5年。", date(2019, 7, 1), date(2024, 6, 30)),
        ("本办法自印发之日起施行，有效期三年。", date(2021, 8, 30), date(2024, 8, 29)),
        ("本通知自发布之日起执行。有效期为6个月。", date(2021, 8, 30), date(2022, 2, 27)),
        ("本意见有效期至2026年12月31日。", None, date(2026, 12, 31)),
        ("本通知有效期1年。", None, date(2022, 8, 29)),
        ("本办法自二〇二二年一月一日起施行。", date(2022, 1, 1), None),
        ("本办法自2024年1月3日起施行，有效期3年。", date(2024, 1, 3), date(2027, 1, 2)),
        ("本办法自2024年3月4日起施行，有效期为5年。", date(2024, 3, 4), date(2029, 3, 3)),
        ("本办法自印发之日起试行两年。", date(2021, 8, 30), date(2023, 8, 29)),
        ("本办法自2022年1月1日起施行，试行期一年。", date(2022, 1, 1), date(2022, 12, 31)),
        ("本办法自印发之日起30日后施行，有效期5年。", date(2021, 9, 29), date(2026, 9, 28)),
        ("本办法自公布之日起三个月后施行。", date(2021, 11, 30), None),
        ("本意见有效期至2026年底。", None, date(2026, 12, 31)),
        ("本意见有效期至2026年6月。", None, date(2026, 6, 30)),
        ("本通知执行期限为2022年1月1日至2024年12月31日。", None, date(2024, 12, 31)),
        (
            "本办法自2022年1月1日起至2024年12月31日止施行。",
            date(2022, 1, 1),
            date(2024, 12, 31),
        ),
        ("本通知现重新发布，有效期调整至2027年3月31日。", None, date(2027, 3, 31)),
        ("本暂行办法自2022年1月1日起实施。", date(2022, 1, 1), None),
    ],
)
def test_terms_are_computed_from_the_clause(
    clause: str, begins: date | None, ends: date | None
) -> None:
    read = facts(clause)
    assert (read.effective_on, read.expires_on) == (begins, ends)


@pytest.mark.parametrize(
    "clause",
    [
        "养犬登记证有效期1年。",
        "按照《某省条例》自2019年7月1日起施行的规定办理。",
        "申请材料的有效期至2026年12月31日。",
        "根据本办法发放的凭证有效期为2年以上。",
        "补贴自2022年1月1日起至2024年12月31日发放。",
    ],
)
def test_terms_of_other_things_are_not_the_documents(clause: str) -> None:
    read = facts(clause)
    assert (read.effective_on, read.expires_on) == (None, None)


def test_the_header_counts_before_the_body() -> None:
    read = facts(
        "本办法自2021年12月7日起施行，有效期5年。",
        ("文件状态：有效（延续实施）", "失效日期：2029年12月6日"),
    )
    assert read.stated is ValidityState.EXTENDED
    assert read.expires_on == date(2029, 12, 6)
    assert read.expires_from == "页头"


def test_the_imprint_tells_the_day_of_issue() -> None:
    body = f"{HEAD}{SIGNED}第二条 本办法自印发之日起施行。\n某县政府办公室2021年9月2日印发"
    read = read_metadata(clean_document(body), None).validity
    assert read.effective_on == date(2021, 9, 2)


def test_an_unknown_state_is_none() -> None:
    assert facts("本办法由县政府解释。", ("文件状态：以纸质为准",)).stated is None


def test_repealed_documents_are_named_by_title_and_number() -> None:
    found = repeals("《限养犬只规定》（某政发〔2009〕8号）、《犬只登记办法》同时废止。")
    assert [(each.target_title_key, each.target_number_key) for each in found] == [
        ("限养犬只规定", "某政发|2009|8"),
        ("犬只登记办法", None),
    ]
    assert {each.on for each in found} == {date(2022, 1, 1)}


def test_the_clause_stands_where_the_offsets_say() -> None:
    body = f"{HEAD}第二条 自施行之日起，原《限养犬只规定》（某政发〔2009〕8号）即行废止。"
    document = clean_document(body)
    (found,) = read_metadata(document, None).references
    assert document.text[found.start : found.end] == "《限养犬只规定》（某政发〔2009〕8号）即行废止"
    assert found.on is None


def test_a_repeal_may_tell_its_own_day() -> None:
    (found,) = repeals("《限养犬只规定》自2023年3月1日起废止。")
    assert found.on == date(2023, 3, 1)


def test_a_decision_names_what_it_repeals_behind_the_verb() -> None:
    (found,) = repeals("县政府决定废止《限养犬只规定》（某政发〔2009〕8号）。")
    assert found.target_number_key == "某政发|2009|8"


def test_a_number_alone_is_a_target() -> None:
    (found,) = repeals("原某政发〔2009〕8号文同时废止。")
    assert (found.target_title_key, found.target_number_key) == (None, "某政发|2009|8")


def test_an_order_is_known_by_its_title() -> None:
    (found,) = repeals("《养犬规定》（某市人民政府令第8号）同时废止。")
    assert (found.target_title_key, found.target_number_key) == ("养犬规定", None)


@pytest.mark.parametrize(
    "clause",
    [
        "根据《某省条例》制定本办法，不再执行收费。",
        "养犬登记证逾期未年检的，予以废止。",
    ],
)
def test_other_ends_are_no_repeals(clause: str) -> None:
    assert repeals(clause) == ()


@pytest.mark.parametrize(
    ("clause", "printed"),
    [
        ("《限养犬只规定》第五条同时废止。", "《限养犬只规定》第五条"),
        ("《限养犬只规定》（某政发〔2009〕8号）第三条、第五条第二款停止执行。", None),
        ("《限养犬只规定》部分条款予以废止。", "《限养犬只规定》部分条款"),
    ],
)
def test_the_end_of_an_article_is_the_end_of_a_part(clause: str, printed: str | None) -> None:
    (found,) = repeals(clause)
    assert found.kind is ReferenceKind.ENDS_PART
    assert found.target_title_key == "限养犬只规定"
    assert found.printed == (printed or "《限养犬只规定》（某政发〔2009〕8号）第三条、第五条第二款")


@pytest.mark.parametrize(
    "clause",
    [
        "县政府决定对《限养犬只规定》（某政发〔2009〕8号）作如下修改：",
        "将《限养犬只规定》（某政发〔2009〕8号）第三条修改为：",
        "《限养犬只规定》（某政发〔2009〕8号）第三条中的“公安局”修改为“公安机关”。",
        "县政府决定修改《限养犬只规定》（某政发〔2009〕8号）。",
        "《限养犬只规定》（某政发〔2009〕8号）同时予以修改。",
    ],
)
def test_an_amendment_is_none_of_the_ends(clause: str) -> None:
    (found,) = repeals(clause)
    assert found.kind is ReferenceKind.AMENDS
    assert found.target_number_key == "某政发|2009|8"
    assert ("第三条" in found.printed) == ("第三条" in clause)


@pytest.mark.parametrize(
    ("clause", "until"),
    [
        ("《限养犬只规定》继续执行至2027年12月31日。", date(2027, 12, 31)),
        ("《限养犬只规定》（某政发〔2009〕8号）有效期延长至2028年6月30日。", date(2028, 6, 30)),
        ("《限养犬只规定》的有效期延续至2027年底。", date(2027, 12, 31)),
        ("《限养犬只规定》有效期延长2年。", None),
        ("《限养犬只规定》继续有效。", None),
    ],
)
def test_an_extension_tells_the_new_last_day(clause: str, until: date | None) -> None:
    (found,) = repeals(clause)
    assert (found.kind, found.on) == (ReferenceKind.EXTENDS, until)


@pytest.mark.parametrize(
    "clause",
    [
        "《限养犬只规定》规定的申报时间延长至2027年6月30日。",
        "《限养犬只规定》执行标准调整为500元。",
        "《限养犬只规定》失效后，按本办法执行。",
        "依据《关于修改〈限养犬只规定〉的决定》执行。",
    ],
)
def test_words_on_other_things_than_a_document_are_no_clauses_on_it(clause: str) -> None:
    assert repeals(clause) == ()


_COUNTS = st.integers(1, 30)
_DAYS = st.dates(date(2000, 1, 1), date(2060, 12, 28))


@given(_DAYS, _COUNTS)
def test_a_term_of_years_ends_the_day_before_its_day_returns(start: date, years: int) -> None:
    shown = f"{start.year}年{start.month}月{start.day}日"
    read = facts(f"本办法自{shown}起施行，有效期{years}年。")
    assert read.effective_on == start
    assert read.expires_on is not None
    following = read.expires_on + timedelta(days=1)
    assert following.year == start.year + years
    assert (following.month, following.day) == (start.month, start.day) or start.day == 29


_PIECES = [*"自起，。至五年", "本办法", "印发之日", "2021年8月30日", "2021年2月30日", "30日后"]
_PIECES += ["施行", "2026年底", "有效期", "试行", "6个月", "《甲》", "同时废止", "继续执行"]
_PIECES += ["延长至", "第五条", "修改为", "九府厅发2023号"]


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(_PIECES), max_size=25).map("".join))
def test_the_terms_of_any_text_can_be_read(clause: str) -> None:
    document = clean_document(f"{HEAD}{SIGNED}第二条 {clause}")
    metadata = read_metadata(document, None)
    assert metadata.doc_number is None
    for each in metadata.references:
        assert document.text[each.start : each.end]
    for found in metadata.evidence:
        assert document.raw_text[found.start : found.end]
