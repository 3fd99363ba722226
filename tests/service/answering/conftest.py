from __future__ import annotations

import pytest

from indexer.analysis import Analyzer, build_analyzer


@pytest.fixture(scope="session")
def analyzer() -> Analyzer:
    return build_analyzer()
