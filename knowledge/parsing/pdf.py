"""PDF with a text layer: opened within limits, its pages read by their glyphs and rules."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect
from pdfplumber.utils.exceptions import PdfminerException

from knowledge.cleaned import ParsedDocument
from knowledge.errors import DamagedSource, OversizedSource, ProtectedSource
from knowledge.parsing.page_text import judge_pages
from knowledge.parsing.paged import read_pages
from knowledge.parsing.pdf_pages import read_page
from knowledge.sources import SourceFile

#: A page takes about a tenth of a second: this many are a minute, and no document of an office.
MAX_PAGES = 500
#: The mark of the end stands within so many bytes of it, filling aside.
_END_WITHIN = 2048
_AGAIN = "请重新取得完整的文件后再导入"


def parse_pdf(source: SourceFile) -> ParsedDocument:
    """Read a PDF.

    Raises ProtectedSource where it asks for a password, DamagedSource where it is cut short or
    cannot be read, OversizedSource above MAX_PAGES, NeedsOcr where no page has text.
    """
    if b"%%EOF" not in source.data.rstrip(b"\x00\r\n\t ")[-_END_WITHIN:]:
        raise DamagedSource(f"PDF 缺少结尾，文件不完整（可能没有下载完）；{_AGAIN}")
    # Faults of fonts that do not keep text from being read are told for every glyph.
    logging.getLogger("pdfminer").setLevel(logging.CRITICAL)
    with _opened(source.data) as pages:
        contents = [_content(page) for page in pages]
    readable, doubts = judge_pages(contents, "PDF")
    return read_pages(readable, "application/pdf", doubts=doubts)


@contextmanager
def _opened(data: bytes) -> Iterator[Sequence[Any]]:
    """The pages of a PDF, within the limit."""
    try:
        pdf = pdfplumber.open(io.BytesIO(data), pages=list(range(1, MAX_PAGES + 2)))
        pages = pdf.pages
    except Exception as error:  # the reader breaks on damaged files in a dozen ways of its own
        raise _refusal(error) from error
    with pdf:
        if len(pages) > MAX_PAGES:
            raise OversizedSource(f"PDF 超过 {MAX_PAGES} 页；请拆分后再导入")
        if not pages:
            raise DamagedSource(f"PDF 里一页也读不出来，文件可能已损坏；{_AGAIN}")
        yield pages


def _refusal(error: Exception) -> DamagedSource | ProtectedSource:
    cause = error.args[0] if isinstance(error, PdfminerException) and error.args else error
    if isinstance(cause, PDFPasswordIncorrect):
        return ProtectedSource("PDF 设有打开密码，读不出来；请去掉密码后再导入")
    if isinstance(cause, PDFEncryptionError):
        return ProtectedSource("PDF 用这里不认识的方式加密，读不出来；请去掉加密后再导入")
    return DamagedSource(f"PDF 的结构已损坏，打不开；{_AGAIN}")


def _content(page: Any) -> Any:
    try:
        content = read_page(page)
    except MemoryError:
        raise
    except Exception as error:  # as above: of one page
        raise DamagedSource(
            f"PDF 第 {page.page_number} 页的内容已损坏，读不出来；{_AGAIN}"
        ) from error
    page.close()
    return content
