"""A stream was written on in two ways, by a book and its copy, and the way we hold was not to be: taking it back with all that was built on it,
and stating under names of our own what is then said by nobody (docs/adr/0006-a-restored-book-is-a-new-replica.md).

Each stream that is taken back goes on as one of its own, so that what was said apart stays apart.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import msgspec
from sqlalchemy import Connection, delete, insert, select, update

from desktop.base.ids import new_id
from desktop.store import bulk, incarnation, schema, sealing, versions
from desktop.store.history import batched
from desktop.store.segments import Op, open_payload

if TYPE_CHECKING:
    from desktop.store.store import Store

_AT_ONCE = 500
Place = tuple[int, int]  # a stream and a number in it


@dataclass
class TakenBack:
    """What a scope's log held: by stream the first number that is gone, the changes from there on in their order, and what the authors of those
    streams had seen (by stream and context number)."""

    scope: bytes
    first: dict[int, int]
    ops: dict[int, list[Op]] = field(default_factory=dict)
    seen: dict[Place, dict[int, int]] = field(default_factory=dict)

    def records(self) -> dict[str, set[bytes]]:
        """All records spoken of, by register."""
        found: dict[str, set[bytes]] = {}
        for ops in self.ops.values():
            for op in ops:
                found.setdefault(op.register, set()).add(op.record)
        return found


def take_back(store: Store, conn: Connection, scope: bytes, common: Mapping[int, int], settled: Mapping[int, int]) -> TakenBack:
    """Take out of the log what comes after the numbers of `common` (by stream, each the end of a segment), and what was written by who had seen
    it: but nothing up to the numbers of `settled`, which others rely on. Rows that name what is gone are the caller's."""
    streams = {row.stream: row for row in conn.execute(select(schema.table_of(schema.StreamRow)).where(schema.StreamRow.scope == scope))}
    seen = _contexts(conn, list(streams))
    kept = dict(settled) | dict(common)
    runs: dict[int, list[list[Op]]] = {}
    first = {stream: upto + 1 for stream, upto in common.items()}
    grown = True
    while grown:
        grown = False
        for stream in streams:
            on_it = {
                ctx
                for (author, ctx), vector in seen.items()
                if author == stream and any(vector.get(about, 0) >= start for about, start in first.items() if about != stream)
            }
            if not on_it:
                continue
            if stream not in runs:
                runs[stream] = _runs(conn, stream, kept.get(stream, 0))
            start = next((run[0].seq for run in runs[stream] if any(op.ctx in on_it for op in run)), None)
            if start is not None and start < first.get(stream, start + 1):
                first[stream] = start
                grown = True
    back = TakenBack(scope, first)
    for stream, start in first.items():
        back.ops[stream] = [op for run in runs.get(stream) or _runs(conn, stream, start - 1) for op in run if op.seq >= start]
        back.seen |= {place: vector for place, vector in seen.items() if place[0] == stream}
        _cut(conn, stream, start)
    return back


def said(conn: Connection, scope: bytes, records: Collection[bytes]) -> Iterator[tuple[int, Op]]:
    """All that a scope's log says of some records, with the stream."""
    wanted = set(records)
    streams = set(conn.execute(select(schema.StreamRow.stream).where(schema.StreamRow.scope == scope)).scalars())
    spans: set[Place] = set()
    for part in batched(sorted(wanted), _AT_ONCE):
        spans |= {(stream, seq_from) for _record, stream, seq_from in bulk.of_records(conn, schema.table_of(schema.TrailRow), part)}
        for row in conn.execute(select(schema.table_of(schema.OpRow)).where(schema.OpRow.record.in_(part))).all():
            if row.stream in streams:
                yield row.stream, _op(row)
    table = schema.table_of(schema.SegmentRow)
    for stream, seq_from in sorted(place for place in spans if place[0] in streams):
        row = conn.execute(select(table.c.seq_to, table.c.payload).where(table.c.stream == stream, table.c.seq_from == seq_from)).one()
        for op in open_payload(row.payload, seq_from, row.seq_to).ops:
            if op.record in wanted:
                yield stream, op


