"""The keys of contact data: a file of lines `id key`, the first one is the present key.

The file is read anew when it changes, so that a running service follows a rotation.
"""

from __future__ import annotations

import base64
import binascii
import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from service.staff.errors import KeyringUnreadable, SealingKeyMissing

KEY_BYTES = 32
_LINE = re.compile(r"([a-z0-9]{1,16})[ :]([A-Za-z0-9+/_=-]+)")


@dataclass(frozen=True)
class Keyring:
    """Keys by id, from the settings or else from a file; the present one stands first."""

    path: Path
    #: As the settings give them: `id:key,id:key`; empty where the file counts.
    given: str = ""

    def present(self) -> tuple[str, bytes]:
        """Id and key that new texts are sealed under."""
        return next(iter(self.keys().items()))

    def key(self, key_id: str) -> bytes:
        """The key of this id; raises SealingKeyMissing."""
        key = self.keys().get(key_id)
        if key is None:
            raise SealingKeyMissing(
                f"联系方式是用密钥 {key_id} 封存的，这里没有这把密钥；请从备份恢复 {self.path}"
            )
        return key

    def keys(self) -> Mapping[str, bytes]:
        """Every key by its id, the present one first; a file is made where there is none.

        Raises KeyringUnreadable where they cannot be had.
        """
        if self.given:
            return _read(self.given.split(","), "YIHAODA_CONTACT_KEYS")
        try:
            if not self.path.exists():
                self._write({_new_id(()): secrets.token_bytes(KEY_BYTES)}, new=True)
            return _read(self.path.read_text(encoding="ascii").splitlines(), str(self.path))
        except (OSError, UnicodeDecodeError) as error:
            raise KeyringUnreadable(f"联系方式的密钥用不了：{self.path}") from error

    def add(self) -> str:
        """Put a new key first and return its id; raises KeyringUnreadable for given keys."""
        self._check_own()
        present = self.keys()
        key_id = _new_id(present)
        self._write({key_id: secrets.token_bytes(KEY_BYTES), **present})
        return key_id

    def drop(self, key_id: str) -> None:
        """Forget a key that is not the present one; what is sealed under it is lost."""
        self._check_own()
        keys = dict(self.keys())
        if key_id not in keys or key_id == self.present()[0]:
            raise KeyringUnreadable(f"没有可以删除的密钥 {key_id}；现用的密钥不能删除")
        del keys[key_id]
        self._write(keys)

    def _check_own(self) -> None:
        if self.given:
            raise KeyringUnreadable(
                "密钥由 YIHAODA_CONTACT_KEYS 给出，请在那里增减：新密钥写在最前面，旧的留在后面"
            )

    def _write(self, keys: Mapping[str, bytes], *, new: bool = False) -> None:
        """Write the file whole, for its owner alone; a new one only where nobody was first."""
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        aside = self.path.with_name(f"{self.path.name}.{secrets.token_hex(4)}")
        descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(descriptor, "w", encoding="ascii") as file:
                for key_id, key in keys.items():
                    file.write(f"{key_id} {base64.b64encode(key).decode()}\n")
                file.flush()
                os.fsync(file.fileno())
            if new:
                os.link(aside, self.path)
            else:
                aside.replace(self.path)
        except FileExistsError:
            return
        finally:
            aside.unlink(missing_ok=True)


def _read(lines: list[str], where: str) -> Mapping[str, bytes]:
    keys: dict[str, bytes] = {}
    for line in filter(None, map(str.strip, lines)):
        matched = _LINE.fullmatch(line)
        try:
            key = base64.b64decode(matched[2], altchars=b"-_") if matched else b""
        except binascii.Error:
            key = b""
        if matched is None or len(key) != KEY_BYTES or matched[1] in keys:
            raise KeyringUnreadable(
                f"联系方式的密钥写错了：{where}；每把是编号和密钥，密钥是 {KEY_BYTES} 字节的 base64"
            )
        keys[matched[1]] = key
    if not keys:
        raise KeyringUnreadable(f"没有联系方式的密钥：{where} 是空的；请从备份恢复")
    return keys


def _new_id(taken: Mapping[str, bytes] | tuple[str, ...]) -> str:
    """The next number after those that are taken: k1, k2, …"""
    numbers = [int(key_id[1:]) for key_id in taken if re.fullmatch(r"k\d+", key_id)]
    return f"k{max(numbers, default=0) + 1}"
