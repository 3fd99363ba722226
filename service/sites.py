"""The sites whose pages may hold the widget, as the office names them."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

_HOST = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:.]+\]")
_OWN_PORTS = {"http": 80, "https": 443}


def site_origins(text: str) -> tuple[str, ...]:
    """The origins that `text` lists, apart by commas, as browsers write them; ValueError, in words.

    An origin is scheme, host and, unless it is the scheme's own, port (RFC 6454). Wildcards are
    none: whoever could set up a page under one of the names could frame the widget.
    """
    listed = text.replace("，", ",").split(",")
    return tuple(dict.fromkeys(_origin(each.strip()) for each in listed if each.strip()))


def _origin(address: str) -> str:
    mend = f"“{address}”应写成 https://www.qinghe.gov.cn，只有协议、主机和端口"
    try:
        parts = urlsplit(address.lower())
        port, host = parts.port, parts.netloc.rpartition(":")[0] if parts.port else parts.netloc
    except ValueError as error:
        raise ValueError(mend) from error
    plain = parts.path in ("", "/") and not (parts.query or parts.fragment)
    if parts.scheme not in _OWN_PORTS or not plain or not _HOST.fullmatch(host):
        raise ValueError(mend + "；中文域名写成 xn-- 开头的形式，不能用通配符")
    own = port is None or port == _OWN_PORTS[parts.scheme]
    return f"{parts.scheme}://{host}" + ("" if own else f":{port}")
