"""Certificates of a made-up authority, for servers of the tests that speak TLS."""

from __future__ import annotations

import ssl
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


@dataclass(frozen=True)
class Authority:
    """The authority's own certificate as a file, and the side of TLS of a server that it names."""

    file: Path
    server: ssl.SSLContext


def authority(folder: Path, address: str = "127.0.0.1") -> Authority:
    """An authority of this folder, which has certified a server of this address."""
    own_key, key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    own_name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Authority of the tests")])
    own = _built(own_name, own_name, own_key, own_key, x509.BasicConstraints(True, 0))
    named = x509.SubjectAlternativeName([x509.IPAddress(ip_address(address))])
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "mail")])
    certificate = _built(name, own_name, key, own_key, x509.BasicConstraints(False, None), named)
    files = folder / "authority.pem", folder / "server.pem", folder / "server.key"
    files[0].write_bytes(own.public_bytes(serialization.Encoding.PEM))
    files[1].write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    files[2].write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(files[1], files[2])
    return Authority(files[0], server)


def _built(
    name: x509.Name,
    issuer: x509.Name,
    key: ec.EllipticCurvePrivateKey,
    issuer_key: ec.EllipticCurvePrivateKey,
    *extensions: x509.ExtensionType,
) -> x509.Certificate:
    now = datetime.now(UTC)
    builder = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()),
            critical=False,
        )
    )
    for extension in extensions:
        builder = builder.add_extension(
            extension, critical=isinstance(extension, x509.BasicConstraints)
        )
    return builder.sign(issuer_key, hashes.SHA256())
