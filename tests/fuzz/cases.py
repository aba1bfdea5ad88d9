"""The cases: each makes one hostile file from a genuine one, by chance, and tries it on the world."""

from __future__ import annotations

import hashlib
import itertools
import re
import struct
from collections.abc import Callable, Iterable
from random import Random
from typing import Any

import msgspec
import zstandard
from nacl.signing import SigningKey

from desktop.base.ids import new_id
from desktop.store.segments import payload_digest
from desktop.sync import age, manifest, minisign, parcel
from tests.fuzz.world import World, rezipped
from tests.sync.hostile import changed, genuine

Case = Callable[[World, Random], None]
_START, _FRAME = struct.Struct("<8s504sIIQ"), struct.Struct("<IIQ32s")
_LEVELS = 100_000


def flipped(raw: bytes, chance: Random) -> bytes:
    """A few bits, or a run of bytes, changed."""
    made = bytearray(raw)
    for _each in range(chance.choice((1, 1, 1, 2, 8))):
        place = chance.randrange(len(made))
        length = chance.choice((1, 1, 4, 64))
        made[place : place + length] = (
            chance.randbytes(length) if chance.random() < 0.5 else bytes([made[place] ^ 1 << chance.randrange(8)])
        )
    return bytes(made)


def cut(raw: bytes, chance: Random) -> bytes:
    """Cut short, a piece lost, a piece twice, or something added."""
    start, end = sorted((chance.randrange(len(raw)), chance.randrange(len(raw))))
    return chance.choice(
        (raw[:end], raw[:start] + raw[end:], raw[:end] + raw[start:], raw + raw[start:end], raw[:start] + bytes(end - start))
    )


def value(chance: Random, depth: int = 0) -> Any:
    """Anything msgpack can hold."""
    makers: list[Callable[[], Any]] = [
        lambda: None,
        lambda: chance.choice((True, False)),
        lambda: chance.choice((0, 1, -1, 2**31, 2**53, 2**63 - 1, 2**64 - 1, -(2**63))),
        lambda: chance.uniform(-1e300, 1e300),
        lambda: chance.choice((float("nan"), float("inf"))),
        lambda: chance.randbytes(chance.choice((0, 1, 16, 32, 64, 5000))),
        lambda: "".join(chance.choice("ก่ำแ\x00\u200b\ud7ff '\";=+") for _ in range(chance.choice((0, 3, 300)))),
    ]
    if depth < 3:
        makers += [
            lambda: [value(chance, depth + 1) for _ in range(chance.randrange(4))],
            lambda: {str(value(chance, 3)): value(chance, depth + 1) for _ in range(chance.randrange(4))},
        ]
    return chance.choice(makers)()


# --- parcels from outside ----------------------------------------------------------------------------------------------------------


def parcel_flipped(world: World, chance: Random) -> None:
    world.taken("parcel flipped", flipped(chance.choice(world.parcels), chance))


def parcel_cut(world: World, chance: Random) -> None:
    world.taken("parcel cut", cut(chance.choice(world.parcels), chance))


def taken_apart(raw: bytes) -> tuple[bytes, list[bytes]]:
    """Header and frames (with their heads) of a genuine parcel."""
    _magic, _sig, length, count, _total = _START.unpack_from(raw)
    place, frames = _START.size + length, []
    for _each in range(count):
        end = place + _FRAME.size + _FRAME.unpack_from(raw, place)[2]
        frames.append(raw[place:end])
        place = end
    return raw[_START.size : _START.size + length], frames


def put_together(world: World, head: bytes, frames: list[bytes], seed: bytes | None = None, key_id: bytes | None = None) -> bytes:
    """A parcel with counts made right and a signature: the council's own, or another's."""
    body = b"".join(frames)
    start = _START.pack(parcel.MAGIC, b"", len(head), len(frames), _START.size + len(head) + len(body))
    prehash = hashlib.blake2b(start[512:] + head + body).digest()
    store = world.council.store
    text = minisign.sign(prehash, seed or store.meta("sign_seed"), key_id or bytes.fromhex(store.fingerprint), "sapha")
    return start[:8] + text.ljust(504, b"\n") + start[512:] + head + body


def parcel_spliced(world: World, chance: Random) -> None:
    """Frames swapped, doubled, dropped, or taken from another genuine parcel; signed anew by the council's own key, or by a stranger."""
    (head, frames), (other_head, others) = (taken_apart(raw) for raw in chance.sample(world.parcels, 2))
    pool = [*frames, *others]
    made = [chance.choice(pool) for _ in range(chance.randint(1, 4))]
    seed = chance.choice((None, chance.randbytes(32)))
    world.taken("parcel spliced", put_together(world, chance.choice((head, other_head)), made, seed))


def parcel_signed_by_another(world: World, chance: Random) -> None:
    head, frames = taken_apart(chance.choice(world.parcels))
    world.taken(
        "parcel signed by another", put_together(world, head, frames, chance.randbytes(32), chance.choice((None, chance.randbytes(8))))
    )


