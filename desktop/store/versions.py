"""Versions of a record's cells, packed into its row, and the kinds of change in the log.

A cell is a field, or `field+element` for one element of a set (its value: whether it is in), or `~` for being deleted.
"""

from __future__ import annotations

from enum import IntEnum
from typing import Any, NamedTuple

import msgspec

DELETED = "~"

_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder().decode


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


def pack(base: Version, cells: dict[str, Version], deleted: bool | None) -> bytes:
    """The row's `ver`: base version of the insert, exceptions by cell; `deleted` is the raw value of `~` where that cell was set."""
    packed: dict[str, Any] = dict(cells)
    if DELETED in packed:
        packed[DELETED] = (*packed[DELETED], bool(deleted))
    return _encode((base.hlc, base.stream, base.seq, base.ctx, packed))


def unpack(ver: bytes) -> tuple[Version, dict[str, Version], bool | None]:
    """What `pack` packed."""
    hlc, stream, seq, ctx, packed = _decode(ver)
    deleted: bool | None = None
    cells: dict[str, Version] = {}
    for cell, entry in packed.items():
        if cell == DELETED:
            deleted = bool(entry[4])
        cells[cell] = Version(entry[0], entry[1], entry[2], entry[3])
    return Version(hlc, stream, seq, ctx), cells, deleted


def encode(value: Any) -> bytes:
    """msgpack of plain wire values."""
    return _encode(value)


def decode(data: bytes) -> Any:
    """Plain wire values from msgpack."""
    return _decode(data)
