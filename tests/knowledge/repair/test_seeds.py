"""The five seed documents, cleaned, are their gold text."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from pathlib import Path

import pytest

from knowledge.parsing import parse
from knowledge.repair import clean
from knowledge.sources import read_source

SEEDS = Path("../shared/seeds")


@pytest.mark.shared
@pytest.mark.parametrize("number", range(5))
def test_a_cleaned_seed_is_its_gold_text(number: int) -> None:
    gold = json.loads((SEEDS / "gold.json").read_text(encoding="utf-8"))["seeds"][number]
    document = clean(parse(read_source(SEEDS / gold["file"])))
    folded = "".join(unicodedata.normalize("NFKC", document.text).split())
    assert hashlib.sha256(folded.encode()).hexdigest() == gold["gold_text_folded_sha256"]
