"""`yihaoda keys`: the keys under which contact data is sealed."""

from __future__ import annotations

import click

from knowledge.clock import system_clock
from service.commands.opening import opened_store
from service.consultations.resealing import keys_in_use, reseal
from service.staff.actors import COMMAND_LINE
from service.staff.audit_log import record
from service.staff.sealing import keyring_of


@click.group()
def keys() -> None:
    """联系方式的密钥：列出、更换、删除不再用的。"""


@keys.command("list")
def list_command() -> None:
    """列出密钥的编号（不显示密钥），和各自封存了多少条。"""
    with opened_store() as store, store.reading() as session:
        held, used = list(keyring_of(session).keys()), keys_in_use(session)
    for key_id in held:
        mark = "（现用）" if key_id == held[0] else ""
        click.echo(f"{key_id}{mark}  {used.get(key_id, 0)} 条")
    for missing in set(used) - set(held):
        click.echo(f"{missing}  {used[missing]} 条，没有这把密钥，打不开", err=True)


@keys.command()
def rotate() -> None:
    """换一把新密钥，并把已有的联系方式改用它封存；服务可以照常运行。

    旧密钥还留着，因为以前的备份要用它。密钥由 YIHAODA_CONTACT_KEYS 给出的，先把新密钥写在最前面，
    再运行这条命令。
    """
    with opened_store() as store:
        with store.reading() as session:
            keyring = keyring_of(session)
        key_id = keyring.present()[0] if keyring.given else keyring.add()
        done = reseal(store)
        with store.writing() as session:
            details = {"现用": key_id, "重新封存": str(done)}
            record(session, COMMAND_LINE, "更换密钥", "keys", details, system_clock())
    click.echo(f"现用的密钥是 {key_id}；重新封存了 {done} 件咨询、来电的联系方式")


@keys.command()
@click.argument("key_id", metavar="编号")
def drop(key_id: str) -> None:
    """删除一把不再用的旧密钥；用它封存的备份从此打不开。"""
    with opened_store() as store:
        with store.reading() as session:
            keyring, left = keyring_of(session), keys_in_use(session).get(key_id, 0)
        if left:
            raise click.ClickException(
                f"还有 {left} 条用密钥 {key_id} 封存；请先运行 yihaoda keys rotate"
            )
        keyring.drop(key_id)
        with store.writing() as session:
            details = {"删除": key_id}
            record(session, COMMAND_LINE, "删除密钥", "keys", details, system_clock())
    click.echo(f"已删除密钥 {key_id}")
