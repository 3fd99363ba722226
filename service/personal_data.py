"""Personal data that words tell, not digits alone: found before a text is published.

Beside the numbers of `privacy` these are names of people, addresses down to the door, number
plates and e-mail addresses. A rule may take for personal what is public (an office's address): what
is found is shown to a person, who says what may stay. What the rules pass over only a person can
find; therefore a second one reads every text before it is published.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum

from service.privacy import BANK_CARD, IDENTITY, PHONE, personal_numbers


class PersonalKind(StrEnum):
    """What was found; the value is what stands in its place."""

    IDENTITY = IDENTITY
    PHONE = PHONE
    BANK_CARD = BANK_CARD
    NAME = "〔姓名〕"
    ADDRESS = "〔住址〕"
    PLATE = "〔车牌号〕"
    EMAIL = "〔电子邮箱〕"


@dataclass(frozen=True)
class PersonalWords:
    """Words that may be personal data: `text[start:end] == words`."""

    kind: PersonalKind
    start: int
    end: int
    words: str


_HAN = "[\u4e00-\u9fff]"
#: The commonest family names, without those that are everyday words (应 和 位 时).
_DOUBLE = "欧阳|上官|司马|诸葛|夏侯|皇甫|尉迟|公孙|慕容|长孙|宇文|司徒|令狐|端木|申屠|呼延"
_SINGLE = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛"
    "叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺"
    "赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂丛焦柳邢岳齐梅莫庄辛管祝左涂谷祁舒耿牟卜"
    "肖詹关苗凌费纪靳盛童欧甄项曲成游裴席卫查屈鲍覃霍翁隋景薄单柏宁柯阮桂闵解强柴华车冉房边辜吉饶刁瞿戚"
    "丘古米池滕晋苑邬臧宫褚廉简娄盖符奚穆党燕郎邸冀谈姬屠连郜晏栾蒙窦迟敖糜鄢冷卓花仇艾蓝巩嵇褟井仲虞卞"
)
_SURNAME = f"(?:{_DOUBLE}|[{_SINGLE}])"
#: A character of a given name: none that begins or ends a clause, counts or points.
_GIVEN = (
    "(?![的了是在有及与或为到把被从对就也还要能会可请吗呢吧我你您他她它这那什怎没不个月日号])"
    "[\u4e00-\u9fff]"
)
_NAME = f"(?:{_SURNAME}{_GIVEN}{{1,2}}|{_HAN}{{1,6}}·{_HAN}{{1,8}})"
_TITLE = "(?:先生|女士|小姐|大爷|大娘|大妈|大叔|阿姨|叔叔|奶奶|爷爷|师傅|老师|同志|医生|大夫|同学)"
#: Words after which a name stands: 我叫…, and labels, which need a sign or a verb behind them.
_LABEL = (
    "(?:我叫|本人叫|名叫|叫做"
    r"|(?:姓名|联系人|申请人|当事人|户主|监护人|落款)\s?(?:[:：]|是|为))\s{0,2}"
)
_KIN = (
    "(?:我的?(?:爱人|妻子|丈夫|老公|老婆|媳妇|父亲|母亲|爸爸|妈妈|爷爷|奶奶|儿子|女儿|哥哥|弟弟|姐姐|妹妹|孩子|邻居)"
    "|本人|村民|居民|群众|学生|患者|职工)"
)
#: What ends a name that no sign ends.
_BEHIND = (
    r"(?=[,，。;；、()（）\s〔]|今年|现年|于|自|因|患|属|一家|的|在|是|想|到|去|家|没|已|有|要|$)"
)

#: 黑龙江省, 青禾县, 永安镇; 建设路, 向阳村; 3号楼, 2单元, 402室; 3-2-402.
_IN_PLACE = "(?![住在到去是为请的找我])[\u4e00-\u9fff]"
_PLACE = f"(?:(?:{_IN_PLACE}){{2,7}}?(?:自治区|省|市|州|盟|县|区|旗|镇|乡|街道))"
_ROAD = (
    f"(?:(?:{_IN_PLACE}){{1,9}}?"
    "(?:大街|大道|路|街|巷|胡同|里弄|村|屯|社区|小区|家园|花园|新村|公寓|庄园|嘉园|府邸|学府|名苑))"
)
_NUMERAL = "(?:[0-9一二三四五六七八九十百零〇]{1,5}|[甲乙丙丁a-z])"
_DOOR = f"(?:{_NUMERAL}[\\-—]?(?:号楼|号院|号门|栋|幢|座|单元|号|楼|层|室|户|组|委))"
#: A room that only its number tells, after a building or a door: no year, sum or telephone.
_FLAT = r"(?:[0-9]{3,4}(?![0-9年元\-—]))"
_ROOM = f"(?:{_NUMERAL}(?:[\\-—]{_NUMERAL}){{1,3}})"
#: A window or counter is an office's.
_NOT_OFFICE = "(?!窗口|柜台|文件|令|公告|通知|[年月日])"

_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_PLATE = r"[a-z][\s·•.\-]?(?:[a-hj-np-z0-9]\s?){4,5}[a-hj-np-z0-9挂学警港澳]"


def _rule(kind: PersonalKind, pattern: str) -> tuple[PersonalKind, re.Pattern[str]]:
    return kind, re.compile(pattern, re.IGNORECASE)


#: What is looked for, in this order: group 1 is what is personal.
_RULES = (
    _rule(
        PersonalKind.EMAIL,
        r"([a-z0-9][a-z0-9._%+\-]{0,63}\s?@\s?[a-z0-9\-]{1,63}(?:[.。]\s?[a-z0-9\-]{1,63}){1,4})",
    ),
    _rule(PersonalKind.PLATE, f"([{_PROVINCES}]\\s?{_PLATE})(?![a-z0-9])"),
    _rule(
        PersonalKind.ADDRESS,
        f"({_PLACE}{{0,4}}{_ROAD}{{1,3}}(?:{_DOOR}{{1,5}}(?:{_ROOM}|{_FLAT})?|{_ROOM}))"
        f"{_NOT_OFFICE}",
    ),
    _rule(
        PersonalKind.ADDRESS,
        f"({_PLACE}{{1,4}}(?:{_DOOR}{{2,5}}{_ROOM}?|{_ROOM})){_NOT_OFFICE}",
    ),
    _rule(PersonalKind.ADDRESS, f"({_DOOR}{{2,5}}{_ROOM}?){_NOT_OFFICE}"),
    _rule(PersonalKind.NAME, f"{_LABEL}({_NAME})"),
    _rule(PersonalKind.NAME, f"{_KIN}({_NAME}){_BEHIND}"),
    _rule(PersonalKind.NAME, f"((?!高中|单位){_SURNAME}{_GIVEN}{{0,2}}){_TITLE}"),
    _rule(PersonalKind.NAME, f"([老小]{_SURNAME})(?:{_TITLE}|[,，、])"),
)


def find_personal(text: str, names: Collection[str] = ()) -> list[PersonalWords]:
    """What may be personal data in the text, in its order and without overlap.

    `names` are people's names that are known from elsewhere, however they stand in the text.
    """
    found = [
        PersonalWords(PersonalKind(each.kind), each.start, each.end, text[each.start : each.end])
        for each in personal_numbers(text)
    ]
    folded = "".join(map(_fold, text))
    known = [_rule(PersonalKind.NAME, f"({re.escape(name)})") for name in sorted(names)]
    for kind, pattern in (*_RULES, *known):
        for start, end in _free(pattern, folded, found):
            found.append(PersonalWords(kind, start, end, text[start:end]))
    return sorted(found, key=lambda each: each.start)


def names_in(text: str) -> frozenset[str]:
    """The names of people that the text itself tells to be names."""
    return frozenset(each.words for each in find_personal(text) if each.kind is PersonalKind.NAME)


def mask_personal(text: str, but: Collection[str] = (), names: Collection[str] = ()) -> str:
    """The text with what may be personal replaced by its kind, except the words of `but`."""
    pieces, done = [], 0
    for each in find_personal(text, names):
        if each.words not in but:
            pieces += [text[done : each.start], each.kind.value]
            done = each.end
    return "".join(pieces) + text[done:]


def _free(
    pattern: re.Pattern[str], folded: str, taken: list[PersonalWords]
) -> Iterator[tuple[int, int]]:
    """Where the pattern holds outside what was found by then."""
    place = 0
    while match := pattern.search(folded, place):
        start, end = match.span(1)
        across = [each for each in taken if each.start < end and start < each.end]
        place = max(each.end for each in across) if across else end
        if not across:
            yield start, end


def _fold(character: str) -> str:
    """One character half-width, and always one, so that offsets stay."""
    normal = unicodedata.normalize("NFKC", character)
    return normal if len(normal) == 1 else character
