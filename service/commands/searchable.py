"""Letting a change be found at once, where a person who made it is waiting."""

from __future__ import annotations

from pathlib import Path

from indexer.build import open_index, update_index
from indexer.errors import BuildBusy, SearchIndexError
from knowledge.database import Store
from service.commands.progress import progress_bar


def made_searchable(store: Store, folder: Path) -> str:
    """Bring the index in `folder` up to the store; returns what became of it, in a sentence.

    An index that is not there or cannot be used is left alone: to build it whole takes long.
    """
    try:
        open_index(folder)
        with progress_bar("更新索引") as progress:
            update_index(store, folder, progress)
    except BuildBusy:
        return "索引正由另一个进程更新，随后就可以检索到"
    except SearchIndexError as error:
        return f"现在还检索不到（{error}）：请运行 yihaoda index"
    return "索引已经跟上，现在就可以检索到"
