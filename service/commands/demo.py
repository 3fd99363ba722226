"""`yihaoda demo`: the whole service on bundled documents about a fictional county."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

import click

from indexer.errors import SearchIndexError
from knowledge.clock import system_clock
from knowledge.errors import StoreError
from service.commands.serve import PORT, run_service
from service.config import PREFIX, Settings, SettingsError, read_settings
from service.demo.people import demo_passwords, demo_people
from service.demo.readiness import is_prepared, remember
from service.listening import ListeningError, address_of, listen
from service.sealed_store import ready_the_store
from service.staff.roles import ROLE_NAMES

#: What a demonstration sets, whatever the environment says: it never touches real data.
DEMONSTRATION = {
    "DATABASE_URL": "",
    "ORGAN": "青禾县人民政府办公室（演示，青禾县为虚构地区）",
}


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="监听的地址，IPv6 也可以")
@click.option(
    "--port", type=PORT, default=8000, show_default=True, help="监听的端口；0 表示任选一个空闲端口"
)
@click.option(
    "--home",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path(".demo"),
    show_default=True,
    help="存放演示数据的文件夹",
)
def demo(host: str, port: int, home: Path) -> None:
    """用自带的演示数据启动服务：虚构的青禾县的政策文件、解读、问答和办事指南。"""
    try:
        settings = demo_settings(home, os.environ)
        with listen(host, port) as listener:
            _load_data(settings)
            _tell_people(settings, address_of(listener))
            run_service(settings, listener)
    except (SettingsError, StoreError, SearchIndexError, ListeningError) as error:
        raise click.ClickException(str(error)) from error


def demo_settings(home: Path, environment: Mapping[str, str]) -> Settings:
    """Settings of a demonstration: its own home and database, the rest from the environment."""
    own = {PREFIX + name: value for name, value in DEMONSTRATION.items()}
    return read_settings({**environment, **own, PREFIX + "HOME": str(home)})


def _load_data(settings: Settings) -> None:
    """Bring in the demonstration's data, unless an earlier start did."""
    ready_the_store(settings)
    if is_prepared(settings):
        click.echo("演示数据已经载入（青禾县是虚构的）。")
        return
    from service.demo.preparing import prepare  # readers and index, which later starts do without

    click.echo("载入演示数据（青禾县是虚构的）……")
    if prepare(settings, system_clock):
        remember(settings)


def _tell_people(settings: Settings, address: str) -> None:
    """Who can log in where: the passwords are this demonstration's own."""
    passwords = demo_passwords(settings.home)
    click.echo(f"工作台：{address}console（密码只用于这份演示数据）")
    for person in demo_people():
        roles = "、".join(ROLE_NAMES[role] for role in person.roles)
        click.echo(f"  {person.login:12} {passwords[person.login]}  {roles}")
