"""Children are kept running, and none outlives the supervisor."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.running import CODE, alive, wait_until

#: A child writes a line with its process id each time it starts, then does as its file says.
CHILD = """
import os, signal, sys, time
sys.argv = sys.argv[: sys.argv.index("--parent") + 2]
from service.supervisor import end_with
with open("starts", "a") as file:
    print(os.getpid(), file=file)
end_with(int(sys.argv[-1]))
{behaviour}
"""

SUPERVISOR = """
import logging
from service.supervisor import Patience, Program, Supervisor
import os
logging.basicConfig(level=logging.INFO, format="%(message)s")
patience = Patience(first=0.1, longest=0.2, settled=60, farewell={farewell})
Supervisor((Program("测试进程", "child"),), os.environ, patience).run()
print("returned", flush=True)
"""


class Supervised:
    """A supervisor in a process of its own, with one child that behaves as told."""

    def __init__(self, folder: Path, behaviour: str, farewell: float = 10) -> None:
        self.folder = folder
        (folder / "child.py").write_text(CHILD.format(behaviour=behaviour), encoding="utf-8")
        self.process = subprocess.Popen(
            [sys.executable, "-c", SUPERVISOR.format(farewell=farewell)],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": os.pathsep.join([str(CODE), str(folder)])},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def starts(self) -> list[int]:
        """Process ids of the child's starts so far."""
        file = self.folder / "starts"
        return [int(line) for line in file.read_text().split()] if file.exists() else []

    def stop(self, number: signal.Signals) -> str:
        """Send the signal; returns everything that was printed."""
        self.process.send_signal(number)
        return self.process.communicate(timeout=30)[0]


@pytest.fixture
def supervise(tmp_path: Path) -> Iterator[Callable[..., Supervised]]:
    """Starts a supervisor; whatever still runs in the end is killed."""
    started: list[Supervised] = []

    def start(behaviour: str, **options: float) -> Supervised:
        started.append(Supervised(tmp_path, behaviour, **options))
        return started[-1]

    yield start
    for supervised in started:
        for process in [supervised.process.pid, *supervised.starts()]:
            if alive(process):
                os.kill(process, signal.SIGKILL)
        supervised.process.communicate(timeout=30)


def test_a_child_that_dies_is_started_again_and_that_is_said(supervise) -> None:
    supervised = supervise("time.sleep(600)")
    wait_until(lambda: len(supervised.starts()) == 1, "the first start")

    os.kill(supervised.starts()[0], signal.SIGKILL)

    wait_until(lambda: len(supervised.starts()) == 2, "the second start")
    assert "测试进程意外结束（信号 SIGKILL）" in supervised.stop(signal.SIGTERM)


def test_a_child_that_cannot_start_is_tried_again_and_again(supervise) -> None:
    supervised = supervise("sys.exit(3)")

    wait_until(lambda: len(supervised.starts()) >= 3, "the third start")

    assert "测试进程意外结束（退出码 3）" in supervised.stop(signal.SIGTERM)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_stops_the_child_first_and_then_the_supervisor(supervise, number) -> None:
    supervised = supervise("time.sleep(600)")
    wait_until(lambda: len(supervised.starts()) == 1, "the first start")

    printed = supervised.stop(number)

    assert printed.endswith("服务已停止\nreturned\n")
    assert supervised.process.returncode == 0
    assert not alive(supervised.starts()[0])


def test_a_child_that_will_not_end_is_killed(supervise) -> None:
    supervised = supervise(
        "signal.signal(signal.SIGTERM, signal.SIG_IGN)\nopen('deaf', 'w')\ntime.sleep(600)",
        farewell=0.3,
    )
    wait_until((supervised.folder / "deaf").exists, "the child")

    supervised.stop(signal.SIGTERM)

    assert supervised.process.returncode == 0
    assert not alive(supervised.starts()[0])


def test_the_child_ends_when_the_supervisor_is_killed(supervise) -> None:
    supervised = supervise("open('bound', 'w')\ntime.sleep(600)")
    wait_until((supervised.folder / "bound").exists, "the child")

    supervised.stop(signal.SIGKILL)

    wait_until(lambda: not alive(supervised.starts()[0]), "the child's end")


def test_a_child_whose_parent_is_gone_does_not_begin(tmp_path: Path) -> None:
    (tmp_path / "child.py").write_text(CHILD.format(behaviour="open('began', 'w')"))

    ended = subprocess.run(
        [sys.executable, "child.py", "--parent", "1"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(CODE)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert ended.returncode == 1
    assert "主进程已经不在" in ended.stderr
    assert not (tmp_path / "began").exists()
