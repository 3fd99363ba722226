"""What became of the files of an ingest: each one's outcome, and the report of all."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from knowledge.documents import DocumentId
from knowledge.errors import StoreError
from knowledge.identity.similarity import NearDuplicate


class IngestResult(StrEnum):
    """What became of a file; the value is what people read."""

    ADDED = "新增"
    CHANGED = "更新"
    UNCHANGED = "未变"
    FAILED = "失败"


@dataclass(frozen=True)
class FileOutcome:
    """What became of one file: the document it is, or the reason why it is none.

    `doubts` are what could not be repaired in a new version (存疑), and what speaks against other
    sources and documents, a sentence each. `near_duplicates` are other documents of nearly the
    same text.
    """

    name: str
    result: IngestResult
    document_id: DocumentId | None = None
    version: int | None = None
    title: str | None = None
    reason: str | None = None
    doubts: tuple[str, ...] = ()
    near_duplicates: tuple[NearDuplicate, ...] = ()


@dataclass(frozen=True)
class IngestReport:
    """What became of every file of a run, in the order in which they were read."""

    outcomes: tuple[FileOutcome, ...]

    def of(self, result: IngestResult) -> tuple[FileOutcome, ...]:
        """The files with this result."""
        return tuple(outcome for outcome in self.outcomes if outcome.result is result)

    @property
    def added(self) -> tuple[FileOutcome, ...]:
        """Files that became new documents."""
        return self.of(IngestResult.ADDED)

    @property
    def changed(self) -> tuple[FileOutcome, ...]:
        """Files that became new versions."""
        return self.of(IngestResult.CHANGED)

    @property
    def unchanged(self) -> tuple[FileOutcome, ...]:
        """Files whose bytes the store had."""
        return self.of(IngestResult.UNCHANGED)

    @property
    def failed(self) -> tuple[FileOutcome, ...]:
        """Files that are no documents, each with its reason."""
        return self.of(IngestResult.FAILED)


class IngestStopped(StoreError):
    """The store gave out in the middle of a run; `report` tells what is done, and stays done."""

    #: What people read after the reason.
    going_on = "已完成的文件都已保存，排除故障后重新运行即可接着导入"

    def __init__(self, reason: str, report: IngestReport) -> None:
        super().__init__(f"{reason}。{self.going_on}")
        self.report = report


class IngestInterrupted(IngestStopped):
    """A person ended the run (Ctrl-C)."""

    going_on = "再运行同一条命令即可接着导入其余的，已保存的不会重复"

    def __init__(self, report: IngestReport) -> None:
        super().__init__(f"已中断：处理完的 {len(report.outcomes)} 个文件都已保存", report)
