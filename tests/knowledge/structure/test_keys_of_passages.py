from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.structure import read_structure
from knowledge.structure.locators import chinese_numeral
from tests.knowledge.clean_documents import clean_document

SENTENCES = st.lists(
    st.sampled_from(
        ["养犬人应当登记。", "登记不收费。", "犬只应当每年接种狂犬病疫苗，并保存免疫证明。"]
    ),
    min_size=1,
    max_size=30,
).map("".join)
BODIES = st.lists(SENTENCES, min_size=2, max_size=6)


def keyed(body: str) -> dict[str, tuple[str, str]]:
    """Key → (locator, text) of each passage."""
    document = clean_document(body)
    return {
        each.key: (each.locator, document.text[each.start : each.end])
        for each in read_structure(document, "").passages
    }


def others(found: dict[str, tuple[str, str]], label: str) -> dict[str, tuple[str, str]]:
    return {key: value for key, value in found.items() if not value[0].startswith(label)}


@settings(max_examples=100, deadline=None)
@given(BODIES, SENTENCES, st.data())
def test_an_edit_in_one_article_keeps_the_passages_of_the_others(
    bodies: list[str], edited: str, data: st.DataObject
) -> None:
    def statute(articles: list[str]) -> str:
        return "\n".join(
            f"第{chinese_numeral(number)}条 {body}" for number, body in enumerate(articles, 1)
        )

    place = data.draw(st.integers(0, len(bodies) - 1))
    label = f"第{chinese_numeral(place + 1)}条"
    changed = [*bodies[:place], edited, *bodies[place + 1 :]]
    assert others(keyed(statute(bodies)), label) == others(keyed(statute(changed)), label)


@settings(max_examples=100, deadline=None)
@given(st.lists(BODIES, min_size=2, max_size=4), BODIES, st.data())
def test_an_edit_in_one_section_keeps_the_passages_of_the_others(
    sections: list[list[str]], edited: list[str], data: st.DataObject
) -> None:
    def notice(written: list[list[str]]) -> str:
        lines = []
        for number, items in enumerate(written, 1):
            lines.append(f"{chinese_numeral(number)}、工作任务")
            lines += [f"（{chinese_numeral(place)}）{item}" for place, item in enumerate(items, 1)]
        return "\n".join(lines)

    place = data.draw(st.integers(0, len(sections) - 1))
    label = f"{chinese_numeral(place + 1)}、"
    changed = [*sections[:place], edited, *sections[place + 1 :]]
    assert others(keyed(notice(sections)), label) == others(keyed(notice(changed)), label)


def test_another_title_of_the_carried_document_keeps_the_keys_of_its_clauses() -> None:
    def carrier(name: str) -> str:
        return (
            f"各乡镇人民政府：\n现将《{name}》印发给你们，请遵照执行。\n2026年4月1日\n{name}\n"
            "第一条 为了规范养犬行为，制定本办法。\n第二条 养犬人应当登记。"
        )

    def keys(name: str) -> set[str]:
        document = clean_document(carrier(name))
        outline = read_structure(document, f"青禾县人民政府关于印发{name}的通知")
        assert f"《{name}》第二条" in {each.locator for each in outline.passages}
        return {each.key for each in outline.passages}

    assert keys("青禾县养犬管理办法") == keys("青禾县养犬管理暂行办法")
