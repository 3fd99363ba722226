"""Passwords follow the rules, and their hashes tell nothing."""

from __future__ import annotations

import pytest

from service.staff.errors import PasswordRefused
from service.staff.passwords import (
    check_password,
    generated_password,
    hash_password,
    is_outdated,
    is_password,
)


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("short-1", "10 到 128"),
        ("x1" * 65, "10 到 128"),
        ("onlyletters", "两种"),
        ("20261122003", "两种"),
        ("wangfang-2026", "登录名"),
        ("aaaaaaaaa-1", "重复"),
        ("Password-2026", "常见"),
        ("hello-123456", "常见"),
    ],
)
def test_a_password_that_breaks_a_rule_is_refused(password: str, reason: str) -> None:
    with pytest.raises(PasswordRefused, match=reason):
        check_password(password, "wangfang")


@pytest.mark.parametrize(
    "password", ["青山绿水共为邻 2026", "tr4mway-ladder", "long enough to hold 123456 too"]
)
def test_others_are_taken(password: str) -> None:
    check_password(password, "wangfang")


def test_generated_passwords_follow_the_rules_and_differ() -> None:
    made = {generated_password() for _ in range(50)}
    assert len(made) == 50
    for password in made:
        check_password(password, "wangfang")


def test_a_hash_is_argon2id_of_todays_costs_and_its_own_salt() -> None:
    first, second = hash_password("tr4mway-ladder"), hash_password("tr4mway-ladder")
    assert first.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert first != second
    assert not is_outdated(first)
    assert is_outdated(first.replace("t=2", "t=1"))


def test_full_width_letters_are_the_same_password() -> None:
    hashed = hash_password("tr4mway-ladder")
    assert is_password("ｔｒ４ｍｗａｙ－ladder", hashed)
    assert not is_password("Tr4mway-ladder", hashed)
    assert not is_password("tr4mway-ladder", None)
    assert not is_password("tr4mway-ladder", "no hash")
