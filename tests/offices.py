"""A real office over the demonstration documents, for tests of pages and API."""

from __future__ import annotations

import fcntl
import os
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
    """A home folder with the demonstration documents and a hostile one, indexed; only to be copied.

    Made once, whichever runner asks first: each folder of tests that takes this fixture would
    make one of its own, in every runner.
    """
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent  # of all runners
    home = folder / "furnished-home"
    with (folder / "furnished-home.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not home.exists():
            furnish(tmp_path_factory.mktemp("furnishing")).rename(home)
    return home


def furnish(folder: Path) -> Path:
    """Such a home, made in the folder."""
    home, hostile = folder / "home", folder / "漫灌 <b>\r\nSet-Cookie: a.txt"
    home.mkdir()
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
