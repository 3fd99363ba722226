"""The models that come with the program: whole, small, and without the words of any set."""

from __future__ import annotations

import json

import pytest

from service.answering.models import load_models, read_manifest
from service.config import SHIPPED_MODELS, Settings
from service.judged_sets import read_set
from service.wiring import LEARNED_FEATURES

#: Bytes that the models may take together.
LARGEST = 5 * 1024 * 1024


def test_every_part_is_there_and_fits_this_program():
    models = load_models(SHIPPED_MODELS, LEARNED_FEATURES)
    assert set(models.learned_parts) == set(LEARNED_FEATURES)
    assert Settings().models_folder == SHIPPED_MODELS


def test_they_are_small():
    assert sum(path.stat().st_size for path in SHIPPED_MODELS.iterdir()) <= LARGEST


@pytest.mark.shared
def test_they_hold_no_text_of_the_sets_they_were_trained_on(shared):
    held = "\n".join(path.read_text(encoding="utf-8") for path in SHIPPED_MODELS.iterdir())
    for each in read_manifest(SHIPPED_MODELS).sets:
        for question in read_set(shared / "eval" / each.name).questions:
            assert question.question not in held
            assert json.dumps(question.question) not in held
