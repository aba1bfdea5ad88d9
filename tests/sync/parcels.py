"""Makers of parcels: genuine ones from a council to its region, and signed ones with anything inside."""

from __future__ import annotations

import hashlib
import os
import struct
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import msgspec
import pytest

from desktop.base.errors import Refused
from desktop.store.devices import DeviceKeys, new_keys
from desktop.sync import age, header, minisign, parcel

COUNCIL, REGION, STRANGER = new_keys(), new_keys(), new_keys()
FRAMES = [b"manifest " * 50, os.urandom(3000), b"", b"z" * 100_000]


def header_to(*readers: DeviceKeys, **changes: object) -> parcel.Header:
    plain = parcel.Header(
        kind="parcel",
        parcel_id="0123456789abcdef" * 2,
        sender=parcel.Sender(office="11" * 16, replica="22" * 16, fingerprint=COUNCIL.fingerprint),
        to=[parcel.Reader(office="33" * 16, fingerprint=reader.fingerprint) for reader in readers],
        scope="11" * 16,
        n=7,
        prev_parcel_sha="44" * 32,
        created_hlc=1_795_300_000_000 << 16,
        schema=1,
    )
    return msgspec.structs.replace(plain, **changes)


def typed(frames: Iterable[bytes]) -> Iterator[tuple[int, bytes]]:
    """The first as a manifest, the others as segments."""
    for number, plain in enumerate(frames):
        yield (parcel.SEGMENTS if number else parcel.MANIFEST), plain


def written(path: Path, frames: list[bytes] | None = None, of: parcel.Header | None = None, by: DeviceKeys = COUNCIL) -> Path:
    """A parcel from the council to the region, which the council itself can read again too."""
    to = of or header_to(REGION, COUNCIL)
    parcel.write_parcel(path, to, typed(FRAMES if frames is None else frames), [REGION.age_public, COUNCIL.age_public], by.sign_seed)
    return path


def opened(path: Path, keys: DeviceKeys = REGION) -> list[bytes]:
    seen = parcel.inspect(path)
    parcel.verify(seen, COUNCIL.sign_public)
    parcel.is_for(seen, keys.fingerprint)
    frames = list(parcel.open_frames(seen, keys.age_secret))
    assert [kind for kind, _plain in frames] == [parcel.MANIFEST, *[parcel.SEGMENTS] * (len(frames) - 1)]
    return [plain for _kind, plain in frames]


def refused(deed: Callable[..., object], *arguments: object) -> str:
    with pytest.raises(Refused) as caught:
        deed(*arguments)
    assert caught.value.text()
    return caught.value.code


def signed(path: Path, raw: bytes, by: DeviceKeys = COUNCIL) -> Path:
    """Bytes from 512 on, put under a genuine signature: what only a faulty or hostile sender can make."""
    text = minisign.sign(hashlib.blake2b(raw).digest(), by.sign_seed, bytes.fromhex(COUNCIL.fingerprint), "made by hand")
    path.write_bytes(parcel.MAGIC + text.ljust(504, b"\n") + raw)
    return path


def by_hand(path: Path, *frames: tuple[int, int, bytes], head: bytes | None = None) -> Path:
    """A signed parcel of frames (type, flags, age file) whatever they hold."""
    head = header.encode(header_to(REGION)) if head is None else head
    body = b"".join(
        struct.pack("<IIQ32s", kind, flags, len(file), hashlib.blake2b(file, digest_size=32).digest()) + file
        for kind, flags, file in frames
    )
    return signed(path, struct.pack("<IIQ", len(head), len(frames), 528 + len(head) + len(body)) + head + body)


def sealed(plain: bytes) -> bytes:
    return age.encrypt(plain, [REGION.age_public])
