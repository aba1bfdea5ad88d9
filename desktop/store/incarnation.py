"""A book restored from a backup writes on as a new replica, so that no number of the change log is used twice.

`mark.json` beside the book keeps how far it had come. Changes that were not sealed when the backup was made may have been sealed and sent
since, so they are stated anew under the new replica, knowing exactly what their author knew. (Our own backups seal first; only a copy made
by another program holds such changes. Where one was sent and is edited here before that comes back, its two makings may be asked about.)

Where the mark was put back too, only others can tell: who holds our numbers with other contents. Then all they had not confirmed to have
before is stated anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import msgspec
from sqlalchemy import Connection, bindparam, delete, func, insert, select, update

from desktop.base.ids import new_id
from desktop.store import marking, schema, sealing, versions
from desktop.store.marking import Mark
from desktop.store.segments import chain_hash, open_payload, payload_digest
from desktop.store.versions import Version

if TYPE_CHECKING:
    from desktop.store.devices import DeviceKeys
    from desktop.store.store import Store

OPENS = "opens:"  # + fingerprint: the age secret of a key of ours that gave way to another
USED = "parcels:"  # + scope (hex): the last number of a parcel that was given before the book was restored

_MARKS = select(schema.StreamRow.scope, schema.StreamRow.have_seq).where(schema.StreamRow.replica == bindparam("own"))


def own_marks(store: Store, replica: bytes | None = None) -> dict[bytes, int]:
    """The last number this replica (or one that it was) has used, by scope."""
    with store.read() as reader:
        return marks(reader.conn, replica or store.replica)


def marks(conn: Connection, replica: bytes) -> dict[bytes, int]:
    """The same within a transaction."""
    return dict(conn.execute(_MARKS, {"own": replica}).all())


def is_known_otherwise(store: Store, scope: bytes, seq: int, chain: bytes) -> bool:
    """Whether somebody who holds our changes up to `seq`, of hash `chain` (if told), holds others than we do: this book was restored, mark
    and all."""
    if not seq:
        return False
    table = schema.SegmentRow
    with store.read() as reader:
        last = reader.conn.execute(
            select(table)
            .join(schema.StreamRow, schema.StreamRow.stream == table.stream)
            .where(schema.StreamRow.replica == store.replica, schema.StreamRow.scope == scope, table.seq_to == seq)
            .with_only_columns(table.prev_hash, table.seq_from, table.seq_to, table.payload_hash)
        ).first()
    if last is None or not chain:
        return last is None
    return chain_hash(last.prev_hash, store.replica, scope, last.seq_from, last.seq_to, last.payload_hash) != chain


def keep_mark(store: Store, seq: Mapping[bytes, int]) -> None:
    """Keep our high-water mark (`marks`) outside the database too."""
    store.marking.keep(Mark(store.replica, dict(seq), dict(store.given)))


def lacks(store: Store) -> int | None:
    """How many changes the mark knows of that the book lacks: 0 when it is the newest, None when that can't be known (the mark is of
    another incarnation: the book was restored)."""
    mark = marking.read(store.folder)
    if mark is None:
        return 0
    # Where several PCs share a store, another of them may have made it a new replica: then the mark is of the one before.
    if mark.replica != store.replica and not (store.database.shared and mark.replica):
        return None
    held = own_marks(store, mark.replica)
    if mark.replica != store.replica and mark.seq.keys() <= held.keys():
        return 0  # the one that made it a new replica was told; what was not sealed went over to that
    lost = sum(max(0, seq - held.get(scope, 0)) for scope, seq in mark.seq.items())
    if not lost and any(store.given.get(scope, 0) < number for scope, number in mark.parcels.items()):
        return None  # a parcel was made from what it does not know to be sealed
    return lost


def numbered(store: Store, scope: bytes, office: bytes) -> bytes:
    """The name under which parcels of a scope to an office are counted: the scope's, but for a council's to its own PCs alone, of which its
    region must not see a gap."""
    return payload_digest(b"own PCs" + scope)[:16] if scope == office == store.office else scope


def last_parcels(store: Store) -> dict[bytes, int]:
    """The last number of our parcels by what they are counted under, also of those that a restored book does not know any more."""
    table = schema.table_of(schema.ParcelRow)
    found: dict[bytes, int] = {}
    with store.read() as reader:
        made = select(table.c.scope, table.c.office, func.max(table.c.number)).where(
            table.c.direction == "out", table.c.device == store.fingerprint
        )
        for scope, office, number in reader.conn.execute(made.group_by(table.c.scope, table.c.office)):
            name = numbered(store, scope, office)
            found[name] = max(found.get(name, 0), number)
        used = reader.conn.execute(select(schema.Meta.key, schema.Meta.value).where(schema.Meta.key.startswith(USED))).all()
    for key, value in used:
        scope = bytes.fromhex(key.removeprefix(USED))
        found[scope] = max(found.get(scope, 0), int(value))
    return found


def renew(store: Store, common: Mapping[bytes, int] | None = None, keys: DeviceKeys | None = None) -> None:
    """Become a new replica. What the old one had sealed stays its own; in a scope of `common`, only what it had up to that number. With
    `keys`, all is sealed first and the new replica signs with those; the old ones go on opening what was encrypted to them."""
    mark = marking.read(store.folder)
    try:
        with store.transaction() as conn:
            if keys is not None:
                _change_keys(store, conn, keys)
            old = conn.execute(select(schema.table_of(schema.StreamRow)).where(schema.StreamRow.replica == store.replica)).all()
            store.replica = new_id()
            store.set_meta(conn, "replica", store.replica)
            for scope, number in (mark.parcels if mark is not None else {}).items():
                if number > store.given.get(scope, 0):
                    store.set_meta(conn, USED + scope.hex(), str(number).encode())
            for stream in old:
                if common is not None and stream.scope in common:
                    _unseal(conn, stream, common[stream.scope])
                _restate(store, conn, stream)
                forget_contexts(conn, stream.stream)
    finally:
        store.reload()


def _change_keys(store: Store, conn: Connection, keys: DeviceKeys) -> None:
    scopes = conn.execute(select(schema.StreamRow.scope).where(schema.StreamRow.replica == store.replica)).scalars().all()
    for scope in scopes:
        sealing.seal(store, conn, scope)
    store.set_meta(conn, OPENS + store.fingerprint, store.fact(conn, "age_secret") or b"")
    devices = schema.table_of(schema.DeviceRow)
    for mark, status in ((store.fingerprint, "retired"), (keys.fingerprint, "self")):
        conn.execute(update(devices).where(devices.c.fingerprint == mark).values(status=status))
    for name, value in keys.meta().items():
        store.set_meta(conn, name, value)


def _unseal(conn: Connection, old: Any, common: int) -> None:
    """Take back into the open log what was sealed after number `common`, which is the end of a segment."""
    table, trail, streams = schema.table_of(schema.SegmentRow), schema.table_of(schema.TrailRow), schema.StreamRow
    later = conn.execute(select(table).where(table.c.stream == old.stream, table.c.seq_from > common).order_by(table.c.seq_from)).all()
    for segment in later:
        ops = open_payload(segment.payload, segment.seq_from, segment.seq_to).ops
        rows = [msgspec.structs.asdict(op) | {"stream": old.stream, "fields": versions.encode(op.fields)} for op in ops]
        conn.execute(insert(schema.table_of(schema.OpRow)), rows)
        conn.execute(delete(trail).where(trail.c.stream == old.stream, trail.c.seq_from == segment.seq_from))
        conn.execute(delete(table).where(table.c.stream == old.stream, table.c.seq_from == segment.seq_from))
    if later:
        conn.execute(update(streams).where(streams.stream == old.stream).values(have_hash=later[0].prev_hash))


def _restate(store: Store, conn: Connection, old: Any) -> None:
    """Move the unsealed changes of the stream `old` into a new stream of the replica we are now."""
    table, streams = schema.table_of(schema.OpRow), schema.StreamRow
    ops = conn.execute(select(table).where(table.c.stream == old.stream).order_by(table.c.seq)).mappings().all()
    if not ops:
        return
    sealed = ops[0]["seq"] - 1
    conn.execute(delete(table).where(table.c.stream == old.stream))
    conn.execute(update(streams).where(streams.stream == old.stream).values(have_seq=sealed))
    new = store.add_stream(conn, store.replica, old.scope, store.fingerprint, store.office)
    epochs = {ctx: number for number, ctx in enumerate(sorted({op["ctx"] for op in ops}), 1)}
    _contexts(conn, old.stream, sealed, new, epochs)
    moved = [dict(op) | {"stream": new, "seq": seq, "ctx": epochs[op["ctx"]]} for seq, op in enumerate(ops, 1)]
    conn.execute(insert(table), moved)
    conn.execute(update(streams).where(streams.stream == new).values(have_seq=len(moved), epoch=len(epochs)))
    names = {op["seq"]: Version(to["hlc"], new, to["seq"], to["ctx"]) for op, to in zip(ops, moved, strict=True)}
    _rename(store, conn, old.stream, names, {(op["register"], op["record"]) for op in ops})
    _retell(conn, old, sealed, {new: len(moved)})
    store.raise_epoch(conn, old.scope)


def forget_contexts(conn: Connection, old: int) -> None:
    """What the author of stream `old` had seen since its last sealed change here is told by the stream that follows it; under the same numbers
    of the old one, whoever else writes it (the other of two copies) tells what that one had seen."""
    table, contexts = schema.table_of(schema.SegmentRow), schema.table_of(schema.CtxVecRow)
    last = conn.execute(select(table).where(table.c.stream == old).order_by(table.c.seq_from.desc()).limit(1)).first()
    told = open_payload(last.payload, last.seq_from, last.seq_to).ops[-1].ctx if last is not None else 0
    conn.execute(delete(contexts).where(contexts.c.stream == old, contexts.c.ctx > told))


def _retell(conn: Connection, old: Any, sealed: int, instead: dict[int, int]) -> None:
    """What others had of the moved changes they have under numbers that mean something else now; what our parcels carried, likewise."""
    acks, parcels = schema.table_of(schema.AckRow), schema.table_of(schema.ParcelRow)
    conn.execute(update(acks).where(acks.c.stream == old.stream, acks.c.seq > sealed).values(seq=sealed))
    for row in conn.execute(
        select(parcels).where(parcels.c.direction == "out", parcels.c.scope == old.scope, parcels.c.status != "confirmed")
    ).all():
        vector = versions.decode(row.vector)
        if vector.get(old.stream, 0) > sealed:
            told = versions.encode(vector | {old.stream: sealed} | instead)
            conn.execute(update(parcels).where(parcels.c.parcel == row.parcel).values(vector=told))


def _contexts(conn: Connection, old: int, sealed: int, new: int, epochs: dict[int, int]) -> None:
    """What the changes' author had seen, once more for the new stream: the same of others, and of the old stream what was sealed."""
    table = schema.table_of(schema.CtxVecRow)
    for ctx, number in epochs.items():
        known = conn.execute(select(table.c.about, table.c.upto).where(table.c.stream == old, table.c.ctx == ctx))
        seen = {row.about: row.upto for row in known} | {old: sealed, new: 0}
        conn.execute(insert(table), [{"stream": new, "ctx": number, "about": about, "upto": upto} for about, upto in seen.items()])


def _rename(store: Store, conn: Connection, old: int, names: dict[int, Version], records: Iterable[tuple[str, bytes]]) -> None:
    """Rows and open heads that name the moved changes name them by their new numbers."""

    def now(version: Version) -> Version:
        return names.get(version.seq, version) if version.stream == old else version

    for register, record in records:
        table = store.synced[register].table
        base, cells, deleted = versions.unpack(conn.execute(select(table.c.ver).where(table.c.id == record)).scalar_one())
        packed = versions.pack(now(base), {cell: now(version) for cell, version in cells.items()}, deleted)
        conn.execute(update(table).where(table.c.id == record).values(ver=packed))
    losers = schema.table_of(schema.LoserRow)
    for seq, version in names.items():
        conn.execute(
            update(losers)
            .where(losers.c.stream == old, losers.c.seq == seq)
            .values(stream=version.stream, seq=version.seq, ctx=version.ctx)
        )
