"""People and their edits written straight into the tables and the log, as a Work would write them: a deed for each would take the most of a
measurement of something else."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, select

from desktop.base.ids import new_id
from desktop.records.book import Book
from desktop.store import bulk, schema, versions
from desktop.store.history import batched
from desktop.store.versions import OpKind, Version
from tests.bench import books

FIELDS, EDITED = 13, 2  # of a new person; of an edit
_AT_ONCE = 5_000


class Pen:
    """Writes one deed of a book's own stream."""

    def __init__(self, book: Book, conn: Connection) -> None:
        self.book, self.conn = book, conn
        self.stream, self.seq, self.ctx = _begun(book, conn)
        self.deed = book.store.tick()
        self.ops: list[dict[str, Any]] = []

    def op(self, record: bytes, kind: OpKind, cells: dict[str, Any]) -> Version:
        """One more change; written by `flush`."""
        self.seq += 1
        made = Version(self.book.store.tick(), self.stream, self.seq, self.ctx)
        named = {"register": "people", "record": record, "kind": int(kind), "fields": versions.encode(cells)}
        self.ops.append(made._asdict() | named | {"actor": self.book.actor.uid, "deed": self.deed})
        return made

    def flush(self) -> None:
        """Into the log, with the stream's new number."""
        bulk.add(self.conn, schema.table_of(schema.OpRow), bulk.columns(self.ops))
        self.ops = []
        streams = schema.table_of(schema.StreamRow)
        self.conn.execute(streams.update().where(streams.c.stream == self.stream).values(have_seq=self.seq))


def _begun(book: Book, conn: Connection) -> tuple[int, int, int]:
    office = book.store.office
    return book.store.standing(conn, book.actor.uid).own.get(office) or book.store.begin_stream(conn, office)


def people(book: Book, count: int) -> list[bytes]:
    """New people of 13 fields; gives their ids."""
    synced, ids = book.store.synced["people"], [new_id() for _person in range(count)]
    with book.store.transaction() as conn:
        pen = Pen(book, conn)
        for some in batched(enumerate(ids), _AT_ONCE):
            rows = []
            for number, record in some:
                values = books.person(number)
                made = pen.op(record, OpKind.INSERT, synced.cells_of(values))
                plain = dict.fromkeys(synced.fields) | values
                meta = {"id": record, "council": book.store.office, "revision": 1, "deleted": False, "ext": None}
                rows.append(plain | meta | {"ver": versions.pack(made, {}, None)})
            bulk.add(conn, synced.table, bulk.columns(rows) | synced.derive_all(rows))
            pen.flush()
        book.store.remember_actor(conn, book.actor)
    return ids


def edits(book: Book, ids: Sequence[bytes], rounds: int) -> None:
    """Two fields of each person changed, as often as there are rounds; the rows hold what the last one says."""
    table = book.store.synced["people"].table
    with book.store.transaction() as conn:
        pen = Pen(book, conn)
        for turn in range(1, rounds + 1):
            for some in batched(enumerate(ids, turn * len(ids)), _AT_ONCE):
                rows = []
                base = dict(conn.execute(select(table.c.id, table.c.ver).where(table.c.id.in_([record for _number, record in some]))).all())
                for number, record in some:
                    cells = {"house_no": f"9/{number % 997}", "moo": 1 + number % 20}
                    made = pen.op(record, OpKind.UPDATE, cells)
                    ver = versions.pack(versions.unpack(base[record])[0], dict.fromkeys(cells, made), None)
                    rows.append(cells | {"id": record, "revision": 1 + turn, "ver": ver})
                if turn == rounds:
                    bulk.change(conn, table, bulk.columns(rows))
                pen.flush()
