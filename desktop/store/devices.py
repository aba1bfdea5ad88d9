"""A device's keys: Ed25519 to sign, X25519 (age) to read what is sent to it, and the fingerprint people compare."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

import pyrage
from nacl.signing import SigningKey


@dataclass(frozen=True)
class DeviceKeys:
    """`sign_seed` and `age_secret` stay in the encrypted book; the rest may be shown."""

    sign_seed: bytes = field(repr=False)
    age_secret: str = field(repr=False)
    sign_public: bytes
    age_public: str

    @property
    def fingerprint(self) -> str:
        """See `fingerprint`."""
        return fingerprint(self.sign_public, self.age_public)

    def meta(self) -> dict[str, bytes]:
        """As facts of a store."""
        return {
            "sign_seed": self.sign_seed,
            "age_secret": self.age_secret.encode(),
            "age_public": self.age_public.encode(),
            "fingerprint": self.fingerprint.encode(),
        }


def new_keys() -> DeviceKeys:
    """Fresh keys of a device."""
    signing = SigningKey.generate()
    identity = pyrage.x25519.Identity.generate()
    return DeviceKeys(bytes(signing), str(identity), bytes(signing.verify_key), str(identity.to_public()))


def fingerprint(sign_public: bytes, age_public: str) -> str:
    """16 hex digits of BLAKE2b over both public keys."""
    return hashlib.blake2b(sign_public + age_public.encode("ascii"), digest_size=8).hexdigest()
