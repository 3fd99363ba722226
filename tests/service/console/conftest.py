"""An office without documents, with people of every role, for tests of the console."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from apiflask import APIFlask

from service.apps import create_app
from service.config import Settings
from service.staff.roles import Role
from service.wiring import Office, open_office
from tests.clocks import FrozenClock
from tests.staff import make_person


@pytest.fixture(scope="module")
def clock() -> FrozenClock:
    """The office's clock."""
    return FrozenClock()


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory, clock: FrozenClock) -> Iterator[Office]:
    """An office in which each role has a person of that login name."""
    opened = open_office(Settings(home=tmp_path_factory.mktemp("home"), model="none"), clock)
    with opened.store.writing() as session:
        for role in Role:
            make_person(session, role.value, role)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def app(office: Office) -> APIFlask:
    """The application of that office."""
    return create_app(office)