def state_anew(store: Store, conn: Connection, back: TakenBack) -> list[tuple[int, Op]]:
    """State what was taken back and is said nowhere else, by its old times and authors and as what they had seen: each stream's under a new name.
    Ours is sealed at the next hand-over, the others' at once. The book is a new replica if its own stream is among them: the caller reloads the
    store, also when the transaction fails. Gives the changes by their new streams, for the rows."""
    elsewhere = _elsewhere(conn, back)
    reached = {stream: _Reached(back.first[stream], ops, elsewhere.get(stream, {})) for stream, ops in back.ops.items()}
    own = conn.execute(
        select(schema.StreamRow.stream).where(schema.StreamRow.replica == store.replica, schema.StreamRow.scope == back.scope)
    ).scalar()
    if own in back.first:
        store.replica = new_id()
        store.set_meta(conn, "replica", store.replica)
    for stream, each in reached.items():
        if each.left:
            name = store.replica if stream == own else new_id()
            each.stream = store.add_stream(conn, name, back.scope, store.fingerprint, store.office)
    stated: list[tuple[int, Op]] = []
    for stream, each in reached.items():
        if each.left:
            ops = _write(conn, back, reached, stream)
            stated += [(each.stream, op) for op in ops]
            if stream != own:
                sealing.seal_stream(store, conn, each.stream)
    _retell(conn, back.scope, reached)
    return stated


class _Reached:
    """What became of one stream's numbers: `left` are the changes to be stated anew, in the new `stream`; the others stand elsewhere."""

    def __init__(self, first: int, ops: Iterable[Op], elsewhere: Mapping[int, Place]) -> None:
        self.first = first
        self.stream = 0
        self.left: list[Op] = []
        self._numbers: list[int] = []
        self._upto: list[tuple[int, dict[int, int]]] = []  # at each: how many are stated anew, and how far the others' streams go
        others: dict[int, int] = {}
        for op in ops:
            if op.seq in elsewhere:
                stream, seq = elsewhere[op.seq]
                others = others | {stream: max(seq, others.get(stream, 0))}
            else:
                self.left.append(op)
            self._numbers.append(op.seq)
            self._upto.append((len(self.left), others))

    def upto(self, number: int) -> dict[int, int]:
        """The streams and numbers that say what this one said up to `number`, which is one that is gone; its own rest aside."""
        place = bisect_right(self._numbers, number)
        if not place:
            return {}
        count, others = self._upto[place - 1]
        return others | {self.stream: count} if count else others


def _told(vector: Mapping[int, int], reached: Mapping[int, _Reached]) -> dict[int, int]:
    """A vector in the names and numbers of now."""
    told: dict[int, int] = {}
    for stream, number in vector.items():
        parts = {stream: number}
        gone = reached.get(stream)
        if gone is not None and number >= gone.first:
            parts = gone.upto(number) | {stream: gone.first - 1}
        for each, upto in parts.items():
            if upto > told.get(each, 0):
                told[each] = upto
    return told


def _write(conn: Connection, back: TakenBack, reached: Mapping[int, _Reached], old: int) -> list[Op]:
    """The changes left of a stream into the open log, and what their author had seen."""
    new = reached[old].stream
    told: dict[int, int] | None = None
    ops: list[Op] = []
    seen: list[dict[str, Any]] = []
    ctx = 0
    for number, op in enumerate(reached[old].left, 1):
        vector = _told(back.seen.get((old, op.ctx), {}) | {old: op.seq - 1}, reached)
        vector[new] = 0
        if vector != told:
            told, ctx = vector, ctx + 1
            seen += [{"stream": new, "ctx": ctx, "about": about, "upto": upto} for about, upto in vector.items()]
        ops.append(msgspec.structs.replace(op, seq=number, ctx=ctx))
    conn.execute(insert(schema.table_of(schema.CtxVecRow)), seen)
    rows = [msgspec.structs.asdict(op) | {"stream": new, "fields": versions.encode(op.fields)} for op in ops]
    conn.execute(insert(schema.table_of(schema.OpRow)), rows)
    conn.execute(update(schema.StreamRow).where(schema.StreamRow.stream == new).values(have_seq=len(ops), epoch=ctx))
    return ops


