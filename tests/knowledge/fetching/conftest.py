"""A site for a test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.knowledge.fetching.sites import Site, running_site


@pytest.fixture
def site() -> Iterator[Site]:
    """A site on 127.0.0.1 without any page."""
    with running_site() as running:
        yield running
