"""The inside of a parcel: who knows whom, what the sender holds, which changes it carries, and answers to parcels taken."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

import msgspec
from sqlalchemy import Connection, func, select

from desktop.base.errors import Refused
from desktop.base.i18n import N_
from desktop.base.ids import reference_scope
from desktop.store import schema
from desktop.store.segments import MAX_SEQ, Segment
from desktop.store.store import Store
from desktop.sync import parcel, peers

MAX_SCOPES = 20  # that a sender tells of what it holds
MAX_DEVICES = 100  # of one council and its region; a header has room for twice as many readers
FRAME = 1 << 20  # plaintext bytes of segments in one frame: what encrypting holds the interpreter for (older programs put up to 8 MiB)


class OfficeWire(msgspec.Struct, array_like=True):
    """An office, as the sender knows it."""

    uid: bytes
    kind: str
    name: str
    areas: str


class DeviceWire(msgspec.Struct, array_like=True):
    """A device, vouched for by the sender where it belongs to the sender's office."""

    fingerprint: str
    office: bytes
    sign_public: bytes
    age_public: str
    status: str
    follows: str = ""
    proof: bytes = b""


class StreamWire(msgspec.Struct, array_like=True):
    """A stream of which the parcel carries changes."""

    replica: bytes
    device: str
    office: bytes


class SegmentWire(msgspec.Struct, array_like=True):
    """A sealed segment; `stream` counts in the manifest's streams."""

    stream: int
    seq_from: int
    seq_to: int
    prev_hash: bytes
    payload_hash: bytes
    sig: bytes
    payload: bytes

    def segment(self) -> Segment:
        """As the store keeps it."""
        return Segment(self.seq_from, self.seq_to, self.prev_hash, self.payload_hash, self.sig, self.payload)


class AnswerWire(msgspec.Struct, array_like=True):
    """What became of a parcel that the reader had sent."""

    parcel: bytes
    number: int
    sha256: bytes
    at_ms: int
    counts: dict[str, int]


class HeldWire(msgspec.Struct, array_like=True):
    """What the sender holds of another scope that the reader follows too: last number and chain hash by replica."""

    scope: bytes
    have: dict[bytes, int]
    marks: dict[bytes, bytes]


class Manifest(msgspec.Struct):
    """Frame 0. `header_sha` binds it to the clear header, so that a stripped and re-signed outside fails."""

    header_sha: bytes
    scope: bytes
    offices: list[OfficeWire]
    devices: list[DeviceWire]
    have: dict[bytes, int]
    streams: list[StreamWire]
    changes: int  # in all segments; the reader compares
    segments: int
    answers: list[AnswerWire] = []
    marks: dict[bytes, bytes] = {}  # chain hash of each stream at the number in `have`
    others: list[HeldWire] = []  # a council's: what it has of the reference data

    def held(self) -> list[HeldWire]:
        """All that the sender says it holds, the parcel's own scope first."""
        return [HeldWire(self.scope, self.have, self.marks), *self.others]


_encode = msgspec.msgpack.Encoder().encode


def frames(manifest: Manifest, segments: Iterable[SegmentWire]) -> Iterator[tuple[int, bytes]]:
    """Typed plaintexts: the manifest, then segments in packs, each made when its turn comes."""
    yield parcel.MANIFEST, _encode(manifest)
    pack: list[SegmentWire] = []
    size = 0
    for segment in segments:
        if pack and size + len(segment.payload) > FRAME:
            yield parcel.SEGMENTS, _encode(pack)
            pack, size = [], 0
        pack.append(segment)
        size += len(segment.payload) + 200
    if pack:
        yield parcel.SEGMENTS, _encode(pack)


class Carried:
    """The segments of a parcel, to be gone through as often as needed; each time the frames are opened anew, one in memory at a time.
    Refused where they are not what the manifest says, at the end of going through at the latest."""

    def __init__(self, manifest: Manifest, opened: Callable[[], Iterable[tuple[int, bytes]]]) -> None:
        self._manifest = manifest
        self._opened = opened

    def __iter__(self) -> Iterator[SegmentWire]:
        manifest = self._manifest
        count, changes = 0, 0
        for kind, plain in self._opened():
            if kind != parcel.SEGMENTS:
                continue
            for segment in _segments(plain):
                count += 1
                changes += segment.seq_to - segment.seq_from + 1
                if not _sound(segment, len(manifest.streams)) or count > manifest.segments or changes > manifest.changes:
                    raise _damaged()
                yield segment
        if (count, changes) != (manifest.segments, manifest.changes):
            raise _damaged()


