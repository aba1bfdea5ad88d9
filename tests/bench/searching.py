"""Search among a million people in the encrypted file: ours (docs/adr/0004) beside LIKE over the two name columns, as handover.md asks. Some
minutes: `python -m tests.bench searching`, or `python -m tests.bench.searching 100000`."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

from desktop.records.book import Book
from desktop.records.query import ListQuery
from desktop.store.engine import BOOK, raw
from tests.bench import books
from tests.bench.matching import filled
from tests.bench.measure import Figure, cpu, show

PEOPLE = 1_000_000
_TURNS = 3
_BARE = "SELECT id FROM people WHERE deleted = 0 AND (first_name LIKE :word OR last_name LIKE :word)"


def figures(folder: Path, people: int = PEOPLE) -> list[Figure]:
    """CPU milliseconds of the median word; ours gives all ids in Thai order, LIKE in none."""
    book = books.region(folder / "r")
    filled(book, people)
    sample = book.rows("people", book.ids(ListQuery("people"))[:: people // 7][:7])
    names = [str(row.values[name]) for row in sample if row is not None for name in ("first_name", "last_name")]
    long = [name for name in names if len(name) >= 4]
    whole = [f"{row.values['first_name']} {row.values['last_name']}" for row in sample if row is not None]
    with closing(raw(book.folder / BOOK, book.store.key)) as bare:
        bare.execute("PRAGMA cache_size = -64000")
        ours, like, some = (
            _spent(kind, long) for kind in (partial(_ours, book), partial(_like, bare, ""), partial(_like, bare, " LIMIT 50"))
        )
        two, two_like = (_spent(kind, [name[:2] for name in long]) for kind in (partial(_ours, book), partial(_like, bare, "")))
        full = _spent(partial(_ours, book), whole)
        missed = sum(len(_like(bare, "", word) - _ours(book, word)) for word in {*long, *(name[:2] for name in long)})
    book.close()
    size = f"{people:,} people"
    return [
        Figure(f"search for 4 letters or more, {size}: all, beside LIKE", ours, "ms", ">= 100 x", ours * 100 <= like, like),
        Figure("  beside the first 50 of LIKE", ours, "ms", ">= 20 x", ours * 20 <= some, some),
        Figure("  for two letters: all, beside LIKE", two, "ms", "<= 5", two <= 5, two_like),
        Figure("  for first and last name together", full, "ms", "", met=True),
        Figure("  hits of LIKE that it misses", missed, "", "0", missed == 0),
    ]


def _spent(find: Callable[[str], set[bytes]], words: list[str]) -> float:
    return median(median(cpu(lambda word=word: find(word)) for _turn in range(_TURNS)) for word in words) * 1000  # type: ignore[misc]


def _ours(book: Book, word: str) -> set[bytes]:
    return set(book.ids(ListQuery("people", search=word)))


def _like(connection: Any, limit: str, word: str) -> set[bytes]:
    return {row[0] for row in connection.execute(_BARE + limit, {"word": f"%{word}%"})}


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="sapha-bench-") as made:
        sys.exit(1 if show(figures(Path(made), *map(int, sys.argv[1:]))) else 0)
