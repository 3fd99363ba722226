"""The privacy notice shown where a contact may be left, and its version that is stored with it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class PrivacyNotice:
    """A notice by its version; the paragraphs have places for {organ} and {hotline}."""

    version: str
    title: str
    paragraphs: tuple[str, ...]

    def text_for(self, organ: str, hotline: str) -> tuple[str, ...]:
        """The paragraphs as this office shows them."""
        return tuple(text.format(organ=organ, hotline=hotline) for text in self.paragraphs)


#: Changed words need a new version: what people agreed to must stay traceable.
#: Contents after 个人信息保护法 第十七条, basis 第十三条第一款第三项, rights 第四十四至四十八条.
PRIVACY_NOTICE = PrivacyNotice(
    version="2026-11-22",
    title="个人信息告知",
    paragraphs=(
        "为什么收集：联系方式和称呼由{organ}为履行答复咨询的法定职责而使用，只用来办理和答复这件咨询。"
        "可以不留；不留时，凭回执编号和查询码查看进度。",
        "保存什么：您的问题、您留下的联系方式和称呼、提交时间、办理经过，以及它来自哪一次提问。"
        "问题里的身份证号、电话号码、银行卡号在保存前自动遮盖；自动识别可能遗漏，"
        "请不要在问题里写姓名、住址、病情等个人情况。",
        "谁能看到：{organ}办理咨询和维护本系统的工作人员；不公开，不用于其他目的。",
        "保存多久：咨询记录不会自动删除，由{organ}按政务档案的保管期限保存。"
        "您可以随时要求删除联系方式和称呼，由工作人员核实后办理。",
        "您的权利：查阅、复制、更正、删除您的个人信息，或者要求解释处理规则，"
        "请拨打{hotline}，或者到{organ}提出，并说明回执编号。",
    ),
)
