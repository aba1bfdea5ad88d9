"""Sealing: runs of changes become compressed, hash-chained, signed segments; and reading them back within limits."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

import msgspec
import zstandard

from desktop.base.errors import Refused
from desktop.base.i18n import N_

SCHEMA = 1  # version of the fields that ops of this program speak
MAX_OPS = 2_000
MAX_RAW = 4 << 20  # sealed by us
READ_MAX_OPS = 4_000
READ_MAX_RAW = 16 << 20  # accepted from others
MAX_SEQ = 1 << 53  # numbers of changes and contexts stay below

_encode = msgspec.msgpack.Encoder().encode


class Op(msgspec.Struct, frozen=True, gc=False):
    """One change as it travels. `ctx` is its author's context number, `actor` an office worker's uid, `deed` groups what was done at once."""

    seq: int
    hlc: int
    register: str
    record: bytes
    kind: int
    fields: dict[str, Any]
    ctx: int
    actor: bytes
    deed: int


_Uid = Annotated[bytes, msgspec.Meta(min_length=16, max_length=16)]
_Seq = Annotated[int, msgspec.Meta(ge=0, lt=MAX_SEQ)]
_Time = Annotated[int, msgspec.Meta(ge=0)]
_Cell = Annotated[str, msgspec.Meta(max_length=80)]


class _OpWire(msgspec.Struct, array_like=True, forbid_unknown_fields=True, gc=False):
    """A change as it lies in a payload: its number follows from its place, its actor is one of the payload's list."""

    hlc: _Time
    register: str
    record: _Uid
    kind: int
    fields: dict[_Cell, Any]  # each of a type in _WIRE
    ctx: _Seq
    actor: Annotated[int, msgspec.Meta(ge=0)]
    deed: _Time


class _Body(msgspec.Struct, gc=False):
    actors: list[tuple[_Uid, str]]
    ctx: list[tuple[int, list[tuple[_Uid, _Seq]]]]
    ops: Annotated[list[_OpWire], msgspec.Meta(min_length=1, max_length=READ_MAX_OPS)]


class _SpokenWire(msgspec.Struct, array_like=True, gc=False):
    """Of a change, which record it speaks of; the rest is passed over."""

    hlc: _Time
    register: msgspec.Raw
    record: _Uid


class _Spoken(msgspec.Struct, gc=False):
    ops: list[_SpokenWire]
    ctx: list[tuple[int, list[tuple[_Uid, _Seq]]]] = []


_WIRE = frozenset({str, int, bool, bytes, type(None)})
_decode = msgspec.msgpack.Decoder(_Body).decode
_spoken = msgspec.msgpack.Decoder(_Spoken).decode


@dataclass(frozen=True, slots=True)
class Outline:
    """What a segment is about: the records it speaks of, what its author had seen by context number, its latest logical time."""

    records: set[bytes]
    contexts: dict[int, dict[bytes, int]]
    latest: int


@dataclass(frozen=True, slots=True)
class Payload:
    """An opened segment: names of its actors, what its author had seen by context number ({replica: seq}), and its changes."""

    actors: dict[bytes, str]
    contexts: dict[int, dict[bytes, int]]
    ops: list[Op]


@dataclass(frozen=True, slots=True)
class Segment:
    """A sealed run of a stream's changes."""

    seq_from: int
    seq_to: int
    prev_hash: bytes
    payload_hash: bytes
    sig: bytes
    payload: bytes
    thinned: bytes = b""  # where fields were left out of the payload: by whom, and his signature (thinning.py)

    def chain_hash(self, replica: bytes, scope: bytes) -> bytes:
        """BLAKE2b-256 over the previous hash, who and where, the span, and the payload's hash (which outlives the payload)."""
        return chain_hash(self.prev_hash, replica, scope, self.seq_from, self.seq_to, self.payload_hash)


def chain_hash(prev: bytes, replica: bytes, scope: bytes, seq_from: int, seq_to: int, payload_hash: bytes) -> bytes:
    """The value an author signs."""
    span = seq_from.to_bytes(8, "little") + seq_to.to_bytes(8, "little") + SCHEMA.to_bytes(4, "little")
    return payload_digest(prev + replica + scope + span + payload_hash)


