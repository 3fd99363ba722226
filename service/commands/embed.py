"""`yihaoda embed`: what other sites copy into their pages."""

from __future__ import annotations

import click

from service.config import SettingsError, read_settings
from service.loader import tag

NO_ADDRESS = "请写上本服务的网址，或者设置 YIHAODA_PUBLIC_ADDRESS，如 https://zxda.qinghe.gov.cn"
NO_SITES = "设置里还没有网站：请设置 YIHAODA_SITES，如 https://www.qinghe.gov.cn，再重启服务。"
ALSO = "工作台“可嵌入网站”里加的网站也可以嵌入，马上生效。"

WORDS = """\
放进网站页面的 <head> 里，随服务升级：
  {newest}
要求脚本一字不变的网站，用固定的版本：
  {pinned}
页面有内容安全策略（Content-Security-Policy）的，在 script-src 和 frame-src 里各添上：
  {address}"""


@click.command()
@click.argument("address", required=False)
def embed(address: str | None) -> None:
    """打印网站嵌入问答窗口的代码、脚本的哈希值，和允许嵌入的网站。

    ADDRESS 是本服务的网址；不写则用 YIHAODA_PUBLIC_ADDRESS。
    """
    try:
        settings = read_settings()
    except SettingsError as error:
        raise click.ClickException(str(error)) from error
    at = (address or settings.public_address).rstrip("/")
    if not at:
        raise click.ClickException(NO_ADDRESS)
    tags = {"newest": tag(at, pinned=False), "pinned": tag(at, pinned=True)}
    click.echo(WORDS.format(address=at, **tags))
    sites = "、".join(settings.framing_origins)
    click.echo(f"允许嵌入的网站（YIHAODA_SITES）：{sites}" if sites else NO_SITES)
    click.echo(ALSO)
