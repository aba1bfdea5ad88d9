"""Checking what a parcel brings against what is held: chains, signatures, gaps, forks; and keeping its segments."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from nacl.exceptions import BadSignatureError
from nacl.signing import VerifyKey
from sqlalchemy import Connection, Select, insert, select, update

from desktop.base.errors import Refused
from desktop.base.i18n import N_
from desktop.base.task import Progress
from desktop.store import schema, sealing
from desktop.store.devices import fingerprint
from desktop.store.segments import Op, Outline, chain_hash, damaged_inside, open_payload, outline
from desktop.store.store import Store
from desktop.store.thinning import is_sound
from desktop.sync import age, peers, renewal
from desktop.sync.manifest import DeviceWire, Manifest, SegmentWire
from desktop.sync.tally import Tally
from desktop.sync.vector import Causes, joined

MOST_LEARNT = 200_000  # in one parcel: what authors had seen, a number for each context and each stream; a sound program says a few hundred
FORWARD_MS = 48 * 3_600_000  # a sender's clock this far ahead waits for a person


@dataclass
class Checked:
    """What going through a parcel's changes found. `missing` names replicas whose earlier changes are not here yet."""

    streams: list[int]  # local numbers of the manifest's streams
    before: dict[int, int]  # last number held of each stream, before the parcel
    marks: dict[int, int]  # and with it
    hashes: dict[int, bytes]
    records: Tally = field(default_factory=Tally)  # all records spoken of
    filled: set[tuple[int, int]] = field(default_factory=set)  # whole segments of which a part is held: stream and first number
    missing: set[bytes] = field(default_factory=set)
    latest: int = 0  # highest logical time among what is new

    @property
    def is_news(self) -> bool:
        """Whether anything was not held before."""
        return self.marks != self.before or bool(self.filled)


def vouch(store: Store, conn: Connection, manifest: Manifest, sender: peers.Device) -> None:
    """Take in what an admitted device says of offices of its scope and of the other devices of its own office."""
    now = store.clock.now_ms()
    known = peers.offices(conn)
    told_by_own = sender.office == store.office
    for office in manifest.offices:
        card = peers.OfficeCard(office.uid, office.kind, office.name, office.areas)
        if office.uid == sender.office and office.uid in known:
            peers.keep_office(conn, card, known[office.uid].status)
        elif told_by_own and office.uid not in known:
            # Our own other PC tells of the region, so that one enrolment serves the whole council.
            peers.keep_office(conn, card, "admitted")
    told_by_region = sender.office in known and known[sender.office].kind == "region"
    gone = {device.fingerprint for device in manifest.devices if device.status == "retired"}
    for device in manifest.devices:
        if not _whole(device):
            raise damaged_inside()
        if device.status == "revoked" and told_by_region:  # from nobody else: a thief must not shut the others out
            peers.revoke(conn, device.fingerprint)
        follows = renewal.proven(conn, device)
        vouched = device.office == sender.office or told_by_own or (told_by_region and device.office == store.office)
        if device.status in ("self", "admitted") and (vouched or follows):
            peers.keep_device(
                conn,
                device.office,
                device.sign_public,
                device.age_public,
                now,
                follows=device.follows if follows else "",
                proof=device.proof,
            )
            if follows and (device.fingerprint == sender.fingerprint or device.follows in gone):
                peers.retire(conn, device.follows)


def check(
    store: Store,
    conn: Connection,
    manifest: Manifest,
    segments: Iterable[SegmentWire],
    causes: Causes,
    progress: Progress,
    speaker: str,
) -> Checked:
    """Verify every segment; nothing is kept of them, and what their changes say is looked at when they are kept. Refused: forged, forked or
    damaged. Gaps are named in `missing`, not raised. `speaker` is the sender's replica (hex)."""
    streams = _streams(store, conn, manifest)
    devices = peers.devices(conn)
    rows = {row.stream: row for row in conn.execute(_streams_of(manifest.scope))}
    _same_so_far(store, conn, manifest, rows.values(), speaker)
    numbers = {row.replica: stream for stream, row in rows.items()}
    have = {stream: row.have_seq for stream, row in rows.items()}
    found = Checked(streams, have, dict(have), {stream: row.have_hash for stream, row in rows.items()})
    needed: dict[int, int] = {}
    learnt = 0
    for wire in segments:
        progress.check()
        stream = streams[wire.stream]
        replica = rows[stream].replica
        _signed(devices, rows[stream].device, wire, replica, manifest.scope)
        told = outline(wire.payload)
        found.records.add(told.records)
        if wire.seq_to <= found.marks[stream]:
            if _no_fork(conn, stream, wire):
                found.filled.add((stream, wire.seq_from))
            continue
        if wire.seq_from > found.marks[stream] + 1:
            found.missing.add(replica)
            continue
        # Segments are cut once, by their author: one that reaches into what is held was cut a second time
        if wire.seq_from <= found.marks[stream] or wire.prev_hash != found.hashes[stream]:
            raise fork()
        learnt += sum(1 + len(vector) for vector in told.contexts.values())
        if learnt > MOST_LEARNT:
            raise damaged_inside()
        for vector in _learnt(stream, told, numbers, causes, found.missing):
            needed = joined(needed, vector)
        found.latest = max(found.latest, told.latest)
        found.marks[stream] = wire.seq_to
        found.hashes[stream] = wire.segment().chain_hash(replica, manifest.scope)
    found.missing |= {rows[stream].replica for stream, upto in needed.items() if found.marks.get(stream, 0) < upto}
    return found


