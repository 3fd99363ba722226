"""Pages pulled from the web as sources, one by one; what has not changed comes from the store."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import and_, select

from knowledge.database import Store
from knowledge.documents import SourceOrigin, StoredFile, Version
from knowledge.errors import AddressRefused, FetchError, PageGone
from knowledge.fetching.fetcher import Fetcher
from knowledge.fetching.pages import FetchedPage
from knowledge.fetching.responses import FetchedFile, NotModified
from knowledge.fetching.sitemaps import read_sitemap
from knowledge.given import GivenValue
from knowledge.sources import Refusal, SourceFile, Validators


@dataclass(frozen=True)
class WantedPage:
    """A page to pull, with the values that a manifest gives for it.

    `changed_before` is the moment before which it was last changed, where that is told.
    """

    url: str
    given: tuple[GivenValue, ...] = ()
    changed_before: datetime | None = None


@dataclass(frozen=True)
class _Held:
    """What the store holds of a page: its file, and how to ask whether it has changed."""

    source: SourceFile
    validators: Validators
    fetched_at: datetime


#: What a list gives: a page to pull, or a file that is at hand, or why it is neither.
Listed = WantedPage | SourceFile | Refusal


def pull(
    store: Store, fetcher: Fetcher, listed: Iterable[Listed]
) -> Iterator[SourceFile | Refusal]:
    """The pages as sources, each fetched when it is asked for, each address once.

    Files and refusals pass as they are.
    A page that has not changed comes with the bytes that the store holds, so that it is known
    without being read.
    """
    seen: set[str] = set()
    for each in listed:
        if not isinstance(each, WantedPage):
            yield each
            continue
        try:
            url = str(fetcher.checked(each.url))
        except AddressRefused as error:
            yield Refusal(each.url, each.url, str(error))
            continue
        if url not in seen:
            seen.add(url)
            yield _pulled(store, fetcher, replace(each, url=url))


def pages_of_sitemap(fetcher: Fetcher, address: str) -> Iterator[Listed]:
    """The pages that the sitemap at `address` lists, to be pulled where they changed since."""
    for listed in read_sitemap(fetcher, address):
        if isinstance(listed, Refusal):
            yield listed
        else:
            yield WantedPage(listed.url, changed_before=listed.changed_before)


def _pulled(store: Store, fetcher: Fetcher, page: WantedPage) -> SourceFile | Refusal:
    held = _held(store, page.url)
    if held and page.changed_before and page.changed_before <= held.fetched_at:
        return replace(held.source, given=page.given)
    passed: dict[str, _Held] = {}

    def known(url: str) -> Validators | None:
        found = _held(store, url)
        if found is None:
            return None
        passed[url] = found
        return found.validators

    try:
        fetched = fetcher.fetch(page.url, known)
    except PageGone as error:
        stays = "；库里的文件没有动，确已撤下请另行撤下" if held else ""
        return Refusal(page.url, page.url, f"{error}{stays}")
    except FetchError as error:
        return Refusal(page.url, page.url, str(error))
    if isinstance(fetched, NotModified):
        source = passed[fetched.url].source
        return replace(source, given=page.given, fetched=fetched.validators)
    return source_of(fetched, page.given)


def source_of(fetched: FetchedFile, given: tuple[GivenValue, ...] = ()) -> SourceFile:
    """What was fetched as a source, with the values that a manifest gives for it."""
    return SourceFile(
        origin=fetched.url,
        name=fetched.name,
        data=fetched.data,
        url=fetched.url,
        charset=fetched.charset,
        given=given,
        fetched=fetched.validators,
    )


def _held(store: Store, url: str) -> _Held | None:
    """What the store holds of the page, where its place still has the bytes last fetched."""
    query = (
        select(FetchedPage, StoredFile.data, Version.file_name, Version.charset)
        .join(
            SourceOrigin,
            and_(
                SourceOrigin.origin == FetchedPage.url,
                SourceOrigin.sha256 == FetchedPage.sha256,
            ),
        )
        .join(StoredFile, StoredFile.sha256 == FetchedPage.sha256)
        # Bytes that say what is stored already, with another counter, have no version.
        .outerjoin(Version, Version.sha256 == FetchedPage.sha256)
        .where(FetchedPage.url == url)
        .limit(1)
    )
    with store.reading() as session:
        row = session.execute(query).one_or_none()
        if row is None:
            return None
        page, data, name, charset = row
        return _Held(
            SourceFile(url, name or url.rpartition("/")[2], data, url=url, charset=charset),
            Validators(page.etag, page.last_modified),
            page.fetched_at,
        )
