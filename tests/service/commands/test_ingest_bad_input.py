"""Everything that a folder may hold by mistake, ingested in one run of `yihaoda ingest`."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

from click.testing import CliRunner

from knowledge.database import Store
from service.cli import main

NOTICE = "青禾县人民政府关于{matter}的通知\n青政发〔2026〕7号\n各镇：\n一、{text}\n"


def zip_bytes() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("a.txt", "青禾县便民办法\n第一条　窗口早上八点开门。\n" * 50)
    return buffer.getvalue()


#: Files that cannot be read, and what people are told of each.
REFUSED = {
    "truncated.zip": (zip_bytes()[:-30], "不完整或已损坏"),
    "truncated.docx": (b"PK\x03\x04" + b"\x00" * 40, "不完整或已损坏"),
    "truncated.pdf": (b"%PDF-1.4\n1 0 obj\n<<", "PDF 缺少结尾"),
    "empty.txt": (b"", "文件是空的"),
    "binary.html": (bytes(range(256)) * 50, "是二进制内容"),
    "picture.html": (b"\x89PNG\r\n\x1a\n" + b"\x00" * 200, "PNG 图片"),
    "nul.txt": ("青禾县便民办法\n第一条\x00　内容。\n".encode(), "含有空字节"),
    "charset.txt": ("青禾县便民办法\n".encode() + b"\xff\xfe\xfa\n", "认不出文字编码"),
}
#: Files that are read, and the doubt that people are told of each.
DOUBTED = {
    "feb30.txt": (
        "青禾县便民办法\n第一条　本办法自2026年2月30日起施行。\n",
        "“2026年2月30日”：日历上没有这一天",
    ),
    "noyear.txt": (
        "青禾县人民政府关于便民的通知\n青政发17号\n各镇：\n一、现予通知。\n",
        "“青政发17号”：文号缺少年份",
    ),
    "twin.txt": (NOTICE.format(matter="秋收工作", text="做好秋收。"), "都用这个文号"),
}


def test_each_bad_file_is_told_of_in_words_and_costs_only_itself(
    sqlite_store: Store, tmp_path: Path
) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    for name, (data, _) in REFUSED.items():
        (folder / name).write_bytes(data)
    for name, (text, _) in DOUBTED.items():
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "first.txt").write_text(NOTICE.format(matter="便民", text="开门。"), encoding="utf-8")
    with (folder / "large.txt").open("wb") as large:
        large.truncate(200 * 1024 * 1024)
    (folder / "loop").symlink_to(folder)
    (folder / "self.txt").symlink_to("self.txt")
    url = sqlite_store.url.render_as_string(hide_password=False)
    result = CliRunner().invoke(
        main, ["ingest", "--json", str(folder)], env={"YIHAODA_DATABASE_URL": url}
    )
    told = json.loads(result.stdout)
    assert result.exit_code == 1
    reasons = {Path(each["name"]).name: each["reason"] for each in told["failed"]}
    expected = {name: words for name, (_, words) in REFUSED.items()} | {
        "large.txt": "文件太大（209715200 字节）",
        "loop": "文件夹的链接绕回了自身",
        "self.txt": "链接绕成了环",
    }
    assert reasons.keys() == expected.keys()
    for name, words in expected.items():
        assert words in reasons[name]
    doubts = {Path(each["name"]).name: "".join(each["doubts"]) for each in told["added"]}
    assert doubts.keys() == {*DOUBTED, "first.txt"}
    for name, (_, words) in DOUBTED.items():
        assert words in doubts[name]
