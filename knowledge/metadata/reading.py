"""From a clean document to its metadata, each value with the place it was read from.

What neither the document nor its page says stays None: nothing is inferred from file names, from
the site, or from a number without a year. Where places differ, the table of trust decides which
value counts, and the others stay as evidence.
"""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.cleaned import CleanDocument, LineRole
from knowledge.keys import number_key, title_key
from knowledge.metadata.days import read_printed, read_published, read_signature, read_written
from knowledge.metadata.duties import read_duties
from knowledge.metadata.fields import PageField, read_fields
from knowledge.metadata.heads import Title, read_titles, title_evidence
from knowledge.metadata.issuers import Issuers, read_issuers
from knowledge.metadata.kinds import read_kind
from knowledge.metadata.misprints import read_misprints
from knowledge.metadata.numbers import read_numbers
from knowledge.metadata.organs import level_of, region_of
from knowledge.metadata.references import Own, read_references
from knowledge.metadata.repeals import read_repeals
from knowledge.metadata.segments import Segment, read_segments
from knowledge.metadata.terms import read_terms
from knowledge.metadata.trust import Found, by_trust, chosen, evidence, found
from knowledge.outline import FieldReading, Metadata
from knowledge.rank import ranked
from knowledge.titles import carried_by, find_carried_title

#: Fields that are kept as the page's catalogue prints them.
_AS_PRINTED = ("index_number", "unified_number", "topic")


def read_metadata(document: CleanDocument, source_url: str | None) -> Metadata:
    """Read the metadata of a document; `source_url` is the address the page tells of itself."""
    segments = read_segments(document)
    fields = read_fields(segments)
    body = [segment for segment in segments if segment.role is LineRole.BODY]
    titles = read_titles(segments, fields)
    title = chosen(titles)
    name = title.text if title else ""
    signature = read_signature(segments)
    numbers = read_numbers(segments, fields, title)
    issuers = read_issuers(title, segments, fields, signature)
    published = read_published(segments, fields, name)
    written = read_written(segments, fields, signature, chosen(published))
    printed = read_printed(segments)
    issued_on = chosen(printed) or chosen(written) or chosen(published)
    terms = read_terms(segments, fields, issued_on)
    carried = _carried(title, body)
    carried_title = carried.value if carried else None
    number = chosen(numbers)
    own = Own.of(name, carried_title, number_key(number) if number else None)
    repeals = read_repeals(segments, terms.facts.effective_on)
    places = _places(issuers)
    told = {name: _as_printed(fields, name) for name in _AS_PRINTED}
    return Metadata(
        title=name,
        carried_title=carried_title,
        doc_number=number,
        issuers=chosen(issuers) or (),
        kind=read_kind(name, body),
        level=places.get("level"),
        region=places.get("region"),
        index_number=chosen(told["index_number"]),
        unified_number=chosen(told["unified_number"]),
        topic=chosen(told["topic"]),
        written_on=chosen(written),
        published_on=chosen(published),
        source_url=source_url,
        validity=ranked(terms.facts, name, carried_title, number),
        references=(*repeals, *read_references(segments, name, own, repeals)),
        duties=tuple(read_duties(segments)),
        doubts=tuple(read_misprints(segments, fields)),
        evidence=(
            *title_evidence(titles),
            *([carried] if carried else []),
            *evidence(numbers),
            *evidence(written),
            *evidence(printed),
            *evidence(published),
            *evidence(issuers),
            *_place_evidence(issuers, places),
            *(reading for name in _AS_PRINTED for reading in evidence(told[name])),
            *terms.evidence,
        ),
    )


def _as_printed(fields: Sequence[PageField], name: str) -> list[Found[str]]:
    return by_trust(
        name,
        [
            found(
                field.value,
                field.place,
                field.segment.reading(name, field.value, field.start, field.end),
            )
            for field in fields
            if field.name == name
        ],
    )


def _places(issuers: Sequence[Issuers]) -> dict[str, str]:
    """The region and the level of the first issuer, each where its name tells it."""
    for organ in (chosen(issuers) or ())[:1]:
        told = {"region": region_of(organ), "level": level_of(organ)}
        return {name: value for name, value in told.items() if value is not None}
    return {}


def _place_evidence(issuers: Sequence[Issuers], places: dict[str, str]) -> list[FieldReading]:
    if not issuers:
        return []
    first = issuers[0].reading
    return [
        FieldReading(name, value, first.read_from, first.start, first.end)
        for name, value in places.items()
    ]


def _carried(title: Title | None, body: Sequence[Segment]) -> FieldReading | None:
    """The title of the document that this one carries: as its own text prints it, else by name."""
    if title is None:
        return None
    lines = [segment for segment in body if not segment.is_table]
    found_line = find_carried_title(title.text, [segment.text for segment in lines])
    if found_line is not None and title_key(lines[found_line].text) != title_key(title.text):
        text = lines[found_line].text
        return lines[found_line].reading("carried_title", text, 0, len(text))
    named = carried_by(title.text)
    start = title.segment.text.find(named) if named else -1
    if named is None or start < 0:
        return None
    return title.segment.reading("carried_title", named, start, start + len(named))
