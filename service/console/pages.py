"""The desk with all its pages: importing a module of views is what puts them on the blueprint."""

from __future__ import annotations

from service.console import calendar_pages
from service.console.desk import desk

__all__ = ["calendar_pages", "desk"]
