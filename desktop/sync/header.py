"""The clear header of a parcel, which anybody may read: ids, fingerprints, numbers and versions; its types leave no room for names."""

from __future__ import annotations

import hashlib
from typing import Annotated

import msgspec

READER = 1  # what this program can read; a header may ask for more

_Hex = Annotated[str, msgspec.Meta(pattern=r"^([0-9a-f]{2})*\Z", max_length=64)]
_Id = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{32}\Z")]
_Fingerprint = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{16}\Z")]
_Kind = Annotated[str, msgspec.Meta(pattern=r"^[a-z]{1,16}\Z")]
_Count = Annotated[int, msgspec.Meta(ge=0, lt=1 << 31)]
_Time = Annotated[int, msgspec.Meta(ge=0, le=(1 << 63) - 1)]


class Sender(msgspec.Struct, frozen=True):
    """Office uid, replica id, and the fingerprint of the device that signed."""

    office: _Hex
    replica: _Hex
    fingerprint: _Fingerprint


class Reader(msgspec.Struct, frozen=True):
    """A device that can open it."""

    office: _Hex
    fingerprint: _Fingerprint


class Volume(msgspec.Struct, frozen=True):
    """Which part of how many."""

    i: Annotated[int, msgspec.Meta(ge=1, le=9999)] = 1
    of: Annotated[int, msgspec.Meta(ge=1, le=9999)] = 1


class Header(msgspec.Struct, frozen=True, kw_only=True):
    """`kind` is parcel, receipt, snapshot ...; `n` counts per sender and scope; `created_hlc` is 48 bits of milliseconds and a counter.
    Keys that a newer program adds are passed over on reading."""

    v: Annotated[int, msgspec.Meta(ge=1)] = 1
    kind: _Kind
    parcel_id: _Id
    sender: Sender = msgspec.field(name="from")
    to: Annotated[list[Reader], msgspec.Meta(max_length=200)]
    scope: _Hex
    n: _Count
    prev_parcel_sha: _Hex
    created_hlc: _Time
    schema: _Count
    min_reader: Annotated[int, msgspec.Meta(ge=1)] = READER
    vol: Volume = Volume()


class _Least(msgspec.Struct):
    min_reader: int


def encode(header: Header) -> bytes:
    """Canonical JSON: sorted keys, no spaces. ValueError where a field holds what it must not."""
    raw = msgspec.json.encode(header, order="sorted")
    msgspec.json.decode(raw, type=Header)
    return raw


def decode(raw: bytes) -> Header | None:
    """The header, or None when it asks for a newer reader. ValueError when it is none, or not in its canonical spelling."""
    try:
        if msgspec.json.decode(raw, type=_Least).min_reader > READER:
            return None
        if msgspec.json.encode(msgspec.json.decode(raw), order="sorted") != raw:  # as with a key that comes twice
            raise ValueError("not canonical")
        return msgspec.json.decode(raw, type=Header)
    except RecursionError as error:
        raise ValueError("nested too deep") from error


def digest(raw: bytes) -> bytes:
    """32 bytes that the inside repeats, so that an inside can't be given another outside."""
    return hashlib.blake2b(raw, digest_size=32).digest()
