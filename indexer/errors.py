"""The error tree of the indexer package.

SearchIndexError
├── IndexMissing       no index has been built yet
├── IndexDamaged       the files are not a readable index
├── IndexOutdated      the index was built by another layout of fields; rebuild it
├── IndexUnwritable    the build could not be written (no permission, the disk gives out)
│   └── DiskFull       there is no room for it
├── BuildBusy          another process is building the index
├── ModelError         a learned model cannot be used; the hand-set weights can
│   ├── ModelMissing   there is none
│   ├── ModelDamaged   the file is not what was saved
│   └── ModelOutdated  it was trained on other features
└── VocabularyError    a line of a vocabulary file is not what its header says
"""

from __future__ import annotations

from pathlib import Path


class SearchIndexError(Exception):
    """Base of every error that this package raises on purpose."""


class IndexMissing(SearchIndexError):
    """No index has been built yet; run `yihaoda index`."""


class IndexDamaged(SearchIndexError):
    """The files are not a readable index; run `yihaoda index`."""


class IndexOutdated(SearchIndexError):
    """The index has another layout than this program's; run `yihaoda index`."""


class IndexUnwritable(SearchIndexError):
    """The build could not be written; the index in use stays as it was."""


class DiskFull(IndexUnwritable):
    """There is no room on the disk; the index in use stays as it was."""


class BuildBusy(SearchIndexError):
    """Another process is building the index; wait until it is done."""


class ModelError(SearchIndexError):
    """A learned model cannot be used; ranking goes on by hand-set weights."""


class ModelMissing(ModelError):
    """There is no model."""


class ModelDamaged(ModelError):
    """The model's file is not what was saved."""


class ModelOutdated(ModelError):
    """The model was trained on other features than this program computes."""


class VocabularyError(SearchIndexError):
    """A line of a vocabulary file is wrong; the message names file, line and fault."""

    def __init__(self, path: Path, line: int, fault: str) -> None:
        super().__init__(f"{path.name} 第 {line} 行：{fault}")
        self.path = path
        self.line = line
