"""The features of a candidate passage: the columns of the ranker, and what each tells.

Those ending in `_best` are shares of the question's best candidate, those in `_z` stand as many
standard deviations above the mean; both compare candidates of one question, whatever the size of
the index.
"""

from __future__ import annotations

from collections.abc import Mapping

#: Each feature and what it tells.
FEATURES: Mapping[str, str] = {
    "first": "the sum that the first stage took the candidate by",
    "first_z": "the same, compared",
    "first_gap": "how far it stays behind the first candidate",
    "rank": "logarithm of its place in the first stage",
    "lexical": "share of the engine's best score",
    "document": "share of the best document's score",
    "prior": "logarithm of the prior of its title or kind",
    "authority": "place of its kind in the table of authorities",
    "meaning": "cosine of question and passage",
    "meaning_z": "the same, compared",
    "body": "BM25 of the question's words and expansions in the body",
    "body_best": "the same, compared",
    "body_z": "the same, compared",
    "own": "BM25 of the citizen's own words in the body",
    "own_best": "the same, compared",
    "bigrams": "BM25 of bigrams in the body",
    "bigrams_best": "the same, compared",
    "bigrams_z": "the same, compared",
    "title": "BM25 of words in the title",
    "title_best": "the same, compared",
    "title_bigrams": "BM25 of bigrams in the title",
    "trail": "BM25 of words in the headings above",
    "trail_best": "the same, compared",
    "cover_body": "share of the own words' weight in the body",
    "cover_title": "in the title",
    "cover_trail": "in the headings",
    "cover_all": "in any of them",
    "cover_all_z": "the same, compared",
    "cover_bigrams": "share of the bigrams' weight in the body",
    "cover_added": "share of the expansions' weight anywhere",
    "missing": "weight of the heaviest own word that stands nowhere, as a share of all",
    "heaviest": "weight of the heaviest own word that stands in the body",
    "nearest": "how near the nearest two own words stand",
    "near": "the same, summed over neighbouring words",
    "early": "where the first own word stands, as a share of the body's length",
    "length": "logarithm of the body's length",
    "title_length": "length of the title, in words",
    "title_asked": "share of the title's words that the question has",
    "trail_asked": "share of the headings' words that the question has",
    "title_group": "best first score among candidates of the same title",
    "title_share": "share of the candidates that have the same title",
    "title_place": "place among the candidates of the same title",
    "amounts": "logarithm of how many words of amounts the body has",
    "times": "logarithm of how many words of time it has",
    "asks_amount": "whether the question asks how much or how many",
    "asks_time": "whether it asks when or how long",
    "asks_how": "whether it asks how, or by what papers",
    "asked_words": "how many content words the question has",
    "asked_weight": "their mean rarity",
}

FEATURE_NAMES = tuple(FEATURES)
