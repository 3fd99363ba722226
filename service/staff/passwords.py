"""Passwords: made, judged, hashed with Argon2id, and compared in a time that tells nothing."""

from __future__ import annotations

import re
import secrets
import unicodedata
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from service.staff.errors import PasswordRefused

SHORTEST, LONGEST = 10, 128
#: Of letters, digits and other characters a password has at least so many kinds.
KINDS_NEEDED = 2
RULES = (
    f"至少 {SHORTEST} 个字符，字母、数字、其他符号中至少有两种；"
    "不能含登录名，不能含常见的词和连号，不能和现在的密码相同"
)

_KINDS = (re.compile(r"[^\W\d_]"), re.compile(r"\d"), re.compile(r"[\W_]"))
#: What guessers try first; a password that holds one is refused unless the rest is long enough.
_COMMON = (
    "password", "passw0rd", "admin", "qwerty", "asdfgh", "zxcvbn", "1qaz2wsx", "iloveyou",
    "woaini", "yihaoda", "linkou", "123456", "234567", "345678", "456789", "654321", "987654",
    "111111", "222222", "666666", "888888", "000000", "123123", "112233", "abc123", "5201314",
)  # fmt: skip
_COMMON_WORD = re.compile("|".join(_COMMON))

#: Letters and digits that are not taken for each other when read aloud or typed from paper.
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
_GROUPS, _GROUP = 4, 4

#: Argon2id with 19 MiB, two passes, one lane: the least that OWASP's Password Storage Cheat Sheet
#: holds enough, and what eight threads of a small machine can do at once.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


def generated_password() -> str:
    """A password of 79 bits for somebody's first login, as `k7mq-x2fp-9rtv-h4wn`."""
    while True:
        groups = ("".join(secrets.choice(_ALPHABET) for _ in range(_GROUP)) for _ in range(_GROUPS))
        password = "-".join(groups)
        if any(character.isdigit() for character in password):
            return password


def check_password(password: str, login: str) -> None:
    """Raise PasswordRefused, with the rule that is broken, for a password that may not be used."""
    folded = _folded(password)
    if not SHORTEST <= len(folded) <= LONGEST:
        raise PasswordRefused(f"密码应有 {SHORTEST} 到 {LONGEST} 个字符")
    if sum(1 for kind in _KINDS if kind.search(folded)) < KINDS_NEEDED:
        raise PasswordRefused("字母、数字、其他符号中至少要有两种")
    lowered = folded.casefold()
    if login in lowered:
        raise PasswordRefused("密码里不能有登录名")
    if len(set(lowered)) < SHORTEST // 2:
        raise PasswordRefused("密码里重复的字符太多")
    if len(_COMMON_WORD.sub("", lowered)) < SHORTEST and _COMMON_WORD.search(lowered):
        raise PasswordRefused("密码里有常见的词或连号，太容易被猜到")


def hash_password(password: str) -> str:
    """The Argon2id hash (PHC string) of the password."""
    return _HASHER.hash(_folded(password))


def is_password(password: str, hashed: str | None) -> bool:
    """Whether `hashed` is of this password; for no hash the same work is done, and it is not."""
    try:
        _HASHER.verify(hashed or _nobodys_hash(), _folded(password[: 4 * LONGEST]))
    except (VerificationError, InvalidHashError):
        return False
    return hashed is not None


def is_outdated(hashed: str) -> bool:
    """Whether the hash was made with other costs than those of today."""
    return _HASHER.check_needs_rehash(hashed)


def _folded(password: str) -> str:
    """The same characters however the input method typed them (full-width digits, 全角)."""
    return unicodedata.normalize("NFKC", password)


@cache
def _nobodys_hash() -> str:
    return _HASHER.hash(secrets.token_urlsafe())
