"""After an upgrade: what a newer program had sent before, and was kept unread, takes effect now that this program knows it.

Fields waited in the column `ext` of their record, changes of whole registers in the sealed log. Runs once per set of registers and fields,
before anything is taken or handed over.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

from sqlalchemy import Connection, delete, select, update

from desktop.base.task import Progress
from desktop.records.book import Book
from desktop.store import schema, versions
from desktop.store.history import EVERY, Changes
from desktop.store.segments import Op, open_payload
from desktop.store.store import Store
from desktop.store.synced import Synced
from desktop.sync import incoming
from desktop.sync.applying import Applying, uncollected

KNOWN = "known"  # the fact that says which registers and fields were known when this ran last


def absorb(book: Book, progress: Progress | None = None) -> int:
    """Give how many records changed by it, 0 nearly always; commits, and announces. Cheap where the program is the same as yesterday."""
    store = book.store
    now = _known(store)
    with book.read() as reader:
        before = reader.conn.execute(select(schema.Meta.value).where(schema.Meta.key == KNOWN)).scalar()
    if before == now:
        return 0
    count = 0
    touched: dict[str, frozenset[bytes]] = {}
    with store.transaction() as conn:
        for synced in store.synced.values():
            if filled := _fill(conn, synced):
                touched[synced.name] = frozenset(filled)
                count += len(filled)
        for scope, ops in _waiting(conn, store).items():
            causes, order = incoming.causes_of(conn, scope)
            applying = Applying(store, conn, scope, causes, order, {})
            with uncollected():
                applying.apply(ops, progress or Progress())
            for name, records in applying.done.all_touched().items():
                touched[name] = EVERY if records is EVERY else touched.get(name, frozenset()) | records
            count += applying.done.new + applying.done.changed
        store.set_meta(conn, KNOWN, now)
    if touched:
        store.announce(Changes(touched, "upgrade"))
    return count


def _known(store: Store) -> bytes:
    fields = {name: sorted(synced.fields) for name, synced in store.synced.items()}
    return hashlib.blake2b(json.dumps(fields, sort_keys=True).encode(), digest_size=16).digest()


def _fill(conn: Connection, synced: Synced) -> set[bytes]:
    """Fields that have a column now leave `ext` for it. Their versions stand already: the merge kept them as of any other field."""
    table = synced.table
    filled = set()
    for row in conn.execute(select(table).where(table.c.ext.is_not(None))).mappings().all():
        values: dict[str, Any] = dict(row)
        ext: dict[str, Any] = versions.decode(row["ext"])
        taken = [cell for cell, wire in ext.items() if synced.sound(cell, wire) and synced.apply(values, cell, wire) is not None]
        if not taken:
            continue
        left = {cell: wire for cell, wire in ext.items() if cell not in taken}
        columns = {name: values[name] for name in synced.fields if values[name] != row[name]}
        fixed = {"ext": versions.encode(left) if left else None, "revision": row["revision"] + 1}
        conn.execute(update(table).where(table.c.id == row["id"]).values(**columns, **fixed, **synced.derive(values)))
        filled.add(row["id"])
    return filled


def _waiting(conn: Connection, store: Store) -> dict[bytes, list[tuple[int, Op]]]:
    """Changes of registers known now, by scope, out of the segments that hold them; they wait no longer."""
    unapplied, segments, streams = (schema.table_of(each) for each in (schema.UnappliedRow, schema.SegmentRow, schema.StreamRow))
    wanted = conn.execute(select(unapplied).where(unapplied.c.register.in_(list(store.synced)))).all()
    numbers: dict[int, set[int]] = {}
    for row in wanted:
        numbers.setdefault(row.stream, set()).add(row.seq)
    found: dict[bytes, list[tuple[int, Op]]] = {}
    for stream, seqs in numbers.items():
        scope = conn.execute(select(streams.c.scope).where(streams.c.stream == stream)).scalar_one()
        rows = conn.execute(
            select(segments).where(segments.c.stream == stream, segments.c.seq_to >= min(seqs), segments.c.seq_from <= max(seqs))
        )
        for row in rows:
            ops = open_payload(row.payload, row.seq_from, row.seq_to).ops
            found.setdefault(scope, []).extend((stream, op) for op in ops if op.seq in seqs)
        conn.execute(delete(unapplied).where(unapplied.c.stream == stream, unapplied.c.seq.in_(seqs)))
    return found
