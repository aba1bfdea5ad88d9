"""Offices that met: real books, real files on a folder that stands for the stick."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import inspect, text

from desktop.records.book import Book
from desktop.records.query import ListQuery
from desktop.sync import enrol, exchange, taking
from desktop.sync.taking import Taken


def meet(guest: Book, host: Book, folder: Path) -> enrol.Slip:
    """Enrol `guest` (a council, or a council's second PC) with `host`."""
    folder.mkdir(parents=True, exist_ok=True)
    card = folder / f"{guest.store.fingerprint}.card"
    invitation = folder / f"{host.store.fingerprint}.invitation"
    enrol.invite(host, invitation)
    enrol.accept(guest, invitation, card)
    return enrol.admit(host, card)


def make(book: Book, stick: Path) -> Path:
    """A parcel (or a region's for its only council) on the stick."""
    stick.mkdir(exist_ok=True)
    made = exchange.make(book, stick)
    assert len(made) == 1
    return made[0].file


def take(book: Book, *files: Path) -> Taken:
    """Take what is one parcel."""
    results = taking.take(book, list(files))
    assert len(results) == 1, results
    return results[0]


def answer(book: Book, file: Path, folder: Path) -> Path:
    """Take a parcel and give its receipt."""
    folder.mkdir(exist_ok=True)
    (result,) = taking.take(book, [file], receipts=folder)
    assert result.receipt is not None, result
    return result.receipt


def send(sender: Book, reader: Book, stick: Path) -> Taken:
    """Hand over once; must be applied."""
    result = take(reader, make(sender, stick))
    assert result.status == "applied", result
    return result


def both_ways(council: Book, region: Book, stick: Path) -> None:
    """A parcel there and its receipt back: afterwards each has all of the other and knows it."""
    folder = stick / "receipts"
    folder.mkdir(exist_ok=True)
    results = taking.take(region, [make(council, stick)], receipts=folder)
    assert {result.status for result in results} == {"applied"}, results
    assert results[0].receipt is not None
    assert take(council, results[0].receipt).status == "applied"


def held_files(book: Book) -> list[Path]:
    return taking.held(book)


def tables(book: Book) -> dict[str, str]:
    """A digest of every table's rows: two equal ones mean that nothing at all was changed."""
    with book.read() as reader:
        names = sorted(inspect(reader.conn).get_table_names())
        return {
            name: hashlib.sha256("\n".join(sorted(map(repr, reader.conn.execute(text(f'SELECT * FROM "{name}"'))))).encode()).hexdigest()
            for name in names
        }


def records(book: Book) -> dict[str, dict[bytes, dict[str, Any]]]:
    """What people see: every register's live and deleted records with their values."""
    return {
        name: {
            record: dict(row.values) | {"~": row.deleted}
            for deleted in (False, True)
            for record, row in _rows(book, ListQuery(name, deleted=deleted))
        }
        for name in book.registers
    }


def questions(book: Book) -> set[tuple[str, frozenset[tuple[str, bool]]]]:
    """Open conflicts: their id, and each value with whether it is shown."""
    return {(one.id, frozenset((repr(head.value), head.shown) for head in one.values)) for one in book.conflicts()}


def trail(book: Book, register: str, record: bytes) -> list[tuple[Any, ...]]:
    """A record's history without the names that only inform."""
    return sorted((one.replica, one.number, one.op, one.field, repr(one.value), one.when_ms) for one in book.history(register, record))


def _rows(book: Book, query: ListQuery) -> Iterator[tuple[bytes, Any]]:
    ids = book.ids(query)
    for record, row in zip(ids, book.rows(query.register, ids), strict=True):
        assert row is not None
        yield record, row
