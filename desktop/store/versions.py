"""Versions of a record's cells, packed into its row, and the kinds of change in the log.

A cell is a field, or `field+element` for one element of a set (its value: whether it is in), or `~` for being deleted.
"""

from __future__ import annotations

from enum import IntEnum
from typing import Any, NamedTuple

import msgspec

DELETED = "~"


class OpKind(IntEnum):
    """What a change does; the numbers are on the wire and never reused. 7 and 8 are kept for merging and un-merging people."""

    INSERT = 1
    UPDATE = 2
    DELETE = 3
    RESOLVE = 4
    ERASE = 5
    RESTORE = 6


class Version(NamedTuple):
    """Names the change that set a cell: logical time, local number of its stream, its seq, its author's context number."""

    hlc: int
    stream: int
    seq: int
    ctx: int


class _Packed(msgspec.Struct, array_like=True):
    hlc: int
    stream: int
    seq: int
    ctx: int
    cells: dict[str, Version] = {}
    deleted: bool | None = None


_encode = msgspec.msgpack.Encoder().encode
_decode_ver = msgspec.msgpack.Decoder(_Packed).decode
_decode = msgspec.msgpack.Decoder().decode


def pack(base: Version, cells: dict[str, Version], deleted: bool | None) -> bytes:
    """The row's `ver`: [hlc, stream, seq, ctx, {cell: version}, deleted], shortened from the right where there is nothing to say.
    Base version of the insert, exceptions by cell; `deleted` is the value of the cell `~` where that was ever set."""
    if DELETED in cells:
        return _encode((*base, cells, bool(deleted)))
    return _encode((*base, cells) if cells else base)


def unpack(ver: bytes) -> tuple[Version, dict[str, Version], bool | None]:
    """What `pack` packed."""
    row = _decode_ver(ver)
    return Version(row.hlc, row.stream, row.seq, row.ctx), row.cells, row.deleted


def encode(value: Any) -> bytes:
    """msgpack of plain wire values."""
    return _encode(value)


def decode(data: bytes) -> Any:
    """Plain wire values from msgpack."""
    return _decode(data)
