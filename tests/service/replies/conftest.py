"""The furnished office, whose learned parts the offices of these tests share."""

from __future__ import annotations

from tests.offices import furnished_home, office

__all__ = ["furnished_home", "office"]
