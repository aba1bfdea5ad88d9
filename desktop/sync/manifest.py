"""The inside of a parcel: who knows whom, what the sender holds, which changes it carries, and answers to parcels taken."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple
from itertools import groupby

import msgspec
from sqlalchemy import Connection, func, select

from desktop.base.ids import reference_scope
from desktop.store import schema
from desktop.store.history import batched
from desktop.store.segments import MAX_SEQ, Segment, damaged_inside
from desktop.store.store import Store
from desktop.store.thinning import thin
from desktop.sync import parcel, peers
from desktop.sync.purposes import Withheld
from desktop.sync.volumes import MOST_CHANGES, SegmentAt

MAX_SCOPES = 20  # that a sender tells of what it holds
MAX_DEVICES = 100  # of one council and its region; a header has room for twice as many readers
MAX_THIN = 10_000  # segments that a sender says it holds with fields left out; of more it says nothing in this parcel
_AT_ONCE = 100  # segments read at once
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
    thinned: bytes = b""

    def segment(self) -> Segment:
        """As the store keeps it."""
        return Segment(self.seq_from, self.seq_to, self.prev_hash, self.payload_hash, self.sig, self.payload, self.thinned)


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
    thin: list[tuple[bytes, int]] = []  # replica and first number of segments held with fields left out


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
    thin: list[tuple[bytes, int]] = []  # as HeldWire.thin, of the parcel's own scope

    files: int = 0  # photos and papers that come with it
    lacks: list[bytes] | None = None  # names of those of the parcel's scope that the sender lacks; None: it says nothing of them

    def held(self) -> list[HeldWire]:
        """All that the sender says it holds, the parcel's own scope first."""
        return [HeldWire(self.scope, self.have, self.marks, self.thin), *self.others]


Opened = Callable[[int], Iterable[tuple[int, bytes]]]  # the plaintexts of a parcel's frames of one type, with that

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

    def __init__(self, manifest: Manifest, opened: Opened) -> None:
        self._manifest = manifest
        self._opened = opened

    def packs(self) -> Iterator[bytes]:
        """The frames of photos and papers."""
        return (plain for _kind, plain in self._opened(parcel.FILES))

    def __iter__(self) -> Iterator[SegmentWire]:
        manifest = self._manifest
        count, changes = 0, 0
        for _kind, plain in self._opened(parcel.SEGMENTS):
            for segment in _segments(plain):
                count += 1
                changes += segment.seq_to - segment.seq_from + 1
                if not _sound(segment, len(manifest.streams)) or count > manifest.segments or changes > manifest.changes:
                    raise damaged_inside()
                yield segment
        if (count, changes) != (manifest.segments, manifest.changes):
            raise damaged_inside()


def read(opened: Opened) -> tuple[Manifest, Carried]:
    """The manifest and what comes with it, of a parcel whose plaintexts of a type `opened` gives; Refused when it is none, or says that more
    changes come than a parcel may hold."""
    try:
        (kind, plain), *more = opened(parcel.MANIFEST)
        manifest = msgspec.msgpack.decode(plain, type=Manifest)
        held = manifest.held()
        ids = [*(each.scope for each in held), *(replica for each in held for replica in each.have)]
        ids += [*(each.replica for each in manifest.streams), *(each.uid for each in manifest.offices)]
        if more or kind != parcel.MANIFEST or any(len(each) != 16 for each in ids):
            raise ValueError
        if len(manifest.devices) > MAX_DEVICES or len(held) > MAX_SCOPES:
            raise ValueError
        if any(not 0 <= seq < MAX_SEQ for each in held for seq in each.have.values()):
            raise ValueError
        if any(len(name) != 32 for name in manifest.lacks or ()) or not 0 <= manifest.files < 1 << 31:
            raise ValueError
        if any(not 0 < seq < MAX_SEQ for each in held for _replica, seq in each.thin) or any(len(each.thin) > MAX_THIN for each in held):
            raise ValueError
    except (msgspec.MsgspecError, ValueError, StopIteration, RecursionError):
        raise damaged_inside() from None
    if manifest.changes > MOST_CHANGES:
        raise parcel.too_big()
    return manifest, Carried(manifest, opened)


def _segments(plain: bytes) -> list[SegmentWire]:
    try:
        return msgspec.msgpack.decode(plain, type=list[SegmentWire])
    except (msgspec.MsgspecError, ValueError, RecursionError):
        raise damaged_inside() from None


def _sound(segment: SegmentWire, streams: int) -> bool:
    return (
        0 <= segment.stream < streams
        and 1 <= segment.seq_from <= segment.seq_to < MAX_SEQ
        and (len(segment.prev_hash), len(segment.payload_hash), len(segment.sig)) == (32, 32, 64)
        and len(segment.thinned) in (0, 72)
    )


