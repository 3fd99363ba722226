"""Logs: one plain line an event, without query strings, addresses of people, or what they asked."""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from typing import Any, Final

_QUERY = re.compile(r"\?[^\s\"']*")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


class PlainFormatter(logging.Formatter):
    """Writes `time level logger[pid] message`; a query string is cut, a line break escaped."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s[%(process)d] %(message)s")
        self.default_time_format = "%Y-%m-%dT%H:%M:%S%z"
        self.default_msec_format = ""

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - logging's own name
        record.message = _CONTROL.sub(_escaped, _QUERY.sub("?…", record.message))
        return super().formatMessage(record)

    def formatException(self, ei: Any) -> str:  # noqa: N802 - logging's own name
        return _QUERY.sub("?…", super().formatException(ei))


def _escaped(match: re.Match[str]) -> str:
    return f"\\x{ord(match[0]):02x}"


#: For logging.config.dictConfig, and for gunicorn, whose two loggers write through the root.
LOGGING: Final[Mapping[str, Any]] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"()": "service.logs.PlainFormatter"}},
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "stream": "ext://sys.stderr",
            "formatter": "plain",
        }
    },
    "root": {"level": "INFO", "handlers": ["stderr"]},
    "loggers": {
        "gunicorn.error": {"level": "INFO", "handlers": [], "propagate": True},
        "gunicorn.access": {"level": "INFO", "handlers": [], "propagate": True},
        # Alembic tells every start of a migration context; what matters is told by us.
        "alembic": {"level": "WARNING"},
    },
}

#: What gunicorn tells of a request: no client address, no query string, no referrer.
ACCESS_FORMAT = "%(m)s %(U)s %(s)s %(B)s bytes %(L)s s"
