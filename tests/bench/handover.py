"""Making and applying a parcel of 100,000 field changes, against bare encoding and bare inserts of the same rows."""

from __future__ import annotations

import os
from pathlib import Path

import msgspec
import pyrage
import zstandard
from sqlalchemy import select

from desktop.store.engine import raw
from desktop.sync import exchange, taking
from tests.bench.books import council, meet, person, region
from tests.bench.measure import Figure, median, seconds

CHANGES = 100_000


def figures(folder: Path) -> list[Figure]:
    """Half of the changes are new records of 13 fields, half are 2-field edits of others, as in handover-evidence.md."""
    inserts = CHANGES // 2 // 13
    edits = CHANGES // 4
    sender = council(folder / "c", edits)
    receiver = region(folder / "r0")
    receivers = [receiver, *(region(folder / f"r{run}") for run in (1, 2))]
    for number, book in enumerate(receivers):
        (folder / f"meet{number}").mkdir()
        meet(sender, book, folder / f"meet{number}")
    first = exchange.make(sender, folder)[0].file
    for book in receivers:
        assert taking.take(book, [first], receipts=folder)[0].status == "applied"
    for receipt in sorted(folder.glob("sapha-receipt-*.parcel")):
        taking.take(sender, [receipt])
    with sender.read() as reader:
        ids = list(reader.conn.execute(select(sender.store.synced["people"].table.c.id)).scalars())
    with sender.write() as deed:
        for number in range(inserts):
            deed.put("people", None, person(1_000_000 + number))
        for number, record in enumerate(ids):
            deed.put("people", record, {"house_no": f"9/{number}", "moo": 20})
    count = inserts * 13 + edits * 2
    stick = folder / "stick"
    stick.mkdir()
    made = []
    sealing, *again = (seconds(lambda: made.append(exchange.make(sender, stick)[0].file)) for _run in range(3))
    make = sum(again) / len(again)
    bare_make = median(lambda run: seconds(lambda: _encode(inserts, edits, stick / "bare")))
    take = median(lambda run: seconds(lambda: _taken(receivers[run], made[-1])))
    known = median(lambda run: seconds(lambda: _again(receivers[run], made[-1])))
    bare_take = median(lambda run: seconds(lambda: _rows(folder / f"bare{run}.db", inserts, edits)))
    size = made[-1].stat().st_size
    for book in (sender, *receivers):
        book.close()
    return [
        Figure(
            "making a parcel, sealing included, changes a second",
            count / sealing,
            "/s",
            ">= 200,000",
            count / sealing >= 200_000,
            count / bare_make,
        ),
        Figure("  made again, all sealed by now", count / make, "/s", ">= 200,000", count / make >= 200_000, count / bare_make),
        Figure("applying a parcel, field changes a second", count / take, "/s", ">= 20,000", count / take >= 20_000, count / bare_take),
        Figure("taking the same parcel again, times faster", take / known, "x", ">= 20", take / known >= 20),
        Figure("size of a change in the parcel", size / count, "bytes", "<= 20", size / count <= 20),
    ]


def _taken(book: object, file: Path) -> None:
    result = taking.take(book, [file])[0]  # type: ignore[arg-type]
    assert result.status == "applied" and not result.conflicts, result


def _again(book: object, file: Path) -> None:
    assert taking.take(book, [file])[0].status == "already"  # type: ignore[arg-type]


def _encode(inserts: int, edits: int, out: Path) -> None:
    """The bare libraries on the same changes: msgpack, zstd, age, write, fsync."""
    changes = [person(number) for number in range(inserts)] + [{"house_no": f"9/{number}", "moo": 20} for number in range(edits)]
    packed = zstandard.ZstdCompressor(level=3).compress(msgspec.msgpack.encode(changes))
    sealed = pyrage.encrypt(packed, [pyrage.x25519.Identity.generate().to_public()])
    with out.open("wb") as file:
        file.write(sealed)
        file.flush()
        os.fsync(file.fileno())


def _rows(path: Path, inserts: int, edits: int) -> None:
    """The bare encrypted database on the same rows: inserts and updates by id in one transaction, no history, no merge."""
    connection = raw(path, bytes(32))
    names = list(person(0))
    connection.execute(f"CREATE TABLE people (id INTEGER PRIMARY KEY, {', '.join(names)})")
    connection.execute("BEGIN")
    connection.executemany(
        f"INSERT INTO people ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})",
        [[str(value) for value in person(number).values()] for number in range(inserts)],
    )
    connection.executemany(
        "UPDATE people SET house_no = ?, moo = ? WHERE id = ?",
        [(f"9/{number}", 20, number % max(1, inserts) + 1) for number in range(edits)],
    )
    connection.execute("COMMIT")
    connection.close()
