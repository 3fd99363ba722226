"""The privacy notice shown where a contact may be left, and its version that is stored with it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class PrivacyNotice:
    """A notice by its version; the paragraphs have places for {organ}, {hotline} and {days}."""

    version: str
    title: str
    paragraphs: tuple[str, ...]

    def text_for(self, organ: str, hotline: str, days: int) -> tuple[str, ...]:
        """The paragraphs as this office shows them, which keeps contact data for `days`."""
        return tuple(
            text.format(organ=organ, hotline=hotline, days=days) for text in self.paragraphs
        )


#: Changed words need a new version: what people agreed to must stay traceable.
#: Contents after 个人信息保护法 第十七条, basis 第十三条第一款第三项, rights 第四十四至四十八条.
PRIVACY_NOTICE = PrivacyNotice(
    version="2026-11-23",
    title="个人信息告知",
    paragraphs=(
        "为什么收集：联系方式和称呼由{organ}为履行答复咨询的法定职责而使用，只用来办理和答复这件咨询。"
        "可以不留；不留时，凭回执编号和查询码查看进度。",
        "保存什么：您的问题、您留下的联系方式和称呼、提交时间、办理经过，以及它来自哪一次提问。"
        "问题里的身份证号、电话号码、银行卡号在保存前自动遮盖；自动识别可能遗漏，"
        "请不要在问题里写姓名、住址、病情等个人情况。联系方式和称呼加密保存。",
        "谁能看到：办理这件咨询的工作人员，包括{organ}和承办单位的；"
        "联系方式平时只显示一部分，谁因为什么看了全部，都有记录。不公开，不用于其他目的。",
        "保存多久：联系方式和称呼在办结满 {days} 天后自动删除，您也可以随时要求提前删除，"
        "由工作人员核实后办理。咨询记录不会自动删除，由{organ}按政务档案的保管期限保存。",
        "您的权利：查阅、复制、更正、删除您的个人信息，或者要求解释处理规则，"
        "请拨打{hotline}，或者到{organ}提出，并说明回执编号。",
    ),
)
