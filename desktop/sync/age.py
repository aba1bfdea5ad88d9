"""Encryption of parcels in the age-v1 format (age-encryption.org/v1): two functions, so that another maker of the format can take over."""

from __future__ import annotations

from collections.abc import Sequence

import pyrage

# The header grows by about 100 bytes per recipient; a longer one is made to burn time (one X25519 per line)
MAX_HEADER = 16 << 10
MAX_OVERHEAD = MAX_HEADER + (1 << 14)  # header, nonce, and 16 bytes per 64 KiB of up to 64 MiB


class AgeError(ValueError):
    """Keys that are none, or a file that can't be opened with them; the caller words it."""


def is_age(file: bytes) -> bool:
    """Whether this is the start of an age file with a header of a sensible length."""
    return file.startswith(b"age-encryption.org/v1\n") and file.find(b"\n--- ", 0, MAX_HEADER) >= 0


def encrypt(data: bytes, recipients: Sequence[str]) -> bytes:
    """An age file that any one of the recipients ('age1…') opens. Holds the interpreter (0.05 s for 16 MiB): keep `data` below that."""
    if not recipients:
        raise AgeError("nobody to encrypt to")
    try:
        return bytes(pyrage.encrypt(data, [pyrage.x25519.Recipient.from_str(recipient) for recipient in recipients]))
    except (pyrage.RecipientError, pyrage.EncryptError) as error:
        raise AgeError(str(error)) from error


def decrypt(file: bytes, secret: str) -> bytes:
    """All of the content or AgeError; never a part of it. `secret` is an 'AGE-SECRET-KEY-1…'."""
    if not is_age(file):
        raise AgeError("no age header of a sensible length")
    try:
        return bytes(pyrage.decrypt(file, [pyrage.x25519.Identity.from_str(secret)]))
    except (pyrage.IdentityError, pyrage.DecryptError) as error:
        raise AgeError(str(error)) from error
