"""The table of everyday words (俗称词表): each word leads to official terms."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from indexer.normalisation import normalise
from indexer.vocabulary import GAP, HIT, LexiconEntry, Relation, load_vocabulary, official_terms
from service.config import Settings
from service.vocabulary.errors import VocabularyRefused
from service.vocabulary.kinds import LISTED, Cells, Column, Kind, listed, never_stays
from service.vocabulary.overlay import Own, Standing, in_force, rows_of

#: The relations by what the table calls them.
RELATIONS: Mapping[str, Relation] = {
    "同一事物": Relation.EQUIVALENT,
    "旧称": Relation.OBSOLETE,
    "俗称更宽": Relation.BROADER,
    "俗称更窄": Relation.NARROWER,
    "相关": Relation.RELATED,
    "多义": Relation.AMBIGUOUS,
}
_TOLD = {relation: told for told, relation in RELATIONS.items()}

#: The fields of the shipped words, those with the most words first.
_DOMAINS = (
    "治安 家庭 劳动 住房 交管 消费 合同 公检法 农业 医保 教育 民政 卫健 社保 行政 城管 市场"
    " 不动产 就业 办事 应急 环保 户籍 税务 退役军人 公开 出入境 征收 残联 林业 金额 信访 供热"
    " 时间 宗教 基层 公积金 乡村振兴 商务"
)
DOMAINS = tuple(_DOMAINS.split())

#: The shortest and the longest everyday word, in characters.
_SHORTEST, _LONGEST = 2, 20
#: A word of the office as long as this counts also where the segmenter cuts it up.
_ANYWHERE = 3


@cache
def _entries() -> dict[str, LexiconEntry]:
    return {_key(entry.lay): entry for entry in load_vocabulary().lexicon}


@cache
def _shipped_rows() -> dict[str, Cells]:
    return {key: _cells(entry) for key, entry in _entries().items()}


def _shipped(_settings: Settings) -> Mapping[str, Cells]:
    return _shipped_rows()


def _cells(entry: LexiconEntry) -> Cells:
    return {
        "lay": entry.lay,
        "official": LISTED.join(entry.official),
        "relation": _TOLD[entry.relation],
        "domain": entry.domain,
        "source": LISTED.join(f"《{each}》" for each in entry.sources if each != HIT),
    }


def _key(lay: str) -> str:
    """How words are told apart: as questions are searched for them."""
    return GAP.join(normalise(part) for part in lay.split(GAP))


def _check(cells: Cells, _others: Mapping[str, Cells], _settings: Settings) -> None:
    lay = cells["lay"]
    if len(_key(lay).replace(GAP, "")) < _SHORTEST and _key(lay) not in _entries():
        raise VocabularyRefused(f"俗称至少要 {_SHORTEST} 个字：一个字的会牵连不相干的问题")
    if LISTED in lay:
        raise VocabularyRefused("一行只写一种说法；几种说法分几行写")
    try:
        official_terms(lay, tuple(listed(cells["official"])), RELATIONS[cells["relation"]])
    except ValueError as error:
        raise VocabularyRefused(str(error).replace(Relation.AMBIGUOUS.value, "“多义”")) from error


def lexicon(settings: Settings, own: Own) -> tuple[LexiconEntry, ...]:
    """The words in force, the shipped ones in their order, those that the office added after them.

    Rows that an older release took and this one does not know are left out.
    """
    rows = rows_of(LEXICON, settings, own)
    counting = in_force(rows)
    shipped = _entries()
    ordered = sorted(counting, key=lambda key: key not in shipped)
    made = (
        shipped[key] if rows[key].standing is Standing.SHIPPED else _entry(key, counting[key])
        for key in ordered
    )
    return tuple(entry for entry in made if entry is not None)


def _entry(key: str, cells: Cells) -> LexiconEntry | None:
    """The word of a row; None where this program would not take it any more."""
    try:
        relation = RELATIONS[cells["relation"]]
        official = official_terms(cells["lay"], tuple(listed(cells["official"])), relation)
    except (KeyError, ValueError):
        return None
    anywhere = key not in _entries() and len(key) >= _ANYWHERE and GAP not in key
    return LexiconEntry(cells["lay"], official, relation, cells["domain"], (), anywhere)


LEXICON = Kind(
    slug="lexicon",
    title="俗称词表",
    lead="群众的说法对应哪些规范用语。提问里有左边的词，就同时按右边的词查找。",
    columns=(
        Column(
            "lay", "俗称", _LONGEST, 18, hint="群众怎么说。中间可以隔几个字的，写成“押金…不退”。"
        ),
        Column("official", "规范用语", 200, 40, lists=True, hint="文件里怎么写；几个用“、”分开。"),
        Column("relation", "关系", 8, 10, choices=tuple(RELATIONS)),
        Column("domain", "领域", 10, 10, choices=DOMAINS),
        Column("source", "出处", 200, 40, required=False, lists=True, hint="哪些文件用这些词。"),
    ),
    shipped=_shipped,
    key_of=lambda cells: _key(cells["lay"]),
    check=_check,
    stays=never_stays,
    facet="domain",
)
