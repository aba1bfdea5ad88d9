"""A program killed at any moment: the book opens, and holds every save that was acknowledged, whole."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from desktop.records.query import ListQuery
from desktop.store.soundness import examine
from tests.conftest import Books

ROOT = Path(__file__).resolve().parent.parent.parent
KILLS = 10


def killed_writer(folder: Path, after: int, spin: int) -> list[bytes]:
    """Let the writer save so many times, and a random moment more, then kill -9 it; gives the ids it acknowledged."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.store.writer", str(folder)], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as writer:
        assert writer.stdout is not None and writer.stderr is not None
        said = [writer.stdout.readline() for _ in range(after)]
        for _ in range(spin):  # somewhere within its next save
            pass
        writer.send_signal(signal.SIGKILL)
        said += writer.stdout.readlines()
        assert writer.wait() == -signal.SIGKILL, writer.stderr.read().decode()
    return [bytes.fromhex(word) for line in said if line.endswith(b"\n") for word in line.decode().split()]


@pytest.mark.timeout(60 * KILLS)  # each kill starts a program and opens the book twice
@pytest.mark.skipif(sys.platform == "win32", reason="no kill -9 there")
def test_a_book_survives_kills_at_random_moments(books: Books) -> None:
    book = books()
    book.close()
    acknowledged: set[bytes] = set()
    chance = random.Random(7)
    for _kill in range(KILLS):
        acknowledged |= set(killed_writer(book.folder, chance.randint(1, 6), chance.randint(0, 400_000)))
        again = books.opened(book.folder)
        held = again.ids(ListQuery("people"))
        assert acknowledged <= set(held)
        assert len(held) % 3 == 0, "half a deed"
        rows = [row for row in again.rows("people", held) if row is not None]
        assert all(row.values["moo"] == 2 for row in rows if row.id in acknowledged)
        assert all(not finding.found for finding in examine(again.store))
        again.close()
    assert len(acknowledged) >= KILLS * 3
