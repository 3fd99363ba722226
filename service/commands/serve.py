"""`yihaoda serve`: the service, its web processes and its writer kept running."""

from __future__ import annotations

import logging.config
import os
import socket

import click

from knowledge.errors import StoreError
from service.config import (
    Settings,
    SettingsError,
    environment_of,
    read_settings,
    secret_key,
)
from service.listening import ListeningError, address_of, listen
from service.logs import LOGGING
from service.sealed_store import ready_the_store
from service.staff.errors import StaffError
from service.supervisor import Program, Supervisor

#: A port as people may give it.
PORT = click.IntRange(0, 65535)


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="监听的地址，IPv6 也可以")
@click.option(
    "--port", type=PORT, default=8000, show_default=True, help="监听的端口；0 表示任选一个空闲端口"
)
def serve(host: str, port: int) -> None:
    """启动服务：网页和接口，以及跟随文件库更新索引的写入进程。"""
    try:
        settings = read_settings()
        with listen(host, port) as listener:
            ready_the_store(settings)
            secret_key(settings)
            run_service(settings, listener)
    except (SettingsError, StoreError, StaffError, ListeningError) as error:
        raise click.ClickException(str(error)) from error


def run_service(settings: Settings, listener: socket.socket) -> None:
    """Tell the address and serve there until a signal tells to stop."""
    logging.config.dictConfig(dict(LOGGING))
    descriptor = listener.fileno()
    programs = (
        Program("网页服务", "service.web", ("--descriptor", str(descriptor)), (descriptor,)),
        Program("写入进程", "service.writer"),
    )
    click.echo(f"请用浏览器打开：{address_of(listener)}")
    Supervisor(programs, {**os.environ, **environment_of(settings)}).run()
