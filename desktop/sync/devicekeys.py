"""The two key pairs of a device (one to sign, one to be encrypted to), and how people compare them."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass, field
from functools import cached_property

from nacl.signing import SigningKey

from desktop.sync import age

SEED_BYTES = 32
_GROUPS = 6


@dataclass(frozen=True)
class DeviceKeys:
    """Secrets of this device; they live in the encrypted book only, and never show in a repr."""

    sign_seed: bytes = field(repr=False)
    age_secret: str = field(repr=False)

    @cached_property
    def sign_public(self) -> bytes:
        """32 bytes of Ed25519."""
        return bytes(SigningKey(self.sign_seed).verify_key)

    @cached_property
    def age_public(self) -> str:
        """'age1…'."""
        return age.public_of(self.age_secret)

    @property
    def fingerprint(self) -> str:
        """16 hex digits that name this device: of both public keys."""
        return device_fingerprint(self.sign_public, self.age_public)


def new_keys() -> DeviceKeys:
    """Fresh keys for a new device, or a new life of one."""
    return DeviceKeys(os.urandom(SEED_BYTES), age.new_secret())


def device_fingerprint(sign_public: bytes, age_public: str) -> str:
    """The fingerprint of a device whose public keys came by file."""
    return _digest(sign_public + age_public.encode("ascii"))[:16]


def sign_fingerprint(sign_public: bytes) -> str:
    """16 hex digits of a signing key alone: what a header's `from` shows."""
    return _digest(b"sign" + sign_public)[:16]


def age_fingerprint(age_public: str) -> str:
    """16 hex digits of an encryption key alone: what a header's `to` shows (a recovery key has no signing half)."""
    return _digest(b"age" + age_public.encode("ascii"))[:16]


def short_code(*fingerprints: str) -> str:
    """Six groups of four digits that two people read to each other by phone; the same whichever side names its fingerprint first."""
    number = int(_digest("".join(f"{len(one)}:{one}" for one in sorted(fingerprints)).encode("ascii")), 16)
    digits = f"{number % 10 ** (4 * _GROUPS):0{4 * _GROUPS}}"
    return " ".join(digits[start : start + 4] for start in range(0, len(digits), 4))


def _digest(data: bytes) -> str:
    return hashlib.blake2b(data, digest_size=32).hexdigest()
