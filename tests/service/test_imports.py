"""What a start does not need is not imported: each program, in a process of its own.

A library that some function needs is imported there; these tables say which may never be part of
a start, so that it does not grow slower unnoticed.
"""

from __future__ import annotations

import subprocess
import sys

import pytest

#: What reads documents, and the libraries of its readers.
READERS = (
    "knowledge.reading knowledge.parsing knowledge.repair charset_normalizer"
    " httpx jieba lxml mammoth markdown_it olefile pdfplumber pypdf selectolax"
)
#: What is loaded by the first who asks for a file, by a change of the schema, with the models.
OCCASIONAL = "alembic lightgbm openpyxl rjieba scipy"
#: What answers questions and finds passages.
ANSWERING = "indexer.analysis indexer.engine numpy rank_bm25 service.answering tantivy"
WEB = "apiflask flask gunicorn jinja2 marshmallow"

#: By program, what its start may not import; a package stands for all that is in it.
NOT_AT_START = {
    "service.cli": f"{READERS} {OCCASIONAL} {ANSWERING} {WEB} pydantic sqlalchemy",
    "service.commands.demo": f"{READERS} {OCCASIONAL} {ANSWERING} {WEB} service.replies",
    "service.commands.serve": f"{READERS} {OCCASIONAL} {ANSWERING} {WEB} service.replies",
    "service.web": f"{READERS} {OCCASIONAL}",
    "service.writer": f"{READERS} {OCCASIONAL} {WEB}",
}


@pytest.mark.parametrize("program", NOT_AT_START)
def test_a_start_imports_nothing_that_it_does_not_need(program: str) -> None:
    code = f"import sys, {program}; print(*sys.modules)"
    told = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    loaded = {
        ".".join(parts[:length])
        for parts in (name.split(".") for name in told.stdout.split())
        for length in range(1, len(parts) + 1)
    }
    assert program in loaded
    assert loaded & set(NOT_AT_START[program].split()) == set()
