"""Word files from before DOCX (DOC, WPS, RTF): LibreOffice makes them DOCX, which is then read."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from knowledge.cleaned import ParsedDocument
from knowledge.errors import DamagedSource, SourceFault, UnsupportedSource
from knowledge.parsing.docx import parse_docx
from knowledge.parsing.formats import SourceFormat
from knowledge.sources import SourceFile

#: Names under which LibreOffice's converter is installed.
_PROGRAMS = ("soffice", "libreoffice")
#: A hundred pages take about three seconds; what takes longer than this hangs. Workers
#: that read files are ended after 60 s.
TIME_LIMIT = 45.0
_FILTER = "docx:MS Word 2007 XML"

#: Settings of the profile that each conversion begins with: no macros, no updates of links, and
#: nothing fetched that the file refers to.
_SETTINGS = (
    ("org.openoffice.Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("org.openoffice.Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("org.openoffice.Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("org.openoffice.Office.Writer/Content/Update", "Link", "0"),
    ("org.openoffice.Inet/Settings", "ooInetProxyType", "2"),
    ("org.openoffice.Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1"),
    ("org.openoffice.Inet/Settings", "ooInetHTTPProxyPort", "9"),
    ("org.openoffice.Inet/Settings", "ooInetHTTPSProxyName", "127.0.0.1"),
    ("org.openoffice.Inet/Settings", "ooInetHTTPSProxyPort", "9"),
)
_PROFILE = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<oor:items xmlns:oor="http://openoffice.org/2001/registry">'
    + "".join(
        f'<item oor:path="/{path}"><prop oor:name="{name}" oor:op="fuse">'
        f"<value>{value}</value></prop></item>"
        for path, name, value in _SETTINGS
    )
    + "</oor:items>"
)


def parse_doc(source: SourceFile) -> ParsedDocument:
    """Read a DOC or WPS file; raises as `parse_docx` does, and as `_converted`."""
    return _read(source, SourceFormat.DOC, "doc")


def parse_rtf(source: SourceFile) -> ParsedDocument:
    """Read an RTF file; raises as `parse_docx` does, and as `_converted`."""
    return _read(source, SourceFormat.RTF, "rtf")


def _read(source: SourceFile, known: SourceFormat, suffix: str) -> ParsedDocument:
    converted = _converted(source.data, suffix)
    parsed = parse_docx(SourceFile(source.origin, source.name, converted))
    return replace(parsed, media_type=known.value)


def _converted(data: bytes, suffix: str) -> bytes:
    """The file as DOCX.

    Raises UnsupportedSource where LibreOffice is not installed, DamagedSource where it makes
    nothing of the file, SourceFault where it does not end.
    """
    program = next(filter(None, map(shutil.which, _PROGRAMS)), None)
    if program is None:
        raise UnsupportedSource(
            f"读 {suffix.upper()} 文件（旧版 Word、WPS）需要 LibreOffice，本机没有安装；"
            "请安装 libreoffice-writer，或把文件另存为 DOCX 后再导入"
        )
    with tempfile.TemporaryDirectory(prefix="yihaoda-") as folder:
        here = Path(folder)
        profile = here / "profile" / "user"
        profile.mkdir(parents=True)
        (profile / "registrymodifications.xcu").write_text(_PROFILE, encoding="utf-8")
        (here / f"source.{suffix}").write_bytes(data)
        said = _run([program, *_arguments(here, suffix)], here)
        made = here / "made" / "source.docx"
        if not made.is_file():
            raise DamagedSource(f"LibreOffice 打不开这个文件，可能已损坏{said}")
        return made.read_bytes()


def _arguments(folder: Path, suffix: str) -> list[str]:
    return [
        "--headless",
        "--nologo",
        "--norestore",
        "--nolockcheck",
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--convert-to",
        _FILTER,
        "--outdir",
        str(folder / "made"),
        str(folder / f"source.{suffix}"),
    ]


def _run(command: list[str], folder: Path) -> str:
    """Run the converter to its end or its limit; what it complained of, in brackets."""
    # It stays in our process group: whoever ends us as a whole, ends the converter too.
    process = subprocess.Popen(  # noqa: S603 - no shell, every argument is ours
        command,
        cwd=folder,
        env={**os.environ, "HOME": str(folder), "TMPDIR": str(folder)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    try:
        _, errors = process.communicate(timeout=TIME_LIMIT)
    except subprocess.TimeoutExpired as error:
        _end(process)
        raise SourceFault(
            f"LibreOffice 转换这个文件超过 {TIME_LIMIT:.0f} 秒，已停止；请另存为 DOCX 后再导入"
        ) from error
    except BaseException:
        _end(process)
        raise
    told = [line for line in errors.decode("utf-8", "replace").splitlines() if "Error" in line]
    return f"（{told[-1].strip()}）" if told else ""


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the converter with all that it started: the true program is a child of a child."""
    for each in (*_below(process.pid), process.pid):
        with suppress(ProcessLookupError):
            os.kill(each, signal.SIGKILL)
    process.wait()
    if process.stderr is not None:
        process.stderr.close()


def _below(process: int) -> list[int]:
    """The processes that `process` and its children started, as far as the system tells."""
    children: dict[int, list[int]] = {}
    for status in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError, ValueError, IndexError):
            parent = int(status.read_text(errors="replace").rpartition(")")[2].split()[1])
            children.setdefault(parent, []).append(int(status.parent.name))
    found: list[int] = []
    waiting = [process]
    while waiting:
        started = children.get(waiting.pop(), [])
        found += started
        waiting += started
    return found
