"""Tables of organs (承办单位): what a row tells, and how one is read from text."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from pathlib import Path

from service.staff.errors import OrganRefused

#: The columns of a table of organs, as its first line names them.
COLUMNS = ("名称", "简称", "别称", "电话", "协调单位", "事项")
#: As tables named them whose 事项 held the other names too.
_WITHOUT_ALIASES = ("名称", "简称", "电话", "协调单位", "事项")
_YES = {"是": True, "否": False, "": False}
#: Characters that each column holds at most.
LONGEST: Mapping[str, int] = {"名称": 64, "简称": 32, "别称": 500, "电话": 32, "事项": 2000}
#: Between the topics and between the other names of an organ.
SEPARATOR = "、"
#: What names of organs end with, and names of most matters do not.
_ORGAN_ENDS = re.compile(
    "(?:局|委|委员会|办|办公室|厅|政府|院|所|中心|队|站|处|会|社|公司|银行|馆)$"
)


@dataclass(frozen=True)
class OrganRow:
    """One organ of a table.

    `aliases` are its other names: older documents were issued under former ones. `topics` are
    words of what it does, as citizens and documents use them. A row that `adds_aliases` comes from
    a table that has no column of them, and leaves those that are there.
    """

    name: str
    short_name: str
    aliases: tuple[str, ...]
    phone: str
    is_coordinator: bool
    topics: tuple[str, ...]
    adds_aliases: bool = False

    @property
    def columns(self) -> dict[str, str | bool]:
        """The values of the store's columns, in the order of COLUMNS."""
        return {
            "name": self.name,
            "short_name": self.short_name,
            "aliases": SEPARATOR.join(self.aliases),
            "phone": self.phone,
            "is_coordinator": self.is_coordinator,
            "topics": SEPARATOR.join(self.topics),
        }

    @property
    def cells(self) -> tuple[str, ...]:
        """The cells of a table's row, by COLUMNS."""
        values = self.columns | {"is_coordinator": "是" if self.is_coordinator else "否"}
        return tuple(map(str, values.values()))


@cache
def starting_organs() -> tuple[OrganRow, ...]:
    """The departments that a county commonly has, with topics and without telephone numbers."""
    table = files("service.staff").joinpath("data/organs.tsv").read_text(encoding="utf-8")
    return read_organs(table, "organs.tsv")


def read_organs_file(path: Path) -> tuple[OrganRow, ...]:
    """The organs of a UTF-8 table; raises OrganRefused where it cannot be read."""
    try:
        return read_organs(path.read_text(encoding="utf-8-sig"), path.name)
    except (OSError, UnicodeDecodeError) as error:
        raise OrganRefused(f"{path}：读不出来；应是 UTF-8 编码的 CSV 或 TSV") from error


def read_organs(table: str, name: str) -> tuple[OrganRow, ...]:
    """The rows of a table with commas or tabs between; raises OrganRefused naming the line.

    In tables without 别称 the other names stand among the 事项, and are taken from there.
    """
    lines = [line for line in table.splitlines() if not line.startswith("#")]
    separator = "\t" if lines and "\t" in lines[0] else ","
    reader = csv.DictReader(io.StringIO("\n".join(lines)), delimiter=separator)
    columns = tuple(reader.fieldnames or ())
    if columns not in (COLUMNS, _WITHOUT_ALIASES):
        raise OrganRefused(f"{name}：第一行应是 {separator.join(COLUMNS)}")
    rows = tuple(_row(line, f"{name} 第 {number} 个单位") for number, line in enumerate(reader, 1))
    doubled = doubled_names(rows)
    if doubled:
        raise OrganRefused(f"{name}：同一单位写了两次：{'、'.join(doubled)}")
    return rows if columns == COLUMNS else tuple(_parted(row) for row in rows)


def doubled_names(rows: Sequence[OrganRow]) -> list[str]:
    """The names that several of the rows have."""
    names = [row.name for row in rows]
    return sorted({each for each in names if names.count(each) > 1})


def read_organ(line: Mapping[str, str | None]) -> OrganRow:
    """The organ that a line, by COLUMNS, or a form tells; raises OrganRefused."""
    cells = {column: (line.get(column) or "").strip() for column in COLUMNS}
    if not cells["名称"] or cells["协调单位"] not in _YES:
        raise OrganRefused("要有名称；“协调单位”写“是”或“否”")
    for column, longest in LONGEST.items():
        if len(cells[column]) > longest or not cells[column].isprintable():
            raise OrganRefused(f"“{column}”最多 {longest} 字，不能有控制字符")
    return OrganRow(
        cells["名称"],
        cells["简称"] or cells["名称"][:32],
        listed(cells["别称"]),
        cells["电话"],
        _YES[cells["协调单位"]],
        listed(cells["事项"]),
    )


def listed(cell: str) -> tuple[str, ...]:
    """What stands between the separators."""
    return tuple(filter(None, (each.strip() for each in cell.split(SEPARATOR))))


def _row(line: Mapping[str, str | None], where: str) -> OrganRow:
    try:
        return read_organ(line)
    except OrganRefused as refusal:
        raise OrganRefused(f"{where}：{refusal}") from refusal


def _parted(row: OrganRow) -> OrganRow:
    """The row with its other names apart from its matters (养老院 is a matter, 国土局 a name)."""
    matters = {topic for organ in starting_organs() for topic in organ.topics}
    names = [topic for topic in row.topics if _ORGAN_ENDS.search(topic) and topic not in matters]
    topics = tuple(topic for topic in row.topics if topic not in names)
    return replace(row, aliases=tuple(names), topics=topics, adds_aliases=True)
