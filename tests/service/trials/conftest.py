"""An office of two documents on either database, and people who may try questions."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer.build import build_index
from knowledge.database import Store
from knowledge.keys import number_key
from service.config import Settings
from service.staff.actors import Actor
from service.staff.roles import Role
from service.wiring import Knowhow, Office, load_knowhow, open_office
from tests.clocks import FrozenClock
from tests.factories import make_document
from tests.staff import make_actor

RELIEF = "青禾县临时救助办法"
CLAUSE = "第一条 临时救助标准为每人每次1200元，由乡镇人民政府发放。"
NUMBER = "青禾民规〔2026〕9号"
HOUSING = "青禾县住房保障办法"


@pytest.fixture(scope="session")
def knowhow() -> Knowhow:
    """What every office here reads from the program's files."""
    return load_knowhow()


@pytest.fixture
def office(store: Store, tmp_path: Path, clock: FrozenClock, knowhow: Knowhow) -> Iterator[Office]:
    """The office."""
    make_document(
        store,
        [CLAUSE],
        document_id="relief",
        title=RELIEF,
        doc_number=NUMBER,
        number_key=number_key(NUMBER),
    )
    make_document(
        store, ["第一条 公共租赁住房每年申请一次。"], document_id="housing", title=HOUSING
    )
    url = store.url.render_as_string(hide_password=False)
    settings = Settings(home=tmp_path, database_url=url)
    build_index(store, settings.index_folder)
    opened = open_office(settings, clock, knowhow)
    yield opened
    opened.close()


@pytest.fixture
def keeper(office: Office) -> Actor:
    """Somebody who may try questions."""
    with office.store.writing() as session:
        return make_actor(session, "publisher", Role.PUBLISHER)
