"""`yihaoda organs`: the organs that consultations are handed to."""

from __future__ import annotations

from pathlib import Path

import click

from knowledge.clock import system_clock
from service.commands.opening import opened_store
from service.staff.actors import COMMAND_LINE
from service.staff.organ_tables import read_organs_file, starting_organs
from service.staff.organs import import_organs, list_organs


@click.group()
def organs() -> None:
    """承办单位：导入名单和各自管的事，列出现有的。"""


@organs.command("import")
@click.argument("file", required=False, type=click.Path(path_type=Path))
def import_command(file: Path | None) -> None:
    """导入承办单位（CSV 或 TSV）：新的加上，同名的改成这样，没写的不动。

    第一行写“名称,简称,别称,电话,协调单位,事项”，别称（含旧名）之间、事项之间用顿号。没有“别称”
    一列的旧表也能读，事项里像机构名称的算别称。不写文件则导入随程序的县级部门名单，导入后请按
    本县的情况修改名称、填上电话。
    """
    with opened_store() as store:
        rows = read_organs_file(file) if file else starting_organs()
        with store.writing() as session:
            done = import_organs(session, COMMAND_LINE, rows, system_clock())
    click.echo(f"新增 {done.added} 个，修改 {done.changed} 个")


@organs.command("list")
def list_command() -> None:
    """列出现有的承办单位。"""
    with opened_store() as store, store.reading() as session:
        found = list_organs(session)
        for organ in found:
            mark = "（协调单位）" if organ.is_coordinator else ""
            aliases = f"  别称：{organ.aliases}" if organ.aliases else ""
            click.echo(
                f"{organ.short_name}  {organ.name}{mark}  {organ.phone}  {organ.topics}{aliases}"
            )
    if not found:
        click.echo("还没有承办单位。导入：yihaoda organs import 文件")
