"""A genuine parcel of very many rows: made with one segment in memory at a time, and taken by a process of its own, whose memory, time and answer
are told. `python -m tests.bench hugeparcel`, or `python -m tests.bench.hugeparcel 10000000` for so many rows."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from desktop.records.book import Book
from desktop.registers import REGISTERS
from desktop.sync import taking
from tests.bench import books
from tests.bench.measure import Figure, peak_mb, resident_mb, seconds, show
from tests.sync.hostile import Forger
from tests.sync.offices import tables

ROWS = (100_000, 10_000_000)
MEMORY_MB = 200


def figures(folder: Path, *rows: int) -> list[Figure]:
    """Of each number of rows: the book of its region is a new one."""
    return [figure for count in rows or ROWS for figure in _figures(folder / str(count), count)]


def _figures(folder: Path, count: int) -> list[Figure]:
    folder.mkdir()
    sender, receiver = books.council(folder / "c"), books.region(folder / "r")
    books.meet(sender, receiver, folder)
    forger = Forger(sender, receiver, folder)
    made: list[Path] = []
    making = seconds(lambda: made.append(forger.huge(count)))
    before = tables(receiver)
    for book in (sender, receiver):
        book.close()
    command = [sys.executable, "-m", "tests.bench.hugeparcel", "take", str(folder / "r"), str(made[0])]
    found = json.loads(subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout)
    applied = found["status"] == "applied"
    if not applied:
        book = Book.open(folder / "r", REGISTERS, "p")
        assert tables(book) == before, "what is refused changes nothing"
        book.close()
    said = "taken" if applied else found["code"]
    return [
        Figure(f"a parcel of {count:,} rows: {said}", found["seconds"], "s", "", applied or bool(found["reason"])),
        Figure("  CPU of it", found["cpu"], "s", "", met=True),
        Figure("  memory above the open book", found["memory"], "MB", f"<= {MEMORY_MB}", found["memory"] <= MEMORY_MB),
        Figure("  size of the parcel", made[0].stat().st_size / 1e6, "MB", "", met=True),
        Figure("  making it", making, "s", "", met=True),
    ]


def _take(folder: Path, file: Path) -> None:
    """Print the outcome as JSON."""
    book = Book.open(folder, REGISTERS, "p")
    started, spent, at = resident_mb(), time.process_time(), time.perf_counter()
    peak_mb(afresh=True)
    (result,) = taking.take(book, [file])
    told = {"status": result.status, "code": result.code, "reason": result.reason, "seconds": time.perf_counter() - at}
    told |= {"cpu": time.process_time() - spent, "memory": peak_mb() - started}
    sys.stdout.write(json.dumps(told) + "\n")
    book.close()


if __name__ == "__main__":
    if sys.argv[1:2] == ["take"]:
        _take(Path(sys.argv[2]), Path(sys.argv[3]))
    else:
        with tempfile.TemporaryDirectory(prefix="sapha-bench-") as made_in:
            sys.exit(1 if show(figures(Path(made_in), *map(int, sys.argv[1:]))) else 0)