def parcel_header(world: World, chance: Random) -> None:
    """Another header over a genuine inside, signed by the council's own key."""
    head, frames = taken_apart(chance.choice(world.parcels))
    fields: dict[str, Any] = msgspec.json.decode(head)
    name = chance.choice([*fields, "new", "from.fingerprint", "from.office", "vol"])
    to: dict[str, Any] = fields
    if name.startswith("from."):
        to, name = fields["from"], name.removeprefix("from.")
    to[name] = chance.choice((chance.randrange(10), 2**63, -1, "", "../../x", "ab" * 16, None, [], {}, [[]] * 300, "x" * 70_000))
    made = msgspec.json.encode(fields, order="sorted")
    if chance.random() < 0.1:
        made = b"[" * _LEVELS
    world.taken("parcel header", put_together(world, made, frames))


# --- parcels from inside: signed and encrypted by an admitted office -----------------------------------------------------------------


def written(world: World, name: str, frames: list[bytes]) -> None:
    """A whole parcel of these plaintexts, with a header that says the truth."""
    header = parcel.inspect(world.forger.parcel()).header
    world.taken(name, world.forger.written(header, frames))


def frames_of(world: World) -> list[bytes]:
    """The plaintexts of a genuine parcel, bound to the header that `written` will give."""
    inside, segments = genuine(world.council)
    inside.header_sha = parcel.header_sha(parcel.inspect(world.forger.parcel()).header)
    return [plain for _kind, plain in manifest.frames(inside, segments)]


def inside_garbage(world: World, chance: Random) -> None:
    frames = frames_of(world)
    place = chance.randrange(len(frames))
    frames[place] = chance.choice((flipped, cut))(frames[place], chance) or b"\xc0"
    written(world, "inside garbage", frames)


def inside_anything(world: World, chance: Random) -> None:
    """Well-formed msgpack that means nothing."""
    decoded = [msgspec.msgpack.decode(frame) for frame in frames_of(world)]
    first: dict[str, Any] = decoded[0]
    first[chance.choice([*first, "new"])] = value(chance)
    if len(decoded) > 1 and chance.random() < 0.5:
        segment = decoded[1][chance.randrange(len(decoded[1]))]
        segment[chance.randrange(len(segment))] = value(chance)
    written(world, "inside anything", [msgspec.msgpack.encode(each) for each in decoded])


def inside_nested(world: World, chance: Random) -> None:
    frames = frames_of(world)
    deep = chance.choice((b"\x91", b"\x81\xa1k")) * chance.choice((200, 1_100, _LEVELS)) + b"\xc0"
    place = chance.randrange(len(frames) + 1)
    frames[place : place + 1] = [deep]
    written(world, "inside nested", frames)


def inside_bomb(world: World, chance: Random) -> None:
    """Zeros that compress to nothing: as a frame, as a payload, as many payloads."""
    forger = world.forger
    ops = [forger.op({"first_name": "ก", "note": "ก" * chance.choice((10, 4_000_000))}, seq=seq) for seq in (1, 2)]
    segment = forger.segment(*ops)
    size = chance.choice((1 << 20, 16 << 20, (16 << 20) + 1, 64 << 20))
    payload = zstandard.ZstdCompressor().compress(bytes(size))
    bomb = resigned(world, changed(segment, payload=payload))
    made = [bomb] * chance.choice((1, 30)) if chance.random() < 0.5 else [segment] * chance.choice((1, 30))
    world.taken("inside bomb", forger.parcel(*made))


def resigned(world: World, segment: manifest.SegmentWire) -> manifest.SegmentWire:
    """With hash and signature of the payload it has now."""
    made = changed(segment, payload_hash=payload_digest(segment.payload))
    sign = SigningKey(world.council.store.meta("sign_seed")).sign
    return changed(made, sig=sign(made.segment().chain_hash(world.forger.replica, world.forger.scope)).signature)


def payload_garbage(world: World, chance: Random) -> None:
    """A signed segment whose ops are other bytes, or nest without end."""
    world.forger.replica = new_id()
    segment = world.forger.segment(world.forger.op({"first_name": "ก", "moo": 3, "phones+1": True}))
    body = zstandard.ZstdDecompressor().decompress(segment.payload)
    body = chance.choice((flipped(body, chance), cut(body, chance), b"\x91" * chance.choice((500, _LEVELS)) + b"\xc0", b"\xc0"))
    world.taken(
        "payload garbage", world.forger.parcel(resigned(world, changed(segment, payload=zstandard.ZstdCompressor().compress(body))))
    )


def change_of_anything(world: World, chance: Random) -> None:
    """Ops such as no program of ours writes: unknown cells, values of other kinds, numbers out of bounds."""
    world.forger.replica = new_id()
    cells = ("first_name", "moo", "birth_date", "phones", "phones+1", "vulnerable+x", "~", "tambon_code", "new", "", "a" * 500)
    fields = {chance.choice(cells): value(chance) for _ in range(chance.randrange(4))}
    changes = {name: value(chance) for name in ("hlc", "register", "record", "kind", "ctx", "deed") if chance.random() < 0.15}
    ops = [world.forger.op({"last_name": "ก"} | fields, **changes)]
    world.taken("change of anything", world.forger.parcel(world.forger.segment(*ops)))


