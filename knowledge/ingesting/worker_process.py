"""A process that reads files for another, one after the other, within limits.

    python -P -m knowledge.ingesting.worker_process DESCRIPTOR PARENT READER SECONDS MEMORY

Over the socket DESCRIPTOR come sources; back goes what READER (`module:function`) makes of each,
or the SourceError that it raised, and whether this process should be ended because it has grown
large. The process leads a group of its own, so that programs that a
reader starts end with it; it ends itself when the parent, process PARENT, is gone.
"""

from __future__ import annotations

import contextlib
import ctypes
import faulthandler
import os
import re
import resource
import signal
import sys
from collections.abc import Callable
from importlib import import_module
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from knowledge.errors import OversizedSource, SourceError, SourceFault
from knowledge.ingesting.garbage import collect_rarely
from knowledge.sources import SourceFile

#: What the process says once, when it is ready to read.
READY = "ready"

#: Linux: asks for a signal when the parent ends (prctl(2)).
_PR_SET_PDEATHSIG = 1

#: Seconds after the limit when a reader that nobody killed ends itself; for when the parent is
#: gone and the reader hangs where no signal is heeded.
_GRACE = 5.0

#: Memory in bytes from which the process asks to be ended after a file, so that it is given back.
_RETIRE_AT = 600 * 1024 * 1024


def main() -> None:
    """Read what comes until the parent closes the socket."""
    descriptor, parent, reader, seconds, memory = sys.argv[1:]
    _end_with(int(parent))
    _limit(int(memory))
    module, function = reader.split(":")
    read: Callable[[SourceFile], Any] = getattr(import_module(module), function)
    collect_rarely()
    connection = Connection(int(descriptor))
    # When the parent has gone away there is nobody to tell.
    with contextlib.suppress(EOFError, OSError), connection:
        connection.send(READY)
        while True:
            source = connection.recv()
            faulthandler.dump_traceback_later(float(seconds) + _GRACE, exit=True)
            answer = _answer(read, source, int(memory))
            faulthandler.cancel_dump_traceback_later()
            connection.send((answer, _is_fat()))


def _answer(read: Callable[[SourceFile], Any], source: SourceFile, memory: int) -> Any:
    try:
        return read(source)
    except MemoryError:
        megabytes = memory // (1024 * 1024)
        return OversizedSource(f"读取要用的内存超过 {megabytes} MB，已放弃；请拆分后再导入")
    except SourceError as error:
        return error.with_traceback(None)
    except Exception as error:
        return SourceFault(
            f"程序读这个文件时出错（{type(error).__name__}：{error}），请把文件交给维护人员"
        )


def _end_with(parent: int) -> None:
    """End this process and all it started when the parent ends, kill -9 included."""
    signal.signal(signal.SIGTERM, lambda _number, _frame: os.killpg(0, signal.SIGKILL))
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:
        sys.exit(1)


def _limit(memory: int) -> None:
    """Let this process and what it starts have so many bytes of data each, and dump no cores."""
    resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _is_fat() -> bool:
    """Whether this program has ever held more than it should keep.

    Not by `ru_maxrss`: that goes on counting, over the start of the program, what the parent held.
    """
    status = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
    peak = re.search(r"^VmHWM:\s+(\d+) kB$", status, re.MULTILINE)
    return peak is not None and int(peak[1]) * 1024 > _RETIRE_AT


if __name__ == "__main__":
    main()
