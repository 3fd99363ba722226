"""What an OLE2 file is: Office documents before 2007, WPS, and encrypted ones of today."""

from __future__ import annotations

import io
import struct

import olefile

from knowledge.errors import DamagedSource, ProtectedSource, UnsupportedSource
from knowledge.parsing.formats import READ_HERE, SourceFormat

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_WORD = "WordDocument"
#: Streams that encrypted documents are wrapped in ([MS-OFFCRYPTO] 2.3).
_ENCRYPTED = ("EncryptedPackage", "EncryptionInfo", "\tDRMContent")
#: What an OLE2 file is that is no Word document, by a stream that it holds.
_FOREIGN = (
    ("Workbook", "旧版 Excel 表格（XLS、ET），请另存为 XLSX"),
    ("Book", "旧版 Excel 表格（XLS、ET），请另存为 XLSX"),
    ("PowerPoint Document", "旧版 PowerPoint 演示文稿"),
    ("VisioDocument", "Visio 绘图"),
    ("__properties_version1.0", "Outlook 邮件"),
    ("FileHeader", "HWP 文档"),
)
#: Flags of the file information block ([MS-DOC] 2.5.1 FibBase): the text is encrypted.
_FLAGS_AT = 10
_IS_ENCRYPTED = 0x0100


def recognise_ole(data: bytes) -> SourceFormat:
    """DOC for the documents of Word and WPS.

    Raises ProtectedSource for encrypted ones, UnsupportedSource for other programs' files,
    DamagedSource for what cannot be opened.
    """
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as file:
            streams = {"/".join(path) for path in file.listdir()}
            head = file.openstream(_WORD).read(_FLAGS_AT + 2) if _WORD in streams else b""
    except Exception as error:  # olefile raises what the damage leads to, of any type
        raise DamagedSource("旧版 Office 文件不完整或已损坏，打不开；请重新取得后再导入") from error
    if any(name in streams for name in _ENCRYPTED) or _is_encrypted(head):
        raise ProtectedSource("文件设有打开密码，读不出来；请去掉密码后再导入")
    if _WORD in streams:
        return SourceFormat.DOC
    named = next((name for stream, name in _FOREIGN if stream in streams), "旧版 Office 文件")
    raise UnsupportedSource(f"文件内容是{named}；{READ_HERE}")


def _is_encrypted(head: bytes) -> bool:
    if len(head) < _FLAGS_AT + 2:
        return False
    (flags,) = struct.unpack_from("<H", head, _FLAGS_AT)
    return bool(flags & _IS_ENCRYPTED)
