"""A parcel of five million field changes, made and taken in the real window (offscreen), each in a process of its own: memory, time, and the
longest moment in which the window does not answer. Some ten minutes: `python -m tests.bench large`, or `python -m tests.bench.large 1000000`."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from desktop.base.ids import new_id
from desktop.records.book import Book
from desktop.store import bulk, schema, versions
from desktop.store.history import batched
from desktop.store.versions import OpKind, Version
from tests.bench import books
from tests.bench.measure import Figure, show

CHANGES = 5_000_000
FIELDS, ROUNDS = 13, 6  # of a new person; how often two of them are changed afterwards
_MEMORY_MB, _STALL_MS = 200, 100


def figures(folder: Path, changes: int = CHANGES) -> list[Figure]:
    """Half of the changes are new people, half edits of theirs."""
    sender, receiver = books.council(folder / "c"), books.region(folder / "r")
    books.meet(sender, receiver, folder)
    count = _written(sender, changes)
    sender.close()
    receiver.close()
    made = []
    stick = folder / "stick"
    stick.mkdir()
    for deed, words, book in (("make", "making", "c"), ("take", "taking", "r")):
        found = _in_the_window(folder, deed, folder / book, stick)
        made += [
            Figure(f"{words} a parcel of {count:,} field changes", found["seconds"], "s", "", met=True),
            Figure("  CPU of it, the window's included", found["cpu"], "s", "", met=True),
            Figure("  field changes a CPU second", count / found["cpu"], "/s", "", met=True),
            Figure("  memory above the open book", found["memory"], "MB", f"<= {_MEMORY_MB}", found["memory"] <= _MEMORY_MB),
            Figure("  longest stall of the window (bare: at rest)", found["stall"], "ms", f"<= {_STALL_MS}", found["stall"] <= _STALL_MS, found["rest"]),
            Figure("  the same less what its threads waited for a core", found["own"], "ms", "", met=True),
            Figure("  the hundredth longest", found["most"], "ms", "", met=True),
        ]
    size = max(file.stat().st_size for file in stick.glob("*.parcel"))  # the other one is the receipt
    made.append(Figure("  size of the parcel", size / 1e6, "MB", "", met=True))
    return made


def _in_the_window(folder: Path, deed: str, book: Path, stick: Path) -> dict[str, float]:
    settings = os.environ | {"QT_QPA_PLATFORM": "offscreen", "XDG_DATA_HOME": str(folder / "data")}
    command = [sys.executable, "-m", "tests.bench.hands_handover", deed, str(book), str(stick)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True, env=settings)
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def _written(book: Book, changes: int) -> int:
    """People and their log straight into the tables, as a Work would write them; gives how many field changes that are."""
    people = changes // (FIELDS + 2 * ROUNDS)
    store = book.store
    synced, ops = store.synced["people"], schema.table_of(schema.OpRow)
    with store.transaction() as conn:
        stream, seq, ctx = store.own_stream(conn, store.office)
        deed = store.tick()

        def op(record: bytes, kind: OpKind, cells: dict[str, Any]) -> dict[str, Any]:
            nonlocal seq
            seq += 1
            meta = {"stream": stream, "seq": seq, "hlc": store.tick(), "register": "people", "record": record, "kind": int(kind)}
            return meta | {"fields": versions.encode(cells), "ctx": ctx, "actor": book.actor.uid, "deed": deed}

        ids = [new_id() for _person in range(people)]

        def rows(some: list[tuple[int, bytes]]) -> Iterator[dict[str, Any]]:
            for number, record in some:
                plain: dict[str, Any] = dict.fromkeys(synced.fields) | books.person(number)
                last = ROUNDS * people + number  # of its edits, by which its last version is known
                plain |= {"house_no": f"9/{last % 997}", "moo": 1 + last % 20}
                edited = Version(deed, stream, last + 1, ctx)
                ver = versions.pack(Version(deed, stream, number + 1, ctx), dict.fromkeys(("house_no", "moo"), edited), None)
                meta = {"id": record, "council": store.office, "revision": 1 + ROUNDS, "deleted": False, "ver": ver, "ext": None}
                yield plain | meta | synced.derive(plain)

        for some in batched(enumerate(ids), 5_000):
            bulk.add(conn, synced.table, list(rows(some)))
            bulk.add(conn, ops, [op(record, OpKind.INSERT, synced.cells_of(books.person(number))) for number, record in some])
        for turn in range(1, ROUNDS + 1):
            for some in batched(enumerate(ids, turn * people), 5_000):
                bulk.add(conn, ops, [op(record, OpKind.UPDATE, {"house_no": f"9/{last % 997}", "moo": 1 + last % 20}) for last, record in some])
        streams = schema.table_of(schema.StreamRow)
        conn.execute(streams.update().where(streams.c.stream == stream).values(have_seq=seq))
        store.remember_actor(conn, book.actor)
    return people * (FIELDS + 2 * ROUNDS)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="sapha-bench-") as made:
        sys.exit(1 if show(figures(Path(made), *map(int, sys.argv[1:]))) else 0)
