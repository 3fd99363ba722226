"""Every official term of the lexicon is used by a law or a document, and says by which."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from indexer.vocabulary import HIT, LexiconEntry, load_vocabulary


@dataclass(frozen=True)
class Material:
    """The judged material without white space: each law by its title, and everything at once."""

    laws: Mapping[str, str]
    everything: str


@pytest.fixture(scope="module")
def material(shared: Path) -> Material:
    sets = shared / "eval"
    laws: dict[str, list[str]] = defaultdict(list)
    for row in _rows(sets / "statutes" / "passages.jsonl"):
        # Titles within a title stand in 〈〉 in the lexicon's column.
        title = row["title"].replace("《", "〈").replace("》", "〉")
        laws[title] += [title, *row["trail"], row["text"]]
    texts = [row["text"] for row in _rows(sets / "policies" / "documents.jsonl")]
    files = [*sorted((sets / "pages" / "gold_text").iterdir())]
    files += sorted((shared / "seeds" / "gold_text").iterdir())
    texts += [path.read_text(encoding="utf-8") for path in files]
    joined = {title: _plain("\n".join(parts)) for title, parts in laws.items()}
    return Material(joined, "\n".join([*joined.values(), *map(_plain, texts)]))


@pytest.mark.shared
def test_every_official_term_is_used_by_its_source(material: Material) -> None:
    unfounded, elsewhere = [], set()
    for entry in load_vocabulary().lexicon:
        for term in entry.official:
            if not _is_used(entry, term, material):
                outside = [name for name in entry.sources if name not in (*material.laws, HIT)]
                if outside:
                    elsewhere.add(f"{term}：{'、'.join(outside)}")
                else:
                    unfounded.append(f"{entry.lay}：{term}")
    print("评测材料里没有、出处在别的文件的用语：", *sorted(elsewhere), sep="\n")
    assert not unfounded
    assert len(elsewhere) < 60, "most terms must be proven by the material itself"


@pytest.mark.shared
def test_a_document_outside_the_material_is_named_only_where_the_material_is_silent(
    material: Material,
) -> None:
    needless = [
        entry.lay
        for entry in load_vocabulary().lexicon
        if any(name not in (*material.laws, HIT) for name in entry.sources)
        and all(_is_used(entry, term, material) for term in entry.official)
    ]
    assert not needless


def _is_used(entry: LexiconEntry, term: str, material: Material) -> bool:
    if HIT in entry.sources and term in material.everything:
        return True
    return any(term in material.laws.get(name, "") for name in entry.sources)


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _plain(text: str) -> str:
    return "".join(text.split())
