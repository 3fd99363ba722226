"""From a clean document to its metadata, each value with the place it was read from.

What neither the document nor its page says stays None: nothing is inferred from file names, from
the site, or from a number without a year.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from knowledge.cleaned import CleanDocument, LineRole
from knowledge.keys import number_key, title_key
from knowledge.metadata.days import Signature, day_of_field, printed_on, read_signature
from knowledge.metadata.duties import read_duties
from knowledge.metadata.fields import read_fields
from knowledge.metadata.heads import Title, read_number, read_title
from knowledge.metadata.issuers import read_issuers
from knowledge.metadata.kinds import read_kind
from knowledge.metadata.organs import region_of
from knowledge.metadata.references import Own, read_references
from knowledge.metadata.repeals import read_repeals
from knowledge.metadata.segments import Segment, read_segments
from knowledge.metadata.terms import read_terms
from knowledge.outline import FieldReading, Metadata, ReferenceReading
from knowledge.rank import ranked
from knowledge.titles import carried_by, find_carried_title

__all__ = ["read_metadata"]


def read_metadata(document: CleanDocument, source_url: str | None) -> Metadata:
    """Read the metadata of a document; `source_url` is the address the page tells of itself."""
    segments = read_segments(document)
    fields = read_fields(segments)
    body = [segment for segment in segments if segment.role is LineRole.BODY]
    title = read_title(segments, fields)
    signature = read_signature(segments)
    number = read_number(segments, fields)
    issuers = read_issuers(title, segments, fields, signature)
    written = day_of_field(fields, "written_on", "written_on") or _signed(signature)
    published = day_of_field(fields, "published_on", "published_on")
    terms = read_terms(segments, fields, printed_on(segments) or (written[0] if written else None))
    carried = _carried(title, body)
    region = [
        FieldReading("region", place, each.read_from, each.start, each.end)
        for each in issuers[:1]
        if (place := region_of(each.value)) is not None
    ]
    evidence = [found[1] for found in (number, written, published) if found]
    return Metadata(
        title=title.text if title else "",
        carried_title=carried.value if carried else None,
        doc_number=number[1].value if number else None,
        issuers=tuple(each.value for each in issuers),
        kind=read_kind(title.text if title else "", body),
        region=region[0].value if region else None,
        written_on=written[0] if written else None,
        published_on=published[0] if published else None,
        source_url=source_url,
        validity=ranked(
            terms.facts,
            title.text if title else "",
            carried.value if carried else None,
            number[1].value if number else None,
        ),
        references=_references(segments, title, carried, number, terms.facts.effective_on),
        duties=tuple(read_duties(segments)),
        evidence=(
            *([title.reading] if title else []),
            *([carried] if carried else []),
            *evidence,
            *issuers,
            *region,
            *terms.evidence,
        ),
    )


def _references(
    segments: Sequence[Segment],
    title: Title | None,
    carried: FieldReading | None,
    number: tuple[object, FieldReading] | None,
    effective_on: date | None,
) -> tuple[ReferenceReading, ...]:
    """The clauses on other documents: what it ends or changes, then what it explains or cites."""
    name = title.text if title else ""
    own = Own.of(
        name,
        carried.value if carried else None,
        number_key(number[1].value) if number else None,
    )
    repeals = read_repeals(segments, effective_on)
    return (*repeals, *read_references(segments, name, own, repeals))


def _signed(signature: Signature | None) -> tuple[date, FieldReading] | None:
    return (signature.day, signature.reading) if signature else None


def _carried(title: Title | None, body: Sequence[Segment]) -> FieldReading | None:
    """The title of the document that this one carries: as its own text prints it, else by name."""
    if title is None:
        return None
    lines = [segment for segment in body if not segment.is_table]
    found = find_carried_title(title.text, [segment.text for segment in lines])
    if found is not None and title_key(lines[found].text) != title_key(title.text):
        text = lines[found].text
        return lines[found].reading("carried_title", text, 0, len(text))
    named = carried_by(title.text)
    start = title.segment.text.find(named) if named else -1
    if named is None or start < 0:
        return None
    return title.segment.reading("carried_title", named, start, start + len(named))
