"""Signatures tell how much of two texts is the same."""

from __future__ import annotations

import unicodedata

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.identity.minhash import (
    BANDS,
    ROWS,
    band_hashes,
    estimates,
    resemblance,
    shingles,
    signature,
)

HAN = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1, max_size=300)


def random_text(seed: int, length: int) -> str:
    codes = np.random.default_rng(seed).integers(0x4E00, 0x9FA5, length)
    return "".join(map(chr, codes))


@settings(deadline=None)
@given(HAN)
def test_blanks_punctuation_and_width_do_not_count(text):
    spread = "\u3000".join(text) + "。（ＡＢ１）"
    assert np.array_equal(shingles(text + "ab1"), shingles(spread))


@settings(deadline=None)
@given(HAN, HAN)
def test_resemblance_is_jaccards_over_runs_of_eight_characters(one, other):
    runs = [{text[i : i + 8] for i in range(max(len(text) - 7, 1))} for text in (one, other)]
    jaccard = len(runs[0] & runs[1]) / len(runs[0] | runs[1])
    assert resemblance(shingles(one), shingles(other)) == pytest.approx(jaccard)


@settings(deadline=None)
@given(st.text())
def test_any_text_has_a_signature_or_no_letters(text):
    minima = signature(shingles(text))
    letters = [character for character in shown(text) if counts_as_letter(character)]
    assert (minima is None) == (not letters)
    if minima is not None:
        assert minima.shape == (BANDS * ROWS,)
        assert all(-(2**63) <= value < 2**63 for value in band_hashes(minima))


def counts_as_letter(character: str) -> bool:
    """Beyond U+FFFF everything does: rare ideographs stand there, and little else."""
    return character.isalnum() or ord(character) > 0xFFFF


def shown(text: str) -> str:
    return unicodedata.normalize("NFKC", text).lower()


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10_000), st.integers(200, 6000), st.floats(0, 1))
def test_the_estimate_is_near_the_true_resemblance(seed, length, share):
    common = random_text(seed, length)
    cut = int(length * share)
    other = common[:cut] + random_text(seed + 1, length - cut)
    hashes = shingles(common), shingles(other)
    first, second = (signature(each) for each in hashes)
    itself, other = estimates(first, np.stack([first, second]))
    assert itself == 1
    assert abs(other - resemblance(*hashes)) < 0.25  # five standard errors


def test_texts_that_are_nearly_the_same_share_a_band_and_others_do_not():
    for seed in range(40):
        text = random_text(seed, 1500)
        changed = text[:700] + "改" + text[701:1400] + "动" + text[1401:]
        one, near, far = (
            set(enumerate(band_hashes(signature(shingles(each)))))
            for each in (text, changed, random_text(seed + 1000, 1500))
        )
        assert one & near
        assert not one & far
