"""A real office over the demonstration documents, for tests of pages and API."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

import service.demo
from indexer.build import build_index
from knowledge.database import open_store
from knowledge.ingesting.ingestion import ingest_paths
from service.config import Settings
from service.schema import upgrade
from service.wiring import Office, open_office
from tests.clocks import FrozenClock

DEMO_DOCUMENTS = Path(service.demo.__file__).parent / "documents"

#: A document whose every line tries to be markup.
HOSTILE = """关于<b>漫灌</b>补助<img src=x onerror=alert(1)>的通知

一、<script>alert(2)</script>漫灌补助标准

漫灌补助每亩 12 元&lt;，凭"><svg onload=alert(3)>到乡镇申请。
"""


@pytest.fixture(scope="session")
def furnished_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home folder with the demonstration documents and a hostile one, indexed."""
    home = tmp_path_factory.mktemp("home")
    hostile = tmp_path_factory.mktemp("hostile") / "漫灌 <b>\r\nSet-Cookie: a.txt"
    hostile.write_text(HOSTILE, encoding="utf-8")
    settings = Settings(home=home)
    store = open_store(settings.store_url)
    upgrade(store)
    report = ingest_paths(store, [DEMO_DOCUMENTS, hostile], FrozenClock())
    assert not report.failed
    build_index(store, settings.index_folder)
    store.dispose()
    return home


@pytest.fixture(scope="session")
def office(furnished_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """The office; one for all, since opening it loads the vocabulary.

    In a copy of the home: others begin with what nobody has written to.
    """
    home = tmp_path_factory.mktemp("office") / "home"
    shutil.copytree(furnished_home, home)
    opened = open_office(Settings(home=home), FrozenClock())
    yield opened
    opened.close()