def payload_digest(data: bytes) -> bytes:
    """BLAKE2b-256: what the chain keeps of a payload."""
    return hashlib.blake2b(data, digest_size=32).digest()


def seal(
    ops: Sequence[Op],
    actors: dict[bytes, str],
    contexts: dict[int, dict[bytes, int]],
    prev_hash: bytes,
    replica: bytes,
    scope: bytes,
    sign: Callable[[bytes], bytes],
) -> Segment:
    """One segment of consecutive ops; `actors` and `contexts` need hold only what these ops use."""
    payload = packed(ops, actors, contexts)
    payload_hash = payload_digest(payload)
    signature = sign(chain_hash(prev_hash, replica, scope, ops[0].seq, ops[-1].seq, payload_hash))
    return Segment(ops[0].seq, ops[-1].seq, prev_hash, payload_hash, signature, payload)


def packed(ops: Sequence[Op], actors: Mapping[bytes, str], contexts: Mapping[int, Mapping[bytes, int]]) -> bytes:
    """The payload of a segment."""
    order = list(actors)
    index = {uid: position for position, uid in enumerate(order)}
    body = {
        "v": SCHEMA,
        "actors": [(uid, actors[uid]) for uid in order],
        "ctx": [(number, list(vector.items())) for number, vector in contexts.items()],
        "ops": [(op.hlc, op.register, op.record, op.kind, op.fields, op.ctx, index[op.actor], op.deed) for op in ops],
    }
    return zstandard.ZstdCompressor(level=3).compress(_encode(body))


def outline(payload: bytes) -> Outline:
    """Without opening it: in a quarter of the time. Refused when it can't be a segment; what its changes say is looked at by `open_payload`."""
    try:
        body = _spoken(_unpacked(payload))
        latest = max([op.hlc for op in body.ops])
        if latest >= 1 << 63:
            raise ValueError
        return Outline({op.record for op in body.ops}, {number: dict(vector) for number, vector in body.ctx}, latest)
    except (zstandard.ZstdError, msgspec.MsgspecError, ArithmeticError, LookupError, ValueError, RecursionError) as wrong:
        raise damaged_inside() from wrong


def damaged_inside() -> Refused:
    """What a person is told of a parcel whose inside is not what its sender made."""
    return Refused(N_("The parcel is damaged inside. Ask the sender to make it again."), code="parcel_damaged_inside")


def _unpacked(payload: bytes) -> bytes:
    # A frame that states its size is allocated at that size, whatever max_output_size says: look at it first.
    if not 0 < zstandard.get_frame_parameters(payload).content_size <= READ_MAX_RAW:
        raise ValueError
    return zstandard.ZstdDecompressor().decompress(payload, max_output_size=READ_MAX_RAW, allow_extra_data=False)


def open_payload(payload: bytes, seq_from: int, seq_to: int) -> Payload:
    """Decode within limits; Refused when it is not what a segment may be."""
    try:
        body = _decode(_unpacked(payload))
        actors = [uid for uid, _name in body.actors]
        contexts = {number: dict(vector) for number, vector in body.ctx}
        ops = [
            Op(seq, op.hlc, op.register, op.record, op.kind, op.fields, op.ctx, actors[op.actor], op.deed)
            for seq, op in enumerate(body.ops, seq_from)
        ]
        if len(ops) != seq_to - seq_from + 1 or max(max(op.hlc, op.deed) for op in ops) >= 1 << 63:
            raise ValueError
        if not {op.ctx for op in ops} <= contexts.keys() or not all(_WIRE.issuperset(map(type, op.fields.values())) for op in ops):
            raise ValueError
    except (zstandard.ZstdError, msgspec.MsgspecError, ArithmeticError, LookupError, ValueError, RecursionError) as wrong:
        raise damaged_inside() from wrong
    return Payload(dict(body.actors), contexts, ops)
