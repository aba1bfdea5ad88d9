"""A book restored from a backup writes on as a new replica, so that no number of the change log is used twice.

`mark.json` beside the book keeps how far it had come. Changes that were not sealed when the backup was made may have been sealed and sent
since, so they are stated anew under the new replica, knowing exactly what their author knew. (Our own backups seal first; only a copy made
by another program holds such changes. Where one was sent and is edited here before that comes back, its two makings may be asked about.)
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, delete, func, insert, select, update

from desktop.base.ids import new_id
from desktop.store import schema, versions
from desktop.store.versions import Version

if TYPE_CHECKING:
    from desktop.store.store import Store

MARK = "mark.json"


def own_marks(store: Store) -> dict[str, int]:
    """The last number this replica has used, by scope (hex)."""
    with store.read() as reader:
        rows = reader.conn.execute(
            select(schema.StreamRow.scope, func.max(schema.StreamRow.have_seq))
            .where(schema.StreamRow.replica == store.replica)
            .group_by(schema.StreamRow.scope)
        ).all()
    return {scope.hex(): seq for scope, seq in rows}


def sealed(store: Store, scope: bytes) -> int:
    """The last number of ours that anybody else can know of: what is not sealed never left this book."""
    with store.read() as reader:
        row = reader.conn.execute(
            select(schema.StreamRow.stream, schema.StreamRow.have_seq).where(
                schema.StreamRow.replica == store.replica, schema.StreamRow.scope == scope
            )
        ).first()
        if row is None:
            return 0
        first = reader.conn.execute(select(func.min(schema.OpRow.seq)).where(schema.OpRow.stream == row.stream)).scalar()
    return row.have_seq if first is None else first - 1


def keep_mark(store: Store) -> None:
    """Keep our high-water mark outside the database too. A disk that refuses these few bytes has still kept the commit itself."""
    text = json.dumps({"replica": store.replica.hex(), "seq": own_marks(store)})
    temporary = store.folder / (MARK + ".part")
    with contextlib.suppress(OSError):
        temporary.write_text(text, encoding="ascii")
        temporary.replace(store.folder / MARK)


def is_restored(store: Store) -> bool:
    """Whether the book lies below its own mark, or the mark is of another incarnation than the book."""
    try:
        mark = json.loads((store.folder / MARK).read_text(encoding="ascii"))
        replica, marked = str(mark["replica"]), {str(scope): int(seq) for scope, seq in mark["seq"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return False
    held = own_marks(store)
    return replica != store.replica.hex() or any(held.get(scope, 0) < seq for scope, seq in marked.items())


def renew(store: Store) -> None:
    """Become a new replica; what the old one had sealed stays its own."""
    try:
        with store.transaction() as conn:
            old = conn.execute(select(schema.table_of(schema.StreamRow)).where(schema.StreamRow.replica == store.replica)).all()
            store.replica = new_id()
            store.set_meta(conn, "replica", store.replica)
            for stream in old:
                _restate(store, conn, stream)
    finally:
        store.reload()


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
    store.raise_epoch(conn, old.scope)


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
