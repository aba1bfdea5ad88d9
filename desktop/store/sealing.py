"""Sealing what was written here: fresh changes become signed segments, in the order they were made."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import msgspec
from sqlalchemy import Connection, delete, insert, select, update

from desktop.store import bulk, schema, segments
from desktop.store.segments import MAX_OPS, MAX_RAW, Op, Segment

if TYPE_CHECKING:
    from desktop.store.store import Store

_BESIDES = 100  # bytes of a change besides its fields


@contextmanager
def all_sealed(store: Store, scope: bytes) -> Iterator[Connection]:
    """One view in which nothing of ours in a scope is unsealed; a commit only where something was."""
    own = select(schema.StreamRow.stream).where(schema.StreamRow.replica == store.replica, schema.StreamRow.scope == scope)
    with store.read() as reader:
        if reader.conn.execute(select(schema.OpRow.seq).where(schema.OpRow.stream.in_(own)).limit(1)).first() is None:
            yield reader.conn
            return
    with store.transaction() as conn:
        seal(store, conn, scope)
        yield conn


def seal(store: Store, conn: Connection, scope: bytes, *, whole: bool = False) -> None:
    """Seal our unsealed changes of a scope into signed segments, within the caller's transaction; with `whole` only as many as fill segments,
    so that saving a workbook does not leave all of it to the next hand-over."""
    own = (schema.StreamRow.replica == store.replica) & (schema.StreamRow.scope == scope)
    stream = conn.execute(select(schema.StreamRow.stream).where(own)).scalar()
    if stream is not None:
        seal_stream(store, conn, stream, whole=whole)


def seal_stream(store: Store, conn: Connection, stream: int, *, whole: bool = False, fresh: list[Op] | None = None) -> None:
    """The same of one stream that this device signs. `fresh`: later changes, as `unsealed` makes them, that are not written into the log yet;
    what is sealed of them need not be, and leaves the list."""
    row = conn.execute(select(schema.table_of(schema.StreamRow)).where(schema.StreamRow.stream == stream)).one()
    previous = row.have_hash
    names = {r.uid: r.name for r in conn.execute(select(schema.ActorRow.uid, schema.ActorRow.name))}
    replicas = {r.stream: r.replica for r in conn.execute(select(schema.StreamRow.stream, schema.StreamRow.replica))}
    vectors: dict[int, dict[bytes, int]] = {}
    for ctx, about, upto in conn.execute(
        select(schema.CtxVecRow.ctx, schema.CtxVecRow.about, schema.CtxVecRow.upto).where(schema.CtxVecRow.stream == stream)
    ).all():
        vector = vectors.setdefault(ctx, {})
        if about != stream:
            vector[replicas[about]] = upto
    while True:
        rows = conn.execute(
            select(schema.table_of(schema.OpRow)).where(schema.OpRow.stream == stream).order_by(schema.OpRow.seq).limit(MAX_OPS)
        ).all()
        ops = [unsealed(*row[1:]) for row in rows]
        if fresh:
            ops += fresh[: MAX_OPS - len(rows)]
        if len(ops) < (MAX_OPS if whole else 1):
            break
        ops = ops[: _fitting(ops)]
        actors = {op.actor: names.get(op.actor, "") for op in ops}
        contexts = {op.ctx: vectors.get(op.ctx, {}) for op in ops}
        segment = segments.seal(ops, actors, contexts, previous, row.replica, row.scope, store.sign)
        previous = segment.chain_hash(row.replica, row.scope)
        append(conn, stream, segment, {op.record for op in ops})
        if rows:
            conn.execute(delete(schema.OpRow).where(schema.OpRow.stream == stream, schema.OpRow.seq <= segment.seq_to))
        if fresh:
            del fresh[: max(0, len(ops) - len(rows))]
    conn.execute(update(schema.StreamRow).where(schema.StreamRow.stream == stream).values(have_hash=previous))


def unsealed(seq: int, hlc: int, register: str, record: bytes, kind: int, fields: Any, ctx: int, actor: bytes, deed: int) -> Op:
    """A change of the open log; its fields are encoded already and go into the segment as they are."""
    encoded: Any = msgspec.Raw(fields)
    return Op(seq, hlc, register, record, kind, encoded, ctx, actor, deed)


def _encoded(op: Op) -> bytes:
    fields: Any = op.fields
    return bytes(fields)


def write(conn: Connection, stream: int, ops: Iterable[Op]) -> None:
    """Add changes, as `unsealed` makes them, to the open log."""
    rows = [msgspec.structs.asdict(op) | {"stream": stream, "fields": _encoded(op)} for op in ops]
    bulk.add(conn, schema.table_of(schema.OpRow), bulk.columns(rows))


def append(conn: Connection, stream: int, segment: Segment, records: Iterable[bytes]) -> None:
    """Add a sealed segment, ours or another's, to the log, and to the trail of the records it speaks of (at least one)."""
    conn.execute(
        insert(schema.SegmentRow).values(
            stream=stream,
            seq_from=segment.seq_from,
            seq_to=segment.seq_to,
            prev_hash=segment.prev_hash,
            payload_hash=segment.payload_hash,
            sig=segment.sig,
            payload=segment.payload,
            thinned=segment.thinned or None,
        )
    )
    spoken = sorted(records)  # as the table keeps them: its pages are then filled one after the other
    trail: bulk.Columns = {"record": spoken, "stream": [stream] * len(spoken), "seq_from": [segment.seq_from] * len(spoken)}
    bulk.add(conn, schema.table_of(schema.TrailRow), trail)


def fill(conn: Connection, stream: int, segment: Segment) -> None:
    """Put the whole of a segment in the place of what is held of it with fields left out."""
    table = schema.SegmentRow
    held = update(table).where(table.stream == stream, table.seq_from == segment.seq_from)
    conn.execute(held.values(payload=segment.payload, thinned=None))


def _fitting(ops: Sequence[Op]) -> int:
    """How many of these changes, their fields encoded, one segment takes: its readers refuse what expands too far."""
    size = 0
    for count, op in enumerate(ops):
        size += len(_encoded(op)) + _BESIDES
        if size > MAX_RAW:
            return max(count, 1)
    return len(ops)
