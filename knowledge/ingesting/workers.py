"""Readers in processes of their own: one that hangs, explodes or crashes costs its file alone."""

from __future__ import annotations

from collections import deque

from knowledge.ingesting.processes import Limits, Processes, Task
from knowledge.outline import Reading
from knowledge.sources import SourceFile

#: What reads a document in a worker: module and function.
READER = "knowledge.reading:read_document"


class Workers(Processes[SourceFile, Reading]):
    """Reads in worker processes; a context manager, at whose end they are gone."""

    def __init__(
        self, limits: Limits | None = None, count: int | None = None, reader: str = READER
    ) -> None:
        """At most `count` processes, as many as there are processors where none is given."""
        super().__init__(reader, limits, count)
        self._expected: deque[Task[SourceFile, Reading]] = deque()

    def expect(self, source: SourceFile) -> None:
        """Begin with a source that `read` will be asked for, after those expected before."""
        self._expected.append(self.start(source))

    def read(self, source: SourceFile) -> Reading:
        """Read the source; raises SourceError, WorkersUnavailable."""
        if any(task.given is source for task in self._expected):
            while (task := self._expected.popleft()).given is not source:
                pass  # it was not asked for when its turn came
        else:
            task = self.start(source)
        return self.finish(task)