def _same_so_far(store: Store, conn: Connection, manifest: Manifest, rows: Iterable[Any], speaker: str) -> None:
    """Refused when the sender holds something else under numbers that we hold too, though it sends none of it: what its people had seen is told
    in these numbers. Of its own stream it may say more than it has sealed, and of ours we know better (branches.py)."""
    if peers.is_reference(conn, manifest.scope):  # a council can't settle what the region writes for all
        return
    for row in rows:
        number = manifest.have.get(row.replica, 0)
        if row.replica.hex() not in (speaker, store.replica.hex()) and 0 < number <= row.have_seq:
            mark = row.have_hash if number == row.have_seq else chain(conn, row, number).get(number)
            if differs(manifest, row, number, mark, own=False):
                raise fork()


def differs(manifest: Manifest, row: Any, number: int, mark: bytes | None, *, own: bool) -> bool:
    """Whether the sender, who holds a stream up to `number`, holds another branch of it than we do; `mark` is our hash there, None where no
    segment of ours ends there. Of our own stream nobody has what we have not."""
    if not number or (number > row.have_seq and not own):
        return False
    told = manifest.marks.get(row.replica)  # older programs tell none
    return own or told is not None if mark is None else told is not None and told != mark


def chain(conn: Connection, row: Any, at: int | None = None) -> dict[int, bytes]:
    """The hash at the end of each segment of a stream (or only of the one that ends with number `at`), and at its beginning."""
    table = schema.table_of(schema.SegmentRow)
    spans = select(table.c.prev_hash, table.c.seq_from, table.c.seq_to, table.c.payload_hash).where(table.c.stream == row.stream)
    if at is not None:
        spans = spans.where(table.c.seq_to == at)
    return {0: bytes(32)} | {
        seq_to: chain_hash(previous, row.replica, row.scope, seq_from, seq_to, digest)
        for previous, seq_from, seq_to, digest in conn.execute(spans)
    }


def _learnt(stream: int, told: Outline, numbers: dict[bytes, int], causes: Causes, missing: set[bytes]) -> list[dict[int, int]]:
    """What the author of a segment had seen, by local stream numbers; a replica never heard of is missing."""
    found = []
    for ctx, vector in told.contexts.items():
        missing |= vector.keys() - numbers.keys()
        local = {numbers[about]: upto for about, upto in vector.items() if about in numbers}
        if not causes.learn(stream, ctx, local):
            raise fork()
        found.append(local)
    return found


def keep(conn: Connection, segments: Iterable[SegmentWire], checked: Checked, scope: bytes, size: int) -> Iterator[list[tuple[int, Op]]]:
    """Append the new segments to the log, with what their authors had seen and who they are; gives the changes by local stream, in pieces
    of whole segments and some `size` changes, each when its segments are in the log. To be gone through to the end."""
    streams = {row.replica: row.stream for row in conn.execute(_streams_of(scope))}
    ctxvec = schema.table_of(schema.CtxVecRow)
    told = conn.execute(select(ctxvec.c.stream, ctxvec.c.ctx).where(ctxvec.c.stream.in_(list(streams.values()))).distinct())
    known = {(row.stream, row.ctx) for row in told}
    actors: dict[bytes, str] = {}
    piece: list[tuple[int, Op]] = []
    for wire in segments:
        stream = checked.streams[wire.stream]
        filling = (stream, wire.seq_from) in checked.filled
        if wire.seq_to <= checked.before[stream] and not filling:
            continue
        payload = open_payload(wire.payload, wire.seq_from, wire.seq_to)
        if filling:
            sealing.fill(conn, stream, wire.segment())
        else:
            sealing.append(conn, stream, wire.segment(), {op.record for op in payload.ops})
        actors |= payload.actors
        for ctx, vector in payload.contexts.items():
            if (stream, ctx) in known:
                continue
            known.add((stream, ctx))
            seen = [{"stream": stream, "ctx": ctx, "about": stream, "upto": 0}]  # so that an empty context is known too
            seen += [{"stream": stream, "ctx": ctx, "about": streams[about], "upto": upto} for about, upto in vector.items()]
            conn.execute(insert(ctxvec), seen)
        piece += [(stream, op) for op in payload.ops]
        if len(piece) >= size:
            yield piece
            piece = []
    if piece:
        yield piece
    for uid, name in actors.items():
        if not conn.execute(update(schema.ActorRow).where(schema.ActorRow.uid == uid).values(name=name)).rowcount:
            conn.execute(insert(schema.ActorRow).values(uid=uid, name=name))
    for stream, upto in checked.marks.items():
        if upto > checked.before[stream]:
            conn.execute(
                update(schema.StreamRow).where(schema.StreamRow.stream == stream).values(have_seq=upto, have_hash=checked.hashes[stream])
            )


