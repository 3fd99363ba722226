"""The error tree of the knowledge package.

KnowledgeError
├── SourceError             a file cannot become a document; costs that file alone
│   ├── UnreadableSource    the bytes cannot be had (permission, vanished, loop)
│   │   └── FetchError      they cannot be had from the web
│   │       ├── AddressRefused  the address is none to fetch from: private, or no http(s)
│   │       ├── RobotsRefused   the site does not let programs fetch it
│   │       └── PageGone        there is no such page any more
│   ├── EmptySource         there are no bytes
│   ├── UnsupportedSource   the content is of no format that is read here
│   ├── DamagedSource       the format is known, but the file is cut short or contradicts itself
│   ├── ProtectedSource     the content opens with a password only
│   ├── OversizedSource     it is more than is read here, or takes too much to read
│   ├── NoTextInSource      the format is read, but no main text is in it
│   │   └── NeedsOcr        it shows pictures of text: to be recognised (OCR) before
│   └── SourceFault         a reader of this program broke on it
├── WorkersUnavailable      the processes that read files cannot be had
├── UnknownDocument         there is no such document, or not this version of it
├── PublicationRefused      a document cannot be withdrawn or restored as asked
├── DecisionRefused         a relation cannot be decided on as asked
├── RuleTableError          the table of superseded rules is not what its header says
└── StoreError              the store cannot be used as asked
    ├── StoreUnavailable    the database is full, locked, gone or damaged
    └── IngestStopped       so it became in the middle of a run (in `knowledge.ingesting.ingestion`)
"""

from __future__ import annotations


class KnowledgeError(Exception):
    """Base of every error that this package raises on purpose."""


class SourceError(KnowledgeError):
    """A source cannot become a document; `str(error)` is a Chinese sentence for the report."""


class UnreadableSource(SourceError):
    """The bytes of the source cannot be had."""


class FetchError(UnreadableSource):
    """The bytes cannot be had from the web."""


class AddressRefused(FetchError):
    """The address is none to fetch from: not public, or not http(s)."""


class RobotsRefused(FetchError):
    """The site does not let programs fetch the page."""


class PageGone(FetchError):
    """There is no such page, or no more: the server says so."""


class EmptySource(SourceError):
    """The source holds no bytes, or only white space."""


class UnsupportedSource(SourceError):
    """The content is of no format that is read here."""


class DamagedSource(SourceError):
    """The format is known, but the file is cut short or contradicts itself."""


class ProtectedSource(SourceError):
    """The content opens with a password only."""


class OversizedSource(SourceError):
    """The source is more than is read here: too many bytes, files, rows or levels, too long."""


class NoTextInSource(SourceError):
    """The source is read, but holds no main text."""


class NeedsOcr(NoTextInSource):
    """The source shows text as pictures or in fonts without codes; recognise it (OCR) first."""


class SourceFault(SourceError):
    """A reader of this program broke on the source; the cause is chained."""


class WorkersUnavailable(KnowledgeError):
    """The processes that read files cannot be started; the message says how it failed."""


class UnknownDocument(KnowledgeError):
    """There is no such document, or not this version of it."""


class PublicationRefused(KnowledgeError):
    """The document cannot be withdrawn or restored: it already is, or no reason is given."""


class DecisionRefused(KnowledgeError):
    """No reason is given, there is nothing to take back, or a document is related to itself."""


class RuleTableError(KnowledgeError):
    """A line of the table of superseded rules is wrong; the message names it."""


class StoreError(KnowledgeError):
    """The store cannot be used as asked; the message says why and what to do."""


class StoreUnavailable(StoreError):
    """The database is full, locked, gone or damaged; what was committed before stays."""
