"""A disk that fills up in the middle is told; what was done stays, and the next run goes on.

As root the disk is a real one of a few megabytes, in memory. Without that right, each file of the
command may grow to so much only, which the database and the index see as a disk that refuses.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from indexer.build import BUILDS, build_index, current_build, update_index
from indexer.errors import IndexUnwritable
from knowledge.database import open_store
from service.schema import upgrade
from tests.factories import make_document
from tests.running import command, environment

FILES = 40
#: Kilobytes that hold some of the files, and all with the index.
TIGHT, ROOMY = 2500, 60_000


@dataclass(frozen=True)
class Disk:
    """A folder on a disk of few kilobytes; `real` where it is one."""

    folder: Path
    real: bool

    def resize(self, kilobytes: int) -> None:
        """Give the disk so much room."""
        if self.real:
            options = f"remount,size={kilobytes}k"
            subprocess.run(["mount", "-o", options, self.folder], check=True)

    def run(self, kilobytes: int, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        """Run `yihaoda` with its home on the disk of this size."""
        self.resize(kilobytes)
        limit = "unlimited" if self.real else str(2 * kilobytes)  # in blocks of 512 bytes
        return subprocess.run(
            ["sh", "-c", f'ulimit -f {limit}; exec "$@"', "sh", *command(*arguments)],
            env=environment(self.folder / "home"),
            capture_output=True,
            text=True,
            check=False,
        )


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    folder = tmp_path / "disk"
    folder.mkdir()
    size = f"size={ROOMY}k"
    mounting = ["mount", "-t", "tmpfs", "-o", size, "tmpfs", str(folder)]
    real = os.getuid() == 0 and not subprocess.run(mounting, check=False).returncode
    yield Disk(folder, real)
    if real:
        subprocess.run(["umount", folder], check=True)


@pytest.fixture
def files(tmp_path: Path) -> Path:
    folder = tmp_path / "files"
    folder.mkdir()
    for number in range(FILES):
        filler = f"窗口应当在{number}日内一次告知。" * 800
        text = f"青禾县第{number}号便民办法\n第一条　共{number}条。\n第二条　{filler}\n"
        (folder / f"{number:02}.txt").write_text(text, encoding="utf-8")
    return folder


def test_an_ingest_that_fills_the_disk_keeps_what_it_did_and_the_next_goes_on(
    disk: Disk, files: Path
) -> None:
    stopped = disk.run(TIGHT, "ingest", files)
    assert stopped.returncode == 1
    assert "磁盘" in stopped.stderr
    assert "已完成的文件都已保存" in stopped.stderr
    done = int(stopped.stdout.partition("新增 ")[2].partition("，")[0])
    assert 0 < done < FILES

    completed = disk.run(ROOMY, "ingest", files)
    assert completed.returncode == 0, completed.stderr
    assert f"新增 {FILES - done}，更新 0，未变 {done}，失败 0" in completed.stdout


def test_an_index_for_which_there_is_no_room_leaves_the_old_one_and_no_remains(
    disk: Disk,
) -> None:
    if not disk.real:
        pytest.skip("只有 root 能挂载一个会写满的磁盘")
    store = open_store(f"sqlite:///{disk.folder.parent}/store.db")  # on another disk
    upgrade(store)
    folder = disk.folder / "index"
    for number in range(20):
        make_document(store, [f"第{number}份低保标准。"])
    build_index(store, folder)
    before = current_build(folder)
    make_document(store, [f"{'低保金额。' * 20}{number}" for number in range(5000)])

    disk.resize(used(disk.folder) + 50)
    for bring in (update_index, build_index):
        with pytest.raises(IndexUnwritable, match=r"磁盘已满.*原有索引不受影响"):
            bring(store, folder)
        assert list((folder / BUILDS).iterdir()) == [current_build(folder)] == [before]

    disk.resize(ROOMY)
    assert update_index(store, folder).grown
    store.dispose()


def used(folder: Path) -> int:
    """Kilobytes in use on the disk of the folder."""
    status = os.statvfs(folder)
    return (status.f_blocks - status.f_bfree) * status.f_frsize // 1024
