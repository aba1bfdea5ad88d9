"""Segments: sealed runs of changes, chained and signed; and what hostile bytes may not do."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import Any

import msgspec
import pytest
import zstandard
from nacl.signing import SigningKey

from desktop.base.errors import Refused
from desktop.store.segments import READ_MAX_OPS, READ_MAX_RAW, Op, Segment, open_payload, seal

REPLICA, SCOPE, ACTOR, RECORD = b"r" * 16, b"s" * 16, b"a" * 16, b"d" * 16
KEY = SigningKey(bytes(32))


def op(seq: int, **values: Any) -> Op:
    facts: Any = {
        "hlc": seq << 16,
        "register": "people",
        "record": RECORD,
        "kind": 2,
        "fields": {"moo": seq},
        "ctx": 1,
        "actor": ACTOR,
        "deed": 1,
    }
    facts |= values
    return Op(seq, **facts)


def sealed(*ops: Op, prev: bytes = bytes(32)) -> Segment:
    return seal(ops, {ACTOR: "สมศรี"}, {1: {b"o" * 16: 7}}, prev, REPLICA, SCOPE, lambda message: KEY.sign(message).signature)


def test_what_was_sealed_comes_out_as_it_was() -> None:
    ops = [op(5, fields={"first_name": "ทองใบ", "moo": None, "vulnerable+V_ELD": True, "budget": "12.50", "head": RECORD}), op(6, kind=3)]
    segment = sealed(*ops)
    assert (segment.seq_from, segment.seq_to) == (5, 6)
    opened = open_payload(segment.payload, 5, 6)
    assert opened.ops == ops and opened.actors == {ACTOR: "สมศรี"} and opened.contexts == {1: {b"o" * 16: 7}}


def test_the_signature_is_over_the_chain() -> None:
    first = sealed(op(1))
    second = sealed(op(2), prev=first.chain_hash(REPLICA, SCOPE))
    KEY.verify_key.verify(second.chain_hash(REPLICA, SCOPE), second.sig)


@pytest.mark.parametrize(
    "change",
    [{"seq_from": 2}, {"seq_to": 9}, {"prev_hash": bytes(31) + b"\1"}, {"payload_hash": bytes(32)}],
    ids=lambda change: next(iter(change)),
)
def test_nothing_that_is_chained_can_be_changed_under_the_signature(change: dict[str, Any]) -> None:
    from nacl.exceptions import BadSignatureError

    segment = sealed(op(1))
    with pytest.raises(BadSignatureError):
        KEY.verify_key.verify(replace(segment, **change).chain_hash(REPLICA, SCOPE), segment.sig)
    for replica, scope in ((SCOPE, SCOPE), (REPLICA, REPLICA)):
        with pytest.raises(BadSignatureError):
            KEY.verify_key.verify(segment.chain_hash(replica, scope), segment.sig)


def packed(body: object, **options: Any) -> bytes:
    return zstandard.ZstdCompressor(**options).compress(msgspec.msgpack.encode(body))


def body(*ops: object, **more: object) -> dict[str, object]:
    return {"v": 1, "actors": [(ACTOR, "ก")], "ctx": [(1, [])], "ops": list(ops)} | more


GOOD = (1, "people", RECORD, 2, {"moo": 1}, 1, 0, 1)
BAD: list[object] = [
    body((1.5, *GOOD[1:])),
    body((1, b"people", *GOOD[2:])),
    body((1, "people", b"short", *GOOD[3:])),
    body((1, "people", RECORD, "2", *GOOD[4:])),
    body((1, "people", RECORD, 2, [], 1, 0, 1)),
    body((1, "people", RECORD, 2, {"moo": 1.5}, 1, 0, 1)),
    body((1, "people", RECORD, 2, {"moo": [1]}, 1, 0, 1)),
    body((1, "people", RECORD, 2, {"x" * 81: 1}, 1, 0, 1)),
    body((1, "people", RECORD, 2, {1: 1}, 1, 0, 1)),
    body((1, "people", RECORD, 2, {}, None, 0, 1)),
    body((1, "people", RECORD, 2, {}, 1, 3, 1)),
    body((1, "people", RECORD, 2, {}, 1, 0, "1")),
    body(GOOD, GOOD),
    body(),
    body(GOOD[:-1]),
    body(GOOD, actors=[(1 << 40, "ก")]),
    body(GOOD, ctx=[(1, [(1 << 40, 1)])]),
    body(GOOD, ctx=[(1, 2)]),
    body(GOOD, ctx=None),
    body(GOOD, ctx=[(float("inf"), [])]),
    body(GOOD, ctx=[]),
    body(GOOD, ctx=[(1, [(REPLICA, -1)])]),
    [],
    None,
    {"ops": []},
]


@pytest.mark.parametrize("number", range(len(BAD)))
def test_a_payload_that_is_not_what_it_should_be_is_refused(number: int) -> None:
    assert open_payload(packed(body(GOOD)), 1, 1).ops
    with pytest.raises(Refused) as caught:
        open_payload(packed(BAD[number]), 1, 1)
    assert caught.value.code == "parcel_damaged_inside"


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    bomb = zstandard.ZstdCompressor(level=19).compress(bytes(READ_MAX_RAW + 1))
    assert len(bomb) < 10_000
    unsized = zstandard.ZstdCompressor(level=3, write_content_size=False).compress(bytes(1 << 20))
    for payload in (bomb, unsized):
        with pytest.raises(Refused):
            open_payload(payload, 1, 1)


def test_more_changes_than_a_segment_may_hold_are_refused() -> None:
    with pytest.raises(Refused):
        open_payload(packed(body(*[GOOD] * (READ_MAX_OPS + 1))), 1, READ_MAX_OPS + 1)


def test_any_byte_flipped_or_missing_or_added_is_refused_or_still_whole() -> None:
    payload = sealed(*(op(seq) for seq in range(1, 6))).payload
    for place in range(len(payload)):
        for wrong in (
            payload[:place] + bytes([payload[place] ^ 0x55]) + payload[place + 1 :],
            payload[:place],
            payload[:place] + payload[place + 1 :],
        ):
            try:
                assert len(open_payload(wrong, 1, 5).ops) == 5
            except Refused as refused:
                assert refused.code == "parcel_damaged_inside"
    with pytest.raises(Refused):
        open_payload(payload + b"\0", 1, 5)


def test_rubbish_is_refused() -> None:
    for size in (0, 1, 50, 5_000):
        with pytest.raises(Refused):
            open_payload(os.urandom(size), 1, 1)
