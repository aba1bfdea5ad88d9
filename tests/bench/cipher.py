"""What encryption costs: the same library, the same work, with the key and without: `python -m tests.bench cipher`. CPU seconds, in turns."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from statistics import median
from typing import Any

from desktop.base.ids import new_id
from desktop.records.book import Book
from desktop.store import engine, versions
from desktop.store.engine import BOOK, raw
from desktop.store.versions import Version
from desktop.sync import exchange, taking
from tests.bench import books, logged
from tests.bench.measure import Figure, cpu

PEOPLE, LOOKUPS, TURNS = 20_000, 20_000, 3


class _Keyless:
    """A connection whose cursor is given everything but the key."""

    def __init__(self, connection: Any) -> None:
        self._cursor = connection.cursor()

    def cursor(self) -> _Keyless:
        return self

    def execute(self, statement: str) -> Any:
        return self._cursor.execute("SELECT 1" if "PRAGMA key" in statement or "cipher" in statement else statement)

    def close(self) -> None:
        self._cursor.close()


@contextmanager
def unencrypted() -> Iterator[None]:
    """Books made and opened within it lie on the disk as plain SQLite files."""
    keyed = engine.prepare
    engine.prepare = lambda connection, key, *cache: keyed(_Keyless(connection), key, *cache)
    try:
        yield
    finally:
        engine.prepare = keyed


def figures(folder: Path, people: int = PEOPLE) -> list[Figure]:
    """The merge of a parcel, looking records up by id in a warm cache, and inserting new ones."""
    turns: list[tuple[list[float], list[float]]] = []
    for turn in range(TURNS):
        home = folder / str(turn)
        home.mkdir()
        secret = _measured(home / "secret", people)
        with unencrypted():
            turns.append((secret, _measured(home / "plain", people)))
        assert (home / "plain" / "r" / BOOK).read_bytes()[:6] == b"SQLite" != (home / "secret" / "r" / BOOK).read_bytes()[:6]
    made = []
    wanted = (
        ("taking a parcel of people and edits", 1.25),
        ("looking up a record by id, cache warm", 1.1),
        ("inserting new people, UUIDv7", 1.6),
    )
    for which, (words, most) in enumerate(wanted):
        keyed, plain = (median(turn[side][which] for turn in turns) * 1000 for side in (0, 1))
        made.append(Figure(f"{words}: encrypted, plain", keyed, "CPU ms", f"<= {most} x", keyed <= most * plain, plain))
    return made


def _measured(folder: Path, people: int) -> list[float]:
    folder.mkdir()
    sender, receiver = books.council(folder / "c"), books.region(folder / "r")
    books.meet(sender, receiver, folder)
    ids = logged.people(sender, people)
    logged.edits(sender, ids, 2)
    (made,) = exchange.make(sender, folder)
    taking.take(receiver, [])
    receiver.back_up("take", seal=False)  # else the first parcel of an hour pays for it
    take = cpu(lambda: _applied(receiver, made.file))
    path, key = receiver.folder / BOOK, receiver.store.key
    lookups = _lookups(path, key, ids)
    inserts = _inserts(receiver, people)
    sender.close()
    receiver.close()
    return [take, lookups, inserts]


def _applied(book: Book, file: Path) -> None:
    assert taking.take(book, [file])[0].status == "applied"


def _lookups(path: Path, key: bytes, ids: list[bytes]) -> float:
    some = random.Random(1).choices(ids, k=LOOKUPS)
    with closing(raw(path, key)) as connection:
        connection.execute("PRAGMA cache_size = -64000")

        def look() -> None:
            for record in some:
                assert connection.execute("SELECT first_name, last_name, moo FROM people WHERE id = ?", (record,)).fetchone()

        look()
        return cpu(look)


def _inserts(book: Book, people: int) -> float:
    synced = book.store.synced["people"]
    names = [column.name for column in synced.table.columns]
    ver = versions.pack(Version(1, 1, 1, 1), {}, None)
    rows = []
    for number in range(people):
        plain = dict.fromkeys(synced.fields) | books.person(number)
        meta = {"council": book.store.office, "revision": 1, "deleted": False, "ver": ver, "ext": None, "phones": None}
        rows.append(plain | synced.derive(plain) | meta | {"id": new_id()})
    statement = "INSERT INTO people ({}) VALUES ({})".format(", ".join(f'"{name}"' for name in names), ", ".join("?" * len(names)))
    values = [[row[name] for name in names] for row in rows]
    with closing(raw(book.folder / BOOK, book.store.key)) as connection:
        connection.execute("PRAGMA cache_size = -64000")

        def insert() -> None:
            connection.execute("BEGIN IMMEDIATE")
            connection.executemany(statement, values)
            connection.execute("COMMIT")

        return cpu(insert)
