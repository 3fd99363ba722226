"""A manifest lists files and addresses with values that count; each wrong row is told apart."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from sqlalchemy import select

from knowledge.database import Store
from knowledge.documents import Version
from knowledge.fetching.policy import FetchPolicy
from knowledge.fetching.pulling import WantedPage
from knowledge.given import FIELDS, GivenValue
from knowledge.ingesting.ingestion import ingest
from knowledge.manifest import COLUMNS, WrongManifest, read_manifest
from knowledge.sources import Refusal, SourceFile
from tests.clocks import FrozenClock

NOTICE = "青禾县便民服务办法\n第一条　为了方便群众办事，制定本办法。\n第二条　窗口应当一次告知。\n"


def manifest(folder: Path, text: str, charset: str = "utf-8") -> Path:
    (folder / "a.txt").write_text(NOTICE, encoding="utf-8")
    path = folder / "清单.csv"
    path.write_bytes(text.encode(charset))
    return path


def entries(folder: Path, text: str) -> list[SourceFile | WantedPage | Refusal]:
    return list(read_manifest(manifest(folder, text), FetchPolicy()))


def refused(folder: Path, text: str) -> tuple[str, str]:
    """The name and the reason of the one refusal."""
    (refusal,) = entries(folder, text)
    assert isinstance(refusal, Refusal)
    return refusal.name.removeprefix(str(folder)), refusal.reason


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "gb18030"])
def test_files_and_addresses_come_with_the_values_of_their_rows(
    tmp_path: Path, charset: str
) -> None:
    path = manifest(
        tmp_path,
        "文件,网址,标题,文号,成文日期,发文机关,文件状态\r\n"
        'a.txt,,"便民,办法",青政发〔2024〕3号,2024年3月1日,青禾县民政局、青禾县财政局,有效\r\n'
        ",https://www.qinghe.example/b.html,,-,,,\r\n\r\n"
        "a.txt,,,,,,\r\n",
        charset,
    )
    file, page, again = read_manifest(path, FetchPolicy())
    assert isinstance(file, SourceFile)
    assert (file.origin, file.label) == (str(tmp_path / "a.txt"), str(tmp_path / "a.txt"))
    assert {value.name: value.value for value in file.given} == {
        "title": "便民,办法",
        "doc_number": "青政发〔2024〕3号",
        "written_on": "2024-03-01",
        "issuer": "青禾县民政局、青禾县财政局",
        "stated_validity": "现行有效",
    }
    url = "https://www.qinghe.example/b.html"
    assert page == WantedPage(url, (GivenValue("doc_number", ""),))
    assert isinstance(again, Refusal)
    assert again.reason == "与第 2 行是同一个文件或网址，以那一行为准"


def test_a_file_may_name_the_address_at_which_it_is_published(tmp_path: Path) -> None:
    (file,) = entries(tmp_path, "path,url\na.txt,https://www.qinghe.example/a.html\n")
    assert isinstance(file, SourceFile)
    assert (file.url, file.given) == ("https://www.qinghe.example/a.html", ())


def test_columns_may_be_in_english_and_apart_by_tabs(tmp_path: Path) -> None:
    (file,) = entries(tmp_path, "Path\tTitle\tDoc_Number\na.txt\t新题\t青政发〔2024〕3号\n")
    assert isinstance(file, SourceFile)
    assert [value.name for value in file.given] == ["title", "doc_number"]


def test_every_field_that_can_be_given_has_a_column_in_both_languages() -> None:
    for name, field in FIELDS.items():
        assert COLUMNS[name] == COLUMNS[field.label] == name


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("a.txt,,2024年2月30日,", "“成文日期”列：“2024年2月30日”不是日历上有的日期"),
        ("a.txt,,,好", "“文件状态”列：不认识文件状态“好”；可以写：现行有效"),
        ("b.txt,,,", "“文件”列：b.txt：文件读不出来：找不到"),
        ("../a.txt,,,", "“文件”列：../a.txt 不在清单所在的文件夹里"),
        ("/etc/hostname,,,", "“文件”列：/etc/hostname 不在清单所在的文件夹里"),
        (".,,,", "“文件”列：.：不是普通文件"),
        ("a\x00.txt,,,", "“文件”列：a\x00.txt 打不开"),
        (",ftp://www.qinghe.example/a,,", "“网址”列：只能抓取 http"),
        (",,2024-03-01,", "既没有写文件，也没有写网址"),
        ("a.txt,,2024-03-01,有效,多", "有 5 格，列名只有 4 个"),
    ],
)
def test_a_wrong_row_is_told_with_its_number_and_column_and_costs_only_itself(
    tmp_path: Path, row: str, reason: str
) -> None:
    head = "文件,网址,成文日期,文件状态\n"
    name, told = refused(tmp_path, f"{head}{row}\n")
    assert name == "/清单.csv 第 2 行"
    assert told.startswith(reason)
    before, _wrong, after = entries(tmp_path, f"{head},http://a.cn/,,\n{row}\n,http://b.cn/,,\n")
    assert (before, after) == (WantedPage("http://a.cn/"), WantedPage("http://b.cn/"))


def test_a_link_that_leads_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    inside = tmp_path / "inside"
    inside.mkdir()
    (tmp_path / "secret.txt").write_text(NOTICE, encoding="utf-8")
    (inside / "link.txt").symlink_to(tmp_path / "secret.txt")
    (inside / "loop.txt").symlink_to("loop.txt")
    assert "不在清单所在的文件夹里" in refused(inside, "文件\nlink.txt\n")[1]
    assert refused(inside, "文件\nloop.txt\n")[1].startswith("“文件”列：loop.txt")


def test_values_cannot_be_given_to_all_files_of_an_archive_at_once(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("a.txt", NOTICE)
    assert "是压缩包" in refused(tmp_path, "文件,标题\na.zip,新题\n")[1]
    (file,) = entries(tmp_path, "文件,标题\na.zip,\n")
    assert isinstance(file, SourceFile)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("文件,颜色\na.txt,红\n", "清单第 2 列“颜色”不认识；能用的列：文件、网址、标题、文号"),
        ("文件,标题,名称\n", "清单第 3 列“名称”与前面的列重复"),
        ("标题,文号\n", "清单里要有“文件”或“网址”一列"),
        ("文件,,标题\n", "清单第 2 列“”不认识"),
        ("\n,,\n", "清单里没有内容"),
        ('文件,标题\na.txt,"没有关上\n', "引号不配对"),
    ],
)
def test_a_manifest_that_cannot_be_used_is_refused_as_a_whole(
    tmp_path: Path, text: str, told: str
) -> None:
    with pytest.raises(WrongManifest) as wrong:
        read_manifest(manifest(tmp_path, text), FetchPolicy())
    assert told in str(wrong.value)


def test_the_values_of_a_manifest_count_in_the_store(store: Store, tmp_path: Path) -> None:
    path = manifest(tmp_path, "文件,标题,发布日期\na.txt,青禾县便民办法,2024-03-02\n")

    def run() -> str:
        sources = [
            each for each in read_manifest(path, FetchPolicy()) if not isinstance(each, WantedPage)
        ]
        (outcome,) = ingest(store, sources, FrozenClock()).outcomes
        return outcome.result.value

    assert (run(), run()) == ("新增", "未变")
    with store.reading() as session:
        (row,) = session.execute(select(Version.title, Version.title_key, Version.published_on))
    assert (row.title, row.title_key) == ("青禾县便民办法", "青禾县便民办法")
    assert row.published_on.isoformat() == "2024-03-02"
