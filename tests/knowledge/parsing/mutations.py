"""Files of every format for the fuzz run, and what chance does to them, the same at every run."""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections.abc import Callable
from xml.sax.saxutils import escape

import openpyxl

from knowledge.sources import SourceFile
from tests.knowledge.parsing.docx_files import docx, paragraph
from tests.ofd_files import OfdPage, ofd_bytes
from tests.pdf_files import LEFT, RIGHT, PdfPage, pdf_bytes

TEXT = """青禾县人民政府办公室关于印发《青禾县便民服务办法》的通知
青政办发〔2026〕12号
各乡镇人民政府，县政府各直属单位：
现将《青禾县便民服务办法》印发给你们，请认真贯彻执行。（责任单位：县民政局、县财政局；完成时限：2026年9月底前）
附件：1．申请表
青禾县人民政府办公室
2026年3月5日
青禾县便民服务办法
第一章　总则
第一条　为了方便群众办事，根据《青禾县政务服务条例》（青政发〔2020〕3号），制定本办法。
第二条　申请人应当具备下列条件：
（一）年满60周岁；
（二）具有本县户籍。
1. 受理条件：见上条。
问：到哪里办理？
答：到县政务服务中心，电话0453-1234567。
第三条　本办法自2026年4月1日起施行，有效期5年。
第四条　《青禾县便民服务暂行办法》（青政办发〔2019〕8号）同时废止。
"""
_LINES = TEXT.strip().split("\n")
#: What breaks readers: the ends of ranges, figures that are none, brackets without their others,
#: characters that cannot be stored, words that begin a reading.
NASTIES: tuple[bytes, ...] = tuple(
    word.encode("utf-8", "surrogatepass")
    for word in (
        "\x00", "\ufeff", "\ufffe", "\ud800", "\U0010ffff", "\u2028", "\u202e", "\u00a0" * 50,
        "\x0b\x0c",
        "9" * 5000, "²", "①", "１２３", "〇〇〇〇年〇月〇日", "2月30日", "0000年00月00日",
        "9999年12月31日",
        "有效期99999年", "有效期〇年", "自0年0月0日起施行", "至9999年底", "第九千九百九十九条",
        "第〇条", "第99999999条",
        "青政发〔0000〕0号", "青政发〔9999〕99999号", "〔〔〔", "》》》", "《《《", "同时废止",
        "《》同时废止", "（" * 500,
        "一、" * 300, "附件1：", "附件：", "\n附件\n", "问：", "答：", "|" * 800, " | ",
        "令第号", "关于的通知", "\n" * 300,
        "<div>" * 300, "</table>", "<table><tr><td rowspan=99999 colspan=99999>", "<!--",
        "<![CDATA[", "]]>",
        "&#0;", "&#xD800;", "&#99999999999;", "&nbsp;" * 100, "<script>", "<style>", "<pre>",
        "<meta charset=utf-7>",
        "%PDF-", "%%EOF", "endstream", "endobj", " 0 R", "<<", ">>", "[" * 200, "/Kids",
        "1e999", "-1", "nan",
        "PK\x03\x04", "MIME-Version: 1.0\r\n", "Content-Type: text/html; charset=x\r\n",
        "=\r\n", "\"", "'", ",", "\t",
        "號(hào)", "?,F(xiàn)", "3、", "第1页共9页", "责任单位：", "完成时限：长期",
        "牵头单位：、；", "—" * 300,
    )
)  # fmt: skip


def _page(charset: str) -> bytes:
    body = "".join(f"<p>{line}</p>" for line in _LINES)
    table = (
        "<table><tr><th rowspan=2>类别</th><th colspan=2>标准</th></tr><tr><td>城市</td>"
        "<td>农村</td></tr><tr><td>甲</td><td>600</td><td>400</td></tr></table>"
    )
    return (
        f"<!doctype html><html><head><meta charset={charset}><title>通知</title>"
        "<meta name='PubDate' content='2026-03-06'><script>var file_status='有效'</script></head>"
        f"<body><ul><li><a href='/'>首页</a></li></ul><div id='zoom'>{body}{table}"
        "<a href='a.docx'>附件：申请表.docx</a></div><div>版权所有</div></body></html>"
    ).encode(charset)


def _saved_page() -> bytes:
    head = (
        "From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n"
        '\ttype="text/html"; boundary="b1"\r\n\r\n--b1\r\n'
        'Content-Type: text/html; charset="gb18030"\r\n'
        "Content-Transfer-Encoding: 8bit\r\nContent-Location: https://q.example/1.html\r\n\r\n"
    )
    return head.encode() + _page("gb18030") + b"\r\n--b1--\r\n"


def _pdf() -> bytes:
    first, second = PdfPage(), PdfPage()
    first.centred("青禾县人民政府办公室文件", 60, 30, red=True)
    top = first.flow(_LINES[:8], 120, size=12)
    first.table([["类别", "标准"], ["甲类", "600元"]], [LEFT, 300, RIGHT], top)
    second.flow(_LINES[8:], 80, size=12)
    return pdf_bytes([first, second])


