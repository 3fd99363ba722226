"""What a caller's number is sealed as: it opens in no other call."""

from __future__ import annotations

#: The column that holds it.
CALLER = "caller"


def caller_bound_to(token: str, field: str) -> str:
    """What the sealed column of the call of this token belongs to."""
    return f"call:{token}:{field}"
