from __future__ import annotations

import pytest

from service.answering.regions import covers


@pytest.mark.parametrize(
    ("of_document", "asked", "holds"),
    [
        ("青禾县", "青禾县", True),
        ("东川市", "东川市青禾县", True),
        ("东川市青禾县", "东川市青禾县", True),
        ("全国", "青禾县", True),
        ("东川市青禾县", "东川市", False),
        ("白石县", "青禾县", False),
        ("东川市", "青禾县", False),
    ],
)
def test_a_document_holds_in_its_own_region_and_in_those_within_it(of_document, asked, holds):
    assert covers(of_document, asked) is holds