def read(opened: Callable[[], Iterable[tuple[int, bytes]]]) -> tuple[Manifest, Carried]:
    """The manifest and what comes with it, of a parcel whose typed plaintexts `opened` gives from the first; Refused when it is none."""
    try:
        kind, plain = next(iter(opened()))
        manifest = msgspec.msgpack.decode(plain, type=Manifest)
        held = manifest.held()
        ids = [*(each.scope for each in held), *(replica for each in held for replica in each.have)]
        ids += [*(each.replica for each in manifest.streams), *(each.uid for each in manifest.offices)]
        if kind != parcel.MANIFEST or any(len(each) != 16 for each in ids):
            raise ValueError
        if len(manifest.devices) > MAX_DEVICES or len(held) > MAX_SCOPES:
            raise ValueError
        if any(not 0 <= seq < MAX_SEQ for each in held for seq in each.have.values()):
            raise ValueError
    except (msgspec.MsgspecError, ValueError, StopIteration, RecursionError):
        raise _damaged() from None
    return manifest, Carried(manifest, opened)


def _segments(plain: bytes) -> list[SegmentWire]:
    try:
        return msgspec.msgpack.decode(plain, type=list[SegmentWire])
    except (msgspec.MsgspecError, ValueError, RecursionError):
        raise _damaged() from None


def _damaged() -> Refused:
    return Refused(N_("The parcel is damaged inside. Ask the sender to make it again."), code="parcel_damaged_inside")


def _sound(segment: SegmentWire, streams: int) -> bool:
    return (
        0 <= segment.stream < streams
        and 1 <= segment.seq_from <= segment.seq_to < MAX_SEQ
        and (len(segment.prev_hash), len(segment.payload_hash), len(segment.sig)) == (32, 32, 64)
    )


class Stored:
    """Segments of the log, read when their turn comes: of each stream those after one number up to another."""

    def __init__(self, store: Store, spans: Sequence[tuple[int, int, int]]) -> None:
        self._store = store
        self._spans = spans

    def __iter__(self) -> Iterator[SegmentWire]:
        table = schema.table_of(schema.SegmentRow)
        with self._store.read() as reader:
            for number, (stream, after, upto) in enumerate(self._spans):
                wanted = select(table).where(table.c.stream == stream, table.c.seq_to > after, table.c.seq_to <= upto)
                for row in reader.conn.execute(wanted.order_by(table.c.seq_from)):
                    yield SegmentWire(number, row.seq_from, row.seq_to, row.prev_hash, row.payload_hash, row.sig, row.payload)


def build(store: Store, conn: Connection, scope: bytes, known: dict[int, int], header_sha: bytes) -> tuple[Manifest, Stored]:
    """What a reader lacks who is known to have `known` (last seq by stream); the caller has sealed, and commits before it asks for the
    segments."""
    streams_table = schema.table_of(schema.StreamRow)
    table = schema.table_of(schema.SegmentRow)
    streams: list[StreamWire] = []
    spans: list[tuple[int, int, int]] = []
    changes = segments = 0
    for stream in conn.execute(select(streams_table).where(streams_table.c.scope == scope).order_by(streams_table.c.stream)).all():
        after = known.get(stream.stream, 0)
        lacking = select(func.count(), func.min(table.c.seq_from), func.max(table.c.seq_to))
        count, first, last = conn.execute(lacking.where(table.c.stream == stream.stream, table.c.seq_to > after)).one()
        if not count:
            continue
        changes += last - first + 1  # a stream has no gaps
        segments += count
        spans.append((stream.stream, after, last))
        streams.append(StreamWire(stream.replica, stream.device, stream.office))
    known_offices = peers.offices(conn)
    audience = {scope, store.office} | {uid for uid, row in known_offices.items() if row.kind == "region"}
    offices = [OfficeWire(uid, row.kind, row.name, row.areas) for uid, row in known_offices.items() if uid in audience]
    devices = [DeviceWire(*device.wire()) for device in peers.devices(conn).values() if device.office in audience]
    held = _held(conn, scope)
    manifest = Manifest(header_sha, scope, offices, devices, held.have, streams, changes, segments, marks=held.marks)
    if known_offices[store.office].kind == "council":
        manifest.others = [
            _held(conn, of) for uid, row in known_offices.items() if row.kind == "region" and (of := reference_scope(uid)) != scope
        ]
    return manifest, Stored(store, spans)


def _held(conn: Connection, scope: bytes) -> HeldWire:
    streams = schema.table_of(schema.StreamRow)
    have = peers.held(conn, scope)
    chains = conn.execute(select(streams.c.replica, streams.c.have_hash).where(streams.c.scope == scope))
    return HeldWire(scope, have, {replica: chain for replica, chain in chains if replica in have})