def _streams_of(scope: bytes) -> Select[Any]:
    table = schema.table_of(schema.StreamRow)
    return select(table).where(table.c.scope == scope)


def causes_of(conn: Connection, scope: bytes) -> tuple[Causes, dict[int, bytes]]:
    """What the authors of a scope had seen, and the replica behind each stream number."""
    table = schema.table_of(schema.StreamRow)
    order = {row.stream: row.replica for row in conn.execute(select(table.c.stream, table.c.replica).where(table.c.scope == scope))}
    vectors: dict[tuple[int, int], dict[int, int]] = {}
    ctxvec = schema.table_of(schema.CtxVecRow)
    for stream, ctx, about, upto in conn.execute(select(ctxvec).where(ctxvec.c.stream.in_(list(order)))):
        vector = vectors.setdefault((stream, ctx), {})
        if about != stream:
            vector[about] = upto
    return Causes(vectors), order


def _streams(store: Store, conn: Connection, manifest: Manifest) -> list[int]:
    table = schema.table_of(schema.StreamRow)
    known = {row.replica: row.stream for row in conn.execute(select(table).where(table.c.scope == manifest.scope))}
    devices, offices = peers.devices(conn), peers.offices(conn)
    for wire in manifest.streams:
        if wire.replica in known:
            continue
        device = devices.get(wire.device)
        # Who wrote is what the author's device says, not what the parcel's sender says
        if device is None or device.office != wire.office or not peers.may_write(offices, wire.office, manifest.scope):
            raise _unknown_device()
        known[wire.replica] = store.add_stream(conn, wire.replica, manifest.scope, wire.device, wire.office)
    return [known[wire.replica] for wire in manifest.streams]


def _whole(device: DeviceWire) -> bool:
    try:
        age.encrypt(b"", [device.age_public])
        return len(device.sign_public) == 32 and fingerprint(device.sign_public, device.age_public) == device.fingerprint
    except (age.AgeError, ValueError):
        return False


def _unknown_device() -> Refused:
    return Refused(N_("The parcel carries changes of a PC that is not admitted here."), code="unknown_device")


def _signed(devices: dict[str, peers.Device], device: str, wire: SegmentWire, replica: bytes, scope: bytes) -> None:
    author = devices.get(device)
    if author is None:
        raise _unknown_device()
    # A revoked author's changes come on only from others, who took them before they knew: its own parcels are refused before.
    try:
        VerifyKey(author.sign_public).verify(wire.segment().chain_hash(replica, scope), wire.sig)
    except BadSignatureError:
        raise _altered() from None
    # The signature is over the hash alone. Fields are left out by PCs of the council itself, nobody else has a purpose of his own.
    keys = {mark: device.sign_public for mark, device in devices.items() if device.office == scope}
    if not is_sound(wire.segment(), replica, scope, keys):
        raise _altered()


def _altered() -> Refused:
    return Refused(N_("The parcel was altered on its way. Ask the sender to make it again."), code="parcel_altered")


def _no_fork(conn: Connection, stream: int, wire: SegmentWire) -> bool:
    """Whether this is the whole of a segment that is held with fields left out; Refused when it is another one."""
    table = schema.table_of(schema.SegmentRow)
    held = conn.execute(
        select(table.c.seq_to, table.c.payload_hash, table.c.thinned).where(table.c.stream == stream, table.c.seq_from == wire.seq_from)
    ).first()
    if held is None or held.seq_to != wire.seq_to or held.payload_hash != wire.payload_hash:
        raise fork()
    return held.thinned is not None and not wire.thinned


def fork() -> Refused:
    """Two books write under one name."""
    return Refused(
        N_("Two different books write under the same number: a copied or restored book was used beside the first one. Call the sender."),
        code="fork",
    )
