"""An office over the demonstration documents with a seat of the hotline, apart from all others."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from apiflask import APIFlask

from service.apps import create_app
from service.config import Settings
from service.staff.roles import Role
from service.wiring import Office, open_office
from tests.clocks import FrozenClock
from tests.offices import furnished_home
from tests.staff import Browser, browser, make_organ, make_person

__all__ = ["furnished_home"]  # a fixture

PHONE = "0600-0002100"


@pytest.fixture(scope="session")
def clock() -> FrozenClock:
    """The office's clock."""
    return FrozenClock()


@pytest.fixture(scope="session")
def office(
    furnished_home: Path, tmp_path_factory: pytest.TempPathFactory, clock: FrozenClock
) -> Iterator[Office]:
    """The office, whose civil affairs bureau has a telephone number."""
    home = tmp_path_factory.mktemp("hotline") / "home"
    shutil.copytree(furnished_home, home)
    opened = open_office(Settings(home=home), clock)
    with opened.store.writing() as session:
        make_organ(session, "县民政局").phone = PHONE
        for role in (Role.HOTLINE, Role.HANDLER, Role.COORDINATOR, Role.AUDITOR):
            make_person(session, role.value, role)
        make_person(session, "seat2", Role.HOTLINE)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def app(office: Office) -> APIFlask:
    """The application of that office."""
    return create_app(office)


@pytest.fixture(scope="session")
def seat(app: APIFlask) -> Browser:
    """The seat's browser."""
    return browser(app, "hotline")
