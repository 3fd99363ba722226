"""How an answer came about, as lines that people read."""

from __future__ import annotations

from collections.abc import Iterator

from service.answering.records import find_answer
from service.public.staff_schemas import ExplanationOut, GroundsOut
from service.wiring import Office


def explanation_of(office: Office, answer_id: str) -> ExplanationOut:
    """The explanation kept with an answer; raises UnknownAnswer where none is kept."""
    with office.store.reading() as session:
        return ExplanationOut.model_validate(find_answer(session, answer_id))


def told(explanation: ExplanationOut) -> str:
    """The explanation in Chinese, a few lines for each step."""
    lines = [
        f"提问：{explanation.question}",
        f"结果：{explanation.outcome.value}（把握 {explanation.confidence:.3f}）",
    ]
    if explanation.answer is not None:
        lines.append(f"答案：{explanation.answer.text}")
    for cited in explanation.citations:
        lines.append(f"引自：{cited.document_id} 第{cited.version}版 {cited.start}–{cited.end}")
    if explanation.explanation is None:
        lines.append("这次提问没有检索：按规则回答，或者直接打开了点名的文件。")
    else:
        lines += _grounds(explanation.explanation)
    return "\n".join(lines)


def _grounds(grounds: GroundsOut) -> Iterator[str]:
    looked_for, admitted = grounds.looked_for, grounds.admitted
    yield ""
    yield f"实词：{'、'.join(looked_for.own_words) or '（无）'}"
    if looked_for.understood != looked_for.own_words:
        yield f"连同上文：{'、'.join(looked_for.understood)}"
    yield f"不查找：{'、'.join(looked_for.left_out) or '（无）'}"
    for word in looked_for.expansions:
        official = "、".join(word.official)
        yield f"俗称：{word.lay} → {official}（{word.relation}，权重 {word.weight:g}）"
    searched = sorted(looked_for.words.items(), key=lambda pair: -pair[1])
    yield "查找：" + "、".join(f"{word}×{weight:.2g}" for word, weight in searched)
    within = "不限" if admitted.documents is None else f"{admitted.documents} 份文件"
    yield f"范围：按 {admitted.day} 判断时效，地区 {admitted.region or '未指定'}（{within}）"
    yield f"索引：版次 {admitted.index_revision}"
    yield ""
    for place, each in enumerate(grounds.candidates, start=1):
        named = f"《{each.title}》{each.locator}"
        yield f"{place}. {each.score:.3f} {named}（{each.validity}，段落 {each.passage_id}）"
        if each.parts:
            yield "   " + _numbers(each.parts)
    yield ""
    yield "信号：" + (_numbers(grounds.signals) or "（没有可引的段落）")
    yield f"门槛：直接回答 {grounds.answered_at:g}，列出相近条款 {grounds.suggested_at:g}"
    yield f"由模型决定：{'、'.join(grounds.learned) or '（无，全用手工权重）'}"


def _numbers(parts: dict[str, float]) -> str:
    return "，".join(f"{name} {value:.3g}" for name, value in parts.items())
