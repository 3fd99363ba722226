"""Logs are one line an event and tell nothing of what people asked."""

from __future__ import annotations

import logging

from service.logs import PlainFormatter


def written(message: str, *arguments: object, error: Exception | None = None) -> str:
    exc_info = (type(error), error, None) if error else None
    record = logging.LogRecord("yihaoda", 20, "x.py", 1, message, arguments, exc_info)
    return PlainFormatter().format(record)


def test_a_query_string_is_cut_wherever_it_stands() -> None:
    assert "低保" not in written("GET %s 200", "/ask?q=低保&code=abc")
    assert "abc" not in written("failed", error=ValueError("at /lookup?code=abc"))


def test_a_line_break_in_a_message_cannot_forge_a_second_line() -> None:
    line = written("GET %s 404", "/a\nERROR all lost")

    assert "\n" not in line
    assert "/a\\x0aERROR" in line


def test_a_line_begins_with_time_level_and_source() -> None:
    date, level, source, *_ = written("started").split()

    assert date[4] == "-"
    assert date[10] == "T"
    assert level == "INFO"
    assert source.startswith("yihaoda[")
