"""What kind of answer a question expects, and which texts show one."""

from __future__ import annotations

import re
from enum import Enum
from typing import NamedTuple


class AnswerKind(Enum):
    """What a question asks for; a question may ask for several, or tell none."""

    MONEY = "money"
    SHARE = "share"
    DURATION = "duration"
    MOMENT = "moment"
    PHONE = "phone"
    ADDRESS = "address"
    ORGAN = "organ"
    AGE = "age"
    NUMBER = "number"
    PERMISSION = "permission"
    PAPERS = "papers"
    LIST = "list"
    MANNER = "manner"


class _Kind(NamedTuple):
    asked: re.Pattern[str]
    shown: re.Pattern[str] | None


_N = r"[0-9０-９〇零一二两三四五六七八九十百千万半]"
_D = r"\d[\d,，.．]*"

#: How each kind is asked for, and what shows it in a text. `shown` None: no form tells.
_KINDS: dict[AnswerKind, _Kind] = {
    AnswerKind.MONEY: _Kind(
        re.compile(
            "多少钱|几块|几元|多少元|多少万|多少费|要不要钱|收费|费用|(金额|标准|额度|补贴|补助|奖励|资助|待遇"
            "|罚款|租金|工资|贷款?|捐款?|拨付)[^，。]{0,8}(多少|几)|(给|领|发|拿|报|报销|交|缴|捐|罚|奖|补|贷|涨到?)"
            "(多少|几)|最多贷多少|收入线"
        ),
        re.compile(rf"({_D}|{_N}+)\s*(万|亿|千|百)?\s*(元|块|人民币)|减免|免(收|费|征)|半价"),
    ),
    AnswerKind.SHARE: _Kind(
        re.compile("比例|百分之|几成|几折|利率|率[是为]?多少|多少倍|几倍|%|下浮|报多少|多少折"),
        re.compile(rf"{_D}\s*[%％‰]|百分之{_N}+|{_N}+[倍成折]|{_D}[倍成折]|全额"),
    ),
    AnswerKind.DURATION: _Kind(
        re.compile(
            "多久|多长时间|几天|多少天|几个?(工作)?日|多少个?工作日|几个?月|几年|多少年|期限|时限|有效期"
            "|多少个?小时|几个?小时|时效|多长|多少日"
        ),
        re.compile(
            rf"({_D}|{_N}+)\s*个?(工作日|自然日|日|天|月|年|小时|分钟|周|星期|季度)|每(季度|月|年|周|日|天)"
        ),
    ),
    AnswerKind.MOMENT: _Kind(
        re.compile(
            "什么时候|何时|哪天|几号|几点|几月|哪年|哪一年|什么时间|日期|(截至|截止|时间)[^，。]{0,6}(哪|几|什么)"
            "|最晚|最迟|哪[两几]个?日子|起止时间|时间[是为]?(什么|多少)"
        ),
        re.compile(
            r"\d{4}年|\d{1,2}月\d{0,2}|\d{1,2}[:：时点]\d{0,2}|\d{1,2}日|当(月|日|天)|之?(前|后|起|内)"
        ),
    ),
    AnswerKind.PHONE: _Kind(
        re.compile("电话|热线|号码|传真|联系方式|怎么联系|如何联系|拨打"),
        re.compile(
            r"(?<!\d)(\d{3,4}[-—－ ]?\d{7,8}|\d{3}[-－]\d{3,4}[-－]\d{4}"
            r"|1\d{10}|[19]\d{4}|\d{7,8})(?!\d)"
        ),
    ),
    AnswerKind.ADDRESS: _Kind(
        re.compile(
            "地址|在哪(里|儿)?(?!个)|哪里|哪儿|什么地方|何处|地点|网址|邮箱|网站|喺边度|哪间|哪个(小区|学校|媒介)"
        ),
        re.compile(
            r"(路|街|道|巷|大道)[^，。]{0,6}号|https?://|www\.|@|[\w.-]+\.(gov|com|cn)|地址|楼|窗口|大厅|小区|学校"
            r"|中心|网|APP|微信|公众号|小程序|平台"
        ),
    ),
    AnswerKind.ORGAN: _Kind(
        re.compile(
            "哪个(部门|单位|机构|机关|处|局|科|企业|公司|医院)|哪些(部门|单位|机构|机关|企业|公司)|哪家|哪几个部门"
            "|谁|什么(部门|单位|机构|机关)|由.{0,6}(负责|牵头)|哪个.{0,4}(负责|牵头)|找.{0,8}还是"
            "|向.{0,3}(哪|谁|什么)|(牵头|负责)(单位|部门)"
        ),
        re.compile(
            "局|委员会|委|办公室|政府|部门|处|中心|公司|企业|单位|机关|法院|医院|银行|牵头|负责|机构"
        ),
    ),
    AnswerKind.AGE: _Kind(
        re.compile("多大年纪|多大年龄|几岁|多少岁|年龄|周岁|多大(了)?(能|可以)"),
        re.compile(rf"({_D}|{_N}+)\s*(周)?岁"),
    ),
    AnswerKind.NUMBER: _Kind(
        re.compile(
            "多少|几(个|级|次|名|家|种|项|样|套|趟|人|类|条|位|辆|户|批|期|所|间|吨|台)|数量|总数|名额|人数"
        ),
        re.compile(
            rf"{_D}|{_N}+\s*(个|级|次|名|家|种|项|样|套|人|类|条|位|辆|户|批|期|所|间|吨|台)"
        ),
    ),
    AnswerKind.PERMISSION: _Kind(
        re.compile(
            "吗|能不能|可不可以|是否|能否|行不行|可否|要不要|算不算|合规|犯不犯|会不会|有没有|不$"
        ),
        re.compile("不得|不能|可以|可|应当|无需|不需|必须|不再|准予|禁止|允许|不予|不视为|有权|须"),
    ),
    AnswerKind.PAPERS: _Kind(
        re.compile("材料|手续|带什么|带哪|带啥|准备(什么|啥|哪)|(什么|哪些|啥)(证|资料)|提交什么"),
        re.compile("材料|身份证|户口簿|证件|证书|证明|原件|复印件|申请表|资料"),
    ),
    AnswerKind.LIST: _Kind(
        re.compile(
            "哪些|包括|材料|带什么|带哪|条件|要求|内容|措施|政策|举措|方面|范围|什么东西|准备啥|什么证|对象"
        ),
        re.compile("、|；|（一）|包括|下列|以下|如下|第一|1[.、]"),
    ),
    AnswerKind.MANNER: _Kind(
        re.compile("怎么|如何|怎样|咋|流程|步骤|方式|途径|渠道|办法|程序|一步步"),
        re.compile("通过|登录|采取|采用|申请|提交|按照|向|由|可以|应当|方式|➱|→"),
    ),
}

