"""The real service in processes of its own: started, asked over HTTP, stopped without a trace."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import urlsplit

CODE = Path(__file__).resolve().parents[1]

#: Seconds after which what was waited for will not happen any more.
PATIENCE = 150


def wait_until(holds: Callable[[], bool], what: str, seconds: float = PATIENCE) -> None:
    """Fail, saying what was waited for, when the condition does not come true in time."""
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, f"waited in vain for {what}"
        time.sleep(0.02)


def drawn_moments(chance: Random, count: int, seconds: float) -> list[float]:
    """One moment at random in each of `count` equal parts of the time, in no order."""
    moments = [(part + chance.random()) * seconds / count for part in range(count)]
    chance.shuffle(moments)
    return moments


def alive(process: int) -> bool:
    """Whether the process runs; a zombie does not, once none of its threads is left."""
    try:
        status = Path(f"/proc/{process}/stat").read_text()
        threads = len(list(Path(f"/proc/{process}/task").iterdir()))
    except (FileNotFoundError, ProcessLookupError):
        return False
    return status.rpartition(")")[2].split()[0] != "Z" or threads > 1


def descendants(process: int) -> list[int]:
    """Process ids of children, and theirs."""
    try:
        children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    except FileNotFoundError:
        return []
    return [found for child in map(int, children) for found in (child, *descendants(child))]


def environment(home: Path, **settings: object) -> dict[str, str]:
    """This process's environment without settings, then those given and the home folder."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("YIHAODA_")}
    given = {f"YIHAODA_{name.upper()}": str(value) for name, value in settings.items()}
    return {**kept, **given, "YIHAODA_HOME": str(home), "PYTHONPATH": str(CODE)}


def command(*arguments: str | Path) -> list[str]:
    """The command line `yihaoda` with these arguments, by this very interpreter."""
    return [sys.executable, "-m", "service.cli", *map(str, arguments)]


@dataclass(frozen=True)
class RunningService:
    """A service that listens at `address` (with the slash at its end)."""

    process: subprocess.Popen[str]
    address: str
    log: Path

    def get(self, path: str) -> Any:
        """The JSON at `path`, whatever its status."""
        return self._json("GET", path)

    def ask(self, question: str) -> Any:
        """The API's answer to the question."""
        return self._json("POST", "/api/v1/ask", {"question": question})

    def follows(self) -> bool:
        """Whether the index served is that of the store's present state."""
        return self.get("/healthz").get("behind") is False

    def child(self, module: str) -> int:
        """Process id of the supervisor's child that runs the module."""
        for process in descendants(self.process.pid):
            if module.encode() in Path(f"/proc/{process}/cmdline").read_bytes().split(b"\0"):
                return process
        raise LookupError(module)

    def _json(self, method: str, path: str, body: object = None) -> Any:
        connection = HTTPConnection(urlsplit(self.address).netloc, timeout=PATIENCE)
        with closing(connection):
            sent = json.dumps(body).encode() if body is not None else None
            connection.request(method, path, sent, {"Content-Type": "application/json"})
            return json.load(connection.getresponse())


@contextmanager
def running(
    arguments: Sequence[str | Path], home: Path, cwd: Path, **settings: object
) -> Iterator[RunningService]:
    """A service started by `yihaoda` with these arguments; stopped, and its orphans killed."""
    log = cwd / "service.log"
    with log.open("w") as errors:
        process = subprocess.Popen(
            command(*arguments),
            cwd=cwd,
            env=environment(home, **settings),
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        )
    family = [process.pid]
    try:
        yield RunningService(process, _address(process, log), log)
        family += descendants(process.pid)
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=PATIENCE)
        for member in filter(alive, family):
            os.kill(member, signal.SIGKILL)


def _address(process: subprocess.Popen[str], log: Path) -> str:
    assert process.stdout is not None
    for line in process.stdout:
        if found := re.search(r"http://\S+/", line):
            return found[0]
    raise AssertionError(f"the service ended at once: {log.read_text()}")
