"""A kill -9 at any moment while an index grows leaves the old index or the new, both whole.

Six moments, each drawn at random in its sixth of the time, so that no part of a growth is missed;
the seed stands below and the moments are printed.
"""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from indexer.analysis import build_analyzer
from indexer.build import BUILDS, is_current, open_index, update_index
from indexer.errors import IndexMissing
from knowledge.database import Store
from knowledge.queries.indexable import passage_count
from tests.running import drawn_moments, wait_until

SEED = 20261122
KILLS = 6

#: Changes documents and lets the index follow, for ever.
GROWING = """
import sys
from itertools import count
from pathlib import Path
from indexer.analysis import build_analyzer
from indexer.build import update_index
from knowledge.database import open_store
from tests.factories import make_document
store, analyzer = open_store(sys.argv[1]), build_analyzer()
for number in count():
    make_document(store, [f"低保标准{number}。"] * 5, document_id=f"d{number % 30}")
    update_index(store, Path(sys.argv[2]), analyzer=analyzer)
"""


def test_a_growing_index_survives_being_killed(sqlite_store: Store, tmp_path: Path) -> None:
    folder, analyzer = tmp_path / "index", build_analyzer()
    moments = drawn_moments(random.Random(SEED), KILLS, 0.3)
    print(f"kills after {[f'{moment:.3f}' for moment in moments]} s, seed {SEED}")
    for moment in moments:
        before = revision(folder)
        run = subprocess.Popen([sys.executable, "-c", GROWING, str(sqlite_store.url), str(folder)])
        wait_until(lambda known=before: revision(folder) > known, "a build")
        time.sleep(moment)
        run.send_signal(signal.SIGKILL)
        assert run.wait() == -signal.SIGKILL
        held = open_index(folder)
        assert held.passages.passage_count == 5 * held.documents.passage_count

    update_index(sqlite_store, folder, analyzer=analyzer)
    assert is_current(sqlite_store, folder)
    assert len(list((folder / BUILDS).iterdir())) <= 2
    with sqlite_store.reading() as session:
        assert open_index(folder).passages.passage_count == passage_count(session)


def revision(folder: Path) -> int:
    """The revision of the index, -1 where there is none."""
    try:
        return open_index(folder).passages.revision
    except IndexMissing:
        return -1
