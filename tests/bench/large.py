"""A parcel of five million field changes, made and taken in the real window (offscreen), each in a process of its own: memory, time, and the
longest moment in which the window does not answer. Some ten minutes: `python -m tests.bench large`, or `python -m tests.bench.large 1000000`."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from desktop.records.book import Book
from tests.bench import books, logged
from tests.bench.logged import EDITED, FIELDS
from tests.bench.measure import Figure, show

CHANGES = 5_000_000
ROUNDS = 6  # of edits of each new person
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
            Figure(
                "  longest stall of the window (bare: at rest)",
                found["stall"],
                "ms",
                f"<= {_STALL_MS}",
                found["stall"] <= _STALL_MS,
                found["rest"],
            ),
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
    """Gives how many field changes it really is."""
    count = changes // (FIELDS + EDITED * ROUNDS)
    logged.edits(book, logged.people(book, count), ROUNDS)
    return count * (FIELDS + EDITED * ROUNDS)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="sapha-bench-") as made:
        sys.exit(1 if show(figures(Path(made), *map(int, sys.argv[1:]))) else 0)