def _ofd() -> bytes:
    first, second = OfdPage(template=7), OfdPage()
    for at, line in enumerate(_LINES):
        (first if at < 9 else second).put(line, 28, 20 + 10 * (at % 9), 4)
    for edge in (200, 210, 220):
        first.rule(30, edge, 130, edge).rule(edge - 170, 200, edge - 170, 220)
    return ofd_bytes([first, second], templates={7: OfdPage().put("公报", 90, 10)})


def _workbook() -> bytes:
    book = openpyxl.Workbook()
    for row in (["问题", "答复"], ["怎么办？", "到窗口办理。"], ["要多久？", "5个工作日。"]):
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _archive() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("文件/通知.txt", TEXT)
        archive.writestr("page.html", _page("utf-8"))
        archive.writestr("a.pdf", _pdf())
    return file.getvalue()


_XML_VALUE = re.compile(rb"""(?<==")[^"<>]*(?=")|(?<=>)[^<>]+(?=<)""")
#: Characters that XML does not know.
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

#: A file of each format, by the ending of its name.
SEEDS: dict[str, Callable[[], bytes]] = {
    "txt": TEXT.encode,
    "gbk.txt": lambda: TEXT.encode("gb18030"),
    "md": ("# " + TEXT.replace("\n", "\n\n") + "\n| 甲 | 乙 |\n| --- | --- |\n| 1 | 2 |").encode,
    "html": lambda: _page("utf-8"),
    "gbk.html": lambda: _page("gb18030"),
    "mhtml": _saved_page,
    "csv": '问题,答复\n怎么办？,到窗口办理。\n"要,多久？",5个工作日。\n'.encode,
    "xlsx": _workbook,
    "docx": lambda: docx("".join(paragraph(line) for line in _LINES)).data,
    "pdf": _pdf,
    "ofd": _ofd,
    "zip": _archive,
}


def mutated(data: bytes, chance: random.Random) -> bytes:
    """`data` after one to four accidents; of a ZIP, as often in a part as in the file itself."""
    if data.startswith(b"PK") and chance.random() < 0.7:
        return _with_mutated_part(data, chance)
    for _ in range(chance.randint(1, 4)):
        data = chance.choice(_ACCIDENTS)(data, chance)
    return data


def _with_mutated_part(data: bytes, chance: random.Random) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = chance.choice(sorted(parts))
    if chance.random() < 0.7:
        parts[name] = _other_value(parts[name], chance)
    else:
        parts[name] = mutated(parts[name], chance)
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for part, content in parts.items():
            archive.writestr(part, content)
    return file.getvalue()


def _other_value(part: bytes, chance: random.Random) -> bytes:
    """An XML part, still well-formed, with other values of attributes and other texts."""
    for _ in range(chance.randint(1, 3)):
        places = list(_XML_VALUE.finditer(part))
        if not places:
            return mutated(part, chance)
        place = chance.choice(places)
        nasty = chance.choice(NASTIES).decode("utf-8", "replace")
        value = _NOT_XML.sub("", chance.choice((nasty, "", "0", "-1", "99999999999", "1e999")))
        part = part[: place.start()] + escape(value, {'"': "&quot;"}).encode() + part[place.end() :]
    return part


def _flip(data: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.randint(1, 12) if data else 0):
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def _truncate(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data) + 1)]


def _cut_out(data: bytes, chance: random.Random) -> bytes:
    start, end = _span(data, chance)
    return data[:start] + data[end:]


def _double(data: bytes, chance: random.Random) -> bytes:
    start, end = _span(data, chance)
    return data[:end] + data[start:end] * chance.choice((1, 1, 3, 20)) + data[end:]


def _shuffle(data: bytes, chance: random.Random) -> bytes:
    start, end = _span(data, chance)
    middle = (start + end) // 2
    return data[:start] + data[middle:end] + data[start:middle] + data[end:]


def _insert(data: bytes, chance: random.Random) -> bytes:
    # Not at the very start: content is told by its first bytes, and other readers are not meant.
    at = chance.randrange(min(8, len(data)), len(data) + 1)
    return data[:at] + chance.choice(NASTIES) + data[at:]


def _other_figure(data: bytes, chance: random.Random) -> bytes:
    places = [at for at, byte in enumerate(data) if 48 <= byte <= 57]
    if not places:
        return data
    at = chance.choice(places)
    return data[:at] + chance.choice((b"0", b"9", b"-1", b"99999999999", b"")) + data[at + 1 :]


def _span(data: bytes, chance: random.Random) -> tuple[int, int]:
    start = chance.randrange(len(data) + 1)
    return start, min(len(data), start + chance.choice((1, 3, 30, 300)))


_ACCIDENTS = (_flip, _truncate, _cut_out, _double, _shuffle, _insert, _insert, _other_figure)


def source(data: bytes, ending: str) -> SourceFile:
    """A source of these bytes, its name ending so."""
    return SourceFile(f"/文件/a.{ending}", f"a.{ending}", data)
