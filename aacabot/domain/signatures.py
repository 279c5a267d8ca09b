"""Documents signed here and checked anywhere: JSON with an Ed25519 signature (RFC 8032) beside it."""

import base64
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

ALGORITHM = "Ed25519"
SIGNATURE_KEYS = {"algorithm", "fingerprint", "public_key", "value"}


class SignatureBroken(Exception):
    """A signed document is not what was signed, or not by whom it says; the message says what is wrong."""


@dataclass(frozen=True)
class SigningKeyPair:
    """A key of the alliance: `private` is its 32 bytes, never shown; the other half is known by its print."""

    id: str
    private: bytes

    @classmethod
    def new(cls, ident: str) -> "SigningKeyPair":
        return cls(ident, Ed25519PrivateKey.generate().private_bytes_raw())

    @property
    def public_key(self) -> str:
        """The public half, its 32 bytes in base64."""
        key = Ed25519PrivateKey.from_private_bytes(self.private).public_key()
        return base64.b64encode(key.public_bytes_raw()).decode()

    @property
    def fingerprint(self) -> str:
        return fingerprint(self.public_key)

    def __repr__(self) -> str:
        return f"SigningKeyPair({self.id}, {self.fingerprint})"


def fingerprint(public_key: str) -> str:
    """What people compare: the SHA-256 of the public key's 32 bytes, in hex, in groups of four."""
    digest = hashlib.sha256(base64.b64decode(public_key)).hexdigest()
    return " ".join(digest[start : start + 4] for start in range(0, len(digest), 4))


def canonical(document: Mapping[str, Any]) -> bytes:
    """The one way to write a document: JSON in UTF-8, keys sorted, no spaces. Raises TypeError for others."""
    return orjson.dumps(document, option=orjson.OPT_SORT_KEYS)


def sign_bytes(data: bytes, pair: SigningKeyPair) -> dict[str, str]:
    """The signature over some bytes, with the public key that checks it."""
    value = Ed25519PrivateKey.from_private_bytes(pair.private).sign(data)
    return {
        "algorithm": ALGORITHM,
        "public_key": pair.public_key,
        "fingerprint": pair.fingerprint,
        "value": base64.b64encode(value).decode(),
    }


def check_bytes(data: bytes, signature: object, public_key: str | None = None) -> str:
    """The fingerprint of the key that signed the bytes; with `public_key`, it must be that key.

    Raises SignatureBroken, in words.
    """
    if not isinstance(signature, dict) or set(signature) != SIGNATURE_KEYS:
        raise SignatureBroken("there is no signature, or not all of one")
    if not all(isinstance(value, str) for value in signature.values()) or signature["algorithm"] != ALGORITHM:
        raise SignatureBroken(f"the signature is not of the kind {ALGORITHM}")
    if public_key is not None and signature["public_key"] != public_key.strip():
        raise SignatureBroken("it was signed with another key than the one given")
    try:
        key = Ed25519PublicKey.from_public_bytes(base64.b64decode(signature["public_key"], validate=True))
        key.verify(base64.b64decode(signature["value"], validate=True), data)
    except (ValueError, InvalidSignature):
        raise SignatureBroken("the signature does not fit: the content was changed after signing") from None
    if signature["fingerprint"] != fingerprint(signature["public_key"]):
        raise SignatureBroken("the fingerprint is not that of the key")
    return fingerprint(signature["public_key"])


def sign(document: Mapping[str, Any], pair: SigningKeyPair) -> bytes:
    """A file with the document and its signature: JSON with the keys `document` and `signature`."""
    signature = sign_bytes(canonical(document), pair)
    return orjson.dumps({"document": document, "signature": signature}, option=orjson.OPT_INDENT_2)


def open_signed(data: bytes, public_key: str | None = None) -> tuple[dict[str, Any], str]:
    """The document of a signed file and its key's fingerprint; with `public_key`, signed by that key only.

    Raises SignatureBroken where the file is not JSON, says a thing twice, or is not as it was signed.
    """
    try:
        found = json.loads(data, object_pairs_hook=_said_once)
        document, signature = found["document"], found["signature"]
        written = canonical(document)
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise SignatureBroken(f"this is not a signed document: {type(error).__name__}") from None
    if set(found) != {"document", "signature"} or not isinstance(document, dict):
        raise SignatureBroken("there is more in the file than the document and its signature")
    return document, check_bytes(written, signature, public_key)


def _said_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Readers differ in which of two values they take: what is signed must not depend on it."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice")
    return found
