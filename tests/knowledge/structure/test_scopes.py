from __future__ import annotations

from tests.knowledge.structure.outlines import parts, passages

TITLE = "青禾县人民政府办公室关于印发青禾县养犬管理办法的通知"
CARRIER = f"""{TITLE}
青政办规〔2026〕3号
各乡镇人民政府，县政府各部门：
《青禾县养犬管理办法》已经县政府同意，现印发给你们，请遵照执行。
本通知自2026年5月1日起施行，《青禾县犬类管理规定》同时废止。
青禾县人民政府办公室
2026年4月1日
青禾县养犬管理办法
第一条 为了规范养犬行为，制定本办法。
第二条 养犬人应当自取得犬只之日起三十日内登记。
附件1
登记所需的表格
一、登记表
（一）养犬人填写登记表，写明姓名、住所和犬只的品种。
附件2
免疫证明
一、证明的内容
写明疫苗的种类和日期。
抄送：县委各部门，县人大常委会办公室。"""


def test_clauses_of_a_carried_document_are_cited_by_its_title() -> None:
    found = passages(CARRIER, TITLE)
    assert found["《青禾县养犬管理办法》第二条"][0] == "青禾县养犬管理办法"
    assert ("附文", "", "青禾县养犬管理办法") in parts(CARRIER, TITLE)


def test_the_carrier_keeps_its_own_clauses() -> None:
    found = passages(CARRIER, TITLE)
    assert found["第1至2段"][1].startswith("《青禾县养犬管理办法》已经")
    assert found["第1至2段"][1].endswith("同时废止。")


def test_addressee_signature_and_imprint_are_neither_glued_to_a_clause_nor_found() -> None:
    texts = [text for _, text in passages(CARRIER, TITLE).values()]
    for around in ("各乡镇人民政府，", "办公室\n2026年", "2026年4月1日", "抄送"):
        assert not any(around in text for text in texts)


def test_a_text_of_nothing_but_a_signature_is_found_as_a_whole() -> None:
    assert list(passages("青禾县民政局\n2026年3月1日")) == ["全文"]


def test_annexes_are_scopes_of_their_own() -> None:
    found = passages(CARRIER, TITLE)
    assert found["附件1 一、"] == (
        "附件1 登记所需的表格",
        "一、登记表\n（一）养犬人填写登记表，写明姓名、住所和犬只的品种。",
    )
    assert found["附件2 一、"][0] == "附件2 免疫证明"


def test_the_list_of_annexes_ends_above_the_signature() -> None:
    body = (
        "请按照附件办理有关事项，确保落实到位。\n附件：1.登记办法\n2.收费清单\n"
        "青禾县民政局\n2026年3月1日\n附件1：登记办法\n一、总则\n为了方便群众登记，制定本办法。\n"
        "附表1 收费清单\n一、登记费\n每件10元。"
    )
    found = passages(body)
    assert found["附件目录"][1] == "附件：1.登记办法\n2.收费清单"
    assert found["附件1 一、"][0] == "附件1 登记办法"
    assert found["附表1 一、"] == ("附表1 收费清单", "一、登记费\n每件10元。")


def test_items_of_an_annex_are_set_apart_from_its_number() -> None:
    body = "附件1\n登记须知\n" + "\n".join(
        f"{number}.养犬人应当按照规定办理，{'并携带有关证明材料原件和复印件，' * 4}逾期不办。"
        for number in (1, 2)
    )
    assert "附件1 2" in passages("正文在附件里，请按照附件办理。\n" + body)


def test_a_decree_is_not_cited_twice_by_its_own_title() -> None:
    title = "青禾县养犬管理办法"
    body = (
        "青禾县人民政府令\n第5号\n《青禾县养犬管理办法》已经通过，自2026年5月1日起施行。\n"
        f"县长：王某某\n2026年4月1日\n{title}\n第一条 为了规范养犬行为，制定本办法。"
    )
    assert "第一条" in passages(body, title)


def test_a_duty_note_stays_with_its_paragraph() -> None:
    body = "一、任务\n" + "\n".join(
        f"（{numeral}）{name}。{'要把各项工作做实做细，' * 8}\n（县{name}局牵头，各乡镇配合落实）"
        for numeral, name in (("一", "教育"), ("二", "民政"), ("三", "水务"))
    )
    found = passages(body)
    assert found["一、（二）"][1].endswith("（县民政局牵头，各乡镇配合落实）")


def test_the_steps_of_a_plan_are_parts_and_one_passage_where_short() -> None:
    body = (
        "三、实施步骤\n第一阶段：制定方案。各部门制定方案。\n第二阶段：全面推进。各部门推进工作。"
    )
    assert parts(body) == [
        ("一、", "三、", "实施步骤"),
        ("阶段", "第一阶段", "制定方案"),
        ("阶段", "第二阶段", "全面推进"),
    ]
    assert list(passages(body)) == ["三、"]


def test_paragraphs_are_counted_below_a_heading_and_with_a_clause() -> None:
    text = (
        "各部门要按照职责分工，密切配合，加强信息共享，共同做好养犬登记、年检和服务工作，及时解决问题。"
        * 3
    )
    found = passages(f"一、要求\n{text}\n{text}\n{text}\n二、{text}\n{text}\n{text}")
    assert list(found) == ["一、", "一、第2段", "一、第3段", "二、", "二、第2段", "二、第3段"]
