"""Receipt numbers and query codes: made, shown, read back as people type them, compared.

The number tells which consultation, the code proves who may see it. The code is derived from the
form's token, so that the same form sent twice gets the same code though only its hash is kept.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
import unicodedata
from datetime import date

from sqlalchemy import Date, bindparam, text
from sqlalchemy.orm import Session

#: Letters and digits of a query code, without those that look alike: 0 O, 1 I L.
CODE_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
CODE_LENGTH = 10

#: The form that a form's token has: long enough not to be guessed, safe in a URL.
FORM_TOKEN = r"[A-Za-z0-9_-]{16,128}"  # noqa: S105 - a pattern, no secret

#: Characters of a typed number or code that are looked at; the rest can only be wrong.
_LONGEST_TYPED = 64

#: scrypt's cost: 4 MiB and about ten milliseconds a guess, so that a stolen table of hashes does
#: not give up its fifty-bit codes.
_SCRYPT_COST, _SCRYPT_BLOCK = 2**12, 8

_NEXT_SERIAL = text(
    "INSERT INTO receipt_counter (day, last_serial) VALUES (:day, 1) "
    "ON CONFLICT (day) DO UPDATE SET last_serial = receipt_counter.last_serial + 1 "
    "RETURNING last_serial"
).bindparams(bindparam("day", type_=Date))


def next_number(session: Session, day: date) -> str:
    """The next receipt number of the day, as `20261122-0007`; none is given twice.

    The day's counter stays locked until the transaction ends, and a rolled back one leaves no gap.
    """
    serial = session.execute(_NEXT_SERIAL, {"day": day}).scalar_one()
    return f"{day:%Y%m%d}-{serial:04d}"


def new_form_token() -> str:
    """An unguessable token for a new form."""
    return secrets.token_urlsafe(24)


def is_form_token(token: str) -> bool:
    """Whether the token has the form that a token has."""
    return re.fullmatch(FORM_TOKEN, token) is not None


def query_code(secret: bytes, form_token: str) -> str:
    """The code that goes with the form's token, without its hyphen."""
    digest = hmac.digest(secret, b"query-code:" + form_token.encode(), "sha256")
    rest, characters = int.from_bytes(digest), []
    for _ in range(CODE_LENGTH):
        rest, index = divmod(rest, len(CODE_ALPHABET))
        characters.append(CODE_ALPHABET[index])
    return "".join(characters)


def shown_code(code: str) -> str:
    """The code as people see it: XXXXX-XXXXX."""
    return f"{code[:5]}-{code[5:]}"


def hash_code(code: str, salt: bytes) -> bytes:
    """What is stored in place of the code; slow on purpose."""
    return hashlib.scrypt(code.encode(), salt=salt, n=_SCRYPT_COST, r=_SCRYPT_BLOCK, p=1, dklen=32)


def hash_token(form_token: str) -> bytes:
    """What is stored in place of the form's token, which is long and random already."""
    return hashlib.sha256(form_token.encode()).digest()


def read_number(typed: str) -> str:
    """The number as stored, however its digits and hyphen were typed."""
    bare = _bare(typed)
    return f"{bare[:8]}-{bare[8:]}"


def read_code(typed: str) -> str:
    """The code as hashed, however it was typed."""
    return _bare(typed)


def _bare(typed: str) -> str:
    """Letters and digits alone, half-width and in capitals; whatever else is between is dropped."""
    folded = unicodedata.normalize("NFKC", typed[:_LONGEST_TYPED]).upper()
    return "".join(character for character in folded if character.isalnum())
