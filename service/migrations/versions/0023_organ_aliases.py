"""Organs' other names in a column of their own; before, they stood among the topics."""

from __future__ import annotations

import re

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"

_ORGAN = sa.table(
    "organ",
    sa.column("id", sa.Integer()),
    sa.column("aliases", sa.Text()),
    sa.column("topics", sa.Text()),
)
_ORGAN_ENDS = re.compile(
    "(?:局|委|委员会|办|办公室|厅|政府|院|所|中心|队|站|处|会|社|公司|银行|馆)$"
)
#: Topics of the list that came with the program that end like names of organs.
_MATTERS = frozenset(
    (
        "通信基站", "养老院", "农民合作社", "图书馆", "旅行社", "娱乐场所", "体育场馆", "医院",
        "诊所", "消防安全委员会", "办事大厅", "一网通办", "帮办代办",
    )
)  # fmt: skip


def upgrade() -> None:
    """Add the column and move the names there."""
    op.add_column("organ", sa.Column("aliases", sa.Text(), nullable=False, server_default=""))
    for organ_id, topics in _topics():
        words = topics.split("、")
        names = [each for each in words if _ORGAN_ENDS.search(each) and each not in _MATTERS]
        matters = [each for each in words if each not in names]
        _write(organ_id, aliases="、".join(names), topics="、".join(matters))


def downgrade() -> None:
    """Put the names back among the topics."""
    found = op.get_bind().execute(sa.select(_ORGAN.c.id, _ORGAN.c.aliases, _ORGAN.c.topics))
    for organ_id, aliases, topics in found.all():
        _write(organ_id, topics="、".join(filter(None, (topics, aliases))))
    op.drop_column("organ", "aliases")


def _topics() -> list[tuple[int, str]]:
    found = op.get_bind().execute(sa.select(_ORGAN.c.id, _ORGAN.c.topics))
    return [(row.id, row.topics) for row in found]


def _write(organ_id: int, **values: str) -> None:
    op.get_bind().execute(_ORGAN.update().where(_ORGAN.c.id == organ_id).values(**values))
