"""The demonstration's people: one of every role at least, with passwords made for this home.

The passwords are random and stand in a file that only its owner can read, so that they can be
told at every start and are no secret that every demonstration shares.
"""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from service.demo import FOLDER
from service.staff.actors import SYSTEM
from service.staff.organ_tables import starting_organs
from service.staff.organs import find_organ, import_organs
from service.staff.passwords import generated_password
from service.staff.people import NewPerson, add_person, change_own_password, list_people
from service.staff.roles import Role

#: The file in the demonstration's home that remembers the passwords.
PASSWORDS_FILE = "demo-passwords.json"


@dataclass(frozen=True)
class DemoPerson:
    """A row of `people.tsv`; `organ` is an organ's short name, empty for none."""

    login: str
    name: str
    roles: frozenset[Role]
    organ: str


def demo_people() -> tuple[DemoPerson, ...]:
    """The people of `people.tsv`, in its order."""
    with (FOLDER / "people.tsv").open(encoding="utf-8", newline="") as file:
        return tuple(
            DemoPerson(
                row["login"],
                row["name"],
                frozenset(Role(role) for role in row["roles"].split("|")),
                row["organ"],
            )
            for row in csv.DictReader(file, delimiter="\t")
        )


def demo_passwords(home: Path) -> Mapping[str, str]:
    """Each login's password: those that this home has, or new ones."""
    file = home / PASSWORDS_FILE
    if file.exists():
        passwords: dict[str, str] = json.loads(file.read_text(encoding="utf-8"))
        return passwords
    passwords = {person.login: generated_password() for person in demo_people()}
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as out:
        json.dump(passwords, out, indent=1)
    return passwords


def settle(session: Session, passwords: Mapping[str, str], now: datetime) -> None:
    """Make the organs and the accounts that are not there yet.

    The passwords are printed beside the address, so that nobody has to replace one to look around.
    """
    import_organs(session, SYSTEM, starting_organs(), now)
    known = {user.login for user in list_people(session)}
    for each in demo_people():
        if each.login in known:
            continue
        organ_id = find_organ(session, each.organ).id if each.organ else None
        person = NewPerson(each.login, each.name, each.roles, organ_id)
        user = add_person(session, SYSTEM, person, generated_password(), now)
        change_own_password(session, user, passwords[each.login], now)
