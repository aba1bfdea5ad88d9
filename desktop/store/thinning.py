"""A segment with some fields left out: what a narrower purpose does not let go. Its chain, hash and author's signature are those of the whole
one; who left the fields out signs for what is left. The whole one can come at any later time and says the rest."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import msgspec
from nacl.exceptions import BadSignatureError
from nacl.signing import VerifyKey

from desktop.store.segments import Segment, open_payload, packed, payload_digest

_STATEMENT = b"sapha: fields left out\n"
_MARK = 8  # bytes of a fingerprint


def thin(
    segment: Segment,
    replica: bytes,
    scope: bytes,
    stays: Callable[[str, str], bool],
    fingerprint: str,
    sign: Callable[[bytes], bytes],
) -> Segment:
    """Without the values of the fields that `stays(register, field)` says; the very segment where it has none of them. A change keeps its
    place, number and time."""
    opened = open_payload(segment.payload, segment.seq_from, segment.seq_to)
    left = 0
    ops = []
    for op in opened.ops:
        fields = {cell: value for cell, value in op.fields.items() if not stays(op.register, cell.partition("+")[0])}
        left += len(op.fields) - len(fields)
        ops.append(op if len(fields) == len(op.fields) else msgspec.structs.replace(op, fields=fields))
    if not left:
        return segment
    payload = packed(ops, opened.actors, opened.contexts)
    signature = sign(_statement(segment, replica, scope, payload))
    return replace(segment, payload=payload, thinned=bytes.fromhex(fingerprint) + signature)


def is_sound(segment: Segment, replica: bytes, scope: bytes, keys: Mapping[str, bytes]) -> bool:
    """Whether the payload is what the chain says, or what a device of `keys` (public key by fingerprint) left of it."""
    if not segment.thinned:
        return payload_digest(segment.payload) == segment.payload_hash
    key = keys.get(segment.thinned[:_MARK].hex())
    try:
        if key is not None:
            VerifyKey(key).verify(_statement(segment, replica, scope, segment.payload), segment.thinned[_MARK:])
            return True
    except (BadSignatureError, ValueError):
        pass
    return False


def _statement(segment: Segment, replica: bytes, scope: bytes, payload: bytes) -> bytes:
    return _STATEMENT + segment.chain_hash(replica, scope) + payload_digest(payload)
