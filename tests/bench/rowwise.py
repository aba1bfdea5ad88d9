"""The bulk merge beside merging row by row, with the ORM and with SQL: `python -m tests.bench rowwise`. All write into the same encrypted tables.

Ours is the whole of taking a parcel: signatures, decryption, the merge, the log, conflicts. The other two are handed the changes as Python values,
keep the later of two versions of a cell and put each change into the log; they check nothing and find no conflict."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.records.book import Book
from desktop.registers import REGISTERS
from desktop.registers.people.model import Person
from desktop.store import schema, versions
from desktop.store.engine import BOOK, raw
from desktop.store.versions import Version
from desktop.sync import exchange, taking
from tests.bench import books, logged
from tests.bench.measure import Figure, cpu

SMALL, LARGE = 20_000, 200_000
_EACH = 2  # edits of a person

Change = tuple[bytes, Version, dict[str, Any], dict[str, Any]]  # record, version, cells, and the row for the log


def figures(folder: Path, small: int = SMALL, large: int = LARGE) -> list[Figure]:
    """Changes of two fields in people who are there; rates of CPU seconds."""
    made = []
    for count, name, peer, least in ((small, "ORM", _orm, 30), (large, "SQL", _sql, 2)):
        home = folder / name
        home.mkdir()
        ours, theirs = _both(home, count, peer)
        words = f"bulk merge of {count:,} field changes beside {name} row by row"
        made.append(Figure(words, count / ours, "/s", f">= {least} x", ours * least <= theirs, count / theirs))
    return made


def _both(folder: Path, count: int, peer: Any) -> tuple[float, float]:
    """CPU seconds of ours and of the peer."""
    sender, receiver = books.council(folder / "c"), books.region(folder / "r")
    books.meet(sender, receiver, folder)
    ids = logged.people(sender, count // (logged.EDITED * _EACH))
    (first,) = exchange.make(sender, folder)
    (result,) = taking.take(receiver, [first.file], receipts=folder)
    assert result.receipt is not None
    taking.take(sender, [result.receipt])
    receiver.close()
    shutil.copytree(folder / "r", folder / "twin")
    logged.edits(sender, ids, _EACH)
    changes = list(_changes(sender))
    (second,) = exchange.make(sender, folder)
    receiver = Book.open(folder / "r", REGISTERS, "p")
    ours = cpu(lambda: _applied(receiver, second.file))
    theirs = cpu(lambda: peer(receiver, folder / "twin" / BOOK, changes))
    one, other = (_held(receiver.store.key, folder / name / BOOK) for name in ("r", "twin"))
    assert one == other and len(one) == len(ids)
    sender.close()
    receiver.close()
    return ours, theirs


def _applied(book: Book, file: Path) -> None:
    assert taking.take(book, [file])[0].status == "applied"


def _held(key: bytes, path: Path) -> dict[bytes, tuple[Any, ...]]:
    connection = raw(path, key)
    found = {row[0]: row[1:] for row in connection.execute("SELECT id, house_no, moo, search, name_sort FROM people")}
    connection.close()
    return found


def _changes(book: Book) -> Iterator[Change]:
    """What was not sealed yet."""
    with book.read() as reader:
        for row in reader.conn.execute(select(schema.table_of(schema.OpRow)).order_by(schema.OpRow.seq)).mappings():
            yield row["record"], Version(row["hlc"], row["stream"], row["seq"], row["ctx"]), versions.decode(row["fields"]), dict(row)


def _later(ver: bytes, version: Version, cells: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    """The cells in which a change is later than what is there, and the versions with it."""
    base, held, deleted = versions.unpack(ver)
    won = {name: value for name, value in cells.items() if version > held.get(name, base)}
    return won, versions.pack(base, held | dict.fromkeys(won, version), deleted)


def _orm(book: Book, path: Path, changes: list[Change]) -> None:
    """As one would write it first: load, set, add, one commit at the end."""
    twin = Book.open(path.parent, REGISTERS, "p")
    synced = twin.store.synced["people"]
    with Session(twin.store.database.writer) as session:
        for record, version, cells, logged_row in changes:
            person = session.get_one(Person, record)
            won, person.ver = _later(person.ver, version, cells)
            for name, value in won.items():
                setattr(person, name, value)
            for name, value in synced.derive({name: getattr(person, name) for name in synced.fields}).items():
                setattr(person, name, value)
            person.revision += 1
            session.add(schema.OpRow(**logged_row))
            session.flush()
        session.commit()
    twin.close()


def _sql(book: Book, path: Path, changes: list[Change]) -> None:
    """By hand, with the driver alone: the statements are prepared once."""
    connection = raw(path, book.store.key)
    synced = book.store.synced["people"]
    fields = ", ".join(synced.fields)
    read = f"SELECT ver, revision, {fields} FROM people WHERE id = ?"
    write = 'UPDATE people SET house_no = ?, moo = ?, name_sort = ?, search = ?, "match" = ?, ver = ?, revision = ? WHERE id = ?'
    log = [column.name for column in schema.table_of(schema.OpRow).columns]
    enter = f"INSERT INTO {schema.OpRow.__tablename__} ({', '.join(log)}) VALUES ({', '.join('?' * len(log))})"
    connection.execute("BEGIN IMMEDIATE")
    for record, version, cells, logged_row in changes:
        ver, revision, *held = connection.execute(read, (record,)).fetchone()
        won, ver = _later(ver, version, cells)
        values = dict(zip(synced.fields, held, strict=True)) | won
        derived = synced.derive(values | {name: tuple(json.loads(values[name] or "[]")) for name in synced.sets})
        texts = (derived["name_sort"], derived["search"], derived["match"])
        connection.execute(write, (values["house_no"], values["moo"], *texts, ver, revision + 1, record))
        connection.execute(enter, [logged_row[name] for name in log])
    connection.execute("COMMIT")
    connection.close()
