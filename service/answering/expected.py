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
    CONDITION = "condition"
    PENALTY = "penalty"


class _Kind(NamedTuple):
    """`headed`: the words by which a heading announces the kind, None where none does."""

    asked: re.Pattern[str]
    shown: re.Pattern[str]
    headed: re.Pattern[str] | None = None


#: What joins the nouns of a heading, each of which says at its end what follows.
_JOINED = re.compile("[和与及、，]")

_N = r"[0-9０-９〇零一二两三四五六七八九十百千万半]"
_D = r"\d[\d,，.．]*"

#: How each kind is asked for, what shows it in a text, and how a heading's noun over it ends.
_KINDS: dict[AnswerKind, _Kind] = {
    AnswerKind.MONEY: _Kind(
        re.compile(
            "多少钱|几块|几元|多少元|多少万|多少费|要不要钱|收费|费用|(金额|标准|额度|补贴|补助|奖励|资助|待遇"
            "|罚款|租金|工资|贷款?|捐款?|拨付)[^，。]{0,8}(多少|几)|(给|领|发|拿|报|报销|交|缴|捐|罚|奖|补|贷|涨到?)"
            "(多少|几)|最多贷多少|收入线"
        ),
        re.compile(rf"({_D}|{_N}+)\s*(万|亿|千|百)?\s*(元|块|人民币)|减免|免(收|费|征)|半价"),
        re.compile("(标准|金额|额度|收费|费用|租金|待遇|奖补|补助|补贴|每人每月)$"),
    ),
    AnswerKind.SHARE: _Kind(
        re.compile("比例|百分之|几成|几折|利率|率[是为]?多少|多少倍|几倍|%|下浮|报多少|多少折"),
        re.compile(rf"{_D}\s*[%％‰]|百分之{_N}+|{_N}+[倍成折]|{_D}[倍成折]|全额"),
        re.compile("(标准|比例|待遇|利率)$"),
    ),
    AnswerKind.DURATION: _Kind(
        re.compile(
            "多久|多长时间|几天|多少天|几个?(工作)?日|多少个?工作日|几个?月|几年|多少年|期限|时限|有效期"
            "|多少个?小时|几个?小时|时效|多长|多少日"
        ),
        re.compile(
            rf"({_D}|{_N}+)\s*个?(工作日|自然日|日|天|月|年|小时|分钟|周|星期|季度)|每(季度|月|年|周|日|天)"
        ),
        re.compile("(时限|期限|享受期|有效期)$"),
    ),
    AnswerKind.MOMENT: _Kind(
        re.compile(
            "什么时候|何时|哪天|几号|几点|几月|哪年|哪一年|什么时间|日期|(截至|截止|时间)[^，。]{0,6}(哪|几|什么)"
            "|最晚|最迟|哪[两几]个?日子|起止时间|时间[是为]?(什么|多少)"
        ),
        re.compile(
            r"\d{4}年|\d{1,2}月\d{0,2}|\d{1,2}[:：时点]\d{0,2}|\d{1,2}日|当(月|日|天)|之?(前|后|起|内)"
        ),
        re.compile("(时间|日期|期限|安排)$"),
    ),
    AnswerKind.PHONE: _Kind(
        re.compile("电话|热线|号码|传真|联系方式|怎么联系|如何联系|拨打"),
        re.compile(
            r"(?<!\d)(\d{3,4}[-—－ ]?\d{7,8}|\d{3}[-－]\d{3,4}[-－]\d{4}"
            r"|1\d{10}|[19]\d{4}|\d{7,8})(?!\d)"
        ),
        re.compile("(电话|联系方式|咨询|投诉|举报|投诉渠道)$"),
    ),
    AnswerKind.ADDRESS: _Kind(
        re.compile(
            "地址|在哪(里|儿)?(?!个)|哪里|哪儿|什么地方|何处|地点|网址|邮箱|网站|喺边度|哪间|哪个(小区|学校|媒介)"
        ),
        re.compile(
            r"(路|街|道|巷|大道)[^，。]{0,6}号|https?://|www\.|@|[\w.-]+\.(gov|com|cn)|地址|楼|窗口|大厅|小区|学校"
            r"|中心|网|APP|微信|公众号|小程序|平台"
        ),
        re.compile("(地[点址]|网点|窗口|哪里问)$"),
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
        re.compile("(单位|部门|机构|职责|分工|机关)$"),
    ),
    AnswerKind.AGE: _Kind(
        re.compile("多大年纪|多大年龄|几岁|多少岁|年龄|周岁|多大(了)?(能|可以)"),
        re.compile(rf"({_D}|{_N}+)\s*(周)?岁"),
        re.compile("(条件|对象|年龄|范围)$"),
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
        re.compile(
            "身份证|户口[簿本]|证件|证书|原件|复印件|申请[表书]|照片|发票|票据|执照|权证|居住证|社会?保障?卡"
            "|(提[交供]|携带|出示|持|凭|需要?|下列|以下|如下)[^，。；]{0,12}(材料|证明|资料|合同)"
        ),
        re.compile("(材料|手续|资料|材料名称)$"),
    ),
    AnswerKind.LIST: _Kind(
        re.compile(
            "哪些|包括|材料|带什么|带哪|条件|要求|内容|措施|政策|举措|方面|范围|什么东西|准备啥|什么证|对象"
        ),
        re.compile("、|；|（一）|包括|下列|以下|如下|第一|1[.、]"),
    ),
    AnswerKind.MANNER: _Kind(
        re.compile("怎么|如何|怎样|咋|流程|步骤|方式|途径|渠道|办法|程序|一步步"),
        re.compile(
            "向[^，。；]{2,24}(提出|申请|申领|提交|申报|报名|反映|举报|登记|办理)|(提出|递交)[^，。；]{0,6}申请|登录|打开"
            "|关注|搜索|下载|拨打|填写|携带|出示|前往|(通过|采取|采用|凭|持)[^，。；]{2,30}|[到在][^，。；]{2,24}(办理|申请|申领"
            "|领取|缴费|缴纳|登记|报名|预约|提出)|流程|步骤|程序|方式|➱|→"
        ),
        re.compile("(程序|流程|(?<!联系)方式|方法|步骤|(?<!投诉)渠道|办理|申请|申领|申报|途径)$"),
    ),
    AnswerKind.CONDITION: _Kind(
        re.compile(
            "条件|资格|(什么|哪些|啥|哪类|哪种)(样的)?(人|家庭|企业|单位|情况|群体)|对象|范围"
            "|谁(能|可以?|有)|符合什么|够不够|怎么才能"
        ),
        re.compile(
            "(下列|以下|同时)[^，。；]{0,10}(条件|人员|家庭|对象|情形|企业)|符合|具备|具有|年满|未满|不超过|低于|属于"
            "|可以(申请|申领|享受|参加|领取)|对象[为是：:]|适用于|凡"
        ),
        re.compile("(条件|对象|范围|资格|情形|人群|人员)$"),
    ),
    AnswerKind.PENALTY: _Kind(
        re.compile("怎么处罚|后果|会怎么?样|罚多少|罚款|处罚|怎么处理|违反|什么责任"),
        re.compile(
            "责令|罚款|解除|收回|追回|退回|停止|停发|取消|不予|处以|吊销|追究|不再|没收|警告"
        ),
        re.compile("(责任|处罚|罚则|退出)$"),
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
    return _KINDS[kind].shown.search(text) is not None


def matches(kind: AnswerKind, text: str) -> list[tuple[int, int]]:
    """Where the text shows that kind, as (start, end) in order."""
    return [match.span() for match in _KINDS[kind].shown.finditer(text)]


def announced_kinds(heading: str) -> frozenset[AnswerKind]:
    """The kinds of which the text under a heading tells: 申请条件和申请材料 of two."""
    nouns = _JOINED.split(heading)
    return frozenset(
        kind
        for kind, forms in _KINDS.items()
        if forms.headed is not None and any(map(forms.headed.search, nouns))
    )
