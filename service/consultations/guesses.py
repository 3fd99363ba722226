"""How often a query code may be guessed: counted in the store, for every process together.

An attempt is charged before the code is looked at and given back where it was right, so that
attempts made at once cannot outrun the count. Neither numbers nor addresses stand in the store:
a counter is named by a keyed digest.
"""

from __future__ import annotations

import hmac
import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import LargeBinary, bindparam, delete, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from knowledge.database import Base, UtcDateTime
from service.consultations.numbers import read_number

#: Wrong codes an hour for one number, whether there is such a number or not.
GUESSES_PER_NUMBER = 5
#: Wrong codes an hour from one address, whatever the numbers.
GUESSES_PER_ADDRESS = 20
#: A household's or an office's network of IPv6 is one address.
_IPV6_NETWORK = 64


class GuessCounter(Base):
    """Wrong codes within one hour, of a number or from an address."""

    __tablename__ = "guess_counter"

    #: Keyed digest of the number or of the address.
    name: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    hour: Mapped[datetime] = mapped_column(UtcDateTime, primary_key=True)
    guesses: Mapped[int]


@dataclass(frozen=True)
class Allowance:
    """A counter's name and how far it may go."""

    name: bytes
    most: int


def allowances(secret: bytes, number: str, address: str | None) -> tuple[Allowance, ...]:
    """The counters of an attempt, in the order in which they are locked.

    `address` is None where it is not known whose it is: behind a proxy that does not tell, one
    person's guesses would shut out everybody.
    """
    found = [Allowance(_name(secret, "number", read_number(number)), GUESSES_PER_NUMBER)]
    network = network_of(address) if address else None
    if network:
        found.append(Allowance(_name(secret, "address", network), GUESSES_PER_ADDRESS))
    return tuple(sorted(found, key=lambda each: each.name))


def network_of(address: str) -> str | None:
    """The address, or its /64 for IPv6; None for one of this machine, or what is no address."""
    try:
        read = ipaddress.ip_address(address.split("%")[0])
    except ValueError:
        return None
    if isinstance(read, ipaddress.IPv6Address):
        if read.ipv4_mapped is None:
            network = ipaddress.ip_network((read, _IPV6_NETWORK), strict=False)
            return None if read.is_loopback else str(network)
        return network_of(str(read.ipv4_mapped))
    return None if read.is_loopback else str(read)


def charge(session: Session, counters: Sequence[Allowance], now: datetime) -> bool:
    """Count one attempt more on each; whether all of them may go that far."""
    counted = [
        session.execute(_ONE_MORE, {"name": each.name, "hour": _hour(now)}).scalar_one()
        for each in counters
    ]
    return all(number <= each.most for number, each in zip(counted, counters, strict=True))


def give_back(session: Session, counters: Sequence[Allowance], now: datetime) -> None:
    """Take back an attempt that was charged at `now`: its code was right."""
    for each in counters:
        session.execute(_ONE_LESS, {"name": each.name, "hour": _hour(now)})


def purge_guesses(session: Session, now: datetime) -> None:
    """Delete the counters of hours that are over."""
    session.execute(delete(GuessCounter).where(GuessCounter.hour < _hour(now)))


_HOUR_TYPE = UtcDateTime()
_ONE_MORE = text(
    "INSERT INTO guess_counter (name, hour, guesses) VALUES (:name, :hour, 1) "
    "ON CONFLICT (name, hour) DO UPDATE SET guesses = guess_counter.guesses + 1 "
    "RETURNING guesses"
).bindparams(bindparam("hour", type_=_HOUR_TYPE))
_ONE_LESS = text(
    "UPDATE guess_counter SET guesses = guesses - 1 WHERE name = :name AND hour = :hour"
).bindparams(bindparam("hour", type_=_HOUR_TYPE))


def _hour(now: datetime) -> datetime:
    """The clock hour: at most twice the allowance falls within any sixty minutes."""
    return now.astimezone(UTC).replace(minute=0, second=0, microsecond=0)


def _name(secret: bytes, kind: str, value: str) -> bytes:
    return hmac.digest(secret, f"guesses:{kind}:{value}".encode(errors="replace"), "sha256")
