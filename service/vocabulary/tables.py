"""The tables of the vocabulary, in the order in which people see them."""

from __future__ import annotations

from collections.abc import Mapping

from service.vocabulary.kinds import Kind
from service.vocabulary.lexicon import LEXICON
from service.vocabulary.redirects import REDIRECTS
from service.vocabulary.sites import SITES
from service.vocabulary.topics import TOPICS

KINDS: Mapping[str, Kind] = {kind.slug: kind for kind in (LEXICON, REDIRECTS, TOPICS, SITES)}