# --- enrolment ---------------------------------------------------------------------------------------------------------------------


def letter_bytes(world: World, chance: Random) -> None:
    card = chance.random() < 0.5
    world.enrolled("letter bytes", chance.choice((flipped, cut))(world.card if card else world.invitation, chance), card=card)


def letter_of_anything(world: World, chance: Random) -> None:
    """A letter whose signature is true and whose fields are not: a stranger makes his own keys."""
    card = chance.random() < 0.5
    key = SigningKey(chance.randbytes(32))
    body: list[Any] = msgspec.msgpack.decode(world.invitation[8 + 64 :])
    body[4] = bytes(key.verify_key)
    for _each in range(chance.randint(1, 2)):
        body[chance.choice([place for place in range(len(body)) if place != 4])] = value(chance)
    packed = msgspec.msgpack.encode(body)
    if chance.random() < 0.1:
        packed = b"\x91" * _LEVELS
    signed = key.sign(packed).signature + packed
    if card:
        signed = age.encrypt(signed, [world.region.store.meta("age_public").decode()])
    world.enrolled("letter of anything", (b"SAPHACD1" if card else b"SAPHAIN1") + signed, card=card)


# --- workbooks ---------------------------------------------------------------------------------------------------------------------


def _workbook(world: World, chance: Random, *, zipped: bool) -> tuple[str, bytes, str]:
    names = [name for name in world.workbooks if not zipped or not name.endswith(".csv")]
    name = chance.choice(names)
    register = "members" if "members" in name else "activities" if "activities" in name else "people" if name == "people" else "households"
    return (name if "." in name else name + ".xlsx"), world.workbooks[name], register


def workbook_bytes(world: World, chance: Random) -> None:
    name, raw, register = _workbook(world, chance, zipped=False)
    world.imported("workbook bytes", name, chance.choice((flipped, cut))(raw, chance), register)


def workbook_parts(world: World, chance: Random) -> None:
    """The parts inside changed, the archive itself whole."""
    name, raw, register = _workbook(world, chance, zipped=True)
    made = rezipped(raw, lambda _part, data: chance.choice((flipped, cut))(data, chance) if data and chance.random() < 0.4 else data)
    world.imported("workbook parts", name, made, register)


_HOSTILE = (
    b"<c r='A1' t='s'><v>999999999</v></c>", b"<c r='XFD1048576'><v>1</v></c>", b"<c r='ZZZZ1'><v>1</v></c>", b"<c t='b'><v>x</v></c>",
    b"<c r='B2'><f>cmd|' /C calc'!A0</f><v>=cmd|' /C calc'!A0</v></c>", b"<v>1e999</v>", b"<v>-1</v>", b"<row r='99999999999'/>",
    b"<row r='-5'/>", b"<mergeCell ref='A1:XFD1048576'/>", b"<x>" * 50_000, b"<!DOCTYPE x [<!ENTITY a 'b'>]>", b"&a;", b"</row>",
)  # fmt: skip


def workbook_xml(world: World, chance: Random) -> None:
    """Sheets whose XML says hostile things: cells out of bounds, entities, elements nested without end, numbers that are none."""
    name, raw, register = _workbook(world, chance, zipped=True)

    def change(part: str, data: bytes) -> bytes:
        if not part.endswith(".xml") or chance.random() < 0.5:
            return data
        if chance.random() < 0.3:
            return re.sub(rb"\d+", lambda _found: chance.choice((b"0", b"-1", b"99999999999999999999", b"1.5", b"x")), data, count=5)
        places = [found.end() for found in re.finditer(rb">", data)] or [0]
        place = chance.choice(places)
        return data[:place] + chance.choice(_HOSTILE) + data[place:]

    world.imported("workbook xml", name, rezipped(raw, change), register)


def workbook_bomb(world: World, chance: Random) -> None:
    """A sheet that unpacks to hundreds of megabytes of blanks or cells."""
    name, raw, register = _workbook(world, chance, zipped=True)
    filler = chance.choice((b" ", b"<row></row>", b"<c><v>1</v></c>"))
    megabytes = chance.choice((20, 250, 400))

    def change(part: str, data: bytes) -> bytes | Iterable[bytes]:
        if not part.startswith("xl/worksheets/sheet1"):
            return data
        place = data.find(b"<row") if b"<row" in data else len(data)
        return itertools.chain([data[:place]], itertools.repeat(filler * ((1 << 20) // len(filler)), megabytes), [data[place:]])

    world.imported("workbook bomb", name, rezipped(raw, change), register)


QUICK: tuple[Case, ...] = (
    parcel_flipped, parcel_cut, parcel_spliced, parcel_signed_by_another, parcel_header, inside_garbage, inside_anything, inside_nested,
    payload_garbage, change_of_anything, letter_bytes, letter_of_anything, workbook_bytes, workbook_parts, workbook_xml,
)  # fmt: skip
HEAVY: tuple[Case, ...] = (inside_bomb, workbook_bomb)
