"""The error tree of the indexer package.

SearchIndexError
├── IndexMissing       no index has been built yet
├── IndexDamaged       the files are not a readable index
└── IndexOutdated      the index was built by another layout of fields; rebuild it
"""

from __future__ import annotations


class SearchIndexError(Exception):
    """Base of every error that this package raises on purpose."""


class IndexMissing(SearchIndexError):
    """No index has been built yet; run `yihaoda index`."""


class IndexDamaged(SearchIndexError):
    """The files are not a readable index; run `yihaoda index`."""


class IndexOutdated(SearchIndexError):
    """The index has another layout than this program's; run `yihaoda index`."""
