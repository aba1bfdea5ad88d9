"""Signatures as the minisign program writes and checks them (prehashed, 'ED'): BLAKE2b-512 of the content signed with Ed25519."""

from __future__ import annotations

import base64
import binascii

import nacl.exceptions
from nacl.signing import SigningKey, VerifyKey

UNTRUSTED = "signature of a Sapha parcel"
KEY_ID_BYTES = 8

_TRUSTED = b"trusted comment: "


def public_text(public: bytes, key_id: bytes) -> str:
    """The key as `minisign -V -P` takes it ('RW…')."""
    return base64.b64encode(b"Ed" + key_id + public).decode("ascii")


def sign(prehash: bytes, seed: bytes, key_id: bytes, comment: str) -> bytes:
    """The four lines of a .minisig over content whose BLAKE2b-512 is `prehash`; `comment` (ASCII, one line) is signed too."""
    key = SigningKey(seed)
    signature = key.sign(prehash).signature
    over_all = key.sign(signature + comment.encode("ascii")).signature
    return _text(key_id, signature, comment.encode("ascii"), over_all)


def key_id_of(text: bytes) -> bytes | None:
    """The 8 bytes by which the signer's key is named, not checked yet; None when `text` is no such signature."""
    parts = _parts(text)
    return parts[0] if parts else None


def verify(text: bytes, prehash: bytes, public: bytes, key_id: bytes) -> bool:
    """Whether `text` is, to the byte, what the owner of `public` wrote with `sign` over this content under the name `key_id`."""
    parts = _parts(text)
    if parts is None:
        return False
    _named, signature, comment, over_all = parts
    try:
        key = VerifyKey(public)
        key.verify(prehash, signature)
        key.verify(signature + comment, over_all)
    except (nacl.exceptions.CryptoError, ValueError):
        return False
    # Base64 has spare bits and the first line is signed by nobody: only the one spelling counts
    return text == _text(key_id, signature, comment, over_all)


def _parts(text: bytes) -> tuple[bytes, bytes, bytes, bytes] | None:
    lines = text.split(b"\n")
    if len(lines) != 5 or not lines[2].startswith(_TRUSTED):
        return None
    try:
        named, over_all = (base64.b64decode(line, validate=True) for line in (lines[1], lines[3]))
    except (binascii.Error, ValueError):
        return None
    if len(named) != 2 + KEY_ID_BYTES + 64 or len(over_all) != 64:
        return None
    return named[2 : 2 + KEY_ID_BYTES], named[2 + KEY_ID_BYTES :], lines[2][len(_TRUSTED) :], over_all


def _text(key_id: bytes, signature: bytes, comment: bytes, over_all: bytes) -> bytes:
    signed = base64.b64encode(b"ED" + key_id + signature)
    lines = (b"untrusted comment: " + UNTRUSTED.encode("ascii"), signed, _TRUSTED + comment, base64.b64encode(over_all), b"")
    return b"\n".join(lines)
