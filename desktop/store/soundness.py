"""Is the book sound? Every page, every cipher tag, and every stream of the log: numbers without gaps, hashes chained, signatures true."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from nacl.exceptions import BadSignatureError
from nacl.signing import VerifyKey
from sqlalchemy import Connection, Row, func, select

from desktop.base.errors import Refused
from desktop.store import schema
from desktop.store.segments import Segment, open_payload
from desktop.store.store import Store
from desktop.store.thinning import is_sound


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at: `check` pages, cipher, log or records; `found` says what is wrong, blank if sound."""

    check: str
    looked_at: int
    found: tuple[str, ...] = ()


def examine(store: Store) -> list[Finding]:
    """Look at everything; changes nothing. Takes seconds on a region's book."""
    findings = _file(store)
    with store.read() as reader:
        findings += [_log(store, reader.conn), _records(store, reader.conn)]
    return findings


def _file(store: Store) -> list[Finding]:
    return [Finding(check, looked_at, tuple(wrong)) for check, looked_at, wrong in store.database.look_through()]


def _log(store: Store, conn: Connection) -> Finding:
    keys = dict(conn.execute(select(schema.DeviceRow.fingerprint, schema.DeviceRow.sign_public)).all())
    streams = conn.execute(select(schema.table_of(schema.StreamRow))).all()
    found = [f"{row.replica.hex()} {wrong}" for row in streams for wrong in _stream(conn, row, keys)]
    return Finding("log", sum(row.have_seq for row in streams), tuple(found))


def _stream(conn: Connection, stream: Row[tuple[object, ...]], keys: Mapping[str, bytes]) -> Iterator[str]:
    """What is wrong with one stream."""
    key = keys.get(stream.device)
    table = schema.table_of(schema.SegmentRow)
    last, chain = 0, bytes(32)
    for row in conn.execute(select(table).where(table.c.stream == stream.stream).order_by(table.c.seq_from)):
        if row.seq_from != last + 1:
            yield f"{last + 1}: missing"
        segment = Segment(row.seq_from, row.seq_to, row.prev_hash, row.payload_hash, row.sig, row.payload, row.thinned or b"")
        if segment.prev_hash != chain:
            yield f"{row.seq_from}: does not follow what is before it"
        last, chain = row.seq_to, segment.chain_hash(stream.replica, stream.scope)
        if not is_sound(segment, stream.replica, stream.scope, keys) or not _opens(segment):
            yield f"{row.seq_from}: altered"
        if key is None or not _signed(segment.sig, chain, key):
            yield f"{row.seq_from}: not signed by its author"
    if chain != stream.have_hash:
        yield f"{last}: is not the last that was sealed"
    ops = schema.table_of(schema.OpRow)
    unsealed = list(conn.execute(select(ops.c.seq).where(ops.c.stream == stream.stream).order_by(ops.c.seq)).scalars())
    if unsealed != list(range(last + 1, stream.have_seq + 1)):
        yield f"{last + 1}-{stream.have_seq}: not all there"


def _opens(segment: Segment) -> bool:
    try:
        open_payload(segment.payload, segment.seq_from, segment.seq_to)
    except Refused:
        return False
    return True


def _signed(signature: bytes, message: bytes, key: bytes) -> bool:
    try:
        VerifyKey(key).verify(message, signature)
    except BadSignatureError:
        return False
    return True


def _records(store: Store, conn: Connection) -> Finding:
    """Every record has a history."""
    trail, ops = schema.table_of(schema.TrailRow), schema.table_of(schema.OpRow)
    total, found = 0, []
    for name, synced in store.synced.items():
        table = synced.table
        total += conn.execute(select(func.count()).select_from(table)).scalar_one()
        told = select(trail.c.record).union(select(ops.c.record))
        untold = conn.execute(select(func.count()).select_from(table).where(table.c.id.not_in(told))).scalar_one()
        if untold:
            found.append(f"{name}: {untold} without history")
    return Finding("records", total, tuple(found))
