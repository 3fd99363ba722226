"""Work in processes of its own: what hangs, explodes or crashes there costs one task alone.

The processes are started as they are needed and kept for the next task. They are new programs,
not forks: whoever starts them holds database connections and threads, which no fork survives, and
a process group can be killed with all that was started in it.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections import deque
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from pathlib import Path
from types import TracebackType
from typing import Generic, NoReturn, Self, TypeVar

from knowledge.errors import OversizedSource, SourceError, SourceFault, WorkersUnavailable
from knowledge.ingesting.scratch import scratch_folder
from knowledge.ingesting.worker_process import READY

Given = TypeVar("Given")
Made = TypeVar("Made")

#: Tasks that wait before one more process is started: it pays for its start by then.
_TASKS_A_PROCESS = 4

#: Processes in a row that end before they are ready; more of them will not do better.
_FAILED_STARTS = 3


@dataclass(frozen=True)
class Limits:
    """What one task may take: seconds, and bytes of memory."""

    seconds: float = 60.0
    memory: int = 2 * 1024**3
    #: Seconds that a process may take to start.
    start: float = 60.0


@dataclass(eq=False)
class Task(Generic[Given, Made]):
    """Something to be worked on; once it is done, `answer` is the result or why there is none."""

    given: Given
    answer: Made | SourceError | None = None


@dataclass(eq=False)
class _Worker(Generic[Given, Made]):
    """A process; `task` is what it works on now, until `deadline` (monotonic seconds)."""

    process: subprocess.Popen[bytes]
    connection: Connection
    deadline: float
    #: Where it keeps what it needs for a while; gone with it, however it ends.
    scratch: str
    ready: bool = False
    task: Task[Given, Made] | None = field(default=None)

    @property
    def idle(self) -> bool:
        return self.ready and self.task is None


class Processes(Generic[Given, Made]):
    """Has tasks worked on in processes; a context manager, at whose end they are gone.

    To be used by one thread, which must outlive it: a process ends when the thread that started
    it does.
    """

    def __init__(self, worker: str, limits: Limits | None = None, count: int | None = None) -> None:
        """At most `count` processes, as many as there are processors where none is given.

        `worker` names the function that makes the result of what it is given: `module:function`.
        """
        self._limits = limits or Limits()
        self._count = count or max(2, len(os.sched_getaffinity(0)))
        self._function = worker
        self._workers: list[_Worker[Given, Made]] = []
        self._waiting: deque[Task[Given, Made]] = deque()
        self._failed_starts = 0
        self._unavailable: WorkersUnavailable | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        while self._workers:
            self._end(self._workers[-1])

    @property
    def processes(self) -> list[int]:
        """The ids of the processes."""
        return [worker.process.pid for worker in self._workers]

    def tend(self) -> None:
        """Take what has come and hand out what waits, without waiting.

        Whoever asks is in the middle of other work: a fault is told to the next who waits.
        """
        with contextlib.suppress(WorkersUnavailable):
            self._turn(0)

    def start(self, given: Given) -> Task[Given, Made]:
        """Have it worked on as soon as a process is free."""
        task: Task[Given, Made] = Task(given)
        self._waiting.append(task)
        self._turn(0)
        return task

    def finish(self, task: Task[Given, Made]) -> Made:
        """What was made of it; waits until it has been. Raises SourceError, WorkersUnavailable."""
        while task.answer is None:
            self._turn(None)
        if isinstance(task.answer, SourceError):
            raise task.answer
        return task.answer

    def _turn(self, seconds: float | None) -> None:
        """Hand out what waits, then take what has come, waiting for it up to `seconds`."""
        if self._unavailable is not None:
            raise self._unavailable
        self._hand_out()
        busy = [worker for worker in self._workers if not worker.idle]
        if not busy:
            return
        left = max(0.0, min(worker.deadline for worker in busy) - time.monotonic())
        come = wait([worker.connection for worker in busy], left if seconds is None else seconds)
        for worker in busy:
            if worker.connection in come:
                self._take(worker)
            elif worker.deadline <= time.monotonic():
                self._overdue(worker)
        self._hand_out()

    def _hand_out(self) -> None:
        for worker in [worker for worker in self._workers if worker.idle]:
            if self._waiting:
                self._give(worker, self._waiting.popleft())
        wanted = -(-len(self._waiting) // _TASKS_A_PROCESS)
        starting = sum(not worker.ready for worker in self._workers)
        for _ in range(min(wanted - starting, self._count - len(self._workers))):
            self._workers.append(self._started())

    def _give(self, worker: _Worker[Given, Made], task: Task[Given, Made]) -> None:
        try:
            worker.connection.send(task.given)
        except OSError:  # it ended while it was idle
            self._end(worker)
            self._waiting.appendleft(task)
            return
        worker.task, worker.deadline = task, time.monotonic() + self._limits.seconds

    def _take(self, worker: _Worker[Given, Made]) -> None:
        try:
            message = worker.connection.recv()
        except (EOFError, OSError):
            self._ended(worker)
            return
        if worker.task is None:
            worker.ready = message == READY
            self._failed_starts = 0
            return
        answer, grown_large = message
        worker.task.answer, worker.task = answer, None
        if grown_large:
            self._end(worker)

    def _ended(self, worker: _Worker[Given, Made]) -> None:
        """A process ended by itself: its file is to blame where it had one."""
        status = self._end(worker)
        if worker.task is not None:
            worker.task.answer = SourceFault(
                f"程序读这个文件时意外结束（{_told(status)}），请把文件交给维护人员"
            )
        elif not worker.ready:
            self._failed_starts += 1
            if self._failed_starts >= _FAILED_STARTS:
                self._give_up(f"读取文件的进程启动不了（{_told(status)}）")

    def _overdue(self, worker: _Worker[Given, Made]) -> None:
        self._end(worker)
        if worker.task is None:
            self._give_up(f"读取文件的进程 {self._limits.start:g} 秒内没有启动起来")
        worker.task.answer = OversizedSource(
            f"读取超过 {self._limits.seconds:g} 秒，已放弃；文件可能已损坏或过于复杂，"
            "请换一种格式或拆分后再导入"
        )

    def _give_up(self, reason: str) -> NoReturn:
        """No more processes are tried: whoever waits is told at once from now on."""
        self._unavailable = WorkersUnavailable(reason)
        raise self._unavailable

    def _started(self) -> _Worker[Given, Made]:
        ours, theirs = socket.socketpair()
        limits = self._limits
        scratch = scratch_folder()
        path = [each or str(Path.cwd()) for each in sys.path]
        with theirs:
            process = subprocess.Popen(  # noqa: S603  # this very program
                [
                    *(sys.executable, "-P", "-m", "knowledge.ingesting.worker_process"),
                    *(str(theirs.fileno()), str(os.getpid()), self._function),
                    *(str(limits.seconds), str(limits.memory)),
                ],
                env={**os.environ, "PYTHONPATH": os.pathsep.join(path), "TMPDIR": scratch},
                stdin=subprocess.DEVNULL,
                # What libraries print is for nobody, and must not get into a command's output.
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
                start_new_session=True,
            )
        connection = Connection(ours.detach())
        return _Worker(process, connection, time.monotonic() + limits.start, scratch)

    def _end(self, worker: _Worker[Given, Made]) -> int:
        """Kill the process with all it started, and forget it; returns its status."""
        self._workers.remove(worker)
        worker.connection.close()
        # Before it is waited for: until then its number is no other group's.
        with contextlib.suppress(ProcessLookupError):
            os.killpg(worker.process.pid, signal.SIGKILL)
        status = worker.process.wait()
        shutil.rmtree(worker.scratch, ignore_errors=True)
        return status


def _told(status: int) -> str:
    return f"退出码 {status}" if status >= 0 else f"信号 {signal.Signals(-status).name}"