#: Kinds whose form in a text is so plain that the piece alone can be the answer.
EXACT_KINDS = frozenset(
    {
        AnswerKind.MONEY,
        AnswerKind.SHARE,
        AnswerKind.DURATION,
        AnswerKind.PHONE,
        AnswerKind.AGE,
        AnswerKind.MOMENT,
        AnswerKind.NUMBER,
    }
)

#: Kinds that an answer must show: where none is in the quote, it is hardly one.
TELLING_KINDS = EXACT_KINDS | {AnswerKind.PAPERS}


def expected_kinds(question: str) -> frozenset[AnswerKind]:
    """The kinds of answer that the question's words ask for; none where it does not tell.

    多少 alone asks for any number; with 钱 or 岁 only for that kind.
    """
    kinds = frozenset(kind for kind, forms in _KINDS.items() if forms.asked.search(question))
    return kinds - {AnswerKind.NUMBER} if len(kinds & EXACT_KINDS) > 1 else kinds


def shows(kind: AnswerKind, text: str) -> bool:
    """Whether the text holds something of that kind."""
    shown = _KINDS[kind].shown
    return shown is not None and shown.search(text) is not None


def matches(kind: AnswerKind, text: str) -> list[tuple[int, int]]:
    """Where the text shows that kind, as (start, end) in order."""
    shown = _KINDS[kind].shown
    return [match.span() for match in shown.finditer(text)] if shown is not None else []
