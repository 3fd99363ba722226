"""Documents that are ZIP files of XML parts (DOCX, XLSX, OFD), opened within limits."""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import Any

from lxml import etree

from knowledge.errors import DamagedSource, OversizedSource, ProtectedSource

#: A part of more bytes holds no document of an office: 300 pages take about a tenth.
MAX_PART_BYTES = 48 * 1024 * 1024
#: XML and text of all parts together; pictures are not unpacked and do not count.
MAX_TEXT_BYTES = 128 * 1024 * 1024
_MAX_PARTS = 20_000
_TEXT_PARTS = (".xml", ".rels")
_CHUNK = 1024 * 1024
_ENCRYPTED = 0x1

#: What zipfile raises for a file that is cut short, damaged or packed in a way it does not know.
DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    ValueError,
    KeyError,
    NotImplementedError,
)


class Package:
    """The parts of one document by name; nothing is unpacked before it is asked for."""

    def __init__(self, data: bytes) -> None:
        """Open `data`; raises DamagedSource, ProtectedSource or OversizedSource."""
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
        except DAMAGE as error:
            raise _damaged() from error
        parts = self._archive.infolist()
        if len(parts) > _MAX_PARTS:
            raise OversizedSource(f"文件里有 {len(parts)} 个部件，不是正常的文档")
        if any(part.flag_bits & _ENCRYPTED for part in parts):
            raise ProtectedSource("文件设有密码，读不出来；请去掉密码后再导入")
        self._parts = {part.filename.lstrip("/"): part for part in parts}
        told = sum(part.file_size for name, part in self._parts.items() if _is_text(name))
        if told > MAX_TEXT_BYTES:
            raise _oversized("文件", told)

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the parts, as they stand in the file."""
        return tuple(self._parts)

    def read(self, name: str) -> bytes:
        """The bytes of a part; raises DamagedSource where it is missing, OversizedSource."""
        part = self._parts.get(name.lstrip("/"))
        if part is None:
            raise DamagedSource(f"文件里缺少 {name}，内容不完整；请重新取得后再导入")
        _refuse_oversized(name, part)
        try:
            with self._archive.open(part) as stream:
                # Never more than was told: a head that lies about the size unpacks no bomb.
                return stream.read(part.file_size + 1)
        except DAMAGE as error:
            raise _damaged() from error

    def xml(self, name: str) -> Any:
        """The root element of an XML part."""
        return parse_xml(self.read(name), name)

    def optional_xml(self, name: str) -> Any | None:
        """The root element of an XML part; None where there is no such part."""
        return self.xml(name) if name.lstrip("/") in self._parts else None

    def unpack_texts(self) -> None:
        """Unpack every text part once, for readers that open the file by themselves.

        Raises OversizedSource where a part holds more than its head tells, DamagedSource where
        one cannot be unpacked.
        """
        try:
            for name, part in self._parts.items():
                if _is_text(name):
                    _refuse_oversized(name, part)
                    with self._archive.open(part) as stream:
                        while stream.read(_CHUNK):
                            pass
        except DAMAGE as error:
            raise _damaged() from error


def parse_xml(data: bytes, name: str) -> Any:
    """The root element of `data`, read without entities, DTD or network."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise DamagedSource(f"文件里的 {name} 不是完整的 XML，文件可能已损坏") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise DamagedSource(f"文件里的 {name} 带有 DTD，不是正常的文档")
    return root


def _refuse_oversized(name: str, part: zipfile.ZipInfo) -> None:
    if part.file_size > MAX_PART_BYTES:
        raise _oversized(name, part.file_size)


def _is_text(name: str) -> bool:
    return name.lower().endswith(_TEXT_PARTS)


def _damaged() -> DamagedSource:
    return DamagedSource("文件不完整或已损坏，打不开；请重新取得后再导入")


def _oversized(what: str, size: int) -> OversizedSource:
    return OversizedSource(f"{what}展开后有 {size} 字节，超过上限，可能是恶意构造的文件")
