"""Same person? over a region: everybody anew, and a parcel of a thousand against all. `python -m tests.bench.matching [PEOPLE]`."""

from __future__ import annotations

import random
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from desktop.base.ids import new_id
from desktop.base.task import Progress
from desktop.records import matching, pairs
from desktop.records.book import Book
from desktop.registers import REGISTERS
from desktop.store import bulk, versions
from desktop.store.history import batched
from desktop.store.versions import Version
from tests.bench import books
from tests.bench.measure import Figure, resident_mb, seconds, show
from tests.factory import national_id

COUNCILS = 95
PARCEL = 1_000
_FIRST, _LAST = 3_000, 60_000  # different names; the common ones far more often than the others
PEOPLE = REGISTERS["people"]


def figures(folder: Path, people: int = 100_000) -> list[Figure]:
    """Time and memory at a size, in a process of its own; the figures asked for are those of a million people."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.matching", "--measure", str(folder), str(people)], stdout=subprocess.PIPE, text=True, check=True
    )
    afresh, found, true, memory, parcel, size = (float(each) for each in done.stdout.split())
    return [
        Figure(f"matching everybody afresh, {people:,} people", afresh, "s", "<= 300", afresh <= 300),
        Figure("  pairs in the queue for each that is one person", found / true, "ratio", "<= 1.5 (ours)", found / true <= 1.5),
        Figure("  memory above the open book", memory, "MB", "<= 400 (ours)", memory <= 400),
        Figure(f"matching a parcel of {PARCEL:,} into {people:,}", parcel, "s", "<= 10", parcel <= 10),
        Figure("  the book with its indexes", size, "MB", "", met=True),
    ]


def _measured(folder: Path, people: int) -> None:
    book = books.region(folder / "book")
    true = filled(book, people)
    started = resident_mb()
    afresh = seconds(lambda: matching.afresh(book.store, PEOPLE, Progress()))
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    with book.read() as reader:
        found = pairs.count(reader, book.registers)
    councils = [new_id()]
    with book.write() as deed:
        for values in _people(PARCEL, seed=2):
            deed.put("people", None, values, council=councils[0])
    parcel = seconds(lambda: matching.catch_up(book.store, book.registers, Progress()))
    size = sum(file.stat().st_size for file in book.folder.glob("book.db*")) / 1e6
    sys.stdout.write(f"{afresh} {found} {true} {most - started} {parcel} {size}\n")
    book.close()


def filled(book: Book, people: int) -> int:
    """Everybody straight into the table, each fiftieth twice; gives how many are there twice. The log of a million would tell nothing here."""
    synced = book.store.synced["people"]
    councils = [new_id() for _council in range(COUNCILS)]
    ver = versions.pack(Version(1, 1, 1, 1), {}, None)
    draw = random.Random(3)
    true = 0

    def rows() -> Iterator[dict[str, Any]]:
        nonlocal true
        for number, values in enumerate(_people(people, seed=1)):
            council = councils[number * COUNCILS // people]
            for again in range(2 if number % 50 == 0 else 1):
                if again:
                    true += 1
                    values = values | draw.choice(({"national_id": None}, {"birth_date": None, "house_no": None}, {"phones": None}))
                plain = {name: values.get(name) for name in synced.fields}
                meta = {"id": new_id(), "council": council, "revision": 1, "deleted": False, "ver": ver, "ext": None}
                yield plain | meta | synced.derive(plain)

    with book.store.transaction() as conn:
        for some in batched(rows(), 5_000):
            bulk.add(conn, synced.table, bulk.columns(some))
    return true


def _people(count: int, seed: int) -> Iterator[dict[str, Any]]:
    draw = random.Random(seed)
    for number in range(count):
        sex = draw.choice("MF")
        yield {
            "prefix": "นาย" if sex == "M" else "นาง",
            "first_name": books.word(int(_FIRST * draw.random() ** 2)),
            "last_name": books.word(100 + int(_LAST * draw.random() ** 2)),
            "sex": sex,
            "national_id": national_id(seed * 10_000_000 + number) if draw.random() < 0.93 else None,
            "birth_date": f"{draw.randrange(1935, 2025)}-{draw.randrange(1, 13):02}-{draw.randrange(1, 29):02}",
            "phones": (f"08{draw.randrange(10**8):08}",) if draw.random() < 0.7 else None,
            "house_no": f"{draw.randrange(1, 400)}" + (f"/{draw.randrange(1, 30)}" if draw.random() < 0.45 else ""),
            "moo": draw.randrange(1, 12),
            "tambon_code": "210304",
        }


if __name__ == "__main__":
    if sys.argv[1:2] == ["--measure"]:
        _measured(Path(sys.argv[2]), int(sys.argv[3]))
    else:
        with tempfile.TemporaryDirectory(prefix="sapha-bench-") as made:
            sys.exit(1 if show(figures(Path(made), *map(int, sys.argv[1:]))) else 0)
