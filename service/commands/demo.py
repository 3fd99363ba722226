"""`yihaoda demo`: the whole service on bundled documents about a fictional county."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

import click

from indexer.build import is_current, update_index
from indexer.errors import SearchIndexError
from knowledge.clock import Clock, system_clock
from knowledge.errors import StoreError
from knowledge.ingesting.ingestion import ingest_paths
from knowledge.ingesting.workers import Workers
from service.commands.serve import PORT, run_service
from service.config import PREFIX, Settings, SettingsError, read_settings, secret_key
from service.consultations.calendar_import import load_shipped_calendars
from service.consultations.submission import ConsultationDesk
from service.demo import DOCUMENTS
from service.demo.consultations import leave_consultations
from service.demo.people import demo_passwords, demo_people, settle
from service.keyed_store import open_ready_store
from service.listening import ListeningError, address_of, listen
from service.staff.roles import ROLE_NAMES

#: What a demonstration sets, whatever the environment says: it never touches real data.
DEMONSTRATION = {
    "DATABASE_URL": "",
    "ORGAN": "青禾县人民政府办公室（演示）",
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
            prepare(settings, system_clock)
            _tell_people(settings, address_of(listener))
            run_service(settings, listener)
    except (SettingsError, StoreError, SearchIndexError, ListeningError) as error:
        raise click.ClickException(str(error)) from error


def demo_settings(home: Path, environment: Mapping[str, str]) -> Settings:
    """Settings of a demonstration: its own home and database, the rest from the environment."""
    own = {PREFIX + name: value for name, value in DEMONSTRATION.items()}
    return read_settings({**environment, **own, PREFIX + "HOME": str(home)})


def prepare(settings: Settings, clock: Clock) -> None:
    """Bring the demonstration's store and index up to date; quick where they are already."""
    store = open_ready_store(settings)
    try:
        click.echo("载入演示数据（青禾县是虚构的）……")
        with Workers() as workers:
            report = ingest_paths(store, [DOCUMENTS], clock, read=workers.read, aside=workers)
        for failure in report.failed:
            click.echo(f"{failure.name}：{failure.reason}", err=True)
        if not is_current(store, settings.index_folder):
            update_index(store, settings.index_folder)
        load_shipped_calendars(store, clock())
        with store.writing() as session:
            settle(session, demo_passwords(settings.home), clock())
        desk = ConsultationDesk(store, clock, secret_key(settings), settings.consultation_days)
        leave_consultations(store, desk, clock())
    finally:
        store.dispose()


def _tell_people(settings: Settings, address: str) -> None:
    """Who can log in where: the passwords are this demonstration's own."""
    passwords = demo_passwords(settings.home)
    click.echo(f"工作台：{address}console（密码只用于这份演示数据）")
    for person in demo_people():
        roles = "、".join(ROLE_NAMES[role] for role in person.roles)
        click.echo(f"  {person.login:12} {passwords[person.login]}  {roles}")
