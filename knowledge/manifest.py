"""Manifests (清单): a CSV table of files and addresses, with values that count over what is read.

The first row names the columns, in Chinese or English. Each further row is a file (文件, relative
to the manifest) or an address (网址), or a file with the address at which it is published. An empty
cell gives no value, `-` says that the document has none. What is wrong with a row costs that row.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from knowledge.errors import AddressRefused, SourceError
from knowledge.fetching.addresses import check_url
from knowledge.fetching.policy import FetchPolicy
from knowledge.fetching.pulling import WantedPage
from knowledge.given import FIELDS, GivenValue, WrongValue, given_value
from knowledge.parsing.charset import decode
from knowledge.parsing.detection import is_archive
from knowledge.sources import Refusal, SourceFile, place, printable, read_source

PATH, URL = "path", "url"

#: What people call the columns besides the names and the labels of the fields.
_ALSO = {
    PATH: "文件 文件名 文件路径 路径 path file",
    URL: "网址 链接 url link",
    "title": "名称 文件标题",
    "doc_number": "发文字号 文件编号 number",
    "issuer": "发文机构 发布机构 发布机关 发文单位 issuers",
    "written_on": "成文时间 写成日期",
    "published_on": "发布时间 公开日期",
    "effective_on": "施行时间 实施日期 生效日期",
    "expires_on": "失效时间 废止日期",
    "stated_validity": "有效性 时效性 状态 validity status",
    "kind": "体裁 类型",
    "topic": "主题",
    "region": "区域 行政区划",
    "source_url": "来源 source",
}

#: Column of every name, compared without blanks and in lower case.
COLUMNS = {
    name: column
    for column in (PATH, URL, *FIELDS)
    for name in (
        column,
        *([FIELDS[column].label] if column in FIELDS else ()),
        *_ALSO.get(column, "").split(),
    )
}


class WrongManifest(SourceError):
    """The manifest as a whole cannot be used: its first row, or its form."""


@dataclass(frozen=True)
class _Row:
    """A row: its cells that are not empty, by column, and where it stands."""

    number: int
    cells: Mapping[str, str]
    manifest: Path

    def refused(self, column: str | None, reason: str) -> Refusal:
        """Why the row is passed over, with the name of the column as people write it."""
        where = f"{printable(self.manifest)} 第 {self.number} 行"
        label = {PATH: "文件", URL: "网址"}.get(column or "") or (
            FIELDS[column].label if column in FIELDS else ""
        )
        told = f"“{label}”列：{reason}" if label else reason
        return Refusal(f"{place(self.manifest)}#{self.number}", where, told)


def read_manifest(path: Path, policy: FetchPolicy) -> Iterator[SourceFile | WantedPage | Refusal]:
    """What the manifest lists, in its order: files read, pages to pull, and rows that are wrong.

    Raises SourceError at once, before any row, where the manifest cannot be read or used.
    """
    rows = _rows(path)
    return _listed(rows, path, policy)


def _listed(
    rows: Sequence[_Row | Refusal], path: Path, policy: FetchPolicy
) -> Iterator[SourceFile | WantedPage | Refusal]:
    folder = path.resolve().parent
    seen: dict[str, int] = {}
    for row in rows:
        if isinstance(row, Refusal):
            yield row
            continue
        entry = _entry(row, folder, policy)
        if not isinstance(entry, Refusal):
            key = entry.url if isinstance(entry, WantedPage) else entry.origin
            first = seen.setdefault(key, row.number)
            if first != row.number:
                yield row.refused(None, f"与第 {first} 行是同一个文件或网址，以那一行为准")
                continue
        yield entry


def _entry(row: _Row, folder: Path, policy: FetchPolicy) -> SourceFile | WantedPage | Refusal:
    given: list[GivenValue] = []
    for column, cell in row.cells.items():
        if column in FIELDS:
            try:
                given.append(given_value(column, cell))
            except WrongValue as error:
                return row.refused(column, str(error))
    url: str | None = None
    if URL in row.cells:
        try:
            url = str(check_url(row.cells[URL], policy))
        except AddressRefused as error:
            return row.refused(URL, str(error))
    if PATH in row.cells:
        return _file(row, folder, url, tuple(given))
    if url is None:
        return row.refused(None, "既没有写文件，也没有写网址")
    return WantedPage(url, tuple(given))


def _file(
    row: _Row, folder: Path, url: str | None, given: tuple[GivenValue, ...]
) -> SourceFile | Refusal:
    named = row.cells[PATH].replace("\\", "/")
    path = folder / named
    try:
        if not path.resolve().is_relative_to(folder):
            return row.refused(PATH, f"{named} 不在清单所在的文件夹里；请把清单移到它的上层")
        source = read_source(path)
    except (OSError, RuntimeError, ValueError):
        return row.refused(PATH, f"{named} 打不开，请核对文件名")
    except SourceError as error:
        return row.refused(PATH, f"{named}：{error}")
    if given and is_archive(source.data):
        return row.refused(PATH, f"{named} 是压缩包，里面的文件不能用一行来更正；请解开后逐个列出")
    return replace(source, label=printable(row.manifest.parent / named), url=url, given=given)


def _rows(path: Path) -> list[_Row | Refusal]:
    """The rows below the first one; blank ones are passed over."""
    text = decode(read_source(path).data).text
    head, _, _ = text.partition("\n")
    delimiter = "\t" if "\t" in head and "," not in head else ","
    reader = csv.reader(text.splitlines(keepends=True), delimiter=delimiter, strict=True)
    rows: list[_Row | Refusal] = []
    columns: list[str] | None = None
    try:
        for cells in reader:
            stripped = [cell.strip() for cell in cells]
            if not any(stripped):
                continue
            if columns is None:
                columns = _columns(stripped)
                continue
            rows.append(_row(reader.line_num, columns, stripped, path))
    except csv.Error as error:
        raise WrongManifest(
            f'清单第 {reader.line_num} 行的引号不配对，读不下去；含引号的内容要写成 ""'
        ) from error
    if columns is None:
        raise WrongManifest("清单里没有内容；第一行应是列名，如：文件,标题,文号")
    return rows


def _row(number: int, columns: Sequence[str], cells: Sequence[str], path: Path) -> _Row | Refusal:
    row = _Row(
        number, {name: cell for name, cell in zip(columns, cells, strict=False) if cell}, path
    )
    if any(cells[len(columns) :]):
        return row.refused(
            None, f"有 {len(cells)} 格，列名只有 {len(columns)} 个；含逗号的内容要加引号"
        )
    return row


def _columns(names: Sequence[str]) -> list[str]:
    while names and not names[-1]:
        names = names[:-1]
    found = []
    for position, name in enumerate(names, start=1):
        column = COLUMNS.get("".join(name.split()).lower())
        if column is None:
            known = "、".join(["文件", "网址", *(field.label for field in FIELDS.values())])
            raise WrongManifest(
                f"清单第 {position} 列“{name}”不认识；能用的列：{known}（也可写英文名）"
            )
        if column in found:
            raise WrongManifest(f"清单第 {position} 列“{name}”与前面的列重复")
        found.append(column)
    if PATH not in found and URL not in found:
        raise WrongManifest("清单里要有“文件”或“网址”一列")
    return found
