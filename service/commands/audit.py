"""`yihaoda audit`: the record of who did what, shown and verified."""

from __future__ import annotations

import sys

import click

from knowledge.clock import CHINA
from service.commands.opening import opened_store
from service.staff.audit_reading import AuditFilters, ShownEntry, read_entries
from service.staff.audit_verification import verify


@click.group()
def audit() -> None:
    """审计记录：谁在什么时候做了什么；核对它有没有被动过。"""


@audit.command("verify")
def verify_command() -> None:
    """逐条核对签名；发现改动、缺失、插入、调换或截断就逐条说明，退出状态为 1。"""
    with opened_store() as store:
        found = verify(store)
    for remark in found.remarks:
        click.echo(f"注意：{remark}")
    if found.is_whole:
        click.echo(f"共 {found.entries} 条，记录完整")
        return
    click.echo(f"共 {found.entries} 条，记录被动过：", err=True)
    for fault in found.faults:
        click.echo(f"  {fault}", err=True)
    sys.exit(1)


@audit.command()
@click.option("--action", help="只看这种操作，如 查看联系方式")
@click.option("--subject", help="只看这件咨询（回执编号）或这个对象")
@click.option(
    "--limit", type=click.IntRange(1, 10000), default=50, show_default=True, help="最多多少条"
)
def show(action: str | None, subject: str | None, limit: int) -> None:
    """显示审计记录，新的在前。"""
    with opened_store() as store, store.reading() as session:
        for entry in read_entries(session, AuditFilters(action=action, subject=subject), limit):
            click.echo(_line(entry))


def _line(entry: ShownEntry) -> str:
    details = "；".join(f"{name}：{told}" for name, told in entry.details)
    at = f"{entry.at.astimezone(CHINA):%Y-%m-%d %H:%M:%S}"
    return "  ".join((str(entry.seq), at, entry.actor, entry.action, entry.subject, details))
