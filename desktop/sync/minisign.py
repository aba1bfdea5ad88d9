"""Signatures as the minisign program writes and checks them (prehashed, 'ED'): BLAKE2b-512 of the content signed with Ed25519."""

from __future__ import annotations

import base64
import binascii
import hashlib

import nacl.exceptions
from nacl.signing import SigningKey, VerifyKey

UNTRUSTED = "signature of a Sapha parcel"
PREHASH_BYTES = 64


def key_number(public: bytes) -> bytes:
    """The 8 bytes by which minisign tells keys apart; ours follow from the key itself."""
    return hashlib.blake2b(public, digest_size=8, person=b"sapha-keynum").digest()


def public_text(public: bytes) -> str:
    """The key as `minisign -V -P` takes it ('RW…')."""
    return base64.b64encode(b"Ed" + key_number(public) + public).decode("ascii")


def sign(prehash: bytes, seed: bytes, comment: str) -> bytes:
    """The four lines of a .minisig over content whose BLAKE2b-512 is `prehash`; `comment` (ASCII, one line) is signed too."""
    key = SigningKey(seed)
    signature = key.sign(prehash).signature
    over_all = key.sign(signature + comment.encode("ascii")).signature
    return _text(bytes(key.verify_key), signature, comment, over_all)


def comment_of(text: bytes) -> str | None:
    """The signed comment, not checked yet; None when `text` is no such signature."""
    lines = text.split(b"\n")
    prefix = b"trusted comment: "
    if len(lines) != 5 or not lines[2].startswith(prefix) or not lines[2].isascii():
        return None
    return lines[2][len(prefix) :].decode("ascii")


def verify(text: bytes, prehash: bytes, public: bytes) -> bool:
    """Whether `text` is, to the byte, what the owner of `public` wrote with `sign` over this content."""
    comment = comment_of(text)
    if comment is None or len(prehash) != PREHASH_BYTES:
        return False
    lines = text.split(b"\n")
    try:
        signature = base64.b64decode(lines[1], validate=True)[10:]
        over_all = base64.b64decode(lines[3], validate=True)
        key = VerifyKey(public)
        key.verify(prehash, signature)
        key.verify(signature + comment.encode("ascii"), over_all)
    except (binascii.Error, nacl.exceptions.CryptoError, ValueError):
        return False
    # Base64 has spare bits and the first line is signed by nobody: only the one spelling counts
    return text == _text(public, signature, comment, over_all)


def _text(public: bytes, signature: bytes, comment: str, over_all: bytes) -> bytes:
    signed = base64.b64encode(b"ED" + key_number(public) + signature).decode("ascii")
    return (
        f"untrusted comment: {UNTRUSTED}\n{signed}\ntrusted comment: {comment}\n{base64.b64encode(over_all).decode('ascii')}\n"
    ).encode("ascii")
