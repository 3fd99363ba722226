"""Contact data sealed at rest: AES-256-GCM (NIST SP 800-38D) under keys outside the database.

A sealed text is `s1:<key id>:<base64url of nonce, ciphertext and tag>`. What it belongs to is
authenticated with it, so that nobody's data can be put into another's place. `s1` names the
cipher: another (SM4-GCM, say) gets a name of its own, and rotation carries the texts over.
"""

from __future__ import annotations

import base64
import binascii
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy.orm import Session

from knowledge.database import Store
from service.staff.errors import SealBroken, SealingKeyMissing
from service.staff.keyring import Keyring

SCHEME = "s1"
PREFIX = f"{SCHEME}:"
NONCE = 12

_KEYRING = "contact keyring"


def with_keyring(store: Store, keyring: Keyring) -> Store:
    """The store, in whose transactions contact data can be sealed and opened."""
    return store.carrying(_KEYRING, keyring)


def keyring_of(session: Session) -> Keyring:
    """The keys of the session's store; raises SealingKeyMissing where it was opened without."""
    keyring = session.info.get(_KEYRING)
    if not isinstance(keyring, Keyring):
        raise SealingKeyMissing("没有联系方式的密钥，不能保存也不能查看联系方式")
    return keyring


def seal(keyring: Keyring, text: str, belongs_to: str) -> str:
    """`text` sealed under the present key, to be opened only as what `belongs_to` names."""
    key_id, key = keyring.present()
    nonce = secrets.token_bytes(NONCE)
    sealed = AESGCM(key).encrypt(nonce, text.encode(), _bound(key_id, belongs_to))
    return f"{PREFIX}{key_id}:{base64.urlsafe_b64encode(nonce + sealed).decode()}"


def unseal(keyring: Keyring, sealed: str, belongs_to: str) -> str:
    """The text.

    Raises SealingKeyMissing where its key is not there, SealBroken where it was changed, put into
    another's place, or sealed under another key of that name.
    """
    scheme, _, rest = sealed.partition(":")
    key_id, _, encoded = rest.partition(":")
    try:
        if scheme != SCHEME:
            raise ValueError
        whole = base64.b64decode(encoded, altchars=b"-_", validate=True)
        key = keyring.key(key_id)
        text = AESGCM(key).decrypt(whole[:NONCE], whole[NONCE:], _bound(key_id, belongs_to))
    except (InvalidTag, binascii.Error, ValueError) as error:
        raise SealBroken("封存的联系方式打不开：它被改动过，或者密钥不是当初那一把") from error
    return text.decode()


def key_id_of(sealed: str) -> str | None:
    """The id of the key that a text is sealed under; None for one that is not sealed."""
    return sealed.split(":")[1] if sealed.startswith(PREFIX) else None


def _bound(key_id: str, belongs_to: str) -> bytes:
    return f"{SCHEME}\0{key_id}\0{belongs_to}".encode()
