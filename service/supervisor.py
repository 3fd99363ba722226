"""A small process that keeps the service's processes running, and ends with them.

It holds no data and opens nothing: what it starts can die at any moment and be started again.
"""

from __future__ import annotations

import ctypes
import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

log = logging.getLogger("yihaoda.supervisor")

#: Seconds between two looks at the children.
LOOK_EVERY = 0.1

PR_SET_PDEATHSIG = 1


@dataclass(frozen=True)
class Program:
    """A Python module that runs as a child, its arguments, and the descriptors it inherits."""

    name: str
    module: str
    arguments: tuple[str, ...] = ()
    descriptors: tuple[int, ...] = ()


@dataclass(frozen=True)
class Patience:
    """Seconds: how long to wait before a restart, doubled each time up to `longest`.

    A child that ran for `settled` is taken for healthy and waits `first` again. `farewell` is
    what a child is given to end by itself before it is killed.
    """

    first: float = 1
    longest: float = 30
    settled: float = 60
    farewell: float = 12


@dataclass
class _Child:
    program: Program
    process: subprocess.Popen[bytes] | None = None
    started: float = 0
    start_at: float = 0
    waits: float = 0


@dataclass
class Supervisor:
    """Starts the programs, restarts each that dies, stops all on SIGTERM, SIGINT or SIGHUP."""

    programs: Sequence[Program]
    environment: Mapping[str, str]
    patience: Patience = field(default_factory=Patience)
    _stopping: bool = False

    def run(self) -> None:
        """Keep the programs running until a signal tells to stop; all have ended on return."""
        children = [_Child(program) for program in self.programs]
        with self._signals_stop():
            try:
                while not self._stopping:
                    for child in children:
                        self._tend(child)
                    time.sleep(LOOK_EVERY)
            finally:
                self._end(children)

    def _tend(self, child: _Child) -> None:
        now = time.monotonic()
        if child.process is None:
            if now >= child.start_at:
                self._start(child)
            return
        status = child.process.poll()
        if status is None:
            return
        if now - child.started >= self.patience.settled:
            child.waits = 0
        child.waits = min(max(self.patience.first, child.waits * 2), self.patience.longest)
        child.process, child.start_at = None, now + child.waits
        log.error(
            "%s意外结束（%s），%.0f 秒后重新启动", child.program.name, _told(status), child.waits
        )

    def _start(self, child: _Child) -> None:
        program = child.program
        parent = ("--parent", str(os.getpid()))
        child.started = time.monotonic()
        child.process = subprocess.Popen(  # noqa: S603 - our own interpreter, our own modules
            [sys.executable, "-P", "-m", program.module, *program.arguments, *parent],
            env=_with_own_code(self.environment),
            pass_fds=program.descriptors,
            # Ctrl-C in a terminal reaches this process alone, which then stops the others.
            process_group=0,
        )
        log.info("%s已启动（进程 %d）", program.name, child.process.pid)

    def _end(self, children: Sequence[_Child]) -> None:
        running = [child.process for child in children if child.process is not None]
        for process in running:
            process.terminate()
        deadline = time.monotonic() + self.patience.farewell
        for process in running:
            try:
                process.wait(max(0, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        log.info("服务已停止")

    @contextmanager
    def _signals_stop(self) -> Iterator[None]:
        def stop(_number: int, _frame: FrameType | None) -> None:
            self._stopping = True

        with handling(stop, signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            yield


@contextmanager
def handling(
    handler: Callable[[int, FrameType | None], None], *numbers: signal.Signals
) -> Iterator[None]:
    """Let `handler` take the signals until the block ends."""
    before = {number: signal.signal(number, handler) for number in numbers}
    try:
        yield
    finally:
        for number, previous in before.items():
            signal.signal(number, previous)


def end_with(parent: int) -> None:
    """Let this process get SIGTERM when its parent ends in whatever way, kill -9 included.

    Exits at once when the parent, process `parent`, is gone already.
    """
    if ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGTERM) != 0:
        raise OSError(ctypes.get_errno(), "prctl")
    if os.getppid() != parent:
        sys.exit("启动本进程的主进程已经不在，退出")


def _with_own_code(environment: Mapping[str, str]) -> dict[str, str]:
    """The environment, with this very program first where the child looks for modules."""
    code = str(Path(__file__).resolve().parents[1])
    path = environment.get("PYTHONPATH")
    return {**environment, "PYTHONPATH": os.pathsep.join([code, path] if path else [code])}


def _told(status: int) -> str:
    return f"退出码 {status}" if status >= 0 else f"信号 {signal.Signals(-status).name}"
