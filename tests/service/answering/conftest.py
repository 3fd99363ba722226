from __future__ import annotations

import pytest

from indexer.analysis import Analyzer, build_analyzer
from indexer.general_language import load_general_language
from service.answering.own_matter import OwnMatter
from service.answering.subjects import load_subjects


@pytest.fixture(scope="session")
def analyzer() -> Analyzer:
    return build_analyzer()


@pytest.fixture(scope="session")
def own_matter(analyzer: Analyzer) -> OwnMatter:
    return OwnMatter(analyzer, load_general_language(), load_subjects())
