"""Tables of spans for tests, given by their words."""

import numpy as np

from service.answering.sentences import Span, answering_sentences
from service.answering.span_table import Place, SpanTable


def table_of(text: str, *words: str) -> SpanTable:
    """A table of one passage with a row for each of the words, which stand in it."""
    cut = answering_sentences(text)
    scores = np.zeros((len(cut), 4), dtype=np.float32)
    place = Place(text, cut, (1.0, 0, 0.0, 0.0, 1, 0.0, 0.0), scores)
    spans = []
    for each in words:
        start = text.index(each)
        order = max(i for i, sentence in enumerate(cut) if sentence.start <= start)
        spans.append((order, Span(start, start + len(each))))
    return SpanTable([place], [spans])