def _elsewhere(conn: Connection, back: TakenBack) -> dict[int, dict[int, Place]]:
    """Which of these changes the log holds under another name, by stream and number: their author stated them anew himself, or another did."""
    there = {_same(op): (stream, op.seq) for stream, op in said(conn, back.scope, {op.record for ops in back.ops.values() for op in ops})}
    return {stream: {op.seq: there[_same(op)] for op in ops if _same(op) in there} for stream, ops in back.ops.items()}


def _same(op: Op) -> bytes:
    """What does not change when a change is stated anew."""
    return versions.encode([op.hlc, op.deed, op.register, op.record, op.kind, op.actor, sorted(op.fields.items())])


def _contexts(conn: Connection, streams: list[int]) -> dict[Place, dict[int, int]]:
    table = schema.table_of(schema.CtxVecRow)
    found: dict[Place, dict[int, int]] = {}
    for stream, ctx, about, upto in conn.execute(select(table).where(table.c.stream.in_(streams))):
        vector = found.setdefault((stream, ctx), {})
        if about != stream:
            vector[about] = upto
    return found


def _runs(conn: Connection, stream: int, after: int) -> list[list[Op]]:
    """A stream's changes after a number, by segment; what is unsealed last."""
    table, ops = schema.table_of(schema.SegmentRow), schema.table_of(schema.OpRow)
    rows = conn.execute(select(table).where(table.c.stream == stream, table.c.seq_from > after).order_by(table.c.seq_from)).all()
    found = [open_payload(row.payload, row.seq_from, row.seq_to).ops for row in rows]
    unsealed = [_op(row) for row in conn.execute(select(ops).where(ops.c.stream == stream).order_by(ops.c.seq)).all()]
    return [*found, unsealed] if unsealed else found


def _op(row: Any) -> Op:
    return Op(row.seq, row.hlc, row.register, row.record, row.kind, versions.decode(row.fields), row.ctx, row.actor, row.deed)


def _cut(conn: Connection, stream: int, start: int) -> None:
    """Out of the log; and nobody is known to have it any more, as these numbers mean something else to others."""
    segments, streams = schema.table_of(schema.SegmentRow), schema.StreamRow
    end = conn.execute(
        select(segments.c.prev_hash).where(segments.c.stream == stream, segments.c.seq_from >= start).order_by(segments.c.seq_from).limit(1)
    ).scalar()
    for table in map(schema.table_of, (schema.TrailRow, schema.SegmentRow, schema.ThinMarkRow)):
        conn.execute(delete(table).where(table.c.stream == stream, table.c.seq_from >= start))
    for table in map(schema.table_of, (schema.OpRow, schema.UnappliedRow)):
        conn.execute(delete(table).where(table.c.stream == stream, table.c.seq >= start))
    values: dict[str, Any] = {"have_seq": start - 1} | ({"have_hash": end} if end is not None else {})
    conn.execute(update(streams).where(streams.stream == stream).values(**values))
    conn.execute(update(schema.AckRow).where(schema.AckRow.stream == stream, schema.AckRow.seq >= start).values(seq=start - 1))
    incarnation.forget_contexts(conn, stream)


def _retell(conn: Connection, scope: bytes, reached: Mapping[int, _Reached]) -> None:
    """What our parcels carried, under its new names: they are confirmed when that has arrived."""
    parcels = schema.table_of(schema.ParcelRow)
    waiting = select(parcels).where(parcels.c.direction == "out", parcels.c.scope == scope, parcels.c.status != "confirmed")
    for row in conn.execute(waiting).all():
        vector = versions.decode(row.vector)
        told = _told(vector, reached)
        if told != vector:
            conn.execute(update(parcels).where(parcels.c.parcel == row.parcel).values(vector=versions.encode(told)))
