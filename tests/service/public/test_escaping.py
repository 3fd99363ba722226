"""Whatever a document, its file or an address says, every public page shows it as text.

The document has markup in every field that is stored, each naming its place; the pages are walked,
and each place must be found there, as text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from lxml import etree

from knowledge.documents import DocumentId
from knowledge.outline import Outline, PartOutline
from knowledge.relations.decisions import RelationKind, Tie, add
from knowledge.validity import ValidityFacts
from service.apps import create_app
from service.config import Settings
from service.wiring import open_office
from tests.clocks import FrozenClock
from tests.factories import DAY_OF_INGESTION, make_document

#: Markup that has become real: an element that only the documents' texts could have brought.
REAL = re.compile(r"<(?:img|svg|b)\b|<script>|href=\"javascript:", re.IGNORECASE)


def hostile(place: str) -> str:
    return f"\"'></title></a><script>{place}</script><img src=x onerror=alert(1)>&lt;b&gt;"


def text_and_parts() -> tuple[str, Outline]:
    """A text with headings, a clause, a pair and a table, and the parts that begin its lines."""
    lines = [
        hostile("heading"), "第一条　" + hostile("clause"), hostile("question"),
        "答：" + hostile("answer"), f"{hostile('cell')} | 二", f"{hostile('row')} | 二",
    ]  # fmt: skip
    text = "\n".join(lines)

    def part(level: str, label: str, heading: str, line: int, last: int) -> PartOutline:
        start = sum(len(each) + 1 for each in lines[:line])
        end = sum(len(each) + 1 for each in lines[: last + 1]) - 1
        return PartOutline(None, level, label, heading, hostile("locator"), start, end)

    parts = (
        part("一、", "", lines[0], 0, 0),
        part("条", "第一条", lines[1], 1, 1),
        part("qa", "问", lines[2], 2, 3),
    )
    return text, Outline(parts, ())


@pytest.fixture(scope="module")
def visited(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[FlaskClient, DocumentId]]:
    """A client of an office with the hostile document, and the document."""
    home = tmp_path_factory.mktemp("hostile")
    opened = open_office(
        Settings(
            home=home, organ=hostile("organ"), hotline="12345", public_address="https://a.example"
        ),
        FrozenClock(),
    )
    text, outline = text_and_parts()
    fields = {
        "doc_number": hostile("doc_number"),
        "issuers": (hostile("issuer"),),
        "kind": "<b>kind",
        "region": hostile("region"),
        "source_url": hostile("source_url"),
        "published_on": date(2026, 1, 2),
        "validity": ValidityFacts(expires_on=date(2027, 1, 1), expires_from=hostile("read_from")),
    }
    document = make_document(
        opened.store, (text,), title=hostile("title"), outline=outline, **fields
    )
    other = make_document(opened.store, ("无",), title=hostile("related"))
    with opened.store.writing() as session:
        add(session, Tie(other, RelationKind.INTERPRETS, document), "写明", DAY_OF_INGESTION)
    yield create_app(opened).test_client(), document
    opened.close()


IN_DOCUMENT = (
    "title doc_number issuer region source_url read_from heading clause question answer cell row"
    " related organ"
)


@pytest.mark.parametrize(
    ("address", "places"),
    [
        ("/documents/{id}", IN_DOCUMENT),
        ("/documents/{id}?layout=kiosk&text=large", IN_DOCUMENT),
        ("/documents/{id}/versions/1?start=3&end=40", "title organ"),
        ("/documents/{id}/versions/1?layer=raw", "title heading clause answer organ"),
        ("/documents", "title doc_number issuer related region organ"),
        ("/documents?words={markup}&organ={markup}&region={markup}&kind={markup}", "address organ"),
        ("/questions", "title question answer organ"),
        ("/questions?topic={markup}", "organ"),
        ("/", "organ"),
        ("/consultations", "organ"),
        ("/privacy", "organ"),
        ("/{markup}", "organ"),
    ],
)
def test_every_place_of_every_page_shows_markup_as_text(
    visited: tuple[FlaskClient, DocumentId], address: str, places: str
) -> None:
    client, document = visited
    page = client.get(address.format(id=document, markup=quote(hostile("address")))).text
    for place in places.split():
        assert f"&lt;script&gt;{place}&lt;/script&gt;" in page, place
    assert REAL.findall(page) == []


def test_what_tells_that_markup_is_real_does_tell() -> None:
    assert REAL.search(hostile("place"))


def test_the_site_map_is_well_formed_whatever_it_is_asked(
    visited: tuple[FlaskClient, DocumentId],
) -> None:
    client, document = visited
    for address in ("/sitemap.xml", f"/sitemap/documents.xml?first={quote(hostile('first'))}"):
        etree.fromstring(client.get(address).data)
    assert document in client.get("/sitemap/documents.xml").text


def test_a_file_s_name_is_shown_as_text(client: FlaskClient) -> None:
    listed = client.get("/documents?words=漫灌").text
    address = re.findall(r'<li><a href="(/documents/d[0-9a-f]+)"', listed)[0]
    assert "漫灌 &lt;b&gt;" in client.get(address).text