class Stored:
    """Segments of the log, read when their turn comes, some at a time; what `stays` is left out of those that are whole."""

    def __init__(self, store: Store, scope: bytes, chosen: Sequence[SegmentAt], stays: Withheld | None = None) -> None:
        self._store = store
        self._scope = scope
        self._chosen = chosen
        self._stays = stays

    def __iter__(self) -> Iterator[SegmentWire]:
        table, streams = schema.table_of(schema.SegmentRow), schema.table_of(schema.StreamRow)
        with self._store.read() as reader:
            replicas = dict(reader.conn.execute(select(streams.c.stream, streams.c.replica).where(streams.c.scope == self._scope)).all())
            numbers = {stream: number for number, stream in enumerate(dict.fromkeys(each.stream for each in self._chosen))}
            for part in batched(self._chosen, _AT_ONCE):
                for stream, ones in groupby(part, key=lambda each: each.stream):
                    wanted = select(table).where(table.c.stream == stream, table.c.seq_from.in_([each.seq_from for each in ones]))
                    for row in reader.conn.execute(wanted.order_by(table.c.seq_from)):
                        segment = self._narrowed(
                            Segment(row.seq_from, row.seq_to, row.prev_hash, row.payload_hash, row.sig, row.payload, row.thinned or b""),
                            replicas[stream],
                        )
                        yield SegmentWire(numbers[stream], *astuple(segment))

    def _narrowed(self, segment: Segment, replica: bytes) -> Segment:
        if self._stays is None or segment.thinned:
            return segment
        return thin(segment, replica, self._scope, self._stays, self._store.fingerprint, self._store.sign)


def lacking(conn: Connection, scope: bytes, known: dict[int, int], again: Mapping[int, Collection[int]]) -> list[SegmentAt]:
    """Segments that a reader lacks who is known to have `known` (last seq by stream), and those of `again` (first numbers by stream) that are
    whole here; by stream and number."""
    streams, table = schema.table_of(schema.StreamRow), schema.table_of(schema.SegmentRow)
    found: list[SegmentAt] = []
    for stream in conn.execute(select(streams.c.stream).where(streams.c.scope == scope).order_by(streams.c.stream)).scalars().all():
        wanted = table.c.seq_to > known.get(stream, 0)
        if stream in again:
            wanted |= table.c.seq_from.in_(again[stream]) & table.c.thinned.is_(None)
        asked = select(table.c.stream, table.c.seq_from, table.c.seq_to, func.length(table.c.payload)).where(
            table.c.stream == stream, wanted
        )
        found += [SegmentAt(*row) for row in conn.execute(asked.order_by(table.c.seq_from))]
    return found


def build(store: Store, conn: Connection, scope: bytes, chosen: Sequence[SegmentAt], header_sha: bytes) -> Manifest:
    """What stands before these segments; they come by stream and number."""
    table = schema.table_of(schema.StreamRow)
    known = {row.stream: row for row in conn.execute(select(table).where(table.c.scope == scope))}
    streams = [
        StreamWire(known[stream].replica, known[stream].device, known[stream].office)
        for stream in dict.fromkeys(each.stream for each in chosen)
    ]
    known_offices = peers.offices(conn)
    audience = {scope, store.office} | {uid for uid, row in known_offices.items() if row.kind == "region"}
    offices = [OfficeWire(uid, row.kind, row.name, row.areas) for uid, row in known_offices.items() if uid in audience]
    devices = [DeviceWire(*device.wire()) for device in peers.devices(conn).values() if device.office in audience]
    held = _held(conn, scope)
    changes = sum(each.changes for each in chosen)
    manifest = Manifest(header_sha, scope, offices, devices, held.have, streams, changes, len(chosen), marks=held.marks, thin=held.thin)
    if known_offices[store.office].kind == "council":
        manifest.others = [
            _held(conn, of) for uid, row in known_offices.items() if row.kind == "region" and (of := reference_scope(uid)) != scope
        ]
    return manifest


def _held(conn: Connection, scope: bytes) -> HeldWire:
    streams, segments = schema.table_of(schema.StreamRow), schema.table_of(schema.SegmentRow)
    have = peers.held(conn, scope)
    chains = conn.execute(select(streams.c.replica, streams.c.have_hash).where(streams.c.scope == scope))
    thin = conn.execute(
        select(streams.c.replica, segments.c.seq_from)
        .join(segments, segments.c.stream == streams.c.stream)
        .where(streams.c.scope == scope, segments.c.thinned.is_not(None))
        .limit(MAX_THIN)
    )
    return HeldWire(scope, have, {replica: chain for replica, chain in chains if replica in have}, [(uid, seq) for uid, seq in thin])
