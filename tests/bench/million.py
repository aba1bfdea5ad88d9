"""Lists of a million people in a region's book: the first screen, which is what somebody waits for, and all ids after it.

`python -m tests.bench million` on SQLite; tests/bench/postgres.py measures the same on a server.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

from sqlalchemy import text

from desktop.records import everywhere
from desktop.records.book import Book
from desktop.records.query import ListQuery
from tests.bench import books
from tests.bench.matching import filled
from tests.bench.measure import Figure, median, seconds

PEOPLE = 1_000_000
SCREEN = 128  # ids, a page of the list
RARE = "ฉฬ"  # two letters that stand beside each other in no name here


def figures(folder: Path, people: int = PEOPLE, make: Callable[[Path], Book] = books.region) -> list[Figure]:
    """As the book answers, and as the window shows it."""
    book = make(folder / "book")
    filled(book, people)
    if book.store.database.shared:
        with book.store.database.writer.connect().execution_options(isolation_level="AUTOCOMMIT") as conn:
            conn.execute(text("VACUUM ANALYZE"))  # as the server does by itself in the night
    words, found = measured(book)
    where = book.folder
    book.close()
    return [*found, *_in_the_window(where, words)]


def measured(book: Book) -> tuple[list[str], list[Figure]]:
    """What was searched for, and the figures of an open book."""
    ids = book.ids(ListQuery("people"))
    size = f"{len(ids):,} people"
    row = book.row("people", ids[len(ids) // 2])
    name = str(row.values["first_name"])
    words = [f"{name} {row.values['last_name']}", name, name[:2], RARE]
    made = []
    for title, word in zip(("a whole name", "a first name", "two letters", "two letters nobody has"), words, strict=True):
        made += _both(f"search for {title}, {size}", book, ListQuery("people", search=word), 500)
    made += _both(f"list of {size} in Thai order", book, ListQuery("people"), 2_000)
    council = ListQuery("people", council=row.council)
    made.append(_figure("  of one council's", _ms(lambda _run: book.ids(council), 5), 300))
    page = _ms(lambda run: book.rows("people", ids[1000 * run : 1000 * run + SCREEN]), 9)
    made.append(_figure("  a page of 128 rows", page, 10))
    made.append(_figure("  saving a record, durable", _ms(lambda run: _saved(book, ids[(7_001 * run) % len(ids)]), 9), 100))
    made.append(_figure("  search over every register", _ms(lambda _run: everywhere.find(book, name), 3), 300))
    return words, made


def _both(title: str, book: Book, query: ListQuery, limit: int) -> list[Figure]:
    """The screen is painted with whichever of the two is there first and fills it."""
    whole = _ms(lambda _run: book.ids(query), 3)
    first = min(whole, _ms(lambda _run: book.first(query, SCREEN), 3)) if len(book.first(query, SCREEN)) == SCREEN else whole
    return [_figure(f"{title}: first screen", first, 300), _figure("  all ids", whole, limit, "(ours)")]


def _figure(name: str, value: float, limit: int, whose: str = "") -> Figure:
    return Figure(name, value, "ms", f"<= {limit:,} {whose}".strip(), value <= limit)


def _ms(work: Callable[[int], object], runs: int) -> float:
    return median(lambda run: seconds(partial(work, run)), runs) * 1000


def _saved(book: Book, record: bytes) -> None:
    with book.write() as deed:
        deed.put("people", record, {"occupation": "ทำสวน"})


def _in_the_window(book: Path, words: list[str]) -> list[Figure]:
    settings = os.environ | {"QT_QPA_PLATFORM": "offscreen", "XDG_DATA_HOME": str(book.parent / "data")}
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.million", str(book), *words], stdout=subprocess.PIPE, text=True, check=True, env=settings
    )
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return [_figure(f"window: {name}", value, 300) for name, value in found.items()]


def _hands(folder: Path, words: list[str]) -> None:
    """In a process of its own: from the last key, or the way to the page, to the first screen painted."""
    from desktop.app import book_window
    from tests.bench import hands
    from tests.ui.hands import type_into

    window = book_window(folder, "p")
    hands.until(window.isVisible)
    screen = hands.screen_of(window, "people")
    painted = hands.Painted(screen)
    shown = screen.list

    def rows_of(query: ListQuery) -> Callable[[], bool]:
        wanted = window.book.ids(query)[:SCREEN]
        return lambda: shown.query.search == query.search and shown.model.ids[:SCREEN] == wanted

    def until_painted(query: ListQuery, work: Callable[[], object]) -> float:
        there = rows_of(query)
        before = painted.times

        def do() -> None:
            work()
            hands.until(lambda: there() and painted.times > before)

        return hands.milliseconds(do)

    def opened() -> float:
        shown.show_search(RARE)  # another list before it
        window.show_page("home")
        hands.until(lambda: not window.services.tasks.busy)

        def open_it() -> None:
            window.show_page("people")
            shown.show_query(ListQuery("people"))

        return until_painted(ListQuery("people"), open_it)

    def typed(word: str) -> float:
        type_into(shown.search, word[:-1])
        hands.until(lambda: not window.services.tasks.busy)
        return until_painted(ListQuery("people", search=word), lambda: type_into(shown.search, word[-1]))

    found = {"list opened to painted": statistics.median(opened() for _run in range(3))}
    for name, word in zip(("a whole name", "a first name", "two letters", "two letters nobody has"), words, strict=True):
        shown.search.clear()
        hands.until(lambda: not window.services.tasks.busy)
        found[f"search typed to painted, {name}"] = typed(word)
    sys.stdout.write(json.dumps(found) + "\n")
    window.close()


if __name__ == "__main__":
    _hands(Path(sys.argv[1]), sys.argv[2:])
