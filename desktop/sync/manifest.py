"""The inside of a parcel: who knows whom, what the sender holds, which changes it carries, and answers to parcels taken."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import msgspec
from sqlalchemy import Connection, select

from desktop.base.errors import Refused
from desktop.base.i18n import N_
from desktop.base.ids import reference_scope
from desktop.store import schema
from desktop.store.segments import MAX_SEQ, Segment
from desktop.store.store import Store
from desktop.store.thinning import thin
from desktop.sync import peers

MAX_SCOPES = 20  # that a sender tells of what it holds
MAX_DEVICES = 100  # of one council and its region; a header has room for twice as many readers
MAX_THIN = 10_000  # segments that a sender says it holds with fields left out; of more it says nothing in this parcel
FRAME = 8 << 20  # plaintext bytes of segments in one frame, well below the format's 16 MiB


@dataclass(frozen=True, slots=True)
class Narrow:
    """What a purpose makes of a parcel: the fields that stay (None: none do), and segments to bring once more, whole, since a reader holds them
    with fields left out: their first numbers by stream."""

    stays: Callable[[str, str], bool] | None = None
    again: Mapping[int, Collection[int]] = field(default_factory=dict)


WHOLE = Narrow()


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

    def held(self) -> list[HeldWire]:
        """All that the sender says it holds, the parcel's own scope first."""
        return [HeldWire(self.scope, self.have, self.marks, self.thin), *self.others]


_encode = msgspec.msgpack.Encoder().encode


def frames(manifest: Manifest, segments: Sequence[SegmentWire]) -> Iterator[bytes]:
    """Plaintext frames: the manifest, then segments in packs."""
    yield _encode(manifest)
    pack: list[SegmentWire] = []
    size = 0
    for segment in segments:
        if pack and size + len(segment.payload) > FRAME:
            yield _encode(pack)
            pack, size = [], 0
        pack.append(segment)
        size += len(segment.payload) + 200
    if pack:
        yield _encode(pack)


def read(plain: Iterator[bytes]) -> tuple[Manifest, list[SegmentWire]]:
    """All frames back; Refused when they are not what a parcel holds."""
    try:
        manifest = msgspec.msgpack.decode(next(plain), type=Manifest)
        segments = [segment for frame in plain for segment in msgspec.msgpack.decode(frame, type=list[SegmentWire])]
        if len(segments) != manifest.segments or not all(_sound(each, len(manifest.streams)) for each in segments):
            raise ValueError
        if sum(each.seq_to - each.seq_from + 1 for each in segments) != manifest.changes:
            raise ValueError
        held = manifest.held()
        ids = [*(each.scope for each in held), *(replica for each in held for replica in each.have)]
        ids += [*(each.replica for each in manifest.streams), *(each.uid for each in manifest.offices)]
        if any(len(each) != 16 for each in ids) or len(manifest.devices) > MAX_DEVICES or len(held) > MAX_SCOPES:
            raise ValueError
        if any(not 0 <= seq < MAX_SEQ for each in held for seq in each.have.values()):
            raise ValueError
        if any(not 0 < seq < MAX_SEQ for each in held for _replica, seq in each.thin) or any(len(each.thin) > MAX_THIN for each in held):
            raise ValueError
    except (msgspec.MsgspecError, ValueError, StopIteration, RecursionError):
        raise Refused(N_("The parcel is damaged inside. Ask the sender to make it again."), code="parcel_damaged_inside") from None
    return manifest, segments


def _sound(segment: SegmentWire, streams: int) -> bool:
    return (
        0 <= segment.stream < streams
        and 1 <= segment.seq_from <= segment.seq_to < MAX_SEQ
        and (len(segment.prev_hash), len(segment.payload_hash), len(segment.sig)) == (32, 32, 64)
        and len(segment.thinned) in (0, 72)
    )


def build(
    store: Store, conn: Connection, scope: bytes, known: dict[int, int], header_sha: bytes, narrow: Narrow = WHOLE
) -> tuple[Manifest, list[SegmentWire]]:
    """What a reader lacks who is known to have `known` (last seq by stream); the caller has sealed."""
    streams_table = schema.table_of(schema.StreamRow)
    table = schema.table_of(schema.SegmentRow)
    streams: list[StreamWire] = []
    segments: list[SegmentWire] = []
    changes = 0
    for stream in conn.execute(select(streams_table).where(streams_table.c.scope == scope).order_by(streams_table.c.stream)).all():
        from_seq = known.get(stream.stream, 0)
        wanted = (table.c.seq_to > from_seq) | (table.c.seq_from.in_(narrow.again.get(stream.stream, ())) & table.c.thinned.is_(None))
        rows = conn.execute(select(table).where(table.c.stream == stream.stream, wanted).order_by(table.c.seq_from)).all()
        if not rows:
            continue
        changes += sum(row.seq_to - row.seq_from + 1 for row in rows)
        for row in rows:
            segment = Segment(row.seq_from, row.seq_to, row.prev_hash, row.payload_hash, row.sig, row.payload, row.thinned or b"")
            if narrow.stays is not None and not segment.thinned:
                segment = thin(segment, stream.replica, scope, narrow.stays, store.fingerprint, store.sign)
            segments.append(
                SegmentWire(
                    len(streams), row.seq_from, row.seq_to, row.prev_hash, row.payload_hash, row.sig, segment.payload, segment.thinned
                )
            )
        streams.append(StreamWire(stream.replica, stream.device, stream.office))
    known_offices = peers.offices(conn)
    audience = {scope, store.office} | {uid for uid, row in known_offices.items() if row.kind == "region"}
    offices = [OfficeWire(uid, row.kind, row.name, row.areas) for uid, row in known_offices.items() if uid in audience]
    devices = [DeviceWire(*device.wire()) for device in peers.devices(conn).values() if device.office in audience]
    held = _held(conn, scope)
    manifest = Manifest(header_sha, scope, offices, devices, held.have, streams, changes, len(segments), marks=held.marks, thin=held.thin)
    if known_offices[store.office].kind == "council":
        manifest.others = [
            _held(conn, of) for uid, row in known_offices.items() if row.kind == "region" and (of := reference_scope(uid)) != scope
        ]
    return manifest, segments


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
