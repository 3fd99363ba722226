"""Which clause of a new version is which clause of the old one.

What says the same is the same clause, even where an insertion gave it another number; of the
others those that stand under one key, then those most alike.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from knowledge.comparing.provisions import Provision

#: Clauses under one key are one clause changed from this likeness on, others from the second.
SAME_PLACE, ELSEWHERE = 0.3, 0.6

Pairs = dict[int, int]


def align(old: Sequence[Provision], new: Sequence[Provision]) -> Pairs:
    """Index of the old clause for each index of a new one that continues it."""
    old_bodies = [clause.body for clause in old]
    new_bodies = [clause.body for clause in new]
    pairs: Pairs = {}
    matcher = SequenceMatcher(None, old_bodies, new_bodies, autojunk=False)
    for block in matcher.get_matching_blocks():
        for step in range(block.size):
            pairs[block.b + step] = block.a + step
    _pair_equal(old_bodies, new_bodies, pairs)
    _pair_by_key(old, new, old_bodies, new_bodies, pairs)
    _pair_alike(old_bodies, new_bodies, pairs)
    return pairs


def in_order(pairs: Pairs) -> set[int]:
    """The new clauses that stand to one another as in the old version: as many as possible."""
    lengths: list[tuple[int, int]] = []  # the lowest old index that ends a run of each length
    before: dict[int, int | None] = {}
    for index in sorted(pairs):
        place = bisect_left(lengths, (pairs[index], -1))
        before[index] = lengths[place - 1][1] if place else None
        lengths[place : place + 1] = [(pairs[index], index)]
    steady: set[int] = set()
    latest = lengths[-1][1] if lengths else None
    while latest is not None:
        steady.add(latest)
        latest = before[latest]
    return steady


def in_reading_order(
    old: Sequence[Provision], new: Sequence[Provision]
) -> Iterator[tuple[Provision | None, Provision | None, bool]]:
    """Every clause of both with its counterpart, in the order of the new ones.

    What is gone stands where it was. The last tells whether a clause stands to the others as in
    the old version.
    """
    pairs = align(old, new)
    steady = in_order(pairs)
    gone = sorted(set(range(len(old))) - set(pairs.values()))
    for index, clause in enumerate(new):
        found = pairs.get(index)
        while gone and found is not None and gone[0] < found:
            yield old[gone.pop(0)], None, False
        yield old[found] if found is not None else None, clause, index in steady
    for index in gone:
        yield old[index], None, False


def likeness(old: str, new: str) -> float:
    """Share of the pairs of characters that two texts have in common, 0 to 1 (Dice)."""
    before, after = _bigrams(old), _bigrams(new)
    total = before.total() + after.total()
    return 2 * (before & after).total() / total if total else float(old == new)


def _bigrams(text: str) -> Counter[str]:
    return Counter(text[place : place + 2] for place in range(max(len(text) - 1, 1)))


def _left(count: int, taken: Sequence[int]) -> list[int]:
    used = set(taken)
    return [index for index in range(count) if index not in used]


def _pair_equal(old: Sequence[str], new: Sequence[str], pairs: Pairs) -> None:
    """What says the same in another order."""
    places = defaultdict(list)
    for index in reversed(_left(len(old), list(pairs.values()))):
        places[old[index]].append(index)
    for index in _left(len(new), list(pairs)):
        if places[new[index]]:
            pairs[index] = places[new[index]].pop()


def _pair_by_key(
    old: Sequence[Provision],
    new: Sequence[Provision],
    old_bodies: Sequence[str],
    new_bodies: Sequence[str],
    pairs: Pairs,
) -> None:
    keys = {old[index].key: index for index in _left(len(old), list(pairs.values()))}
    for index in _left(len(new), list(pairs)):
        found = keys.get(new[index].key)
        if found is not None and likeness(old_bodies[found], new_bodies[index]) >= SAME_PLACE:
            pairs[index] = found


def _pair_alike(old: Sequence[str], new: Sequence[str], pairs: Pairs) -> None:
    """The most alike of what is left; only clauses that share characters are compared."""
    holders = defaultdict(set)
    for index in _left(len(old), list(pairs.values())):
        for bigram in _bigrams(old[index]):
            holders[bigram].add(index)
    alike = []
    for index in _left(len(new), list(pairs)):
        own = _bigrams(new[index])
        shared = Counter(each for bigram in own for each in holders.get(bigram, ()))
        for found, _count in shared.most_common(3):
            alike.append((-likeness(old[found], new[index]), abs(found - index), found, index))
    taken = set(pairs.values())
    for score, _distance, found, index in sorted(alike):
        if -score >= ELSEWHERE and found not in taken and index not in pairs:
            pairs[index] = found
            taken.add(found)
